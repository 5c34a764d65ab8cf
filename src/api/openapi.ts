// The OpenAPI document of the data routes, made from their contracts. Invariant: it says nothing that the contracts do not say.
import { z } from 'zod';
import { API_ROOT } from './contract.ts';
import type { DataContract } from './contract.ts';

type Json = Readonly<Record<string, unknown>>;

const FILES: Json = {
  'text/csv': { schema: { type: 'string' } },
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema: { type: 'string', format: 'binary' } },
};
const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId'],
  properties: {
    type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, code: { type: 'string' }, detail: { type: 'string' }, requestId: { type: 'string' }, right: { type: 'string' },
    errors: { type: 'array', items: { type: 'object', required: ['name', 'message'], properties: { name: { type: 'string' }, message: { type: 'string' } } } },
  },
};
const REFUSALS: Readonly<Record<string, string>> = { 400: 'The question is not understood.', 401: 'There is no valid token.', 403: 'The token lacks a right.', 404: 'There is no such thing.', 503: 'Not now; try again in a while.' };

/** @param version of the program */
export function openapiDocument(contracts: readonly DataContract[], version: string): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'Sauma', version, description: 'Billable work, purchase history and reports. Amounts are decimal strings with their currency beside them.' },
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A service token: npx sauma tokens add' } }, schemas: { Problem: PROBLEM } },
    paths: Object.fromEntries(contracts.map((contract) => [`${API_ROOT}${contract.path.replaceAll(/:(\w+)/g, '{$1}')}`, { get: operation(contract) }])),
  };
}

function operation({ title, reads, params, query, answer, files }: DataContract): Json {
  const refusals = Object.entries(REFUSALS).map(([status, description]) => [status, { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }]);
  const inPath = Object.entries(params).map(([name, description]) => ({ name, in: 'path', required: true, description, schema: { type: 'string' } }));
  const schema = schemaOf(query, 'output');
  const inQuery = Object.entries(schema.properties ?? {}).map(([name, part]) => {
    const { description, ...rest } = part as Json;
    const required = (schemaOf(query, 'input').required ?? []).includes(name);
    return { name, in: 'query', required, ...(description === undefined ? {} : { description }), schema: rest };
  });
  return {
    summary: title,
    description: reads.length === 0 ? 'Any token will do.' : `Needs the rights: ${reads.join(', ')}.`,
    parameters: [...inPath, ...inQuery],
    responses: { 200: { description: 'The answer.', content: { 'application/json': { schema: schemaOf(answer, 'output') }, ...(files ? FILES : {}) } }, ...Object.fromEntries(refusals) },
  };
}

interface ObjectSchema {
  readonly properties?: Json;
  readonly required?: readonly string[];
}

function schemaOf(part: z.ZodType, io: 'input' | 'output'): ObjectSchema {
  const { $schema: _schema, ...schema } = z.toJSONSchema(part, { io });
  return schema as ObjectSchema;
}

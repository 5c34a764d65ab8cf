// The OpenAPI document of the data routes, made from their contracts. Invariant: it says nothing that the contracts do not say.
import { z } from 'zod';
import { API_ROOT } from './contract.ts';
import type { AnyContract } from './contract.ts';

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
    errors: { type: 'array', items: { type: 'object', required: ['field', 'message'], properties: { field: { type: 'string' }, message: { type: 'string' } } } },
  },
};
const REFUSALS: Readonly<Record<string, string>> = { 400: 'The question is not understood.', 401: 'There is no valid token.', 403: 'The token lacks a right.', 404: 'There is no such thing.', 503: 'Not now; try again in a while.' };

/** @param version of the program */
export function openapiDocument(contracts: readonly AnyContract[], version: string): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'Sauma', version, description: 'Billable work, purchase history and reports. Amounts are decimal strings with their currency beside them.' },
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A service token: npx sauma tokens add' } }, schemas: { Problem: PROBLEM } },
    paths: pathsOf(contracts),
  };
}

function pathsOf(contracts: readonly AnyContract[]): Json {
  const byPath = Map.groupBy(contracts, ({ path }) => `${API_ROOT}${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  return Object.fromEntries([...byPath].map(([path, several]) => [path, Object.fromEntries(several.map((contract) => [contract.method.toLowerCase(), operation(contract)]))]));
}

function operation({ title, reads, changes, params, query, body, answer, files }: AnyContract): Json {
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
    description: reads.length + changes.length === 0 ? 'Any token will do.' : `Needs the rights: ${[...reads.map((right) => `to read ${right}`), ...changes.map((right) => `to change ${right}`)].join(', ')}.`,
    parameters: [...inPath, ...inQuery],
    ...(body === null ? {} : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
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

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
    errors: { type: 'array', items: { type: 'object', required: ['field', 'code', 'message'], properties: { field: { type: 'string' }, code: { type: 'string' }, params: { type: 'object' }, message: { type: 'string' } } } },
  },
};
const REFUSALS = {
  400: 'The question is not understood.',
  401: 'There is no valid session or token.',
  403: 'The caller lacks a right.',
  404: 'There is no such thing.',
  409: 'It is not in a state for this.',
  412: 'It has changed since it was read.',
  415: 'The body is no JSON.',
  422: 'What was sent cannot be taken.',
  429: 'Too many calls; try again after as many seconds as "retry-after" says.',
  503: 'Not now; try again in a while.',
} as const;
const OF_QUESTIONS = [400, 401, 403, 404, 429, 503] as const;
const OF_DEEDS = [401, 403, 404, 409, 412, 415, 422, 429, 503] as const;

/** @param contracts by their names, which are those of the operations @param version of the program */
export function openapiDocument(contracts: Readonly<Record<string, AnyContract>>, version: string): Json {
  return {
    openapi: '3.1.0',
    info: { title: 'Sauma', version, description: 'What people see and do in Sauma, for programs. Amounts are decimal strings with their currency beside them.' },
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A service token: npx sauma tokens add' } }, schemas: { Problem: PROBLEM } },
    paths: pathsOf(contracts),
  };
}

function pathsOf(contracts: Readonly<Record<string, AnyContract>>): Json {
  const byPath = Map.groupBy(Object.entries(contracts), ([, { path }]) => `${API_ROOT}${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  return Object.fromEntries([...byPath].map(([path, several]) => [path, Object.fromEntries(several.map(([name, contract]) => [contract.method.toLowerCase(), operation(name, contract)]))]));
}

function operation(name: string, { method, path, title, reads, changes, params, query, body, answer, files, live }: AnyContract): Json {
  const refusals = (method === 'GET' ? OF_QUESTIONS : OF_DEEDS).map((status) => [status, { description: REFUSALS[status], content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }]);
  const inPath = Object.entries(params).map(([part, description]) => ({ name: part, in: 'path', required: true, description, schema: { type: 'string' } }));
  const schema = schemaOf(query, 'output');
  const required = schemaOf(query, 'input').required ?? [];
  const inQuery = Object.entries(schema.properties ?? {}).map(([part, given]) => {
    const { description, ...rest } = given as Json;
    return { name: part, in: 'query', required: required.includes(part), ...(description === undefined ? {} : { description }), schema: rest };
  });
  const answered = { [live ? 'text/event-stream' : 'application/json']: { schema: schemaOf(answer, 'output') }, ...(files ? FILES : {}) };
  return {
    operationId: name,
    tags: [path.split('/')[1]],
    summary: title,
    description: reads.length + changes.length === 0 ? 'Any caller will do.' : `Needs the rights: ${[...reads.map((right) => `to read ${right}`), ...changes.map((right) => `to change ${right}`)].join(', ')}.`,
    parameters: [...inPath, ...inQuery],
    ...(body === null ? {} : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
    responses: { 200: { description: live ? 'Events, each with such data.' : 'The answer.', content: answered }, ...Object.fromEntries(refusals) },
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

// The published contracts as a judge: every request and reply of a sandbox is held against an OpenAPI 3.0 document.
// A document is looked up in SAUMA_OPENAPI_DIR; without it there is nothing to judge by and `openapiDocument` says null.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { Handled, SandboxModel, SandboxRequest, SandboxResponse } from '../../src/sandbox/contract.ts';

type Json = Record<string, unknown>;
interface Operation {
  readonly pattern: RegExp;
  readonly template: string;
  readonly method: string;
  readonly parameters: readonly Json[];
  readonly requestBody: Json | null;
  readonly responses: Json;
}

export interface OpenapiChecker {
  /** Throws an Error that lists every violation. Transport faults (`cut`) are not judged. */
  check(request: SandboxRequest, response: SandboxResponse): void;
  /** `METHOD /template` of every operation of the document. */
  readonly operations: readonly { readonly method: string; readonly template: string; readonly definition: Json }[];
}

/** The parsed document of a vendor, or null when SAUMA_OPENAPI_DIR is not set. */
export function openapiDocument(system: 'severa' | 'hubspot'): Json | null {
  const directory = process.env['SAUMA_OPENAPI_DIR'];
  if (!directory) return null;
  return parse(readFileSync(join(directory, `${system}-openapi.yaml`), 'utf8')) as Json;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** `closed`: a reply may not hold a field its schema does not name (wrong for documents that compose objects by allOf). */
export function openapiChecker(document: Json, options: { readonly closed?: boolean } = {}): OpenapiChecker {
  const resolve = (node: unknown): Json => {
    const reference = (node as Json)['$ref'];
    if (typeof reference !== 'string') return node as Json;
    return resolve(reference.slice(2).split('/').reduce<unknown>((at, key) => (at as Json)[key.replaceAll('~1', '/')], document));
  };
  const prefixes = ((document['servers'] ?? []) as Json[]).map((server) => new URL(String(server['url'])).pathname.replace(/\/$/, ''));
  const operations: Operation[] = [];
  const listed: { method: string; template: string; definition: Json }[] = [];
  for (const [template, item] of Object.entries(document['paths'] as Record<string, Json>))
    for (const method of methods) {
      const definition = item[method] as Json | undefined;
      if (!definition) continue;
      listed.push({ method: method.toUpperCase(), template, definition });
      operations.push({
        pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
        template,
        method: method.toUpperCase(),
        parameters: [...((item['parameters'] ?? []) as unknown[]), ...((definition['parameters'] ?? []) as unknown[])].map(resolve),
        requestBody: definition['requestBody'] ? resolve(definition['requestBody']) : null,
        responses: definition['responses'] as Json,
      });
    }
  // A literal segment wins over a parameter: /customers/customvalues is no customer.
  operations.sort((a, b) => rank(a.template).localeCompare(rank(b.template)));

  const validators = { request: compiler(document, 'request', false), response: compiler(document, 'response', options.closed ?? false) };

  const violationsOf = (request: SandboxRequest, response: SandboxResponse): string[] => {
    const found: string[] = [];
    let path = request.path;
    for (const prefix of prefixes) if (prefix && path.startsWith(`${prefix}/`)) path = path.slice(prefix.length);
    path = path.replace(/^\/v(\d+)\.0\//, '/v$1/');
    const known = operations.filter((operation) => operation.pattern.test(path));
    const operation = known.find((candidate) => candidate.method === request.method);
    if (!operation) {
      const refused = response.status === 404 || response.status === 405;
      return refused ? [] : [`${known.length ? 'no such method on' : 'unknown path'} ${path}`];
    }
    const successful = response.status >= 200 && response.status < 400;
    if (successful) {
      found.push(...queryViolations(operation, request.query, validators.request));
      found.push(...bodyViolations(operation, request, validators.request));
    }
    const described = operation.responses[String(response.status)] ?? operation.responses['default'];
    if (!described) return [...found, `status ${response.status} is not documented`];
    found.push(...replyViolations(resolve(described), response, successful, validators.response));
    return found;
  };

  return {
    operations: listed,
    check(request, response) {
      if (response.cut) return;
      const violations = violationsOf(request, response);
      if (violations.length === 0) return;
      throw new Error(`${request.method} ${request.path} → ${response.status}\n${violations.map((text) => `  ${text}`).join('\n')}`);
    },
  };
}

/** Lets a model be driven as usual while every exchange is judged; `violations` collects what was wrong. */
export function checked(model: SandboxModel, checker: OpenapiChecker): SandboxModel & { readonly violations: readonly string[] } {
  const violations: string[] = [];
  return {
    violations,
    handle(request: SandboxRequest, now: number): Handled {
      const handled = model.handle(request, now);
      try {
        checker.check(request, handled.response);
      } catch (error) {
        violations.push((error as Error).message);
      }
      return handled;
    },
  };
}

function rank(template: string): string {
  return template.split('/').map((segment) => (segment.startsWith('{') ? '~' : '!')).join('');
}

type Validate = (schema: unknown, value: unknown, where: string) => string[];

function compiler(document: Json, direction: 'request' | 'response', closed: boolean): Validate {
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: true });
  addFormats.default(ajv);
  ajv.addFormat('password', true);
  const schemas = ((document['components'] as Json | undefined)?.['schemas'] ?? {}) as Json;
  const definitions = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, jsonSchema(schema, direction, closed)]));
  ajv.addSchema({ $id: 'document', components: { schemas: definitions } });
  const compiled = new Map<unknown, ValidateFunction>();
  return (schema, value, where) => {
    let validate = compiled.get(schema);
    if (!validate) compiled.set(schema, (validate = ajv.compile(jsonSchema(schema, direction, closed) as object)));
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => {
      const extra = (error.params as Json)['additionalProperty'];
      return `${where}${error.instancePath} ${error.message ?? 'is wrong'}${typeof extra === 'string' ? ` (${extra})` : ''}`;
    });
  };
}

/** OpenAPI 3.0 schema → JSON Schema: `nullable`, read-only fields that a request need not carry, closed objects. */
function jsonSchema(node: unknown, direction: 'request' | 'response', closed: boolean): unknown {
  if (Array.isArray(node)) return node.map((item) => jsonSchema(item, direction, closed));
  if (node === null || typeof node !== 'object') return node;
  const source = node as Json;
  if (typeof source['$ref'] === 'string') return { $ref: source['$ref'].replace('#/', 'document#/') };
  const schema: Json = {};
  for (const [key, value] of Object.entries(source)) {
    if (key === 'nullable' || key === 'example' || key === 'default' || key.startsWith('x-')) continue;
    if (key === 'properties') {
      schema[key] = Object.fromEntries(Object.entries(value as Json).map(([name, child]) => [name, jsonSchema(child, direction, closed)]));
    } else if (key === 'enum' || key === 'required') schema[key] = value;
    else schema[key] = jsonSchema(value, direction, closed);
  }
  const unwanted = direction === 'request' ? 'readOnly' : 'writeOnly';
  if (Array.isArray(schema['required'])) {
    const properties = (source['properties'] ?? {}) as Record<string, Json>;
    const required = (schema['required'] as string[]).filter((name) => properties[name]?.[unwanted] !== true);
    if (required.length > 0) schema['required'] = required;
    else delete schema['required'];
  }
  if (closed && source['properties'] && source['additionalProperties'] === undefined) schema['additionalProperties'] = false;
  const nullable = source['nullable'] === true;
  return nullable ? { anyOf: [{ type: 'null' }, schema] } : schema;
}

function queryViolations(operation: Operation, query: string, validate: Validate): string[] {
  const found: string[] = [];
  const given = new URLSearchParams(query);
  const declared = new Map(operation.parameters.filter((parameter) => parameter['in'] === 'query').map((parameter) => [String(parameter['name']), parameter]));
  for (const name of new Set(given.keys())) {
    const parameter = declared.get(name) ?? declared.get(name.replace(/\[\d+\]\.(key|value)$/, ''));
    if (!parameter) found.push(`query ${name} is not documented`);
    else if (declared.has(name)) found.push(...validate(parameter['schema'], queryValue(parameter, given.getAll(name)), `query ${name}`));
  }
  for (const [name, parameter] of declared) if (parameter['required'] === true && !given.has(name)) found.push(`query ${name} is missing`);
  return found;
}

function queryValue(parameter: Json, texts: readonly string[]): unknown {
  const schema = (parameter['schema'] ?? {}) as Json;
  if (schema['type'] !== 'array') return scalar(schema['type'], texts[0] ?? '');
  const items = parameter['explode'] === false ? texts.flatMap((text) => text.split(',')) : texts;
  return items.map((text) => scalar((schema['items'] as Json | undefined)?.['type'], text));
}

function scalar(type: unknown, text: string): unknown {
  if ((type === 'integer' || type === 'number') && text.trim() !== '' && !Number.isNaN(Number(text))) return Number(text);
  if (type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

function bodyViolations(operation: Operation, request: SandboxRequest, validate: Validate): string[] {
  const definition = operation.requestBody;
  if (!definition) return [];
  if (request.body === '') return definition['required'] === true ? ['request body is missing'] : [];
  const content = definition['content'] as Record<string, Json>;
  const type = (request.headers['content-type'] ?? Object.keys(content)[0] ?? '').split(';')[0]!.trim();
  const media = content[type];
  if (!media) return [`request content type ${type} is not documented`];
  if (type === 'application/x-www-form-urlencoded') return validate(media['schema'], Object.fromEntries(new URLSearchParams(request.body)), 'request');
  return validate(media['schema'], JSON.parse(request.body), 'request');
}

function replyViolations(described: Json, response: SandboxResponse, successful: boolean, validate: Validate): string[] {
  const content = described['content'] as Record<string, Json> | undefined;
  if (!content) return response.body === null ? [] : [`status ${response.status} has no documented body`];
  if (response.body === null) return successful ? ['the reply has no body'] : [];
  const header = Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const type = (header ?? (typeof response.body === 'string' ? 'text/plain' : 'application/json')).split(';')[0]!.trim();
  const media = content[type];
  if (!media) return [`reply content type ${type} is not documented`];
  const body: unknown = type !== 'application/json' ? response.body : typeof response.body === 'string' ? JSON.parse(response.body) : JSON.parse(JSON.stringify(response.body));
  return media['schema'] ? validate(media['schema'], body, 'reply') : [];
}

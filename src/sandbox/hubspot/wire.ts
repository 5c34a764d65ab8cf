// Home of the wire: reading a request's query and JSON body, and writing HubSpot's answers and error envelope.
// Invariant: every error that leaves the model is a Refusal made here, so that its body has the documented shape.
import type { SandboxRequest, SandboxResponse } from '../contract.ts';

export type Json = Readonly<Record<string, unknown>>;

/** One entry of an envelope's `errors`. */
export interface ErrorEntry {
  readonly message: string;
  readonly code?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly subCategory?: string;
}

/** Thrown by routes and answered as it is; `body` lacks only the correlation id, which the model adds. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Json | string | null;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, body: Json | string | null, headers: Readonly<Record<string, string>> = {}) {
    super(typeof body === 'object' && body !== null ? textOr(body['message'], '') : `status ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export function refuse(status: number, category: string | null, message: string, more: Json = {}): Refusal {
  return new Refusal(status, { status: 'error', message, ...(category === null ? {} : { category }), ...more });
}

export function invalid(message: string, more: Json = {}): Refusal {
  return refuse(400, 'VALIDATION_ERROR', message, more);
}

/** The 404 of a numeric id: no category. */
export function notFound(): Refusal {
  return refuse(404, null, 'resource not found');
}

export function respond(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): SandboxResponse {
  const type: Record<string, string> =
    body === null ? {} : { 'content-type': typeof body === 'string' ? 'text/html;charset=utf-8' : 'application/json;charset=utf-8' };
  return { status, headers: { ...type, ...headers }, body };
}

export const noContent = (): SandboxResponse => respond(204, null);

/** HubSpot's instants: ISO 8601 UTC; a whole second prints without its fraction. */
export function instant(ms: number): string {
  const text = new Date(ms).toISOString();
  return ms % 1000 === 0 ? text.replace('.000Z', 'Z') : text;
}

/** Values of a list parameter: repeated (the official client) or comma-separated (the published form). */
export function listParameter(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

export function flagParameter(query: URLSearchParams, name: string): boolean {
  return query.get(name) === 'true';
}

export function limitParameter(query: URLSearchParams, fallback: number, maximum: number): number {
  const raw = query.get('limit');
  if (raw === null || raw === '') return fallback;
  const limit = Number(raw);
  if (!Number.isInteger(limit) || limit < 1) throw invalid(`Invalid value for limit: ${raw}`);
  if (limit > maximum) throw invalid(`The limit must be at most ${maximum}, but was ${limit}.`);
  return limit;
}

export function jsonBody(request: SandboxRequest): unknown {
  try {
    return JSON.parse(request.body);
  } catch {
    throw invalid('Invalid input JSON on line 1, column 1: the body could not be read');
  }
}

export function asObject(value: unknown, what: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(`Invalid input JSON on line 1, column 1: ${what} must be an object`);
  }
  return value as Json;
}

export function asList(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(`Invalid input JSON on line 1, column 1: ${what} must be an array`);
  return value;
}

/** Text or a number taken as text; refuses what is missing. */
export function asText(value: unknown, what: string): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw invalid(`Some required fields were not set: [${what}]`, requiredFields([what]));
  return value;
}

export function optionalText(value: unknown, what: string): string | null {
  return value === undefined || value === null ? null : asText(value, what);
}

/** Plain values as text; anything else as the fallback. */
export function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : fallback;
}

function requiredFields(names: readonly string[]): Json {
  return { errors: names.map((name) => ({ message: `Some required fields were not set: [${name}]`, context: { fieldName: [name] } })) };
}

/** The `inputs` of a batch body, at most `maximum` of them. */
export function batchInputs(body: Json, maximum: number): readonly unknown[] {
  const inputs = asList(body['inputs'], 'inputs');
  if (inputs.length > maximum) {
    throw invalid(`Maximum number of inputs supported in a batch request: ${maximum}. Received: ${inputs.length}.`);
  }
  return inputs;
}

export interface BatchError {
  readonly status: 'error';
  readonly category: string;
  readonly message: string;
  readonly subCategory?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
  readonly errors?: readonly ErrorEntry[];
}

/** A batch answer: `status` when all went well, `partial` with `errors` when not. */
export function batchAnswer(now: number, status: number, results: readonly unknown[], errors: readonly BatchError[] = [], partial = 207): SandboxResponse {
  const body = { status: 'COMPLETE', results, startedAt: instant(now), completedAt: instant(now) };
  if (errors.length === 0) return respond(status, body);
  return respond(partial, { ...body, numErrors: errors.length, errors });
}

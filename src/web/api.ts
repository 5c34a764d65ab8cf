// The one way to the server: every call of the web app goes through here. Invariants: an answer is checked against its schema
// before a page sees it; whatever fails is an ApiError; a call that changes something carries the session's CSRF token.
import { readEvents, type ServerEvent } from './event-stream.ts';
import { ApiError, problemFrom, type Problem } from './problem.ts';

/** What a schema of api/contract.ts is to this file. */
export interface Schema<T> {
  readonly parse: (value: unknown) => T;
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;

/** What a contract of api/contract.ts is to this file. */
export interface Contract<Asked = never, Sent = never, Told = unknown> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** With the types of what is asked before it is read. */
  readonly query: { readonly _zod: { readonly input: Asked } };
  readonly body: { readonly _zod: { readonly input: Sent } } | null;
  readonly answer: Schema<Told>;
}

/** What varies in the path of a contract, by name. */
export type Params = Readonly<Record<string, string>>;

export interface CallOptions {
  readonly query?: Query;
  readonly signal?: AbortSignal;
  /** Only the version that was read may be changed: the `etag` of the answer that showed it. */
  readonly ifMatch?: string;
}

export interface Api {
  /** The path with its query, for a link: an export, a document. */
  readonly href: (path: string, query?: Query) => string;
  readonly get: <T>(path: string, schema: Schema<T>, options?: CallOptions) => Promise<T>;
  readonly send: <T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body: unknown, schema: Schema<T>, options?: CallOptions) => Promise<T>;
  /** A question of the contract. */
  readonly ask: <Asked, Told>(contract: Contract<Asked, never, Told>, options?: { readonly params?: Params; readonly query?: Asked; readonly signal?: AbortSignal }) => Promise<Told>;
  /** A deed of the contract. */
  readonly act: <Sent, Told>(contract: Contract<unknown, Sent, Told>, options: { readonly params?: Params; readonly body: Sent; readonly ifMatch?: string }) => Promise<Told>;
  /** One connection of server-sent events, until it ends or is aborted; the caller decides on going on from `lastId`. */
  readonly events: (path: string, lastId: string | null, signal: AbortSignal) => AsyncIterable<ServerEvent>;
}

export interface ApiParts {
  readonly base: string;
  readonly fetch: typeof fetch;
  readonly csrfToken: () => string | null;
  /** The session is over: called for each answer 401, before the error is thrown. */
  readonly onSignedOut: () => void;
}

/** For an answer whose body nobody reads. */
export const nothing: Schema<null> = { parse: () => null };

export function createApi({ base, fetch, csrfToken, onSignedOut }: ApiParts): Api {
  const href = (path: string, query: Query = {}): string => `${base}${path}${queryText(query)}`;

  const call = async (method: string, path: string, headers: Record<string, string>, options: CallOptions, body?: string): Promise<Response> => {
    const response = await reach(fetch, href(path, options.query), {
      method,
      headers: { ...headers, ...(options.ifMatch !== undefined && { 'if-match': options.ifMatch }) },
      credentials: 'same-origin',
      redirect: 'error',
      ...(body !== undefined && { body }),
      ...(options.signal && { signal: options.signal }),
    });
    if (response.ok) return response;
    if (response.status === 401) onSignedOut();
    throw new ApiError(problemFrom(response.status, await jsonOf(response), response.headers));
  };

  const get: Api['get'] = async (path, schema, options = {}) => checked(await call('GET', path, { accept: 'application/json' }, options), schema);
  const send: Api['send'] = async (method, path, body, schema, options = {}) => {
    const headers = { accept: 'application/json', 'content-type': 'application/json', 'x-csrf-token': csrfToken() ?? '' };
    return checked(await call(method, path, headers, options, JSON.stringify(body ?? {})), schema);
  };

  return {
    href,
    get,
    send,
    ask: (contract, { params, query, signal } = {}) => get(pathOf(contract.path, params), contract.answer, { ...(query === undefined ? {} : { query: query as Query }), ...(signal && { signal }) }),
    act: (contract, { params, body, ifMatch }) => send(contract.method as 'POST', pathOf(contract.path, params), body, contract.answer, ifMatch === undefined ? {} : { ifMatch }),
    events: async function* (path, lastId, signal) {
      const headers = { accept: 'text/event-stream', ...(lastId !== null && { 'last-event-id': lastId }) };
      const response = await call('GET', path, headers, { signal });
      if (response.body) yield* readEvents(response.body);
    },
  };
}

/** The address of one thing: `/accounts/:id` with its id. */
export function pathOf(path: string, params: Params = {}): string {
  return path.replaceAll(/:(\w+)/gu, (_whole, name: string) => encodeURIComponent(params[name] ?? ''));
}

/** Empty values are left out; a list repeats its name. */
export function queryText(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    if (Array.isArray(value)) for (const each of value as readonly string[]) params.append(name, each);
    else params.append(name, String(value));
  }
  return params.size === 0 ? '' : `?${params.toString()}`;
}

async function reach(fetch: ApiParts['fetch'], address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(unanswered('offline', 0, 'no-answer'), error);
  }
}

async function checked<T>(response: Response, schema: Schema<T>): Promise<T> {
  try {
    return schema.parse(await jsonOf(response));
  } catch (error) {
    // An old page beside a new server, most likely: reloading helps.
    throw new ApiError(unanswered('broken', response.status, 'answer-unexpected', response.headers.get('x-request-id')), error);
  }
}

async function jsonOf(response: Response): Promise<unknown> {
  if (!/[/+]json\b/u.test(response.headers.get('content-type') ?? '')) return null;
  return response.json().catch(() => null);
}

function unanswered(kind: Problem['kind'], status: number, code: string, requestId: string | null = null): Problem {
  return { kind, status, code, detail: null, requestId, fields: [], afterSeconds: null };
}

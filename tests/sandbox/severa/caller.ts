// A caller for stories on the Severa sandbox: no sockets, a clock the story moves, and every exchange judged by the published
// contract when it can be found (SAUMA_OPENAPI_DIR).
import { expect } from 'vitest';
import type { SandboxResponse } from '../../../src/sandbox/contract.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import { createSeveraModel, type SeveraModel } from '../../../src/sandbox/severa/model.ts';
import type { SeveraOptions } from '../../../src/sandbox/severa/options.ts';
import type { Row } from '../../../src/sandbox/severa/row.ts';
import { checked, openapiChecker, openapiDocument } from '../../support/openapi.ts';

export type Json = Record<string, unknown>;

export const monday = Date.parse('2026-11-16T09:00:00Z');

const document = openapiDocument('severa');
const checker = document === null ? null : openapiChecker(document, { closed: true });

export interface Caller {
  readonly model: SeveraModel;
  now: number;
  /** The raw answer; `path` may hold a query and is below /rest-api. Objects are sent as JSON. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): SandboxResponse;
  /** Body of a GET that has to be 200. */
  get(path: string): Json;
  /** As `get`, for a list. */
  list(path: string): Json[];
  /** Object of a POST that has to be 201; the first when it answers a list. */
  post(path: string, body?: unknown): Json;
  /** Replaces values by path; the first object of the answer. */
  patch(path: string, values: Json): Json;
  /** A token for these scopes, used from now on. */
  signIn(scope?: string): Json;
  readonly violations: readonly string[];
}

export function newCaller(options: Partial<SeveraOptions> = {}): Caller {
  const model = createSeveraModel({ clientId: 'sauma', clientSecret: 'hush', quota: false, random: seededRandom(7), ...options });
  const judged = checker === null ? null : checked(model, checker);
  let token = '';
  const caller: Caller = {
    model,
    now: monday,
    violations: judged?.violations ?? [],
    send: (method, path, body, headers = {}) => {
      const [plain = '', query = ''] = path.split('?');
      const authorization: Record<string, string> = token === '' ? {} : { authorization: `Bearer ${token}` };
      const text = body === undefined ? '' : JSON.stringify(body);
      const request = { method, path: `/rest-api${plain}`, query, headers: { ...authorization, ...headers }, body: text };
      return (judged ?? model).handle(request, caller.now).response;
    },
    get: (path) => wanted(caller.send('GET', path), 200) as Json,
    list: (path) => wanted(caller.send('GET', path), 200) as Json[],
    post: (path, body) => firstOf(wanted(caller.send('POST', path, body), 201)),
    patch: (path, values) => {
      const operations = Object.entries(values).map(([at, value]) => ({ op: 'Replace', path: at, value }));
      return firstOf(wanted(caller.send('PATCH', path, operations), 200));
    },
    signIn: (scope) => {
      const answer = wanted(caller.send('POST', '/v1/token', { client_id: 'sauma', client_secret: 'hush', ...(scope === undefined ? {} : { scope }) }), 200) as Json;
      token = String(answer['access_token']);
      return answer;
    },
  };
  caller.signIn();
  return caller;
}

/** What the contract had to say about everything this caller did. */
export function expectContractKept(caller: Caller): void {
  expect(caller.violations).toEqual([]);
}

/** The type of an error envelope. */
export function errorType(response: SandboxResponse): unknown {
  return ((response.body as Json)['error'] as Json)['type'];
}

export function named(caller: Caller, collection: string, name: string): Row {
  const row = caller.model.state.list(collection).find((candidate) => candidate['name'] === name);
  if (!row) throw new Error(`no ${name} in ${collection}`);
  return row;
}

function firstOf(answer: unknown): Json {
  return (Array.isArray(answer) ? answer[0] : answer) as Json;
}

function wanted(response: SandboxResponse, status: number): unknown {
  expect(response, JSON.stringify(response.body)).toMatchObject({ status });
  return JSON.parse(JSON.stringify(response.body)) as unknown;
}

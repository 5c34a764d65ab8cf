// What the stories of the HubSpot sandbox share: an account with a fixed seed, and one short way to call it.
import { seededRandom } from '../../../src/lib/random.ts';
import type { SandboxEvent, SandboxResponse } from '../../../src/sandbox/contract.ts';
import { createHubspotModel } from '../../../src/sandbox/hubspot/model.ts';
import type { HubspotModel } from '../../../src/sandbox/hubspot/model.ts';
import type { HubspotOptions } from '../../../src/sandbox/hubspot/options.ts';
import { openapiChecker, openapiDocument } from '../../support/openapi.ts';

export const START = Date.UTC(2026, 9, 1, 9, 30, 0, 123);
export const TOKEN = 'pat-eu1-4f2a9c1e-0b7d-4a55-9a36-1c2d3e4f5a6b';
export const OBJECTS = '/crm/objects/2026-09';

export type Body = Record<string, unknown>;

// oxlint-disable-next-line typescript/no-explicit-any -- answers are read by path, and a wrong path fails the assertion
export type Loose = any;

export interface Answer {
  readonly status: number;
  readonly headers: SandboxResponse['headers'];
  readonly body: Loose;
  readonly events: readonly SandboxEvent[];
}

export interface Account {
  readonly model: HubspotModel;
  /** The clock, in ms; stories move it by hand. */
  now: number;
  call(method: string, target: string, body?: unknown, headers?: Readonly<Record<string, string>>): Answer;
  get(target: string): Answer;
  post(target: string, body: unknown): Answer;
  /** A form post without a bearer token. */
  form(target: string, fields: Readonly<Record<string, string>>): Answer;
}

export function openAccount(options: Partial<HubspotOptions> = {}): Account {
  const model = createHubspotModel({
    token: TOKEN,
    appId: '4711',
    portalId: '24601',
    clientId: 'client-1',
    clientSecret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
    random: seededRandom(7),
    quota: false,
    searchLagMs: 0,
    ...options,
  });
  const send = (method: string, target: string, body: string, headers: Readonly<Record<string, string>>): Answer => {
    const [path = '', query = ''] = target.split('?');
    const request = { method, path, query, headers, body };
    const { response, events } = model.handle(request, account.now);
    if (path !== '/oauth/authorize') checker?.check({ ...request, path: path.replace(/\/+$/, '') }, response);
    const plain: unknown = response.body === null || typeof response.body === 'string' ? response.body : JSON.parse(JSON.stringify(response.body));
    return { status: response.status, headers: response.headers, body: plain, events };
  };
  const bearer = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const account: Account = {
    model,
    now: START,
    call: (method, target, body, headers = {}) => send(method, target, body === undefined ? '' : JSON.stringify(body), { ...bearer, ...headers }),
    get: (target) => account.call('GET', target),
    post: (target, body) => account.call('POST', target, body),
    form: (target, fields) => send('POST', target, new URLSearchParams(fields).toString(), { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  return account;
}

/** Makes a company and returns its id. */
export function company(account: Account, properties: Readonly<Record<string, string>> = { name: 'Koivu Oy' }): string {
  return account.post(`${OBJECTS}/companies`, { properties }).body.id as string;
}

export function contact(account: Account, properties: Readonly<Record<string, string>> = { email: 'aino@koivu.example' }): string {
  return account.post(`${OBJECTS}/contacts`, { properties }).body.id as string;
}

const document = openapiDocument('hubspot');
// Every exchange of every story is held against the published contract when there is one to hold it against.
const checker = document === null ? null : openapiChecker(document, { closed: true });

export const ids = (answer: Answer): string[] => (answer.body.results as Loose[]).map((row) => row.id as string);

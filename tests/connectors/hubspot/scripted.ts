// A connector over a script instead of a socket: each request is recorded and answered by its line of the script.
// A request without a line fails the test that made it.
import { createHubspotConnector } from '../../../src/connectors/hubspot/connector.ts';
import type { HubspotOptions } from '../../../src/connectors/hubspot/connector.ts';
import { unpaced } from '../../../src/connectors/pacer.ts';
import type { Transport, TransportRequest } from '../../../src/connectors/transport.ts';
import { createLog } from '../../../src/lib/log.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import { memoryRegistryCache, steppedClock } from '../../conformance/harness.ts';

export interface Sent {
  readonly line: string;
  readonly query: URLSearchParams;
  readonly json: Json;
}
export type Json = { readonly [key: string]: unknown };
export type Answer = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>];
/** `GET /path` → the answer, or what makes it of the request. */
export type Script = Readonly<Record<string, Answer | ((sent: Sent) => Answer | Promise<Answer>)>>;

export const startMs = Date.UTC(2026, 10, 2, 8, 0, 0);

export const property = (name: string, more: Json = {}): Json => ({
  name,
  label: name,
  type: 'string',
  fieldType: 'text',
  groupName: 'companyinformation',
  description: '',
  options: [],
  ...more,
});

/** The company properties of HubSpot itself that we use. */
export const standardProperties: readonly Json[] = [
  ...['name', 'domain', 'website', 'phone', 'address', 'city', 'zip', 'country', 'description'].map((name) => property(name)),
  property('numberofemployees', { type: 'number', fieldType: 'number' }),
  property('annualrevenue', { type: 'number', fieldType: 'number' }),
  property('hubspot_owner_id', { type: 'enumeration', fieldType: 'select', externalOptions: true, referencedObjectType: 'OWNER' }),
];
export const keyProperty = property('sauma_key', { hasUniqueValue: true, groupName: 'sauma' });

export const companies = '/crm/objects/2026-09/companies';
export const schema = '/crm/properties/2026-09/companies';
export const owners: Answer = [200, { results: [{ id: '7', email: 'Aino.Maki@Example.com', firstName: 'Aino', lastName: 'Mäki', userId: 70, archived: false }] }];

export const record = (id: string, properties: Json, more: Json = {}): Json => ({
  id,
  properties: { hs_object_id: id, ...properties },
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-11-02T07:30:00.500Z',
  archived: false,
  ...more,
});

export const batch = (results: readonly Json[], errors: readonly Json[] = []): Json => ({
  status: 'COMPLETE',
  results,
  startedAt: '2026-11-02T08:00:00Z',
  completedAt: '2026-11-02T08:00:00Z',
  ...(errors.length > 0 ? { numErrors: errors.length, errors } : {}),
});

export function scripted(script: Script, options: Partial<HubspotOptions> = {}) {
  const sent: Sent[] = [];
  const clock = steppedClock(startMs);
  const whole: Script = {
    ...script,
    [`GET ${schema}`]: script[`GET ${schema}`] ?? [200, { results: [...standardProperties, keyProperty] }],
    'GET /crm/owners/2026-09': script['GET /crm/owners/2026-09'] ?? owners,
  };
  const transport: Transport = async (request: TransportRequest) => {
    const url = new URL(request.url);
    const one: Sent = {
      line: `${request.method} ${url.pathname}`,
      query: url.searchParams,
      json: request.body === null ? {} : (JSON.parse(request.body) as Json),
    };
    sent.push(one);
    const line = whole[one.line];
    const answer = typeof line === 'function' ? await line(one) : line;
    if (answer === undefined) throw new Error(`the script has no answer to ${one.line}`);
    const [status, body, headers] = answer;
    return { status, headers: headers ?? {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
  };
  const connector = createHubspotConnector({
    baseUrl: 'https://api.hubapi.com',
    credentials: { token: 'pat-eu1-scripted' },
    scopes: { accounts: ['crm.objects.companies.read', 'crm.schemas.companies.read', 'crm.objects.owners.read'] },
    pacer: unpaced,
    clock,
    random: seededRandom(1),
    log: createLog({ level: 'silent' }),
    currency: 'EUR',
    customFields: [],
    registryCache: memoryRegistryCache(),
    facts: {},
    transport,
    ...options,
  });
  const accounts = connector.entities.get('account');
  if (!accounts) throw new Error('no account entity');
  return { connector, accounts, clock, sent, lines: () => sent.map((one) => one.line) };
}

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

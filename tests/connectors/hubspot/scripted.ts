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
const readOnly = { modificationMetadata: { readOnlyValue: true, readOnlyDefinition: true, archivable: false } };
const ownerProperty = property('hubspot_owner_id', { type: 'enumeration', fieldType: 'select', externalOptions: true, referencedObjectType: 'OWNER' });
const listed = (name: string, values: readonly string[], more: Json = {}): Json =>
  property(name, { type: 'enumeration', fieldType: 'select', options: values.map((value) => ({ label: value, value, hidden: false })), ...more });

export const keyProperty = property('sauma_key', { hasUniqueValue: true, groupName: 'sauma' });

/** What a contact has that we use, ours included. */
export const contactProperties: readonly Json[] = [
  ...['firstname', 'lastname', 'jobtitle', 'email', 'phone', 'mobilephone', 'sauma_language', 'sauma_notes'].map((name) => property(name)),
  listed('hs_additional_emails', [], { ...readOnly, externalOptions: true }),
  property('hs_email_optout', { type: 'bool', ...readOnly }),
  property('associatedcompanyid', { type: 'number', ...readOnly }),
  property('sauma_active', { type: 'bool' }),
  property('lifecyclestage'),
  listed('hs_legal_basis', ['Performance of a contract', 'Not applicable'], { fieldType: 'checkbox' }),
  listed('sauma_role', ['role-1', 'role-2']),
  ownerProperty,
  keyProperty,
];
/** What a deal has that we use, ours included. */
export const dealProperties: readonly Json[] = [
  ...['dealname', 'description'].map((name) => property(name)),
  ...['amount', 'sauma_number'].map((name) => property(name, { type: 'number' })),
  property('hs_deal_stage_probability', { type: 'number', ...readOnly }),
  property('hs_primary_associated_company', { type: 'number', ...readOnly }),
  property('closedate', { type: 'datetime' }),
  ...['sauma_start_date', 'sauma_deadline'].map((name) => property(name, { type: 'date' })),
  ...['sauma_internal', 'sauma_closed'].map((name) => property(name, { type: 'bool' })),
  listed('deal_currency_code', ['EUR', 'SEK']),
  listed('dealstage', []),
  listed('pipeline', []),
  listed('sauma_lead_source', ['source-1']),
  ownerProperty,
  keyProperty,
];
const stage = (id: string, label: string, probability: string, displayOrder: number): Json => ({ id, label, displayOrder, archived: false, metadata: { isClosed: String(['0.0', '1.0'].includes(probability)), probability } });
export const pipelines: readonly Json[] = [
  {
    id: 'default', label: 'Sales Pipeline', displayOrder: 0, archived: false,
    stages: [stage('first', 'Meeting', '0.2', 0), stage('second', 'Proposal', '0.6', 1), stage('third', 'Contract', '0.8', 2), stage('won', 'Won', '1.0', 3), stage('lost', 'Lost', '0.0', 4)],
  },
];
export const salesStatuses = [
  { id: 'status-early', label: 'Tapaaminen', active: true, code: 'open:20' },
  { id: 'status-late', label: 'Tarjous', active: true, code: 'open:70' },
  { id: 'status-won', label: 'Voitettu', active: true, code: 'won:100' },
  { id: 'status-lost', label: 'Hävitty', active: true, code: 'lost:0' },
];

export const contacts = '/crm/objects/2026-09/contacts';
export const deals = '/crm/objects/2026-09/deals';
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

const contactSchema = 'GET /crm/properties/2026-09/contacts';
const dealSchema = 'GET /crm/properties/2026-09/deals';

export function scripted(script: Script, options: Partial<HubspotOptions> = {}) {
  const sent: Sent[] = [];
  const clock = steppedClock(startMs);
  const whole: Script = {
    ...script,
    [`GET ${schema}`]: script[`GET ${schema}`] ?? [200, { results: [...standardProperties, keyProperty] }],
    'GET /crm/owners/2026-09': script['GET /crm/owners/2026-09'] ?? owners,
    [contactSchema]: script[contactSchema] ?? [200, { results: contactProperties }],
    [dealSchema]: script[dealSchema] ?? [200, { results: dealProperties }],
    'GET /crm/pipelines/2026-09/deals': script['GET /crm/pipelines/2026-09/deals'] ?? [200, { results: pipelines }],
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
  const [accounts, people, cases] = ['account', 'contact', 'salesCase'].map((entity) => connector.entities.get(entity));
  if (!accounts || !people || !cases) throw new Error('an entity is missing');
  return { connector, accounts, people, cases, clock, sent, lines: () => sent.map((one) => one.line) };
}

export async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

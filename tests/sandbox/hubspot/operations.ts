// One successful request for every operation of the published contract, on an account furnished for it. Keyed by the
// contract's operation ids; the legacy paths get the same requests.
import { OBJECTS, START, TOKEN, company, contact, openAccount } from './support.ts';
import type { Account } from './support.ts';

export interface Furnished {
  readonly account: Account;
  readonly companies: readonly [string, string];
  readonly contacts: readonly [string, string];
  readonly deals: readonly [string, string];
  readonly owner: string;
  readonly label: number;
  readonly subscription: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly code: string;
}

const REDIRECT = 'https://sauma.example/callback';
const CLIENT = { client_id: 'client-1', client_secret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy' };

const pairOf = (make: (at: number) => string): [string, string] => [make(0), make(1)];

export function furnish(): Furnished {
  const account = openAccount({ tier: 'enterprise' });
  const owner = account.model.state.putOwner({ email: 'veikko@myynti.example', firstName: 'Veikko', lastName: 'Virta' });
  const companies = pairOf((at) => company(account, { name: `Koivu ${at} Oy`, hubspot_owner_id: owner }));
  const contacts = pairOf((at) => contact(account, { email: `aino${at}@koivu.example`, lastname: 'Koivu' }));
  const deals = pairOf((at) => account.post(`${OBJECTS}/deals`, { properties: { dealname: `Kauppa ${at}`, dealstage: 'contractsent' } }).body.id as string);
  account.call('PUT', `${OBJECTS}/contacts/${contacts[0]}/associations/default/companies/${companies[0]}`);
  account.post('/crm/properties/2026-09/companies/groups', { name: 'sauma', label: 'Sauma' });
  account.post('/crm/properties/2026-09/companies/groups', { name: 'spare', label: 'Spare' });
  account.post('/crm/properties/2026-09/companies', { groupName: 'sauma', name: 'psa_account_id', label: 'Key', type: 'string', fieldType: 'text', hasUniqueValue: true });
  const labels = account.post('/crm/associations/2026-09/contacts/companies/labels', { name: 'billing', label: 'Billing contact', inverseLabel: 'Billed company' });
  account.call('PUT', '/app-webhooks/2026-09/4711/settings', { targetUrl: 'https://sauma.example/hooks', throttling: { maxConcurrentRequests: 10 } });
  const subscription = account.post('/app-webhooks/2026-09/4711/subscriptions', { eventType: 'company.creation', active: true });
  const authorize = (): string => {
    const query = new URLSearchParams({ client_id: CLIENT.client_id, redirect_uri: REDIRECT, scope: 'oauth crm.objects.companies.read', state: 's1', approve: 'true' });
    return new URL(account.get(`/oauth/authorize?${query.toString()}`).headers['location'] ?? '').searchParams.get('code') ?? '';
  };
  const tokens = account.form('/oauth/2026-09/token', { ...CLIENT, grant_type: 'authorization_code', code: authorize(), redirect_uri: REDIRECT });
  return {
    account,
    companies,
    contacts,
    deals,
    owner,
    label: labels.body.results[0].typeId as number,
    subscription: subscription.body.id as string,
    token: tokens.body.access_token as string,
    refreshToken: tokens.body.refresh_token as string,
    code: authorize(),
  };
}

export interface Operation {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

const COMPANIES = { objectType: 'companies' };
const PAIR = { fromObjectType: 'contacts', toObjectType: 'companies' };
const APP = { appId: '4711' };
const PIPELINE = { objectType: 'deals', pipelineId: 'default' };
const EMAIL = { subscriberIdString: 'aino0@koivu.example' };
const SPEC = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 279 }];
const STATUS = { subscriptionId: 41_001, statusState: 'SUBSCRIBED', channel: 'EMAIL', legalBasis: 'LEGITIMATE_INTEREST_CLIENT', legalBasisExplanation: 'customer' };
const PROPERTY = { groupName: 'sauma', name: 'psa_note', label: 'Note', type: 'string', fieldType: 'text' };

type Make = (at: Furnished) => Operation;
const link = ({ contacts, companies }: Furnished): Record<string, string> => ({ objectType: 'contacts', objectId: contacts[0], toObjectType: 'companies', toObjectId: companies[0] });
const ends = ({ contacts, companies }: Furnished): Record<string, unknown> => ({ from: { id: contacts[0] }, to: { id: companies[0] } });
const inputs = (...rows: readonly unknown[]): Operation => ({ body: { inputs: rows } });

export const OPERATIONS: Readonly<Record<string, Make>> = {
  account_details: () => ({}),
  webhook_settings_get: () => ({ parameters: APP }),
  webhook_settings_put: () => ({ parameters: APP, body: { targetUrl: 'https://sauma.example/other', throttling: { maxConcurrentRequests: 20 } } }),
  webhook_settings_delete: () => ({ parameters: APP }),
  webhook_subscriptions_list: () => ({ parameters: APP }),
  webhook_subscriptions_create: () => ({ parameters: APP, body: { eventType: 'company.propertyChange', propertyName: 'name', active: true } }),
  webhook_subscriptions_batch_update: (at) => ({ parameters: APP, ...inputs({ id: Number(at.subscription), active: false }) }),
  webhook_subscriptions_get: (at) => ({ parameters: { ...APP, subscriptionId: at.subscription } }),
  webhook_subscriptions_update: (at) => ({ parameters: { ...APP, subscriptionId: at.subscription }, body: { active: false } }),
  webhook_subscriptions_delete: (at) => ({ parameters: { ...APP, subscriptionId: at.subscription } }),
  commprefs_definitions: () => ({}),
  commprefs_batch_read: () => ({ query: 'channel=EMAIL', ...inputs('aino0@koivu.example') }),
  commprefs_batch_read_unsubscribed_all: () => ({ query: 'channel=EMAIL', ...inputs('aino0@koivu.example') }),
  commprefs_batch_write: () => inputs({ ...EMAIL, ...STATUS }),
  commprefs_get: () => ({ parameters: EMAIL, query: 'channel=EMAIL' }),
  commprefs_update: () => ({ parameters: EMAIL, body: STATUS }),
  commprefs_get_unsubscribed_all: () => ({ parameters: EMAIL, query: 'channel=EMAIL&verbose=true' }),
  commprefs_unsubscribe_all: () => ({ parameters: EMAIL, query: 'channel=EMAIL&verbose=true' }),
  associations_batch_archive: (at) => ({ parameters: PAIR, ...inputs({ from: { id: at.contacts[0] }, to: [{ id: at.companies[0] }] }) }),
  associations_batch_default: (at) => ({ parameters: PAIR, ...inputs(ends(at)) }),
  associations_batch_create: (at) => ({ parameters: PAIR, ...inputs({ ...ends(at), types: SPEC }) }),
  associations_batch_labels_archive: (at) => ({ parameters: PAIR, ...inputs({ ...ends(at), types: SPEC }) }),
  associations_batch_read: (at) => ({ parameters: PAIR, ...inputs({ id: at.contacts[0] }, { id: at.contacts[1] }) }),
  association_labels_list: () => ({ parameters: PAIR }),
  association_labels_create: () => ({ parameters: PAIR, body: { name: 'champion', label: 'Champion' } }),
  association_labels_update: (at) => ({ parameters: PAIR, body: { associationTypeId: at.label, label: 'Payer', inverseLabel: 'Paid by' } }),
  association_labels_delete: (at) => ({ parameters: { ...PAIR, associationTypeId: String(at.label) } }),
  companies_merge: (at) => ({ body: { primaryObjectId: at.companies[0], objectIdToMerge: at.companies[1] } }),
  contacts_gdpr_delete: () => ({ body: { objectId: 'aino0@koivu.example', idProperty: 'email' } }),
  contacts_merge: (at) => ({ body: { primaryObjectId: at.contacts[0], objectIdToMerge: at.contacts[1] } }),
  deals_merge: (at) => ({ body: { primaryObjectId: at.deals[0], objectIdToMerge: at.deals[1] } }),
  associations_set_default: (at) => ({ parameters: { fromObjectType: 'contacts', fromObjectId: at.contacts[1], toObjectType: 'companies', toObjectId: at.companies[1] } }),
  objects_list: () => ({ parameters: { objectType: 'contacts' }, query: 'limit=1&properties=email,phone&propertiesWithHistory=email&associations=companies,deals&archived=false' }),
  objects_create: (at) => ({ parameters: { objectType: 'contacts' }, body: { properties: { email: 'new@koivu.example' }, associations: [{ to: { id: at.companies[0] }, types: SPEC }] } }),
  objects_batch_archive: (at) => ({ parameters: COMPANIES, ...inputs({ id: at.companies[0] }) }),
  objects_batch_create: () => ({ parameters: COMPANIES, ...inputs({ properties: { name: 'Haapa Oy' }, objectWriteTraceId: 'a' }, { properties: { name: 'X', industry: 'NONE' }, objectWriteTraceId: 'b' }) }),
  objects_batch_read: (at) => ({ parameters: COMPANIES, body: { properties: ['name'], propertiesWithHistory: ['name'], inputs: [{ id: at.companies[0] }, { id: '1' }] } }),
  objects_batch_update: (at) => ({ parameters: COMPANIES, ...inputs({ id: at.companies[0], properties: { numberofemployees: 12 } }) }),
  objects_batch_upsert: () => ({ parameters: COMPANIES, ...inputs({ id: 'k1', idProperty: 'psa_account_id', properties: { name: 'Haapa Oy' }, objectWriteTraceId: 't' }) }),
  objects_search: () => ({ parameters: COMPANIES, body: { filterGroups: [{ filters: [{ propertyName: 'name', operator: 'HAS_PROPERTY' }] }], sorts: [{ propertyName: 'name', direction: 'ASCENDING' }], limit: 1 } }),
  objects_get: (at) => ({ parameters: { objectType: 'contacts', objectId: at.contacts[0] }, query: 'properties=email&propertiesWithHistory=email&associations=companies' }),
  objects_update: (at) => ({ parameters: { objectType: 'contacts', objectId: at.contacts[0] }, body: { properties: { phone: '+358 40 123 4567' } } }),
  objects_archive: (at) => ({ parameters: { ...COMPANIES, objectId: at.companies[0] } }),
  associations_list: (at) => ({ parameters: link(at), query: 'limit=500' }),
  associations_set: (at) => ({ parameters: link(at), body: SPEC }),
  associations_remove: (at) => ({ parameters: link(at) }),
  owners_list: () => ({ query: 'email=veikko@myynti.example&limit=100&archived=false' }),
  owners_get: (at) => ({ parameters: { ownerId: at.owner } }),
  pipelines_list: () => ({ parameters: { objectType: 'deals' } }),
  pipelines_create: () => ({ parameters: { objectType: 'deals' }, body: { label: 'Renewals', displayOrder: 1, stages: [{ label: 'Open', displayOrder: 0, metadata: { probability: '0.5' } }] } }),
  pipelines_get: () => ({ parameters: PIPELINE }),
  pipelines_update: () => ({ parameters: PIPELINE, body: { label: 'Sales' } }),
  pipelines_delete: () => ({ parameters: PIPELINE }),
  stages_list: () => ({ parameters: PIPELINE }),
  stages_create: () => ({ parameters: PIPELINE, body: { label: 'Negotiation', displayOrder: 9, metadata: { probability: '0.7' } } }),
  stages_update: () => ({ parameters: { ...PIPELINE, stageId: 'contractsent' }, body: { label: 'Sent', metadata: { probability: '0.85' } } }),
  stages_delete: () => ({ parameters: { ...PIPELINE, stageId: 'qualifiedtobuy' } }),
  properties_list: () => ({ parameters: COMPANIES, query: 'archived=false&dataSensitivity=non_sensitive' }),
  properties_create: () => ({ parameters: COMPANIES, body: PROPERTY }),
  properties_batch_archive: () => ({ parameters: COMPANIES, ...inputs({ name: 'psa_account_id' }) }),
  properties_batch_create: () => ({ parameters: COMPANIES, ...inputs(PROPERTY, { ...PROPERTY, name: 'name' }) }),
  properties_batch_read: () => ({ parameters: COMPANIES, body: { archived: false, inputs: [{ name: 'name' }, { name: 'nothing' }] } }),
  property_groups_list: () => ({ parameters: COMPANIES }),
  property_groups_create: () => ({ parameters: COMPANIES, body: { name: 'more', label: 'More' } }),
  property_groups_get: () => ({ parameters: { ...COMPANIES, groupName: 'sauma' } }),
  property_groups_update: () => ({ parameters: { ...COMPANIES, groupName: 'sauma' }, body: { label: 'From the PSA' } }),
  property_groups_archive: () => ({ parameters: { ...COMPANIES, groupName: 'spare' } }),
  properties_get: () => ({ parameters: { ...COMPANIES, propertyName: 'industry' } }),
  properties_update: () => ({ parameters: { ...COMPANIES, propertyName: 'psa_account_id' }, body: { label: 'PSA key' } }),
  properties_archive: () => ({ parameters: { ...COMPANIES, propertyName: 'psa_account_id' } }),
  oauth_token: (at) => ({ form: { ...CLIENT, grant_type: 'authorization_code', code: at.code, redirect_uri: REDIRECT } }),
  oauth_introspect: (at) => ({ form: { ...CLIENT, token: at.token, token_type_hint: 'access_token' } }),
  oauth_revoke: (at) => ({ form: { ...CLIENT, token: at.refreshToken, token_type_hint: 'refresh_token' } }),
};

/** The request of an operation as the model takes it. */
export function requestOf(method: string, template: string, operation: Operation): { method: string; path: string; query: string; headers: Record<string, string>; body: string } {
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => operation.parameters?.[name] ?? '');
  const form = operation.form === undefined ? null : new URLSearchParams(operation.form).toString();
  const headers: Record<string, string> = form === null ? { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' } : { 'content-type': 'application/x-www-form-urlencoded' };
  return { method, path, query: operation.query ?? '', headers, body: form ?? (operation.body === undefined ? '' : JSON.stringify(operation.body)) };
}

export const OPERATION_TIME = START + 5_000;

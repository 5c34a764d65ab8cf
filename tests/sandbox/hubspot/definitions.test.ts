// What the account is made of: properties and groups, pipelines and stages, owners and its own details.
import { describe, expect, it } from 'vitest';
import { OBJECTS, company, openAccount } from './support.ts';
import type { Account, Answer, Loose } from './support.ts';

const P = '/crm/properties/2026-09';
const L = '/crm/pipelines/2026-09/deals';
const property = (account: Account, more: object = {}, type = 'companies'): Answer =>
  account.post(`${P}/${type}`, { groupName: 'sauma', name: 'psa_id', label: 'PSA id', type: 'string', fieldType: 'text', ...more });

const option = (value: string): object => ({ label: value.toUpperCase(), value, hidden: false, displayOrder: 0 });

function withGroup(types: readonly string[] = ['companies']): Account {
  const account = openAccount();
  for (const type of types) expect(account.post(`${P}/${type}/groups`, { name: 'sauma', label: 'Sauma' }).status).toBe(201);
  return account;
}

describe('properties', () => {
  it('of a real account are there with their types and options', () => {
    const account = openAccount();
    const industry = account.get(`${P}/companies/industry`).body;
    expect(industry.options.length).toBeGreaterThan(140);
    expect(industry).toMatchObject({ type: 'enumeration', fieldType: 'select', hubspotDefined: true, groupName: 'companyinformation' });
    const owner = account.get(`${P}/companies/hubspot_owner_id`).body;
    expect(owner).toMatchObject({ referencedObjectType: 'OWNER', options: [], externalOptions: true });
    const basis = account.get(`${P}/contacts/hs_legal_basis`).body.options.map((option: Loose) => option.value as string);
    expect(basis).toContain('Legitimate interest – existing customer');
    for (const name of ['hs_analytics_source', 'recent_conversion_date', 'hs_lifecyclestage_customer_date', 'hs_email_optout', 'hs_email_optout_41001', 'notes_last_contacted']) {
      expect(account.get(`${P}/contacts/${name}`).body.modificationMetadata.readOnlyValue).toBe(true);
    }
    expect(account.get(`${P}/companies/closedate`).body).toMatchObject({ type: 'datetime', fieldType: 'date' });
  });

  it('need their group first, and a name of their own', () => {
    const account = withGroup();
    expect(property(account, { groupName: 'nogroup' }).status).toBe(400);
    expect(property(account).status).toBe(201);
    expect(property(account).body).toMatchObject({ category: 'OBJECT_ALREADY_EXISTS', subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS' });
    expect(property(account, { name: 'Bad Name' }).status).toBe(400);
    expect(property(account, { name: 'flag', type: 'bool', fieldType: 'booleancheckbox' }).status).toBe(400);
    expect(property(account, { name: 'odd', type: 'number', fieldType: 'textarea' }).status).toBe(400);
    const options = [{ label: 'Yes', value: 'true' }, { label: 'No', value: 'false' }].map((option, displayOrder) => ({ ...option, displayOrder, hidden: false }));
    expect(property(account, { name: 'flag', type: 'bool', fieldType: 'booleancheckbox', options }).status).toBe(201);
  });

  it('are unique only from their making, at most ten of them, and not on products', () => {
    const account = withGroup(['companies', 'products']);
    expect(property(account, { hasUniqueValue: true }, 'products').status).toBe(400);
    for (let at = 0; at < 10; at++) expect(property(account, { name: `key_${at}`, hasUniqueValue: true }).status).toBe(201);
    expect(property(account, { name: 'key_10', hasUniqueValue: true }).status).toBe(400);
    expect(property(account, { name: 'plain' }).status).toBe(201);
    const changed = account.call('PATCH', `${P}/companies/plain`, { hasUniqueValue: true, label: 'Plain' });
    expect([changed.status, changed.body.hasUniqueValue, changed.body.label]).toEqual([200, false, 'Plain']);
  });

  it('have their options replaced as a whole', () => {
    const account = withGroup();
    property(account, { name: 'size', type: 'enumeration', fieldType: 'select', options: [option('s'), option('m')] });
    account.call('PATCH', `${P}/companies/size`, { options: [option('l')] });
    expect(account.post(`${OBJECTS}/companies`, { properties: { name: 'X', size: 's' } }).body.errors[0].code).toBe('INVALID_OPTION');
    expect(account.post(`${OBJECTS}/companies`, { properties: { name: 'X', size: 'l' } }).status).toBe(201);
  });

  it('come back with their old values when made again', () => {
    const account = withGroup();
    property(account);
    const id = company(account, { name: 'Koivu Oy', psa_id: 'P-1' });
    expect(account.call('DELETE', `${P}/companies/psa_id`).status).toBe(204);
    expect(account.get(`${P}/companies/psa_id`).status).toBe(404);
    expect(account.get(`${P}/companies?archived=true`).body.results.map((row: Loose) => row.name)).toEqual(['psa_id']);
    expect(account.get(`${OBJECTS}/companies/${id}?properties=psa_id`).body.properties).not.toHaveProperty('psa_id');
    expect(account.post(`${OBJECTS}/companies`, { properties: { name: 'X', psa_id: '1' } }).body.errors[0].code).toBe('PROPERTY_DOESNT_EXIST');
    property(account);
    expect(account.get(`${OBJECTS}/companies/${id}?properties=psa_id`).body.properties.psa_id).toBe('P-1');
  });

  it('in use, and those of HubSpot itself, cannot be archived', () => {
    const account = openAccount({ propertiesInUse: ['companies.psa_id'] });
    account.post(`${P}/companies/groups`, { name: 'sauma', label: 'Sauma' });
    property(account);
    expect(account.call('DELETE', `${P}/companies/psa_id`).body.errors[0].code).toBe('CANNOT_DELETE_PROPERTY_IN_USE');
    expect(account.call('DELETE', `${P}/companies/name`).status).toBe(400);
    expect(account.call('DELETE', `${P}/companies/groups/sauma`).status).toBe(400);
  });
});

describe('pipelines', () => {
  it('echo a stage as it was sent and keep its probability as decimal text', () => {
    const account = openAccount();
    const made = account.post(`${L}/default/stages`, { label: 'Neuvottelu', displayOrder: 3, stageId: 'negotiation', metadata: { probability: '0.50' } });
    expect(made.body).toMatchObject({ id: 'negotiation', metadata: { probability: '0.50' } });
    const stages = account.get(`${L}/default`).body.stages as Loose[];
    expect(stages.find((stage) => stage.id === 'negotiation').metadata).toEqual({ isClosed: 'false', probability: '0.5' });
    expect(stages.find((stage) => stage.id === 'closedwon').metadata).toEqual({ isClosed: 'true', probability: '1.0' });
    expect(account.post(`${L}/default/stages`, { label: 'Ilman', displayOrder: 4 }).status).toBe(400);
    expect(account.post(`${L}/default/stages`, { label: 'Yli', displayOrder: 4, metadata: { probability: '1.5' } }).status).toBe(400);
    expect(account.post(`${OBJECTS}/deals`, { properties: { dealname: 'K', dealstage: 'negotiation' } }).status).toBe(201);
  });

  it('answer a missing pipeline with a bare 404', () => {
    const account = openAccount();
    const missing = account.get(`${L}/nothing`);
    expect([missing.status, missing.body]).toEqual([404, null]);
  });

  it('keep a stage that a record uses, and let any other go', () => {
    const account = openAccount();
    account.post(`${OBJECTS}/deals`, { properties: { dealname: 'K', dealstage: 'contractsent' } });
    const refused = account.call('DELETE', `${L}/default/stages/contractsent`);
    expect([refused.status, refused.body.subCategory]).toEqual([400, 'PipelineError.STAGE_ID_IN_USE']);
    expect(account.call('DELETE', `${L}/default/stages/qualifiedtobuy`).status).toBe(204);
    expect(account.call('DELETE', `${L}/default/stages/never_was`).status).toBe(204);
    expect(account.call('DELETE', `${L}/default?validateReferencesBeforeDelete=true`).status).toBe(400);
    expect(account.call('DELETE', `${L}/default`).status).toBe(204);
  });

  it('show lifecycle stages, of which a custom one is an option at once', () => {
    const account = openAccount();
    const [pipeline] = account.get('/crm/pipelines/2026-09/companies').body.results as Loose[];
    expect(pipeline.stages.map((stage: Loose) => stage.id).slice(0, 3)).toEqual(['subscriber', 'lead', 'marketingqualifiedlead']);
    const { id } = account.post(`/crm/pipelines/2026-09/companies/${pipeline.id}/stages`, { label: 'Dormant', displayOrder: 8 }).body as Loose;
    expect(id).toMatch(/^\d+$/);
    expect(account.post(`${OBJECTS}/companies`, { properties: { name: 'X', lifecyclestage: id } }).status).toBe(201);
  });
});

describe('the account', () => {
  it('tells its currency and the offset of its time zone', () => {
    const account = openAccount({ companyCurrency: 'SEK', additionalCurrencies: [] });
    expect(account.get('/account-info/2026-09/details').body).toMatchObject({ portalId: 24_601, companyCurrency: 'SEK', timeZone: 'Europe/Helsinki', utcOffset: '+03:00', utcOffsetMilliseconds: 10_800_000 });
    account.now = Date.UTC(2026, 11, 1);
    expect(account.get('/account-info/v3/details').body.utcOffset).toBe('+02:00');
  });

  it('keeps a deactivated owner apart, without a user id', () => {
    const account = openAccount();
    const { state } = account.model;
    const active = state.putOwner({ email: 'Veikko@myynti.example', firstName: 'Veikko', lastName: 'Virta' });
    const gone = state.putOwner({ email: 'lea@myynti.example', firstName: 'Lea', lastName: 'Laine', archived: true });
    const list = (query = ''): Loose[] => account.get(`/crm/owners/2026-09${query}`).body.results as Loose[];
    expect(list().map((row) => row.id)).toEqual([active]);
    expect(list('?email=veikko@myynti.example')).toHaveLength(1);
    expect(list('?email=lea@myynti.example')).toEqual([]);
    const [archived] = list('?archived=true');
    expect(archived).toMatchObject({ id: gone, userId: null, userIdIncludingInactive: expect.any(Number), archived: true });
    const { userId } = account.get(`/crm/owners/2026-09/${active}`).body as Loose;
    expect(account.get(`/crm/v3/owners/${userId}?idProperty=userId`).body.id).toBe(active);
    expect(account.get(`/crm/owners/2026-09/${userId}`).status).toBe(404);
    expect(account.post(`${OBJECTS}/companies`, { properties: { name: 'X', hubspot_owner_id: String(userId) } }).status).toBe(400);
    expect(account.post(`${OBJECTS}/companies`, { properties: { name: 'X', hubspot_owner_id: active } }).status).toBe(201);
  });

  it('pages its owners by id', () => {
    const account = openAccount();
    const made = Array.from({ length: 5 }, (_, at) => account.model.state.putOwner({ email: `o${at}@myynti.example`, firstName: 'O', lastName: String(at) }));
    const first = account.get('/crm/owners/2026-09?limit=3').body;
    const rest = account.get(`/crm/owners/2026-09?limit=3&after=${first.paging.next.after}`).body;
    expect([...first.results, ...rest.results].map((row: Loose) => row.id)).toEqual(made);
  });
});

// Single records: reading, creating, updating and archiving them, with every rule on values. A refused write leaves the
// account as it was.
import { describe, expect, it } from 'vitest';
import { OBJECTS, START, company, contact, ids, openAccount } from './support.ts';

describe('reading records', () => {
  it('answers both path families from one store, by plural, singular and type id', () => {
    const account = openAccount();
    const id = company(account, { name: 'Koivu Oy' });
    for (const path of [`${OBJECTS}/companies`, `${OBJECTS}/company`, `${OBJECTS}/0-2`, '/crm/v3/objects/companies', '/crm/v3/objects/0-2']) {
      expect(account.get(`${path}/${id}`).body.properties.name).toBe('Koivu Oy');
    }
  });

  it('gives ids of twelve digits that two types may share', () => {
    const account = openAccount();
    const companies = Array.from({ length: 20 }, () => company(account));
    const contacts = Array.from({ length: 20 }, (_, at) => contact(account, { email: `a${at}@koivu.example` }));
    for (const id of [...companies, ...contacts]) expect(id).toMatch(/^\d{12}$/);
    expect(companies.some((id) => contacts.includes(id))).toBe(true);
  });

  it('lists in ascending id, ten by default, a hundred at most', () => {
    const account = openAccount();
    const made = Array.from({ length: 25 }, () => company(account));
    expect(ids(account.get(`${OBJECTS}/companies`))).toEqual(made.slice(0, 10));
    const first = account.get(`${OBJECTS}/companies?limit=20`);
    account.call('PATCH', `${OBJECTS}/companies/${made[3]}`, { properties: { name: 'Uusi Oy' } });
    expect(first.body.paging.next.after).toBe(made[20]);
    const rest = account.get(`${OBJECTS}/companies?limit=20&after=${first.body.paging.next.after}`);
    expect(ids(rest)).toEqual(made.slice(20));
    expect(rest.body.paging).toBeUndefined();
    expect(account.get(`${OBJECTS}/companies?limit=101`).status).toBe(400);
    expect(account.get(`${OBJECTS}/companies?limit=51&propertiesWithHistory=name`).status).toBe(400);
    expect(account.get(`${OBJECTS}/companies?limit=50&propertiesWithHistory=name`).status).toBe(200);
  });

  it('links to the next page at the address that was called, with the query that was sent', () => {
    const account = openAccount();
    for (let at = 0; at < 3; at++) company(account);
    const page = account.call('GET', `${OBJECTS}/companies?limit=2&properties=name`, undefined, { host: '127.0.0.1:8080' });
    expect(page.body.paging.next.link).toBe(`http://127.0.0.1:8080${OBJECTS}/companies?limit=2&properties=name&after=${page.body.paging.next.after}`);
  });

  it('always returns the id and the two dates, empty as null, and drops unknown names', () => {
    const account = openAccount();
    const id = contact(account, { email: 'Aino@Koivu.example' });
    const asked = account.get(`${OBJECTS}/contacts/${id}?properties=phone&properties=nothing`).body.properties;
    expect(asked).toEqual({ phone: null, createdate: expect.any(String), lastmodifieddate: expect.any(String), hs_object_id: id });
    const defaults = account.get(`${OBJECTS}/contacts/${id}`).body.properties;
    expect(Object.keys(defaults).toSorted()).toEqual(['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname']);
    expect(defaults.email).toBe('aino@koivu.example');
  });

  it('prints a whole second without its fraction', () => {
    const account = openAccount();
    account.now = Date.UTC(2026, 9, 2, 8);
    const id = company(account);
    const body = account.get(`${OBJECTS}/companies/${id}`).body;
    expect([body.updatedAt, body.properties.hs_lastmodifieddate]).toEqual(['2026-10-02T08:00:00Z', '2026-10-02T08:00:00Z']);
  });

  it('tells a missing number from something that is no id', () => {
    const account = openAccount();
    const missing = account.get(`${OBJECTS}/companies/123456789012`);
    expect(missing.status).toBe(404);
    expect(missing.body).toEqual({ status: 'error', message: 'resource not found', correlationId: expect.any(String) });
    const odd = account.get(`${OBJECTS}/companies/abc`);
    expect(odd.body).toMatchObject({ message: 'Object not found.  objectId are usually numeric.', category: 'OBJECT_NOT_FOUND', context: { id: ['abc'] } });
  });

  it('reads by a unique property, and not by another', () => {
    const account = openAccount();
    const id = contact(account);
    expect(account.get(`${OBJECTS}/contacts/AINO@koivu.example?idProperty=email`).body.id).toBe(id);
    expect(account.get(`${OBJECTS}/contacts/Aino?idProperty=firstname`).status).toBe(400);
  });

  it('keeps a history of values with their source', () => {
    const account = openAccount();
    const id = company(account, { name: 'Koivu Oy' });
    account.model.state.edit('companies', id, { name: 'Koivula Oy' }, { now: START + 1_000, userId: 123 });
    const { propertiesWithHistory } = account.get(`${OBJECTS}/companies/${id}?propertiesWithHistory=name`).body;
    expect(propertiesWithHistory.name).toEqual([
      { value: 'Koivula Oy', timestamp: '2026-10-01T09:30:01.123Z', sourceType: 'CRM_UI', sourceId: 'userId:123', updatedByUserId: 123 },
      { value: 'Koivu Oy', timestamp: '2026-10-01T09:30:00.123Z', sourceType: 'INTEGRATION', sourceId: '4711' },
    ]);
  });

  it('keeps archived records in a list of their own for ninety days', () => {
    const account = openAccount();
    const id = company(account);
    expect(account.call('DELETE', `${OBJECTS}/companies/${id}`).status).toBe(204);
    expect(account.call('DELETE', `${OBJECTS}/companies/${id}`).status).toBe(204);
    expect(account.get(`${OBJECTS}/companies`).body.results).toEqual([]);
    expect(account.get(`${OBJECTS}/companies/${id}`).status).toBe(404);
    expect(account.call('PATCH', `${OBJECTS}/companies/${id}`, { properties: { name: 'X' } }).status).toBe(404);
    const [bin] = account.get(`${OBJECTS}/companies?archived=true`).body.results;
    expect(bin).toMatchObject({ id, archived: true, archivedAt: '2026-10-01T09:30:00.123Z' });
    account.model.state.restore('companies', id, START + 1);
    expect(ids(account.get(`${OBJECTS}/companies`))).toEqual([id]);
    account.model.state.archive('companies', id, START + 2);
    account.now = START + 91 * 86_400_000;
    expect(account.get(`${OBJECTS}/companies?archived=true`).body.results).toEqual([]);
  });
});

describe('writing records', () => {
  it('marks what the API made as its own and answers where it is', () => {
    const account = openAccount();
    const made = account.post(`${OBJECTS}/contacts`, { properties: { lastname: 'Koivu' } });
    expect(made.status).toBe(201);
    expect(made.headers['location']).toContain(made.body.id);
    const { properties } = account.get(`${OBJECTS}/contacts/${made.body.id}?properties=hs_object_source,hs_object_source_id,lifecyclestage`).body;
    expect(properties).toMatchObject({ hs_object_source: 'INTEGRATION', hs_object_source_id: '4711', lifecyclestage: 'lead' });
  });

  it('lists every bad property and writes none', () => {
    const account = openAccount();
    const id = company(account, { name: 'Koivu Oy' });
    const refused = account.call('PATCH', `${OBJECTS}/companies/${id}`, {
      properties: { name: 'Uusi', nothing: '1', industry: 'NO', numberofemployees: 'many', closedate: 'soon', hs_object_source: 'X', is_public: 'maybe', hubspot_owner_id: '1' },
    });
    expect(refused.status).toBe(400);
    expect(refused.body.category).toBe('VALIDATION_ERROR');
    expect(refused.body.errors.map((error: { code: string }) => error.code)).toEqual([
      'PROPERTY_DOESNT_EXIST', 'INVALID_OPTION', 'INVALID_INTEGER', 'INVALID_DATE', 'READ_ONLY_VALUE', 'INVALID_OPTION', 'INVALID_OWNER_ID',
    ]);
    const [details] = /\[.*\]$/s.exec(refused.body.message as string) ?? [];
    expect(JSON.parse(details ?? '')[0]).toMatchObject({ isValid: false, error: 'PROPERTY_DOESNT_EXIST', name: 'nothing', portalId: 24_601 });
    expect(account.get(`${OBJECTS}/companies/${id}`).body.properties.name).toBe('Koivu Oy');
  });

  it('needs what each type needs', () => {
    const account = openAccount();
    const create = (type: string, properties: object) => account.post(`${OBJECTS}/${type}`, { properties }).status;
    expect(create('companies', { city: 'Espoo' })).toBe(400);
    expect(create('companies', { domain: 'koivu.example' })).toBe(201);
    expect(create('contacts', { phone: '1' })).toBe(400);
    expect(create('deals', { dealname: 'Kauppa' })).toBe(400);
    expect(create('deals', { dealname: 'Kauppa', dealstage: 'closedwon' })).toBe(201);
    expect(create('deals', { dealname: 'Kauppa', dealstage: 'nostage' })).toBe(400);
    expect(create('notes', { hs_note_body: 'x' })).toBe(400);
    expect(create('notes', { hs_timestamp: '2026-10-01T00:00:00Z' })).toBe(201);
    expect(create('emails', { hs_timestamp: '1' })).toBe(400);
    expect(create('invoices', { hs_title: 'x' })).toBe(400);
    expect(create('invoices', { hs_currency: 'EUR', hs_invoice_billable: 'false' })).toBe(201);
    expect(create('deals', { dealname: 'Kauppa', dealstage: 'closedwon', deal_currency_code: 'JPY' })).toBe(400);
  });

  it('stores values in its own form', () => {
    const account = openAccount();
    const id = contact(account, { email: 'a@koivu.example', closedate: '1790000000000', hs_buying_role: 'CHAMPION;END_USER' });
    account.call('PATCH', `${OBJECTS}/contacts/${id}`, { properties: { hs_buying_role: ';BLOCKER', closedate: '2026-10-05' } });
    account.call('PATCH', `${OBJECTS}/contacts/${id}`, { properties: { jobtitle: 7, email: 'B@Koivu.example' } });
    const { properties } = account.get(`${OBJECTS}/contacts/${id}?properties=closedate,hs_buying_role,jobtitle,email`).body;
    expect(properties).toMatchObject({ closedate: '2026-10-05T00:00:00Z', hs_buying_role: 'CHAMPION;END_USER;BLOCKER', jobtitle: '7', email: 'b@koivu.example' });
    const cleared = account.call('PATCH', `${OBJECTS}/contacts/${id}`, { properties: { jobtitle: '' } });
    expect(cleared.body.properties.jobtitle).toBeNull();
    expect(account.call('PATCH', `${OBJECTS}/contacts/${id}`, { properties: { jobtitle: null } }).status).toBe(400);
  });

  it('names the contact that has the e-mail, in whatever case it is sent', () => {
    const account = openAccount();
    const id = contact(account, { email: 'aino@koivu.example' });
    const refused = account.post(`${OBJECTS}/contacts`, { properties: { email: 'AINO@KOIVU.example' } });
    expect([refused.status, refused.body.message]).toEqual([409, `Contact already exists. Existing ID: ${id}`]);
    account.call('DELETE', `${OBJECTS}/contacts/${id}`);
    expect(account.post(`${OBJECTS}/contacts`, { properties: { email: 'aino@koivu.example' } }).status).toBe(201);
  });

  it('lets two companies have one domain', () => {
    const account = openAccount();
    const [first, second] = [company(account, { domain: 'https://www.Koivu.example/etusivu' }), company(account, { domain: 'koivu.example' })];
    expect(first).not.toBe(second);
    expect(account.model.state.get('companies', first)?.properties['domain']).toBe('koivu.example');
  });

  it('accepts and ignores a step back in the lifecycle, until it is cleared', () => {
    const account = openAccount();
    const id = contact(account, { email: 'a@koivu.example', lifecyclestage: 'customer' });
    const set = (lifecyclestage: string) => account.call('PATCH', `${OBJECTS}/contacts/${id}`, { properties: { lifecyclestage } });
    expect(set('lead').status).toBe(200);
    expect(account.model.state.get('contacts', id)?.properties['lifecyclestage']).toBe('customer');
    set('');
    set('lead');
    expect(account.model.state.get('contacts', id)?.properties['lifecyclestage']).toBe('lead');
  });

  it('derives closed and won from the stage of the pipeline', () => {
    const account = openAccount();
    const { id } = account.post(`${OBJECTS}/deals`, { properties: { dealname: 'Kauppa', dealstage: 'contractsent' } }).body;
    expect(account.get(`${OBJECTS}/deals/${id}?properties=hs_is_closed,deal_currency_code,pipeline`).body.properties).toMatchObject({ hs_is_closed: 'false', deal_currency_code: 'EUR', pipeline: 'default' });
    account.call('PATCH', `${OBJECTS}/deals/${id}`, { properties: { dealstage: 'closedwon' } });
    expect(account.get(`${OBJECTS}/deals/${id}?properties=hs_is_closed,hs_is_closed_won,closedate`).body.properties).toMatchObject({ hs_is_closed: 'true', hs_is_closed_won: 'true', closedate: '2026-10-01T09:30:00.123Z' });
  });

  it('enforces the rules of an admin on dated paths only', () => {
    const rules = [
      { objectType: 'companies', when: null, require: ['industry'] },
      { objectType: 'companies', when: { property: 'type', equals: 'PARTNER' }, require: ['phone'] },
    ];
    const account = openAccount({ requiredRules: rules });
    expect(account.post(`${OBJECTS}/companies`, { properties: { name: 'Koivu Oy' } }).body.errors[0].context.properties).toEqual(['industry']);
    const { id } = account.post('/crm/v3/objects/companies', { properties: { name: 'Koivu Oy' } }).body;
    expect(account.call('PATCH', `${OBJECTS}/companies/${id}`, { properties: { type: 'PARTNER' } }).status).toBe(400);
    expect(account.call('PATCH', `/crm/v3/objects/companies/${id}`, { properties: { type: 'PARTNER' } }).status).toBe(200);
  });

  it('associates while creating, and writes nothing when the other end is missing', () => {
    const account = openAccount();
    const id = company(account);
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 190 }];
    const note = (to: string) => account.post(`${OBJECTS}/notes`, { properties: { hs_timestamp: '1', hs_note_body: 'Puhelu' }, associations: [{ to: { id: to }, types }] });
    expect(account.model.state.associated('notes', note(id).body.id as string, 'companies')).toEqual([id]);
    expect(note('1').status).toBe(400);
    expect(account.model.state.list('notes')).toHaveLength(1);
  });
});

describe('invoices and line items', () => {
  it('open a billable invoice with a contact and a line item, and a tracked one at once', () => {
    const account = openAccount();
    const make = (properties: object): string => account.post(`${OBJECTS}/invoices`, { properties: { hs_currency: 'EUR', ...properties } }).body.id as string;
    const set = (id: string, hs_invoice_status: string): number => account.call('PATCH', `${OBJECTS}/invoices/${id}`, { properties: { hs_invoice_status } }).status;
    const [billable, tracked] = [make({}), make({ hs_invoice_billable: 'false' })];
    expect([set(tracked, 'open'), set(tracked, 'paid'), set(billable, 'open')]).toEqual([200, 200, 400]);
    account.model.state.associate('invoices', billable, 'contacts', contact(account), { now: START });
    const { id } = account.post(`${OBJECTS}/line_items`, { properties: { name: 'Työ', price: '80', quantity: '2.5' } }).body;
    account.model.state.associate('invoices', billable, 'line_items', id as string, { now: START });
    expect([set(billable, 'open'), set(billable, 'paid')]).toEqual([200, 400]);
    expect(account.get(`${OBJECTS}/invoices/${billable}?associations=line_items`).body.associations['line items'].results).toHaveLength(1);
    expect(account.model.state.get('line_items', id as string)?.properties['amount']).toBe('200');
  });

  it('keep a line item with one parent', () => {
    const account = openAccount();
    const deal = (): string => account.post(`${OBJECTS}/deals`, { properties: { dealname: 'K', dealstage: 'contractsent' } }).body.id as string;
    const [first, second] = [deal(), deal()];
    const id = account.post(`${OBJECTS}/line_items`, { properties: { name: 'Työ' } }).body.id as string;
    const link = (to: string): number => account.call('PUT', `${OBJECTS}/deals/${to}/associations/default/line_items/${id}`).status;
    expect([link(first), link(first), link(second)]).toEqual([200, 200, 400]);
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 19 }];
    expect(account.post(`${OBJECTS}/deals`, { properties: { dealname: 'K', dealstage: 'contractsent' }, associations: [{ to: { id }, types }] }).status).toBe(400);
    const batch = account.post('/crm/associations/2026-09/line_items/deals/batch/create', { inputs: [{ from: { id }, to: { id: second }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 20 }] }] });
    expect([batch.status, batch.body.errors[0].category]).toEqual([207, 'VALIDATION_ERROR']);
  });
});

describe('automations of the account', () => {
  it('move linked records forward when a deal is won, as a source of their own', () => {
    const account = openAccount({ automations: { dealLifecycle: true, companyFromEmailDomain: true } });
    const person = contact(account, { email: 'aino@koivu.example' });
    const [made = ''] = account.model.state.associated('contacts', person, 'companies');
    expect(account.model.state.get('companies', made)?.properties['domain']).toBe('koivu.example');
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 3 }];
    const { id } = account.post(`${OBJECTS}/deals`, { properties: { dealname: 'Kauppa', dealstage: 'contractsent' }, associations: [{ to: { id: person }, types }] }).body;
    expect(account.model.state.get('contacts', person)?.properties['lifecyclestage']).toBe('opportunity');
    account.call('PATCH', `${OBJECTS}/deals/${id}`, { properties: { dealstage: 'closedwon' } });
    const [latest] = account.get(`${OBJECTS}/contacts/${person}?propertiesWithHistory=lifecyclestage`).body.propertiesWithHistory.lifecyclestage;
    expect(latest).toMatchObject({ value: 'customer', sourceType: 'AUTOMATION_PLATFORM' });
  });

  it('carry a company stage to its contacts', () => {
    const account = openAccount({ automations: { companyStageToContacts: true } });
    const [id, person] = [company(account), contact(account)];
    account.model.state.associate('contacts', person, 'companies', id, { now: START });
    account.model.state.edit('companies', id, { lifecyclestage: 'customer' }, { now: START, userId: 9 });
    expect(account.model.state.get('contacts', person)?.properties['lifecyclestage']).toBe('customer');
  });
});

describe('an e-mail', () => {
  it('says whom it was from and to by its headers, and nothing of them once they are empty', () => {
    const account = openAccount();
    const headers = JSON.stringify({ from: { email: 'myynti@luotsi.example' }, to: [{ email: 'a@koivu.example' }, { email: 'b@koivu.example' }] });
    const properties = { hs_timestamp: '1', hs_email_direction: 'EMAIL', hs_email_headers: headers };
    const id = account.post(`${OBJECTS}/emails`, { properties }).body.id as string;
    const shown = (): unknown => account.get(`${OBJECTS}/emails/${id}?properties=hs_email_from_email,hs_email_to_email`).body.properties;
    expect(shown()).toMatchObject({ hs_email_from_email: 'myynti@luotsi.example', hs_email_to_email: 'a@koivu.example;b@koivu.example' });
    for (const text of ['', 'no headers at all']) {
      account.call('PATCH', `${OBJECTS}/emails/${id}`, { properties: { hs_email_headers: text } });
      expect(shown()).toMatchObject({ hs_email_from_email: null, hs_email_to_email: null });
    }
  });
});

// Search: operators by type of property, pages, limits, and the index that lags behind.
import { describe, expect, it } from 'vitest';
import { OBJECTS, START, company, contact, ids, openAccount } from './support.ts';
import type { Account, Answer } from './support.ts';

const search = (account: Account, body: object, type = 'companies'): Answer => account.post(`${OBJECTS}/${type}/search`, body);
const filter = (propertyName: string, operator: string, more: object = {}): object => ({ propertyName, operator, ...more });
const where = (...filters: readonly object[]): object => ({ filterGroups: [{ filters }], limit: 200 });

function threeCompanies(account: Account): { koivu: string; haapa: string; mänty: string } {
  const koivu = company(account, { name: 'Koivu Oy', city: 'Espoo', numberofemployees: '9', industry: 'COMPUTER_SOFTWARE', phone: '+358 9 1' });
  account.now += 1_000;
  const haapa = company(account, { name: 'Haapa Oy', city: 'espoo', numberofemployees: '120', industry: 'ACCOUNTING' });
  account.now += 1_000;
  return { koivu, haapa, mänty: company(account, { name: 'Mänty Ab' }) };
}

describe('search operators', () => {
  it('finds a person by an additional address and by a phone however it was typed', () => {
    const account = openAccount();
    const state = account.model.state;
    const two = state.put('contacts', { firstname: 'Aino', hs_additional_emails: 'a@koivu.example;aino@koivu.example' }, { createdAt: START - 60_000 });
    const typed = state.put('contacts', { firstname: 'Eero', mobilephone: '+358 40 555-0101', phone: '(09) 555 1000' }, { createdAt: START - 60_000 });
    const found = (...filters: readonly object[]): string[] => ids(account.post(`${OBJECTS}/contacts/search`, where(...filters)));
    expect(found(filter('hs_additional_emails', 'CONTAINS_TOKEN', { value: 'aino@koivu.example' }))).toEqual([two]);
    expect(found(filter('hs_searchable_calculated_mobile_number', 'IN', { values: ['405550101'] }))).toEqual([typed]);
    expect(found(filter('hs_searchable_calculated_phone_number', 'EQ', { value: '95551000' }))).toEqual([typed]);
    state.edit('contacts', typed, { phone: '' }, { now: START - 30_000, userId: 1 });
    expect(state.get('contacts', typed)?.properties['hs_searchable_calculated_phone_number']).toBeUndefined();
  });

  it('compare each type of property in its own way', () => {
    const account = openAccount();
    const { koivu, haapa, mänty } = threeCompanies(account);
    const found = (...filters: readonly object[]): string[] => ids(search(account, where(...filters)));
    expect(found(filter('city', 'EQ', { value: 'ESPOO' }))).toEqual([koivu, haapa]);
    expect(found(filter('numberofemployees', 'GT', { value: '10' }))).toEqual([haapa]);
    expect(found(filter('numberofemployees', 'LTE', { value: '9' }))).toEqual([koivu]);
    expect(found(filter('numberofemployees', 'BETWEEN', { value: '9', highValue: '120' }))).toEqual([koivu, haapa]);
    expect(found(filter('industry', 'EQ', { value: 'accounting' }))).toEqual([]);
    expect(found(filter('industry', 'IN', { values: ['ACCOUNTING'] }))).toEqual([haapa]);
    expect(found(filter('city', 'IN', { values: ['Espoo'] }))).toEqual([]);
    expect(found(filter('city', 'IN', { values: ['espoo'] }))).toEqual([koivu, haapa]);
    expect(found(filter('phone', 'HAS_PROPERTY'))).toEqual([koivu]);
    expect(found(filter('city', 'NOT_HAS_PROPERTY'))).toEqual([mänty]);
    expect(found(filter('name', 'CONTAINS_TOKEN', { value: 'män*' }))).toEqual([mänty]);
    expect(found(filter('name', 'CONTAINS_TOKEN', { value: 'oy' }), filter('numberofemployees', 'LT', { value: '100' }))).toEqual([koivu]);
    expect(found(filter('hs_object_id', 'GT', { value: koivu }), filter('hs_lastmodifieddate', 'GTE', { value: String(START) }))).toEqual([haapa, mänty]);
    expect(found(filter('hs_lastmodifieddate', 'LT', { value: String(START + 1_000) }))).toEqual([koivu]);
  });

  it.each([[false, 1], [true, 2]] as const)('let empty values match a negation by option (%s)', (negationMatchesEmpty, count) => {
    const account = openAccount({ negationMatchesEmpty });
    threeCompanies(account);
    expect(search(account, where(filter('numberofemployees', 'NEQ', { value: '9' }))).body.total).toBe(count);
    expect(search(account, where(filter('industry', 'NOT_IN', { values: ['ACCOUNTING'] }))).body.total).toBe(count);
  });

  it('join filters by and, groups by or', () => {
    const account = openAccount();
    const { koivu, haapa } = threeCompanies(account);
    const filterGroups = [{ filters: [filter('name', 'EQ', { value: 'haapa oy' })] }, { filters: [filter('name', 'EQ', { value: 'koivu oy' }), filter('city', 'EQ', { value: 'espoo' })] }];
    expect(ids(search(account, { filterGroups }))).toEqual([koivu, haapa]);
    expect(ids(search(account, { query: 'haapa' }))).toEqual([haapa]);
  });

  it('find by association', () => {
    const account = openAccount();
    const { koivu } = threeCompanies(account);
    const id = contact(account);
    account.model.state.associate('contacts', id, 'companies', koivu, { now: account.now });
    expect(ids(search(account, where(filter('associations.company', 'EQ', { value: koivu })), 'contacts'))).toEqual([id]);
    expect(ids(search(account, where(filter('associations.company', 'EQ', { value: '5' })), 'contacts'))).toEqual([]);
  });

  it('silently find nothing for contacts by the other types\u2019 modified date', () => {
    const account = openAccount();
    contact(account);
    expect(search(account, where(filter('hs_lastmodifieddate', 'GTE', { value: '0' })), 'contacts').body.total).toBe(0);
    expect(search(account, where(filter('lastmodifieddate', 'GTE', { value: '0' })), 'contacts').body.total).toBe(1);
  });
});

describe('search pages', () => {
  it('are offsets into the sorted whole', () => {
    const account = openAccount();
    const { koivu, haapa, mänty } = threeCompanies(account);
    const page = search(account, { limit: 2, sorts: [{ propertyName: 'name', direction: 'DESCENDING' }], properties: ['city'] });
    expect(ids(page)).toEqual([mänty, koivu]);
    expect(page.body).toMatchObject({ total: 3, paging: { next: { after: '2' } } });
    expect(Object.keys(page.body.results[0].properties).toSorted()).toEqual(['city', 'createdate', 'hs_lastmodifieddate', 'hs_object_id']);
    const rest = search(account, { limit: 2, after: '2', sorts: ['-name'] });
    expect(ids(rest)).toEqual([haapa]);
    expect(rest.body.paging).toBeUndefined();
    expect(ids(search(account, {}))).toEqual([koivu, haapa, mänty]);
  });

  it('end at ten thousand results', () => {
    const account = openAccount();
    expect(search(account, { limit: 200, after: '9800' }).status).toBe(200);
    expect(search(account, { limit: 200, after: '9801' }).status).toBe(400);
  });

  it('refuse what is over the limits', () => {
    const account = openAccount();
    const one = filter('name', 'HAS_PROPERTY');
    const groups = (count: number, filters: number): object => ({ filterGroups: Array.from({ length: count }, () => ({ filters: Array.from({ length: filters }, () => one) })) });
    expect(search(account, groups(3, 6)).status).toBe(200);
    expect(search(account, groups(4, 5)).status).toBe(400);
    expect(search(account, groups(6, 1)).status).toBe(400);
    expect(search(account, groups(1, 7)).status).toBe(400);
    expect(search(account, { limit: 201 }).status).toBe(400);
    expect(search(account, { query: 'x'.repeat(3_000) }).status).toBe(400);
    expect(search(account, { sorts: ['name', 'city'] }).status).toBe(400);
    expect(search(account, where(filter('nothing', 'EQ', { value: '1' }))).status).toBe(400);
    expect(search(account, where(filter('name', 'LIKE', { value: '1' }))).status).toBe(400);
  });
});

describe('the search index', () => {
  it('lags behind, and shows a record as it was indexed', () => {
    const account = openAccount({ searchLagMs: 10_000 });
    const id = company(account, { name: 'Koivu Oy' });
    expect(search(account, {}).body.total).toBe(0);
    account.now = START + 10_000;
    account.call('PATCH', `${OBJECTS}/companies/${id}`, { properties: { name: 'Uusi Oy' } });
    const [seen] = search(account, {}).body.results;
    expect(seen).toMatchObject({ properties: { name: 'Koivu Oy' }, updatedAt: '2026-10-01T09:30:00.123Z' });
    expect(account.get(`${OBJECTS}/companies/${id}`).body.properties.name).toBe('Uusi Oy');
    expect(search(account, where(filter('name', 'EQ', { value: 'uusi oy' }))).body.total).toBe(0);
    account.now = START + 20_000;
    expect(search(account, where(filter('name', 'EQ', { value: 'uusi oy' }))).body.total).toBe(1);
  });

  it('may show later changes before earlier ones', () => {
    const account = openAccount({ searchLagMs: 1_000, searchJitterMs: 59_000 });
    const made = Array.from({ length: 30 }, (_, at) => {
      account.now = START + at;
      return company(account);
    });
    account.now = START + 30_000;
    const seen = ids(search(account, { limit: 200 }));
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).not.toEqual(made.slice(0, seen.length));
    account.now = START + 61_000;
    expect(ids(search(account, { limit: 200 }))).toEqual(made);
  });

  it('never shows archived records', () => {
    const account = openAccount({ searchLagMs: 10_000 });
    const id = company(account);
    account.now = START + 20_000;
    account.call('DELETE', `${OBJECTS}/companies/${id}`);
    expect(search(account, {}).body.total).toBe(0);
  });

  it('is walked past ten thousand by id', () => {
    const account = openAccount();
    for (let at = 0; at < 10_300; at++) account.model.state.put('companies', { name: `Yritys ${at}` }, { createdAt: START - 1_000 });
    const seen = new Set<string>();
    for (let last = '0'; ; ) {
      const page = ids(search(account, { filterGroups: [{ filters: [filter('hs_object_id', 'GT', { value: last })] }], sorts: ['hs_object_id'], limit: 200 }));
      for (const id of page) seen.add(id);
      if (page.length < 200) break;
      last = page.at(-1) ?? '';
    }
    expect(seen.size).toBe(10_300);
  });
});

// Two ends of a record's life: merged into another, and deleted for good. Old ids resolve after the first and lead nowhere
// after the second.
import { describe, expect, it } from 'vitest';
import { OBJECTS, START, company, contact, ids, openAccount } from './support.ts';
import type { Account, Answer } from './support.ts';

const merge = (account: Account, type: string, primaryObjectId: string, objectIdToMerge: string): Answer => account.post(`${OBJECTS}/${type}/merge`, { primaryObjectId, objectIdToMerge });

describe('merging', () => {
  it('makes a record with a new id that both old ids lead to', () => {
    const account = openAccount();
    const [primary, other] = [company(account, { name: 'Koivu Oy', city: 'Espoo' }), company(account, { name: 'Koivu', phone: '123' })];
    account.now = START + 1_000;
    const merged = merge(account, 'companies', primary, other);
    const id = merged.body.id as string;
    expect([primary, other]).not.toContain(id);
    for (const old of [primary, other]) expect(account.get(`${OBJECTS}/companies/${old}`).body.id).toBe(id);
    expect(account.get(`${OBJECTS}/companies/${id}?properties=name,city,phone,hs_merged_object_ids`).body).toMatchObject({
      createdAt: '2026-10-01T09:30:00.123Z',
      updatedAt: '2026-10-01T09:30:01.123Z',
      properties: { name: 'Koivu Oy', city: 'Espoo', phone: '123', hs_merged_object_ids: `${other};${primary}` },
    });
    expect(ids(account.get(`${OBJECTS}/companies`))).toEqual([id]);
    expect(ids(account.post(`${OBJECTS}/companies/search`, {}))).toEqual([id]);
    expect(account.get(`${OBJECTS}/companies?archived=true`).body.results).toEqual([]);
    const third = company(account);
    const again = merge(account, 'companies', third, other).body.id as string;
    expect(account.get(`${OBJECTS}/companies/${primary}`).body.id).toBe(again);
  });

  it('keeps the primary id where the account preserves it', () => {
    const account = openAccount({ preservePrimaryId: true });
    const [primary, other] = [company(account), company(account)];
    expect(merge(account, 'companies', primary, other).body.id).toBe(primary);
    expect(account.get(`${OBJECTS}/companies/${other}`).body.id).toBe(primary);
  });

  it('keeps the second e-mail as an additional one that stays unique', () => {
    const account = openAccount();
    const [primary, other] = [contact(account, { email: 'a@koivu.example' }), contact(account, { email: 'b@koivu.example' })];
    const { id } = merge(account, 'contacts', primary, other).body;
    const { properties } = account.get(`${OBJECTS}/contacts/${id}?properties=email,hs_additional_emails,hs_calculated_merged_vids,hs_all_contact_vids`).body;
    expect(properties).toMatchObject({ email: 'a@koivu.example', hs_additional_emails: 'b@koivu.example', hs_calculated_merged_vids: `${other}:${START};${primary}:${START}`, hs_all_contact_vids: `${id};${other};${primary}` });
    expect(account.post(`${OBJECTS}/contacts`, { properties: { email: 'b@koivu.example' } }).body.message).toBe(`Contact already exists. Existing ID: ${id}`);
  });

  it('moves associations and leaves one primary company', () => {
    const account = openAccount();
    const [first, second] = [company(account), company(account)];
    const [primary, other] = [contact(account, { email: 'a@koivu.example' }), contact(account, { email: 'b@koivu.example' })];
    account.model.state.associate('contacts', primary, 'companies', first, { now: START });
    account.model.state.associate('contacts', other, 'companies', second, { now: START });
    const { id } = merge(account, 'contacts', primary, other).body;
    const rows = account.get(`${OBJECTS}/contacts/${id}/associations/companies`).body.results as { toObjectId: number; associationTypes: unknown[] }[];
    expect(rows.map((row) => [String(row.toObjectId), row.associationTypes.length])).toEqual([[first, 2], [second, 1]]);
    expect(account.model.state.associated('companies', second, 'contacts')).toEqual([id]);
  });

  it("keeps the primary's primary company, whichever company was there first", () => {
    const account = openAccount();
    const [older, newer] = [company(account), company(account)];
    const [primary, other] = [contact(account, { email: 'a@koivu.example' }), contact(account, { email: 'b@koivu.example' })];
    account.model.state.associate('contacts', primary, 'companies', older, { now: START });
    account.model.state.associate('contacts', primary, 'companies', newer, { now: START, primary: true });
    account.model.state.associate('contacts', other, 'companies', older, { now: START, primary: true });
    const { id } = merge(account, 'contacts', primary, other).body;
    expect(account.get(`${OBJECTS}/contacts/${id}?properties=associatedcompanyid`).body.properties).toMatchObject({ associatedcompanyid: newer });
    const rows = account.get(`${OBJECTS}/contacts/${id}/associations/companies`).body.results as { toObjectId: number; associationTypes: unknown[] }[];
    expect(new Map(rows.map((row) => [String(row.toObjectId), row.associationTypes.length]))).toEqual(new Map([[older, 1], [newer, 2]]));
  });

  it('refuses itself, what is missing, and more than 250 identities', () => {
    const account = openAccount({ preservePrimaryId: true });
    const primary = company(account);
    expect(merge(account, 'companies', primary, primary).status).toBe(400);
    expect(merge(account, 'companies', primary, '5').status).toBe(404);
    for (let at = 0; at < 250; at++) expect(merge(account, 'companies', primary, company(account)).status).toBe(200);
    const refused = merge(account, 'companies', primary, company(account));
    expect([refused.status, refused.body.message]).toEqual([414, 'Cannot have more than 250 identities on a profile']);
  });
});

const erase = (account: Account, body: object): number => account.post(`${OBJECTS}/contacts/gdpr-delete`, body).status;

describe('permanent deletion', () => {
  it('leaves nothing of the person, not even in the recycle bin', () => {
    const account = openAccount();
    const [firm, person, colleague] = [company(account), contact(account), contact(account, { email: 'b@koivu.example' })];
    const note = (people: readonly string[]): string => {
      const id = account.post(`${OBJECTS}/notes`, { properties: { hs_timestamp: '1', hs_note_body: 'Aino sanoi' } }).body.id as string;
      for (const each of people) account.model.state.associate('notes', id, 'contacts', each, { now: START });
      return id;
    };
    const [own, shared] = [note([person]), note([person, colleague])];
    account.model.state.associate('contacts', person, 'companies', firm, { now: START });
    expect(erase(account, { objectId: person })).toBe(204);
    expect(account.get(`${OBJECTS}/contacts/${person}`).status).toBe(404);
    expect(account.get(`${OBJECTS}/contacts/${person}?archived=true`).status).toBe(404);
    expect(account.get(`${OBJECTS}/contacts?archived=true`).body.results).toEqual([]);
    expect(account.get(`${OBJECTS}/notes/${own}`).status).toBe(404);
    expect(account.model.state.associated('notes', shared, 'contacts')).toEqual([colleague]);
    expect(account.model.state.associated('companies', firm, 'contacts')).toEqual([]);
  });

  it('blocks the address, which an API create does not look at', () => {
    const account = openAccount();
    expect(erase(account, { objectId: 'Unknown@koivu.example', idProperty: 'email' })).toBe(204);
    contact(account);
    expect(erase(account, { objectId: 'aino@koivu.example', idProperty: 'email' })).toBe(204);
    expect([...account.model.state.blocklist]).toEqual(['unknown@koivu.example', 'aino@koivu.example']);
    expect(account.post(`${OBJECTS}/contacts`, { properties: { email: 'aino@koivu.example' } }).status).toBe(201);
    expect(erase(account, { objectId: '5' })).toBe(404);
  });

  it('follows a merged-away id', () => {
    const account = openAccount();
    const [primary, other] = [contact(account, { email: 'a@koivu.example' }), contact(account, { email: 'b@koivu.example' })];
    merge(account, 'contacts', primary, other);
    expect(erase(account, { objectId: other })).toBe(204);
    expect(account.get(`${OBJECTS}/contacts/${primary}`).status).toBe(404);
    expect([...account.model.state.blocklist].toSorted()).toEqual(['a@koivu.example', 'b@koivu.example']);
  });

  it.each([true, false])('reaches into the recycle bin or does not, as the account is: %s', (gdprDeleteReachesBin) => {
    const account = openAccount({ gdprDeleteReachesBin });
    const person = contact(account);
    account.model.state.archive('contacts', person, START);
    expect(erase(account, { objectId: person })).toBe(gdprDeleteReachesBin ? 204 : 404);
    expect(ids(account.get(`${OBJECTS}/contacts?archived=true`))).toEqual(gdprDeleteReachesBin ? [] : [person]);
  });
});

// Associations: how they are read and written, the one primary company, labels, and what follows on the records.
import { describe, expect, it } from 'vitest';
import { OBJECTS, START, company, contact, ids, openAccount } from './support.ts';
import type { Account, Answer, Loose } from './support.ts';

const A = '/crm/associations/2026-09';
const PAIR = `${A}/contacts/companies`;
const V4 = '/crm/v4/associations/contacts/companies';
const spec = (associationTypeId: number, associationCategory = 'HUBSPOT_DEFINED'): object => ({ associationCategory, associationTypeId });
const put = (account: Account, person: string, firm: string, specs: readonly object[]): Answer => account.call('PUT', `${OBJECTS}/contacts/${person}/associations/companies/${firm}`, specs);

const many = (count: number): object => ({ inputs: Array.from({ length: count }, () => ({ id: '1', from: { id: '1' }, to: { id: '2' }, types: [spec(279)] })) });
const manyToArchive = (count: number): object => ({ inputs: Array.from({ length: count }, () => ({ from: { id: '1' }, to: [{ id: '2' }] })) });

/** Type ids by company id, as batch read shows them. */
function seen(account: Account, person: string): Record<string, number[]> {
  const rows = (account.get(`${OBJECTS}/contacts/${person}/associations/companies`).body.results ?? []) as Loose[];
  return Object.fromEntries(rows.map((row) => [String(row.toObjectId), row.associationTypes.map((type: Loose) => type.typeId as number).toSorted((a: number, b: number) => a - b)]));
}

describe('reading associations', () => {
  it('answers text and numbers as the service does, and an absent one as an error of a 207', () => {
    const account = openAccount();
    const [firm, person, lonely] = [company(account), contact(account), contact(account, { email: 'b@koivu.example' })];
    account.model.state.associate('contacts', person, 'companies', firm, { now: START, primary: true });
    const answer = account.post(`${PAIR}/batch/read`, { inputs: [{ id: person }, { id: lonely }] });
    expect(answer.status).toBe(207);
    expect(answer.body.results).toEqual([
      {
        from: { id: person },
        to: [{ toObjectId: Number(firm), associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' }, { category: 'HUBSPOT_DEFINED', typeId: 279, label: null }] }],
      },
    ]);
    expect(answer.body.errors).toEqual([
      { status: 'error', category: 'OBJECT_NOT_FOUND', subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', message: expect.any(String), context: { fromObjectId: [lonely] } },
    ]);
    expect(account.post(`${PAIR}/batch/read`, { inputs: [{ id: person }] }).status).toBe(200);
    const back = account.post(`${A}/0-2/0-1/batch/read`, { inputs: [{ id: firm }] });
    expect(back.body.results[0].to[0].associationTypes.map((type: Loose) => type.typeId)).toEqual([2, 280]);
  });

  it('pages long lists per input', () => {
    const account = openAccount();
    const firm = company(account);
    const people = Array.from({ length: 502 }, (_, at) => account.model.state.put('contacts', { lastname: `L${at}` }, { createdAt: START }));
    for (const id of people) account.model.state.associate('contacts', id, 'companies', firm, { now: START });
    const first = account.post(`${A}/companies/contacts/batch/read`, { inputs: [{ id: firm }] }).body.results[0];
    expect(first.to).toHaveLength(500);
    const rest = account.post(`${A}/companies/contacts/batch/read`, { inputs: [{ id: firm, after: first.paging.next.after }] }).body.results[0];
    expect(rest.to.map((row: Loose) => String(row.toObjectId))).toEqual(people.slice(500));
    const inline = account.get(`${OBJECTS}/companies/${firm}?associations=contacts`).body.associations.contacts;
    expect(inline.results).toHaveLength(500);
    expect(inline.paging.next.after).toBeDefined();
    const list = account.get(`${OBJECTS}/companies/${firm}/associations/contacts?limit=100`).body;
    expect(list.paging.next.after).toBe(people[100]);
  });

  it('shows a primary company twice inline, and no key when there is nothing', () => {
    const account = openAccount();
    const [firm, person] = [company(account), contact(account)];
    expect(account.get(`${OBJECTS}/contacts?associations=companies,deals`).body.results[0].associations).toBeUndefined();
    account.model.state.associate('contacts', person, 'companies', firm, { now: START });
    expect(account.get(`${OBJECTS}/contacts?associations=companies,deals`).body.results[0].associations).toEqual({
      companies: { results: [{ id: firm, type: 'contact_to_company' }, { id: firm, type: 'contact_to_company_unlabeled' }] },
    });
  });

  it('limits the inputs of each batch', () => {
    const account = openAccount();
    expect([account.post(`${PAIR}/batch/read`, many(1_000)).status, account.post(`${PAIR}/batch/read`, many(1_001)).status]).toEqual([207, 400]);
    expect([account.post(`${PAIR}/batch/create`, many(2_000)).status, account.post(`${PAIR}/batch/create`, many(2_001)).status]).toEqual([207, 400]);
    expect([account.post(`${PAIR}/batch/archive`, manyToArchive(100)).status, account.post(`${PAIR}/batch/archive`, manyToArchive(101)).status]).toEqual([200, 400]);
  });
});

describe('writing associations', () => {
  it('keeps one primary company, the first by itself and another when told', () => {
    const account = openAccount();
    const [first, second, person] = [company(account), company(account), contact(account)];
    account.call('PUT', `${OBJECTS}/contacts/${person}/associations/default/companies/${first}`);
    account.call('PUT', `${OBJECTS}/contacts/${person}/associations/default/companies/${second}`);
    expect(seen(account, person)).toEqual({ [first]: [1, 279], [second]: [279] });
    const moved = account.post(`${PAIR}/batch/create`, { inputs: [{ from: { id: person }, to: { id: second }, types: [spec(1)] }] });
    expect(moved.status).toBe(201);
    expect(moved.body.results[0]).toEqual({ fromObjectTypeId: '0-1', fromObjectId: Number(person), toObjectTypeId: '0-2', toObjectId: Number(second), labels: ['Primary'] });
    expect(seen(account, person)).toEqual({ [first]: [279], [second]: [1, 279] });
    expect(account.model.state.get('contacts', person)?.properties['associatedcompanyid']).toBe(second);
  });

  it('gives no company the first place when the account does not do that', () => {
    const account = openAccount({ firstCompanyBecomesPrimary: false });
    const [firm, person] = [company(account), contact(account)];
    account.call('PUT', `${OBJECTS}/contacts/${person}/associations/default/companies/${firm}`);
    expect(seen(account, person)).toEqual({ [firm]: [279] });
  });

  it('moves the primary place from the company end too', () => {
    const account = openAccount();
    const [first, second, person] = [company(account), company(account), contact(account)];
    account.model.state.associate('contacts', person, 'companies', first, { now: START });
    account.call('PUT', `${OBJECTS}/companies/${second}/associations/contacts/${person}`, [spec(2)]);
    expect(seen(account, person)).toEqual({ [first]: [279], [second]: [1, 279] });
  });

  it.each([[true, [279]], [false, [1, 279]]] as const)('replaces labels, Primary by option (%s)', (labelsReplacePrimary, left) => {
    const account = openAccount({ labelsReplacePrimary });
    const [firm, person] = [company(account), contact(account)];
    put(account, person, firm, [spec(1)]);
    const { typeId } = account.post(`${PAIR}/labels`, { name: 'billing', label: 'Billing' }).body.results[0] as { typeId: number };
    put(account, person, firm, [spec(typeId, 'USER_DEFINED')]);
    expect(seen(account, person)).toEqual({ [firm]: [...left, typeId] });
    expect(put(account, person, firm, [spec(typeId)]).status).toBe(400);
    expect(put(account, person, firm, [spec(5)]).status).toBe(400);
  });

  it('removes a label alone, and everything with the unlabelled type', () => {
    const account = openAccount();
    const [firm, person] = [company(account), contact(account)];
    put(account, person, firm, [spec(1)]);
    const drop = (path: string, typeId: number): Answer => account.post(`${path}/batch/labels/archive`, { inputs: [{ from: { id: person }, to: { id: firm }, types: [spec(typeId)] }] });
    expect(drop(PAIR, 1).status).toBe(200);
    expect(seen(account, person)).toEqual({ [firm]: [279] });
    expect(drop(V4, 279).status).toBe(204);
    expect(seen(account, person)).toEqual({});
    expect(ids(account.get(`${OBJECTS}/contacts`))).toEqual([person]);
  });

  it('answers a removal with a body on dated paths and with none on v4', () => {
    const account = openAccount();
    const [firm, person] = [company(account), contact(account)];
    for (const [path, status] of [[PAIR, 200], [V4, 204]] as const) {
      account.model.state.associate('contacts', person, 'companies', firm, { now: START });
      const answer = account.post(`${path}/batch/archive`, { inputs: [{ from: { id: person }, to: [{ id: firm }] }] });
      expect([answer.status, answer.body === null]).toEqual([status, status === 204]);
      expect(account.model.state.associated('contacts', person, 'companies')).toEqual([]);
    }
    account.model.state.associate('contacts', person, 'companies', firm, { now: START });
    expect(account.call('DELETE', `${OBJECTS}/contacts/${person}/associations/companies/${firm}`).status).toBe(204);
    expect(account.model.state.get('contacts', person)?.properties['associatedcompanyid']).toBeUndefined();
  });

  it('associates good pairs and reports missing records', () => {
    const account = openAccount();
    const [firm, person] = [company(account), contact(account)];
    const answer = account.post(`${PAIR}/batch/associate/default`, { inputs: [{ from: { id: person }, to: { id: firm } }, { from: { id: person }, to: { id: '5' } }] });
    expect([answer.status, answer.body.numErrors]).toEqual([200, 1]);
    expect(answer.body.results).toHaveLength(2);
    expect(answer.body.errors[0]).toMatchObject({ category: 'OBJECT_NOT_FOUND', context: { toObjectId: ['5'] } });
    expect(account.call('PUT', `${OBJECTS}/contacts/${person}/associations/default/companies/5`).status).toBe(404);
    expect(account.call('PUT', `${OBJECTS}/notes/1/associations/default/products/5`).status).toBe(400);
  });

  it.each([true, false])('moves the modified date by option (%s) and counts on the company', (associationTouchesModified) => {
    const account = openAccount({ associationTouchesModified });
    const [firm, person] = [company(account), contact(account)];
    account.model.state.associate('contacts', person, 'companies', firm, { now: START + 5_000 });
    const found = account.model.state.get('companies', firm);
    expect(found?.properties['num_associated_contacts']).toBe('1');
    expect(found?.updatedAt).toBe(associationTouchesModified ? '2026-10-01T09:30:05.123Z' : '2026-10-01T09:30:00.123Z');
  });
});

describe('a company family', () => {
  it('shows the parent and counts the children', () => {
    const account = openAccount();
    const [parent, child] = [company(account), company(account)];
    account.call('PUT', `${OBJECTS}/companies/${parent}/associations/companies/${child}`, [spec(13)]);
    expect(account.model.state.get('companies', parent)?.properties).toMatchObject({ hs_num_child_companies: '1' });
    expect(account.model.state.get('companies', child)?.properties).toMatchObject({ hs_parent_company_id: parent });
    expect(account.get(`${OBJECTS}/companies/${child}?associations=companies`).body.associations.companies.results).toEqual([
      { id: parent, type: 'child_to_parent' },
      { id: parent, type: 'company_to_company' },
    ]);
  });
});

describe('association labels', () => {
  it('come in pairs with a type id for each direction', () => {
    const account = openAccount();
    const made = account.post(`${PAIR}/labels`, { name: 'billing', label: 'Billing contact', inverseLabel: 'Billed company' });
    const [forward, back] = made.body.results;
    expect([forward.label, back.label]).toEqual(['Billing contact', 'Billed company']);
    expect(back.typeId).not.toBe(forward.typeId);
    const labels = (path: string): string[] => account.get(`${path}/labels`).body.results.map((row: Loose) => row.label as string);
    expect(labels(`${A}/companies/contacts`)).toEqual(['Primary', null, 'Billed company']);
    expect(account.call('PUT', `${PAIR}/labels`, { associationTypeId: forward.typeId, label: 'Payer' }).status).toBe(400);
    expect(account.call('PUT', `${PAIR}/labels`, { associationTypeId: forward.typeId, label: 'Payer', inverseLabel: 'Paid by' }).status).toBe(204);
    expect(labels(PAIR)).toEqual(['Primary', null, 'Payer']);
    expect(account.call('DELETE', `${PAIR}/labels/${forward.typeId}`).status).toBe(204);
    expect(labels(`${A}/companies/contacts`)).toEqual(['Primary', null]);
    expect(account.call('DELETE', `${PAIR}/labels/1`).status).toBe(400);
  });

  it('are at most fifty between two types', () => {
    const account = openAccount();
    const make = (at: number): Answer => account.post(`${PAIR}/labels`, { name: `l${at}`, label: `Label ${at}` });
    for (let at = 0; at < 50; at++) expect(make(at).status).toBe(200);
    expect(make(50).status).toBe(437);
  });
});

const shown = (account: Account, target: string, properties: string): Loose => account.get(`${target}?properties=${properties}`).body.properties;

describe('what a record shows of its neighbours', () => {
  const DEALS = `${OBJECTS}/deals`;

  it('leaves out an archived company, and has it back when it is restored', () => {
    const account = openAccount();
    const { state } = account.model;
    const [firm, other, person] = [company(account), company(account, { name: 'Kataja Oy' }), contact(account)];
    state.associate('contacts', person, 'companies', firm, { now: START, primary: true });
    expect(shown(account, `${OBJECTS}/contacts/${person}`, 'associatedcompanyid')).toMatchObject({ associatedcompanyid: firm });
    account.call('DELETE', `${OBJECTS}/companies/${firm}`);
    expect(shown(account, `${OBJECTS}/contacts/${person}`, 'associatedcompanyid')).toMatchObject({ associatedcompanyid: null });
    state.restore('companies', firm, START);
    expect(shown(account, `${OBJECTS}/contacts/${person}`, 'associatedcompanyid')).toMatchObject({ associatedcompanyid: firm });
    state.archive('companies', firm, START);
    put(account, person, other, [spec(1), spec(279)]);
    state.restore('companies', firm, START);
    expect(shown(account, `${OBJECTS}/contacts/${person}`, 'associatedcompanyid')).toMatchObject({ associatedcompanyid: other });
    account.post(`${OBJECTS}/contacts/batch/archive`, { inputs: [{ id: person }] });
    expect(shown(account, `${OBJECTS}/companies/${firm}`, 'num_associated_contacts')).toMatchObject({ num_associated_contacts: null });
  });

  it('names a deal’s company in a property only where the account has that property', () => {
    const withCompany = (account: Account): string => {
      const deal = account.post(DEALS, { properties: { dealname: 'Kartoitus', dealstage: 'contractsent' } }).body.id as string;
      account.model.state.associate('deals', deal, 'companies', company(account), { now: START, primary: true });
      return deal;
    };
    const [usual, bare] = [openAccount(), openAccount({ dealsNameTheirCompany: false })];
    expect(shown(usual, `${DEALS}/${withCompany(usual)}`, 'hs_primary_associated_company').hs_primary_associated_company).toMatch(/^\d+$/);
    const deal = withCompany(bare);
    expect(shown(bare, `${DEALS}/${deal}`, 'hs_primary_associated_company')).not.toHaveProperty('hs_primary_associated_company');
    expect(bare.get('/crm/properties/2026-09/deals/hs_primary_associated_company').status).toBe(404);
    const [link] = bare.get(`${DEALS}/${deal}/associations/companies`).body.results as Loose[];
    expect(link.associationTypes.map((type: Loose) => type.label as string | null).toSorted()).toEqual(['Primary', null]);
  });
});

// The registers over a real database: what a line says, how it is found, and that it follows every write of the record.
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/store/postgres/database.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import { createViews } from '../../../src/store/postgres/views/views.ts';
import type { Views } from '../../../src/store/views.ts';
import { freshDatabase } from '../../support/database.ts';
import { insertRecord, insertRows, type Transacted } from './billing-rows.ts';

const classes = { valueClasses: { a: '1000', b: '100' }, sizeClasses: { medium: { employees: 50, revenue: '10000000' }, large: { employees: 250, revenue: '50000000' } } };
const usual = { words: null, after: null, limit: 50, counted: true } as const;
const byName = { by: 'name', descending: false } as const;
const dormantBefore = '2025-06-01';

let database: Database<Tables>;
let views: Views;
beforeEach(async () => {
  database = await freshDatabase<Tables>(['north']);
  views = createViews({ database, workspace: 'main', currency: 'EUR', rateDirection: 'organisation-per-unit', classes });
});

const write = (work: (transaction: Transacted) => Promise<unknown>, workspace = 'main'): Promise<unknown> => database.unit(workspace, work);
const record = (link: string, side: string, entity: string, id: string, fields: object): Promise<unknown> => write((transaction) => insertRecord(transaction, { link, side, entity, id, fields: fields as Readonly<Record<string, unknown>> }));
const account = (id: string, fields: object): Promise<unknown> => record(id, 'local', 'account', id, fields);
const contact = (id: string, fields: object): Promise<unknown> => record(id, 'local', 'contact', id, fields);
const salesCase = (id: string, fields: object): Promise<unknown> => record(id, 'local', 'salesCase', id, fields);
const keys = (...of: readonly string[]): readonly object[] => of.map((key) => ({ key }));

type Question = Partial<Parameters<Views['accountLines']>[0]> & { readonly of?: Partial<Parameters<Views['accountLines']>[0]['filter']> };
const accounts = async ({ of = {}, ...question }: Question = {}): Promise<readonly string[]> =>
  (await views.accountLines({ ...usual, sort: byName, filter: { dormantBefore, ...of }, ...question })).items.map(({ id }) => id);
const contacts = async (words: string | null, of: Partial<Parameters<Views['contactLines']>[0]['filter']> = {}): Promise<readonly string[]> =>
  (await views.contactLines({ ...usual, words, sort: byName, filter: { dormantBefore, ...of } })).items.map(({ id }) => id);
const cases = async (question: Partial<Parameters<Views['caseLines']>[0]> = {}): Promise<readonly string[]> =>
  (await views.caseLines({ ...usual, sort: byName, filter: {}, withValues: true, ...question })).items.map(({ id }) => id);

const name = async (): Promise<unknown> => (await views.accountLines({ ...usual, sort: byName, filter: { dormantBefore } })).items[0]?.name;
const deal = (state: string, stage: string, amount: string | null, more: object = {}): object => ({ name: 'Case', state, stage, probability: 50, ...(amount !== null && { value: { amount, currency: 'EUR' } }), ...more });
const touches = async (filter: Parameters<Views['touchLines']>[0]['filter'], withContacts = true): Promise<Awaited<ReturnType<Views['touchLines']>>['items']> =>
  (await views.touchLines({ after: null, limit: 50, counted: true, sort: { by: 'at', descending: true }, filter, withContacts })).items;

describe('a line of a register', () => {
  it('shows our own record, without one the PSA\'s, else the CRM\'s', async () => {
    await record('a', 'crm', 'account', 'c1', { name: 'From the CRM' });
    expect(await name()).toBe('From the CRM');
    await record('a', 'psa', 'account', 'p1', { name: 'From the PSA' });
    expect(await name()).toBe('From the PSA');
    await account('a', { name: 'Ours' });
    expect(await name()).toBe('Ours');
    await write((transaction) => sql`update side_state set fields = '{"name": "Renamed"}' where side = 'psa'`.execute(transaction));
    expect(await name()).toBe('Ours');
    await write((transaction) => sql`update side_state set gone = 'deleted' where side = 'local'`.execute(transaction));
    expect(await name()).toBe('Renamed');
  });

  it('is over with the record, and so are the words it was found by', async () => {
    await contact('k', { firstName: 'Aino', lastName: 'Koivumäki' });
    expect(await contacts('koivu')).toEqual(['k']);
    await write((transaction) => sql`delete from side_state where link_id = 'k'`.execute(transaction));
    expect(await contacts(null)).toEqual([]);
    const { rows } = (await write((transaction) => sql`select * from register_word`.execute(transaction))) as { rows: readonly unknown[] };
    expect(rows).toEqual([]);
  });

  it('is seen in its own workspace only', async () => {
    await write((transaction) => insertRecord(transaction, { link: 'n', side: 'local', entity: 'account', id: 'n', fields: { name: 'Northern' } }), 'north');
    expect(await accounts()).toEqual([]);
    expect(await accounts({ words: 'northern' })).toEqual([]);
  });

  it('takes a record whose values are not what they should be', async () => {
    await account('odd', { name: { not: 'a text' }, customerSince: 'yesterday', segments: 'none', owner: 12, active: 'maybe' });
    await salesCase('odder', { name: 'x'.repeat(9000), value: { amount: 'much' }, expectedOrderDate: 20260101 });
    expect(await accounts()).toEqual(['odd']);
    expect(await cases()).toEqual(['odder']);
  });
});

describe('an account that a contact or a sales case names', () => {
  it('is found when it comes after them', async () => {
    await record('k', 'psa', 'contact', 'k1', { firstName: 'Aino', lastName: 'Koivu', account: 'p1' });
    expect(await contacts(null, { account: 'a' })).toEqual([]);
    await record('a', 'psa', 'account', 'p1', { name: 'Lahtelan Konepaja Oy' });
    expect(await contacts(null, { account: 'a' })).toEqual(['k']);
    expect(await contacts('lahtel')).toEqual(['k']);
  });

  it('goes with its link when two become one', async () => {
    await record('a', 'psa', 'account', 'p1', { name: 'Old' });
    await account('b', { name: 'Standing' });
    await record('k', 'psa', 'contact', 'k1', { lastName: 'Koivu', account: 'p1' });
    await salesCase('s', { name: 'Case', account: 'a' });
    await write(async (transaction) => {
      await sql`update link set joined_into = 'b', stage = 'ended' where id = 'a'`.execute(transaction);
      await sql`update side_state set link_id = 'b' where side = 'psa' and entity = 'account'`.execute(transaction);
    });
    expect(await accounts()).toEqual(['b']);
    expect(await contacts(null, { account: 'b' })).toEqual(['k']);
    expect(await cases({ filter: { account: 'b' } })).toEqual(['s']);
  });
});

describe('a search', () => {
  it('finds by the beginning of every word, whatever the case and the marks', async () => {
    await account('a', { name: 'Koivumäen Rakennus Oy', businessId: '1234567-8', domain: 'koivumaki.example', number: 1040 });
    await account('b', { name: 'Koivulan Hoiva Oy' });
    for (const words of ['koivu rak', 'RAKENNUS KOIVUMÄEN', 'koivumaen', '1234567-8', '12345678', '1040', 'koivumaki.ex']) expect([words, await accounts({ words })]).toEqual([words, ['a']]);
    expect(await accounts({ words: 'koivu' })).toEqual(['b', 'a']);
    for (const words of ['oivu', 'koivu hoivan', '!!!']) expect([words, await accounts({ words })]).toEqual([words, []]);
  });

  it('finds a person by name, address and number as it is dialled', async () => {
    await contact('k', { firstName: 'Märta', lastName: 'Öhman', emails: keys('Marta.Ohman@firm.example'), phones: keys('+358401234567') });
    for (const words of ['öhm mär', 'ohman', 'marta.ohman@firm.example', 'firm', '040 123', '+358 40 1234567', '00358401']) expect([words, await contacts(words)]).toEqual([words, ['k']]);
    expect(await contacts('041')).toEqual([]);
  });
});

describe('a page', () => {
  it('is in the order of the Finnish alphabet', async () => {
    for (const [id, name] of Object.entries({ a: 'Öljy', b: 'Åke', c: 'Zeta', d: 'äiti', e: 'Élan', f: 'Alku' })) await account(id, { name });
    expect(await accounts()).toEqual(['f', 'e', 'c', 'b', 'd', 'a']);
    expect(await accounts({ sort: { by: 'name', descending: true } })).toEqual(['a', 'd', 'b', 'c', 'e', 'f']);
  });

  it('has those without a date last, both ways', async () => {
    await account('none', { name: 'A' });
    await account('late', { name: 'B', lastInvoiceOn: '2026-01-31' });
    await account('early', { name: 'C', lastInvoiceOn: '2024-01-31' });
    expect(await accounts({ sort: { by: 'lastInvoiceOn', descending: false } })).toEqual(['early', 'late', 'none']);
    expect(await accounts({ sort: { by: 'lastInvoiceOn', descending: true } })).toEqual(['late', 'early', 'none']);
  });

  it.each([['name', false], ['value', true], ['value', false], ['expectedOrderDate', true]] as const)('goes on behind the one before: by %s, downwards %s', async (by, descending) => {
    for (let at = 0; at < 9; at += 1) await salesCase(`s${at}`, { name: `Case ${at % 2}`, ...(at % 4 > 0 && { value: { amount: `${at % 3}.5`, currency: 'EUR' }, expectedOrderDate: `2026-0${1 + (at % 3)}-01` }) });
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<Views['caseLines']>> = await views.caseLines({ ...usual, filter: {}, sort: { by, descending }, withValues: true, limit: 2, after, counted: after === null });
      expect(page.total).toBe(after === null ? 9 : null);
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(await cases({ sort: { by, descending } }));
    expect(new Set(seen).size).toBe(9);
  });

  it('cannot go on behind what is not there', async () => {
    await expect(accounts({ after: 'nobody' })).rejects.toMatchObject({ code: 'cursor-unreadable' });
  });
});

describe('accounts', () => {
  it('are customers when they were invoiced or something was won, and dormant when that is long ago', async () => {
    await account('invoiced', { name: 'A', lastInvoiceOn: '2026-01-31', customerSince: '2025-01-01' });
    await account('quiet', { name: 'B', lastInvoiceOn: '2024-01-31', lastWorkOn: '2025-02-01' });
    await account('won', { name: 'C' });
    await account('selling', { name: 'D' });
    await salesCase('s1', { name: 'Won', account: 'won', state: 'won' });
    await salesCase('s2', { name: 'Open', account: 'selling', state: 'open' });
    await salesCase('s3', { name: 'Own', account: 'selling', state: 'won', internal: true });
    expect(await accounts({ of: { standing: 'customer' } })).toEqual(['invoiced', 'quiet', 'won']);
    expect(await accounts({ of: { standing: 'potential' } })).toEqual(['selling']);
    expect(await accounts({ of: { standing: 'dormant' } })).toEqual(['quiet']);
    const { items } = await views.accountLines({ ...usual, sort: byName, filter: { dormantBefore } });
    expect(items.map(({ id, isCustomer, openCases }) => [id, isCustomer, openCases])).toEqual([['invoiced', true, 0], ['quiet', true, 0], ['won', true, 0], ['selling', false, 1]]);
  });

  it('are filtered by owner, segment, class and whether they are active', async () => {
    const owners = JSON.stringify({ items: [{ id: 'u1', label: 'Sirpa Saarinen', email: 'sirpa@firm.example' }] });
    await write((transaction) => sql`insert into fact (name, value, at) values ('registry:psa:owners', ${owners}::jsonb, now())`.execute(transaction));
    await account('a', { name: 'A', owner: 'sirpa@firm.example', segments: keys('s1', 's2'), valueClass: 'A', active: false });
    await account('b', { name: 'B', segments: keys('s2'), valueClass: 'B' });
    expect(await accounts({ of: { owner: 'u1' } })).toEqual(['a']);
    expect(await accounts({ of: { owner: 'nobody' } })).toEqual([]);
    expect(await accounts({ of: { segment: 's2' } })).toEqual(['a', 'b']);
    expect(await accounts({ of: { segment: 's1' } })).toEqual(['a']);
    expect(await accounts({ of: { valueClass: ['B', 'C'] } })).toEqual(['b']);
    expect(await accounts({ of: { active: true } })).toEqual(['b']);
    expect((await views.accountLines({ ...usual, sort: byName, filter: { dormantBefore } })).items[0]).toMatchObject({ ownerName: 'Sirpa Saarinen', segments: ['s1', 's2'], active: false });
  });
});

describe('contacts', () => {
  it('may be written to when one of their addresses was not refused', async () => {
    await contact('yes', { lastName: 'A', emails: keys('a@x.example', 'b@x.example'), optOuts: keys('A@x.example') });
    await contact('no', { lastName: 'B', emails: keys('c@x.example'), optOuts: keys('c@x.example'), legalBasis: keys('Consent') });
    await contact('never', { lastName: 'C' });
    for (const [mail, id] of [['allowed', 'yes'], ['refused', 'no'], ['none', 'never']] as const) expect(await contacts(null, { mail })).toEqual([id]);
    expect(await contacts(null, { legalBasis: true })).toEqual(['no']);
  });

  it('are found by what their account is', async () => {
    await account('a', { name: 'A', lastInvoiceOn: '2026-01-31', segments: keys('s1') });
    await account('b', { name: 'B' });
    await contact('k', { lastName: 'K', account: 'a' });
    await contact('l', { lastName: 'L', account: 'b' });
    expect(await contacts(null, { standing: 'customer' })).toEqual(['k']);
    expect(await contacts(null, { standing: 'potential' })).toEqual(['l']);
    expect(await contacts(null, { segment: 's1' })).toEqual(['k']);
  });
});

describe('sales cases', () => {
  beforeEach(async () => {
    await salesCase('s1', deal('open', 'offer', '100.00', { expectedOrderDate: '2026-01-31' }));
    await salesCase('s2', deal('open', 'offer', '50.25', { expectedOrderDate: '2026-02-28' }));
    await salesCase('s3', deal('open', 'lead', null));
    await salesCase('s4', deal('won', 'won', '10'));
    await salesCase('s5', deal('open', 'offer', '7', { internal: true }));
  });

  it('are listed by value and by day, without internal ones', async () => {
    expect(await cases({ sort: { by: 'value', descending: true } })).toEqual(['s1', 's2', 's4', 's3']);
    expect(await cases({ filter: { valueFrom: '50.25' } })).toEqual(['s1', 's2']);
    expect(await cases({ filter: { expectedUntil: '2026-02-27' } })).toEqual(['s1']);
    expect(await cases({ filter: { expectedFrom: '2026-02-01', expectedUntil: '2026-02-28' } })).toEqual(['s2']);
  });

  it('come to what their stages come to', async () => {
    expect(await views.stageSums({ filter: { state: ['open'] }, words: null, withValues: true })).toEqual([
      { stage: 'lead', name: null, currency: null, count: 1, withoutValue: 1, value: '0.00', weighted: '0.00' },
      { stage: 'offer', name: null, currency: 'EUR', count: 2, withoutValue: 0, value: '150.25', weighted: '75.13' },
    ]);
  });

  it('say no value to those who may not see it, not even by their order', async () => {
    const { items } = await views.caseLines({ ...usual, sort: byName, filter: {}, withValues: false });
    expect(items.every((item) => !('value' in item))).toBe(true);
    expect((await views.stageSums({ filter: {}, words: null, withValues: false })).every((sum) => !('value' in sum) && !('weighted' in sum))).toBe(true);
    expect(() => views.caseLines({ ...usual, sort: { by: 'value', descending: true }, filter: {}, withValues: false })).toThrow(expect.objectContaining({ code: 'amounts-hidden' }) as Error);
    await expect(views.caseLines({ ...usual, sort: byName, filter: { valueFrom: '1' }, withValues: false })).rejects.toMatchObject({ code: 'amounts-hidden' });
  });
});

describe('touches', () => {
  beforeEach(async () => {
    await record('a', 'crm', 'account', 'c1', { name: 'Lahtela' });
    await record('k', 'crm', 'contact', 'k1', { firstName: 'Aino', lastName: 'Koivu', account: 'c1' });
    await write(async (transaction) => {
      await insertRows(transaction, 'touches', [
        { id: 't1', kind: 'call', at: '2026-01-01T10:00:00Z', title: 'First', companies: ['c1'], contacts: ['k1', 'stranger'], deals: [] },
        { id: 't2', kind: 'email', at: '2026-01-02T10:00:00Z', title: 'Second', companies: [], contacts: ['k1'], deals: [] },
        { id: 't3', kind: 'email', at: '2026-01-03T10:00:00Z', title: 'Third', companies: [], contacts: [], deals: [] },
      ]);
      await sql`insert into mirror_touch_of (kind, ref, at, touch) values ('company', 'c1', '2026-01-01T10:00:00Z', 't1'), ('contact', 'k1', '2026-01-01T10:00:00Z', 't1'), ('contact', 'k1', '2026-01-02T10:00:00Z', 't2')`.execute(transaction);
    });
  });

  it('are with an account when its people were touched', async () => {
    expect((await touches({})).map(({ id }) => id)).toEqual(['t3', 't2', 't1']);
    expect((await touches({ account: 'a' })).map(({ id }) => id)).toEqual(['t2', 't1']);
    expect((await touches({ account: 'nobody' })).map(({ id }) => id)).toEqual([]);
    expect((await touches({ contact: 'k', kind: ['email'] })).map(({ id }) => id)).toEqual(['t2']);
    expect((await touches({ from: '2026-01-02T00:00:00Z', until: '2026-01-03T00:00:00Z' })).map(({ id }) => id)).toEqual(['t2']);
  });

  it('name whom they were with, persons only to those who may know them', async () => {
    expect((await touches({ kind: ['call'] }))[0]).toMatchObject({ accounts: [{ id: 'a', name: 'Lahtela' }], contacts: [{ id: 'k', name: 'Aino Koivu' }, { id: null, name: null }] });
    expect((await touches({ kind: ['call'] }, false))[0]?.contacts).toEqual([]);
  });
});

describe('what may be chosen', () => {
  it('is named once, an owner of the CRM only when the PSA does not know them', async () => {
    const registries = { 'psa:owners': [{ id: 'u1', label: 'Sirpa', email: 'sirpa@firm.example' }], 'crm:owners': [{ id: '1', label: 'Sirpa S', email: 'Sirpa@firm.example' }, { id: '2', label: 'Olavi', email: 'olavi@firm.example' }], 'psa:salesStatuses': [{ id: 's', label: 'Offer', code: 'open:50' }], 'psa:languages': [{ id: 'x', code: 'fi', label: 'suomi' }] };
    await write(async (transaction) => {
      for (const [name, items] of Object.entries(registries)) await sql`insert into fact (name, value, at) values (${`registry:${name}`}, ${JSON.stringify({ items })}::jsonb, now())`.execute(transaction);
    });
    await account('a', { name: 'A', lifecycle: 'lead' });
    expect(await views.registerChoices()).toEqual({
      owners: [{ value: 'u1', label: 'Sirpa' }, { value: '2', label: 'Olavi' }], industries: [], segments: [], stages: [{ value: 's', label: 'Offer', state: 'open' }], roles: [], languages: [{ value: 'fi', label: 'suomi' }],
      lifecycles: [{ value: 'lead', label: 'lead' }],
    });
  });
});

// How a page of a register is found among the records of a large installation: 20,000 accounts, contacts, sales cases and touches.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/store/postgres/database.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import { createViews } from '../../../src/store/postgres/views/views.ts';
import type { Views } from '../../../src/store/views.ts';
import { addressOf, freshDatabase, statement } from '../../support/database.ts';
import { explained } from './explained.ts';

const COUNT = 20_000;
const classes = { valueClasses: { a: '1000', b: '100' }, sizeClasses: { medium: { employees: 50, revenue: '10000000' }, large: { employees: 250, revenue: '50000000' } } };
const options = { workspace: 'main', currency: 'EUR', rateDirection: 'organisation-per-unit', classes } as const;

let database: Database<Tables>;

const insert = (entity: string, prefix: string, fields: string): string =>
  `insert into link (id, entity, stage, created_at) select '${prefix}' || n, '${entity}', 'active', now() from generate_series(1, ${COUNT}) n;
  insert into side_state (side, entity, ref_id, link_id, fields, base_diff, unbased, handles, keys, hash, version, map_version, as_of, shown_at)
    select 'local', '${entity}', '${prefix}' || n, '${prefix}' || n, ${fields}, '{}', '{}', '{}', '{}', 'h', 1, 'm', now(), now() from generate_series(1, ${COUNT}) n;`;

const word = (of: string, words: readonly string[]): string => `(array[${words.map((one) => `'${one}'`).join(', ')}])[1 + (${of}) % ${words.length}]`;
const FIRST = ['Aino', 'Veikko', 'Sirpa', 'Olavi', 'Märta', 'Pekka', 'Ritva'];
const LAST = ['Koivumäki', 'Lahtela', 'Öhman', 'Rantala', 'Saarinen', 'Ylönen', 'Åkerman', 'Kivelä', 'Tammi'];
const TRADE = ['Konepaja', 'Rakennus', 'Kuljetus', 'Kauppa', 'Hoiva', 'Metsä'];
const day = `to_char('2022-01-01'::date + n % 1800, 'YYYY-MM-DD')`;

beforeAll(async () => {
  database = await freshDatabase<Tables>();
  const text = `
    ${insert('account', 'a', `jsonb_build_object('name', ${word('n', LAST)} || ' ' || ${word('n / 7', TRADE)} || ' ' || n || ' Oy', 'businessId', n || '-1', 'owner', 'owner' || n % 20 || '@firm.example', 'customerSince', case when n / 9 % 3 = 0 then ${day} end, 'lastInvoiceOn', case when n / 9 % 3 = 0 then ${day} end, 'lifecycle', 'lead')`)}
    ${insert('contact', 'k', `jsonb_build_object('firstName', ${word('n', FIRST)}, 'lastName', ${word('n / 5', LAST)} || n % 300, 'account', 'a' || n, 'emails', jsonb_build_array(jsonb_build_object('key', 'person' || n || '@firm' || n % 500 || '.example')), 'optOuts', case when n % 10 = 0 then jsonb_build_array(jsonb_build_object('key', 'person' || n || '@firm' || n % 500 || '.example')) end)`)}
    ${insert('salesCase', 's', `jsonb_build_object('name', ${word('n', TRADE)} || ' ' || n, 'account', 'a' || n, 'state', ${word('n / 27', ['open', 'won', 'lost'])}, 'stage', 'stage' || n % 7, 'expectedOrderDate', ${day}, 'value', jsonb_build_object('amount', n::text, 'currency', 'EUR'), 'probability', 50, 'owner', 'owner' || n % 20 || '@firm.example')`)}
    insert into mirror_touches (id, kind, at, title, companies, contacts, deals, as_of, shown_at) select 'calls:' || n, 'call', '2022-01-01'::timestamptz + n * interval '1 hour', 'T', array['company' || n], array['contact' || n], '{}', now(), now() from generate_series(1, ${COUNT}) n;
    insert into mirror_touch_of (kind, ref, at, touch) select kind, kind || n, '2022-01-01'::timestamptz + n * interval '1 hour', 'calls:' || n from generate_series(1, ${COUNT}) n cross join unnest('{company,contact}'::text[]) kind`;
  await database.unit('main', async (transaction) => {
    for (const one of text.split(';')) if (one.trim() !== '') await sql.raw(one).execute(transaction);
  });
  await statement(addressOf(database), 'analyze');
}, 120_000);

/** A page reads a part of a register, never all of it: who has bought is known from the third of all cases that were won. */
const PART = COUNT / 2;
const LARGE = /Seq Scan on (?:side_state|link|register_\w+|mirror_touch\w+)\b/u;
const rowsIn = (line: string): number => Number(/actual rows=([\d.]+)/u.exec(line)?.[1] ?? /Rows Removed by (?:Index Recheck|Filter): (\d+)/u.exec(line)?.[1] ?? 0);
const scans = (plan: readonly string[]): readonly string[] => plan.filter((line) => LARGE.test(line) || (/Scan|Rows Removed/u.test(line) && rowsIn(line) > PART));

const usual = { words: null, after: null, limit: 50, counted: false } as const;
const dormantBefore = '2025-01-01';
const byName = { by: 'name', descending: false } as const;

async function scanned(ask: (views: Views) => Promise<unknown>): Promise<readonly string[]> {
  const plans: string[][] = [];
  await ask(createViews({ database: explained(database, plans), ...options }));
  return plans.flatMap(scans);
}

describe('a page among 20,000', () => {
  it.each<[string, (views: Views) => Promise<unknown>]>([
    ['accounts by name', (views) => views.accountLines({ ...usual, filter: { dormantBefore }, sort: byName })],
    ['accounts behind the middle', (views) => views.accountLines({ ...usual, filter: { dormantBefore }, sort: byName, after: 'a10000' })],
    ['accounts by their last invoice, the latest first', (views) => views.accountLines({ ...usual, filter: { dormantBefore }, sort: { by: 'lastInvoiceOn', descending: true }, after: 'a9000' })],
    ['accounts since when they are customers, the earliest first', (views) => views.accountLines({ ...usual, filter: { dormantBefore }, sort: { by: 'customerSince', descending: false }, after: 'a9000' })],
    ['accounts by a word of their name', (views) => views.accountLines({ ...usual, filter: { dormantBefore }, sort: byName, words: 'öhm 1234' })],
    ['contacts by name', (views) => views.contactLines({ ...usual, filter: { dormantBefore }, sort: byName })],
    ['contacts of an account', (views) => views.contactLines({ ...usual, filter: { dormantBefore, account: 'a77' }, sort: byName, counted: true })],
    ['contacts by an e-mail address', (views) => views.contactLines({ ...usual, filter: { dormantBefore }, sort: byName, words: 'person123@firm123.example', counted: true })],
    ['contacts by the name of their account', (views) => views.contactLines({ ...usual, filter: { dormantBefore }, sort: byName, words: '1777' })],
    ['contacts who may be written to', (views) => views.contactLines({ ...usual, filter: { dormantBefore, mail: 'allowed' }, sort: byName })],
    ['open sales cases by their expected order date', (views) => views.caseLines({ ...usual, filter: { state: ['open'] }, sort: { by: 'expectedOrderDate', descending: false }, withValues: true, after: 's15000' })],
    ['sales cases by value', (views) => views.caseLines({ ...usual, filter: {}, sort: { by: 'value', descending: true }, withValues: true, after: 's10000' })],
    ['sales cases expected in a month', (views) => views.caseLines({ ...usual, filter: { expectedFrom: '2024-03-01', expectedUntil: '2024-03-31' }, sort: { by: 'expectedOrderDate', descending: false }, withValues: false, counted: true })],
    ['sales cases of an account', (views) => views.caseLines({ ...usual, filter: { account: 'a77' }, sort: { by: 'expectedOrderDate', descending: true }, withValues: false, counted: true })],
    ['touches', (views) => views.touchLines({ ...usual, filter: {}, sort: { by: 'at', descending: true }, withContacts: true, after: 'calls:10000' })],
    ['touches of a week', (views) => views.touchLines({ ...usual, filter: { from: '2023-01-01T00:00:00Z', until: '2023-01-08T00:00:00Z' }, sort: { by: 'at', descending: true }, withContacts: true, counted: true })],
    ['touches with an account', (views) => views.touchLines({ ...usual, filter: { account: 'a77' }, sort: { by: 'at', descending: true }, withContacts: true, counted: true })],
    ['customers', (views) => views.accountLines({ ...usual, filter: { dormantBefore, standing: 'customer' }, sort: byName })],
    ['potential customers', (views) => views.accountLines({ ...usual, filter: { dormantBefore, standing: 'potential' }, sort: byName })],
  ])('is found by an index: %s', async (_what, ask) => {
    expect(await scanned(ask)).toEqual([]);
  });
});

describe('accounts that come after those who name them', () => {
  it('lead to these by an index, not by reading the registers', async () => {
    const page = 100;
    const read = await database.unit('main', async (transaction) => {
      const soFar = async (): Promise<number> => {
        const { rows } = await sql<{ read: string }>`select sum(seq_tup_read + idx_tup_fetch) as read from pg_stat_xact_user_tables where relname in ('register_contact', 'register_sales_case')`.execute(transaction);
        return Number(rows[0]?.read);
      };
      const before = await soFar();
      await sql`insert into side_state (side, entity, ref_id, link_id, fields, base_diff, unbased, handles, keys, hash, version, map_version, as_of, shown_at)
        select 'psa', 'account', 'p' || n, 'a' || n, '{}', '{}', '{}', '{}', '{}', 'h', 1, 'm', now(), now() from generate_series(1, ${sql.lit(page)}) n`.execute(transaction);
      return (await soFar()) - before;
    });
    expect(read).toBeLessThanOrEqual(page);
  });
});

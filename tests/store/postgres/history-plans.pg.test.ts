// How an account's history is found among everything that a large firm has ever done: an account with 5,000 invoices among 60,000.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/store/postgres/database.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import { createViews } from '../../../src/store/postgres/views/views.ts';
import { addressOf, freshDatabase, statement } from '../../support/database.ts';
import { explained } from './explained.ts';

const classes = { valueClasses: { a: '1000', b: '100' }, sizeClasses: { medium: { employees: 50, revenue: '10000000' }, large: { employees: 250, revenue: '50000000' } } };
const options = { workspace: 'main', currency: 'EUR', rateDirection: 'organisation-per-unit', classes } as const;
const asked = { asOf: '2026-06-01', withAmounts: true } as const;

let database: Database<Tables>;

/** Records of one kind on every side, 1 to `count`; of each account as many. */
const records = (entity: string, count: number, fields: (account: string) => string): string =>
  `insert into link (id, entity, stage, created_at) select '${entity}' || n, '${entity}', 'active', now() from generate_series(1, ${count}) n;
  ${[['local', `'${entity}' || n`, `'l' || n % 2000`], ['psa', `'p' || n`, `'c' || n % 2000`], ['crm', `n::text`, `(n % 2000)::text`]].map(([side, id, account]) =>
    `insert into side_state (side, entity, ref_id, link_id, fields, base_diff, unbased, handles, keys, hash, version, map_version, as_of, shown_at)
      select '${side}', '${entity}', ${id}, '${entity}' || n, ${fields(account as string)}, '{}', '{}', '{}', '{}', 'h', 1, 'm', now(), now() from generate_series(1, ${count}) n;`).join('\n')}`;

beforeAll(async () => {
  database = await freshDatabase<Tables>();
  const day = `'2016-01-01'::date + n % 3650`;
  const whose = `'c' || case when n <= 5000 then 0 else n % 2000 end`;
  const made = `now(), now() from generate_series`;
  const text = `
    insert into mirror_projects (id, customer, name, start_date, closed, closed_date, created_at, as_of, shown_at) select 'p' || n, 'c' || n % 2000, 'P', ${day}, n % 2 = 0, ${day}, ${day}, ${made}(1, 8000) n;
    insert into mirror_status_history (id, project, status, at, as_of, shown_at) select 's' || n, 'p' || n, 'won', ${day}, ${made}(1, 8000) n;
    insert into mirror_proposals (id, customer, project, date, as_of, shown_at) select 'q' || n, 'c' || n % 2000, 'p' || n, case when n % 9 > 0 then ${day} end, ${made}(1, 8000) n;
    insert into mirror_invoices (id, number, customer, projects, date, created_at, due_date, credit_note, credits, total_excluding_tax, sent, as_of, shown_at)
      select 'i' || n, n::text, ${whose}, array['p' || n % 8000], case when n % 50 > 0 then ${day} end, ${day}, ${day}, n % 20 = 0, case when n % 20 = 0 then 'i' || n - 1 end, 10, true, ${made}(1, 60000) n;
    insert into mirror_invoice_rows (id, invoice, type, quantity, unit_price, as_of, shown_at) select 'r' || n, 'i' || n, 'Hours', 1, 10, ${made}(1, 60000) n;
    insert into mirror_work_hours (id, project, customer, date, quantity, unit_price, unit_cost, billable, invoice, invoice_row, as_of, shown_at)
      select 'h' || n, 'p' || n % 8000, 'c' || n % 2000, ${day}, 1, 10, 5, true, case when n % 50 > 0 then 'i' || n end, case when n % 50 > 0 then 'r' || n end, ${made}(1, 30000) n;
    insert into mirror_touches (id, kind, at, title, as_of, shown_at) select 'calls:' || n, 'call', ${day}, 'T', ${made}(1, 20000) n;
    insert into mirror_touch_of (kind, ref, at, touch) select 'company', (n % 2000)::text, ${day}, 'calls:' || n from generate_series(1, 20000) n;
    insert into mirror_touch_of (kind, ref, at, touch) select 'contact', (n % 4000)::text, ${day}, 'calls:' || n from generate_series(1, 20000) n;
    insert into link (id, entity, stage, created_at) select 'l' || n, 'account', 'active', now() from generate_series(0, 1999) n;
    insert into side_state (side, entity, ref_id, link_id, fields, base_diff, unbased, handles, keys, hash, version, map_version, as_of, shown_at)
      select side, 'account', id, 'l' || n, '{}', '{}', '{}', '{}', '{}', 'h', 1, 'm', now(), now() from generate_series(0, 1999) n cross join lateral (values ('psa', 'c' || n), ('crm', n::text), ('local', 'l' || n)) s (side, id);
    ${records('salesCase', 8000, (account) => `jsonb_build_object('account', ${account}, 'state', 'won', 'stage', 'won')`)}
    ${records('activity', 4000, (account) => `jsonb_build_object('account', ${account}, 'startsAt', to_char(${day}, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))`)}
    ${records('contact', 4000, (account) => `jsonb_build_object('account', ${account})`)}`;
  await database.unit('main', async (transaction) => {
    for (const one of text.split(';')) if (one.trim() !== '') await sql.raw(one).execute(transaction);
  });
  await statement(addressOf(database), 'analyze');
});

/** More than this account has of anything, and less than there is of invoices, their rows, work and records. */
const OWN = 10_000;
const LARGE = /Seq Scan on (?:side_state|link|mirror_(?:projects|status_history|proposals|invoices|invoice_rows|work_hours|touches|touch_of))\b/u;

const rowsIn = (line: string): number => Number(/actual rows=([\d.]+)/u.exec(line)?.[1] ?? /Rows Removed by (?:Index Recheck|Filter): (\d+)/u.exec(line)?.[1] ?? 0);

/** Lines of a plan that read a table from end to end, or more rows than the account has. */
function scans(plan: readonly string[]): readonly string[] {
  return plan.filter((line) => LARGE.test(line) || (/Scan|Rows Removed/u.test(line) && rowsIn(line) > OWN));
}

describe('an account with 5,000 invoices among 60,000', () => {
  it('has its timeline by indexes alone, on the first page and on a later one, and of the invoices no more than the page takes', async () => {
    const plans: string[][] = [];
    const views = createViews({ ...options, database: explained(database, plans) });
    const first = await views.timeline({ ...asked, account: 'l0', limit: 50 });
    await views.timeline({ ...asked, account: 'l0', limit: 50, before: first?.next ?? '' });
    const read = plans.flat().filter((line) => /Scan.* on mirror_invoices/u.test(line)).map(rowsIn);
    expect(plans.flatMap(scans)).toEqual([]);
    expect(read.length).toBeGreaterThan(0);
    expect(Math.max(...read)).toBeLessThan(500);
  });

  it('is summed, described and traced without a look at what others have', async () => {
    const plans: string[][] = [];
    const views = createViews({ ...options, database: explained(database, plans) });
    expect(await views.totals({ ...asked, account: 'l0' })).toMatchObject({ invoiced: [{ invoices: 4750, creditNotes: 278 }] });
    await views.header({ ...asked, account: 'l0' });
    await views.trace({ ...asked, deal: 'salesCase2000' });
    expect(plans.flatMap(scans)).toEqual([]);
  });

  it('has its timeline to the end, page by page, everything once', async () => {
    const views = createViews({ ...options, database });
    const ids: string[] = [];
    for (let before: string | null = ''; before !== null; ) {
      const page: Awaited<ReturnType<typeof views.timeline>> = await views.timeline({ ...asked, account: 'l0', kinds: ['invoice', 'creditNote'], limit: 500, ...(before === '' ? {} : { before }) });
      ids.push(...(page?.items ?? []).map(({ id }) => id));
      before = page?.next ?? null;
    }
    expect([ids.length, new Set(ids).size]).toEqual([5028, 5028]);
  });
});

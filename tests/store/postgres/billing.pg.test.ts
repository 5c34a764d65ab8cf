// The billable flow in SQL, held to core/billing.ts over random rows, and the plans it must have.
import { Big } from 'big.js';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { sumOf } from '../../../src/core/billing-money.ts';
import { BILLING_STATES, billingLines, invoiceStates, invoiceSums, type BillingLine } from '../../../src/core/billing.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import { anySettings, anyWorld, CUSTOMERS, TODAY } from '../../core/billing-world.ts';
import { addressOf, freshDatabase, statement } from '../../support/database.ts';
import { clear, insertRows, insertWorld, settingsOf, type Transacted } from './billing-rows.ts';

let database: Database<Tables>;
beforeAll(async () => {
  database = await freshDatabase<Tables>(['other']);
});

interface Line {
  readonly kind: string;
  readonly ref_id: string;
  readonly invoice: string | null;
  readonly project: string | null;
  readonly customer: string | null;
  readonly state: string;
  readonly amount: string;
  readonly currency: string;
  readonly org_amount: string | null;
}

async function sqlLines(transaction: Transacted, call: ReturnType<typeof sql>): Promise<readonly Line[]> {
  return (await sql<Line>`select * from ${call}`.execute(transaction)).rows;
}

const text = (parts: readonly (string | null)[]): string => parts.map((part) => part ?? '-').join(' ');
const textOf = (line: Line): string =>
  text([line.kind, line.ref_id, line.invoice, line.project, line.customer, line.state, new Big(line.amount).toFixed(2), line.currency, line.org_amount === null ? null : new Big(line.org_amount).toFixed(2)]);
const textOfCore = (line: BillingLine): string => text([line.kind, line.id, line.invoice, line.project, line.customer, line.state, line.amount.toFixed(2), line.currency, line.worth?.toFixed(2) ?? null]);

/** By invoice. */
const totals = (lines: readonly { invoice: string | null; amount: string | Big }[]): unknown =>
  [...Map.groupBy(lines.filter((line) => line.invoice !== null), (line) => line.invoice)].map(([id, own]) => `${id} ${sumOf(own.map((line) => new Big(line.amount))).toFixed(2)}`).toSorted();

describe('the billable flow in SQL', () => {
  it('says of every world what the core says: lines, states and sums, on any day, for some customers and some states', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, anySettings, fc.constantFrom('2026-03-05', TODAY, '2026-03-28'), fc.subarray([...CUSTOMERS], { minLength: 1 }), fc.subarray([...BILLING_STATES], { minLength: 1 }), async (world, settings, day, customers, states) => {
        await database.unit('main', async (transaction) => {
          await clear(transaction);
          await insertWorld(transaction, world);
          const given = settingsOf(settings);
          const all = billingLines(world, settings, day);
          const expected = all.map(textOfCore).toSorted();
          expect((await sqlLines(transaction, sql`billing_lines(${day}::date, ${given}, null, null, true)`)).map(textOf).toSorted()).toEqual(expected);

          const some = await sqlLines(transaction, sql`billing_lines(${day}::date, ${given}, ${customers}::text[], ${states}::text[], true)`);
          const wanted = all.filter((line) => customers.includes(line.customer as (typeof CUSTOMERS)[number]) && states.includes(line.state));
          expect(some.map(textOf).toSorted()).toEqual(wanted.map(textOfCore).toSorted());

          const whole = await sqlLines(transaction, sql`billing_lines(${day}::date, ${given}, null, null, false)`);
          expect(totals(whole)).toEqual(totals(all));

          const { rows: sums } = await sql<{ id: string; state: string; net: string; agrees: boolean }>`select id, state, net, agrees from billing_invoice_sums(${day}::date, ${given}, null, null)`.execute(transaction);
          const coreSums = invoiceSums(world.invoices, world.rows, settings, day).map(({ invoice, state, net, agrees }) => text([invoice.id, state, net.toFixed(2), String(agrees)]));
          expect(sums.map(({ id, state, net, agrees }) => text([id, state, new Big(net).toFixed(2), String(agrees)])).toSorted()).toEqual(coreSums.toSorted());
        });
      }),
      { numRuns: 60 },
    );
  });

  it('says how single rows stand, without a day, and only of those it was asked for', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        await database.unit('main', async (transaction) => {
          await clear(transaction);
          await insertWorld(transaction, world);
          const states = invoiceStates(world.invoices, null);
          const asked = async (kind: string, ids: readonly string[]): Promise<readonly string[]> =>
            (await sql<{ ref_id: string; state: string }>`select ref_id, state from billing_states(${kind}, ${ids}::text[], 'required', null)`.execute(transaction)).rows.map((row) => text([row.ref_id, row.state])).toSorted();
          const ids = world.invoices.slice(0, 3).map(({ id }) => id);
          expect(await asked('invoice', [...ids, 'nobody'])).toEqual(ids.map((id) => text([id, states.get(id) as string])).toSorted());
          const hours = world.items.filter((item) => item.kind === 'workHour').slice(0, 3);
          const own = billingLines({ ...world, items: hours.map((hour) => ({ ...hour, invoice: null, invoiceRow: null })), invoices: [], rows: [] }, { currency: 'EUR', approval: 'required', rounding: 'cents', rates: {}, direction: 'organisation-per-unit' }, null);
          const expected = hours.map((hour, at) => text([hour.id, hour.invoice === null ? (own[at]?.state as string) : (states.get(hour.invoice) ?? null)]));
          expect(await asked('workHour', hours.map(({ id }) => id))).toEqual(expected.toSorted());
        });
      }),
      { numRuns: 30 },
    );
  });

  it('shows a workspace its own lines only', async () => {
    await database.unit('other', (transaction) => insertRows(transaction, 'work_hours', [{ id: 'h', date: '2026-03-01', quantity: '1', unit_price: '1', billable: true, approved: true }]));
    const seen = await database.unit('main', async (transaction) => {
      await clear(transaction);
      return sqlLines(transaction, sql`billing_lines(${TODAY}::date, '{"currency":"EUR"}', null, null, true)`);
    });
    expect(seen).toEqual([]);
  });

  it('finds open work and one account by indexes, however much was ever done', async () => {
    const large = await freshDatabase<Tables>();
    await large.unit('main', async (transaction) => {
      await sql`insert into mirror_projects (id, customer, as_of, shown_at) select 'p' || n, 'c' || n % 400, now(), now() from generate_series(1, 800) n`.execute(transaction);
      await sql`insert into mirror_invoices (id, number, customer, date, created_at, currency, total_excluding_tax, sent, as_of, shown_at)
        select 'i' || n, n::text, 'c' || n % 400, '2024-01-01'::date + n % 700, '2024-01-01'::timestamptz + n % 700 * interval '1 day', 'EUR', 1, true, now(), now() from generate_series(1, 5000) n`.execute(transaction);
      await sql`insert into mirror_invoice_rows (id, invoice, quantity, unit_price, as_of, shown_at) select 'r' || n, 'i' || (n % 5000 + 1), 1, 1, now(), now() from generate_series(1, 10000) n`.execute(transaction);
      await sql`insert into mirror_work_hours (id, project, customer, date, quantity, unit_price, billable, invoice, invoice_row, as_of, shown_at)
        select 'h' || n, 'p' || (n % 800 + 1), 'c' || n % 400, '2024-01-01'::date + n % 700, 1, 1, n % 3 > 0, case when n % 10 > 0 then 'i' || (n % 5000 + 1) end, case when n % 10 > 0 then 'r' || (n % 10000 + 1) end, now(), now()
        from generate_series(1, 20000) n`.execute(transaction);
    });
    await statement(addressOf(large), 'analyze');
    const plan = async (customers: readonly string[] | null, states: readonly string[] | null): Promise<string> =>
      large.unit('main', async (transaction) => {
        const { rows } = await sql<Record<string, string>>`explain select * from billing_lines('2026-01-01'::date, '{"currency":"EUR"}', ${customers}::text[], ${states}::text[], true)`.execute(transaction);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      });
    const scans = /Seq Scan on mirror_(work_hours|invoices|invoice_rows)/;
    const open = await plan(null, ['approved', 'unapproved']);
    expect(open).not.toMatch(scans);
    expect(open).toContain('mirror_work_hours_workspace_project_idx');
    const own = await plan(['c7'], null);
    expect(own).not.toMatch(scans);
    // No index of them is read for the whole workspace either.
    expect(own).not.toMatch(/on mirror_(work_hours|invoices|invoice_rows)[^\n]*\n *Index Cond: \(workspace = current_workspace\(\)\)\n/);
  });
});

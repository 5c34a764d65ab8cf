// A question to the views: one unit of work that knows how the organisation bills and how fresh the rows are. Invariant: an amount
// that the asker may not see is left out of what the database is asked to answer.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { BillingSettings } from '../../../core/billing-money.ts';
import type { ClassThresholds } from '../../../core/rollup.ts';
import type { BillingFilter, Told } from '../../views/billing.ts';
import type { Database } from '../database.ts';
import type { Tables } from '../tables.ts';
import { rowsOf } from '../turn.ts';
import { moneyOf, type MoneyDefaults } from './money.ts';

export interface ViewOptions extends MoneyDefaults {
  readonly database: Database<Tables>;
  readonly workspace: string;
  readonly classes: ClassThresholds;
}

export interface Ask {
  readonly transaction: Transaction<Tables>;
  readonly money: BillingSettings;
  readonly told: Told;
}

export function ask<T>(options: ViewOptions, asOf: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  return options.database.unit(options.workspace, async (transaction) => {
    const money = await moneyOf(transaction, options);
    const feeds = await rowsOf<{ feed: string; at: string }>(transaction, sql`select substr(name, 7) as feed, value #>> '{}' as at from fact where starts_with(name, 'fresh:') order by name`);
    const freshness = Object.fromEntries(feeds.map(({ feed, at }) => [feed, at]));
    return work({ transaction, money, told: { asOf, freshness, currency: money.currency } });
  });
}

/** The customers a filter names; null: it names none. */
export async function customersOf({ transaction }: Ask, { account, customers }: BillingFilter): Promise<readonly string[] | null> {
  if (account === undefined) return customers ?? null;
  const rows = await rowsOf<{ id: string }>(transaction, sql`select ref_id as id from side_state where link_id = ${account} and side = 'psa' and entity = 'account'`);
  const own = rows.map(({ id }) => id);
  return customers === undefined ? own : own.filter((id) => customers.includes(id));
}

/** Columns that only those with the right to amounts get. */
export function amounts(withAmounts: boolean, columns: RawBuilder<unknown>): RawBuilder<unknown> {
  return withAmounts ? sql`, ${columns}` : sql``;
}

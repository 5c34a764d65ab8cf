// How the organisation bills, as the SQL of the billable flow takes it. Invariant: until the PSA has said, nothing is known to
// need approval and no rate is known; the currency is the installation's.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { BillingSettings, RateDirection } from '../../../core/billing-money.ts';
import type { Tables } from '../tables.ts';
import { rowsOf } from '../turn.ts';

export interface MoneyDefaults {
  /** Of the organisation, ISO 4217; the PSA's own goes before it. */
  readonly currency: string;
  readonly rateDirection: RateDirection;
}

export async function moneyOf(transaction: Transaction<Tables>, { currency, rateDirection: direction }: MoneyDefaults): Promise<BillingSettings> {
  const [row] = await rowsOf<{ value: Partial<BillingSettings> | null }>(transaction, sql`select value from fact where name = 'money:psa'`);
  return { currency, approval: 'none', rounding: 'cents', rates: {}, ...row?.value, direction };
}

/** The `settings` of the SQL functions. */
export function asSettings(settings: BillingSettings): RawBuilder<unknown> {
  return sql`${JSON.stringify(settings)}::jsonb`;
}

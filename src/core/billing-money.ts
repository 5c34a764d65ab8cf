// Money of the billable flow: rounding, the organisation's currency, a row's shares, and whether an invoice's rows explain its
// total. Invariant: decimals only, half a cent goes away from zero, and shares come to what was shared.
import { Big } from 'big.js';

/** What a rate says: organisation currency for one unit of the other, or units of the other for one of the organisation's. */
export const RATE_DIRECTIONS = ['organisation-per-unit', 'units-per-organisation'] as const;
export type RateDirection = (typeof RATE_DIRECTIONS)[number];

export interface BillingSettings {
  /** Of the organisation, ISO 4217. */
  readonly currency: string;
  /** Only with `required` an hour must be approved before it may be invoiced. */
  readonly approval: 'none' | 'required' | 'always';
  readonly rounding: 'cents' | 'integer';
  /** By currency, decimal. */
  readonly rates: Readonly<Record<string, string>>;
  readonly direction: RateDirection;
}

export function toCents(amount: Big): Big {
  return amount.round(2, Big.roundHalfUp);
}

export function sumOf(amounts: readonly Big[]): Big {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Big(0));
}

/** Null: nobody knows. */
export function rateOf(currency: string, settings: BillingSettings): Big | null {
  if (currency === settings.currency) return new Big(1);
  const rate = settings.rates[currency];
  return rate === undefined ? null : new Big(rate);
}

/** In the organisation's currency, in cents. Which way a rate goes is known here only. Null without a rate above zero. */
export function worthOf(amount: Big, rate: Big | null, direction: RateDirection): Big | null {
  if (rate === null || rate.lte(0)) return null;
  return toCents(direction === 'units-per-organisation' ? amount.div(rate) : amount.times(rate));
}

/** Parts of `whole` in cents, by weight; equal ones where the weights come to nothing. The last takes what is over. */
export function shareOut(whole: Big, weights: readonly Big[]): readonly Big[] {
  const total = sumOf(weights);
  const parts = weights.map((weight) => toCents(total.eq(0) ? whole.div(weights.length) : whole.times(weight).div(total)));
  const last = whole.minus(sumOf(parts.slice(0, -1)));
  return parts.map((part, at) => (at === parts.length - 1 ? last : part));
}

/** Whether these rows, unrounded, come to this total, as the vendor may have rounded: once or row by row. */
export function explains(total: Big, rows: readonly Big[], rounding: BillingSettings['rounding']): boolean {
  const places = rounding === 'integer' ? [2, 0] : [2];
  const exact = sumOf(rows);
  return places.some((digits) => total.eq(exact.round(digits, Big.roundHalfUp)) || total.eq(sumOf(rows.map((row) => row.round(digits, Big.roundHalfUp)))));
}

// Classes of an account, from figures and thresholds. Invariant: a class follows from its figures alone; without figures there is
// no class, never the lowest one.
import { Big } from 'big.js';

export type ValueClass = 'A' | 'B' | 'C';
export type SizeClass = 'small' | 'medium' | 'large';

interface SizeThreshold {
  readonly employees: number;
  /** Decimal, organisation's currency. */
  readonly revenue: string;
}

export interface ClassThresholds {
  /** Net invoiced in 12 months from which on an account is A or B; decimals, organisation's currency. */
  readonly valueClasses: { readonly a: string; readonly b: string };
  /** Either is enough. */
  readonly sizeClasses: { readonly medium: SizeThreshold; readonly large: SizeThreshold };
}

/** Null: nothing has ever been invoiced. */
export function valueClass(netInvoiced12m: string | null, { valueClasses: { a, b } }: ClassThresholds): ValueClass | null {
  if (netInvoiced12m === null) return null;
  const net = new Big(netInvoiced12m);
  return net.gte(a) ? 'A' : net.gte(b) ? 'B' : 'C';
}

/** Null: neither figure is known. */
export function sizeClass(employees: number | null, revenue: string | null, { sizeClasses: { medium, large } }: ClassThresholds): SizeClass | null {
  if (employees === null && revenue === null) return null;
  const reaches = (threshold: SizeThreshold): boolean => (employees !== null && employees >= threshold.employees) || (revenue !== null && new Big(revenue).gte(threshold.revenue));
  return reaches(large) ? 'large' : reaches(medium) ? 'medium' : 'small';
}

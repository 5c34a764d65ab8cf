// Money of the seeded world, counted in whole cents and shown as decimal strings.
// Invariant: no amount passes through a binary fraction.

export type CurrencyCode = 'EUR' | 'SEK' | 'USD';

/** An amount as a decimal string with two decimals. */
export interface WorldMoney {
  readonly amount: string;
  readonly currency: CurrencyCode;
}

export function money(cents: number, currency: CurrencyCode): WorldMoney {
  const whole = Math.round(cents);
  const digits = String(Math.abs(whole)).padStart(3, '0');
  return { amount: `${whole < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`, currency };
}

export function cents(amount: WorldMoney): number {
  const digits = amount.amount.replace(/[-.]/g, '');
  return amount.amount.startsWith('-') ? -Number(digits) : Number(digits);
}

/** A price list's euros in another currency, in whole units. */
export function priceInCents(euros: number, currency: CurrencyCode): number {
  return Math.round(euros * (currency === 'SEK' ? 11 : currency === 'USD' ? 1.1 : 1)) * 100;
}

/** One line before rounding: thousandths of a cent, exact for quantities of three decimals. */
function lineThousandths(quantity: number, unitPrice: WorldMoney): number {
  return Math.round(quantity * 1_000) * cents(unitPrice);
}

/** Cents of quantity × unit price, half a cent away from zero; quantities have three decimals at most. */
export function lineCents(quantity: number, unitPrice: WorldMoney): number {
  return halfAway(lineThousandths(quantity, unitPrice) / 1_000);
}

/** Cents of all the lines together, rounded once. */
export function sumCents(lines: readonly { readonly quantity: number; readonly unitPrice: WorldMoney }[]): number {
  return halfAway(lines.reduce((sum, line) => sum + lineThousandths(line.quantity, line.unitPrice), 0) / 1_000);
}

/** Tax in cents on an amount in cents, rounded half away from zero; the percentage has one decimal at most. */
export function taxCents(amountCents: number, percentage: number): number {
  return halfAway((amountCents * Math.round(percentage * 10)) / 1_000);
}

function halfAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value)) || 0;
}

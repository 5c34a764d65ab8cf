// What a currency was worth on a day: today's rate is the register's, earlier months differ from it by some per cent.
// Invariant: euros for one unit, four decimals; the organisation's own currency is always 1.

import type { CurrencyCode } from './money.ts';
import { currencies } from './registries.ts';

/** Both are plain dates. */
export function rateOn(currency: CurrencyCode, date: string, today: string): number {
  const rate = currencies.find(({ code }) => code === currency)?.rate ?? 1;
  const monthsAgo = monthOf(today) - monthOf(date);
  if (currency === 'EUR' || monthsAgo <= 0) return rate;
  const percent = ((monthsAgo * 7) % 9) - 4;
  return Math.round(rate * (100 + percent) * 100) / 10_000;
}

function monthOf(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
}

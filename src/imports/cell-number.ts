// Numbers and amounts as people write them in Finland and elsewhere. Invariant: a digit is never read as another one; what could be a
// thousand or a fraction is refused.

/** twice: it could be read as two numbers. none: it is no number. */
export type NumberRead = { readonly decimal: string } | { readonly wrong: 'twice' | 'none' };

const SPACES = /[\s\u00a0\u202f'’]/gu;
const MINUS = /^[-−–]/u;

/** A decimal with a point, as short as it was written: `1 234,50` and `1,234.50` are `1234.50`. */
export function readDecimal(text: string): NumberRead {
  const trimmed = text.trim();
  const sign = MINUS.test(trimmed) ? '-' : '';
  const body = trimmed.replace(/^[-−–+]\s*/u, '');
  // Spaces only between groups of three: two numbers in one cell are not one.
  if (!/^\d{1,3}(?:[\s\u00a0\u202f'’]\d{3})+(?:[.,]\d+)?$|^[\d.,]+$/u.test(body)) return { wrong: 'none' };
  const whole = grouped(body.replaceAll(SPACES, ''), body.length !== body.replaceAll(SPACES, '').length);
  return typeof whole === 'string' ? { decimal: `${sign}${whole}` } : whole;
}

function grouped(digits: string, hasSpaces: boolean): string | { readonly wrong: 'twice' | 'none' } {
  if (/^\d+$/u.test(digits)) return digits;
  const both = /^\d{1,3}(?:,\d{3})+\.\d+$/u.test(digits) ? ',' : /^\d{1,3}(?:\.\d{3})+,\d+$/u.test(digits) ? '.' : null;
  if (both !== null) return digits.replaceAll(both, '').replace(',', '.');
  if (/^\d{1,3}(?:,\d{3}){2,}$|^\d{1,3}(?:\.\d{3}){2,}$/u.test(digits)) return digits.replaceAll(/[.,]/gu, '');
  const [, before, after] = /^(\d*)[.,](\d+)$/u.exec(digits) ?? [];
  if (before === undefined || after === undefined) return { wrong: 'none' };
  if (!hasSpaces && after.length === 3 && /^[1-9]\d{0,2}$/u.test(before)) return { wrong: 'twice' };
  return `${before === '' ? '0' : before}.${after}`;
}

/** Without what a calculation with fractions of two left behind; a number that a cell holds has 15 digits that count. */
export function decimalOf(number: number): string {
  const rounded = Number(number.toPrecision(15));
  return Math.abs(rounded) < 1e21 && (rounded === 0 || Math.abs(rounded) >= 1e-6) ? String(rounded) : rounded.toFixed(6);
}

const SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', '£': 'GBP' };

/** The number apart from its currency; null: none is named, or one that could be of several countries. */
export function readAmount(text: string): { readonly number: string; readonly currency: string | null; readonly isNamed: boolean } {
  const [, before, number = text, after] = /^(\p{Sc}|\p{L}{1,4}\.?)?\s*([^\p{L}\p{Sc}]*?)\s*(\p{Sc}|\p{L}{1,4}\.?)?$/u.exec(text.trim()) ?? [];
  const sign = before ?? after ?? null;
  if (sign === null) return { number, currency: null, isNamed: false };
  const currency = SIGNS[sign] ?? (/^[A-Za-z]{3}$/u.test(sign) ? sign.toUpperCase() : null);
  return { number, currency, isNamed: true };
}

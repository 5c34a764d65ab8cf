// Decimal numbers as text: read from what a person types, written for the eye. Invariant: digits are never put through a
// double, so the last cent of a large sum survives both ways.

/** What the server sends and takes: `-1234.50`. */
const PLAIN = /^-?\d+(\.\d+)?$/u;

export interface Separators {
  readonly decimal: string;
  readonly group: string;
}

export function separatorsOf(locale: string): Separators {
  const parts = new Intl.NumberFormat(locale).formatToParts(-1_234_567.5);
  const find = (type: string, otherwise: string): string => parts.find((part) => part.type === type)?.value ?? otherwise;
  return { decimal: find('decimal', '.'), group: find('group', ',') };
}

/**
 * What a person typed or pasted, as a plain decimal; null when it is none. Spaces of every kind group digits; the locale's
 * decimal mark counts, and a point alone counts too where the locale does not group by points.
 */
export function parseDecimal(text: string, locale: string): string | null {
  const { decimal, group } = separatorsOf(locale);
  let plain = text.trim().replaceAll(/[\s\u00A0\u202F']/gu, '').replace(/^[\u2212\u2013]/u, '-');
  if (group.trim() !== '') plain = plain.replaceAll(group, '');
  plain = plain.replace(decimal, '.').replace(/^\+/u, '');
  return PLAIN.test(plain) ? plain : null;
}

/** A plain decimal in the locale's own writing; what is no decimal is shown as it stands rather than as a wrong number. */
export function decimalText(value: string | number, locale: string, options: Intl.NumberFormatOptions = {}): string {
  if (typeof value === 'string' && !PLAIN.test(value)) return value;
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 20, ...options });
  // Given as text, the digits are formatted as they are.
  return format.format(value as Intl.StringNumericLiteral);
}

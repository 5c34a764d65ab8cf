// Business IDs: the Finnish Y-tunnus (seven digits, a check digit; as VAT number FI + eight digits) and foreign VAT numbers.
// One organisation has one normal form however it was typed; a Y-tunnus with a wrong check digit has none.

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2];

/** `1234567-8` for Finnish ones, `SE556036079301` for others; null when it cannot be a business ID. */
export function normaliseBusinessId(value: string): string | null {
  const compact = value.toUpperCase().replace(/[\s.\p{Pd}\u2212/]/gu, '');
  const finnish = /^(?:FI)?(\d{6,8})$/u.exec(compact)?.[1];
  if (finnish !== undefined) return finnishId(finnish.padStart(8, '0'));
  if (compact.startsWith('FI')) return null;
  return /^[A-Z]{2}[A-Z0-9]{4,14}$/u.test(compact) && /\d{3}/u.test(compact) ? compact : null;
}

function finnishId(digits: string): string | null {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
  const rest = sum % 11;
  if (rest === 1 || /^0+$/u.test(digits)) return null;
  const check = rest === 0 ? 0 : 11 - rest;
  return check === Number(digits[7]) ? `${digits.slice(0, 7)}-${digits[7]}` : null;
}

// Phones by libphonenumber: `040 123 4567` and `+358401234567` are one number. What it cannot read whole is compared by its
// digits, and what has none by its text: no digit a person typed is ever overlooked.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { normaliseText } from './text.ts';

/** E.164, with `;ext=` for an extension; numbers without a country code are taken as Finnish. */
export function normalisePhone(value: string): string {
  const digits = value.replace(/[^\d+]/gu, '');
  return read(value) ?? read(digits) ?? (/\d/u.test(digits) ? digits : normaliseText(value));
}

function read(value: string): string | null {
  const parsed = parsePhoneNumberFromString(value, 'FI');
  if (!parsed?.isPossible()) return null;
  const tail = `${parsed.nationalNumber}${parsed.ext ?? ''}`;
  const digits = value.replace(/\D/gu, '');
  // A country code, a way out or a zero may come before; anything else is a second number.
  if (!digits.endsWith(tail) || digits.length - tail.length > 6) return null;
  return parsed.ext ? `${parsed.number};ext=${parsed.ext}` : parsed.number;
}

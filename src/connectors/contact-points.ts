// Home of the keys under which systems agree on how a person is reached. Invariant: one address or number has one key however
// it was typed; what is no whole number keeps its text, so that nothing a person wrote is reduced to digits.
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';
import { normalisePhone } from '../core/normalise/phone.ts';

/** The address in lower case; null for blank text. */
export function emailKey(text: string | null | undefined): string | null {
  return text?.trim().toLowerCase() || null;
}

/** E.164 (with `;ext=` for an extension), else the trimmed text; null for blank text. */
export function phoneKey(text: string | null | undefined): string | null {
  const trimmed = text?.trim() || null;
  if (trimmed === null) return null;
  const number = normalisePhone(trimmed);
  return number.startsWith('+') && parsePhoneNumberFromString(number)?.isPossible() ? number : trimmed;
}

/** True for a key that is surely a mobile number. */
export function isMobileNumber(key: string): boolean {
  return key.startsWith('+') && parsePhoneNumberFromString(key)?.getType() === 'MOBILE';
}

/** A phone's key as people write it; read again, it has the same key. */
export function readablePhone(key: string): string {
  return key.replace(';ext=', ' ext. ');
}

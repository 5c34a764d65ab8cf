// Company numbers as the registers of four countries issue them, with their check digits. Each maker is one to one from
// an index to a number, so that ids are unique without remembering which were given. The Finnish ones lie in a range the
// register has not reached: no real company is named.

const capacity = 2_000_000;

/** Spreads neighbouring indexes over the range; one to one below `capacity`. */
function scatter(index: number, offset: number): number {
  if (index >= capacity) throw new RangeError(`a seeded world has at most ${capacity} accounts`);
  return (index * 7_919 + offset) % capacity;
}

/** Finnish business ID (Y-tunnus), e.g. 5123456-4. */
export function finnishBusinessId(index: number, offset: number): string {
  // One of two neighbours always has a check digit: a remainder of 1 is never issued.
  const pair = 5_000_000 + scatter(index, offset) * 2;
  const even = finnishCheckDigit(pair);
  return even === null ? `${pair + 1}-${finnishCheckDigit(pair + 1)}` : `${pair}-${even}`;
}

/** Check digit of seven digits, null for a number the register skips. */
export function finnishCheckDigit(sevenDigits: number): number | null {
  const weights = [7, 9, 10, 5, 8, 4, 2];
  const digits = String(sevenDigits).padStart(7, '0');
  const remainder = weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) % 11;
  if (remainder === 1) return null;
  return remainder === 0 ? 0 : 11 - remainder;
}

/** The same id with a wrong check digit, as a slip of the keyboard makes it. */
export function withWrongCheckDigit(businessId: string): string {
  const last = Number(businessId.at(-1));
  return `${businessId.slice(0, -1)}${(last + 1) % 10}`;
}

/** Swedish organisation number, e.g. 559012-3456 (Luhn). */
export function swedishOrganisationNumber(index: number, offset: number): string {
  const nine = `55${9_000_000 + (scatter(index, offset) % 1_000_000)}`;
  const sum = Array.from(nine).reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${nine.slice(0, 6)}-${nine.slice(6)}${(10 - (sum % 10)) % 10}`;
}

/** Estonian VAT number without the country letters: nine digits, the last one a check digit. */
export function estonianVatDigits(index: number, offset: number): string {
  const eight = `10${String(scatter(index, offset) % 1_000_000).padStart(6, '0')}`;
  const weights = [3, 7, 1, 3, 7, 1, 3, 7];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(eight[i]), 0);
  return `${eight}${(10 - (sum % 10)) % 10}`;
}

/** German VAT number without the country letters: nine digits, the last one by ISO 7064 MOD 11,10. */
export function germanVatDigits(index: number, offset: number): string {
  const eight = String(30_000_000 + scatter(index, offset));
  let product = 10;
  for (const digit of eight) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return `${eight}${(11 - product) % 10}`;
}

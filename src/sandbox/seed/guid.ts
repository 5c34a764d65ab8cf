// The guid a seeded row gets in Severa: hexadecimal 8-4-4-4-12 that RFC 4122 validators refuse, as the vendor's are.
// Invariant: it depends on the seed and the row's key only, so it survives a bigger world and a restart; a cryptographic hash
// keeps millions of keys apart.

import { createHash } from 'node:crypto';

export function seededGuid(seed: number, key: string): string {
  const digits = createHash('sha256').update(`${seed}:${key}`).digest('hex');
  // Version 9 to f and variant 0 to 7: outside the standard's.
  const version = (9 + (Number.parseInt(digits.slice(32, 34), 16) % 7)).toString(16);
  const variant = Number.parseInt(digits.slice(34, 36), 16) % 8;
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${version}${digits.slice(12, 15)}-${variant}${digits.slice(15, 18)}-${digits.slice(18, 30)}`;
}

// What the cells of a column look like where its heading says nothing. Invariant: a look is certain (an address, a business ID with its
// check digit, a phone number that can be called, a web address), and most cells have it; text and numbers look like nothing.
import { normaliseBusinessId } from '../core/normalise/business-id.ts';
import { normalisePhone } from '../core/normalise/phone.ts';
import { isBlank } from './row.ts';
import type { Cell } from './row.ts';

export type Look = 'email' | 'businessId' | 'phone' | 'website';

const FEWEST = 3;
const MOST_OF = 0.8;
const TESTS: readonly (readonly [Look, (text: string) => boolean])[] = [
  ['email', (text) => /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[a-z]{2,}$/iu.test(text)],
  ['businessId', (text) => /^(?:FI)?\d{7}-?\d$/u.test(text) && normaliseBusinessId(text) !== null],
  ['phone', (text) => /^(?:\+|0)[\d\s()./-]{6,20}$/u.test(text) && normalisePhone(text).startsWith('+')],
  ['website', (text) => /^(?:https?:\/\/|www\.)[^\s]+\.[^\s]+$/iu.test(text)],
];

/** Null: fewer than three cells are filled, or they are of no such kind. */
export function lookOf(cells: readonly Cell[]): Look | null {
  const texts = cells.filter((cell) => !isBlank(cell)).map((cell) => (typeof cell === 'string' ? cell.trim() : ''));
  if (texts.length < FEWEST) return null;
  return TESTS.find(([, matches]) => texts.filter(matches).length >= texts.length * MOST_OF)?.[0] ?? null;
}

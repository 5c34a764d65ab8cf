// Personal names for matching only. Half a name is no name: a first name alone is borne by too many.
import { foldLetters, wordsOf } from './fold.ts';

/** Letters and digits of both names, e.g. `anna liisa maki`; null when either is missing. */
export function normalisePersonName(firstName: string, lastName: string): string | null {
  const [first, last] = [firstName, lastName].map((name) => wordsOf(foldLetters(name).replace(/[.'’]/gu, '')).join(' '));
  return first && last ? `${first} ${last}` : null;
}

// Titles of sales cases for matching only: case, diacritics and punctuation are noise, every number counts.
import { foldLetters, wordsOf } from './fold.ts';

/** Letters and digits only; '' when nothing is left. */
export function normaliseTitle(value: string): string {
  return wordsOf(foldLetters(value)).join(' ');
}

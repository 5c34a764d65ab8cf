// Company names for matching only: legal form, case, diacritics and punctuation are noise. Never a value to store, and
// never proof: a name alone only proposes.
import { foldLetters, wordsOf } from './fold.ts';

const LEGAL_FORMS = new Set(['oy', 'oyj', 'ab', 'abp', 'ky', 'tmi', 'ry', 'as', 'asa', 'aps', 'ou', 'ltd', 'limited', 'llc', 'inc', 'corp', 'gmbh', 'ag', 'bv', 'plc', 'sa', 'publ', 'osk', 'osakeyhtio']);

/** Letters and digits only, legal forms dropped from both ends; '' when nothing is left. */
export function normaliseCompanyName(value: string): string {
  const words = wordsOf(foldLetters(value).replace(/&/gu, ' ja ').replace(/[.'’]/gu, ''));
  while (words.length > 1 && LEGAL_FORMS.has(words.at(-1) as string)) words.pop();
  while (words.length > 1 && LEGAL_FORMS.has(words[0] as string)) words.shift();
  return words.map((word) => (word === 'and' || word === 'och' ? 'ja' : word)).join(' ');
}

// Where free text may name one person, found by the database before anybody reads it closely. Invariant: whatever a close look would be
// sure of is among what this finds: it asks less than that look does, and texts that hide their letters are always among them.
import { sql, type RawBuilder } from 'kysely';
import { foldLetters } from '../../core/normalise/fold.ts';
import { normalisePhone } from '../../core/normalise/phone.ts';
import type { Subject } from '../../core/subject.ts';

/** Text in another dress: escapes of HTML, addresses, mail and JSON; letters of another width; runs that look like base64 or hex. */
const HIDDEN = ['&#?[A-Za-z0-9]+;', '%[0-9A-Fa-f]{2}', '=[0-9A-F]{2}', String.raw`\\u`, '[\uff01-\uff5e]', '([a-z][A-Z0-9+/]|[A-Z0-9][A-Z0-9+/])[A-Za-z0-9+/]{10}', '([0-9A-Fa-f]{2}[^0-9A-Za-z]){7}'];
/** Marks on letters, soft hyphens and characters without a width may stand between any two. */
const BETWEEN = '[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]*';
const TELLING_DIGITS = 6;
/** A shorter id is a number like any other: nobody could be sure of it. */
const TELLING_ID = 16;

/** A pattern for texts as they stand; null when nothing is known that a text could be sure to name. */
export function mentionOf({ names, emails, phones, refs }: Pick<Subject, 'names' | 'emails' | 'phones' | 'refs'>): string | null {
  const words = [
    ...emails.map((email) => foldLetters(email.split('@')[0]?.split('+')[0] ?? '')),
    ...names.map(({ last }) => foldLetters(last).split(/[^\p{L}\p{N}]+/u).findLast((word) => word !== '') ?? ''),
    ...refs.map(({ id }) => (id.length < TELLING_ID ? '' : id.toLowerCase())),
  ];
  const numbers = phones.map((phone) => normalisePhone(phone).replaceAll(/\D/gu, '').slice(-TELLING_DIGITS).split('').join('[^0-9A-Za-z]{0,4}'));
  const telling = [...words.map(spelled), ...numbers].filter((part) => part !== '');
  return telling.length === 0 ? null : [...new Set(telling), ...HIDDEN].join('|');
}

/** @param text an expression of SQL */
export function mentions(text: RawBuilder<unknown>, pattern: string): RawBuilder<unknown> {
  return sql`${text} ~ ${pattern}`;
}

/** Every way to write the letters of a folded word. */
function spelled(word: string): string {
  return [...word.matchAll(/ss|ae|./gu)].map(([letter]) => `${spellings(letter)}${BETWEEN}`).join('');
}

function spellings(letter: string): string {
  if (letter === 'ss') return '([sS][sS]|ß|ẞ)';
  if (letter === 'ae') return `(${oneOf('a')}${BETWEEN}${oneOf('e')}|[æÆ])`;
  return /[\p{L}]/u.test(letter) ? oneOf(letter) : /\d/u.test(letter) ? letter : `\\${letter}`;
}

const oneOf = (letter: string): string => `[${letter}${letter.toUpperCase().length === 1 ? letter.toUpperCase() : ''}${MARKED.get(letter) ?? ''}]`;

/** Letter without marks → those that are it with some. */
const MARKED: ReadonlyMap<string, string> = new Map(
  [...Map.groupBy(markedLetters(), foldLetters)].flatMap(([letter, marked]) => (letter.length === 1 ? [[letter, marked.join('')] as const] : [])),
);

function markedLetters(): readonly string[] {
  return [...lettersFrom(0xc0, 0x24f), ...lettersFrom(0x1e00, 0x1eff)].filter((letter) => /\p{L}/u.test(letter));
}

function lettersFrom(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_none, index) => String.fromCodePoint(first + index));
}

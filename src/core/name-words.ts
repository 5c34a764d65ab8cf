// The names of one person, prepared for looking: whole in either order, by their parts, in every case that Finnish has for them.
// Invariant: what is a word of every other sentence is no part of a name by itself.
import { finnishForms } from './finnish-name-forms.ts';
import { foldLetters, wordsOf } from './normalise/fold.ts';
import type { PersonName } from './subject.ts';

export type Part = 'first' | 'last' | 'joined';

export interface Names {
  /** By their first word: all words of a name in one order. `turned`: the last name first. */
  readonly sequences: ReadonlyMap<string, readonly { readonly words: readonly string[]; readonly seam: number; readonly turned: boolean }[]>;
  readonly parts: ReadonlyMap<string, Part>;
  /** What a form that no rule knows begins with, and how long it may be. */
  readonly beginnings: readonly { readonly start: string; readonly longest: number; readonly part: Part }[];
  /** First letters of first and last names. */
  readonly initials: { readonly first: ReadonlySet<string>; readonly last: ReadonlySet<string> };
}

/** Parts of last names that are words of every other sentence. */
const PARTICLES = new Set(['von', 'af', 'de', 'la', 'van', 'der', 'den', 'du', 'di', 'da', 'del', 'le', 'el', 'al', 'bin', 'ibn', 'ben', 'st', 'of', 'the', 'zu', 'dos', 'das']);
const LONGEST_ENDING = 6;

export function namesOf(names: readonly PersonName[]): Names {
  const written = names.flatMap(({ first, last }) => [{ first, last }, ...(/['’]/u.test(first + last) ? [{ first: bare(first), last: bare(last) }] : [])]);
  const split = written.map(({ first, last }) => ({ first: wordsOf(foldLetters(first)), last: wordsOf(foldLetters(last)) }));
  const sequences = Map.groupBy(split.filter(({ first, last }) => first.length > 0 && last.length > 0).flatMap(({ first, last }) => [
    { words: [...first, ...last], seam: first.length, turned: false },
    { words: [...last, ...first], seam: last.length, turned: true },
  ]), ({ words }) => words[0] as string);
  const parts = new Map<string, Part>();
  const offer = (word: string, part: Part): void => void (word.length > 1 && !PARTICLES.has(word) && !parts.has(word) && parts.set(word, part));
  const single = split.flatMap(({ first, last }) => [...last.map((word) => ['last', word] as const), ...first.map((word) => ['first', word] as const)]).filter(([, word]) => !PARTICLES.has(word));
  for (const [part, word] of single) offer(word, part);
  for (const { first, last } of split) for (const joined of [[...first, ...last], [...last, ...first], [first[0]?.[0] ?? '', ...last], first, last].map((words) => words.join(''))) offer(joined, 'joined');
  for (const { first, last } of names) for (const word of [first, last].flatMap((name) => wordsOf(foldLetters(writtenOut(name))))) offer(word, 'joined');
  for (const [part, word] of single) if (word.length > 2) for (const form of finnishForms(word)) offer(form, part);
  return {
    sequences,
    parts,
    beginnings: single.filter(([, word]) => word.length > 3).map(([part, word]) => ({ start: beginning(word), longest: word.length + LONGEST_ENDING, part })),
    initials: { first: new Set(split.flatMap(({ first }) => first[0]?.[0] ?? [])), last: new Set(split.flatMap(({ last }) => last[0]?.[0] ?? [])) },
  };
}

/** What every form of it begins with, as far as a machine can say: the last letters change. */
function beginning(word: string): string {
  if (word.endsWith('nen')) return `${word.slice(0, -3)}s`;
  return word.slice(0, word.length > 7 ? -2 : word.length > 4 ? -1 : word.length);
}

/** O'Brien, OBrien. */
function bare(name: string): string {
  return name.replace(/['’]/gu, '');
}

/** As on tickets and in old systems: Mäki, Maeki. */
function writtenOut(name: string): string {
  return name.normalize('NFC').toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('å', 'aa');
}

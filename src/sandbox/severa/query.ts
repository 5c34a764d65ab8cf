// The query of a request and what filters make of it. Names are taken as they are, a list repeats its name, unknown names
// are ignored, and a value of the wrong kind is refused with the name of its parameter.
import { isDate, isGuidName, parseInstant } from './input.ts';
import type { SeveraFacts } from './options.ts';
import { invalidParameter } from './refusal.ts';

export interface Query {
  text(name: string): string | null;
  texts(name: string): readonly string[];
  /** Throws Refusal 400 when it is not true or false. */
  flag(name: string): boolean | null;
  number(name: string): number | null;
  integer(name: string): number | null;
  /** Milliseconds. A `+` that was not sent as %2B has become a space and is refused. */
  instant(name: string): number | null;
  /** The date part: a filter by date also takes a date-time. */
  date(name: string): string | null;
  readonly sortings: readonly { readonly field: string; readonly descending: boolean }[];
}

export function readQuery(raw: string, facts: SeveraFacts): Query {
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(raw)) {
    const plain = facts.bracketArrays === 'honour' ? name.replace(/\[\]$/, '') : name;
    // A guid in capitals is the same guid.
    values.set(plain, [...(values.get(plain) ?? []), isGuidName(plain) ? value.toLowerCase() : value]);
  }
  const text = (name: string): string | null => values.get(name)?.[0] ?? null;
  const parsed = <T>(name: string, parse: (value: string) => T | null, what: string): T | null => {
    const value = text(name);
    if (value === null || value === '') return null;
    const result = parse(value);
    if (result === null) throw invalidParameter(name, `The value of ${name} has to be ${what}.`);
    return result;
  };
  return {
    text,
    texts: (name) => values.get(name) ?? [],
    flag: (name) => parsed(name, (value) => ({ true: true, false: false })[value.toLowerCase()] ?? null, 'true or false'),
    number: (name) => parsed(name, (value) => (Number.isFinite(Number(value)) ? Number(value) : null), 'a number'),
    integer: (name) => parsed(name, (value) => (/^-?\d+$/.test(value) ? Number(value) : null), 'a whole number'),
    instant: (name) => parsed(name, parseInstant, 'a date and time'),
    date: (name) => parsed(name, (value) => (parseInstant(value) !== null && isDate(value.slice(0, 10)) ? value.slice(0, 10) : null), 'a date'),
    sortings: readSortings(values),
  };
}

/** `sortings[0].key=Name&sortings[0].value=Desc`; the vendor's help prints a variant with brackets, taken as well. */
function readSortings(values: ReadonlyMap<string, readonly string[]>): Query['sortings'] {
  const sortings = [];
  for (let at = 0; ; at++) {
    const read = (part: string): string | undefined => (values.get(`sortings[${at}].${part}`) ?? values.get(`sortings[${at}][${part}]`))?.[0];
    const key = read('key');
    if (key === undefined) return sortings;
    sortings.push({ field: key.charAt(0).toLowerCase() + key.slice(1), descending: (read('value') ?? 'Asc').startsWith('Desc') });
  }
}

// A mirror's declaration as names and types of SQL. Invariant: nothing from outside becomes a name; what a column is called and
// of which type is said by its declaration alone.
import { MIRRORS } from '../../../entities/mirrors/index.ts';
import type { ColumnKind, Mirror, MirrorName } from '../../../entities/mirrors/mirror.ts';

const TYPES: Readonly<Record<ColumnKind, string>> = {
  id: 'text', ids: 'text[]', text: 'text', decimal: 'numeric', date: 'date', instant: 'timestamptz', bool: 'boolean',
};

export const snakeOf = (name: string): string => name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);

/** RangeError for a name that no mirror has: a mistake of ours. */
export function mirrorNamed(name: MirrorName): Mirror {
  const mirror = MIRRORS.get(name);
  if (mirror === undefined) throw new RangeError(`There is no mirror ${name}.`);
  return mirror;
}

export const tableOf = (mirror: Mirror): string => `mirror_${snakeOf(mirror.name)}`;

/** Quoted, since some columns are named like words of SQL. */
export const columnOf = (name: string): string => `"${snakeOf(name)}"`;

export function typeOf(mirror: Mirror, name: string): string {
  const column = Object.hasOwn(mirror.columns, name) ? mirror.columns[name] : undefined;
  if (column === undefined) throw new RangeError(`The mirror ${mirror.name} has no column ${name}.`);
  return TYPES[column.kind];
}

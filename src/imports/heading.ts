// Where the headings of a table are and what they are called. Invariant: no two columns have one name, so that a map names each of
// them without doubt.
import { UsageError } from '../lib/errors.ts';
import { isBlank } from './row.ts';
import type { Cell } from './row.ts';

/** A title and a date may stand above the headings, no whole page. */
const HIGHEST = 10;

export interface Heading {
  /** Its line, from 0. */
  readonly at: number;
  readonly columns: readonly string[];
}

/**
 * The first of these lines with two cells or more, or with one where none has more.
 * @param lines the first ones of the table, empty ones among them @param width columns that the table has at least; 0: as many as have headings
 * @throws UsageError when there is none, or one name stands twice
 */
export function headingOf(lines: readonly (readonly Cell[])[], width: number): Heading {
  const first = lines.slice(0, HIGHEST);
  const filled = first.map((line) => line.filter((cell) => !isBlank(cell)).length);
  const several = filled.findIndex((count) => count > 1);
  const at = several === -1 ? filled.findIndex((count) => count > 0) : several;
  const line = lines[at];
  if (line === undefined) throw new UsageError('import.no-heading', 'there is nothing in the first lines of the table. Put the names of the columns into its first line.');
  const names = line.map((cell) => (isBlank(cell) ? '' : written(cell)));
  while (names.length > width && names.at(-1) === '') names.pop();
  while (names.length < width) names.push('');
  const columns = names.map((name, place) => (name === '' ? `column ${place + 1}` : name));
  const seen = new Map<string, string>();
  for (const column of columns) {
    const known = seen.get(column.toLowerCase());
    if (known !== undefined) throw new UsageError('import.heading-twice', `two columns are called "${known}". Give each column a name of its own.`);
    seen.set(column.toLowerCase(), column);
  }
  return { at, columns };
}

function written(cell: Cell): string {
  const text = cell === null ? '' : typeof cell === 'object' ? cell.day : String(cell);
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim();
}

// A CSV file as a table, read anew for every pass. Invariant: every pass sees the same file, or is told that it is another one by now.
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { UsageError } from '../lib/errors.ts';
import { textOf, writingOf } from './csv-text.ts';
import type { Writing } from './csv-text.ts';
import { headingOf } from './heading.ts';
import { isBlank } from './row.ts';
import type { Table, TableRow } from './row.ts';

/** Characters of one record: more of them are a quotation mark that nobody closed. */
const LONGEST = 1_000_000;
const FIRST = 10;

/** @throws UsageError for what is no text, has no heading, or one heading twice */
export async function openCsv(path: string): Promise<Table> {
  const opened = await state(path);
  const writing = await writingOf(path);
  const first: string[][] = [];
  for await (const record of records(path, writing)) if (first.push(record) >= FIRST) break;
  const { at, columns } = headingOf(first, 0);
  const above = at + (writing.saysSo ? 1 : 0);

  async function* rows(): AsyncGenerator<TableRow> {
    if ((await state(path)) !== opened) throw new UsageError('import.changed', `${path} has been changed meanwhile. Begin again.`);
    let number = writing.saysSo ? 1 : 0;
    for await (const record of records(path, writing)) {
      number += 1;
      if (number <= above + 1 || record.every(isBlank)) continue;
      const cells = columns.map((_column, place) => filled(record[place]));
      yield { number, cells, ...(record.slice(columns.length).some((cell) => !isBlank(cell)) ? { excess: true as const } : {}) };
    }
  }
  return { kind: 'csv', told: { encoding: writing.encoding, delimiter: writing.delimiter }, columns, rows };
}

/** Whatever stops reading closes the file. */
async function* records(path: string, { encoding, delimiter, saysSo }: Writing): AsyncGenerator<string[]> {
  const text = Readable.from(textOf(path, encoding));
  const parser = parse({ delimiter, relax_quotes: true, relax_column_count: true, max_record_size: LONGEST, from_line: saysSo ? 2 : 1 });
  text.once('error', (error) => parser.destroy(error));
  try {
    for await (const record of text.pipe(parser)) yield record as string[];
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw new UsageError('import.unreadable', `${path} cannot be read to its end.`, { cause });
    // What the parser says may quote the file.
    throw new UsageError('import.unclosed', `a quotation mark before line ${parser.info.lines} of the file is never closed. Close it, or take it out.`);
  } finally {
    parser.destroy();
    text.destroy();
  }
}

function filled(cell: string | undefined): string | null {
  return cell === undefined || isBlank(cell) ? null : cell;
}

/** Another one for every change, and for a file that is gone. */
async function state(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  return found === null ? 'gone' : `${found.size}:${found.mtimeMs}`;
}

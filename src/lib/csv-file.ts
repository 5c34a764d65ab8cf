// A table as CSV, row by row, so that its length costs no memory. Invariant: text cannot become a formula; numbers are as exact
// as they came.
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Cell, Sheet, SheetColumn } from './sheet.ts';
import { neutralised } from './sheet.ts';

/** fi: semicolons and a decimal comma, as a Finnish spreadsheet opens them. en: commas and a decimal point. */
export type CsvStyle = 'fi' | 'en';

/** Starts with a byte order mark, or a spreadsheet takes the text for Windows-1252. */
export function csvFile({ columns, rows }: Sheet, style: CsvStyle): Readable {
  const lines = async function* (): AsyncGenerator<readonly string[]> {
    yield columns.map(({ label }) => neutralised(label));
    for await (const row of rows) yield columns.map((column, at) => written(row[at] ?? null, column, style));
  };
  const source = Readable.from(lines());
  const text = stringify({ bom: true, delimiter: style === 'fi' ? ';' : ',', record_delimiter: 'windows' });
  source.once('error', (error) => text.destroy(error));
  text.once('close', () => source.destroy());
  return source.pipe(text);
}

function written(cell: Cell, { kind }: SheetColumn, style: CsvStyle): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  if (kind === 'decimal') return style === 'fi' ? cell.replace('.', ',') : cell;
  if (kind === 'instant') return cell.slice(0, 19).replace('T', ' ');
  return kind === 'text' ? neutralised(cell) : cell;
}

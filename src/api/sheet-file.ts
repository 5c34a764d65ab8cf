// A list as a file: its columns with headings in both languages, its rows page by page as the views tell them. Invariant: a column
// of amounts is not in the file of somebody without the right to them.
import { csvFile } from '../lib/csv-file.ts';
import type { Cell, CellKind, Sheet } from '../lib/sheet.ts';
import { xlsxFile } from '../lib/xlsx-file.ts';
import type { StreamReply } from './route.ts';

type Locale = 'fi' | 'en';

export interface FileColumn<Row> {
  readonly kind: CellKind;
  readonly label: Readonly<Record<Locale, string>>;
  readonly of: (row: Row, locale: Locale) => Cell;
  readonly amount?: true;
}

interface ListFile<Row> {
  /** Of the file, without its ending, and of the sheet. */
  readonly name: string;
  readonly columns: readonly FileColumn<Row>[];
  readonly rows: AsyncIterable<Row>;
  readonly format: 'csv' | 'xlsx';
  readonly locale: Locale;
  readonly withAmounts: boolean;
}

const TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

export function fileReply<Row>({ name, columns, rows, format, locale, withAmounts }: ListFile<Row>): StreamReply {
  const shown = columns.filter(({ amount }) => withAmounts || !amount);
  const cells = async function* (): AsyncGenerator<readonly Cell[]> {
    for await (const row of rows) yield shown.map(({ of }) => of(row, locale));
  };
  return sheetReply({ name, columns: shown.map(({ kind, label }) => ({ kind, label: label[locale] })), rows: cells() }, { name, format, locale });
}

export function sheetReply(sheet: Sheet, { name, format, locale }: { readonly name: string; readonly format: 'csv' | 'xlsx'; readonly locale: Locale }): StreamReply {
  const headers = { 'content-type': TYPES[format], 'content-disposition': `attachment; filename="${name}.${format}"` };
  return { status: 200, headers, body: format === 'csv' ? csvFile(sheet, locale) : xlsxFile(sheet) };
}

const PAGE = 500;

/** Every row of a list that is asked for page by page. The first page is asked at once: what cannot be answered is refused before a file has been promised. */
export async function everyRow<Row>(page: (offset: number, limit: number) => Promise<readonly Row[]>): Promise<AsyncIterable<Row>> {
  const first = await page(0, PAGE);
  return (async function* () {
    let rows = first;
    for (let offset = PAGE; ; offset += PAGE) {
      yield* rows;
      if (rows.length < PAGE) return;
      rows = await page(offset, PAGE);
    }
  })();
}

/** Rows that are there already. */
export async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

// A table in somebody's file: columns with a heading, and rows of cells. Invariant: the file is only ever read, its rows come one
// after the other in bounded memory, and every row knows the line where a person finds it.

/** `day`: a plain date, `YYYY-MM-DD`. Null: an empty cell. */
export type Cell = string | number | boolean | { readonly day: string } | null;

export interface TableRow {
  /** The line of the sheet, the first being 1. In a CSV file: of the records, which may hold line breaks. */
  readonly number: number;
  /** One for each column. */
  readonly cells: readonly Cell[];
  /** Said of a row with more cells than there are headings: its values may have slid into columns that are not theirs. */
  readonly excess?: true;
}

export interface Table {
  readonly kind: 'csv' | 'xlsx';
  /** How it was read, to be told to whoever brought it. */
  readonly told: { readonly encoding: string; readonly delimiter: string } | { readonly sheet: string; readonly sheets: readonly string[] };
  /** The headings, each once. A column without one is called by its place: `column 3`. */
  readonly columns: readonly string[];
  /** Rows with something in them. May be asked for again. @throws UsageError where the file cannot be read on */
  rows(): AsyncIterable<TableRow>;
}

/** What people write where there is nothing, and what a spreadsheet writes where it could not calculate. */
const NOTHING = /^(?:[-–—]|#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|N\/A|PUUTTUU!|JAKO\/0!|ARVO!|VIITTAUS!|NIMI\?|LUKU!|PUUTTUU))?$/u;

export function isBlank(cell: Cell): boolean {
  return cell === null || (typeof cell === 'string' && NOTHING.test(cell.trim()));
}

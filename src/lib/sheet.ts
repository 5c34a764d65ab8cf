// A table on its way to a file: what its columns are, and how one value is written so that a spreadsheet shows it and never
// runs it. Invariant: text that a spreadsheet would take for a formula is marked as text, whoever wrote it.

/** decimal: a decimal string. date: YYYY-MM-DD. instant: ISO 8601, shown as the UTC day and time. */
export type CellKind = 'text' | 'decimal' | 'date' | 'instant' | 'bool';
export type Cell = string | boolean | null;

export interface SheetColumn {
  readonly label: string;
  readonly kind: CellKind;
}

export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** In the order of the columns. */
  readonly rows: AsyncIterable<readonly Cell[]>;
}

/** What spreadsheets take for the beginning of a formula, also behind white space and in full width. */
const FORMULA = /^[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]/u;

/** Text with a leading apostrophe where a spreadsheet would calculate it. */
export function neutralised(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

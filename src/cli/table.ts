// Rows for a terminal, one under the other. Invariant: nothing is cut off; numbers stand to the right, words to the left.

export interface TableColumn {
  readonly label: string;
  /** Numbers. */
  readonly right?: boolean;
}

export function table(columns: readonly TableColumn[], rows: readonly (readonly (string | number | null)[])[]): string {
  const texts = rows.map((row) => columns.map((_, at) => String(row[at] ?? '')));
  const widths = columns.map(({ label }, at) => Math.max(label.length, ...texts.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `${cells.map((cell, at) => (columns[at]?.right ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join('  ').trimEnd()}\n`;
  return line(columns.map(({ label }) => label)) + texts.map(line).join('');
}

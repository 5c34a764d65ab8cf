// What came of an import, or would come of it, for people and for scripts. Invariant: a script is told of rows, columns and codes, never of
// what stands in a cell.
import type { EntityName } from '../core/vocabulary.ts';
import type { Columns, LeftOutReason } from '../imports/columns.ts';
import type { EntityCount, Imported } from '../imports/import-table.ts';
import type { Refusal } from '../imports/refusals.ts';
import { whyText } from '../imports/refusals.ts';
import type { Table } from '../imports/table.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { entityName, entityNames } from './words.ts';

/** More of them are counted, not listed. */
const MOST_LINES = 20;
const MOST_IN_JSON = 1000;

export interface RefusedRow {
  readonly row: number;
  readonly faults: readonly { readonly column: string | null; readonly code: string }[];
  readonly why: string;
}

/** Keeps the first refusals for the report. */
export function refusedRows(): { readonly rows: readonly RefusedRow[]; note(refusal: Refusal): void } {
  const rows: RefusedRow[] = [];
  return {
    rows,
    note: (refusal) => {
      if (rows.length < MOST_IN_JSON) rows.push({ row: refusal.row.number, faults: refusal.faults.map(({ column, code }) => ({ column, code })), why: whyText(refusal) });
    },
  };
}

export interface ImportReport {
  readonly file: string;
  readonly table: Table;
  readonly columns: Columns;
  readonly imported: Imported;
  readonly refused: readonly RefusedRow[];
  readonly refusedFile: string | null;
  /** It was only to be seen. */
  readonly isPreview: boolean;
}

const WHY: Readonly<Record<LeftOutReason, string>> = { told: 'the map leaves it out', unknown: 'nothing is known that it could be', taken: 'another column is that field', empty: 'nothing stands in it', fixed: 'it is no field that a file can fill: another system decides it, or it is not synced', 'whole-name': 'a whole name in one cell: give the first and the last name a column each' };

export function importText(report: ImportReport): string {
  const { table, columns, imported, refused, refusedFile, isPreview, file } = report;
  const lines = [`${file}: ${readAs(table)}, ${imported.rows} ${imported.rows === 1 ? 'row' : 'rows'}`];
  for (const [place, { entity, field }] of columns.map) lines.push(`  ${table.columns[place]} → ${entityName(entity)} ${field}`);
  if (columns.leftOut.length > 0) lines.push('Left out:', ...columns.leftOut.map(({ column, why }) => `  ${column}: ${WHY[why]}`));
  for (const [entity, count] of imported.counts) if (isAny(count)) lines.push(countLine(entity, count));
  const total = sum(imported.refused);
  if (total > 0) lines.push(`Not imported: ${total} ${total === 1 ? 'row' : 'rows'}`, ...refused.slice(0, MOST_LINES).map(({ row, why }) => `  row ${row}: ${why}`));
  if (total > MOST_LINES) lines.push(`  and ${total - MOST_LINES} more`);
  if (refusedFile !== null) lines.push(`They are in ${refusedFile}: correct them there and import that file.`);
  if (isPreview) lines.push('Nothing was written. Add --yes to import.');
  if (imported.run !== null) {
    const isAnythingWritten = [...imported.counts.values()].some(({ created, completed }) => created + completed > 0);
    lines.push(isAnythingWritten ? `This was run ${imported.run.id}. "npx sauma import --undo ${imported.run.id}" takes it back; the next sync carries it on.` : 'Nothing was written.');
  }
  if (imported.more) lines.push('It was broken off: what was done stands. Import the file again to go on.');
  return lines.map((line) => `${line}\n`).join('');
}

function readAs({ told, columns }: Table): string {
  const width = `${columns.length} columns`;
  if (!('sheet' in told)) return `${width}, ${told.encoding}, separated by ${told.delimiter === '\t' ? 'tabs' : `"${told.delimiter}"`}`;
  const others = told.sheets.filter((sheet) => sheet !== told.sheet);
  return `sheet "${told.sheet}"${others.length === 0 ? '' : ` (not read: ${others.map((sheet) => `"${sheet}"`).join(', ')})`}, ${width}`;
}

function countLine(entity: EntityName, { created, completed, unchanged, repeated }: EntityCount): string {
  return `${entityNames(entity)}: ${created} new, ${completed} completed, ${unchanged} unchanged${repeated > 0 ? `, ${repeated} more ${repeated === 1 ? 'row' : 'rows'} about the same` : ''}`;
}

export function importJson({ table, columns, imported, refused, refusedFile, isPreview }: ImportReport): unknown {
  return {
    run: imported.run?.id ?? null,
    written: !isPreview,
    brokenOff: imported.more,
    read: { kind: table.kind, ...table.told },
    columns: [...columns.map].map(([place, { entity, field }]) => ({ column: table.columns[place], entity, field })),
    leftOut: columns.leftOut,
    rows: imported.rows,
    counts: Object.fromEntries(imported.counts),
    refused: { rows: sum(imported.refused), byReason: Object.fromEntries(imported.refused), first: refused.map(({ row, faults }) => ({ row, faults })), file: refusedFile },
  };
}

/** 3 when a row was refused, or when nothing was written because nobody has said yes. */
export function importExit({ imported }: Pick<ImportReport, 'imported'>, isAsked: boolean): ExitCode {
  if (imported.more) return EXIT.failed;
  return isAsked || sum(imported.refused) > 0 ? EXIT.needsPerson : EXIT.done;
}

function isAny({ created, completed, unchanged, repeated }: EntityCount): boolean {
  return created + completed + unchanged + repeated > 0;
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, one) => total + one, 0);
}

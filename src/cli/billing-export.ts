// The lines of the billable flow into a file or onto standard output. Invariants: a file that is there is kept unless the caller says
// otherwise; what could not be written whole is not left behind.
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { billingSheet } from '../api/billing-sheet.ts';
import type { SheetLocale } from '../api/billing-sheet.ts';
import { csvFile } from '../lib/csv-file.ts';
import { UsageError } from '../lib/errors.ts';
import type { Sheet } from '../lib/sheet.ts';
import { xlsxFile } from '../lib/xlsx-file.ts';
import type { Views } from '../store/views.ts';
import type { Context } from './context.ts';

/** The name of a file, or this. */
export const STANDARD_OUTPUT = '-';
/** It tells what a firm earns from whom. */
const OWNER_ONLY = 0o600;

export interface ExportTarget {
  readonly file: string;
  readonly locale: SheetLocale;
  readonly force: boolean;
}

/** @throws UsageError for a name that says no kind of file */
export function fileKind(file: string): 'csv' | 'xlsx' {
  if (file === STANDARD_OUTPUT || file.toLowerCase().endsWith('.csv')) return 'csv';
  if (file.toLowerCase().endsWith('.xlsx')) return 'xlsx';
  throw new UsageError('file-kind', `"${file}" says no kind of file: let it end in .csv or .xlsx, or give - for CSV on standard output.`);
}

/** Line by line, so that its length costs no memory. @returns how many lines there were; @throws UsageError when the file is there already */
export async function exportLines(batches: ReturnType<Views['export']>, { file, locale, force }: ExportTarget, context: Pick<Context, 'stdout'>): Promise<number> {
  const counted = { lines: 0 };
  const sheet = counting(billingSheet(batches, locale, true), counted);
  if (file === STANDARD_OUTPUT) {
    for await (const part of csvFile(sheet, locale).setEncoding('utf8')) context.stdout.write(String(part));
    return counted.lines;
  }
  const stream = fileKind(file) === 'csv' ? csvFile(sheet, locale) : xlsxFile(sheet);
  try {
    await pipeline(stream, createWriteStream(file, { flags: force ? 'w' : 'wx', mode: OWNER_ONLY }));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') throw new UsageError('file-exists', `"${file}" is there already. Choose another name, or say --force.`);
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') throw new UsageError('file-unwritable', `"${file}" cannot be written (${code}). Choose a folder that is there and that you may write to.`);
    await rm(file, { force: true });
    throw error;
  }
  return counted.lines;
}

function counting(sheet: Sheet, counted: { lines: number }): Sheet {
  const rows = async function* (): Sheet['rows'] {
    for await (const row of sheet.rows) {
      counted.lines += 1;
      yield row;
    }
  };
  return { ...sheet, rows: rows() };
}

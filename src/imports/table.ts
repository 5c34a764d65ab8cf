// A table is opened by what is in its file, never by what the file is called. Invariant: whoever brings what is no table is told what
// to bring instead, before anything is read from it.
import { open, stat } from 'node:fs/promises';
import { UsageError } from '../lib/errors.ts';
import { openCsv } from './csv-table.ts';
import type { Table } from './row.ts';
import { openXlsx } from './xlsx-table.ts';

export type { Cell, Table, TableRow } from './row.ts';

const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
/** Of workbooks before 2007, and of those with a password. */
const OLD_OFFICE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * @param sheet of a workbook; the first that is shown when absent
 * @throws UsageError that says what to do: no such file, no table, no heading, one heading twice, too large
 */
export async function openTable(path: string, { sheet }: { readonly sheet?: string } = {}): Promise<Table> {
  const start = await beginning(path);
  if (start.length === 0) throw new UsageError('import.empty', `${path} is empty.`);
  if (start.subarray(0, 4).equals(OLD_OFFICE)) {
    throw new UsageError('import.old-workbook', `${path} is a workbook of an old kind or has a password. Save it as .xlsx without a password, or as CSV.`);
  }
  if (start.subarray(0, 4).equals(ZIP)) return await openXlsx(path, sheet ?? null);
  if (sheet !== undefined) throw new UsageError('import.no-sheets', `${path} is a text file, which has no sheets. Leave out --sheet.`);
  return await openCsv(path);
}

async function beginning(path: string): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new UsageError('import.folder', `${path} is a folder. Name a file.`);
    // It is read more than once.
    if (!found.isFile()) throw new UsageError('import.no-file', `${path} is no file that can be read twice. Save the table as a file and name that.`);
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const isAbsent = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UsageError('import.unreadable', isAbsent ? `there is no file ${path}.` : `${path} cannot be read. See that it is yours to read.`, { cause });
  }
}

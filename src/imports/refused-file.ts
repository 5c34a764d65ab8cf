// The rows that were refused, as a file of their own that can be corrected and imported. Invariant: nobody else can read it, nothing is
// written over unasked and never what is imported from, and of a person who must stay forgotten it holds nothing but the row.
import { lstat, open, realpath, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { stringify } from 'csv-stringify/sync';
import { UsageError } from '../lib/errors.ts';
import { neutralised } from '../lib/sheet.ts';
import type { Cell, TableRow } from './row.ts';

export interface RefusedFile {
  /** @param why in words @param withCells false: only the row number and why, for whom nothing may be repeated */
  add(row: TableRow, why: string, withCells: boolean): Promise<void>;
  /** Null: nothing was refused, and there is no file. */
  close(): Promise<{ readonly path: string; readonly rows: number } | null>;
}

export interface RefusedOptions {
  /** The file that is imported from. */
  readonly source: string;
  /** Write over what is in that place. */
  readonly force: boolean;
}

const PIECE = 65_536;

/**
 * The file is made with the first row: semicolons and decimal commas, in UTF-8, columns as in the table, then `row` and `why`.
 * @throws UsageError when there is something in that place and `force` is false: before anything is done
 */
export async function openRefusedFile(path: string, columns: readonly string[], { source, force }: RefusedOptions): Promise<RefusedFile> {
  await refuseTaken(path, source, force);
  let file: FileHandle | null = null;
  let rows = 0;
  let waiting = '';

  const write = async (record: readonly string[]): Promise<void> => {
    waiting += stringify([[...record]], { delimiter: ';', record_delimiter: 'windows' });
    if (waiting.length > PIECE) await flush();
  };
  const flush = async (): Promise<void> => {
    file ??= await made(path, source, force);
    await file.writeFile(waiting);
    waiting = '';
  };
  return {
    add: async (row, why, withCells) => {
      if (rows === 0) {
        waiting = '\uFEFF';
        await write([...columns.map(neutralised), ownName('row', columns), ownName('why', columns)]);
        await flush();
      }
      rows += 1;
      await write([...columns.map((_column, place) => (withCells ? written(row.cells[place] ?? null) : '')), String(row.number), why]);
    },
    close: async () => {
      if (file === null) return null;
      await flush();
      await file.close();
      return { path, rows };
    },
  };
}

/** So that the file can be imported again, no two columns have one name. */
function ownName(name: string, columns: readonly string[]): string {
  return columns.some((column) => column.toLowerCase() === name) ? `refused ${name}` : name;
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'object') return cell.day;
  if (typeof cell === 'number') return String(cell).replace('.', ',');
  return typeof cell === 'boolean' ? (cell ? 'x' : '0') : neutralised(cell);
}

async function refuseTaken(path: string, source: string, force: boolean): Promise<void> {
  const there = await lstat(path).catch(() => null);
  if (there === null) return;
  if ((await realpath(path).catch(() => path)) === (await realpath(source).catch(() => source))) throw new UsageError('import.errors-file', `${path} is the file that is imported. Name another file with --errors.`);
  if (!there.isFile()) throw new UsageError('import.errors-file', `${path} is no file that could be written. Name another one with --errors.`);
  if (!force) throw new UsageError('import.errors-file', `${path} is there already. Name another file with --errors, or write over it with --force.`);
}

/** A file of its own in any case: what another one lets others read would stay readable. */
async function made(path: string, source: string, force: boolean): Promise<FileHandle> {
  await refuseTaken(path, source, force);
  try {
    if (force) await rm(path, { force: true });
    return await open(path, 'wx', 0o600);
  } catch (cause) {
    throw new UsageError('import.errors-file', `${path} cannot be written. Name another file with --errors.`, { cause });
  }
}

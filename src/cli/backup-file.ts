// A backup as a file: compressed, then sealed with the newest key, for it holds everything. Invariants: a file that is there is kept
// unless the caller says otherwise; a backup that is told as made has been read back from the disk to its end.
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { KeyRing } from '../lib/crypto.ts';
import { ConfigError, UsageError } from '../lib/errors.ts';
import { openedFile, sealedFile } from '../lib/sealed-file.ts';
import { damagedBackup, framesOf, type BackupEnd, type BackupManifest, type Frame, type TableEnd } from '../store/postgres/backup-frames.ts';

const OWNER_ONLY = 0o600;
/** Rows are much alike: more effort makes little difference. */
const GZIP = { level: 3 };

export interface ReadBackup {
  readonly manifest: BackupManifest;
  /** What follows the manifest. */
  readonly frames: AsyncGenerator<Frame>;
}

/** @throws UsageError when the file is there already or cannot be made */
export async function writeBackupFile(file: string, frames: AsyncIterable<Buffer>, keys: KeyRing, { at, force }: { readonly at: string; readonly force: boolean }): Promise<{ readonly bytes: number }> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    if (!force && (await stat(file).catch(() => null)) !== null) throw Object.assign(new Error('there'), { code: 'EEXIST' });
    await pipeline(sealedFile(zipped(frames), keys, at), createWriteStream(draft, { flags: 'wx', mode: OWNER_ONLY, flush: true }));
    if (force) await rename(draft, file);
    else await link(draft, file);
    await syncDirectory(file);
    return { bytes: (await stat(file)).size };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'EEXIST') throw new UsageError('file-exists', `"${file}" is there already. Choose another name, or say --force.`);
    if (['ENOENT', 'EACCES', 'EISDIR', 'EROFS'].includes(code)) throw new UsageError('file-unwritable', `"${file}" cannot be written (${code}). Choose a folder that is there and that you may write to.`);
    if (code === 'ENOSPC') throw new ConfigError('disk-full', 'FILE', `The disk of "${file}" is full. Free some space, or choose another disk.`, { cause: error });
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** @throws UsageError when it cannot be read; ConfigError when it is damaged, no backup, or sealed with a key that is not here */
export async function readBackupFile(file: string, keys: KeyRing): Promise<ReadBackup> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new UsageError('file-missing', `"${file}" is not there, or is no file.`);
  const { plain } = await openedFile(createReadStream(file), keys);
  const frames = framesOf(unzipped(plain));
  const first = await frames.next();
  if (first.done === true || first.value.kind !== 'manifest' || first.value.told.format !== 1) throw damagedBackup('it does not begin as a backup does');
  return { manifest: first.value.told, frames };
}

/** Reads it to its end, and holds every table against its checksum. */
export async function checkBackupFile(file: string, keys: KeyRing): Promise<{ readonly manifest: BackupManifest; readonly end: BackupEnd }> {
  const { manifest, frames } = await readBackupFile(file, keys);
  let [sum, tables, rows] = [createHash('sha256'), 0, 0];
  for await (const frame of frames) {
    if (frame.kind === 'table') sum = createHash('sha256');
    else if (frame.kind === 'rows') sum.update(frame.bytes);
    else if (frame.kind === 'tableEnd') [tables, rows] = [tables + 1, rows + rowsOf(frame.told, sum.digest('hex'))];
    else if (frame.kind === 'end' && frame.told.tables === tables && frame.told.rows === rows) return { manifest, end: frame.told };
  }
  throw damagedBackup('tables of it are missing');
}

export function rowsText(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`;
}

function rowsOf({ rows, sha256 }: TableEnd, found: string): number {
  if (sha256 !== found) throw damagedBackup('a checksum does not fit');
  return rows;
}

function zipped(parts: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const zip = createGzip(GZIP);
  // What goes wrong ends the reading of it as well, where it is told.
  pipeline(Readable.from(parts, { objectMode: false }), zip).catch(() => undefined);
  return zip;
}

function unzipped(parts: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const unzip = createGunzip();
  pipeline(Readable.from(parts, { objectMode: false }), unzip).catch(() => undefined);
  return unzip;
}

async function syncDirectory(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(dirname(file), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

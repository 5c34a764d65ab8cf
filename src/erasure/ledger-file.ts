// The suppression ledger: a file of its own, outside of the database, so that a backup from before an erasure brings nobody back. It
// holds keyed hashes, one JSON object a line. Invariants: a suppression is in the file, on disk, before the request it belongs to is
// armed; whoever changes the file holds its lock; a line that is not as it was written is told, never passed over.
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../lib/clock.ts';
import { ConfigError } from '../lib/errors.ts';
import type { Suppression } from '../store/forgetting.ts';
import { withFileLock } from './file-lock.ts';

export interface LedgerFile {
  /** Appends and waits until it is on disk. The same twice is kept once. */
  add(suppressions: readonly Suppression[]): Promise<void>;
  /** All of them, the oldest first; of every workspace. @throws ConfigError `suppressions-damaged`, naming the line */
  all(): Promise<readonly Suppression[]>;
  /** Writes the whole file anew, in place of the old one at once: after a rotation, and when somebody may come back. */
  rewrite(change: (all: readonly Suppression[]) => readonly Suppression[]): Promise<void>;
}

interface Options {
  readonly clock: Clock;
  /** Makes the directory, before the first line is written. */
  readonly prepare: (directory: string) => void;
}

const KEY = 'SAUMA_SUPPRESSION_FILE';
const OWNER_ONLY = 0o600;
const SUM_LENGTH = 16;

export function createLedgerFile(path: string, { clock, prepare }: Options): LedgerFile {
  const locked = <T>(work: () => Promise<T>): Promise<T> => {
    prepare(dirname(path));
    return withFileLock(`${path}.lock`, clock, work);
  };
  return {
    all: async () => (await read(path)).suppressions,
    add: async (suppressions) => {
      if (suppressions.length === 0) return;
      await locked(async () => {
        const { suppressions: kept, whole } = await read(path);
        const known = new Set(kept.map(keyOf));
        const added = [...new Map(suppressions.map((each) => [keyOf(each), each])).values()].filter((each) => !known.has(keyOf(each)));
        // A line that a crash cut off was never counted on; after it nothing could be appended.
        if (!whole) await replace(path, [...kept, ...added]);
        else if (added.length > 0) await append(path, added);
      });
    },
    rewrite: (change) => locked(async () => replace(path, change((await read(path)).suppressions))),
  };
}

function keyOf({ workspace, requestId, hash }: Suppression): string {
  return JSON.stringify([workspace, requestId, hash]);
}

async function append(path: string, added: readonly Suppression[]): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, OWNER_ONLY);
  try {
    await file.writeFile(added.map(lineOf).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
  await syncDirectory(path);
}

async function replace(path: string, all: readonly Suppression[]): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(draft, 'wx', OWNER_ONLY);
    try {
      await file.writeFile(all.map(lineOf).join(''));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncDirectory(path);
}

/** A name is on the disk when its directory is. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(dirname(path), 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** `whole`: the last line has its end. */
async function read(path: string): Promise<{ readonly suppressions: readonly Suppression[]; readonly whole: boolean }> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { suppressions: [], whole: true };
    throw new ConfigError('suppressions-unreadable', KEY, `${path} cannot be read. It keeps forgotten people from coming back, so nothing is done without it: let this user read it.`, { cause: error });
  }
  const lines = text.split('\n');
  const rest = lines.pop();
  return { suppressions: lines.map((line, index) => parsed(line) ?? damaged(path, index + 1)), whole: rest === '' };
}

function lineOf({ workspace, requestId, hash, at }: Suppression): string {
  return `${JSON.stringify({ workspace, requestId, hash, at, sum: sumOf({ workspace, requestId, hash, at }) })}\n`;
}

function sumOf({ workspace, requestId, hash, at }: Suppression): string {
  return createHash('sha256').update(JSON.stringify([workspace, requestId, hash, at])).digest('base64url').slice(0, SUM_LENGTH);
}

function parsed(line: string): Suppression | null {
  try {
    const given = JSON.parse(line) as Suppression & { readonly sum: string };
    // Byte by byte: whatever else a line may hold would be lost when the file is written anew.
    return `${line}\n` === lineOf(given) ? { workspace: given.workspace, requestId: given.requestId, hash: given.hash, at: given.at } : null;
  } catch {
    return null;
  }
}

function damaged(path: string, line: number): never {
  throw new ConfigError(
    'suppressions-damaged',
    KEY,
    `${path} is damaged in line ${line}. It keeps forgotten people from coming back, so nothing is done without it. Put back a copy of it; without one, delete this line: what the database knows of is written again.`,
  );
}

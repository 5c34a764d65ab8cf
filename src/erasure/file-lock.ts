// A lock that processes of one machine hold by a file, for as long as they change another file. Invariant: a lock is taken over only from
// a process of this machine that is gone; of any other holder the error names the file.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Clock } from '../lib/clock.ts';
import { RetryableError } from '../lib/errors.ts';

const PATIENCE_MS = 10_000;
const POLL_MS = 25;

/** Those of this process wait for each other here: to itself it is never gone. */
const waiting = new Map<string, Promise<unknown>>();

/** @throws RetryableError `file-locked` when another holder does not let go */
export async function withFileLock<T>(path: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  const before = waiting.get(path) ?? Promise.resolve();
  const mine = before.then(() => alone(path, clock, work));
  const settled = mine.catch(() => undefined);
  waiting.set(path, settled);
  try {
    return await mine;
  } finally {
    if (waiting.get(path) === settled) waiting.delete(path);
  }
}

async function alone<T>(path: string, clock: Clock, work: () => Promise<T>): Promise<T> {
  const deadline = clock.now() + PATIENCE_MS;
  while (!(await taken(path))) {
    if (await isLeftBehind(path)) await rm(path, { force: true });
    else if (clock.now() >= deadline) throw new RetryableError('file-locked', `Another process holds ${path}. If none of Sauma runs, delete that file.`);
    else await clock.sleep(POLL_MS);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function taken(path: string): Promise<boolean> {
  try {
    await writeFile(path, `${process.pid}@${hostname()}`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isLeftBehind(path: string): Promise<boolean> {
  const [processId, host] = (await readFile(path, 'utf8').catch(() => '')).split('@');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(processId), 0);
    // Of this process by its number, and yet not held by it: left behind by an earlier one.
    return Number(processId) === process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

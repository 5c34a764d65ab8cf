// PostgreSQL's own lock file, `postmaster.pid`, read as evidence. Invariant: a holder counts as a server only when the
// process lives, is no zombie, and works in this very data folder: after a reboot or in a new container the same number
// may be anyone's. Lines: 1 process, 4 port, 5 socket folder, 8 status.
import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

export interface LockFile {
  readonly pid: number;
  readonly port: number;
  readonly socketDirectory: string;
  /** The server says it takes connections. */
  readonly ready: boolean;
  /** `dead` is PostgreSQL's to clean up (it also looks for left-over backends); `stranger` is not: it would refuse to start. */
  readonly holder: 'server' | 'dead' | 'stranger';
}

export function readLockFile(clusterDirectory: string): LockFile | null {
  const text = readText(join(clusterDirectory, 'postmaster.pid'));
  if (text === null) return null;
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  return {
    pid,
    port: Number(lines[3] ?? ''),
    socketDirectory: lines[4] ?? '',
    ready: lines[7] === 'ready',
    holder: holderOf(pid, clusterDirectory),
  };
}

/** Removes a lock file that stands in the way although nobody holds it. */
export function removeStrangersLock(clusterDirectory: string): void {
  if (readLockFile(clusterDirectory)?.holder === 'stranger') unlinkSync(join(clusterDirectory, 'postmaster.pid'));
}

/** True when a process of this number exists and has not ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and is someone else's.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  // A zombie answers signals too. The state stands after the last ")" since a program's name may hold anything.
  const stat = readText(`/proc/${pid}/stat`);
  return stat === null || !/^ [ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1));
}

function holderOf(pid: number, clusterDirectory: string): LockFile['holder'] {
  // An empty file is what a power cut leaves; PostgreSQL refuses to start over it.
  if (!Number.isInteger(pid) || pid <= 1) return 'stranger';
  if (!isAlive(pid)) return 'dead';
  if (process.platform !== 'linux') {
    const name = spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
    return name.includes('postgres') ? 'server' : 'stranger';
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDirectory) ? 'server' : 'stranger';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'dead' : 'stranger';
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

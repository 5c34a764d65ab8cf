// The server process itself: how it is started and asked to end. Invariant: it is asked, never killed (SIGINT ends its
// sessions and shuts down cleanly, SIGQUIT leaves recovery to the next start), and who started it stands beside the
// cluster, so that a server whose starter is dead can be told from one that somebody still minds.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, readFileSync, renameSync, openSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from '../../../lib/clock.ts';
import type { Binaries } from './binaries.ts';
import { serverEnvironment } from './cluster.ts';
import { giveTo, type Launch } from './launch.ts';
import { isAlive } from './lock-file.ts';

export interface PostmasterOptions {
  readonly cluster: string;
  readonly socketDirectory: string;
  readonly binaries: Binaries;
  readonly launch: Launch;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: (message: string) => void;
}

const POLL_MS = 20;
const STOP_LIMIT_MS = 10_000;
const LARGEST_LOG_BYTES = 10_000_000;

/** Starts the server; that it is ready shows in its lock file. */
export function startPostmaster({ cluster, socketDirectory, binaries, launch, settings, log }: PostmasterOptions): ChildProcess {
  const all = {
    listen_addresses: '',
    unix_socket_directories: socketDirectory,
    unix_socket_permissions: '0700',
    timezone: 'UTC',
    // A first sync fills empty tables; until somebody has counted them, plans are guesses, and by default nobody does for a minute.
    autovacuum_naptime: '5s',
    ...settings,
  };
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [program, ...rest] = [...launch.prefix, binaries.postgres, '-D', cluster, ...options];
  // Not sooner: a server that still runs as someone else must keep its files.
  for (const path of [cluster, socketDirectory]) giveTo(launch.identity, path);
  const output = openLog(logPath(cluster));
  // Detached: a Ctrl-C in the terminal must reach us first, so that work ends before its database does.
  const child = spawn(program as string, rest, {
    stdio: ['ignore', output, output],
    detached: true,
    env: serverEnvironment(binaries),
    ...launch.identity,
  });
  closeSync(output);
  // Without a listener a program that cannot be run would end the process; the supervisor sees it as a failed start.
  child.on('error', (error) => log(`the embedded database could not be run: ${error.message}`));
  child.unref();
  return child;
}

export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** Asks the server to end and resolves once it has. */
export async function endPostmaster(pid: number, child: ChildProcess | null, clock: Clock): Promise<void> {
  send(pid, 'SIGINT');
  const askedAt = clock.now();
  let insisted = false;
  while (child ? !hasEnded(child) : isAlive(pid)) {
    if (!insisted && clock.now() - askedAt > STOP_LIMIT_MS) {
      send(pid, 'SIGQUIT');
      insisted = true;
    }
    await clock.sleep(POLL_MS);
  }
}

export function recordStarter(cluster: string): void {
  writeFileSync(`${cluster}.started-by`, String(process.pid));
}

/** True when whoever started the running server has ended: it is nobody's to stop, so anyone's. */
export function isOrphaned(cluster: string): boolean {
  try {
    return !isAlive(Number(readFileSync(`${cluster}.started-by`, 'utf8')));
  } catch {
    return false;
  }
}

/** The server's log lies beside its cluster. */
export function logPath(cluster: string): string {
  return join(dirname(cluster), 'pg.log');
}

/** The last one is kept once it grows large. */
function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > LARGEST_LOG_BYTES) renameSync(path, `${path}.old`);
  return openSync(path, 'a', 0o600);
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

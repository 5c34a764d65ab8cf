// The folders of the embedded database: the cluster `pg`, its socket folder `run`, its log `pg.log`. Invariant: a cluster
// is whole or absent (made beside its place, then renamed), and nobody but its owner can reach its socket, since that
// folder is the only door: there is no TCP listener and no password.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigError } from '../../../lib/errors.ts';
import { OWNER_ROLE } from '../roles.ts';
import type { Binaries } from './binaries.ts';
import { giveTo, SYSTEM_PATH, type Launch } from './launch.ts';
import { isAlive } from './lock-file.ts';

const MAJOR_VERSION = '18';
/** A socket path ends at 104 (macOS) or 108 bytes, of which the file's own name takes 18. */
const LONGEST_SOCKET_DIRECTORY = 85;

/**
 * Makes the cluster when there is none.
 * @throws ConfigError when it cannot be made, or was made by another major version
 */
export function prepareCluster(directory: string, binaries: Binaries, launch: Launch): void {
  mkdirSync(dirname(directory), { recursive: true });
  removeAbandoned(directory);
  if (!existsSync(join(directory, 'PG_VERSION'))) initialise(directory, binaries, launch);
  const version = readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim();
  if (version === MAJOR_VERSION) return;
  throw new ConfigError(
    'embedded-version',
    'SAUMA_DATA_DIR',
    `The data in ${directory} was made by PostgreSQL ${version}; this program brings ${MAJOR_VERSION}. ` +
      'Start the version of Sauma that made it, back up there, and restore here into an empty data directory.',
  );
}

function initialise(directory: string, binaries: Binaries, launch: Launch): void {
  const draft = `${directory}.init-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  giveTo(launch.identity, draft);
  // Encoding and locale are named because a host with the C locale would otherwise give SQL_ASCII.
  const options = ['-D', draft, '-U', OWNER_ROLE, '--auth=trust', '--encoding=UTF8', '--locale=C'];
  options.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions');
  const [program, ...rest] = [...launch.prefix, binaries.initdb, ...options];
  const result = spawnSync(program as string, rest, { encoding: 'utf8', env: serverEnvironment(binaries), ...launch.identity });
  if (result.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new ConfigError(
      'embedded-failed',
      'SAUMA_DATA_DIR',
      `The embedded database could not be made in ${directory}: ${lastLine(result.stderr ?? '') || 'initdb did not run'}. ` +
        'Check that the folder can be written and every folder above it entered, or set DATABASE_URL.',
      { cause: result.error },
    );
  }
  try {
    renameSync(draft, directory);
    syncDirectory(dirname(directory));
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another process made it meanwhile: theirs is as good.
    if (!existsSync(join(directory, 'PG_VERSION'))) throw error;
  }
}

/** A killed start leaves its draft behind. */
function removeAbandoned(directory: string): void {
  const parent = dirname(directory);
  const mark = `${directory}.init-`.slice(parent.length + 1);
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(mark)) continue;
    const pid = Number(name.slice(mark.length));
    if (pid === process.pid || !isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** The folder of the server's socket: beside the cluster, or in the temporary folder when that path would be too long. */
export function socketDirectory(clusterDirectory: string, launch: Launch): string {
  let directory = join(dirname(clusterDirectory), 'run');
  if (Buffer.byteLength(directory) > LONGEST_SOCKET_DIRECTORY) {
    const name = `sauma-pg-${createHash('sha256').update(clusterDirectory).digest('hex').slice(0, 12)}`;
    directory = join(tmpdir(), name);
  }
  if (Buffer.byteLength(directory) > LONGEST_SOCKET_DIRECTORY) {
    throw new ConfigError('embedded-socket', 'SAUMA_DATA_DIR', `The path ${directory} is too long for a socket. Choose a shorter data directory.`);
  }
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const found = lstatSync(directory);
  const ours = [process.getuid?.(), launch.identity?.uid];
  // The temporary folder is everyone's: someone else may have put a folder of this name there.
  if (!found.isDirectory() || (process.getuid?.() !== 0 && !ours.includes(found.uid)) || (found.mode & 0o077) !== 0) {
    throw new ConfigError(
      'embedded-socket',
      'SAUMA_DATA_DIR',
      `The socket folder ${directory} belongs to someone else or is open to others. Remove it, or choose another data directory.`,
    );
  }
  return directory;
}

/** Our own variables stay out: they hold secrets, and PGDATA or LANG would mislead the server. */
export function serverEnvironment(binaries: Binaries): Record<string, string> {
  return { PATH: SYSTEM_PATH, LC_ALL: 'C', TZ: 'UTC', ...binaries.environment };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}

function syncDirectory(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

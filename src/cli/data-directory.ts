// The data directory as commands come by it. Invariants: it exists and can be written before anything is started in it, and
// only a directory that a demo made, and nobody works in, is ever emptied.
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Environment } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { ConfigError } from '../lib/errors.ts';
import { readLockFile } from '../store/postgres/embedded/lock-file.ts';

const KEY = 'SAUMA_DATA_DIR';
const DEMO_DIRECTORY = 'data/demo';
/** Lies in every directory that a demo made. */
const DEMO_MARK = 'demo';
const PATIENCE_MS = 5_000;

/** @throws ConfigError when it cannot be made or written */
export function ensureDataDirectory(path: string): void {
  try {
    makeDirectory(path);
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const reason = { EACCES: 'this user may not write there', EPERM: 'this user may not write there', EROFS: 'the file system is read-only', ENOTDIR: 'a part of it is a file' }[(cause as NodeJS.ErrnoException).code ?? ''];
    throw new ConfigError('data-directory', KEY, `${KEY}: ${path} cannot be used as data directory: ${reason ?? 'it cannot be made'}. Choose a directory that this user can write.`, { cause });
  }
}

/** Level by level: asked for all at once, Node tries for ever where the system answers that a parent does not exist. */
function makeDirectory(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
    return;
  }
  makeDirectory(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}

/**
 * An empty directory for a demo: sandboxes keep nothing between runs, so neither may the database beside them.
 * @throws ConfigError when the directory holds anything that no demo made, or somebody works in it
 */
export async function emptyDemoDirectory(env: Environment, rootDir: string, clock: Clock): Promise<string> {
  const named = env[KEY]?.trim() ?? '';
  const own = resolve(rootDir, DEMO_DIRECTORY);
  const path = named === '' ? own : resolve(rootDir, named);
  ensureDataDirectory(path);
  const foreign = path !== own && readdirSync(path).length > 0 && !existsSync(join(path, DEMO_MARK));
  if (foreign) throw refused(path, 'holds something that no demo made, and a demo begins with an empty one. Name an empty directory, or unset it to use data/demo');
  // The server of a demo that was killed needs a moment to end.
  const deadline = clock.now() + PATIENCE_MS;
  while (readLockFile(join(path, 'pg'))?.holder === 'server') {
    if (clock.now() >= deadline) throw refused(path, 'is in use. End the demo or the command that works in it first');
    await clock.sleep(100);
  }
  for (const entry of readdirSync(path)) rmSync(join(path, entry), { recursive: true, force: true });
  writeFileSync(join(path, DEMO_MARK), 'Made by "sauma demo", which wipes it at its next start.\n');
  return path;
}

function refused(path: string, reason: string): ConfigError {
  return new ConfigError('demo-directory', KEY, `${KEY}: ${path} ${reason}.`);
}

// Home of the keys that everything secret is derived from: those of SAUMA_SECRET_KEY, else those in a file of the data directory, the
// first of which is made once. Invariants: kept keys are readable by their owner only; two processes that start together get the same
// one; a key that was ever in the file stays there, and a process that runs takes a new one up by itself.
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { KeyRing } from '../lib/crypto.ts';
import { ConfigError } from '../lib/errors.ts';
import { ensureDataDirectory } from './data-directory.ts';

type KeyConfig = Pick<Config, 'dataDir' | 'secretKey'>;

const KEY_FILE = 'secret.key';
const KEY_BYTES = 32;

/** The keys as they stand, the oldest first. @throws ConfigError when the kept ones can be read by others, are damaged, or cannot be made */
export function readKeyRing(config: KeyConfig): readonly Uint8Array[] {
  if (config.secretKey) return keysOf(config.secretKey.reveal(), ',') ?? [];
  const path = join(config.dataDir, KEY_FILE);
  return readKept(path) ?? makeKept(config.dataDir, path);
}

/** For what was sealed before: a key that is made now opens nothing. @throws ConfigError when there is none yet */
export function requireKey(config: KeyConfig): void {
  if (config.secretKey || stampOf(join(config.dataDir, KEY_FILE)) !== null) return;
  throw problem(`there is no ${join(config.dataDir, KEY_FILE)}. Put the one there that the installation had, or set SAUMA_SECRET_KEY to its keys`);
}

/** The keys for as long as a process lives; read, or made, when they are first needed, and again when the file has changed. */
export function keyRingOf(config: KeyConfig): KeyRing {
  let known: { readonly stamp: string; readonly keys: readonly Uint8Array[] } | null = null;
  return () => {
    const stamp = config.secretKey ? '' : stampOf(join(config.dataDir, KEY_FILE));
    // A file that has gone is no reason to make another key while the right one is known.
    if (known === null || (stamp !== null && stamp !== known.stamp)) {
      const keys = readKeyRing(config);
      known = { stamp: stamp ?? '', keys: known !== null && same(known.keys, keys) ? known.keys : keys };
    }
    return known.keys;
  };
}

/** Puts a new key after the others; the file is replaced at once. @returns all of them */
export function addKept(config: KeyConfig): readonly Uint8Array[] {
  const keys = [...readKeyRing(config), randomBytes(KEY_BYTES)];
  const path = join(config.dataDir, KEY_FILE);
  const draft = draftOf(path, keys);
  try {
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw problem(`${path} cannot be replaced. Let this user write there`, error);
  }
  return readKeyRing(config);
}

function stampOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found ? `${found.ino}:${found.mtimeMs}:${found.size}` : null;
}

function same(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return one.length === other.length && one.every((key, index) => Buffer.compare(key, other[index] as Uint8Array) === 0);
}

/** Null when one of them is no key. */
function keysOf(text: string, between: string): readonly Uint8Array[] | null {
  const keys = text.split(between).map((line) => Buffer.from(line.trim(), 'base64'));
  return keys.every((key) => key.length === KEY_BYTES) ? keys : null;
}

function readKept(path: string): readonly Uint8Array[] | null {
  let text: string;
  try {
    const others = process.platform === 'win32' ? 0 : statSync(path).mode & 0o077;
    if (others !== 0) throw problem(`${path} can be read by other users. "chmod 600" makes it yours alone`);
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (error instanceof ConfigError) throw error;
    throw problem(`${path} cannot be read. Let this user read it, or set SAUMA_SECRET_KEY`, error);
  }
  const keys = keysOf(text.trim(), '\n');
  if (keys === null) throw problem(`${path} does not hold a key in every line any more. Restore it from a backup`);
  return keys;
}

/** Written whole under another name first: nobody ever reads half a key, and of two that are made at once one stays. */
function makeKept(dataDir: string, path: string): readonly Uint8Array[] {
  ensureDataDirectory(dataDir);
  const draft = draftOf(path, [randomBytes(KEY_BYTES)]);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unkept(path, error);
  } finally {
    rmSync(draft, { force: true });
  }
  return readKept(path) as readonly Uint8Array[];
}

/** On the disk before it counts: what is sealed under a key that was lost opens nowhere. */
function draftOf(path: string, keys: readonly Uint8Array[]): string {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(file, keys.map((key) => `${Buffer.from(key).toString('base64')}\n`).join(''));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    rmSync(draft, { force: true });
    throw unkept(path, error);
  }
  return draft;
}

function unkept(path: string, cause: unknown): ConfigError {
  return problem(`no key can be kept in ${path}. Set SAUMA_SECRET_KEY; "openssl rand -base64 32" makes one`, cause);
}

function problem(reason: string, cause?: unknown): ConfigError {
  return new ConfigError('secret-key', 'SAUMA_SECRET_KEY', `SAUMA_SECRET_KEY: ${reason}.`, { cause });
}

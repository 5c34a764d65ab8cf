// Home of the key that secrets are sealed with: the one of SAUMA_SECRET_KEY, else one that is made once and kept in the data
// directory. Invariant: a kept key is readable by its owner only, and two processes that start together get the same one.
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { ConfigError } from '../lib/errors.ts';
import { ensureDataDirectory } from './data-directory.ts';

const KEY_FILE = 'secret.key';
const KEY_BYTES = 32;

/**
 * The 32 bytes.
 * @throws ConfigError when the kept key can be read by others, is damaged, or cannot be made
 */
export function readSecretKey(config: Pick<Config, 'dataDir' | 'secretKey'>): Uint8Array {
  if (config.secretKey) return Buffer.from(config.secretKey.reveal(), 'base64');
  const path = join(config.dataDir, KEY_FILE);
  return readKept(path) ?? makeKept(config.dataDir, path);
}

function readKept(path: string): Uint8Array | null {
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
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== KEY_BYTES) throw problem(`${path} does not hold a key any more. Restore it from a backup`);
  return bytes;
}

/** Written whole under another name first: nobody ever reads half a key, and of two that are made at once one stays. */
function makeKept(dataDir: string, path: string): Uint8Array {
  ensureDataDirectory(dataDir);
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  } catch (error) {
    throw problem(`no key can be kept in ${dataDir}. Set SAUMA_SECRET_KEY; "openssl rand -base64 32" makes one`, error);
  }
  return readKept(path) as Uint8Array;
}

function problem(reason: string, cause?: unknown): ConfigError {
  return new ConfigError('secret-key', 'SAUMA_SECRET_KEY', `SAUMA_SECRET_KEY: ${reason}.`, { cause });
}

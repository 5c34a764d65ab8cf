// The key that secrets are sealed with: given, or made once and kept for its owner only.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSecretKey } from '../../src/cli/secret-key.ts';
import { Secret } from '../../src/lib/secret.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sauma-key-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const kept = (): string => join(dataDir, 'secret.key');

describe('the secret key', () => {
  it('is the configured one when there is one, and then none is made', () => {
    expect(readSecretKey({ dataDir, secretKey: new Secret(Buffer.alloc(32, 3).toString('base64')) })).toEqual(Buffer.alloc(32, 3));
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('is made once, in a directory that is made for it, and is for its owner only', () => {
    const inside = { dataDir: join(dataDir, 'new'), secretKey: null };
    const first = readSecretKey(inside);
    expect(first).toHaveLength(32);
    expect(readSecretKey(inside)).toEqual(first);
    expect(readdirSync(inside.dataDir)).toEqual(['secret.key']);
    expect(statSync(join(inside.dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(readSecretKey({ dataDir, secretKey: null })).not.toEqual(first);
  });

  it('is refused when others can read it', () => {
    readSecretKey({ dataDir, secretKey: null });
    chmodSync(kept(), 0o640);
    expect(() => readSecretKey({ dataDir, secretKey: null })).toThrow(/can be read by other users\. "chmod 600"/);
  });

  it('is refused when it is no key any more, and is never replaced', () => {
    writeFileSync(kept(), 'rikki\n', { mode: 0o600 });
    expect(() => readSecretKey({ dataDir, secretKey: null })).toThrow(expect.objectContaining({ code: 'secret-key', key: 'SAUMA_SECRET_KEY' }));
    expect(readFileSync(kept(), 'utf8')).toBe('rikki\n');
  });
});

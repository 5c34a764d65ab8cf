// The key that secrets are sealed with: given, or made once and kept for its owner only.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKept, keyRingOf, readKeyRing } from '../../src/cli/secret-key.ts';
import { Secret } from '../../src/lib/secret.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sauma-key-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const kept = (): string => join(dataDir, 'secret.key');

describe('the secret key', () => {
  it('is the configured one when there is one, and then none is made', () => {
    expect(readKeyRing({ dataDir, secretKey: new Secret(Buffer.alloc(32, 3).toString('base64')) })).toEqual([Buffer.alloc(32, 3)]);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('is made once, in a directory that is made for it, and is for its owner only', () => {
    const inside = { dataDir: join(dataDir, 'new'), secretKey: null };
    const first = readKeyRing(inside);
    expect(first.map((key) => key.length)).toEqual([32]);
    expect(readKeyRing(inside)).toEqual(first);
    expect(readdirSync(inside.dataDir)).toEqual(['secret.key']);
    expect(statSync(join(inside.dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(readKeyRing({ dataDir, secretKey: null })).not.toEqual(first);
  });

  it('is refused when others can read it', () => {
    readKeyRing({ dataDir, secretKey: null });
    chmodSync(kept(), 0o640);
    expect(() => readKeyRing({ dataDir, secretKey: null })).toThrow(/can be read by other users\. "chmod 600"/);
  });

  it('is refused when it is no key any more, and is never replaced', () => {
    writeFileSync(kept(), 'rikki\n', { mode: 0o600 });
    expect(() => readKeyRing({ dataDir, secretKey: null })).toThrow(expect.objectContaining({ code: 'secret-key', key: 'SAUMA_SECRET_KEY' }));
    expect(readFileSync(kept(), 'utf8')).toBe('rikki\n');
  });

  it('is one of several after a rotation, the newest last, whoever has them', () => {
    const given = [3, 4].map((fill) => Buffer.alloc(32, fill));
    expect(readKeyRing({ dataDir, secretKey: new Secret(given.map((key) => key.toString('base64')).join(',')) })).toEqual(given);
    const [first] = readKeyRing({ dataDir, secretKey: null });
    const both = addKept({ dataDir, secretKey: null });
    expect(both).toHaveLength(2);
    expect(both[0]).toEqual(first);
    expect(readKeyRing({ dataDir, secretKey: null })).toEqual(both);
    expect(readdirSync(dataDir)).toEqual(['secret.key']);
    expect(statSync(kept()).mode & 0o777).toBe(0o600);
  });
});

describe('the keys of a process', () => {
  it('are those of the file as it is now, and stay when it has gone', () => {
    const ring = keyRingOf({ dataDir, secretKey: null });
    expect(readdirSync(dataDir)).toEqual([]);
    const before = ring();
    expect(ring()).toBe(before);
    addKept({ dataDir, secretKey: null });
    expect(ring()).toHaveLength(2);
    expect(ring()[0]).toEqual(before[0]);
    rmSync(kept());
    expect(ring()).toHaveLength(2);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('are refused when a line of the file is no key', () => {
    readKeyRing({ dataDir, secretKey: null });
    writeFileSync(kept(), `${readFileSync(kept(), 'utf8')}rikki\n`);
    expect(() => keyRingOf({ dataDir, secretKey: null })()).toThrow(/does not hold a key in every line/);
  });
});

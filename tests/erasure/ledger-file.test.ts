// The suppression ledger on disk: what was added is there after a crash, and what is damaged is told.
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedgerFile, type LedgerFile } from '../../src/erasure/ledger-file.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Suppression } from '../../src/store/forgetting.ts';

let directory: string;
let path: string;
let file: LedgerFile;
const openFile = (): LedgerFile => createLedgerFile(path, { clock: systemClock, prepare: (made) => void mkdirSync(made, { recursive: true }) });
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sauma-ledger-'));
  path = join(directory, 'kept', 'suppressions.jsonl');
  file = openFile();
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const suppression = (hash: string, more: Partial<Suppression> = {}): Suppression => ({ workspace: 'main', requestId: 'r1', hash, at: '2026-03-01T08:00:00.000Z', ...more });

describe('the suppression ledger', () => {
  it('is empty and not there before the first suppression', async () => {
    expect(await file.all()).toEqual([]);
    await file.add([]);
    expect(existsSync(path)).toBe(false);
  });

  it('keeps what was added, once, in order, for its owner only', async () => {
    await file.add([suppression('1.a'), suppression('1.b'), suppression('1.a')]);
    await file.add([suppression('1.b'), suppression('1.c'), suppression('1.a', { workspace: 'north' }), suppression('1.a', { requestId: 'r2' })]);
    expect((await openFile().all()).map(({ workspace, requestId, hash }) => `${workspace} ${requestId} ${hash}`)).toEqual(['main r1 1.a', 'main r1 1.b', 'main r1 1.c', 'north r1 1.a', 'main r2 1.a']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(directory, 'kept'))).toEqual(['suppressions.jsonl']);
  });

  it('loses nothing when many add at once, from two files of one process', async () => {
    const other = openFile();
    await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? file : other).add([suppression(`1.${index}`)])));
    expect(new Set((await file.all()).map(({ hash }) => hash)).size).toBe(40);
  });

  it('is written anew as a whole', async () => {
    await file.add([suppression('1.a'), suppression('1.b', { requestId: 'r2' })]);
    await file.rewrite((all) => all.filter(({ requestId }) => requestId !== 'r2').map((each) => ({ ...each, hash: '2.x' })));
    expect(await file.all()).toEqual([suppression('2.x')]);
  });

  it.each([
    ['a changed letter', (text: string) => text.replace('1.b', '1.c')],
    ['a line of something else', (text: string) => text.replace('\n', '\nhello\n')],
    ['an added property', (text: string) => text.replace('"1.b"', '"1.b","more":1')],
    ['an empty line', (text: string) => text.replace('\n', '\n\n')],
  ])('is refused with the number of the line for %s', async (_what, change) => {
    await file.add([suppression('1.a'), suppression('1.b')]);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
    await expect(file.all()).rejects.toThrow(expect.objectContaining({ code: 'suppressions-damaged', message: expect.stringContaining('line 2') as string }));
    const before = readFileSync(path, 'utf8');
    await expect(file.add([suppression('1.z')])).rejects.toThrow('line 2');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('passes over a last line that a crash cut off, which nobody has counted on, and goes on after it', async () => {
    await file.add([suppression('1.a')]);
    appendFileSync(path, '{"workspace":"main","requ');
    expect(await file.all()).toEqual([suppression('1.a')]);
    await file.add([suppression('1.b')]);
    expect(await openFile().all()).toEqual([suppression('1.a'), suppression('1.b')]);
  });

  it('takes over the lock of a process that is gone, and waits for one that is not', async () => {
    await file.add([suppression('1.a')]);
    writeFileSync(`${path}.lock`, `999999999@${hostname()}`);
    await file.add([suppression('1.b')]);
    expect(await file.all()).toHaveLength(2);
    writeFileSync(`${path}.lock`, '1@elsewhere.example');
    let now = 0;
    const impatient = createLedgerFile(path, { clock: { now: () => now, sleep: () => Promise.resolve(void (now += 1_000)) }, prepare: () => undefined });
    await expect(impatient.add([suppression('1.c')])).rejects.toThrow(expect.objectContaining({ code: 'file-locked' }));
    expect(await file.all()).toHaveLength(2);
  });
});

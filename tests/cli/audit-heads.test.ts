// Heads of the audit beside the database: the last of each day stays, nothing goes back, and a restore takes off what came later.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropLaterHeads, keepHead, keepingHeads, keptHeads } from '../../src/cli/audit-heads.ts';
import { createLog } from '../../src/lib/log.ts';
import type { AuditHead } from '../../src/store/audit.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sauma-heads-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const head = (number: number, day: string): AuditHead => ({ number, hash: `h${number}`, at: `${day}T08:00:00.000Z`, signature: 's', publicKey: 'k' });
const numbers = (workspace = 'main'): readonly number[] => keptHeads(dataDir, workspace).map(({ number }) => number);

const nothing = (): void => undefined;

describe('a head that is written down', () => {
  it('stays as the last one of its day, for each workspace, for its owner only', () => {
    for (const each of [head(3, '2026-03-01'), head(5, '2026-03-01'), head(9, '2026-03-02')]) keepHead(dataDir, 'main', each);
    keepHead(dataDir, 'north', head(1, '2026-03-02'));
    expect([numbers(), numbers('north'), numbers('other')]).toEqual([[5, 9], [1], []]);
    expect(statSync(join(dataDir, 'audit-heads.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dataDir)).toEqual(['audit-heads.json']);
  });

  it('is never replaced by an earlier one', () => {
    keepHead(dataDir, 'main', head(9, '2026-03-02'));
    for (const each of [head(9, '2026-03-03'), head(4, '2026-03-03')]) keepHead(dataDir, 'main', each);
    expect(numbers()).toEqual([9]);
  });

  it('goes when a restored database ends before it, and that is told', () => {
    for (const each of [head(5, '2026-03-01'), head(9, '2026-03-02')]) keepHead(dataDir, 'main', each);
    expect(dropLaterHeads(dataDir, 'main', head(9, '2026-03-02'))).toBe(0);
    expect(dropLaterHeads(dataDir, 'main', head(6, '2026-03-01'))).toBe(3);
    expect(numbers()).toEqual([5]);
    expect(dropLaterHeads(dataDir, 'main', null)).toBe(5);
    expect(numbers()).toEqual([]);
  });

  it('is asked for again and again until the end, and once more then, whatever goes wrong in between', async () => {
    const [asked, logged] = [[] as number[], [] as string[]];
    let sleeping: () => void = nothing;
    const clock = { now: () => 0, sleep: (_ms: number, signal?: AbortSignal) => new Promise<void>((resolve) => { sleeping = resolve; signal?.addEventListener('abort', () => resolve(), { once: true }); }) };
    const audit = { head: () => (asked.push(asked.length + 1), asked.length === 2 ? Promise.reject(new Error('away')) : Promise.resolve(head(asked.length, '2026-03-01'))) };
    const stop = keepingHeads({ dataDir, workspace: 'main', audit, clock, log: createLog({ level: 'error', destination: { write: (entry) => void logged.push(entry) } }) });
    await expect.poll(() => numbers()).toEqual([1]);
    sleeping();
    await expect.poll(() => logged.length).toBe(1);
    await stop();
    expect([asked, numbers()]).toEqual([[1, 2, 3], [3]]);
  });

  it('is refused with the way on when its file is damaged', () => {
    writeFileSync(join(dataDir, 'audit-heads.json'), '{');
    expect(() => keptHeads(dataDir, 'main')).toThrow(expect.objectContaining({ code: 'audit-heads' }));
  });
});

// The benchmarks run whole at small sizes: every part answers, and the calls are close to the fewest. Speed is nobody's promise
// on a machine that does other things, so no test looks at it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ratioOf } from './part.ts';
import type { Row } from './part.ts';
import { PARTS } from './parts/list.ts';
import { pageOf } from './report.ts';
import type { Measured } from './report.ts';
import { thisMachine } from './machine.ts';
import { measure } from './run.ts';
import { QUICK } from './sizes.ts';

let measured: readonly Measured[];
let told = 0;

beforeAll(async () => {
  measured = await measure(PARTS, QUICK, () => (told += 1));
}, 600_000);
afterAll(() => (measured = []));

function rowsOf(name: string): readonly Row[] {
  return measured.find((part) => part.name === name)?.rows ?? [];
}

describe('the benchmarks', () => {
  it('say what they are at and answer every question', () => {
    expect(measured.map(({ name }) => name)).toEqual(PARTS.map(({ name }) => name));
    for (const { rows } of measured) expect(rows.every(({ measured }) => Number.isFinite(measured.value))).toBe(true);
    expect(told).toBeGreaterThan(PARTS.length);
  });

  it.each(['Severa', 'HubSpot'])('find hardly more calls to %s than are needed', (system) => {
    const rows = rowsOf('calls').filter(({ what }) => what.endsWith(`: ${system}`));
    expect(rows.length).toBe(4);
    for (const row of rows) {
      expect(ratioOf(row), row.what).toBeGreaterThanOrEqual(1);
      // Of few calls one more is a large share.
      expect(row.measured.value, row.what).toBeLessThanOrEqual((row.against?.value ?? 0) * 1.05 + 3);
    }
  });

  it.each(['Severa', 'HubSpot'])('read what only flows in, and look at it again, with hardly more calls to %s than are needed', (system) => {
    const [read, again, ...others] = rowsOf('money').filter(({ what }) => what.endsWith(`: ${system}`));
    expect(others).toEqual([]);
    expect(read?.measured.value).toBeGreaterThanOrEqual(read?.against?.value ?? Infinity);
    expect(read?.measured.value).toBeLessThanOrEqual((read?.against?.value ?? 0) * 1.03 + 1);
    expect(again?.measured).toEqual({ value: again?.against?.value, unit: 'calls' });
  });

  it('carry an edit that an event tells of in one cycle', () => {
    expect(rowsOf('events')[0]?.measured.value).toBe(1);
  });

  it('leave a page with every row, its ratio first', () => {
    const page = pageOf(thisMachine(new Date('2026-11-22T08:00:00Z')), QUICK, measured);
    for (const row of measured.flatMap(({ rows }) => rows)) expect(page).toContain(`| ${ratioOf(row)?.toFixed(2) ?? ''} | ${row.what} |`);
    expect(page).toContain('| 2026-11-22 |');
  });
});

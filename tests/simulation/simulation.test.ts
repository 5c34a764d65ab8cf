// Seeded worlds as part of every test run: people, vendors, workers and faults against the production engine.
import { describe, expect, it } from 'vitest';
import { simulate } from './simulation.ts';
import { runSeeds } from './seeds.ts';

describe('a simulated world', () => {
  it('keeps every promise under every mixture of faults, and goes the same way twice', { timeout: 900_000 }, async () => {
    const { failures, coverage } = await runSeeds(1, 300, () => undefined);
    expect(failures.map(({ seed, findings }) => ({ seed, findings }))).toEqual([]);
    expect(Object.keys(coverage).filter((label) => label.startsWith('fault ')).length).toBeGreaterThan(30);
    // In a share of the worlds somebody is forgotten, and every way back is tried.
    expect(coverage['forgetting armed']).toBeGreaterThan(30);
    expect(Object.keys(coverage).filter((label) => label.startsWith('route ')).length).toBe(9);
  });

  it('comes to rest without a single race where nothing goes wrong', { timeout: 300_000 }, async () => {
    const { failures, coverage } = await runSeeds(5_000, 20, () => undefined, { calm: true });
    expect(failures.map(({ seed, findings }) => ({ seed, findings }))).toEqual([]);
    expect(Object.keys(coverage).filter((label) => label.startsWith('fault '))).toEqual([]);
  });

  it('has another story for another seed', async () => {
    const [one, other] = [await simulate(7, { calm: true }), await simulate(8, { calm: true })];
    expect(one.digest).not.toBe(other.digest);
  });
});

import { expect, it } from 'vitest';
import { same } from '../../../src/core/value.ts';
import { generateWorld } from '../../../src/sandbox/seed/generate.ts';
import { populateSevera } from '../../../src/sandbox/severa/populate.ts';
import { severaBench, snapshotsOf, violations } from './bench.ts';

it('can hold every value it shows of a seeded organisation, unchanged', async () => {
  const bench = severaBench();
  const world = generateWorld({ seed: 5, accounts: 200, now: bench.clock.now() });
  populateSevera(bench.model.state, world, { delivery: false });
  const snapshots = [...(await snapshotsOf(bench.account.all(null))).values()];
  expect(snapshots).toHaveLength(world.accounts.filter((account) => account.psa !== null && !account.psa.isInternal).length);

  for (const { fields } of snapshots) {
    const writable = Object.fromEntries(Object.entries(fields).filter(([name, value]) => bench.account.fields[name]?.write && !(name === 'owner' && typeof value === 'string' && value.startsWith('#'))));
    const held = bench.account.represent(writable);
    expect(held.cannot).toEqual({});
    for (const [name, value] of Object.entries(writable)) expect(same(held.fields[name] ?? null, value), name).toBe(true);
  }
  expect(violations()).toEqual([]);
});

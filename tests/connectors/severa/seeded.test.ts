import { expect, it } from 'vitest';
import type { EntityAdapter } from '../../../src/connectors/connector.ts';
import { same } from '../../../src/core/value.ts';
import { generateWorld } from '../../../src/sandbox/seed/generate.ts';
import { populateSevera } from '../../../src/sandbox/severa/populate.ts';
import { severaBench, snapshotsOf, violations } from './bench.ts';
import type { Bench } from './bench.ts';

const collections = { account: 'customers', contact: 'contactpersons', salesCase: 'projects' } as const;

/** Owners that nobody knows any more. */
const isHeldElsewhere = (name: string, value: unknown): boolean => name === 'owner' && typeof value === 'string' && value.startsWith('#');

it.each(['account', 'contact', 'salesCase'] as const)('can hold every value it shows of each %s of a seeded organisation, unchanged', async (entity) => {
  const bench: Bench = severaBench();
  const world = generateWorld({ seed: 5, accounts: 200, now: bench.clock.now() });
  populateSevera(bench.model.state, world, { delivery: false });
  const adapter: EntityAdapter = bench[entity];
  const snapshots = [...(await snapshotsOf(adapter.all(null))).values()];
  const rows = bench.model.state.list(collections[entity]).filter((row) => row['isDeleted'] !== true && (entity !== 'account' || row['isInternal'] !== true));
  expect(snapshots).toHaveLength(rows.length);
  expect(snapshots.length).toBeGreaterThan(100);

  for (const { fields } of snapshots) {
    const writable = Object.fromEntries(Object.entries(fields).filter(([name, value]) => adapter.fields[name]?.write && !isHeldElsewhere(name, value)));
    // An internal project has no sales status, and nothing would give it none.
    if (writable['stage'] === null) delete writable['stage'];
    const held = adapter.represent(writable);
    expect(held.cannot).toEqual({});
    for (const [name, value] of Object.entries(writable)) expect(same(held.fields[name] ?? null, value), name).toBe(true);
  }
  expect(violations()).toEqual([]);
});

// Leases of the living stand; leases of the dead are nobody's.
import { expect, it } from 'vitest';
import { announcePresence, releaseLeasesOfTheDead } from '../../../src/store/postgres/presence.ts';
import { createPostgresStore } from '../../../src/store/postgres/store.ts';
import type { Tables } from '../../../src/store/postgres/tables.ts';
import type { Database } from '../../../src/store/postgres/database.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { freshDatabase } from '../../support/database.ts';
import { KEYS } from '../../support/keys.ts';

const HOUR_MS = 3_600_000;

function storeOf(database: Database<Tables>, holder: string) {
  return createPostgresStore({ ...KEYS, database, workspace: 'main', clock: systemClock, newId: () => 'id', holder });
}

it('a process that ended leaves its leases to the next one at once, and one that lives keeps its own', async () => {
  const database = await freshDatabase<Tables>();
  const [gone, alive] = [await announcePresence(database), await announcePresence(database)];
  expect(gone.holder).not.toBe(alive.holder);
  const left = await storeOf(database, gone.holder).takeLease('pull:psa:account', HOUR_MS);
  expect(await storeOf(database, alive.holder).takeLease('pull:crm:account', HOUR_MS)).not.toBeNull();
  await gone.release();
  expect(await releaseLeasesOfTheDead(database, 'main')).toBe(1);

  const next = await announcePresence(database);
  const store = storeOf(database, next.holder);
  const taken = await store.takeLease('pull:psa:account', HOUR_MS);
  expect(taken?.epoch).toBeGreaterThan(left?.epoch ?? 0);
  expect(await store.takeLease('pull:crm:account', HOUR_MS)).toBeNull();
  await alive.release();
  await next.release();
});

// What tests of mirrored rows work with: a database of its own, a clock of its own, and short ways to save pages.
import type { MirrorRow } from '../../../../src/entities/mirrors/mirror.ts';
import type { MirroredCount, MirroredPage, Mirrors } from '../../../../src/store/mirrors.ts';
import type { Database } from '../../../../src/store/postgres/database.ts';
import { createMirrors } from '../../../../src/store/postgres/mirrors/mirrors.ts';
import { createPostgresStore } from '../../../../src/store/postgres/store.ts';
import type { Tables } from '../../../../src/store/postgres/tables.ts';
import type { Lease, Store } from '../../../../src/store/store.ts';
import { addressOf, freshDatabase, statement } from '../../../support/database.ts';
import { counter, testClock, type TestClock } from '../../contract/bench.ts';
import { KEYS } from '../../../support/keys.ts';

export interface MirrorBench {
  readonly database: Database<Tables>;
  readonly clock: TestClock;
  readonly store: Store;
  readonly mirrors: Mirrors;
  readonly save: (mirror: string, rows: readonly MirrorRow[], change?: Partial<MirroredPage>) => Promise<MirroredCount>;
  /** As the owner, past row level security. */
  readonly query: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  /** Touched customers, which are then untouched. */
  readonly touched: () => Promise<readonly string[]>;
}

export async function openMirrors(): Promise<MirrorBench> {
  const database = await freshDatabase<Tables>(['other']);
  return workspaceOf(database, 'main');
}

export function workspaceOf(database: Database<Tables>, workspace: string): MirrorBench {
  const clock = testClock();
  const options = { ...KEYS, database, workspace, clock, newId: counter(workspace) };
  const store = createPostgresStore(options);
  const classes = { valueClasses: { a: '1000', b: '100' }, sizeClasses: { medium: { employees: 50, revenue: '1000' }, large: { employees: 250, revenue: '10000' } } };
  const mirrors = createMirrors({ ...options, currency: 'EUR', rateDirection: 'organisation-per-unit', classes });
  return {
    database,
    clock,
    store,
    mirrors,
    save: async (mirror, rows, change = {}) => {
      const lease = (await store.takeLease(`pull:psa:${mirror}`, 60_000)) as Lease;
      try {
        return await mirrors.saveMirror({ mirror, rows, gone: [], checkpoint: null, isFirst: false, ...change }, lease);
      } finally {
        await store.releaseLease(lease);
      }
    },
    query: (text, values = []) => statement(addressOf(database), text, values),
    touched: async () => {
      const found = await mirrors.touched(1000);
      await mirrors.untouch(found);
      return found.map(({ customer }) => customer).toSorted();
    },
  };
}

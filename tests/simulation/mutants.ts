// Planted bugs: each wraps the store, an adapter or the context of the engine the way a real mistake would change it.
// Invariant: production code knows nothing of them; a simulator that does not find them is worth nothing.
import type { EntityAdapter, Outcome, Page } from '../../src/connectors/connector.ts';
import type { Fields, RemoteSide, Snapshot, Tombstone } from '../../src/core/vocabulary.ts';
import type { LinkRecord, LinkState, SideRecord } from '../../src/store/store.ts';
import type { CallFault, WorldFault } from './plan.ts';
import type { Sabotage } from './worker.ts';

export interface Mutant {
  readonly name: string;
  readonly sabotage: Sabotage;
  /** Faults without which the bug does no harm. */
  readonly always?: readonly (CallFault | WorldFault)[];
}

const recording = (change: (record: LinkRecord) => LinkRecord): Sabotage => ({
  store: (store) => ({ ...store, record: (records) => store.record(records.map(change)) }),
});
const ofSides = (change: (side: SideRecord, record: LinkRecord) => SideRecord): Sabotage =>
  recording((record) => ({ ...record, sides: record.sides.map((side) => change(side, record)) }));
/** Spreading an adapter would freeze what it knows of its fields before its first read. */
const adapted = (change: (adapter: EntityAdapter, side: RemoteSide) => Partial<EntityAdapter>): Sabotage => ({
  adapter: (adapter, side) => ({
    ...adapter,
    ...change(adapter, side),
    get fields() {
      return adapter.fields;
    },
  }),
});
const withLinks = (change: (link: LinkState) => LinkState): Sabotage => ({
  store: (store) => ({
    ...store,
    links: async (query) => (await store.links(query)).map(change),
    take: async (query) => (await store.take(query)).map((one) => ({ ...one, link: change(one.link) })),
  }),
});

async function* pagesOf(pages: AsyncIterable<Page>, change: (page: Page) => Page): AsyncIterable<Page> {
  for await (const page of pages) yield change(page);
}

const ANSWERS = ['timeout-after-commit', 'reset-after-commit', 'half-body', 'bad-gateway-after-commit'] as const;

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'the cursor is saved before its page',
    always: ['crash'],
    sabotage: {
      store: (store) => ({
        ...store,
        savePage: async (page, lease) => {
          if (page.checkpoint !== null) await store.savePage({ ...page, records: [], tombstones: [] }, lease);
          return await store.savePage({ ...page, checkpoint: null }, lease);
        },
      }),
    },
  },
  { name: 'one base serves all sides', sabotage: ofSides((side, record) => ({ ...side, base: { ...side.base, ...record.sides.find((one) => one.side === 'local')?.fields } })) },
  { name: 'a base moves to what was wanted instead of what was answered', sabotage: adapted((adapter) => ({ write: async (writes, until) => (await adapter.write(writes, until)).map((outcome) => wanted(outcome, writes.find((write) => write.key === outcome.key)?.fields ?? {})) })) },
  { name: 'a create is tried again without a look', always: [...ANSWERS], sabotage: adapted(() => ({ find: () => Promise.resolve(new Map()) })) },
  { name: 'what a look found is not adopted', always: [...ANSWERS], sabotage: { store: (store) => ({ ...store, adopt: () => Promise.resolve(false) }) } },
  { name: 'creates are not announced', always: ['crash', 'crash-in-recovery'], sabotage: { store: (store) => ({ ...store, announce: () => Promise.resolve() }) } },
  {
    name: 'the time of a look is ignored',
    always: ['stale-index'],
    sabotage: {
      store: (store) => ({
        ...store,
        savePage: (page, lease) => store.savePage({ ...page, records: page.records.map((record) => ({ ...record, seen: { ...record.seen, asOf: '2027-01-01T00:00:00.000Z' } })) }, lease),
      }),
    },
  },
  {
    name: 'absence is taken for a delete',
    sabotage: adapted((adapter, side) => ({
      guard: async (since, ids) => {
        const seen = await adapter.guard(since, ids);
        const missing = side === 'psa' ? ids.filter((id) => !seen.some((one) => one.id === id)) : [];
        return [...seen, ...missing.map((id): Tombstone => ({ id, how: 'deleted', into: null, asOf: '2026-12-01T00:00:00.000Z' }))];
      },
    })),
  },
  {
    name: 'a lost lease is no reason to stop',
    always: ['pause'],
    sabotage: {
      store: (store) => ({ ...store, announce: (intents, ttlMs) => store.announce(intents, ttlMs).catch(() => undefined), take: (query) => store.take({ ...query, ttlMs: 50 }) }),
    },
  },
  {
    name: 'a mark set meanwhile is cleared',
    sabotage: {
      store: (store) => ({
        ...store,
        record: async (records) => {
          const lost = await store.record(records);
          for (const one of await store.take({ entity: 'account', limit: 1_000, ttlMs: 1_000 })) {
            const record = records.find((each) => each.linkId === one.link.id);
            if (record === undefined) await store.releaseLease(one.lease);
            else await store.record([{ ...record, lease: one.lease, dirtyMark: one.dirtyMark, settled: true, sides: [], journal: [] }]);
          }
          return lost;
        },
      }),
    },
  },
  { name: 'what is owed is forgotten', always: ['status-500', 'status-423', 'mixed-rows'], sabotage: recording((record) => ({ ...record, settled: true, held: record.held.filter((one) => one.field === null) })) },
  { name: 'nothing is guarded', always: ['person-between-read-and-write'], sabotage: { engine: (engine) => ({ ...engine, limits: { ...engine.limits, guardModes: { psa: 'off', crm: 'off' } } }) } },
  { name: 'an unknown outcome passes for done', always: ['timeout-before', 'reset-before'], sabotage: adapted((adapter) => ({ write: async (writes, until) => (await adapter.write(writes, until)).map((outcome) => believed(outcome, writes.find((write) => write.key === outcome.key))) })) },
  { name: 'conflicts are closed by themselves', sabotage: recording((record) => ({ ...record, conflicts: [] })) },
  { name: 'the last page of what changed is dropped', sabotage: adapted((adapter) => ({ changes: (checkpoint) => pagesOf(adapter.changes(checkpoint), (page) => (page.complete ? { ...page, snapshots: [] } : page)) })) },
  { name: 'a write sends the whole record', always: ['person-between-read-and-write'], sabotage: adapted((adapter) => ({ write: (writes, until) => adapter.write(writes.map((write) => (write.kind === 'update' ? { ...write, fields: { ...writable(adapter, write.seen), ...write.fields } } : write)), until) })) },
  { name: 'a deleted record is made again', always: ['delete'], sabotage: withLinks((link) => ({ ...link, sides: Object.fromEntries(Object.entries(link.sides).filter(([, state]) => state.gone === null)) })) },
  { name: 'overwritten edits are not written down', sabotage: recording((record) => ({ ...record, journal: record.journal.filter((entry) => entry.action !== 'overwrite') })) },
  { name: 'quotas are not kept', always: ['quota'], sabotage: { pacer: (pacer) => ({ ...pacer, take: () => Promise.resolve() }) } },
  { name: 'intents of unknown creates are closed', always: [...ANSWERS], sabotage: recording((record) => ({ ...record, unknown: [] })) },
];

/** Stored as sent, whatever the side made of it. */
function wanted(outcome: Outcome, fields: Fields): Outcome {
  return outcome.kind === 'done' ? { ...outcome, snapshot: { ...outcome.snapshot, fields: { ...outcome.snapshot.fields, ...fields } } } : outcome;
}

function believed(outcome: Outcome, write: Parameters<EntityAdapter['write']>[0][number] | undefined): Outcome {
  if (outcome.kind !== 'unknown' || write?.kind !== 'update') return outcome;
  const snapshot: Snapshot = { id: write.id, fields: write.fields, handles: {}, asOf: '2026-11-21T08:00:00.000Z', modifiedAt: null, modifiedBy: null, formerIds: [] };
  return { kind: 'done', key: outcome.key, snapshot, unsettled: [] };
}

function writable(adapter: EntityAdapter, seen: Fields): Fields {
  return Object.fromEntries(Object.entries(seen).filter(([name]) => adapter.fields[name]?.write === true));
}

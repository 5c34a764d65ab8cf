// Planted bugs: each wraps the store, an adapter or the context of the engine the way a real mistake would change it.
// Invariant: production code knows nothing of them; a simulator that does not find them is worth nothing.
import type { EntityAdapter, Outcome, Page, Write } from '../../src/connectors/connector.ts';
import type { Fields, RemoteSide, Snapshot, Tombstone } from '../../src/core/vocabulary.ts';
import { makeSet } from '../../src/core/value.ts';
import type { EntityName } from '../../src/core/vocabulary.ts';
import type { LinkRecord, LinkState, SideRecord } from '../../src/store/store.ts';
import { OF_FORGETTING } from './forgetting/mutants.ts';
import { overlaid } from './overlaid.ts';
import type { Mutant } from './mutant.ts';
import type { Deletes } from './plan.ts';
import { keysIn } from './checks/elements.ts';
import type { Sabotage } from './worker.ts';

const recording = (change: (record: LinkRecord) => LinkRecord): Sabotage => ({
  store: (store) => ({ ...store, record: (records) => store.record(records.map(change)) }),
});
const ofSides = (change: (side: SideRecord, record: LinkRecord) => SideRecord): Sabotage =>
  recording((record) => ({ ...record, sides: record.sides.map((side) => change(side, record)) }));
/** Spreading an adapter would freeze what it knows of its fields before its first read. */
const adapted = (change: (adapter: EntityAdapter, side: RemoteSide) => Partial<EntityAdapter>): Sabotage => ({ adapter: (adapter, side) => overlaid(adapter, change(adapter, side)) });
const written = (change: (write: Write, side: RemoteSide, entity: EntityName) => Write): Sabotage =>
  adapted((adapter, side) => ({ write: (writes, until) => adapter.write(writes.map((write) => change(write, side, adapter.entity)), until) }));
/** What the engine reads of a record, bent. */
const read = (change: (snapshot: Snapshot, side: RemoteSide, entity: EntityName) => Snapshot): Sabotage =>
  adapted((adapter, side) => {
    const bent = (page: Page): Page => ({ ...page, snapshots: page.snapshots.map((one) => change(one, side, adapter.entity)) });
    return { changes: (checkpoint) => pagesOf(adapter.changes(checkpoint), bent), all: (checkpoint) => pagesOf(adapter.all(checkpoint), bent) };
  });
const ofArchive: Deletes = { account: { psa: 'archive', crm: 'archive' }, contact: { psa: 'archive', crm: 'archive' }, salesCase: { psa: 'archive', crm: 'archive' } };
const ofUnlink: Deletes = { account: { psa: 'unlink', crm: 'unlink' }, contact: { psa: 'unlink', crm: 'unlink' }, salesCase: { psa: 'unlink', crm: 'unlink' } };
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
  { name: 'a base moves to what was wanted instead of what was answered', sabotage: adapted((adapter) => ({ write: async (writes, until) => (await adapter.write(writes, until)).map((outcome) => wanted(outcome, fieldsOf(writes.find((write) => write.key === outcome.key)))) })) },
  { name: 'a create is tried again without a look', always: [...ANSWERS], sabotage: { ...adapted(() => ({ find: () => Promise.resolve(new Map()) })), store: (store) => ({ ...store, links: (query) => (query.stage === 'new' && query.after === undefined ? Promise.resolve([]) : store.links(query)) }) } },
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
          for (const one of (await Promise.all(['account', 'contact', 'salesCase'].map((entity) => store.take({ entity, limit: 1_000, ttlMs: 1_000 })))).flat()) {
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
  // Contacts, sales cases and what ties them together.
  {
    name: 'an association is lost with every other update',
    sabotage: written((write, side, entity) => (side === 'crm' && write.kind === 'update' && entity !== 'account' && !('account' in write.fields) ? { ...write, fields: { ...write.fields, account: null } } : write)),
  },
  {
    name: 'a changed reference never reaches the other side',
    sabotage: written((write, side) => {
      if (write.kind !== 'update' || side !== 'crm' || Object.keys(write.fields).length < 2) return write;
      const { account: _account, contacts: _contacts, ...fields } = write.fields;
      return { ...write, fields };
    }),
  },
  {
    name: 'an account is named by the id of another system',
    sabotage: read((snapshot, side, entity) => (side === 'crm' && entity === 'salesCase' && typeof snapshot.fields['account'] === 'string' ? { ...snapshot, fields: { ...snapshot.fields, account: `${snapshot.fields['account']}0` } } : snapshot)),
  },
  {
    name: 'an opt-out is taken back by sync',
    sabotage: { engine: (engine) => ({ ...engine, policy: new Map([...engine.policy].map(([entity, rules]) => [entity, new Map([...rules].map(([field, rule]) => [field, field === 'optOuts' ? { ...rule, onConflict: ['psa', 'crm', 'local'] as const } : rule]))])) }) },
  },
  { name: 'what waits for another record is never woken', sabotage: { store: (store) => ({ ...store, wakeWaiting: () => Promise.resolve(0) }) } },
  { name: 'the gates are not asked', given: { gates: true }, sabotage: { engine: (engine) => ({ ...engine, gates: new Map() }) } },
  {
    name: 'one look that misses a record is a delete',
    always: ['delete', 'restore', 'event-late'],
    given: { events: true },
    sabotage: adapted((adapter, side) => ({
      read: async (ids) => {
        const answers = new Map(await adapter.read(ids));
        // An id without an answer says nothing.
        if (side === 'psa') for (const id of ids) if (id.length > 0 && id.codePointAt(0)! % 2 === 0) answers.set(id, { id, how: 'deleted', into: null, asOf: '2026-12-01T00:00:00.000Z' });
        return answers;
      },
    })),
  },
  { name: 'a side that was unlinked gets its record again', always: ['delete'], given: { deletes: ofUnlink }, sabotage: withLinks((link) => ({ ...link, sides: Object.fromEntries(Object.entries(link.sides).filter(([, state]) => state.verdict !== 'unlink')) })) },
  {
    name: 'our own archiving is taken for somebody\'s',
    always: ['delete'],
    given: { deletes: { ...ofArchive, contact: { psa: 'archive', crm: 'unlink' }, salesCase: { psa: 'archive', crm: 'unlink' } } },
    sabotage: recording((record) => (record.gone === undefined || record.gone.length === 0 ? record : { ...record, gone: [] })),
  },
  { name: 'a question about a deletion is answered by itself', always: ['delete'], given: { deletes: { ...ofArchive, account: { psa: 'ask', crm: 'ask' }, contact: { psa: 'ask', crm: 'ask' }, salesCase: { psa: 'ask', crm: 'ask' } } }, sabotage: { engine: (engine) => ({ ...engine, deletes: new Map(Object.entries(ofArchive)) }) } },
  {
    name: 'an event is believed without a look',
    always: ['delete', 'restore', 'event-late', 'event-replayed', 'event-strange'],
    given: { events: true },
    sabotage: {
      store: (store) => ({
        ...store,
        hints: async (query) => {
          const hints = await store.hints(query);
          const lease = await store.takeLease('believed', 60_000);
          const tombstones = hints.filter(({ kind }) => kind === 'deleted').map(({ id }): Tombstone => ({ id, how: 'deleted', into: null, asOf: '2026-12-01T00:00:00.000Z' }));
          if (lease !== null && tombstones.length > 0) await store.savePage({ entity: query.entity, side: query.side, reason: 'webhook', mapVersion: '', records: [], tombstones, checkpoint: null }, lease);
          if (lease !== null) await store.releaseLease(lease);
          return hints;
        },
      }),
    },
  },
  {
    name: 'a stage is only ever mapped one way',
    sabotage: written((write, side) => {
      if (write.kind !== 'update' || side !== 'crm' || !('stage' in write.fields)) return write;
      const { stage: _stage, ...fields } = write.fields;
      return { ...write, fields };
    }),
  },
  {
    name: 'an address that is added takes the others away',
    sabotage: written((write) => (write.kind === 'update' && keysIn(write.fields['emails']).length > 1 ? { ...write, fields: { ...write.fields, emails: makeSet(keysIn(write.fields['emails']).slice(-1).map((key) => ({ key }))) } } : write)),
  },
  { name: 'a read-only connection is written to', given: { readOnly: 'psa' }, sabotage: { engine: (engine) => ({ ...engine, modes: { psa: 'read-write', crm: 'read-write' } }) } },
  { name: 'intents of unknown creates are closed', always: [...ANSWERS], sabotage: recording((record) => ({ ...record, unknown: [] })) },
  ...OF_FORGETTING,
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

function fieldsOf(write: Write | undefined): Fields {
  return write === undefined || write.kind === 'archive' ? {} : write.fields;
}

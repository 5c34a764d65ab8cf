// A system that does what a test says: what it shows of a value, when it fails, and what a person does there meanwhile.
// Invariant: it keeps what it stored and shows it at every read, dated by the test's clock.
import type { Connector, Create, EntityAdapter, Outcome, Write } from '../../src/connectors/connector.ts';
import type { Fields, RemoteSide, Snapshot, Tombstone } from '../../src/core/vocabulary.ts';
import { defineEntity } from '../../src/entities/entity.ts';
import type { Entity } from '../../src/entities/entity.ts';
import { toInstant } from '../../src/lib/clock.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { RejectedError, RetryableError } from '../../src/lib/errors.ts';

export const MINUTE = 60_000;
const label = { fi: 'x', en: 'x' };

export const account = defineEntity({
  name: 'account',
  label,
  requiredToCreate: { psa: ['name'], crm: ['name'] },
  matching: [
    { kind: 'businessId', fields: ['businessId'], certain: true },
    { kind: 'domain', fields: ['website'], certain: true },
    { kind: 'name', fields: ['name'], certain: false },
  ],
  fields: {
    name: { kind: 'text', category: 'company', compare: 'text', label },
    businessId: { kind: 'text', category: 'company', compare: 'businessId', label },
    website: { kind: 'text', category: 'company', compare: 'url', label },
    phone: { kind: 'text', category: 'contact', compare: 'text', label },
    notes: { kind: 'text', category: 'free-text', compare: 'text', label },
    segments: { kind: 'set', category: 'none', registry: 'segments', label },
  },
});

const blankOf = (entity: Entity): Fields => Object.fromEntries([...entity.fields.values()].map(({ name, kind }) => [name, kind === 'set' ? [] : null]));

/** What becomes of one write: `lost` is stored without an answer, `unknown` neither stored nor answered. */
export type Fate = 'stored' | 'failed' | 'rejected' | 'unknown' | 'lost' | { readonly unsettled: readonly string[]; readonly retry: boolean };

export interface ScriptedSide {
  readonly side: RemoteSide;
  readonly connector: Connector;
  /** Every write that arrived, in order. */
  readonly written: Write[];
  /** What the side holds now; null for a record it does not have. */
  shown(id: string): Fields | null;
  readonly ids: readonly string[];
  /** A person adds or edits. */
  add(fields: Fields): string;
  edit(id: string, fields: Fields): void;
  remove(id: string, how: Tombstone['how']): void;
  /** It is not there any more, and no list says so. */
  vanish(id: string): void;
  /** What was removed is there again, as it was. */
  restore(id: string): void;
  /** The surviving record answers for the other id from now on. */
  merge(into: string, from: string): void;
  readonly script: Script;
}

export interface Script {
  fate: (write: Write) => Fate;
  /** Called before the side is asked; may throw, or let a person act. */
  before: (what: 'all' | 'changes' | 'guard' | 'read' | 'write' | 'find' | 'deep') => void | Promise<void>;
  /** Called with what is looked for; may throw. */
  find: (creates: readonly Create[]) => void;
  /** What the side shows after storing a value. */
  shows: (fields: Fields) => Fields;
  /** What the connector believes it shows. */
  represents: (fields: Fields) => Fields;
  /** What the system fills into a new record by itself. */
  fills: () => Fields;
  mapVersion: string;
  /** A record taken out of use stays in the lists and shows this; null: it is gone from them. */
  retires: Fields | null;
  /** Write answers hold only the fields that were written. */
  partialAnswers: boolean;
}

interface Row {
  fields: Fields;
  modifiedAt: number;
  key: string | null;
  gone: Tombstone['how'] | null;
  former: readonly string[];
}

export function scriptedSide(side: RemoteSide, clock: Clock, batch: number, entity: Entity = account): ScriptedSide {
  const BLANK = blankOf(entity);
  const rows = new Map<string, Row>();
  const written: Write[] = [];
  const script: Script = { fate: () => 'stored', before: () => undefined, find: () => undefined, shows: (fields) => fields, represents: (fields) => fields, fills: () => ({}), mapVersion: 'map-1', retires: null, partialAnswers: false };
  let number = 0;
  const nextId = (): string => `${side}-${entity === account ? '' : `${entity.name}-`}${++number}`;

  const seen = (id: string, only?: readonly string[]): Snapshot | Tombstone => {
    const row = rows.get(id);
    const asOf = toInstant(clock.now());
    if (!row) return { id, how: 'missing', into: null, asOf };
    if (row.gone !== null) return { id, how: row.gone, into: null, asOf };
    const fields = only ? Object.fromEntries(Object.entries(row.fields).filter(([name]) => only.includes(name))) : row.fields;
    return { id, fields, handles: {}, asOf, modifiedAt: toInstant(row.modifiedAt), modifiedBy: null, formerIds: row.former };
  };
  const store = (id: string, fields: Fields, key: string | null): void => {
    const old = rows.get(id);
    rows.set(id, { fields: { ...old?.fields, ...fields }, modifiedAt: clock.now(), key: old?.key ?? key, gone: old?.gone ?? null, former: old?.former ?? [] });
  };
  const page = (ids: readonly string[]) => {
    const all = ids.map((id) => seen(id));
    return {
      snapshots: all.filter((one): one is Snapshot => !('how' in one)),
      tombstones: all.filter((one): one is Tombstone => 'how' in one),
      checkpoint: String(clock.now()),
      complete: true,
    };
  };
  const carryOut = (write: Write): Outcome => {
    written.push(write);
    const fate = script.fate(write);
    const { key } = write;
    if (fate === 'failed') return { kind: 'failed', key, error: new RetryableError('busy', 'later') };
    if (fate === 'rejected') return { kind: 'rejected', key, error: new RejectedError('refused', 'no') };
    if (fate === 'unknown') return { kind: 'unknown', key, error: new RetryableError('no-answer', 'who knows', { outcomeUnknown: true }) };
    if (write.kind === 'archive' && script.retires !== null) {
      store(write.id, script.retires, null);
      return { kind: 'archived', key, snapshot: seen(write.id) as Snapshot };
    }
    if (write.kind === 'archive') {
      rows.set(write.id, { ...(rows.get(write.id) as Row), gone: 'archived', modifiedAt: clock.now() });
      return fate === 'lost' ? { kind: 'unknown', key, error: new RetryableError('no-answer', 'who knows', { outcomeUnknown: true }) } : { kind: 'archived', key, snapshot: null };
    }
    const unsettled = typeof fate === 'string' ? [] : fate.unsettled;
    const fields = Object.fromEntries(Object.entries(script.shows(write.fields)).filter(([name]) => !unsettled.includes(name)));
    const id = write.kind === 'update' ? write.id : nextId();
    store(id, write.kind === 'create' ? { ...BLANK, ...fields, ...script.fills() } : fields, write.kind === 'create' ? key : null);
    if (fate === 'lost') return { kind: 'unknown', key, error: new RetryableError('no-answer', 'who knows', { outcomeUnknown: true }) };
    const retry = typeof fate === 'string' ? false : fate.retry;
    return { kind: 'done', key, snapshot: seen(id, script.partialAnswers ? Object.keys(fields) : undefined) as Snapshot, unsettled: unsettled.map((field) => ({ field, code: 'part-failed', retry })) };
  };
  const changedSince = (at: number): readonly string[] => [...rows].filter(([, row]) => row.modifiedAt >= at).map(([id]) => id);

  const adapter: EntityAdapter = {
    entity: entity.name,
    fields: Object.fromEntries([...entity.fields.keys()].map((name) => [name, { write: true, deep: false }])),
    get mapVersion() {
      return script.mapVersion;
    },
    can: { batchRead: batch, batchWrite: batch, keyedCreate: false, archive: true },
    async *all() {
      await script.before('all');
      yield page([...rows].flatMap(([id, row]) => (row.gone === null ? [id] : [])));
    },
    async *changes(checkpoint) {
      await script.before('changes');
      yield page(changedSince(Number(checkpoint) - MINUTE));
    },
    read: async (ids) => {
      await script.before('read');
      return new Map(ids.map((id) => [id, seen(id)]));
    },
    async *deep() {
      await script.before('deep');
      yield [];
    },
    guard: async (since, ids) => {
      await script.before('guard');
      return (batch > 1 ? ids : changedSince(Date.parse(since))).map((id) => seen(id));
    },
    find: async (creates) => {
      await script.before('find');
      script.find(creates);
      return new Map(creates.map(({ key }) => [key, [...rows].flatMap(([id, row]) => (row.key === key ? [seen(id) as Snapshot] : []))]));
    },
    write: async (writes) => {
      await script.before('write');
      return writes.map(carryOut);
    },
    represent: (fields) => ({ fields: script.represents(fields), cannot: {} }),
  };
  return {
    side,
    connector: {
      system: side === 'psa' ? 'severa' : 'hubspot',
      side,
      entities: new Map([[entity.name, adapter]]),
      check: () => Promise.resolve({ scopes: null, missing: {}, account: null, facts: {} }),
      probe: () => Promise.resolve({}),
      meet: () => Promise.resolve(),
      prepare: () => Promise.resolve([]),
      registry: () => Promise.resolve([]),
      mirrors: new Map(),
    registries: [],
      calls: new Map(),
      throttled: () => 0,
    },
    written,
    script,
    shown: (id) => rows.get(id)?.fields ?? null,
    get ids() {
      return [...rows.keys()];
    },
    add: (fields) => {
      const id = nextId();
      store(id, { ...BLANK, ...fields }, null);
      return id;
    },
    edit: (id, fields) => store(id, fields, null),
    remove: (id, how) => void rows.set(id, { ...(rows.get(id) as Row), gone: how, modifiedAt: clock.now() }),
    vanish: (id) => void rows.delete(id),
    restore: (id) => void rows.set(id, { ...(rows.get(id) as Row), gone: null, modifiedAt: clock.now() }),
    merge: (into, from) => {
      const survivor = rows.get(into) as Row;
      rows.set(into, { ...survivor, former: [...survivor.former, from], modifiedAt: clock.now() });
      rows.delete(from);
    },
  };
}

// Home of activities as one entity over HubSpot's three object types. Invariant: nobody else knows that there are three: an id is
// `tasks:123`, a checkpoint holds where each type stands, and a write goes where its record lives.
import type { Snapshot, Tombstone } from '../../core/vocabulary.ts';
import { isTombstone } from '../../core/vocabulary.ts';
import { AccessError, RejectedError, RetryableError } from '../../lib/errors.ts';
import type { EntityAdapter, Outcome, Page, Write } from '../connector.ts';
import { inTurn } from './in-turn.ts';
import { objectAdapter } from './object-adapter.ts';
import type { ObjectType } from './object-map.ts';
import type { ObjectContext } from './object-reads.ts';

/** One object type: its adapter speaks bare ids. */
interface Part {
  readonly type: ObjectType;
  readonly kind: string;
  readonly adapter: EntityAdapter;
}

/** @param kinds the kind of activity that each object type keeps */
export function activityAdapter(kinds: ReadonlyMap<string, ObjectContext>, searchLagMs: number): EntityAdapter {
  const parts = [...kinds].map(([kind, at]): Part => ({ type: at.map.type, kind, adapter: objectAdapter(at, searchLagMs) }));
  const [first] = parts as [Part, ...Part[]];
  const ofKind = (kind: unknown): Part | undefined => parts.find((part) => part.kind === kind);
  return {
    entity: 'activity',
    get fields() {
      const shown = parts.map(({ adapter }) => adapter.fields);
      return Object.fromEntries(Object.keys(shown[0] ?? {}).map((name) => [name, { write: shown.every((fields) => fields[name]?.write === true), deep: false }]));
    },
    get mapVersion() {
      return parts.map(({ adapter }) => adapter.mapVersion).join(' ');
    },
    can: first.adapter.can,
    all: (checkpoint) => through(parts, checkpoint, (adapter, at) => adapter.all(at)),
    changes: (checkpoint) => through(parts, checkpoint, (adapter, at) => adapter.changes(at ?? '')),
    async *gone() {
      for (const { type, adapter } of parts) for await (const some of adapter.gone?.() ?? []) yield some.map((tombstone) => outside(type, tombstone));
    },
    async read(ids) {
      const found = new Map<string, Snapshot | Tombstone>();
      for (const { part, own } of apart(parts, ids)) for (const [id, seen] of await part.adapter.read(own)) found.set(idOf(part.type, id), outside(part.type, seen));
      return found;
    },
    deep: async function* () {},
    async guard(since, ids) {
      const found: (Snapshot | Tombstone)[] = [];
      for (const { part, own } of apart(parts, ids)) found.push(...(await part.adapter.guard(since, own)).map((seen) => outside(part.type, seen)));
      return found;
    },
    async find(creates, since) {
      const found = new Map<string, readonly Snapshot[]>();
      for (const [part, some] of Map.groupBy(creates, ({ fields }) => ofKind(fields['kind']))) {
        if (part) for (const [key, seen] of await part.adapter.find(some, since)) found.set(key, seen.map((one) => outside(part.type, one)));
      }
      return found;
    },
    write: (writes, until) => writeParts(parts, writes, until),
    represent: (fields, shown) => (ofKind(shown?.['kind'] ?? fields['kind']) ?? first).adapter.represent(fields, shown),
  };
}

const idOf = (type: ObjectType, id: string): string => `${type}:${id}`;

function outside<Seen extends Snapshot | Tombstone>(type: ObjectType, seen: Seen): Seen {
  const id = idOf(type, seen.id);
  if (isTombstone(seen)) return { ...seen, id, into: seen.into === null ? null : idOf(type, seen.into) };
  return { ...seen, id, formerIds: seen.formerIds.map((former) => idOf(type, former)) };
}

/** The ids of each type, bare. */
function apart(parts: readonly Part[], ids: readonly string[]): readonly { readonly part: Part; readonly own: readonly string[] }[] {
  return parts.flatMap((part) => {
    const prefix = idOf(part.type, '');
    const own = ids.flatMap((id) => (id.startsWith(prefix) ? [id.slice(prefix.length)] : []));
    return own.length === 0 ? [] : [{ part, own }];
  });
}

function through(parts: readonly Part[], checkpoint: string | null, read: (adapter: EntityAdapter, at: string | null) => AsyncIterable<Page>): AsyncIterable<Page> {
  return inTurn(parts.map(({ type, adapter }) => ({ type, pages: (at: string | null) => seenOutside(type, read(adapter, at)) })), checkpoint);
}

async function* seenOutside(type: ObjectType, pages: AsyncIterable<Page>): AsyncGenerator<Page> {
  for await (const { snapshots, tombstones, ...page } of pages) yield { ...page, snapshots: snapshots.map((seen) => outside(type, seen)), tombstones: tombstones.map((seen) => outside(type, seen)) };
}

async function writeParts(parts: readonly Part[], writes: readonly Write[], until: number | undefined): Promise<readonly Outcome[]> {
  const outcomes = new Map<Write, Outcome>();
  for (const part of parts) {
    const own = writes.filter((write) => partOf(parts, write) === part);
    if (own.length === 0) continue;
    try {
      const told = await part.adapter.write(own.map((write) => inside(part, write)), until);
      for (const [index, outcome] of told.entries()) outcomes.set(own[index] as Write, toldOutside(part.type, outcome));
    } catch (error) {
      // What was stored so far must be told; the next call meets the same refusal and throws.
      if (!(error instanceof AccessError) || outcomes.size === 0) throw error;
      for (const write of own) outcomes.set(write, { kind: 'failed', key: write.key, error: new RetryableError(error.code, error.message, { cause: error }) });
    }
  }
  return writes.map((write) => outcomes.get(write) ?? nowhere(write));
}

function partOf(parts: readonly Part[], write: Write): Part | undefined {
  return parts.find(({ type, kind }) => (write.kind === 'create' ? write.fields['kind'] === kind : write.id.startsWith(idOf(type, ''))));
}

function inside({ type }: Part, write: Write): Write {
  return write.kind === 'create' ? write : { ...write, id: write.id.slice(idOf(type, '').length) };
}

function toldOutside(type: ObjectType, outcome: Outcome): Outcome {
  if (outcome.kind === 'done') return { ...outcome, snapshot: outside(type, outcome.snapshot) };
  return outcome.kind === 'archived' && outcome.snapshot !== null ? { ...outcome, snapshot: outside(type, outcome.snapshot) } : outcome;
}

/** It is none of the kinds that HubSpot has. */
function nowhere({ key }: Write): Outcome {
  return { kind: 'rejected', key, error: new RejectedError('required', 'HubSpot needs to know whether an activity is a task, a meeting or a call', { fields: ['kind'] }) };
}

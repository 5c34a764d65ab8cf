// Absence, undo and retention in memory. Invariant: what PostgreSQL answers, in the same order.
import type { SideRow } from '../ledger/rows.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { storableText } from '../ledger/storable.ts';
import type { Image, JournalEntry, LinkRecord, Run, Store, Tally } from '../store.ts';
import { order } from './queries.ts';

type Refs = Awaited<ReturnType<Store['unseen']>>;

export function unseen(ledger: Ledger, { entity, side, before, after, limit }: Parameters<Store['unseen']>[0]): Refs {
  const isUnseen = (row: SideRow): boolean =>
    row.side === side && row.entity === entity && row.gone === null && isBefore(row.shownAt, before) && (after === undefined || row.id > after);
  return refsOf(ledger.sides.all().filter(isUnseen).toArray().toSorted((a, b) => order(a.id, b.id)), limit);
}

export function suspects(ledger: Ledger, { entity, side, before, limit }: Parameters<Store['suspects']>[0]): Refs {
  const isDue = (row: SideRow): boolean => row.side === side && row.entity === entity && row.suspectedAt !== null && !isBefore(before, row.suspectedAt);
  return refsOf(ledger.sides.all().filter(isDue).toArray().toSorted(longestMissed), limit);
}

export function tally(runs: ReadonlyMap<string, Run>, journal: readonly JournalEntry[], query: Parameters<Store['tally']>[0]): readonly Tally[] {
  const isMeant = (entry: JournalEntry): boolean => {
    if ('runId' in query) return entry.runId === query.runId;
    const asked = entry.runId !== null && runs.get(entry.runId)?.approved === true;
    const isLeftOut = entry.fields.length > 0 && entry.fields.every((field) => query.without.includes(field));
    return entry.entity === query.entity && !isBefore(entry.at, query.since) && !asked && !isLeftOut;
  };
  const kinds = Map.groupBy(journal.filter(isMeant), ({ entity, side, action, outcome }) => JSON.stringify([entity, side, action, outcome]));
  const rows = [...kinds.values()].map((entries) => {
    const { entity, side, action, outcome } = entries[0] as JournalEntry;
    return { entity, side, action, outcome, records: new Set(entries.map(({ linkId }) => linkId)).size };
  });
  return rows.toSorted((a, b) => order(a.entity, b.entity) || order(a.side, b.side) || order(a.action, b.action) || order(a.outcome, b.outcome));
}

/** Images in the order they were written. */
export function makeImages(): {
  add(record: Pick<LinkRecord, 'linkId' | 'images'>, entity: string, at: string): void;
  list(query: Parameters<Store['images']>[0]): readonly Image[];
  drop(before: string): number;
  forget(linkIds: ReadonlySet<string>): void;
} {
  const images = new Map<number, Image>();
  let count = 0;
  return {
    add: ({ linkId, images: added = [] }, entity, at) => {
      for (const { runId, side, refId, kind, sealed } of added) {
        images.set(++count, { id: String(count), runId, linkId, entity, side, refId, kind, sealed: storableText(sealed), at });
      }
    },
    list: ({ after, limit, ...query }) =>
      [...images]
        .filter(([place, image]) => ('runId' in query ? image.runId === query.runId : query.links.includes(image.linkId)) && place > Number(after ?? 0))
        .slice(0, limit)
        .map(([, image]) => image),
    drop: (before) => dropFrom(images, ({ at }) => isBefore(at, before)),
    forget: (linkIds) => void dropFrom(images, ({ linkId }) => linkIds.has(linkId)),
  };
}

/** The journal and the runs are the store's own; both are changed in place. */
export function purge(ledger: Ledger, runs: Map<string, Run>, journal: JournalEntry[], before: Parameters<Store['purge']>[0]): Awaited<ReturnType<Store['purge']>> {
  const conflicts = ledger.conflicts.all().filter((row) => row.state === 'closed' && isBefore(row.since, before.conflicts)).toArray();
  for (const { id } of conflicts) ledger.conflicts.delete(id);
  const isOver = (linkId: string): boolean => (ledger.links.get(linkId)?.stage ?? 'ended') === 'ended';
  const proposals = ledger.proposals
    .all()
    .filter((row) => row.decidedAt !== null && isBefore(row.decidedAt, before.proposals) && (row.state !== 'rejected' || row.links.some(isOver)))
    .toArray();
  for (const { id } of proposals) ledger.proposals.delete(id);
  const kept = journal.filter(({ at }) => !isBefore(at, before.journal));
  const forgotten = journal.length - kept.length;
  journal.splice(0, journal.length, ...kept);
  return { conflicts: conflicts.length, proposals: proposals.length, runs: dropFrom(runs, (run) => isBefore(run.startedAt, before.runs)), journal: forgotten };
}

function dropFrom<Key, Row>(rows: Map<Key, Row>, isOld: (row: Row) => boolean): number {
  const old = [...rows].filter(([, row]) => isOld(row));
  for (const [key] of old) rows.delete(key);
  return old.length;
}

const longestMissed = (a: SideRow, b: SideRow): number => Date.parse(a.suspectedAt ?? '') - Date.parse(b.suspectedAt ?? '') || order(a.id, b.id);
const isBefore = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);
const refsOf = (rows: readonly SideRow[], limit: number): Refs => rows.slice(0, limit).map(({ id, linkId }) => ({ id, linkId }));

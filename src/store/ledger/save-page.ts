// One page of a feed into the ledger: unknown records become links of stage `new`, known ones take what is new in them,
// and whatever changed marks its link. Invariant: seen twice is seen once, in any order.
import { same } from '../../core/value.ts';
import type { Snapshot, Tombstone } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { PageCount, SavedPage, SeenRecord } from '../store.ts';
import { markDirty, sideKey, type Turn } from './ledger.ts';
import { overlay, rowHash } from './overlay.ts';
import type { SideRow } from './rows.ts';
import { storableSeen } from './storable.ts';

/** One failed look may be a hiccup of the vendor; two, this far apart, are a delete. */
const MISSING_TWICE_MS = 60_000;

type PageHead = Pick<SavedPage, 'entity' | 'side' | 'reason' | 'mapVersion'>;

/** The page's records as they will be kept, instants in one spelling. */
export function storablePage(page: SavedPage): SavedPage {
  if (page.side === 'local') throw new RangeError('Local records are recorded, not read: a page has a remote side.');
  const records = page.records.map((record) => storableSeen({ ...record, seen: inInstants(record.seen) }));
  return { ...page, records, tombstones: page.tombstones.map(inInstants) };
}

function inInstants<T extends Snapshot | Tombstone>(seen: T): T {
  return { ...seen, asOf: toInstant(Date.parse(seen.asOf)) };
}

/** @param page from `storablePage` */
export function savePage(turn: Turn, page: SavedPage): Pick<PageCount, 'created' | 'changed'> {
  let [created, changed] = [0, 0];
  for (const record of page.records) {
    const row = findRow(turn, page, record);
    if (row === null) {
      createLink(turn, page, record);
      created++;
    } else if (see(turn, page, row, record)) changed++;
    for (const tombstone of mergedAway(record.seen)) if (bury(turn, page, tombstone)) changed++;
  }
  for (const tombstone of page.tombstones) if (bury(turn, page, tombstone)) changed++;
  return { created, changed };
}

/**
 * The record's row; one known by a former id only is re-pointed (the returned row then still has that id). Of several former
 * ones the likest: where two records were merged, the one whose values stayed lives on in the survivor.
 */
function findRow({ ledger }: Turn, page: PageHead, { seen }: SeenRecord): SideRow | null {
  const rowOf = (id: string): SideRow[] => [ledger.sides.get(sideKey(page.side, page.entity, id))].filter((row) => row !== null);
  const [own] = rowOf(seen.id);
  if (own) return own;
  const likeness = (row: SideRow): number => Object.entries(seen.fields).filter(([name, value]) => name in row.fields && same(row.fields[name] ?? null, value)).length;
  const former = [...new Set(seen.formerIds)].flatMap(rowOf);
  return former.toSorted((a, b) => Number(a.gone !== null) - Number(b.gone !== null) || likeness(b) - likeness(a))[0] ?? null;
}

/** A former id with a record of its own, whose link must not write to the survivor through it. */
function mergedAway({ id, formerIds, asOf }: Snapshot): readonly Tombstone[] {
  return formerIds.filter((former) => former !== id).map((former) => ({ id: former, how: 'merged', into: id, asOf }));
}

function createLink(turn: Turn, page: PageHead, { seen, keys }: SeenRecord): void {
  const { id, fields, handles, asOf, modifiedAt, modifiedBy } = seen;
  const { side, entity, mapVersion } = page;
  const link = { id: turn.newId(), entity, stage: 'new', matchedBy: null, into: null, partOf: null, targets: null } as const;
  turn.ledger.links.put(link);
  turn.ledger.sides.put({
    side, entity, id, linkId: link.id, fields, base: {}, handles, keys, hash: rowHash(fields, handles, keys),
    version: 1, mapVersion, asOf, modifiedAt, modifiedBy, gone: null, verdict: null, suspectedAt: null, shownAt: toInstant(turn.now),
  });
  markDirty(turn, link, page.reason);
}

/** True when the link has work to do. */
function see(turn: Turn, page: PageHead, known: SideRow, record: SeenRecord): boolean {
  const { sides } = turn.ledger;
  const repointed = known.id !== record.seen.id;
  const row = repointed ? { ...known, id: record.seen.id, version: known.version + 1 } : known;
  const next = overlay(row, record, page.mapVersion) ?? (repointed ? { row, changed: true } : null);
  const shownAt = toInstant(turn.now);
  if (next === null) {
    if (page.reason === 'sweep') sides.put({ ...row, shownAt });
    return false;
  }
  if (repointed) sides.delete(sideKey(known.side, known.entity, known.id));
  sides.put({ ...next.row, shownAt });
  if (!next.changed && !repointed) return false;
  markDirty(turn, { id: row.linkId, entity: row.entity }, page.reason);
  return true;
}

function bury(turn: Turn, page: PageHead, tombstone: Tombstone): boolean {
  const { sides } = turn.ledger;
  const row = sides.get(sideKey(page.side, page.entity, tombstone.id));
  if (row === null || row.gone !== null || Date.parse(tombstone.asOf) < Date.parse(row.asOf)) return false;
  if (tombstone.how === 'missing') {
    if (row.suspectedAt === null) sides.put({ ...row, suspectedAt: tombstone.asOf });
    if (row.suspectedAt === null || Date.parse(tombstone.asOf) - Date.parse(row.suspectedAt) < MISSING_TWICE_MS) return false;
  }
  const gone = tombstone.how === 'missing' ? 'deleted' : tombstone.how;
  sides.put({ ...row, gone, asOf: tombstone.asOf, suspectedAt: null, version: row.version + 1 });
  markDirty(turn, { id: row.linkId, entity: row.entity }, page.reason);
  return true;
}

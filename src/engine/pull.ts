// Pull: read one side's feed page by page into the store. Each page, its dirty marks and its checkpoint are one transaction,
// so a crash repeats at most a page; one lease per feed keeps two readers from moving one checkpoint.
import type { Page } from '../connectors/connector.ts';
import { isTombstone } from '../core/vocabulary.ts';
import type { EntityName, Hint, Reason, RemoteSide, Snapshot, Tombstone } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { Lease, SeenRecord } from '../store/store.ts';
import { adapterOf, feedOf, isStopping } from './context.ts';
import type { EngineContext } from './context.ts';
import { keysFor } from './keys.ts';
import { saveMirrored } from './mirrored.ts';

export interface PullCount {
  readonly read: number;
  readonly created: number;
  readonly changed: number;
  /** False when another process was reading this feed, or this one is about to end. */
  readonly ran: boolean;
  /** True when it went on where another reading was broken off: what has changed since that one's beginning it may not show. */
  readonly goesOn: boolean;
  /** When a sweep that has now come to its end was begun; null for any other read. */
  readonly sweptSince: string | null;
}

/** True once the side has been read completely: before that nobody may conclude that a record has no counterpart. */
export async function isFullyRead(context: EngineContext, side: RemoteSide, entity: EntityName): Promise<boolean> {
  return (await context.store.checkpoint(feedOf(side, entity))) !== null;
}

/** @param full read everything even though a checkpoint exists (a sweep) */
export async function pull(context: EngineContext, entity: EntityName, side: RemoteSide, full: boolean): Promise<PullCount> {
  const adapter = adapterOf(context, side, entity);
  const count: { -readonly [Key in keyof PullCount]: PullCount[Key] } = { read: 0, created: 0, changed: 0, ran: false, goesOn: false, sweptSince: null };
  if (!adapter) return count;
  const feed = feedOf(side, entity);
  const lease = await context.store.takeLease(`pull:${feed}`, context.limits.leaseMs);
  if (!lease) return count;
  try {
    const position = await context.store.checkpoint(feed);
    const everything = full || position === null;
    const reason: Reason = position === null ? 'backfill' : full ? 'sweep' : 'poll';
    const resumed = await context.store.checkpoint(`${feed}:all`);
    // A sweep that is taken up again began where nothing had been shown yet.
    if (reason === 'sweep' && resumed === null) await context.store.saveFact(`swept:${feed}`, toInstant(context.clock.now()));
    const unfinished = `unfinished:${feed}`;
    count.goesOn = (await context.store.fact(unfinished)) !== null;
    let isNoted = count.goesOn;
    const pages = everything ? adapter.all(resumed) : adapter.changes(position);
    for await (const page of pages) {
      await context.store.renewLease(lease, context.limits.leaseMs);
      const checkpoint = { feed: everything && !page.complete ? `${feed}:all` : feed, value: page.checkpoint };
      if (!page.complete && !isNoted) {
        await context.store.saveFact(unfinished, true);
        isNoted = true;
      }
      // The resume mark goes before the last page comes: a crash between the two reads all again instead of half of it.
      if (everything && page.complete) await savePage(context, entity, side, reason, emptyPage, { feed: `${feed}:all`, value: null }, lease);
      await saveMirrored(context, side, entity, page, position === null, lease);
      const saved = await savePage(context, entity, side, reason, page, checkpoint, lease);
      count.read += saved.read;
      count.created += saved.created;
      count.changed += saved.changed;
      context.progress(`read ${side} ${entity}`, count.read, page.complete ? count.read : null);
      // Its place is kept: whoever reads next goes on there.
      if (!page.complete && isStopping(context)) return count;
    }
    if (isNoted) await context.store.saveFact(unfinished, null);
    await context.store.saveFact(`fresh:${feed}`, toInstant(context.clock.now()));
    count.ran = true;
    if (reason === 'sweep') count.sweptSince = (await context.store.fact(`swept:${feed}`)) as string | null;
  } finally {
    await context.store.releaseLease(lease);
  }
  return count;
}

/** What looks by id have shown, as a page of its own. */
export function asPage(seen: Iterable<Snapshot | Tombstone>): Pick<Page, 'snapshots' | 'tombstones'> {
  const all = [...seen];
  return { snapshots: all.filter((one): one is Snapshot => !isTombstone(one)), tombstones: all.filter(isTombstone) };
}

const emptyPage: Pick<Page, 'snapshots' | 'tombstones'> = { snapshots: [], tombstones: [] };

export async function savePage(
  context: EngineContext,
  entity: EntityName,
  side: RemoteSide,
  reason: Reason,
  page: Pick<Page, 'snapshots' | 'tombstones'>,
  checkpoint: { feed: string; value: string | null } | null,
  lease: Lease,
): Promise<{ read: number; created: number; changed: number }> {
  const mapVersion = adapterOf(context, side, entity)?.mapVersion ?? '';
  const records = page.snapshots.map((seen) => seenRecord(context, entity, side, seen));
  const erased = await newlyErased(context, entity, side, page.tombstones);
  const saved = await context.store.savePage({ entity, side, reason, mapVersion, records, tombstones: page.tombstones, checkpoint }, lease);
  if (erased.length > 0) await context.store.saveHints(side, erased);
  return saved;
}

/** Records of ours that their system shows as erased for the first time: said to whoever forgets people. */
async function newlyErased(context: EngineContext, entity: EntityName, side: RemoteSide, tombstones: readonly Tombstone[]): Promise<readonly Hint[]> {
  const ids = tombstones.flatMap(({ id, how }) => (how === 'erased' ? [id] : []));
  if (ids.length === 0) return [];
  const known = await context.store.linked(entity, ids.map((id) => ({ side, id })));
  return known.flatMap(({ id, ids: present }): Hint[] => (present[side] === id ? [{ entity, id, kind: 'erased' }] : []));
}

function seenRecord(context: EngineContext, entity: EntityName, side: RemoteSide, seen: Snapshot): SeenRecord {
  return { seen, keys: keysFor(context, entity, side, seen.fields) };
}

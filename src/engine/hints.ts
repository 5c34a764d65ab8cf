// Hints: where a system's events say to look. Each is answered by reading the record by id, and what the read shows is saved as
// any page is. Invariant: a hint is never believed, only followed: lost, repeated or in any order, it changes nothing but when we
// look. The one thing an event adds is that a record which is not found was announced as deleted, so no second look is needed.
import type { EntityAdapter } from '../connectors/connector.ts';
import { isTombstone } from '../core/vocabulary.ts';
import type { EntityName, RemoteSide, Snapshot, Tombstone } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { Lease, WaitingHint } from '../store/store.ts';
import { adapterOf, feedOf, isStopping } from './context.ts';
import type { EngineContext } from './context.ts';
import { isFullyRead, savePage } from './pull.ts';

/** By then the poll and the sweep have long seen what there was to see. */
const KEPT_MS = 3 * 86_400_000;
/** Records looked at in one go; what is left over comes next. */
const MOST = 1_000;

export interface HintCount {
  readonly looked: number;
  readonly changed: number;
}

/**
 * Looks where events have said to look since the last time, on both sides.
 * @throws what reading throws; the hints of what was not read wait on
 */
export async function takeHints(context: EngineContext, entity: EntityName): Promise<HintCount> {
  await context.store.expireHints(toInstant(context.clock.now() - KEPT_MS));
  const count = { looked: 0, changed: 0 };
  for (const side of context.connectors.keys()) {
    const adapter = adapterOf(context, side, entity);
    // Before the first whole read a record says nothing yet, and that read shows it anyway.
    if (!adapter || !(await isFullyRead(context, side, entity))) continue;
    const hints = await context.store.hints({ entity, side, limit: MOST });
    if (hints.length === 0) continue;
    const lease = await context.store.takeLease(`hints:${feedOf(side, entity)}`, context.limits.leaseMs);
    if (!lease) continue;
    try {
      await follow(context, adapter, side, hints, lease, count);
    } finally {
      await context.store.releaseLease(lease);
    }
  }
  return count;
}

async function follow(context: EngineContext, adapter: EntityAdapter, side: RemoteSide, hints: readonly WaitingHint[], lease: Lease, count: { looked: number; changed: number }): Promise<void> {
  const byId = Map.groupBy(hints, (hint) => hint.id);
  const ids = [...byId.keys()];
  for (let start = 0; start < ids.length && !isStopping(context); start += adapter.can.batchRead) {
    const asked = ids.slice(start, start + adapter.can.batchRead);
    await context.store.renewLease(lease, context.limits.leaseMs);
    const answers = await adapter.read(asked);
    const saved = await savePage(context, adapter.entity, side, 'webhook', pageOf(answers, byId), null, lease);
    // An id without an answer is asked again the next time.
    await context.store.dropHints(asked.filter((id) => answers.has(id)).flatMap((id) => byId.get(id) ?? []));
    count.looked += answers.size;
    count.changed += saved.created + saved.changed;
  }
}

function pageOf(answers: ReadonlyMap<string, Snapshot | Tombstone>, hints: ReadonlyMap<string, readonly WaitingHint[]>): { snapshots: Snapshot[]; tombstones: Tombstone[] } {
  // One record answers for every id that was merged into it.
  const snapshots = new Map<string, Snapshot>();
  const tombstones: Tombstone[] = [];
  for (const [id, seen] of answers) {
    if (!isTombstone(seen)) {
      const former = snapshots.get(seen.id)?.formerIds ?? [];
      snapshots.set(seen.id, { ...seen, formerIds: [...new Set([...former, ...seen.formerIds])] });
    } else {
      const announced = hints.get(id)?.some((hint) => hint.kind === 'deleted') ?? false;
      tombstones.push(seen.how === 'missing' && announced ? { ...seen, how: 'deleted' } : seen);
    }
  }
  return { snapshots: [...snapshots.values()], tombstones };
}

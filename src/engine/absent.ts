// Absent: records that a complete sweep did not show, and records that a look has missed, are looked at by id. Invariant: not
// being shown is no delete; only the system's own word is, or two looks by id that miss it, a minute apart.
import type { EntityName, RemoteSide, Tombstone } from '../core/vocabulary.ts';
import type { EntityAdapter } from '../connectors/connector.ts';
import { toInstant } from '../lib/clock.ts';
import type { Lease } from '../store/store.ts';
import { adapterOf, feedOf, isStopping } from './context.ts';
import type { EngineContext } from './context.ts';
import { asPage, savePage } from './pull.ts';

/** From the first look that missed a record to the one that may say it is gone. */
const SECOND_LOOK_MS = 60_000;

/** How far the looks after a sweep have come; ids are in order. */
interface Position {
  readonly before: string;
  readonly after: string;
}

/** A sweep came to its end: what it has not shown since it began is looked for, in this cycle and the next ones. */
export async function sweepEnded(context: EngineContext, entity: EntityName, side: RemoteSide, beganAt: string): Promise<void> {
  await context.store.saveFact(factOf(side, entity), { before: beganAt, after: '' } satisfies Position);
}

/** The second look at suspects, and as many first looks as one cycle may make. */
export async function lookForAbsent(context: EngineContext, entity: EntityName, side: RemoteSide): Promise<void> {
  const adapter = adapterOf(context, side, entity);
  if (!adapter) return;
  const due = toInstant(context.clock.now() - SECOND_LOOK_MS);
  const suspects = await context.store.suspects({ entity, side, before: due, limit: context.limits.absentLooks });
  const position = (await context.store.fact(factOf(side, entity))) as Position | null;
  if (suspects.length === 0 && position === null) return;
  const lease = await context.store.takeLease(`absent:${feedOf(side, entity)}`, context.limits.leaseMs);
  if (!lease) return;
  try {
    await look(context, adapter, side, suspects.map(({ id }) => id), lease);
    if (position === null || isStopping(context)) return;
    const limit = context.limits.absentLooks;
    const unseen = await context.store.unseen({ entity, side, ...position, limit });
    // Where the process had to end before the last of them, the next one looks at them all.
    if (!(await look(context, adapter, side, unseen.map(({ id }) => id), lease))) return;
    const last = unseen.at(-1);
    await context.store.saveFact(factOf(side, entity), unseen.length < limit || !last ? null : { ...position, after: last.id });
  } finally {
    await context.store.releaseLease(lease);
  }
}

/** What the system itself lists as gone, looked at by id: an id that was merged away may be listed too, and leads elsewhere. */
export async function readGone(context: EngineContext, entity: EntityName, side: RemoteSide): Promise<void> {
  const adapter = adapterOf(context, side, entity);
  if (!adapter?.gone) return;
  const lease = await context.store.takeLease(`absent:${feedOf(side, entity)}`, context.limits.leaseMs);
  if (!lease) return;
  try {
    for await (const listed of adapter.gone()) {
      const known = await context.store.linked(entity, listed.map(({ id }) => ({ side, id })));
      const standing = known.flatMap(({ id, ids }) => (ids[side] === id ? [id] : []));
      if (!(await look(context, adapter, side, standing, lease, new Map(listed.map((tombstone) => [tombstone.id, tombstone.how]))))) return;
    }
  } finally {
    await context.store.releaseLease(lease);
  }
}

/**
 * False when the process had to end before all of them were looked at.
 * @param listed how the system says these are gone: a look that misses one of them needs no second
 */
async function look(context: EngineContext, adapter: EntityAdapter, side: RemoteSide, ids: readonly string[], lease: Lease, listed: ReadonlyMap<string, Tombstone['how']> = new Map()): Promise<boolean> {
  for (let start = 0; start < ids.length; start += adapter.can.batchRead) {
    let asked = ids.slice(start, start + adapter.can.batchRead);
    while (asked.length > 0) {
      if (isStopping(context)) return false;
      await context.store.renewLease(lease, context.limits.leaseMs);
      const answers = await adapter.read(asked);
      const { snapshots, tombstones } = asPage(new Set(answers.values()));
      const page = { snapshots, tombstones: tombstones.map((one) => (one.how === 'missing' ? { ...one, how: listed.get(one.id) ?? one.how } : one)) };
      await savePage(context, adapter.entity, side, 'sweep', page, null, lease);
      // An id without an answer says nothing: it is asked for again, unless there was no answer at all.
      const rest = asked.filter((id) => !answers.has(id));
      if (rest.length === asked.length) break;
      asked = rest;
    }
  }
  return true;
}

function factOf(side: RemoteSide, entity: EntityName): string {
  return `absent:${feedOf(side, entity)}`;
}

// A desk gathers the planned writes for one remote side until a full batch can go, so that calls are spent by the batch and
// not by the link. Before a batch: the guarded read, the announced intents, the lease's clock; after it: one outcome a link.
import type { Create, Outcome, Write } from '../connectors/connector.ts';
import { isTombstone } from '../core/vocabulary.ts';
import type { EntityName, RemoteSide, Snapshot } from '../core/vocabulary.ts';
import type { PlannedWrite } from '../core/plan.ts';
import { toInstant } from '../lib/clock.ts';
import { AccessError, isExpected, RetryableError, StaleError } from '../lib/errors.ts';
import type { TakenLink } from '../store/store.ts';
import { adapterOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { savePage } from './pull.ts';
import type { Turn } from './turn.ts';

export interface Pending {
  readonly taken: TakenLink;
  readonly turn: Turn;
  /** Nothing is sent after this (ms): the lease may be somebody else's. */
  readonly until: number;
  readonly outcomes: Map<RemoteSide, Outcome>;
}

export interface Desk {
  readonly side: RemoteSide;
  readonly creates: Pending[];
  readonly updates: Pending[];
  /** Everything changed before this has been seen (ms). */
  guardedUntil: number;
  /** Set when the whole side refuses us: its writes fail until the next cycle. */
  closed: AccessError | RetryableError | null;
}

/** Clock differences and the vendor's time-stamp precision, between two guarded reads. */
const GUARD_OVERLAP_MS = 5_000;
const CREATE_BATCH = 50;

export function openDesk(side: RemoteSide, guardedUntil: number): Desk {
  return { side, creates: [], updates: [], guardedUntil, closed: null };
}

export function writeFor(pending: Pending, side: RemoteSide): PlannedWrite | undefined {
  return pending.turn.plan.writes.find((write) => write.side === side);
}

/** Sends every full batch, and the rest of those named in `rest`. Links whose side moved meanwhile come back in `stale`. */
export async function clearDesk(context: EngineContext, entity: EntityName, desk: Desk, rest: { readonly creates: boolean; readonly updates: boolean }): Promise<{ written: Pending[]; stale: Pending[] }> {
  const written: Pending[] = [];
  const stale: Pending[] = [];
  const adapter = adapterOf(context, desk.side, entity);
  if (!adapter) throw new RangeError(`no ${entity} on ${desk.side}`);
  const createBatch = adapter.can.batchWrite > 1 ? adapter.can.batchWrite : CREATE_BATCH;
  const updateBatch = adapter.can.batchWrite > 1 ? adapter.can.batchWrite : context.limits.guardBatch;
  const queues = [
    { queue: desk.creates, size: createBatch, guarded: false, all: rest.creates },
    { queue: desk.updates, size: updateBatch, guarded: true, all: rest.updates },
  ];
  for (const { queue, size, guarded, all } of queues) {
    const least = all ? 1 : size;
    while (queue.length >= least) {
      const batch = queue.splice(0, size);
      const moved = guarded && desk.closed === null ? await guard(context, entity, desk, batch) : new Set<string>();
      stale.push(...batch.filter((pending) => moved.has(pending.turn.link.id)));
      const sound = batch.filter((pending) => !moved.has(pending.turn.link.id));
      const lost = await send(context, entity, desk, sound);
      stale.push(...lost);
      written.push(...sound.filter((pending) => !lost.includes(pending)));
    }
  }
  return { written, stale };
}

/** Looks again just before updates; whatever moved is saved like any read, and its links are planned anew. */
async function guard(context: EngineContext, entity: EntityName, desk: Desk, batch: readonly Pending[]): Promise<ReadonlySet<string>> {
  const adapter = adapterOf(context, desk.side, entity);
  const mode = context.limits.guardModes[desk.side];
  if (!adapter || mode === 'off' || batch.length === 0) return new Set();
  const now = context.clock.now();
  const byId = adapter.can.batchRead > 1;
  const ids = batch.flatMap((pending) => {
    const state = pending.turn.link.sides[desk.side];
    const fresh = byId && state !== undefined && now - Date.parse(state.asOf) < context.limits.guardFreshMs;
    return state && !fresh ? [state.id] : [];
  });
  if (ids.length === 0) return new Set();
  try {
    const since = toInstant(desk.guardedUntil - GUARD_OVERLAP_MS);
    const seen = mode === 'each' ? [...(await adapter.read(ids)).values()] : await adapter.guard(since, ids);
    desk.guardedUntil = now;
    const page = { snapshots: seen.filter((one): one is Snapshot => !isTombstone(one)), tombstones: seen.filter(isTombstone) };
    await savePage(context, entity, desk.side, 'poll', page, null, (batch[0] as Pending).taken.lease);
  } catch (error) {
    if (error instanceof StaleError) return new Set(batch.map((pending) => pending.turn.link.id));
    close(desk, error);
    return new Set();
  }
  const present = await context.store.links({ entity, ids: batch.map((pending) => pending.turn.link.id), limit: batch.length });
  const versions = new Map(present.map((link) => [link.id, link.sides[desk.side]?.version]));
  return new Set(batch.flatMap((pending) => (versions.get(pending.turn.link.id) === pending.turn.link.sides[desk.side]?.version ? [] : [pending.turn.link.id])));
}

/** Links whose lease ran out or was taken over are answered: nothing was sent for them. */
async function send(context: EngineContext, entity: EntityName, desk: Desk, batch: readonly Pending[]): Promise<readonly Pending[]> {
  if (batch.length === 0) return [];
  const adapter = adapterOf(context, desk.side, entity);
  if (!adapter) return batch;
  if (desk.closed) return fail(desk, batch, desk.closed);
  const now = context.clock.now();
  const at = toInstant(now);
  const inTime = batch.filter((pending) => now < pending.until);
  const late = batch.filter((pending) => now >= pending.until);
  try {
    await context.store.announce(inTime.map(({ taken, turn }) => ({ lease: taken.lease, linkId: turn.link.id, side: desk.side, kind: turn.link.sides[desk.side] ? 'update' : 'create', at })));
  } catch (error) {
    if (error instanceof StaleError) return batch;
    throw error;
  }
  // Announcing may have waited on the database: a lease that ran out meanwhile must not send.
  if (inTime.some((pending) => context.clock.now() >= pending.until)) return batch;
  try {
    const outcomes = await adapter.write(inTime.flatMap((pending) => toWrite(pending, desk.side)));
    const byKey = new Map(outcomes.map((outcome) => [outcome.key, outcome]));
    for (const pending of inTime) {
      const outcome = byKey.get(pending.turn.link.id);
      const lost: Outcome = { kind: 'unknown', key: pending.turn.link.id, error: new RetryableError('no-outcome', `${desk.side} answered nothing for one write`) };
      pending.outcomes.set(desk.side, outcome ?? lost);
    }
  } catch (error) {
    close(desk, error);
    fail(desk, inTime, error as AccessError | RetryableError);
  }
  return late;
}

function toWrite(pending: Pending, side: RemoteSide): readonly Write[] {
  const write = writeFor(pending, side);
  if (!write) return [];
  const key = pending.turn.link.id;
  const state = pending.turn.link.sides[side];
  if (!state) return [{ kind: 'create', key, fields: write.fields } satisfies Create];
  return [{ kind: 'update', key, id: state.id, handles: state.handles, fields: write.fields, seen: state.fields }];
}

/** The whole side is down or refuses us. Anything else is a bug and goes up. */
function close(desk: Desk, error: unknown): void {
  if (!isExpected(error) || !(error instanceof AccessError || error instanceof RetryableError)) throw error;
  desk.closed = error;
}

function fail(desk: Desk, batch: readonly Pending[], error: AccessError | RetryableError): readonly Pending[] {
  const retryable = error instanceof RetryableError ? error : new RetryableError(error.code, error.message, { cause: error });
  for (const pending of batch) pending.outcomes.set(desk.side, { kind: 'failed', key: pending.turn.link.id, error: retryable });
  return [];
}

// A desk gathers the planned writes for one remote side until a full batch can go, so that calls are spent by the batch and
// not by the link. Before a batch: the guarded read, the announced intents, the lease's clock; after it: one outcome a link.
import type { Create, Outcome, Write } from '../connectors/connector.ts';
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';
import type { PlannedWrite } from '../core/plan.ts';
import { toInstant } from '../lib/clock.ts';
import { AccessError, isExpected, RetryableError, StaleError } from '../lib/errors.ts';
import type { TakenLink } from '../store/store.ts';
import { adapterOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { asPage, savePage } from './pull.ts';
import type { Turn } from './turn.ts';

export interface Pending {
  readonly taken: TakenLink;
  readonly turn: Turn;
  /** Nothing is sent after this (ms): the lease may be somebody else's. */
  until: number;
  readonly outcomes: Map<RemoteSide, Outcome>;
  /** Sides where an open create could not be looked for: nothing is made there. */
  readonly unlooked: ReadonlySet<RemoteSide>;
}

export interface Desk {
  readonly side: RemoteSide;
  readonly creates: Pending[];
  readonly updates: Pending[];
  /** Everything changed before this has been seen (ms); null when nobody knows, so that every record is read by id. */
  guardedUntil: number | null;
  /** When this cycle's pull began (ms); null when it did not end well. */
  readonly pulledAt: number | null;
  /** Updates in one batch at the most: fewer, once a look at so many has taken too long. */
  most: number;
  /** Links written here in this cycle: the answer dates their record without showing all of it. */
  readonly answered: Set<string>;
  /** Set when the whole side refuses us: its writes fail until the next cycle. */
  closed: AccessError | RetryableError | null;
}

/** Clock differences and the vendor's time-stamp precision, between two guarded reads. */
const GUARD_OVERLAP_MS = 5_000;
/** From the guarded read to the write: longer, and somebody may have written since. */
const LOOK_LASTS_MS = 30_000;
/** Where creates go one by one: as many as end well within a lease. */
const CREATE_BATCH = 20;
/** After this share of its time a link is let go rather than sent late. */
const SAFE_SHARE = 0.8;

/** How long a lease is trusted (ms). */
export function leaseTime(context: EngineContext): number {
  return context.limits.leaseMs * SAFE_SHARE;
}

export function openDesk(side: RemoteSide, pulledAt: number | null): Desk {
  return { side, creates: [], updates: [], guardedUntil: pulledAt, pulledAt, most: Infinity, answered: new Set(), closed: null };
}

export function writeFor(pending: Pending, side: RemoteSide): PlannedWrite | undefined {
  return pending.turn.plan.writes.find((write) => write.side === side);
}

export interface Cleared {
  readonly written: readonly Pending[];
  /** Their side has moved, nobody could look at it in time, or their lease was taken over. */
  readonly stale: readonly Pending[];
  /** Their time was over before their batch was sent. */
  readonly late: readonly Pending[];
}

/** Sends every full batch, and the rest of those named in `rest`. */
export async function clearDesk(context: EngineContext, entity: EntityName, desk: Desk, rest: { readonly creates: boolean; readonly updates: boolean }): Promise<Cleared> {
  const written: Pending[] = [];
  const stale: Pending[] = [];
  const late: Pending[] = [];
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
      const batch = queue.splice(0, guarded ? Math.min(size, desk.most) : size);
      const lookedAt = context.clock.now();
      const moved = guarded && desk.closed === null ? await guard(context, entity, desk, batch) : new Set<string>();
      stale.push(...batch.filter((pending) => moved.has(pending.turn.link.id)));
      const now = context.clock.now();
      const sound = batch.filter((pending) => !moved.has(pending.turn.link.id));
      const lookLasts = guarded ? lookedAt + LOOK_LASTS_MS : Infinity;
      if (now > lookLasts) {
        desk.most = Math.ceil(batch.length / 2);
        stale.push(...sound);
        continue;
      }
      const inTime = sound.filter((pending) => now < pending.until);
      late.push(...sound.filter((pending) => !inTime.includes(pending)));
      const isSent = await send(context, entity, desk, inTime, lookLasts);
      (isSent ? written : stale).push(...inTime);
    }
  }
  return { written, stale, late };
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
    if (state === undefined) return [];
    const fresh = byId && !desk.answered.has(pending.turn.link.id) && isFresh(context, desk, Date.parse(state.asOf), now);
    return fresh ? [] : [state.id];
  });
  if (ids.length === 0) return new Set();
  try {
    const from = mode === 'each' ? null : desk.guardedUntil;
    const seen = from === null ? (await adapter.read(ids)).values() : await adapter.guard(toInstant(from - GUARD_OVERLAP_MS), ids);
    if (from !== null) desk.guardedUntil = now;
    await savePage(context, entity, desk.side, 'poll', asPage(seen), null, (batch[0] as Pending).taken.lease);
  } catch (error) {
    if (error instanceof StaleError) return new Set(batch.map((pending) => pending.turn.link.id));
    close(desk, error);
    return new Set();
  }
  const present = await context.store.links({ entity, ids: batch.map((pending) => pending.turn.link.id), limit: batch.length });
  const versions = new Map(present.map((link) => [link.id, link.sides[desk.side]?.version]));
  return new Set(batch.flatMap((pending) => (versions.get(pending.turn.link.id) === pending.turn.link.sides[desk.side]?.version ? [] : [pending.turn.link.id])));
}

/** Only what this cycle has read was surely read whole. Times are ms. */
function isFresh({ limits }: EngineContext, { pulledAt }: Desk, asOf: number, now: number): boolean {
  return pulledAt !== null && asOf >= pulledAt && now - asOf < limits.guardFreshMs;
}

/**
 * False when a lease was lost, or the look grew old meanwhile: then nothing was sent. A lease starts anew with each batch.
 * @param lookLasts ms: a look that was earlier says nothing of what is there then
 */
async function send(context: EngineContext, entity: EntityName, desk: Desk, batch: readonly Pending[], lookLasts: number): Promise<boolean> {
  const adapter = adapterOf(context, desk.side, entity);
  if (batch.length === 0 || !adapter) return true;
  if (desk.closed) return fail(desk, batch, desk.closed);
  const now = context.clock.now();
  const at = toInstant(now);
  const until = now + leaseTime(context);
  try {
    const intents = batch.map((pending) => ({ lease: pending.taken.lease, linkId: pending.turn.link.id, side: desk.side, kind: writeFor(pending, desk.side)?.kind ?? 'update', at, sent: writeFor(pending, desk.side)?.fields ?? {} }));
    await context.store.announce(intents, context.limits.leaseMs);
  } catch (error) {
    if (error instanceof StaleError) return false;
    throw error;
  }
  // Announcing may have waited on the database, or the process was frozen: whoever comes back to an old picture must not send.
  if (context.clock.now() >= Math.min(until, lookLasts)) return false;
  for (const pending of batch) pending.until = until;
  try {
    const outcomes = await adapter.write(batch.flatMap((pending) => toWrite(pending, desk.side)), until);
    const byKey = new Map(outcomes.map((outcome) => [outcome.key, outcome]));
    for (const pending of batch) {
      const key = pending.turn.link.id;
      const silent: Outcome = { kind: 'unknown', key, error: new RetryableError('no-outcome', `${desk.side} answered nothing for one write`) };
      pending.outcomes.set(desk.side, byKey.get(key) ?? silent);
      desk.answered.add(key);
    }
    await lookForMoved(context, entity, desk, batch);
  } catch (error) {
    close(desk, error);
    fail(desk, batch, error as AccessError | RetryableError);
  }
  return true;
}

function isMoved(outcome: Outcome | undefined): boolean {
  return outcome?.kind === 'failed' && outcome.error.code === 'moved';
}

/** A record that was not there to be written is looked for by its id: two looks show a delete that no feed tells of. */
async function lookForMoved(context: EngineContext, entity: EntityName, desk: Desk, batch: readonly Pending[]): Promise<void> {
  const moved = batch.filter((pending) => isMoved(pending.outcomes.get(desk.side)));
  const ids = moved.flatMap(({ turn }) => turn.link.sides[desk.side]?.id ?? []);
  const adapter = adapterOf(context, desk.side, entity);
  if (ids.length === 0 || !adapter) return;
  try {
    await savePage(context, entity, desk.side, 'poll', asPage((await adapter.read(ids)).values()), null, (moved[0] as Pending).taken.lease);
  } catch (error) {
    // The write's own outcome stands; the next try looks again.
    if (!isExpected(error)) throw error;
  }
}

function toWrite(pending: Pending, side: RemoteSide): readonly Write[] {
  const write = writeFor(pending, side);
  if (!write) return [];
  const key = pending.turn.link.id;
  const state = pending.turn.link.sides[side];
  if (write.kind === 'archive') return state ? [{ kind: 'archive', key, id: state.id, handles: state.handles }] : [];
  if (!state) return [{ kind: 'create', key, fields: write.fields } satisfies Create];
  return [{ kind: 'update', key, id: state.id, handles: state.handles, fields: write.fields, seen: state.fields }];
}

/** The whole side is down or refuses us. Anything else is a bug and goes up. */
function close(desk: Desk, error: unknown): void {
  if (!isExpected(error) || !(error instanceof AccessError || error instanceof RetryableError)) throw error;
  desk.closed = error;
}

/** Always answers true: each write has its outcome. */
function fail(desk: Desk, batch: readonly Pending[], error: AccessError | RetryableError): true {
  const retryable = error instanceof RetryableError ? error : new RetryableError(error.code, error.message, { cause: error });
  const kind = retryable.outcomeUnknown ? 'unknown' : 'failed';
  for (const pending of batch) pending.outcomes.set(desk.side, { kind, key: pending.turn.link.id, error: retryable });
  return true;
}

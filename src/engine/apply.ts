// Apply: carry out the plans of all active dirty links, most urgent first, in full batches, and record what became of them.
// The CRM goes before the PSA because it writes by the hundred: a link leaves with its last write and is recorded at once.
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { LinkRecord, TakenLink } from '../store/store.ts';
import { adapterOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { clearDesk, openDesk, writeFor } from './desk.ts';
import type { Desk, Pending } from './desk.ts';
import { adoptUnknownCreates } from './adopt.ts';
import { linkRecord } from './record.ts';
import { stanceOf, turnOf } from './turn.ts';
import type { Stance } from './turn.ts';

export interface Applied {
  links: number;
  readonly created: { psa: number; crm: number; local: number };
  readonly updated: { psa: number; crm: number; local: number };
  unchanged: number;
  failed: number;
  /** Sides that refused us as a whole, with the error. */
  readonly closed: Map<RemoteSide, Error>;
}

const ORDER: readonly RemoteSide[] = ['crm', 'psa'];
/** After this share of its time a link is let go rather than sent late. */
const SAFE_SHARE = 0.8;

/** @param since nothing older than this needs a guarded read: the start of the pull (ms) */
export async function apply(context: EngineContext, entity: EntityName, since: number, runId: string | null): Promise<Applied> {
  const stance = await stanceOf(context, entity);
  const applied: Applied = { links: 0, created: { psa: 0, crm: 0, local: 0 }, updated: { psa: 0, crm: 0, local: 0 }, unchanged: 0, failed: 0, closed: new Map() };
  const desks = ORDER.filter((side) => adapterOf(context, side, entity) !== null).map((side) => openDesk(side, since));
  const turns = new Map<string, number>();
  const parked: TakenLink[] = [];
  for (;;) {
    const startedAt = context.clock.now();
    const taken = await context.store.take({ entity, limit: context.limits.takeLinks, ttlMs: context.limits.leaseMs });
    const fresh = taken.filter((one) => {
      const turn = (turns.get(one.link.id) ?? 0) + 1;
      turns.set(one.link.id, turn);
      if (turn > context.limits.turns) parked.push(one);
      return turn <= context.limits.turns;
    });
    const until = startedAt + context.limits.leaseMs * SAFE_SHARE;
    const adopted = await adoptUnknownCreates(context, entity, fresh);
    const ready = await hand(context, stance, desks, fresh.filter((one) => !adopted.has(one.link.id)), until);
    // A part of a batch waits while there is still work that may fill it.
    const done = [...ready, ...(await clearDesks(context, entity, desks, taken.length === 0))];
    await save(context, entity, done, runId, applied);
    if (taken.length === 0 && done.length === 0 && desks.every((desk) => desk.creates.length + desk.updates.length === 0)) break;
  }
  for (const one of parked) await context.store.releaseLease(one.lease);
  for (const desk of desks) if (desk.closed) applied.closed.set(desk.side, desk.closed);
  return applied;
}

/** Plans each link and puts it on its first desk; links without remote writes are ready. */
async function hand(context: EngineContext, stance: Stance, desks: readonly Desk[], taken: readonly TakenLink[], until: number): Promise<Pending[]> {
  const ready: Pending[] = [];
  for (const one of taken) {
    const pending: Pending = { taken: one, turn: turnOf(context, stance, one.link), until, outcomes: new Map() };
    if (!putOnNextDesk(desks, pending)) ready.push(pending);
  }
  return ready;
}

function putOnNextDesk(desks: readonly Desk[], pending: Pending): boolean {
  const desk = desks.find(({ side }) => writeFor(pending, side) !== undefined && !pending.outcomes.has(side));
  if (!desk) return false;
  (writeFor(pending, desk.side)?.kind === 'create' ? desk.creates : desk.updates).push(pending);
  return true;
}

/** @param all nothing more comes by itself: send what there is, the side that writes one by one before the one that batches */
async function clearDesks(context: EngineContext, entity: EntityName, desks: readonly Desk[], all: boolean): Promise<Pending[]> {
  const done: Pending[] = [];
  for (const desk of desks) {
    const single = adapterOf(context, desk.side, entity)?.can.batchWrite === 1;
    const othersWait = desks.some((other) => other !== desk && other.creates.length + other.updates.length > 0);
    const { written, stale } = await clearDesk(context, entity, desk, { creates: single || (all && !othersWait), updates: all && (single || !othersWait) });
    for (const pending of written) if (!putOnNextDesk(desks, pending)) done.push(pending);
    for (const pending of stale) {
      // What another desk already stored must be recorded; otherwise the link simply comes again.
      if (pending.outcomes.size > 0) done.push(pending);
      else await context.store.releaseLease(pending.taken.lease);
    }
  }
  return done;
}

async function save(context: EngineContext, entity: EntityName, done: readonly Pending[], runId: string | null, applied: Applied): Promise<void> {
  const records: LinkRecord[] = done.map((pending) => linkRecord(context, pending, runId));
  if (records.length === 0) return;
  const lost = new Set(await context.store.record(records));
  if (lost.size > 0) context.log.warn({ links: lost.size, at: toInstant(context.clock.now()) }, 'leases were taken over before recording');
  for (const pending of done) {
    applied.links += 1;
    let touched = false;
    for (const write of pending.turn.plan.writes) {
      const outcome = write.side === 'local' ? null : pending.outcomes.get(write.side);
      if (write.side === 'local' ? !lost.has(pending.turn.link.id) : outcome?.kind === 'done') {
        applied[write.kind === 'create' ? 'created' : 'updated'][write.side] += 1;
        touched = true;
      }
    }
    const failed = [...pending.outcomes.values()].some((outcome) => outcome.kind !== 'done');
    if (failed) applied.failed += 1;
    if (!touched && !failed) applied.unchanged += 1;
  }
  context.progress(`write ${entity}`, applied.links, null);
}

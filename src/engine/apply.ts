// Apply: carry out the plans of all active dirty links, most urgent first, in full batches, and record what became of them.
// The CRM goes before the PSA because it writes by the hundred: a link leaves with its last write and is recorded at once.
import type { Outcome } from '../connectors/connector.ts';
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { LinkRecord, LinkState, MatchDecision, TakenLink } from '../store/store.ts';
import { adapterOf, isStopping } from './context.ts';
import type { EngineContext, Written } from './context.ts';
import { clearDesk, leaseTime, openDesk, writeFor } from './desk.ts';
import type { Desk, Pending } from './desk.ts';
import { lookForCreates } from './adopt.ts';
import type { Look } from './adopt.ts';
import { linkRecord } from './record.ts';
import { surroundingsOf } from './surroundings.ts';
import type { Surroundings } from './surroundings.ts';
import { isInDoubt, stanceOf, turnOrNull } from './turn.ts';
import type { Doubts, Turn } from './turn.ts';

export interface Applied {
  links: number;
  readonly created: { psa: number; crm: number; local: number };
  readonly updated: { psa: number; crm: number; local: number };
  /** Taken out of use. */
  readonly archived: { psa: number; crm: number; local: number };
  unchanged: number;
  failed: number;
  /** Ids of records of the PSA that were made or changed. */
  readonly inPsa: string[];
  /** Sides that refused us as a whole, with the error. */
  readonly closed: Map<RemoteSide, Error>;
  /** The time was over before the work was, or the process is about to end. */
  more: boolean;
}

const ORDER: readonly RemoteSide[] = ['crm', 'psa'];
const none = (): Applied['created'] => ({ psa: 0, crm: 0, local: 0 });
const COUNTED_AS = { create: 'created', update: 'updated', archive: 'archived' } as const;

/** What a pass works on, and what it plans for each link. */
export interface Work {
  take(limit: number): Promise<readonly TakenLink[]>;
  /** Left for a process that knows more. */
  isLeft(link: LinkState): boolean;
  /** Null when no plan can be made. */
  turnOf(link: LinkState, around: Surroundings): Turn | null;
}

/**
 * Carries out what the rules say about every dirty link.
 * @param pulledAt when the last complete pull of a side began (ms); a side without one is read by id before each write
 */
export async function apply(context: EngineContext, entity: EntityName, pulledAt: ReadonlyMap<RemoteSide, number>, doubts: Doubts, runId: string | null): Promise<Applied> {
  const stance = await stanceOf(context, entity, doubts);
  const work: Work = {
    take: (limit) => context.store.take({ entity, limit, ttlMs: context.limits.leaseMs }),
    isLeft: (link) => isInDoubt(stance, link),
    turnOf: (link, around) => turnOrNull(context, stance, link, around),
  };
  return await carryOut(context, entity, work, pulledAt, runId);
}

export async function carryOut(context: EngineContext, entity: EntityName, work: Work, pulledAt: ReadonlyMap<RemoteSide, number>, runId: string | null): Promise<Applied> {
  const applied: Applied = { links: 0, created: none(), updated: none(), archived: none(), unchanged: 0, failed: 0, inPsa: [], closed: new Map(), more: false };
  const desks = ORDER.filter((side) => adapterOf(context, side, entity) !== null).map((side) => openDesk(side, pulledAt.get(side) ?? null));
  const turns = new Map<string, number>();
  const parked = new Map<string, TakenLink>();
  const questions: MatchDecision[] = [];
  const until = context.clock.now() + context.limits.cycleMs;
  for (;;) {
    const startedAt = context.clock.now();
    applied.more = startedAt >= until || isStopping(context);
    const taken = applied.more ? [] : await work.take(context.limits.takeLinks);
    const fresh = taken.filter(({ link }) => (turns.get(link.id) ?? 0) < context.limits.turns && !work.isLeft(link));
    // All of them were put aside before and their time is over: whoever else waits was reached meanwhile.
    if (fresh.length === 0 && taken.length > 0 && taken.every(({ link }) => parked.has(link.id))) {
      await context.store.releaseLease(...taken.map(({ lease }) => lease));
      break;
    }
    for (const one of taken) if (!fresh.includes(one)) parked.set(one.link.id, one);
    for (const { link } of fresh) turns.set(link.id, (turns.get(link.id) ?? 0) + 1);
    const around = await surroundingsOf(context, entity, fresh.map(({ link }) => link));
    const look = await lookForCreates(context, entity, fresh, around, pulledAt);
    questions.push(...look.questions);
    for (const [side, error] of look.errors) applied.closed.set(side, error);
    const { ready, broken } = hand(context, { work, around, look, startedAt }, desks, fresh.filter((one) => !look.adopted.has(one.link.id)));
    for (const one of broken) parked.set(one.link.id, one);
    for (const { link } of broken) turns.set(link.id, context.limits.turns);
    applied.failed += broken.length;
    // A part of a batch waits while there is still work that may fill it.
    const cleared = await clearDesks(context, entity, desks, taken.length === 0);
    // Waiting for its batch costs a link no turn, as long as others get on.
    if (cleared.done.length > 0) for (const { turn } of cleared.late) turns.set(turn.link.id, (turns.get(turn.link.id) ?? 1) - 1);
    const done = [...ready, ...cleared.done];
    await save(context, entity, done, runId, applied);
    for (const pending of done) if (isInVain(desks, pending)) turns.set(pending.turn.link.id, context.limits.turns);
    if (taken.length === 0 && done.length === 0 && !cleared.moved && desks.every((desk) => desk.creates.length + desk.updates.length === 0)) break;
  }
  await context.store.releaseLease(...[...parked.values()].map(({ lease }) => lease));
  // Nobody works on them any more.
  await context.store.decideMatches(entity, questions);
  for (const desk of desks) if (desk.closed) applied.closed.set(desk.side, desk.closed);
  return applied;
}

/** Another try in this cycle would meet the same closed side, or an open create that cannot be looked for. */
function isInVain(desks: readonly Desk[], { outcomes, unlooked }: Pending): boolean {
  return unlooked.size > 0 || desks.some((desk) => desk.closed !== null && outcomes.get(desk.side)?.kind === 'failed');
}

interface Batch {
  readonly work: Work;
  readonly around: Surroundings;
  readonly look: Look;
  /** ms */
  readonly startedAt: number;
}

/** Plans each link and puts it on its first desk; links without remote writes are ready, those that no plan fits are `broken`. */
function hand(context: EngineContext, { work, around, look, startedAt }: Batch, desks: readonly Desk[], taken: readonly TakenLink[]): { ready: Pending[]; broken: TakenLink[] } {
  const ready: Pending[] = [];
  const broken: TakenLink[] = [];
  for (const one of taken) {
    const turn = work.turnOf(one.link, around);
    if (turn === null) {
      broken.push(one);
      continue;
    }
    const unlooked = look.unlooked.get(one.link.id) ?? new Set();
    const pending: Pending = { taken: one, turn, until: startedAt + leaseTime(context), outcomes: new Map(), unlooked };
    if (!putOnNextDesk(desks, pending)) ready.push(pending);
  }
  return { ready, broken };
}

function putOnNextDesk(desks: readonly Desk[], pending: Pending): boolean {
  const desk = desks.find(({ side }) => writeFor(pending, side) !== undefined && !pending.outcomes.has(side) && !pending.unlooked.has(side));
  if (!desk) return false;
  (writeFor(pending, desk.side)?.kind === 'create' ? desk.creates : desk.updates).push(pending);
  return true;
}

/**
 * `moved`: links went back to be planned anew in this cycle.
 * @param all nothing more comes by itself: send what there is, the side that writes one by one before the one that batches
 */
async function clearDesks(context: EngineContext, entity: EntityName, desks: readonly Desk[], all: boolean): Promise<{ done: Pending[]; late: readonly Pending[]; moved: boolean }> {
  const done: Pending[] = [];
  const late: Pending[] = [];
  let moved = false;
  for (const desk of desks) {
    const single = adapterOf(context, desk.side, entity)?.can.batchWrite === 1;
    const othersWait = desks.some((other) => other !== desk && other.creates.length + other.updates.length > 0);
    const due = isDue(context, desk);
    const cleared = await clearDesk(context, entity, desk, { creates: due || single || (all && !othersWait), updates: due || (all && (single || !othersWait)) });
    for (const pending of cleared.written) if (!putOnNextDesk(desks, pending)) done.push(pending);
    for (const pending of [...cleared.stale, ...cleared.late]) {
      // What another desk already stored must be recorded; otherwise the link simply comes again.
      if (pending.outcomes.size > 0) done.push(pending);
      else await context.store.releaseLease(pending.taken.lease);
    }
    late.push(...cleared.late);
    moved ||= cleared.stale.length > 0;
  }
  return { done, late, moved };
}

/** A person's edit passes a running backfill, and nobody waits for a full batch until the lease is over. */
function isDue(context: EngineContext, desk: Desk): boolean {
  const soon = context.clock.now() + leaseTime(context) / 2;
  return [...desk.creates, ...desk.updates].some(({ taken, until }) => taken.reason === 'person' || taken.reason === 'webhook' || until < soon);
}

async function save(context: EngineContext, entity: EntityName, done: readonly Pending[], runId: string | null, applied: Applied): Promise<void> {
  // Whoever speaks for these records has yet to hear what they say now.
  await context.store.markDirty(entity, done.flatMap(({ turn }) => turn.link.partOf ?? []), 'poll');
  const records: LinkRecord[] = done.map((pending) => linkRecord(context, pending, runId));
  if (records.length === 0) return;
  const lost = new Set(await context.store.record(records));
  if (lost.size > 0) context.log.warn({ links: lost.size, at: toInstant(context.clock.now()) }, 'leases were taken over before recording');
  for (const [index, pending] of done.entries()) {
    applied.links += 1;
    let touched = false;
    if (!lost.has(pending.turn.link.id) && records[index]?.gone?.some(({ side }) => side === 'local')) {
      applied.archived.local += 1;
      touched = true;
    }
    for (const write of pending.turn.plan.writes) {
      const outcome = write.side === 'local' ? null : pending.outcomes.get(write.side);
      if (write.side === 'local' ? !lost.has(pending.turn.link.id) : isStored(outcome)) {
        applied[COUNTED_AS[write.kind]][write.side] += 1;
        if (write.side === 'psa' && outcome?.kind === 'done') applied.inPsa.push(outcome.snapshot.id);
        touched = true;
      }
    }
    const failed = [...pending.outcomes.values()].some((outcome) => !isStored(outcome));
    if (failed) applied.failed += 1;
    if (!touched && !failed) applied.unchanged += 1;
  }
  context.progress(`write ${entity}`, applied.links, null, writtenBy(applied));
}

function writtenBy({ created, updated, archived, failed }: Applied): Written {
  const all = ({ psa, crm, local }: Applied['created']): number => psa + crm + local;
  return { created: all(created), updated: all(updated), archived: all(archived), failed };
}

/** Two passes of one cycle as one; a link that both had counts twice among `links` and `unchanged`. */
export function bothOf(a: Applied, b: Applied): Applied {
  const sum = (one: Applied['created'], other: Applied['created']): Applied['created'] => ({ psa: one.psa + other.psa, crm: one.crm + other.crm, local: one.local + other.local });
  return {
    links: a.links + b.links,
    created: sum(a.created, b.created),
    updated: sum(a.updated, b.updated),
    archived: sum(a.archived, b.archived),
    unchanged: a.unchanged + b.unchanged,
    failed: a.failed + b.failed,
    inPsa: [...a.inPsa, ...b.inPsa],
    closed: new Map([...a.closed, ...b.closed]),
    more: a.more || b.more,
  };
}

function isStored(outcome: Outcome | null | undefined): boolean {
  return outcome?.kind === 'done' || outcome?.kind === 'archived';
}

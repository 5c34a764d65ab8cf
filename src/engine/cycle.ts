// The loop in one page: look at every entity on every side, then entity by entity match what is new, count what would be
// done, ask the guard, apply and record. References are read before what they point to, so that their targets are known. Then
// what only flows in: its rows are read with the rest, and the figures about them carried once the records are.
// A cycle may stop anywhere and be started again; nothing in it depends on the one before.
import type { Verdict } from '../core/guard.ts';
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';
import type { Run } from '../store/store.ts';
import { lookForAbsent, readGone, sweepEnded } from './absent.ts';
import { apply, bothOf } from './apply.ts';
import type { Applied } from './apply.ts';
import { adapterOf, isStopping } from './context.ts';
import type { EngineContext } from './context.ts';
import { count } from './count.ts';
import type { Counted } from './count.ts';
import { readDeep } from './deep.ts';
import { keepingDifferences } from './differences.ts';
import { makeForeseen } from './foreseen.ts';
import type { Foreseen } from './foreseen.ts';
import { isApproved, isBackfilled, saveApproval, saveBackfilled } from './approval.ts';
import { approve, judged, spend } from './guarding.ts';
import { takeHints } from './hints.ts';
import { refFields } from './keys.ts';
import { lookAtHistory, lookAtMirrors } from './mirror.ts';
import type { MirrorCount } from './mirror.ts';
import { oweMirrored, showWritten } from './mirrored.ts';
import { match } from './match.ts';
import type { MatchCount } from './match.ts';
import { attempt, prepare, unsureOf } from './prepare.ts';
import { rereadFact } from './reread.ts';
import type { Prepared } from './prepare.ts';
import { isFullyRead, pull } from './pull.ts';
import type { PullCount } from './pull.ts';
import { rollUp } from './roll-ups.ts';
import { replanAfterChange, withOverrides } from './rules.ts';

export interface CycleOptions {
  readonly dryRun: boolean;
  /** A person has seen the preview or the guard's question and says go. */
  readonly approved: boolean;
  /** Read everything, not only what changed. */
  readonly sweep: boolean;
  /** Also read the fields that cost one call per record. */
  readonly deep: boolean;
  /** Read this side only; what is found is written wherever the rules say. */
  readonly side?: RemoteSide;
  /** Also read the rows that only flow in: what changed of them, or all. */
  readonly mirrors?: 'changes' | 'all' | null;
  /** Reading those rows ends after so long and the next cycle goes on; absent: it goes to their end. */
  readonly mirrorMs?: number;
}

export interface Cycle {
  readonly entities: readonly EntityCycle[];
  readonly mirrors: readonly MirrorCount[];
}

export interface EntityCycle {
  readonly entity: EntityName;
  readonly kind: Run['kind'];
  readonly prepared: Prepared;
  readonly pulled: Readonly<Partial<Record<RemoteSide, PullCount>>>;
  readonly matched: MatchCount;
  readonly counted: Counted;
  /** Why nothing was written: the first backfill waits for a yes, or the guard tripped. */
  readonly waiting: { readonly reason: 'preview' | 'guard' | 'dry-run'; readonly verdicts: readonly Verdict[] } | null;
  readonly applied: Applied | null;
  /** A person has said yes to what was done. */
  readonly approved: boolean;
  readonly open: { readonly conflicts: number; readonly matches: number; readonly held: number };
  /** Sides that could not be read or written, with the error. */
  readonly errors: ReadonlyMap<RemoteSide, Error>;
}

/** What was seen of one entity, and what that allows. */
interface Looked {
  readonly entity: EntityName;
  /** ms */
  readonly since: number;
  readonly firstTime: boolean;
  readonly pulled: Readonly<Partial<Record<RemoteSide, PullCount>>>;
  /** Some side could not be read: what it was given since is not known. */
  readonly unread: boolean;
  readonly errors: Map<RemoteSide, Error>;
}

/**
 * What came of each entity; of those that were not reached before the process had to end, nothing.
 * @param names in the order in which they depend on each other, the ones pointed to first
 */
export async function cycle(given: EngineContext, names: readonly EntityName[], options: CycleOptions, runId: string | null): Promise<Cycle> {
  const context = await withOverrides(given);
  const troubles = new Map<RemoteSide, Error>();
  const approvals = new Map<EntityName, boolean>();
  for (const name of names) approvals.set(name, await isApproved(context, name));
  // A yes is to all of it: whoever takes over from a process that dies midway need not ask again.
  if (options.approved && !options.dryRun) for (const name of names) if (approvals.get(name) !== true) await saveApproval(context, name);
  // An entity that was approved before goes on; set-up waits until nothing is a preview.
  const setUp = !options.dryRun && (options.approved || [...approvals.values()].every(Boolean));
  const prepared = await prepare(context, { dryRun: !setUp }, troubles);
  const unsure = unsureOf(context, troubles);
  const looked = new Map<EntityName, Looked>();
  const anew = (side: RemoteSide): boolean => options.sweep || (setUp && (prepared.get(side) ?? []).length > 0);
  if (!options.dryRun) for (const name of names) for (const side of context.connectors.keys()) await oweMirrored(context, side, name);
  for (const name of names.toReversed()) if (!isStopping(context)) looked.set(name, await look(context, name, options, { firstTime: approvals.get(name) !== true, anew, troubles }));
  const mirrors = await lookAtMirrors(context, options);
  const cycles: EntityCycle[] = [];
  const foreseen = makeForeseen();
  for (const name of names) {
    // What was read is kept; whatever it asks for is done by whoever goes on.
    if (isStopping(context)) break;
    const isBlind = refFields(context, name).some(({ target }) => looked.get(target)?.unread === true);
    cycles.push(await carry(context, looked.get(name) as Looked, options, { prepared, unsure, isBlind, foreseen, runId }));
  }
  if (!options.dryRun) await lookAtHistory(context, options, mirrors);
  if (options.dryRun || isStopping(context)) return { entities: cycles, mirrors };
  const figures = await rollUp(context);
  const again = async (one: EntityCycle): Promise<EntityCycle> => ((figures.get(one.entity) ?? 0) > 0 ? await carryFigures(context, one, looked.get(one.entity) as Looked, unsure, runId) : one);
  const entities: EntityCycle[] = [];
  for (const one of cycles) entities.push(await again(one));
  return { entities, mirrors };
}

async function look(context: EngineContext, entity: EntityName, options: CycleOptions, known: { firstTime: boolean; anew(side: RemoteSide): boolean; troubles: ReadonlyMap<RemoteSide, Error> }): Promise<Looked> {
  const since = context.clock.now();
  const errors = new Map(known.troubles);
  const sides = [...context.connectors.keys()].filter((side) => (options.side ?? side) === side && adapterOf(context, side, entity) !== null);
  const pulled: Partial<Record<RemoteSide, PullCount>> = {};
  await Promise.all(
    sides.map((side) =>
      attempt(errors, side, async () => {
        // Records that were read before have yet to be looked at for the fields that have a place only now.
        const isOwed = !options.dryRun && (await context.store.fact(rereadFact(side, entity))) !== null;
        const full = (known.anew(side) || isOwed) && (await isFullyRead(context, side, entity));
        const count = await pull(context, entity, side, full);
        pulled[side] = count;
        if (isOwed && count.ran) await context.store.saveFact(rereadFact(side, entity), null);
        if (count.sweptSince !== null) {
          await readGone(context, entity, side);
          await sweepEnded(context, entity, side, count.sweptSince);
        }
        if (await isFullyRead(context, side, entity)) await lookForAbsent(context, entity, side);
      }),
    ),
  );
  // What a system has told of while the feeds were read is looked at now, not at the next poll.
  if (!options.dryRun) await attempt(errors, 'crm', () => takeHints(context, entity));
  if (options.deep) for (const side of sides) await attempt(errors, side, () => readDeep(context, entity, side));
  return { entity, since, firstTime: known.firstTime, pulled, unread: sides.some((side) => pulled[side] === undefined), errors };
}

async function carry(context: EngineContext, looked: Looked, options: CycleOptions, known: { prepared: Prepared; unsure: ReadonlySet<RemoteSide>; isBlind: boolean; foreseen: Foreseen; runId: string | null }): Promise<EntityCycle> {
  const { entity, errors, firstTime, pulled } = looked;
  const ready = options.approved || !firstTime;
  // What a side allows is known only while it answers.
  if (errors.size === 0) await replanAfterChange(context, entity);
  const matched = await match(context, entity, known);
  await context.store.wakeWaiting(entity);
  const doubts = { unsure: known.unsure, unread: looked.unread || known.isBlind };
  const keep = options.dryRun && known.runId !== null ? keepingDifferences(context, known.runId, entity) : null;
  const counted = await count(context, entity, options.dryRun || !ready ? known.foreseen : null, doubts, keep);
  // The yes to the first backfill covers all of it, however often it has to begin again.
  const isFirst = firstTime || !(await isBackfilled(context, entity));
  const limited = isFirst ? [] : await judged(context, entity, counted);
  const verdicts = options.approved ? [] : limited.filter(({ isApproved }) => !isApproved);
  const reason = options.dryRun ? 'dry-run' : ready ? (verdicts.length > 0 ? 'guard' : null) : 'preview';
  let applied: Applied | null = null;
  if (reason === null) {
    if (options.approved) await approve(context, entity, counted);
    applied = await apply(context, entity, pulledAt(context, looked), doubts, known.runId);
    for (const [side, error] of applied.closed) errors.set(side, error);
    await spend(context, entity, applied, applied.more || errors.size > 0);
    if (isFirst && !applied.more && !isStopping(context)) await saveBackfilled(context, entity);
    await attempt(errors, 'psa', () => showWritten(context, entity, applied?.inPsa ?? []));
  }
  const open = await context.store.counts(entity);
  const kind = options.dryRun ? 'dry-run' : isFirst ? 'backfill' : options.sweep ? 'sweep' : 'cycle';
  return { entity, kind, prepared: known.prepared, pulled, matched, counted, waiting: reason === null ? null : { reason, verdicts }, applied, approved: options.approved || limited.length > 0 || (isFirst && ready), open, errors };
}

/** What our records were given after they had been carried goes out in the same cycle; where time is over, in the next one. */
async function carryFigures(context: EngineContext, one: EntityCycle, looked: Looked, unsure: ReadonlySet<RemoteSide>, runId: string | null): Promise<EntityCycle> {
  if (one.applied === null || one.applied.more || one.errors.size > 0 || isStopping(context)) return one;
  const more = await apply(context, one.entity, pulledAt(context, looked), { unsure, unread: looked.unread }, runId);
  for (const [side, error] of more.closed) looked.errors.set(side, error);
  return { ...one, applied: bothOf(one.applied, more), errors: looked.errors, open: await context.store.counts(one.entity) };
}

/** When the last complete pull of each side began. */
function pulledAt(context: EngineContext, { pulled, since }: Looked): ReadonlyMap<RemoteSide, number> {
  return new Map([...context.connectors.keys()].flatMap((side) => (pulled[side]?.ran && !pulled[side].goesOn ? [[side, since] as const] : [])));
}

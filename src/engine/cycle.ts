// The loop in one page: pull both sides, match what is new, count what would be done, ask the guard, apply and record.
// A cycle may stop anywhere and be started again; nothing in it depends on the one before.
import { judge } from '../core/guard.ts';
import type { Verdict } from '../core/guard.ts';
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { Run } from '../store/store.ts';
import { apply } from './apply.ts';
import type { Applied } from './apply.ts';
import { adapterOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { count } from './count.ts';
import type { Counted } from './count.ts';
import { readDeep } from './deep.ts';
import { match } from './match.ts';
import type { MatchCount } from './match.ts';
import { attempt, prepare, unsureOf } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { isFullyRead, pull } from './pull.ts';
import type { PullCount } from './pull.ts';
import { replanAfterChange } from './rules.ts';

export interface CycleOptions {
  readonly dryRun: boolean;
  /** A person has seen the preview or the guard's question and says go. */
  readonly approved: boolean;
  /** Read everything, not only what changed. */
  readonly sweep: boolean;
  /** Also read the fields that cost one call per record. */
  readonly deep: boolean;
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
  readonly open: { readonly conflicts: number; readonly matches: number; readonly held: number };
  /** Sides that could not be read or written, with the error. */
  readonly errors: ReadonlyMap<RemoteSide, Error>;
}

export async function cycle(context: EngineContext, entity: EntityName, options: CycleOptions, runId: string | null): Promise<EntityCycle> {
  const since = context.clock.now();
  const sides = [...context.connectors.keys()].filter((side) => adapterOf(context, side, entity) !== null);
  const errors = new Map<RemoteSide, Error>();
  const firstTime = !(await isApproved(context, entity));
  const ready = options.approved || !firstTime;
  const prepared = await prepare(context, { dryRun: options.dryRun || !ready }, errors);
  const unsure = unsureOf(context, errors);
  // Records that were read before have yet to be looked at for the fields that have a place only now.
  const anew = (side: RemoteSide): boolean => options.sweep || (!options.dryRun && ready && (prepared.get(side) ?? []).length > 0);
  const pulled = await pullAll(context, entity, sides, anew, errors);
  if (options.deep) for (const side of sides) await attempt(errors, side, () => readDeep(context, entity, side));
  // What a side allows is known only while it answers.
  if (errors.size === 0) await replanAfterChange(context, entity);
  const matched = await match(context, entity);
  const counted = await count(context, entity, options.dryRun || !ready, unsure);
  const { linked } = await context.store.counts(entity);
  const verdicts = firstTime || options.approved ? [] : judge(counted.totals.updated, linked, { updateShare: context.limits.updateShare, atLeast: context.limits.updateAtLeast });
  const reason = options.dryRun ? 'dry-run' : ready ? (verdicts.length > 0 ? 'guard' : null) : 'preview';
  let applied: Applied | null = null;
  if (reason === null) {
    if (firstTime) await context.store.saveFact(approvalOf(entity), toInstant(since));
    const pulledAt = new Map(sides.flatMap((side) => (pulled[side]?.ran ? [[side, since] as const] : [])));
    applied = await apply(context, entity, pulledAt, unsure, runId);
    for (const [side, error] of applied.closed) errors.set(side, error);
  }
  const open = await context.store.counts(entity);
  const kind = options.dryRun ? 'dry-run' : firstTime ? 'backfill' : options.sweep ? 'sweep' : 'cycle';
  return { entity, kind, prepared, pulled, matched, counted, waiting: reason === null ? null : { reason, verdicts }, applied, open, errors };
}

async function pullAll(context: EngineContext, entity: EntityName, sides: readonly RemoteSide[], anew: (side: RemoteSide) => boolean, errors: Map<RemoteSide, Error>): Promise<Partial<Record<RemoteSide, PullCount>>> {
  const pulled: Partial<Record<RemoteSide, PullCount>> = {};
  await Promise.all(
    sides.map((side) =>
      attempt(errors, side, async () => {
        const full = anew(side) && (await isFullyRead(context, side, entity));
        pulled[side] = await pull(context, entity, side, full);
      }),
    ),
  );
  return pulled;
}

function approvalOf(entity: EntityName): string {
  return `approved:${entity}`;
}

export async function isApproved(context: EngineContext, entity: EntityName): Promise<boolean> {
  return (await context.store.fact(approvalOf(entity))) !== null;
}

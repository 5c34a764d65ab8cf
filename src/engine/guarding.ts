// Guarding: what the guard is asked, and what a person's yes covers. Invariant: what a person approved goes on to its end, also
// when one cycle has not the time for it, and nothing that comes on top goes with it.
import { judge } from '../core/guard.ts';
import type { Change, Totals, Verdict } from '../core/guard.ts';
import type { EntityName } from '../core/vocabulary.ts';
import { rollUpNames } from '../entities/roll-ups.ts';
import { toInstant } from '../lib/clock.ts';
import type { Tally } from '../store/store.ts';
import type { Applied } from './apply.ts';
import type { EngineContext } from './context.ts';
import type { Counted } from './count.ts';

const DAY_MS = 86_400_000;

type Changes = Readonly<Record<Change, Totals>>;

/** Figures of ours move with every day, for everybody; no person has typed them. */
function plannedBy({ totals, deletes, gone, figures }: Counted): Changes {
  return { updates: less(totals.updated, figures), deletes, gone };
}

export interface Judged extends Verdict {
  /** It is the rest of what a person has said yes to. */
  readonly isApproved: boolean;
}

/** What a cycle would do that is more than a day's share; empty when all is well. */
export async function judged(context: EngineContext, entity: EntityName, counted: Counted): Promise<readonly Judged[]> {
  const planned = plannedBy(counted);
  const since = toInstant(context.clock.now() - DAY_MS);
  const done = doneBy(await context.store.tally({ entity, since, without: rollUpNames(entity) }));
  const { linked } = await context.store.counts(entity);
  const { updates, deletes } = context.limits.guard;
  const verdicts = judge(planned, done, linked, { updates, deletes, gone: deletes });
  if (verdicts.length === 0) return [];
  const approved = (await context.store.fact(factOf(entity))) as Changes | null;
  return verdicts.map((verdict) => ({ ...verdict, isApproved: verdict.planned <= (approved?.[verdict.change]?.[verdict.side] ?? 0) }));
}

/** Records by side, each counted once. */
function doneBy(tallies: readonly Tally[]): Changes {
  const of = (action: Tally['action']): Totals =>
    Object.fromEntries(tallies.filter((one) => one.action === action && one.outcome === 'done').map(({ side, records }) => [side, records]));
  return { updates: of('update'), deletes: of('archive'), gone: of('gone') };
}

/** A person says yes to all of this. */
export async function approve(context: EngineContext, entity: EntityName, counted: Counted): Promise<void> {
  await context.store.saveFact(factOf(entity), plannedBy(counted));
}

/**
 * What was done of it needs no second yes.
 * @param rest true when there is more of it to do: no time was left, or a side is away
 */
export async function spend(context: EngineContext, entity: EntityName, applied: Pick<Applied, 'updated' | 'archived'>, rest: boolean): Promise<void> {
  const approved = (await context.store.fact(factOf(entity))) as Changes | null;
  if (approved === null) return;
  const left: Changes = { updates: less(approved.updates, applied.updated), deletes: less(approved.deletes, applied.archived), gone: approved.gone };
  await context.store.saveFact(factOf(entity), rest ? left : null);
}

function less(counts: Totals, done: Totals): Totals {
  return Object.fromEntries(Object.entries(counts).map(([side, count]) => [side, Math.max(0, count - (done[side] ?? 0))]));
}

function factOf(entity: EntityName): string {
  return `approvedWork:${entity}`;
}

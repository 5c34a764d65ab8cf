// A run: one cycle of every entity, written down with what came of it, so that people and scripts can look at it later.
import type { EntityName } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { Run } from '../store/store.ts';
import type { EngineContext } from './context.ts';
import { cycle } from './cycle.ts';
import type { CycleOptions, EntityCycle } from './cycle.ts';
import { forgetOld } from './retention.ts';

export interface EntitySummary {
  readonly read: number;
  readonly created: Readonly<Record<'psa' | 'crm' | 'local', number>>;
  readonly updated: Readonly<Record<'psa' | 'crm' | 'local', number>>;
  /** Taken out of use. */
  readonly archived: Readonly<Record<'psa' | 'crm' | 'local', number>>;
  readonly unchanged: number;
  readonly conflicts: number;
  readonly matches: number;
  readonly held: number;
  readonly failed: number;
}

export interface RunResult {
  readonly run: Run;
  readonly cycles: readonly EntityCycle[];
  /** The time was over before the work was, or the process had to end: the next cycle should follow at once. */
  readonly more: boolean;
}

export async function runOnce(context: EngineContext, names: readonly EntityName[], options: CycleOptions): Promise<RunResult> {
  const id = context.newId();
  const startedAt = toInstant(context.clock.now());
  let run: Run = { id, kind: options.dryRun ? 'dry-run' : options.sweep ? 'sweep' : 'cycle', state: 'running', startedAt, finishedAt: null, approved: options.approved, report: null };
  await context.store.saveRun(run);
  let cycles: readonly EntityCycle[] = [];
  try {
    cycles = await cycle(context, inOrder(context, names), options, id);
    if (options.sweep && !options.dryRun) await forgetOld(context);
    const state = cycles.some((one) => one.errors.size > 0) ? 'failed' : cycles.some((one) => one.waiting?.reason === 'guard' || one.waiting?.reason === 'preview') ? 'halted' : 'done';
    run = { ...run, kind: cycles[0]?.kind ?? run.kind, state, approved: cycles.some(({ approved }) => approved), report: Object.fromEntries(cycles.map((one) => [one.entity, summaryOf(one)])) };
  } catch (error) {
    run = { ...run, state: 'failed' };
    throw error;
  } finally {
    run = { ...run, finishedAt: toInstant(context.clock.now()) };
    await context.store.saveRun(run);
  }
  return { run, cycles, more: cycles.length < names.length || cycles.some(({ applied }) => applied?.more === true) };
}

/** The ones pointed to first, as the entities are declared. */
function inOrder(context: EngineContext, names: readonly EntityName[]): readonly EntityName[] {
  return [...context.entities.keys()].filter((name) => names.includes(name));
}

/** What was done; of a cycle that wrote nothing, what would be. */
export function summaryOf(one: EntityCycle): EntitySummary {
  const { totals } = one.counted;
  const read = Object.values(one.pulled).reduce((sum, pulled) => sum + pulled.read, 0);
  const { conflicts, matches, held } = one.open;
  if (!one.applied) {
    return { read, created: totals.created, updated: totals.updated, archived: totals.archived, unchanged: 0, conflicts: conflicts + totals.conflicts, matches, held: held + totals.held, failed: 0 };
  }
  const { created, updated, archived, unchanged, failed } = one.applied;
  return { read, created, updated, archived, unchanged, conflicts, matches, held, failed };
}

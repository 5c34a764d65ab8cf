// A run: one cycle of every entity, written down with what came of it, so that people and scripts can look at it later.
import type { EntityName } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { Run } from '../store/store.ts';
import type { EngineContext } from './context.ts';
import { cycle } from './cycle.ts';
import type { CycleOptions, EntityCycle } from './cycle.ts';

export interface EntitySummary {
  readonly read: number;
  readonly created: Readonly<Record<'psa' | 'crm' | 'local', number>>;
  readonly updated: Readonly<Record<'psa' | 'crm' | 'local', number>>;
  readonly unchanged: number;
  readonly conflicts: number;
  readonly matches: number;
  readonly held: number;
  readonly failed: number;
}

export interface RunResult {
  readonly run: Run;
  readonly cycles: readonly EntityCycle[];
}

export async function runOnce(context: EngineContext, names: readonly EntityName[], options: CycleOptions): Promise<RunResult> {
  const id = context.newId();
  const startedAt = toInstant(context.clock.now());
  let run: Run = { id, kind: options.dryRun ? 'dry-run' : options.sweep ? 'sweep' : 'cycle', state: 'running', startedAt, finishedAt: null, report: null };
  await context.store.saveRun(run);
  const cycles: EntityCycle[] = [];
  try {
    for (const name of names) cycles.push(await cycle(context, name, options, id));
    const state = cycles.some((one) => one.errors.size > 0) ? 'failed' : cycles.some((one) => one.waiting?.reason === 'guard' || one.waiting?.reason === 'preview') ? 'halted' : 'done';
    run = { ...run, kind: cycles[0]?.kind ?? run.kind, state, report: Object.fromEntries(cycles.map((one) => [one.entity, summaryOf(one)])) };
  } catch (error) {
    run = { ...run, state: 'failed' };
    throw error;
  } finally {
    run = { ...run, finishedAt: toInstant(context.clock.now()) };
    await context.store.saveRun(run);
  }
  return { run, cycles };
}

/** What was done; of a cycle that wrote nothing, what would be. */
export function summaryOf(one: EntityCycle): EntitySummary {
  const { totals } = one.counted;
  const read = Object.values(one.pulled).reduce((sum, pulled) => sum + pulled.read, 0);
  const { conflicts, matches, held } = one.open;
  if (!one.applied) {
    return { read, created: totals.created, updated: totals.updated, unchanged: 0, conflicts: conflicts + totals.conflicts, matches, held: held + totals.held, failed: 0 };
  }
  const { created, updated, unchanged, failed } = one.applied;
  return { read, created, updated, unchanged, conflicts, matches, held, failed };
}

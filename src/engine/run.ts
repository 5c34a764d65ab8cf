// A run: one cycle of every entity, written down with what came of it, so that people and scripts can look at it later.
import type { EntityName } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import type { Run } from '../store/store.ts';
import type { EngineContext } from './context.ts';
import { cycle } from './cycle.ts';
import type { CycleOptions, EntityCycle } from './cycle.ts';
import type { MirrorCount } from './mirror.ts';
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
  /** The rows that only flow in; none when they were not to be read. */
  readonly mirrors: readonly MirrorCount[];
  /** The time was over before the work was, or the process had to end: the next cycle should follow at once. */
  readonly more: boolean;
}

export async function runOnce(context: EngineContext, names: readonly EntityName[], options: CycleOptions): Promise<RunResult> {
  const kind = options.dryRun ? 'dry-run' : options.sweep ? 'sweep' : 'cycle';
  const { run, result } = await writtenDown(context, { kind, approved: options.approved }, async (id) => {
    const { entities: cycles, mirrors } = await cycle(context, inOrder(context, names), options, id);
    if (options.sweep && !options.dryRun) await forgetOld(context);
    const hasFailed = cycles.some((one) => one.errors.size > 0) || mirrors.some(({ error, isLeftOut }) => error !== null && !isLeftOut);
    const state = hasFailed ? 'failed' : cycles.some((one) => one.waiting?.reason === 'guard' || one.waiting?.reason === 'preview') ? 'halted' : 'done';
    const report = Object.fromEntries([...cycles.map((one) => [one.entity, summaryOf(one)] as const), ...mirrors.map((one) => [one.mirror, mirrorSummary(one)] as const)]);
    return { result: { cycles, mirrors }, end: { kind: cycles[0]?.kind ?? kind, state, approved: cycles.some(({ approved }) => approved), report } };
  });
  const { cycles, mirrors } = result;
  const isUnread = mirrors.some(({ whole, error }) => !whole && error === null);
  return { run, cycles, mirrors, more: cycles.length < names.length || isUnread || cycles.some(({ applied }) => applied?.more === true) };
}

function ours(local: number): EntitySummary['created'] {
  return { psa: 0, crm: 0, local };
}

/** A mirror's figures in the shape of an entity's: only our own side is ever written. */
export function mirrorSummary({ read, created, updated, gone }: MirrorCount): EntitySummary {
  return { read, created: ours(created), updated: ours(updated), archived: ours(gone), unchanged: Math.max(0, read - created - updated - gone), conflicts: 0, matches: 0, held: 0, failed: 0 };
}

/** Keeps a run from before its first write to its end: one whose work throws has failed, and none is left running. */
export async function writtenDown<Result>(
  context: EngineContext,
  begun: Pick<Run, 'kind' | 'approved'>,
  work: (runId: string) => Promise<{ readonly result: Result; readonly end: Pick<Run, 'state' | 'report'> & Partial<Run> }>,
): Promise<{ readonly run: Run; readonly result: Result }> {
  const now = (): string => toInstant(context.clock.now());
  let run: Run = { id: context.newId(), ...begun, state: 'running', startedAt: now(), finishedAt: null, report: null };
  await context.store.saveRun(run);
  try {
    const { result, end } = await work(run.id);
    run = { ...run, ...end, finishedAt: now() };
    return { run, result };
  } catch (error) {
    run = { ...run, state: 'failed', finishedAt: now() };
    throw error;
  } finally {
    await context.store.saveRun(run);
  }
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

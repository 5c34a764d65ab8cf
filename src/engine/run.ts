// A run: one cycle of every entity, written down with what came of it, so that people and scripts can look at it later.
import type { EntityName } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import { isExpected } from '../lib/errors.ts';
import type { Halt, RunTrouble } from '../store/run-figures.ts';
import type { Run } from '../store/store.ts';
import type { EngineContext } from './context.ts';
import { cycle } from './cycle.ts';
import type { Cycle, CycleOptions, EntityCycle } from './cycle.ts';
import type { MirrorCount } from './mirror.ts';
import { forgetOld } from './retention.ts';
import { keepingProgress } from './run-progress.ts';

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
  /** Why nothing was written, when a person has to say yes. */
  readonly halt?: Halt;
  readonly troubles?: readonly RunTrouble[];
}

export interface RunResult {
  readonly run: Run;
  readonly cycles: readonly EntityCycle[];
  /** The rows that only flow in; none when they were not to be read. */
  readonly mirrors: readonly MirrorCount[];
  /** The time was over before the work was, or the process had to end: the next cycle should follow at once. */
  readonly more: boolean;
}

/** @param id of the run, when it was given one before it began */
export async function runOnce(given: EngineContext, names: readonly EntityName[], options: CycleOptions, id = given.newId()): Promise<RunResult> {
  const kind = options.dryRun ? 'dry-run' : options.sweep ? 'sweep' : 'cycle';
  const { run, result } = await writtenDown(given, { id, kind, approved: options.approved }, async (context) => {
    const { entities: cycles, mirrors } = await cycle(context, inOrder(context, names), options, id);
    if (options.sweep && !options.dryRun) await forgetOld(context);
    const hasFailed = cycles.some((one) => one.errors.size > 0) || mirrors.some(({ error, isLeftOut }) => error !== null && !isLeftOut);
    const state = hasFailed ? 'failed' : cycles.some((one) => one.waiting?.reason === 'guard' || one.waiting?.reason === 'preview') ? 'halted' : 'done';
    const report = reportOf({ entities: cycles, mirrors });
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

/** The figures, and what a person should know about them. */
function reportOf({ entities, mirrors }: Cycle): Readonly<Record<string, EntitySummary>> {
  const ofEntities = entities.map((one) => {
    const halt = one.waiting === null || one.waiting.reason === 'dry-run' ? {} : { halt: { reason: one.waiting.reason, verdicts: one.waiting.verdicts } };
    const troubles = [...one.errors].map(([side, error]) => troubleOf(side, error));
    return [one.entity, { ...summaryOf(one), ...halt, ...(troubles.length > 0 ? { troubles } : {}) }] as const;
  });
  const ofMirrors = mirrors.map((one) => [one.mirror, { ...mirrorSummary(one), ...(one.error === null || one.isLeftOut ? {} : { troubles: [troubleOf(one.side, one.error)] }) }] as const);
  return Object.fromEntries([...ofEntities, ...ofMirrors]);
}

/** What is no error of ours is a bug: its own words may hold anything. */
function troubleOf(side: string, error: Error): RunTrouble {
  return isExpected(error) ? { side, code: error.code, message: error.message } : { side, code: 'bug', message: '' };
}

/** Keeps a run from before its first write to its end: one whose work throws has failed, and none is left running. */
export async function writtenDown<Result>(
  given: EngineContext,
  begun: Pick<Run, 'id' | 'kind' | 'approved'>,
  work: (context: EngineContext) => Promise<{ readonly result: Result; readonly end: Pick<Run, 'state' | 'report'> & Partial<Run> }>,
): Promise<{ readonly run: Run; readonly result: Result }> {
  const now = (): string => toInstant(given.clock.now());
  let run: Run = { ...begun, state: 'running', startedAt: now(), finishedAt: null, report: null };
  await given.store.saveRun(run);
  const progress = await keepingProgress(given, run.id);
  try {
    const { result, end } = await work(progress.context);
    run = { ...run, ...end, finishedAt: now() };
    return { run, result };
  } catch (error) {
    run = { ...run, state: 'failed', finishedAt: now() };
    throw error;
  } finally {
    await given.store.saveRun(run);
    await progress.end();
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

// A run that a person asked for: written down first, queued then, carried out by whoever works. Invariant: it does what was
// asked when it was asked, once, under the id that the person was told.
import { toInstant } from '../lib/clock.ts';
import { UsageError } from '../lib/errors.ts';
import type { RunRequest } from '../store/run-notes.ts';
import type { EngineContext } from './context.ts';
import { runOnce } from './run.ts';
import type { RunResult } from './run.ts';
import { undo } from './undo.ts';

export type Asked = Pick<RunRequest, 'kind' | 'by'> & Partial<Pick<RunRequest, 'entities' | 'approved' | 'undoes' | 'schedule'>>;

/** Writes it down; the job that carries it out is yet to be queued. @returns the id of the run */
export async function askForRun({ notes, newId, clock }: EngineContext, { kind, by, entities = null, approved = false, undoes = null, schedule = null }: Asked): Promise<string> {
  if (!notes) throw new RangeError('nobody keeps what is asked for');
  const runId = newId();
  await notes.ask({ runId, kind, entities, approved, undoes, schedule, by, at: toInstant(clock.now()) });
  return runId;
}

/**
 * Null: it was an undo, or it has been carried out before.
 * @param asScheduled what its schedule does, when it is one that was to be done at once
 */
export async function carryOutRequest(context: EngineContext, { runId, kind, entities, approved, undoes, schedule }: RunRequest, asScheduled: (id: string) => Promise<RunResult>): Promise<RunResult | null> {
  const [before] = await context.store.runs({ id: runId, limit: 1 });
  if (before !== undefined && before.state !== 'running') return null;
  if (undoes !== null) {
    await takeBack(context, undoes, runId);
    return null;
  }
  if (schedule !== null) return await asScheduled(runId);
  const [sweep, deep, dryRun] = [kind === 'sweep', kind === 'deep', kind === 'dry-run'];
  return await runOnce(context, entities ?? [...context.entities.keys()], { dryRun, approved, sweep, deep, mirrors: dryRun ? null : deep ? 'all' : 'changes', mirrorMs: context.limits.cycleMs }, runId);
}

/** What could be taken back when it was asked for may be gone by now: that is how the run ends then. */
async function takeBack(context: EngineContext, undoes: string, id: string): Promise<void> {
  try {
    await undo(context, undoes, { dryRun: false, id });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const now = toInstant(context.clock.now());
    await context.store.saveRun({ id, kind: 'undo', approved: true, state: 'failed', startedAt: now, finishedAt: now, report: {} });
  }
}

// How far a run is, for whoever looks from another process. Invariants: it is written down at most once a second, the last word
// always gets through, and none is left when the run is over; a word that cannot be written is no trouble of the run's.
import type { RunProgress } from '../store/run-notes.ts';
import type { EngineContext, Written } from './context.ts';

const EVERY_MS = 1_000;
const NOTHING: Written = { created: 0, updated: 0, archived: 0, failed: 0 };

/** @returns the context whose progress is kept for the run, and what ends that */
export async function keepingProgress(given: EngineContext, runId: string): Promise<{ readonly context: EngineContext; readonly end: () => Promise<void> }> {
  const { notes, clock } = given;
  if (!notes) return { context: given, end: () => Promise.resolve() };
  const over = new AbortController();
  const written = new Map<string, Written>();
  let [finished, last]: [Written, RunProgress] = [NOTHING, { step: 0, phase: 'begin', done: 0, total: null, counts: NOTHING }];
  let [saving, saved, savedAt]: [Promise<void> | null, number, number] = [null, 0, clock.now()];
  await notes.saveProgress(runId, last);

  const save = async (): Promise<void> => {
    while (saved < last.step && !over.signal.aborted) {
      await clock.sleep(Math.max(0, savedAt + EVERY_MS - clock.now()), over.signal);
      [saved, savedAt] = [last.step, clock.now()];
      await notes.saveProgress(runId, last);
    }
  };
  const progress: EngineContext['progress'] = (phase, done, total, counts) => {
    given.progress(phase, done, total, counts);
    if (counts !== undefined) {
      const before = written.get(phase);
      // It begins again, in a second pass of the same entity.
      if (before !== undefined && totalOf(counts) < totalOf(before)) finished = sum(finished, before);
      written.set(phase, counts);
    }
    last = { step: last.step + 1, phase, done, total, counts: [...written.values()].reduce(sum, finished) };
    saving ??= save().catch(() => undefined).finally(() => { saving = null; });
  };
  const end = async (): Promise<void> => {
    over.abort();
    await saving;
    await notes.endProgress(runId);
  };
  return { context: { ...given, progress }, end };
}

function sum(a: Written, b: Written): Written {
  return { created: a.created + b.created, updated: a.updated + b.updated, archived: a.archived + b.archived, failed: a.failed + b.failed };
}

function totalOf({ created, updated, archived, failed }: Written): number {
  return created + updated + archived + failed;
}

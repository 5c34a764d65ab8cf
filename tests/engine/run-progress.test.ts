// How far a run is, as another process can read it.
import { describe, expect, it } from 'vitest';
import { keepingProgress } from '../../src/engine/run-progress.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import type { RunProgress } from '../../src/store/run-notes.ts';

/** A clock that goes on only when it is told to. */
function bench(save: (progress: RunProgress) => Promise<void> = () => Promise.resolve()) {
  let now = 0;
  const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  const saved: RunProgress[] = [];
  const ended: string[] = [];
  const shown: string[] = [];
  const context = {
    clock: {
      now: () => now,
      sleep: (ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
          sleepers.push({ until: now + ms, wake: resolve });
        }),
    },
    progress: (phase: string) => void shown.push(phase),
    notes: {
      saveProgress: (_run: string, progress: RunProgress) => { saved.push(progress); return save(progress); },
      endProgress: (run: string) => { ended.push(run); return Promise.resolve(); },
    },
  } as unknown as EngineContext;
  const pass = async (ms: number): Promise<void> => {
    now += ms;
    for (const { until, wake } of sleepers) if (until <= now) wake();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { context, saved, ended, shown, pass };
}

describe('the progress of a run', () => {
  it('is written down at most once a second, and the last word gets through', async () => {
    const { context, saved, shown, pass } = bench();
    const kept = await keepingProgress(context, 'run');
    for (let read = 100; read <= 900; read += 100) kept.context.progress('read psa account', read, null);
    expect(saved.map(({ step }) => step)).toEqual([0]);
    await pass(1000);
    expect(saved.at(-1)).toMatchObject({ step: 9, phase: 'read psa account', done: 900, total: null });
    kept.context.progress('compare account', 5, 10);
    await pass(500);
    expect(saved).toHaveLength(2);
    await pass(500);
    expect(saved.at(-1)).toMatchObject({ step: 10, phase: 'compare account', done: 5, total: 10 });
    expect(shown).toHaveLength(10);
    await kept.end();
  });

  it('sums what was written over all records, also where a pass begins again', async () => {
    const { context, saved, pass } = bench();
    const kept = await keepingProgress(context, 'run');
    const written = { created: 0, archived: 0, failed: 0 };
    kept.context.progress('write account', 4, null, { ...written, updated: 4 });
    kept.context.progress('write contact', 2, null, { ...written, updated: 1, failed: 1 });
    // Figures go out in a second pass.
    kept.context.progress('write account', 2, null, { ...written, updated: 2 });
    await pass(1000);
    expect(saved.at(-1)?.counts).toEqual({ created: 0, updated: 7, archived: 0, failed: 1 });
    await kept.end();
  });

  it('is gone when the run is over, whatever waited to be written', async () => {
    const { context, saved, ended } = bench();
    const kept = await keepingProgress(context, 'run');
    kept.context.progress('read psa account', 1, null);
    await kept.end();
    expect([saved.length, ended]).toEqual([1, ['run']]);
  });

  it('is no trouble of the run’s when it cannot be written', async () => {
    const { context, ended, pass } = bench(({ step }) => (step === 0 ? Promise.resolve() : Promise.reject(new Error('the database is away'))));
    const kept = await keepingProgress(context, 'run');
    kept.context.progress('read psa account', 1, null);
    await pass(1000);
    kept.context.progress('read psa account', 2, null);
    await pass(1000);
    await kept.end();
    expect(ended).toEqual(['run']);
  });

  it('is not kept where nobody keeps notes', async () => {
    const { context } = bench();
    const { notes: _notes, ...without } = context;
    const kept = await keepingProgress(without, 'run');
    expect(kept.context).toBe(without);
    await kept.end();
  });
});

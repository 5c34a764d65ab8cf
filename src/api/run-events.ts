// How far a run is, as events. Invariants: each is a later word than the one before, also for whoever comes back; the last one says how
// the run ended, and has a number above all others.
import type { Clock } from '../lib/clock.ts';
import { figuresOf } from '../store/run-figures.ts';
import type { RunViews } from '../store/views/runs.ts';
import type { LiveEvent } from './live-events.ts';

const LOOK_EVERY_MS = 1_000;
const LAST_STEP = 1_000_000_000;

interface Followed {
  readonly views: Pick<RunViews, 'runProgress'>;
  readonly clock: Clock;
  readonly id: string;
  /** The last event that was seen; null: none. */
  readonly after: string | null;
  readonly gone: AbortSignal;
}

export async function* runEvents({ views, clock, id, after, gone }: Followed): AsyncGenerator<LiveEvent> {
  let told = after === null ? -1 : Number(after);
  while (!gone.aborted) {
    const now = await views.runProgress(id);
    if (now === null) return;
    const { state, progress, report } = now;
    if (state !== 'waiting' && state !== 'running') {
      yield { id: String(LAST_STEP), data: { step: LAST_STEP, state: state === 'failed' ? 'failed' : 'done', ...ended(report), message: state } };
      return;
    }
    // What waits has not begun to count.
    const step = progress === null ? 0 : progress.step + 1;
    if (step > told) {
      told = step;
      const { done = 0, total = null, phase = state === 'waiting' ? 'wait' : 'begin', counts = {} } = progress ?? {};
      yield { id: String(step), data: { step, state: 'running', done, total, message: phase, counts } };
    }
    await clock.sleep(LOOK_EVERY_MS, gone).catch(() => undefined);
  }
}

/** In records of all entities. */
function ended(report: unknown): { readonly done: number; readonly total: number; readonly counts: Readonly<Record<string, number>> } {
  const records = figuresOf({ report }).filter(({ isMirror }) => !isMirror);
  const all = (name: 'created' | 'updated' | 'archived'): number => records.reduce((total, one) => total + one[name].psa + one[name].crm + one[name].local, 0);
  const read = records.reduce((total, one) => total + one.read, 0);
  return { done: read, total: read, counts: { created: all('created'), updated: all('updated'), archived: all('archived'), failed: records.reduce((total, one) => total + one.failed, 0) } };
}

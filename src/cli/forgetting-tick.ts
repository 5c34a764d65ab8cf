// The tick of forgetting in whoever works: once a minute, beside the jobs, because a request must go on whatever schedules are paused.
// Invariant: what goes wrong is told once in the log and tried again; the step in hand is finished before the process ends.
import { proceedDue } from '../erasure/due.ts';
import { proposeDaily } from '../erasure/retention-rules.ts';
import type { Clock } from '../lib/clock.ts';
import { erasureContextOf } from './erasure-context.ts';
import type { OpenWorkspace } from './open.ts';

const EVERY_MS = 60_000;

export async function forgetUntil(open: OpenWorkspace, clock: Clock, end: AbortSignal): Promise<void> {
  const context = { ...erasureContextOf(open), stop: end };
  while (!end.aborted) {
    try {
      await proceedDue(context);
      await proposeDaily({ ...context, retention: open.persons.retention });
    } catch (error) {
      open.log.error({ error }, 'requests to be forgotten could not be looked at just now; they are in a minute');
    }
    await clock.sleep(EVERY_MS, end).catch(() => undefined);
  }
}

// The job queue of an opened workspace and its schedules, as every command that works with jobs has them.
import { openQueue } from '../jobs/queue.ts';
import type { Queue } from '../jobs/queue.ts';
import { payloadOf, schedulesOf } from '../jobs/schedule.ts';
import type { Schedule } from '../jobs/schedule.ts';
import { openQueueSessions } from '../store/postgres/queue-sessions.ts';
import type { OpenWorkspace } from './open.ts';

/**
 * Runs `work` with the queue and closes it afterwards.
 * @param graceMs how long a job in hand may take once `work` is over
 */
export async function withQueue<T>(open: OpenWorkspace, graceMs: number, work: (queue: Queue) => Promise<T>): Promise<T> {
  const sessions = openQueueSessions(open.database);
  try {
    const queue = await openQueue({ database: sessions, workspace: open.workspace, log: open.log });
    try {
      return await work(queue);
    } finally {
      await queue.stop(graceMs);
    }
  } finally {
    await sessions.close();
  }
}

/** The schedules as they count now. */
export async function schedulesNow({ config, store }: OpenWorkspace): Promise<readonly Schedule[]> {
  return schedulesOf(config.settings.schedules.jobs, await store.schedules());
}

/** A look at what changed, now instead of at its time; one that waits already is not queued twice. */
export async function queueCycles(open: OpenWorkspace, queue: Queue): Promise<void> {
  for (const schedule of await schedulesNow(open)) if (schedule.job === 'cycle' && !schedule.paused) await queue.send(payloadOf(schedule));
}

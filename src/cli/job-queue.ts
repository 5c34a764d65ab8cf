// The job queue of an opened workspace, as every command that works with jobs has it.
import { openQueue } from '../jobs/queue.ts';
import type { Queue } from '../jobs/queue.ts';
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

// The one ticker: node-cron beats once a second, and each beat fires the schedules whose time has come. Invariant: a tick is
// a schedule and its planned time; however many tickers are alive, and wherever one dies, it makes at most one job, and none
// is lost, because its job is sent (under an id of its own) before the tick is recorded.
import cron from 'node-cron';
import type { Clock } from '../lib/clock.ts';
import { dueTick, payloadOf, tickId } from './schedule.ts';
import type { Schedule } from './schedule.ts';
import type { JobPayload } from './jobs.ts';

export interface TickerParts {
  readonly workspace: string;
  readonly timeZone: string;
  readonly clock: Clock;
  /** As stored now. */
  readonly read: () => Promise<readonly Schedule[]>;
  /** Does nothing when a job of this id was sent before, or one of the schedule still waits. */
  readonly send: (payload: JobPayload, id: string) => Promise<unknown>;
  /** @param plannedAt ms */
  readonly record: (schedule: string, plannedAt: number) => Promise<void>;
}

/** A changed schedule takes effect within this time. */
const READ_EVERY_MS = 10_000;

/** One look at the clock, to be called about once a second. */
export function createBeat({ workspace, timeZone, clock, read, send, record }: TickerParts): () => Promise<void> {
  let known: readonly Schedule[] = [];
  let readAt = Number.NEGATIVE_INFINITY;

  async function reread(): Promise<void> {
    const at = clock.now();
    known = await read();
    readAt = at;
  }

  return async () => {
    const now = clock.now();
    const isDue = (schedule: Schedule): boolean => dueTick(schedule, workspace, timeZone, now) !== null;
    // What is known may be some seconds old: before anything fires, it is read again.
    if (now - readAt >= READ_EVERY_MS || known.some(isDue)) await reread();
    let fired = false;
    for (const schedule of known) {
      const tick = dueTick(schedule, workspace, timeZone, now);
      if (tick === null) continue;
      if (tick.fires) await send(payloadOf(schedule), tickId(workspace, schedule.name, tick.plannedAt));
      await record(schedule.name, tick.plannedAt);
      fired = true;
    }
    if (fired) await reread();
  };
}

/** @returns stops it, and waits for a beat that is under way */
export function startTicker(beat: () => Promise<void>, onError: (error: unknown) => void): () => Promise<void> {
  let underWay = Promise.resolve();
  const task = cron.schedule('* * * * * *', () => (underWay = beat().catch(onError)), { noOverlap: true, suppressMissedWarning: true });
  return async () => {
    await task.destroy();
    await underWay;
  };
}

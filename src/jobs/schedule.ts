// A schedule: what is done by itself, and when. The installation's defaults with this workspace's changes on top; and which
// of its times is due. Invariant: of the times that have passed only the last is made up for, and none from before the
// schedule was changed or resumed.
import { createHash } from 'node:crypto';
import { seededRandom } from '../lib/random.ts';
import { previousTime } from './cron.ts';
import type { JobPayload } from './jobs.ts';

export interface ScheduleDefault {
  readonly name: string;
  readonly job: JobPayload['job'];
  readonly entity: string;
  readonly side: JobPayload['side'];
  readonly cron: string;
  /** Ticks come up to so many seconds later: always the same for one schedule, different between workspaces. */
  readonly jitterSeconds: number;
}

/** What a workspace has stored of a schedule; fits store/schedules.ts, which this folder need not know. */
export interface StoredSchedule {
  readonly name: string;
  /** Null in a value: the default counts. */
  readonly change: { readonly cron: string | null; readonly jitterSeconds: number | null; readonly paused: boolean; readonly by: string; readonly at: string } | null;
  /** The last time that has been fired. */
  readonly plannedAt: string | null;
}

export interface Schedule extends ScheduleDefault {
  readonly paused: boolean;
  readonly changed: { readonly by: string; readonly at: string } | null;
  readonly plannedAt: string | null;
}

export function schedulesOf(defaults: readonly ScheduleDefault[], stored: readonly StoredSchedule[]): readonly Schedule[] {
  return defaults.map((one) => {
    const { change = null, plannedAt = null } = stored.find(({ name }) => name === one.name) ?? {};
    return {
      ...one,
      cron: change?.cron ?? one.cron,
      jitterSeconds: change?.jitterSeconds ?? one.jitterSeconds,
      paused: change?.paused ?? false,
      changed: change && { by: change.by, at: change.at },
      plannedAt,
    };
  });
}

export function payloadOf({ name, job, entity, side }: ScheduleDefault): JobPayload {
  return { schedule: name, job, entity, side };
}

/** How much later than its cron says it fires, in ms. */
export function jitterOf({ name, jitterSeconds }: Pick<Schedule, 'name' | 'jitterSeconds'>, workspace: string): number {
  return Math.floor(seededRandom(0).fork(`${workspace}:${name}`).next() * jitterSeconds * 1000);
}

export interface DueTick {
  /** What the cron says, without the jitter. */
  readonly plannedAt: number;
  /** A schedule that is seen for the first time begins with its next time: this one only marks where it stands. */
  readonly fires: boolean;
}

/** The time of a schedule that has come and has not been fired; null when there is none. */
export function dueTick(schedule: Schedule, workspace: string, timeZone: string, now: number): DueTick | null {
  if (schedule.paused) return null;
  const jitterMs = jitterOf(schedule, workspace);
  const plannedAt = previousTime(schedule.cron, timeZone, now - jitterMs);
  if (plannedAt === null) return null;
  if (schedule.plannedAt !== null && plannedAt <= Date.parse(schedule.plannedAt)) return null;
  if (schedule.changed !== null && plannedAt + jitterMs <= Date.parse(schedule.changed.at)) return null;
  return { plannedAt, fires: schedule.plannedAt !== null || schedule.changed !== null };
}

/** The job's id: two tickers that fire the same tick make one job. */
export function tickId(workspace: string, schedule: string, plannedAt: number): string {
  const hash = createHash('sha256').update(`${workspace}:${schedule}:${plannedAt}`).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-');
}

// A workspace's schedules as people look at them: in plain words, with their next times and the last run that came of them.
// Invariant: what is shown here is what the ticker goes by.
import { nextTimes } from '../jobs/cron.ts';
import { cronText } from '../jobs/cron-text.ts';
import { jitterOf, schedulesOf } from '../jobs/schedule.ts';
import type { Schedule, ScheduleDefault } from '../jobs/schedule.ts';
import { toInstant } from '../lib/clock.ts';
import type { Run, Store } from '../store/store.ts';

const NEXT = 5;

export interface ShownSchedule extends Omit<Schedule, 'plannedAt'> {
  readonly text: Readonly<Record<'fi' | 'en', string>>;
  readonly usual: Pick<ScheduleDefault, 'cron' | 'jitterSeconds'>;
  readonly lastRun: Pick<Run, 'id' | 'state' | 'startedAt' | 'finishedAt'> | null;
  /** Instants; none while it is paused. */
  readonly next: readonly string[];
}

interface Of {
  readonly store: Pick<Store, 'schedules' | 'runs'>;
  readonly workspace: string;
  readonly defaults: readonly ScheduleDefault[];
  /** IANA name. */
  readonly timeZone: string;
  /** ms */
  readonly now: number;
}

export async function shownSchedules({ store, workspace, defaults, timeZone, now }: Of): Promise<readonly ShownSchedule[]> {
  const stored = await store.schedules();
  const shown: ShownSchedule[] = [];
  for (const [index, { plannedAt: _, ...schedule }] of schedulesOf(defaults, stored).entries()) {
    const runId = stored.find(({ name }) => name === schedule.name)?.runId ?? null;
    const [last] = runId === null ? [] : await store.runs({ id: runId, limit: 1 });
    const { cron, jitterSeconds } = defaults[index] ?? schedule;
    const next = schedule.paused ? [] : upcoming(schedule.cron, { timeZone, now, jitterMs: jitterOf(schedule, workspace) });
    const lastRun = last ? { id: last.id, state: last.state, startedAt: last.startedAt, finishedAt: last.finishedAt } : null;
    shown.push({ ...schedule, text: inWords(schedule.cron), usual: { cron, jitterSeconds }, lastRun, next });
  }
  return shown;
}

/** @param expression one without a problem */
export function inWords(expression: string): Readonly<Record<'fi' | 'en', string>> {
  return { fi: cronText(expression, 'fi'), en: cronText(expression, 'en') };
}

/** The next times as instants. @param expression one without a problem */
export function upcoming(expression: string, { timeZone, now, jitterMs }: { readonly timeZone: string; readonly now: number; readonly jitterMs: number }): readonly string[] {
  return nextTimes(expression, timeZone, now - jitterMs, NEXT).map((time) => toInstant(time + jitterMs));
}

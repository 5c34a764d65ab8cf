// Schedules in memory: the changes in the order they were made, and where each schedule stands.
import type { Clock } from '../../lib/clock.ts';
import { toInstant } from '../../lib/clock.ts';
import type { ScheduleChange, ScheduleState, Schedules } from '../schedules.ts';

export function makeSchedules(clock: Clock): Schedules {
  const changes = new Map<string, ScheduleChange[]>();
  const standing = new Map<string, Pick<ScheduleState, 'plannedAt' | 'runId'>>();
  const standingOf = (name: string): Pick<ScheduleState, 'plannedAt' | 'runId'> => standing.get(name) ?? { plannedAt: null, runId: null };
  return {
    schedules: () => {
      const names = [...new Set([...changes.keys(), ...standing.keys()])].toSorted();
      return Promise.resolve(names.map((name) => ({ name, change: changes.get(name)?.at(-1) ?? null, ...standingOf(name) })));
    },
    changeSchedule: (name, change, by) => {
      const before = changes.get(name) ?? [];
      const last = before.at(-1) ?? { cron: null, jitterSeconds: null, paused: false };
      changes.set(name, [...before, { ...last, ...change, by, at: toInstant(clock.now()) }]);
      return Promise.resolve();
    },
    recordTick: (name, plannedAt) => {
      const { plannedAt: known, runId } = standingOf(name);
      if (known === null || known < plannedAt) standing.set(name, { plannedAt, runId });
      return Promise.resolve();
    },
    recordScheduleRun: (name, runId) => Promise.resolve(void standing.set(name, { ...standingOf(name), runId })),
  };
}

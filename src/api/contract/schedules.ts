// Schedules: what is done by itself, and when, as people look at it and change it. Invariant: a time that a schedule cannot have is
// refused with the part of the expression that does not fit.
import { z } from 'zod';
import { contract, count, deed, list, text } from './parts.ts';
import { label } from './values.ts';

const instant = z.iso.datetime();
const name = { name: 'Of the schedule.' };

export const schedule = z.object({
  name: z.string(),
  job: z.enum(['cycle', 'money', 'sweep', 'deep']),
  entity: z.string().describe('"all": every one of them.'),
  side: z.enum(['both', 'psa', 'crm']).describe('Whose changes are read.'),
  cron: z.string(),
  text: label.describe('The same in plain words.'),
  jitterSeconds: count.describe('It comes up to so many seconds later.'),
  paused: z.boolean(),
  changed: z.object({ by: z.string(), at: instant }).nullable(),
  usual: z.object({ cron: z.string(), jitterSeconds: count }).describe('As the installation has it.'),
  lastRun: z.object({ id: z.string(), state: z.string(), startedAt: instant, finishedAt: instant.nullable() }).nullable(),
  next: list(instant).describe('The next times; none while it is paused.'),
});

const changed = z.object({ schedules: list(schedule) });

export const schedules = {
  schedules: contract({
    path: '/schedules',
    title: 'What is done by itself, and when',
    reads: ['runs'],
    query: z.strictObject({}),
    answer: z.object({ timeZone: z.string(), schedules: list(schedule) }),
  }),
  cronPreview: contract({
    path: '/schedules/preview',
    title: 'What a cron expression means: in words, and its next times',
    reads: ['runs'],
    query: z.strictObject({ cron: text }),
    answer: z.object({
      faults: list(z.string()).describe('Parts that do not fit: second, minute, hour, dayOfMonth, month, dayOfWeek; expression: there are too few or too many.'),
      text: label.nullable(),
      next: list(instant),
    }),
  }),
  changeSchedule: deed({
    method: 'PUT',
    path: '/schedules/:name',
    title: 'Change when a schedule comes',
    changes: ['schedules'],
    params: name,
    body: z.strictObject({
      cron: z.string().max(200).nullable().optional().describe('Minute, hour, day of month, month, day of week; with six fields seconds come first. Null: as the installation has it. Absent: as it is.'),
      jitterSeconds: z.int().min(0).max(3600).nullable().optional().describe('Null: as the installation has it. Absent: as it is.'),
    }),
    answer: changed,
  }),
  pauseSchedule: deed({
    method: 'PUT',
    path: '/schedules/:name/paused',
    title: 'Pause or resume one schedule',
    changes: ['pause'],
    params: name,
    body: z.strictObject({ paused: z.boolean() }),
    answer: changed,
  }),
  pauseAll: deed({
    method: 'PUT',
    path: '/pause',
    title: 'Pause or resume all schedules',
    changes: ['pause'],
    body: z.strictObject({ paused: z.boolean() }),
    answer: changed,
  }),
  runSchedule: deed({
    method: 'POST',
    path: '/schedules/:name/run',
    title: 'Do now what a schedule does, also when it is paused',
    changes: ['runs'],
    params: name,
    body: z.strictObject({}),
    answer: z.object({ id: z.string().describe('Of the run.') }),
  }),
};

// The list of jobs. A job only says "it is time to look": it carries no records and no persons, and running one twice, late
// or never does no harm that the next one does not mend.
import { z } from 'zod';

/**
 * `mirrors`: whether billable work and invoices are read too, what changed of them or all.
 * `priority`: the higher goes first of those that wait. `expireHours`: one that lives but takes longer is given up.
 */
export const JOBS = {
  cycle: { description: 'carry on what changed', sweep: false, deep: false, mirrors: null, priority: 10, expireHours: 6 },
  money: { description: 'carry on what changed, with billable work and invoices', sweep: false, deep: false, mirrors: 'changes', priority: 7, expireHours: 6 },
  sweep: { description: 'compare everything, also what time stamps hide', sweep: true, deep: false, mirrors: null, priority: 5, expireHours: 23 },
  deep: { description: 'read the fields that only a look at each record shows, and all billable work and invoices anew', sweep: false, deep: true, mirrors: 'all', priority: 1, expireHours: 23 },
} as const;

export type JobName = keyof typeof JOBS;

export const EVERY_ENTITY = 'all';

export const scheduleName = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/);
export const jobName = z.enum(Object.keys(JOBS) as [JobName, ...JobName[]]);
/** Whose changes are read; what is found is written wherever the rules say. */
export const jobSide = z.enum(['both', 'psa', 'crm']);

/** What a person asks for that no schedule is. */
export const ASKED = 'asked';

/**
 * What a job is told. Of one schedule at most one waits and one runs. `run`: a person has asked for this run, and what it is to do
 * is written down under its id.
 */
export const jobPayload = z.strictObject({ schedule: scheduleName, job: jobName, entity: z.string().min(1), side: jobSide, run: z.string().min(1).max(64).optional() });
export type JobPayload = z.infer<typeof jobPayload>;

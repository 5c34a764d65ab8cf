// The list of jobs. A job only says "it is time to look": it carries no records and no persons, and running one twice, late
// or never does no harm that the next one does not mend.
import { z } from 'zod';

export const JOBS = {
  cycle: { description: 'carry on what changed', sweep: false, deep: false },
  sweep: { description: 'compare everything, also what time stamps hide', sweep: true, deep: false },
  deep: { description: 'read the fields that only a look at each record shows', sweep: false, deep: true },
} as const;

export type JobName = keyof typeof JOBS;

/** What a job is told: which entity to look at. */
export const jobPayload = z.strictObject({ job: z.enum(Object.keys(JOBS) as [JobName, ...JobName[]]), entity: z.string().min(1) });
export type JobPayload = z.infer<typeof jobPayload>;

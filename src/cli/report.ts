// The report of a run as scripts get it. Stable: keys are added, never renamed. `entities` counts records, `calls` counts
// what the vendors served, a refused call aside.
import { z } from 'zod';

const count = z.int().min(0);
const perSide = z.strictObject({ psa: count, crm: count, local: count });
const perSystem = z.strictObject({ severa: count, hubspot: count });
/** Route template → calls. */
const routes = z.record(z.string(), count);

const entityReport = z.strictObject({
  read: count,
  created: perSide,
  updated: perSide,
  /** Taken out of use. */
  archived: perSide.optional(),
  unchanged: count,
  conflicts: count,
  held: count,
  failed: count,
});

/** A system that could not be read or written, or rows it does not let us read. */
const problem = z.strictObject({ system: z.string(), code: z.string(), message: z.string(), action: z.string() });
export type Problem = z.infer<typeof problem>;

export const reportSchema = z.strictObject({
  seconds: z.number().min(0),
  /** Accounts whose sums were compared, and those that differ. */
  money: z.strictObject({ accounts: count, drift: z.array(z.unknown()) }).optional(),
  entities: z.record(z.string(), entityReport),
  calls: z.strictObject({ severa: routes, hubspot: routes }),
  /** The fewest calls that could do the same; null where it cannot be known (a real vendor). */
  callsMinimum: perSystem.nullable(),
  /** The shortest time the vendors' quotas allow for the calls made. */
  quotaFloorSeconds: z.number().min(0),
  /** Answers "too many requests" that we brought on ourselves. */
  self429: perSystem,
  peakRssMb: z.number().min(0),
  /** The cycle after the work, which found nothing to do. */
  idle: z.strictObject({ calls: perSystem, writes: count }),
  /** Systems that could not be read or written; absent when all went well. */
  errors: z.array(problem).optional(),
  /** Rows that a system does not let us read, with the reason; absent when all were read. */
  warnings: z.array(problem).optional(),
  /** Of a dry run: field by field, for the first records, and how many records more there are. */
  differences: z.array(z.unknown()).optional(),
  differencesLeftOff: count.optional(),
});
export type Report = z.infer<typeof reportSchema>;
export type EntityReport = z.infer<typeof entityReport>;

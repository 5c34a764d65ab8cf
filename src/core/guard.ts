// Guard: a limit on mass change, judged on the totals of the counting pass before anything is written. A mistake in a map, a
// mass edit by accident or records that vanish by the dozen stop here and ask a person, also when it comes in many small
// cycles: a day is counted together.

/** gone: records that somebody took away there. deletes: records that we would take out of use there. */
const CHANGES = ['updates', 'deletes', 'gone'] as const;
export type Change = (typeof CHANGES)[number];

export interface Budget {
  /** Changes of existing records on one side within 24 hours, as a share of the linked records. */
  readonly share: number;
  /** Below this many changes nothing is a mass change. */
  readonly atLeast: number;
}

/** Changes by side. */
export type Totals = Readonly<Record<string, number>>;

export interface Verdict {
  readonly side: string;
  readonly change: Change;
  readonly planned: number;
  /** Carried out in the last 24 hours. */
  readonly done: number;
  readonly limit: number;
}

/**
 * The sides on which too much would change; empty when all is well.
 * @param planned what the cycle would do
 * @param done what was done in the last 24 hours, without what a person approved
 * @param linked active links of the entity
 * @param budgets a change without one is not limited
 */
export function judge(
  planned: Readonly<Partial<Record<Change, Totals>>>,
  done: Readonly<Partial<Record<Change, Totals>>>,
  linked: number,
  budgets: Readonly<Partial<Record<Change, Budget>>>,
): readonly Verdict[] {
  return CHANGES.flatMap((change) => {
    const budget = budgets[change];
    if (budget === undefined) return [];
    const limit = Math.max(budget.atLeast, Math.floor(linked * budget.share));
    return Object.entries(planned[change] ?? {}).flatMap(([side, count]) => {
      const before = done[change]?.[side] ?? 0;
      return count > 0 && before + count > limit ? [{ side, change, planned: count, done: before, limit }] : [];
    });
  });
}

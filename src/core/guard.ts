// Guard: a limit on mass change, judged on the totals of the counting pass before anything is written. A mistake in a map or
// a mass edit by accident stops here and asks a person.

export interface GuardLimits {
  /** Updates of existing records on one side, as a share of the linked records. */
  readonly updateShare: number;
  /** Below this many changes nothing is a mass change. */
  readonly atLeast: number;
}

export interface Verdict {
  readonly side: string;
  readonly planned: number;
  readonly limit: number;
}

/** The sides on which too much would change; empty when all is well. @param linked active links of the entity */
export function judge(updates: Readonly<Record<string, number>>, linked: number, limits: GuardLimits): readonly Verdict[] {
  const limit = Math.max(limits.atLeast, Math.floor(linked * limits.updateShare));
  return Object.entries(updates)
    .filter(([, planned]) => planned > limit)
    .map(([side, planned]) => ({ side, planned, limit }));
}

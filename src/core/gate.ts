// Gate: whether a record may be made on a side that has none. Data, not code: a few conditions over what the sides show, of
// which one must hold and none may that excludes. A gate never touches what exists already; it only keeps things from being made.
import type { EntityName, FieldName, Fields } from './vocabulary.ts';

export type Condition =
  /** Some side shows one of these values; with `within`, and a date of this record lies no further back than so many months. */
  | { readonly field: FieldName; readonly in: readonly (string | number | boolean)[]; readonly within?: { readonly field: FieldName; readonly months: number } }
  /** Some record of this entity points to it. */
  | { readonly referredBy: EntityName };

export interface Gate {
  /** One of these must hold; none listed: nothing must. */
  readonly anyOf: readonly Condition[];
  /** None of these may hold. */
  readonly unless: readonly Condition[];
}

export interface GateFacts {
  /** What the sides show. */
  readonly views: readonly Fields[];
  readonly referredBy: ReadonlySet<EntityName>;
  /** Plain date. */
  readonly today: string;
}

export function passes(gate: Gate, facts: GateFacts): boolean {
  return (gate.anyOf.length === 0 || gate.anyOf.some((condition) => holds(condition, facts))) && !gate.unless.some((condition) => holds(condition, facts));
}

function holds(condition: Condition, facts: GateFacts): boolean {
  if ('referredBy' in condition) return facts.referredBy.has(condition.referredBy);
  const { field, within } = condition;
  const shown = facts.views.some((view) => condition.in.some((value) => value === view[field]));
  return shown && (within === undefined || facts.views.some((view) => isWithin(view[within.field] ?? null, within.months, facts.today)));
}

function isWithin(date: Fields[string], months: number, today: string): boolean {
  return typeof date === 'string' && date >= monthsBefore(today, months);
}

/** The same day so many months earlier, or the last day of that month. */
export function monthsBefore(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 - months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, lastDay));
  return first.toISOString().slice(0, 10);
}

/** Entities whose records a gate asks about. */
export function askedBy(gate: Gate | undefined): readonly EntityName[] {
  return [...(gate?.anyOf ?? []), ...(gate?.unless ?? [])].flatMap((condition) => ('referredBy' in condition ? [condition.referredBy] : []));
}

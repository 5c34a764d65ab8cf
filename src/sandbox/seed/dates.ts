// Dates of the seeded world, all counted back from its `now`: instants in milliseconds, plain dates as YYYY-MM-DD of the
// UTC day. Invariant: nothing here reads a clock.

export const dayMs = 86_400_000;

/** The plain date `days` after (or, negative, before) the day of `now`. */
export function plainDate(now: number, days: number): string {
  return new Date(now + days * dayMs).toISOString().slice(0, 10);
}

/** The first day of the month that is `months` after the month of the plain date. */
export function monthStart(date: string, months: number): string {
  return new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 10);
}

/** The last day of the plain date's month. */
export function monthEnd(date: string): string {
  return plainDate(Date.parse(monthStart(date, 1)), -1);
}

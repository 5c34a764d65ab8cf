// Plain days, `YYYY-MM-DD`. Invariant: which day an instant falls on is said by a time zone, never by the machine.

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

/** @param timeZone IANA name */
export function todayIn(timeZone: string, ms: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms);
}

/** The instant at which a plain day begins, in milliseconds. @param timeZone IANA name */
export function midnightIn(timeZone: string, day: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // Zones are within a day of UTC, and shift by quarters of an hour.
  let at = utc - DAY_MS;
  while (todayIn(timeZone, at) < day) at += QUARTER_MS;
  return at;
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/** The first day of the year whose last day this is. */
export function yearBefore(day: string): string {
  const from = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS);
  from.setUTCFullYear(from.getUTCFullYear() - 1);
  return from.toISOString().slice(0, 10);
}

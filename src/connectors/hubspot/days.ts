// Home of plain dates in properties that keep an instant. Invariant: writing a day and reading it again in the same time
// zone gives the same day, also where clocks change.
import { toInstant } from '../../lib/clock.ts';

const dayMs = 86_400_000;

/** UTC instant of noon of a plain date (YYYY-MM-DD) in a time zone. */
export function noonIn(timeZone: string, day: string): string {
  const noon = Date.parse(`${day}T12:00:00Z`);
  if (Number.isNaN(noon)) return day;
  return toInstant(noon - offsetMs(timeZone, noon));
}

/** The plain date of an instant (ms) in a time zone; midnight UTC is a plain date already. */
export function dayIn(timeZone: string, ms: number): string {
  const local = ms % dayMs === 0 ? ms : ms + offsetMs(timeZone, ms);
  return toInstant(local).slice(0, 10);
}

/** By zone, of which an account has one: making one takes longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a zone is ahead of UTC at an instant (ms); 0 for a zone that nobody knows. */
function offsetMs(timeZone: string, ms: number): number {
  try {
    const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
    formats.set(timeZone, format);
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const local = Date.UTC(parts['year'] ?? 0, (parts['month'] ?? 1) - 1, parts['day'] ?? 1, parts['hour'] ?? 0, parts['minute'] ?? 0, parts['second'] ?? 0);
    return local - Math.floor(ms / 1_000) * 1_000;
  } catch {
    return 0;
  }
}

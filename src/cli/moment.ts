// Days and moments as people give them to a command. Invariant: a day is one of the calendar, and begins where the workspace is.
import { InvalidArgumentError } from 'commander';
import { toInstant } from '../lib/clock.ts';
import { midnightIn } from '../lib/day.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/u;

/** For `.option('--as-of <date>', ..., plainDay)`. */
export function plainDay(text: string): string {
  const at = Date.parse(`${text}T00:00:00Z`);
  if (!DAY.test(text) || Number.isNaN(at) || toInstant(at).slice(0, 10) !== text) throw new InvalidArgumentError('It must be a day like 2026-03-31.');
  return text;
}

export function plainMonth(text: string): string {
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/u.test(text)) throw new InvalidArgumentError('It must be a month like 2026-03.');
  return text;
}

/** A day, or an instant with its zone. */
export function moment(text: string): string {
  if (DAY.test(text)) return plainDay(text);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/u.test(text) || Number.isNaN(Date.parse(text))) {
    throw new InvalidArgumentError('It must be a day like 2026-03-31, or an instant like 2026-03-31T12:00:00Z.');
  }
  return text;
}

/** The UTC instant of what `moment` took. @param timeZone where a day begins */
export function instantOf(given: string, timeZone: string): string {
  return toInstant(DAY.test(given) ? midnightIn(timeZone, given) : Date.parse(given));
}

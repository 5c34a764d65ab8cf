// By when a person's request must be answered (GDPR article 12(3); periods by Regulation 1182/71). Invariants: the period ends on the
// same date of its last month, or on that month's last day; and never on a day off, but on the next working day after it.
import { isWorkingDay } from './finnish-holidays.ts';
import { dayAfter } from '../lib/day.ts';

const MONTHS = 1;
const EXTRA_MONTHS = 2;
const DAY_MS = 86_400_000;

/** One month from receipt; extended, three. All plain dates. @param receivedOn the day on which it arrived, also on a day off */
export function dueOn(receivedOn: string, { extended }: { extended: boolean }): string {
  let day = monthsAfter(receivedOn, extended ? MONTHS + EXTRA_MONTHS : MONTHS);
  while (!isWorkingDay(day)) day = dayAfter(day);
  return day;
}

/** The days on which somebody is told, the earliest first. @param days so many calendar days before */
export function alarmsFor(due: string, days: readonly number[]): readonly string[] {
  return days.map((before) => new Date(Date.parse(`${due}T00:00:00Z`) - before * DAY_MS).toISOString().slice(0, 10)).toSorted();
}

function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

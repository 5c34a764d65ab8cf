// A cron expression in plain words, for the kinds that people write, in English and in Finnish. One that has no short sentence is
// shown as it is.
import cron from 'node-cron';
import { CRON_WORDS } from './cron-words.ts';
import type { CronWords } from './cron-words.ts';

/** E.g. "every 5 minutes", "every hour at minute 17", "Monday to Friday at 09:00". @param expression one without a problem */
export function cronText(expression: string, language: keyof typeof CRON_WORDS = 'en'): string {
  const words = CRON_WORDS[language];
  const { second, minute, hour, dayOfMonth, month, dayOfWeek } = cron.parse(expression);
  const asWritten = words.asWritten(expression);
  if (month.length < 12) return asWritten;
  const day = dayText(words, dayOfMonth, dayOfWeek);
  const time = timeText(words, second, minute, hour);
  if (day === null || time === null) return asWritten;
  return time.isClock ? `${day} ${time.text}` : day === words.everyDay ? time.text : `${day}, ${time.text}`;
}

interface TimeText {
  readonly text: string;
  /** At certain times of the day, not every so often. */
  readonly isClock: boolean;
}

function timeText(words: CronWords, second: readonly number[], minute: readonly number[], hour: readonly number[]): TimeText | null {
  if (second.length > 1) return minute.length === 60 && hour.length === 24 ? often(everyText(words, second, 60, 'second')) : null;
  if (second[0] !== 0) return null;
  if (hour.length === 24) return often(minute.length > 1 ? everyText(words, minute, 60, 'minute') : minute[0] === 0 ? words.every(1, 'hour') : words.hourAt(minute[0] ?? 0));
  if (minute.length > 1) return null;
  const hours = minute[0] === 0 && hour.length > 1 ? everyText(words, hour, 24, 'hour') : null;
  return often(hours) ?? { text: words.at(words.list(hour.map((one) => words.clock(one, minute[0] ?? 0)))), isClock: true };
}

function often(text: string | null): TimeText | null {
  return text === null ? null : { text, isClock: false };
}

/** Null when the values are not evenly spaced over the whole circle. */
function everyText(words: CronWords, values: readonly number[], circle: number, unit: 'second' | 'minute' | 'hour'): string | null {
  const step = circle / values.length;
  if (!Number.isInteger(step) || values.some((value, index) => value !== index * step)) return null;
  return words.every(step, unit);
}

function dayText(words: CronWords, dayOfMonth: readonly (number | string)[], dayOfWeek: readonly (number | string)[]): string | null {
  const anyDay = dayOfMonth.length === 31;
  if (dayOfWeek.length === 7) {
    if (anyDay) return words.everyDay;
    if (dayOfMonth.length === 1 && dayOfMonth[0] === 'L') return words.lastDay;
    return dayOfMonth.every((day) => typeof day === 'number') ? words.daysOfMonth(dayOfMonth) : null;
  }
  if (!anyDay || dayOfWeek.some((day) => typeof day === 'string')) return null;
  const days = dayOfWeek as readonly number[];
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  return days.length > 2 && last - first === days.length - 1 ? words.daysBetween(first, last) : words.daysOfWeek(days);
}

// A cron expression in plain words, for the kinds that people write. One that has no short sentence is shown as it is.
import cron from 'node-cron';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** E.g. "every 5 minutes", "every hour at minute 17", "Monday to Friday at 09:00". @param expression one without a problem */
export function cronText(expression: string): string {
  const { second, minute, hour, dayOfMonth, month, dayOfWeek } = cron.parse(expression);
  const asWritten = `at the times of ${expression}`;
  if (month.length < 12) return asWritten;
  const day = dayText(dayOfMonth, dayOfWeek);
  const time = timeText(second, minute, hour);
  if (day === null || time === null) return asWritten;
  return time.startsWith('at ') ? `${day} ${time}` : day === 'every day' ? time : `${day}, ${time}`;
}

function timeText(second: readonly number[], minute: readonly number[], hour: readonly number[]): string | null {
  if (second.length > 1) return minute.length === 60 && hour.length === 24 ? everyText(second, 60, 'second') : null;
  if (second[0] !== 0) return null;
  if (hour.length === 24) return minute.length === 1 && minute[0] !== 0 ? `every hour at minute ${minute[0]}` : minute.length === 1 ? 'every hour' : everyText(minute, 60, 'minute');
  if (minute.length > 1) return null;
  const hours = minute[0] === 0 && hour.length > 1 ? everyText(hour, 24, 'hour') : null;
  return hours ?? `at ${listText(hour.map((one) => `${two(one)}:${two(minute[0] ?? 0)}`))}`;
}

/** Null when the values are not evenly spaced over the whole circle. */
function everyText(values: readonly number[], circle: number, unit: string): string | null {
  const step = circle / values.length;
  if (!Number.isInteger(step) || values.some((value, index) => value !== index * step)) return null;
  return step === 1 ? `every ${unit}` : `every ${step} ${unit}s`;
}

function dayText(dayOfMonth: readonly (number | string)[], dayOfWeek: readonly (number | string)[]): string | null {
  const anyDay = dayOfMonth.length === 31;
  if (dayOfWeek.length === 7) {
    if (anyDay) return 'every day';
    if (dayOfMonth.length === 1 && dayOfMonth[0] === 'L') return 'on the last day of the month';
    return dayOfMonth.every((day) => typeof day === 'number') ? `on day ${listText(dayOfMonth.map(String))} of the month` : null;
  }
  if (!anyDay || dayOfWeek.some((day) => typeof day === 'string')) return null;
  const days = dayOfWeek as readonly number[];
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  if (days.length > 2 && last - first === days.length - 1) return `${DAYS[first]} to ${DAYS[last]}`;
  return listText(days.map((day) => DAYS[day] ?? ''));
}

function listText(texts: readonly string[]): string {
  return texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

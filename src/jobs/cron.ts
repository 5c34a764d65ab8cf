// When a cron expression fires, worked out from an instant that is passed in. Invariant: times are those of the wall clock in
// the zone. Where summer time begins, a time that does not exist fires at the end of the gap; where it ends, a time that
// comes twice fires at its first coming, unless the expression is for every hour, which then means every hour there is.
import cron from 'node-cron';

/** What is wrong with an expression, in words; null when nothing is. */
export function cronProblem(expression: string): string | null {
  const { valid, errors } = cron.validateDetailed(expression);
  return valid ? null : errors.map(({ field, message }) => `${field}: ${message.replace(/ is a invalid expression for .*$/u, ' does not fit')}`).join('; ');
}

/** The parts that do not fit, `expression` where there are too few or too many; none when nothing is wrong. */
export function cronFaults(expression: string): readonly string[] {
  const { valid, errors } = cron.validateDetailed(expression);
  return valid ? [] : [...new Set(errors.map(({ field }) => field))];
}

const DAY_MS = 86_400_000;
/** The 29th of February on one weekday comes back within 40 years, also around a year without one. */
const FURTHEST_DAYS = 40 * 366;

/** The first `count` times after `after` (ms), in ms; fewer where there are no more. @param expression one without a problem */
export function nextTimes(expression: string, timeZone: string, after: number, count: number): readonly number[] {
  const plan = planOf(expression, timeZone);
  const found: number[] = [];
  const today = startOfDay(after, plan.zone) - DAY_MS;
  for (let day = today; found.length < count && day <= today + FURTHEST_DAYS * DAY_MS; day += DAY_MS) {
    if (!plan.fitsDay(day)) continue;
    for (const hour of plan.hours) {
      for (const time of timesOfHour(plan, day, hour)) if (time > (found.at(-1) ?? after) && found.length < count) found.push(time);
    }
  }
  return found;
}

/** The last time at or before `at` (ms), in ms; null when there was none in 40 years. */
export function previousTime(expression: string, timeZone: string, at: number): number | null {
  const plan = planOf(expression, timeZone);
  const today = startOfDay(at, plan.zone) + DAY_MS;
  for (let day = today; day >= today - FURTHEST_DAYS * DAY_MS; day -= DAY_MS) {
    if (!plan.fitsDay(day)) continue;
    for (const hour of plan.hours.toReversed()) {
      const time = timesOfHour(plan, day, hour).findLast((one) => one <= at);
      if (time !== undefined) return time;
    }
  }
  return null;
}

interface Plan {
  readonly zone: Intl.DateTimeFormat;
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** Days are named by their midnight, as if the zone were UTC. */
  readonly fitsDay: (day: number) => boolean;
}

const plans = new Map<string, Plan>();

function planOf(expression: string, timeZone: string): Plan {
  const key = `${timeZone} ${expression}`;
  const plan = plans.get(key) ?? makePlan(expression, timeZone);
  plans.set(key, plan);
  return plan;
}

function makePlan(expression: string, timeZone: string): Plan {
  const { second, minute, hour, dayOfMonth, month, dayOfWeek } = cron.parse(expression);
  // Which days fit (the last Friday, the nearest working day) is the library's knowledge: it is asked at midnight.
  const days = cron.createTask(`0 0 0 ${dayOfMonth.join(',')} ${month.join(',')} ${dayOfWeek.join(',')}`, () => undefined, { timezone: 'UTC' });
  void days.destroy();
  const zone = new Intl.DateTimeFormat('en-GB', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  return { zone, seconds: second, minutes: minute, hours: hour, fitsDay: remembering((day) => days.match(new Date(day))) };
}

/** A ticker asks about the same two days every second. */
function remembering(answer: (day: number) => boolean): (day: number) => boolean {
  const answers = new Map<number, boolean>();
  return (day) => {
    const known = answers.get(day) ?? answer(day);
    if (answers.size >= 1000) answers.clear();
    answers.set(day, known);
    return known;
  };
}

/** In order. */
function timesOfHour({ zone, seconds, minutes, hours }: Plan, day: number, hour: number): readonly number[] {
  const everyHour = hours.length === 24;
  const from = day + hour * 3_600_000;
  const [before, after] = [offsetAt(from - DAY_MS, zone), offsetAt(from + DAY_MS, zone)];
  const times = minutes.flatMap((minute) =>
    seconds.flatMap((second) => {
      const local = from + minute * 60_000 + second * 1000;
      return before === after ? [local - before] : atChange(local, before, after, zone, everyHour);
    }),
  );
  return times.toSorted((a, b) => a - b);
}

/** The instants of a wall-clock time within a day of a change of the zone's offset. */
function atChange(local: number, before: number, after: number, zone: Intl.DateTimeFormat, everyHour: boolean): readonly number[] {
  const found = [...new Set([local - before, local - after])].filter((time) => time + offsetAt(time, zone) === local).toSorted((a, b) => a - b);
  if (found.length > 0) return everyHour ? found : found.slice(0, 1);
  return everyHour ? [] : [changeBetween(local - after, local - before, zone)];
}

/** The first instant that has the later offset. */
function changeBetween(low: number, high: number, zone: Intl.DateTimeFormat): number {
  const later = offsetAt(high, zone);
  let [from, to] = [low, high];
  while (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    if (offsetAt(middle, zone) === later) to = middle;
    else from = middle;
  }
  return to;
}

/** How far the zone's wall clock is ahead of UTC at this instant, in ms. */
function offsetAt(instant: number, zone: Intl.DateTimeFormat): number {
  const part = Object.fromEntries(zone.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

function startOfDay(instant: number, zone: Intl.DateTimeFormat): number {
  return Math.floor((instant + offsetAt(instant, zone)) / DAY_MS) * DAY_MS;
}

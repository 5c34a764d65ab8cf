// The days on which no period of law ends in Finland: Saturdays, Sundays and public holidays. Invariant: what is counted from them is
// right for every year without a list that somebody has to keep up.

/** Of every year alike, `MM-DD`. Christmas Eve and Midsummer Eve are days off by agreement, not by law: a period may end on them, which is the earlier and so the safe reading. */
const FIXED = new Set(['01-01', '01-06', '05-01', '12-06', '12-25', '12-26']);
const DAY_MS = 86_400_000;

/** @param day plain date */
export function isWorkingDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return date.getUTCDay() !== 0 && date.getUTCDay() !== 6 && !FIXED.has(day.slice(5)) && !moving(date.getUTCFullYear()).has(day);
}

/** Good Friday, Easter Monday and Ascension Day. The other moving ones always fall on a Saturday or a Sunday. */
function moving(year: number): ReadonlySet<string> {
  const easter = easterSunday(year);
  return new Set([-2, 1, 39].map((days) => new Date(easter + days * DAY_MS).toISOString().slice(0, 10)));
}

/** The Gregorian computus (Meeus, Jones and Butcher), as an instant in milliseconds. */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Date.UTC(year, Math.floor(n / 31) - 1, (n % 31) + 1);
}

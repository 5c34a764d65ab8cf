// Plain days as people write them. Invariant: a day that is in no calendar is refused, and so is one that is another day on the other
// side of a border.

/** twice: it could be read as two days. none: it is no day. */
export type DayRead = { readonly day: string } | { readonly wrong: 'twice' | 'none' };

const DAY_MS = 86_400_000;
/** Day 0 of a spreadsheet; right from 1 March 1900, before which spreadsheets know a day that never was. */
const FIRST_DAY = Date.UTC(1899, 11, 30);
const FIRST_SURE = 61;
const TIME = String.raw`(?:[T\s]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?)?`;
const ISO = new RegExp(String.raw`^(\d{4})[-/](\d{1,2})[-/](\d{1,2})${TIME}$`, 'u');
const FINNISH = new RegExp(String.raw`^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})${TIME}$`, 'u');
const SLASHES = new RegExp(String.raw`^(\d{1,2})([/-])(\d{1,2})\2(\d{4})${TIME}$`, 'u');

/** `1.2.2026`, `2026-02-01`, `31/1/2026`. A time of day is left out, one with a time zone is refused: it could be the day before. */
export function readDay(text: string): DayRead {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  if (iso) return dayOf(iso[1], iso[2], iso[3]);
  const finnish = FINNISH.exec(trimmed);
  if (finnish) return dayOf(finnish[3], finnish[2], finnish[1]);
  const [, one, , two, year] = SLASHES.exec(trimmed) ?? [];
  if (one !== undefined) {
    const readings = [dayOf(year, two, one), dayOf(year, one, two)].flatMap((read) => ('day' in read ? [read.day] : []));
    const [first] = readings;
    if (first === undefined) return { wrong: 'none' };
    return new Set(readings).size === 1 ? { day: first } : { wrong: 'twice' };
  }
  return /^\d{5}$/u.test(trimmed) ? readSerial(Number(trimmed)) : { wrong: 'none' };
}

/** The day that a spreadsheet keeps as this number. */
export function readSerial(number: number): DayRead {
  const whole = Math.floor(number);
  const day = whole >= FIRST_SURE && whole < 110_000 ? new Date(FIRST_DAY + whole * DAY_MS).toISOString().slice(0, 10) : null;
  return day === null ? { wrong: 'none' } : { day };
}

function dayOf(year = '', month = '', date = ''): DayRead {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const at = Date.parse(`${day}T00:00:00Z`);
  const isDay = !Number.isNaN(at) && new Date(at).toISOString().startsWith(day) && year >= '1900' && year < '2200';
  return isDay ? { day } : { wrong: 'none' };
}

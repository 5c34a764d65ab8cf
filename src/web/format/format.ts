// How values look in a person's language and the workspace's zone. Invariants: a plain date (`YYYY-MM-DD`) shows the same day
// in every zone; an instant shows in the workspace's zone, not in the browser's; money keeps every digit it has.
import { decimalText } from './decimal.ts';

export interface Money {
  /** Plain decimal: `-1234.50`. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}

export interface Format {
  readonly locale: string;
  readonly timeZone: string;
  readonly number: (value: number | string, options?: Intl.NumberFormatOptions) => string;
  /** Hundredths of a currency always show, and more digits when there are more. */
  readonly money: (value: Money) => string;
  /** @param share 0.25 is 25 % */
  readonly percent: (share: number) => string;
  /** Hours of work: at least one digit, at most two after the mark. */
  readonly hours: (value: string) => string;
  /** `2026-03-01` */
  readonly date: (plain: string) => string;
  /** `2026-03` or a plain date in it. */
  readonly month: (plain: string) => string;
  readonly instant: (iso: string) => string;
  readonly instantDate: (iso: string) => string;
  readonly instantTime: (iso: string) => string;
  /** "3 minutes ago", "in 2 days". @param now milliseconds */
  readonly ago: (iso: string, now: number) => string;
  readonly list: (items: readonly string[]) => string;
}

/** English is written the European way: day before month, and a clock of 24 hours. */
export const LOCALES = { fi: 'fi-FI', en: 'en-GB' } as const;

const STEPS: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number])[] = [
  ['year', 31_557_600], ['month', 2_629_800], ['day', 86_400], ['hour', 3600], ['minute', 60],
];

export function createFormat(language: keyof typeof LOCALES, timeZone: string): Format {
  const locale = LOCALES[language];
  const plainDate = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'numeric', year: 'numeric' });
  const month = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'short', year: 'numeric' });
  const day = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'numeric', year: 'numeric' });
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: language === 'fi' ? 'numeric' : '2-digit', minute: '2-digit' });
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });

  return {
    locale,
    timeZone,
    number: (value, options) => decimalText(value, locale, options),
    money: ({ amount, currency }) => decimalText(amount, locale, { style: 'currency', currency, minimumFractionDigits: 2 }),
    percent: (share) => decimalText(share, locale, { style: 'percent', maximumFractionDigits: 1 }),
    hours: (value) => decimalText(value, locale, { style: 'unit', unit: 'hour', unitDisplay: 'short', minimumFractionDigits: 1, maximumFractionDigits: 2 }),
    date: (plain) => shown(plainDate, plain, utcDay(plain)),
    month: (plain) => shown(month, plain, utcDay(`${plain.slice(0, 7)}-01`)),
    instant: (iso) => `${shown(day, iso, Date.parse(iso))} ${shown(time, '', Date.parse(iso))}`.trim(),
    instantDate: (iso) => shown(day, iso, Date.parse(iso)),
    instantTime: (iso) => shown(time, iso, Date.parse(iso)),
    ago: (iso, now) => {
      const seconds = (Date.parse(iso) - now) / 1000;
      if (Number.isNaN(seconds)) return iso;
      const [unit, length] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1];
      return ago.format(unit === 'second' ? 0 : Math.trunc(seconds / length), unit);
    },
    list: (items) => list.format(items),
  };
}

/** The calendar day of an instant in a zone, as a plain date. */
export function dayIn(timeZone: string, iso: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return parts.format(Date.parse(iso));
}

function utcDay(plain: string): number {
  return Date.parse(`${plain}T00:00:00Z`);
}

/** What is no date is shown as it stands. */
function shown(format: Intl.DateTimeFormat, text: string, milliseconds: number): string {
  return Number.isNaN(milliseconds) ? text : format.format(milliseconds);
}

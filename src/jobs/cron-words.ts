// The words of cron expressions in each language. Days of the week count from Sunday, as cron does.

export interface CronWords {
  /** Every so many of a unit. */
  readonly every: (step: number, unit: 'second' | 'minute' | 'hour') => string;
  readonly hourAt: (minute: number) => string;
  readonly clock: (hour: number, minute: number) => string;
  readonly at: (times: string) => string;
  readonly everyDay: string;
  readonly lastDay: string;
  readonly daysOfMonth: (days: readonly number[]) => string;
  readonly daysBetween: (first: number, last: number) => string;
  readonly daysOfWeek: (days: readonly number[]) => string;
  readonly list: (texts: readonly string[]) => string;
  readonly asWritten: (expression: string) => string;
}

const EN_DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const FI_FROM = ['sunnuntaista', 'maanantaista', 'tiistaista', 'keskiviikosta', 'torstaista', 'perjantaista', 'lauantaista'];
const FI_TO = ['sunnuntaihin', 'maanantaihin', 'tiistaihin', 'keskiviikkoon', 'torstaihin', 'perjantaihin', 'lauantaihin'];
const FI_ON = ['sunnuntaisin', 'maanantaisin', 'tiistaisin', 'keskiviikkoisin', 'torstaisin', 'perjantaisin', 'lauantaisin'];
const FI_UNITS = { second: ['joka sekunti', 'sekunnin'], minute: ['joka minuutti', 'minuutin'], hour: ['joka tunti', 'tunnin'] } as const;

export const CRON_WORDS: Readonly<Record<'en' | 'fi', CronWords>> = {
  en: {
    every: (step, unit) => (step === 1 ? `every ${unit}` : `every ${step} ${unit}s`),
    hourAt: (minute) => `every hour at minute ${minute}`,
    clock: (hour, minute) => `${two(hour)}:${two(minute)}`,
    at: (times) => `at ${times}`,
    everyDay: 'every day',
    lastDay: 'on the last day of the month',
    daysOfMonth: (days) => `on day ${listed(days.map(String), 'and')} of the month`,
    daysBetween: (first, last) => `${EN_DAYS[first]} to ${EN_DAYS[last]}`,
    daysOfWeek: (days) => listed(days.map((day) => EN_DAYS[day] ?? ''), 'and'),
    list: (texts) => listed(texts, 'and'),
    asWritten: (expression) => `at the times of ${expression}`,
  },
  fi: {
    every: (step, unit) => (step === 1 ? FI_UNITS[unit][0] : `${step} ${FI_UNITS[unit][1]} välein`),
    hourAt: (minute) => `joka tunti ${minute} min yli tasatunnin`,
    clock: (hour, minute) => `${hour}.${two(minute)}`,
    at: (times) => `klo ${times}`,
    everyDay: 'joka päivä',
    lastDay: 'kuukauden viimeisenä päivänä',
    daysOfMonth: (days) => `kuukauden ${listed(days.map((day) => `${day}.`), 'ja')} päivänä`,
    daysBetween: (first, last) => `${FI_FROM[first]} ${FI_TO[last]}`,
    daysOfWeek: (days) => listed(days.map((day) => FI_ON[day] ?? ''), 'ja'),
    list: (texts) => listed(texts, 'ja'),
    asWritten: (expression) => `lausekkeen ${expression} aikoina`,
  },
};

function listed(texts: readonly string[], and: string): string {
  return texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} ${and} ${texts.at(-1)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

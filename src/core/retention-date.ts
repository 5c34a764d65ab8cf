// Until when vouchers must be kept in Finland (Accounting Act, chapter 2 section 10). Invariant: a date named here is the last day
// on which something is kept, never the first on which it may go.

const VOUCHER_YEARS = 6;

/**
 * Vouchers and business letters: six years from the end of the calendar year in which the financial year ended. Plain dates.
 * @param financialYearEnd `MM-DD`; 28 and 29 February both mean the end of February
 */
export function vouchersUntil(day: string, financialYearEnd: string): string {
  return `${Number(financialYearOf(day, financialYearEnd).slice(0, 4)) + VOUCHER_YEARS}-12-31`;
}

/** The end of the financial year that a day belongs to. */
function financialYearOf(day: string, financialYearEnd: string): string {
  const year = Number(day.slice(0, 4));
  const end = dateOf(year, financialYearEnd);
  return day <= end ? end : dateOf(year + 1, financialYearEnd);
}

/** A year may also end on the last day of a February that has 29. */
function dateOf(year: number, monthAndDay: string): string {
  const [month = '', day = ''] = monthAndDay.split('-');
  if (month !== '02' || Number(day) < 28) return `${year}-${monthAndDay}`;
  return `${year}-02-${new Date(Date.UTC(year, 2, 0)).getUTCDate()}`;
}

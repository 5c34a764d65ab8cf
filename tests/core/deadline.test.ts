// By when a request must be answered. The days below were worked out apart from the code, from a calendar with the dates of Easter as they
// are published, and each says why it is not simply the same day of the next month.
import { describe, expect, it } from 'vitest';
import { alarmsFor, dueOn } from '../../src/core/deadline.ts';

/** Received, due, and what lay between. */
const ONE_MONTH = [
  ['2026-01-31', '2026-03-02', 'no such day, Saturday, Sunday'],
  ['2024-01-31', '2024-02-29', 'no such day'],
  ['2024-01-30', '2024-02-29', 'no such day'],
  ['2025-01-29', '2025-02-28', 'no such day'],
  ['2024-01-29', '2024-02-29', 'Thursday'],
  ['2026-03-31', '2026-04-30', 'no such day'],
  ['2026-05-31', '2026-06-30', 'no such day'],
  ['2026-08-31', '2026-09-30', 'no such day'],
  ['2026-10-31', '2026-11-30', 'no such day'],
  ['2025-12-31', '2026-02-02', 'Saturday, Sunday'],
  ['2026-11-22', '2026-12-22', 'Tuesday'],
  ['2026-03-05', '2026-04-07', 'Sunday, Easter Monday'],
  ['2026-08-03', '2026-09-03', 'Thursday'],
  ['2026-03-03', '2026-04-07', 'Good Friday, Saturday, Sunday, Easter Monday'],
  ['2026-03-06', '2026-04-07', 'Easter Monday'],
  ['2026-03-04', '2026-04-07', 'Saturday, Sunday, Easter Monday'],
  ['2027-02-26', '2027-03-30', 'Good Friday, Saturday, Sunday, Easter Monday'],
  ['2027-02-28', '2027-03-30', 'Sunday, Easter Monday'],
  ['2025-03-18', '2025-04-22', 'Good Friday, Saturday, Sunday, Easter Monday'],
  ['2025-03-21', '2025-04-22', 'Easter Monday'],
  ['2024-02-29', '2024-04-02', 'Good Friday, Saturday, Sunday, Easter Monday'],
  ['2024-03-01', '2024-04-02', 'Easter Monday'],
  ['2026-04-14', '2026-05-15', 'Ascension Day'],
  ['2027-04-06', '2027-05-07', 'Ascension Day'],
  ['2025-04-29', '2025-05-30', 'Ascension Day'],
  ['2024-04-09', '2024-05-10', 'Ascension Day'],
  ['2026-04-01', '2026-05-04', 'May Day, Saturday, Sunday'],
  ['2025-04-01', '2025-05-02', 'May Day'],
  ['2028-04-01', '2028-05-02', 'May Day'],
  ['2025-11-06', '2025-12-08', 'Saturday, Sunday'],
  ['2026-11-06', '2026-12-07', 'Sunday'],
  ['2025-11-25', '2025-12-29', 'Christmas Day, Boxing Day, Saturday, Sunday'],
  ['2026-11-25', '2026-12-28', 'Christmas Day, Saturday, Sunday'],
  ['2026-11-26', '2026-12-28', 'Saturday, Sunday'],
  ['2024-11-25', '2024-12-27', 'Christmas Day, Boxing Day'],
  ['2024-11-24', '2024-12-24', 'Tuesday'],
  ['2026-12-01', '2027-01-04', 'New Year, Saturday, Sunday'],
  ['2025-12-01', '2026-01-02', 'New Year'],
  ['2025-12-06', '2026-01-07', 'Epiphany'],
  ['2026-12-06', '2027-01-07', 'Epiphany'],
  ['2026-11-24', '2026-12-24', 'Thursday'],
  ['2026-05-19', '2026-06-19', 'Friday'],
  ['2026-05-18', '2026-06-18', 'Thursday'],
  ['2026-05-20', '2026-06-22', 'Saturday, Sunday'],
  ['2025-05-20', '2025-06-20', 'Friday'],
  ['2026-10-01', '2026-11-02', 'Sunday'],
  ['2026-02-14', '2026-03-16', 'Saturday, Sunday'],
  ['2026-02-15', '2026-03-16', 'Sunday'],
  ['2029-02-28', '2029-03-28', 'Wednesday'],
  ['2031-03-11', '2031-04-15', 'Good Friday, Saturday, Sunday, Easter Monday'],
  ['2032-02-26', '2032-03-30', 'Good Friday, Saturday, Sunday, Easter Monday'],
  ['2033-03-15', '2033-04-19', 'Good Friday, Saturday, Sunday, Easter Monday'],
  ['2035-02-23', '2035-03-27', 'Good Friday, Saturday, Sunday, Easter Monday'],
  ['2038-04-25', '2038-05-25', 'Tuesday'],
] as const;

const THREE_MONTHS = [
  ['2026-01-31', '2026-04-30', 'no such day'],
  ['2025-11-30', '2026-03-02', 'no such day, Saturday, Sunday'],
  ['2026-01-03', '2026-04-07', 'Good Friday, Saturday, Sunday, Easter Monday'],
  ['2026-09-25', '2026-12-28', 'Christmas Day, Saturday, Sunday'],
  ['2026-10-06', '2027-01-07', 'Epiphany'],
  ['2025-11-29', '2026-03-02', 'no such day, Saturday, Sunday'],
] as const;

describe('a request must be answered', () => {
  it.each(ONE_MONTH)('received on %s by %s (%s)', (received, due) => {
    expect(dueOn(received, { extended: false })).toBe(due);
  });

  it.each(THREE_MONTHS)('received on %s and extended by %s (%s)', (received, due) => {
    expect(dueOn(received, { extended: true })).toBe(due);
  });

  it('never on a Saturday or a Sunday, and never before a month is over', () => {
    for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2040, 0, 1); day += 86_400_000) {
      const received = new Date(day).toISOString().slice(0, 10);
      const due = dueOn(received, { extended: false });
      expect([0, 6]).not.toContain(new Date(due).getUTCDay());
      expect(Date.parse(due) - day).toBeGreaterThanOrEqual(28 * 86_400_000);
      // A month of 31 days, and the five days in a row of the longest Easter or Christmas.
      expect(Date.parse(due) - day).toBeLessThanOrEqual(36 * 86_400_000);
    }
  });

  it('and somebody is told so many calendar days before, the earliest first', () => {
    expect(alarmsFor('2027-01-07', [3, 10])).toEqual(['2026-12-28', '2027-01-04']);
    expect(alarmsFor('2024-03-01', [1])).toEqual(['2024-02-29']);
  });
});

// Plain days against instants and the calendar.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { midnightIn, todayIn, yearBefore } from '../../src/lib/day.ts';

const ZONES = ['UTC', 'Europe/Helsinki', 'America/St_Johns', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu', 'America/Havana'];

describe('a plain day', () => {
  it('begins at the first instant that falls on it, also where the clock is turned at midnight', () => {
    expect(new Date(midnightIn('Europe/Helsinki', '2026-07-01')).toISOString()).toBe('2026-06-30T21:00:00.000Z');
    expect(new Date(midnightIn('Europe/Helsinki', '2026-01-01')).toISOString()).toBe('2025-12-31T22:00:00.000Z');
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.integer({ min: 0, max: 4000 }), (zone, days) => {
        const day = new Date(Date.UTC(2020, 0, 1) + days * 86_400_000).toISOString().slice(0, 10);
        const at = midnightIn(zone, day);
        expect([todayIn(zone, at), todayIn(zone, at - 1) < day]).toEqual([day, true]);
      }),
      { numRuns: 200 },
    );
  });

  it('ends a year that began a year and a day before', () => {
    expect(['2026-03-15', '2026-12-31', '2027-02-28', '2028-02-29'].map((day) => yearBefore(day))).toEqual(['2025-03-16', '2026-01-01', '2026-03-01', '2027-03-01']);
  });
});

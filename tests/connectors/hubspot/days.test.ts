import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayIn, noonIn } from '../../../src/connectors/hubspot/days.ts';

const zones = ['UTC', 'Europe/Helsinki', 'America/Los_Angeles', 'Pacific/Auckland', 'Pacific/Kiritimati', 'Asia/Kolkata'];
const days = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10));

describe('a day in a property that keeps an instant', () => {
  it('comes back as the same day in every time zone', () => {
    fc.assert(fc.property(fc.constantFrom(...zones), days, (zone, day) => dayIn(zone, Date.parse(noonIn(zone, day))) === day));
  });

  it('is the same day for people some hours away', () => {
    const noon = Date.parse(noonIn('Europe/Helsinki', '2026-03-29'));
    expect(['Europe/Helsinki', 'Europe/London', 'America/New_York', 'Asia/Tokyo'].map((zone) => dayIn(zone, noon))).toEqual(Array.from({ length: 4 }, () => '2026-03-29'));
  });

  it('is what people of the account see, and what another app meant by midnight UTC', () => {
    expect(dayIn('Europe/Helsinki', Date.parse('2026-03-14T22:30:00Z'))).toBe('2026-03-15');
    expect(dayIn('America/Los_Angeles', Date.parse('2026-03-15T00:00:00Z'))).toBe('2026-03-15');
    expect(dayIn('no such zone', Date.parse('2026-03-15T23:30:00Z'))).toBe('2026-03-15');
  });
});

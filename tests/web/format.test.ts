// How values are written and read: no digit lost, no day shifted.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, parseDecimal, separatorsOf } from '../../src/web/format/decimal.ts';
import { createFormat, dayIn } from '../../src/web/format/format.ts';

const plain = (text: string): string => text.replaceAll(/[\u00A0\u202F]/gu, ' ').replaceAll('\u2212', '-');
const fi = createFormat('fi', 'Europe/Helsinki');
const en = createFormat('en', 'Europe/Helsinki');

describe('decimals', () => {
  it('keep every digit of a sum that a double cannot hold', () => {
    expect(plain(fi.money({ amount: '90071992547409931.07', currency: 'EUR' }))).toBe('90 071 992 547 409 931,07 €');
    expect(plain(en.money({ amount: '0.1', currency: 'EUR' }))).toBe('€0.10');
    expect(plain(en.money({ amount: '-0.125', currency: 'SEK' }))).toBe('-SEK 0.125');
  });

  it.each([
    ['1 234,50', 'fi-FI', '1234.50'], ['1\u00A0234,5', 'fi-FI', '1234.5'], ['1234.5', 'fi-FI', '1234.5'], ['\u2212 12', 'fi-FI', '-12'], ['1,234.50', 'en-GB', '1234.50'], ['+7', 'en-GB', '7'],
    ['12x', 'fi-FI', null], ['', 'fi-FI', null], ['1,2,3', 'fi-FI', null], ['1e5', 'en-GB', null], ['-', 'en-GB', null],
  ])('reads %j in %s as %j', (typed, locale, value) => {
    expect(parseDecimal(typed, locale)).toBe(value);
  });

  it('read back what they wrote, in both languages', () => {
    const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: 0, max: 99 })).map(([whole, cents]) => `${whole}.${String(cents).padStart(2, '0')}`);
    fc.assert(fc.property(decimal, fc.constantFrom('fi-FI', 'en-GB'), (value, locale) => {
      expect(parseDecimal(decimalText(value, locale, { minimumFractionDigits: 2 }), locale)).toBe(value.replace(/^-0\.00$/u, '-0.00'));
    }));
  });

  it('show what is no decimal as it stands', () => {
    expect(decimalText('n/a', 'fi-FI')).toBe('n/a');
  });

  it('know the marks of a locale', () => {
    expect(separatorsOf('fi-FI').decimal).toBe(',');
    expect(separatorsOf('en-GB')).toEqual({ decimal: '.', group: ',' });
  });
});

describe('dates', () => {
  it('show a plain date as the same day in every zone', () => {
    for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles', 'Europe/Helsinki']) expect(createFormat('fi', zone).date('2026-03-01')).toBe('1.3.2026');
  });

  it('show an instant in the zone of the workspace', () => {
    expect(fi.instant('2026-11-19T22:30:00Z')).toBe('20.11.2026 0.30');
    expect(en.instant('2026-11-19T22:30:00Z')).toBe('20/11/2026 00:30');
    expect(dayIn('Europe/Helsinki', '2026-11-19T22:30:00Z')).toBe('2026-11-20');
  });

  it('say how long ago something was', () => {
    const now = Date.parse('2026-11-20T09:41:00Z');
    expect(en.ago('2026-11-20T09:40:50Z', now)).toBe('now');
    expect(en.ago('2026-11-20T09:38:00Z', now)).toBe('3 minutes ago');
    expect(plain(fi.ago('2026-11-17T09:41:00Z', now))).toBe('3 päivää sitten');
    expect(en.ago('2026-11-22T10:00:00Z', now)).toBe('in 2 days');
  });

  it('show what is no date as it stands', () => {
    expect([fi.date('unknown'), fi.instantDate('soon'), fi.ago('soon', 0)]).toEqual(['unknown', 'soon', 'soon']);
  });

  it('write months, hours, shares and lists', () => {
    expect(fi.month('2026-03')).toBe('maalis 2026');
    expect(plain(fi.hours('7.5'))).toBe('7,5 t');
    expect(plain(fi.percent(0.256))).toBe('25,6 %');
    expect(en.list(['a', 'b', 'c'])).toBe('a, b and c');
  });
});

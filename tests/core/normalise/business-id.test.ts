// Business IDs: one normal form per organisation, none for a wrong check digit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseBusinessId } from '../../../src/core/normalise/business-id.ts';

describe('a business ID', () => {
  it.each([
    ['0737546-2', '0737546-2'],
    ['FI07375462', '0737546-2'],
    ['fi 0737546-2', '0737546-2'],
    ['0737546\u20112', '0737546-2'],
    ['0737546\u22122', '0737546-2'],
    [' 0737546 2 ', '0737546-2'],
    ['737546-2', '0737546-2'],
    ['SE 556036-0793 01', 'SE556036079301'],
    ['ee100594102', 'EE100594102'],
    ['DE 136.695.976', 'DE136695976'],
  ])('reads %s as %s', (typed, normal) => {
    expect(normaliseBusinessId(typed)).toBe(normal);
  });

  it.each(['', '-', 'none', '0737546-3', 'FI07375463', '0000000-0', '1234567-2', 'FI123456789', 'FI ABC123', '5560360793', 'SEABCDEF', 'X1234567'])('has no form for %s', (typed) => {
    expect(normaliseBusinessId(typed)).toBeNull();
  });

  it('is its own normal form, whatever was typed', () => {
    const typed = fc.oneof(fc.integer({ min: 0, max: 99_999_999 }).map(String), fc.string(), fc.stringMatching(/^(FI|SE|EE|NO)[ -]?[0-9]{6,12}$/));
    fc.assert(fc.property(typed, (value) => {
      const normal = normaliseBusinessId(value);
      if (normal !== null) expect(normaliseBusinessId(normal)).toBe(normal);
    }));
  });

  it('accepts at most one check digit for every seven digits', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9_999_999 }), (number) => {
      const stem = String(number).padStart(7, '0');
      const valid = Array.from({ length: 10 }, (_, digit) => digit).filter((check) => normaliseBusinessId(`${stem}-${check}`) !== null);
      expect(valid.length).toBeLessThanOrEqual(1);
    }));
  });
});

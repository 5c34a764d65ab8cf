// Phones: one number however it is written, and no digit overlooked.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisePhone } from '../../../src/core/normalise/phone.ts';

describe('a phone number', () => {
  it.each(['040 123 4567', '0401234567', '+358 40 123 4567', '+358 (0)40 123 4567', '00358 40 1234567', '040-123 45 67', '040 123 4567 (työ)'])('%s is +358401234567', (typed) => {
    expect(normalisePhone(typed)).toBe('+358401234567');
  });

  it('keeps the country it was given', () => {
    expect(normalisePhone('+46 8 123 456 78')).toBe('+46812345678');
  });

  it.each([
    ['09 123 456 ext. 12', '09 123 456 ext. 13'],
    ['040 1234567 / 050 7654321', '040 1234567 / 050 7654322'],
    ['tel. 040 1234567 tai 050 7654321', 'tel. 040 1234567 tai 050 7654322'],
    ['ask Aino', 'ask Bertta'],
    ['112', '113'],
  ])('%s and %s are two', (a, b) => {
    expect(normalisePhone(a)).not.toBe(normalisePhone(b));
  });

  it('is its own normal form', () => {
    const typed = fc.oneof(fc.stringMatching(/^(\+358 ?|0)[1-9][0-9]{1,2}[ -]?[0-9]{5,8}( ext\. ?[0-9]{1,4})?$/), fc.stringMatching(/^[A-Za-z ./-]*$/), fc.stringMatching(/^1[0-9]{1,2}$/));
    fc.assert(fc.property(typed, (value) => {
      expect(normalisePhone(normalisePhone(value))).toBe(normalisePhone(value));
    }), { numRuns: 2_000 });
  });
});

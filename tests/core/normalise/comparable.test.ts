// Comparison by kind: equal texts exactly for values that a person would call the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparable } from '../../../src/core/normalise/comparable.ts';
import { normaliseText } from '../../../src/core/normalise/text.ts';
import type { Comparison } from '../../../src/core/rule.ts';
import type { Value } from '../../../src/core/vocabulary.ts';

const COMPARISONS: readonly Comparison[] = ['exact', 'text', 'businessId', 'url', 'phone', 'email', 'country'];

describe('values compared', () => {
  it.each<[Comparison, string, string]>([
    ['text', 'Ka\u0308rki  Oy ', 'Kärki Oy'],
    ['businessId', 'FI07375462', '0737546-2'],
    ['businessId', 'not known', 'NOT  KNOWN'],
    ['url', 'https://www.acme.fi/', 'acme.fi'],
    ['phone', '040 123 4567', '+358401234567'],
    ['email', ' Aino@Example.com', 'aino@example.com'],
    ['country', 'FI', 'fi'],
  ])('as %s: %j is %j', (comparison, a, b) => {
    expect(comparable(comparison, a)).toBe(comparable(comparison, b));
    expect(comparable('exact', a)).not.toBe(comparable('exact', b));
  });

  it('as text differ by case', () => {
    expect(comparable('text', 'Aino')).not.toBe(comparable('text', 'aino'));
  });

  it('are empty alike, however they are compared', () => {
    for (const comparison of COMPARISONS) {
      const empty = comparable(comparison, null);
      expect([comparable(comparison, ''), comparable(comparison, [])]).toEqual([empty, empty]);
      if (comparison !== 'exact') expect(comparable(comparison, '  ')).toBe(empty);
    }
  });

  it('are told apart from emptiness when they say anything', () => {
    for (const comparison of COMPARISONS) expect(['-', 'ask Aino', '0'].map((value) => comparable(comparison, value))).not.toContain(comparable(comparison, null));
  });

  it('never fail, whatever they are', () => {
    const value: fc.Arbitrary<Value> = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null), fc.record({ amount: fc.string(), currency: fc.string() }));
    fc.assert(fc.property(fc.constantFrom(...COMPARISONS), value, (comparison, one) => {
      expect(comparable(comparison, one)).toBeTypeOf('string');
    }));
  });
});

describe('text', () => {
  it('is its own normal form', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(normaliseText(normaliseText(value))).toBe(normaliseText(value));
    }));
  });
});

// Sums of decimals that are texts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOf } from '../../src/web/format/sum.ts';

const written = (cents: bigint): string => `${cents < 0n ? '-' : ''}${(cents < 0n ? -cents : cents) / 100n}.${((cents < 0n ? -cents : cents) % 100n).toString().padStart(2, '0')}`;

describe('a sum', () => {
  it('is exact to the cent, however large and whatever the signs', () => {
    fc.assert(fc.property(fc.array(fc.bigInt(-(10n ** 20n), 10n ** 20n), { minLength: 1 }), (cents) => {
      expect(sumOf(cents.map(written))).toBe(written(cents.reduce((sum, each) => sum + each, 0n)));
    }));
  });

  it('has as many decimals as the part that has most', () => {
    expect(sumOf(['1', '0.5', '-0.125'])).toBe('1.375');
    expect(sumOf(['0.1', '0.2'])).toBe('0.3');
    expect(sumOf(['-1.5', '1.5'])).toBe('0.0');
    expect(sumOf([])).toBe('0');
  });
});

// Classes of accounts at their thresholds.
import { describe, expect, it } from 'vitest';
import { sizeClass, valueClass } from '../../src/core/rollup.ts';

const thresholds = { valueClasses: { a: '100000', b: '20000.50' }, sizeClasses: { medium: { employees: 50, revenue: '10000000' }, large: { employees: 250, revenue: '50000000' } } };

describe('the value class', () => {
  it('begins at its threshold, to the cent', () => {
    expect(['100000', '99999.99', '20000.50', '20000.49', '-5'].map((net) => valueClass(net, thresholds))).toEqual(['A', 'B', 'B', 'C', 'C']);
  });

  it('is not given to whom nothing was ever invoiced', () => {
    expect(valueClass(null, thresholds)).toBe(null);
  });
});

describe('the size class', () => {
  it('takes either figure, the larger class first', () => {
    expect([sizeClass(49, null, thresholds), sizeClass(50, null, thresholds), sizeClass(1, '50000000', thresholds), sizeClass(null, '9999999.99', thresholds)]).toEqual(['small', 'medium', 'large', 'small']);
  });

  it('is not guessed without figures', () => {
    expect(sizeClass(null, null, thresholds)).toBe(null);
  });
});

// The planner's laws with few cases each: a regression shows here, a rare one in the long run by script.
import { describe, expect, it } from 'vitest';
import { law } from './law.ts';
import { laws } from './laws.ts';
import fc from 'fast-check';

const CASES = 2_000;

describe('the planner', () => {
  for (const { title, check } of laws) it(title, () => expect(check(CASES)).toBeNull());
});

describe('a law', () => {
  it('that does not hold is told with its smallest counterexample', () => {
    const broken = law('no number is above ten', fc.property(fc.nat(1_000), (number) => {
      if (number > 10) throw new Error(`${number} is above ten`);
    }));
    expect(broken.check(1_000, 7)).toContain('[11]\n11 is above ten');
  });
});

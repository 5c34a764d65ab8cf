// The planner's laws with few cases each: a regression shows here, a rare one in the long run by script.
import { describe, it } from 'vitest';
import { laws } from './laws.ts';

const CASES = 2_000;

describe('the planner', () => {
  for (const law of laws) it(law.title, () => law.check(CASES));
});

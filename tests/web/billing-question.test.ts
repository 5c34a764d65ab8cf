// What the billing pages put into addresses, and their plain dates.
import { describe, expect, it } from 'vitest';
import { daysBefore, daysBetween, withParameters } from '../../src/web/pages/billing/question.ts';

describe('a plain date', () => {
  it('is counted in days over months, years and the changes of the clock', () => {
    expect([daysBefore('2026-03-01', 1), daysBefore('2026-01-01', 1), daysBefore('2026-03-30', 1)]).toEqual(['2026-02-28', '2025-12-31', '2026-03-29']);
    expect([daysBetween('2026-03-28', '2026-03-30'), daysBetween('2026-10-24', '2026-10-26'), daysBetween('2026-01-02', '2026-01-01')]).toEqual([2, 2, -1]);
  });
});

describe('an address', () => {
  it('keeps what is not changed and begins at the first page: a cursor belongs to its question', () => {
    const changed = withParameters(new URLSearchParams('state=draft&state=invoiced&by=account&cursor=abc&page=3'), { by: null, account: 'a1' });
    expect(changed.toString()).toBe('state=draft&state=invoiced&account=a1');
  });
});

// Guard: which totals are a mass change.
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/core/guard.ts';

const budgets = { updates: { share: 0.2, atLeast: 20 }, deletes: { share: 0.01, atLeast: 5 } };

describe('the guard', () => {
  it('lets the share of the linked records pass and nothing above it', () => {
    expect(judge({ updates: { psa: 200, crm: 201 } }, {}, 1_000, budgets)).toEqual([{ side: 'crm', change: 'updates', planned: 201, done: 0, limit: 200 }]);
  });

  it('lets a few changes pass however few records there are', () => {
    expect(judge({ updates: { psa: 20 }, deletes: { psa: 5 } }, {}, 3, budgets)).toEqual([]);
    expect(judge({ updates: { psa: 21 } }, {}, 3, budgets)).toEqual([{ side: 'psa', change: 'updates', planned: 21, done: 0, limit: 20 }]);
    expect(judge({ deletes: { psa: 6 } }, {}, 0, budgets)).toHaveLength(1);
  });

  it('lets far fewer deletes pass than updates', () => {
    expect(judge({ updates: { crm: 50 }, deletes: { crm: 50 } }, {}, 1_000, budgets)).toEqual([{ side: 'crm', change: 'deletes', planned: 50, done: 0, limit: 10 }]);
  });

  it('stops when records vanish by the dozen, and limits nothing that has no budget', () => {
    const gone = { gone: { psa: 60 } };
    expect(judge(gone, {}, 1_000, { gone: { share: 0.05, atLeast: 5 } })).toEqual([{ side: 'psa', change: 'gone', planned: 60, done: 0, limit: 50 }]);
    expect(judge(gone, {}, 1_000, budgets)).toEqual([]);
  });

  it('names every side on which too much would change', () => {
    expect(judge({ updates: { psa: 500, crm: 500, local: 0 } }, {}, 1_000, budgets).map(({ side }) => side)).toEqual(['psa', 'crm']);
  });

  it('counts a day together, so that a mass change in small cycles stops as well', () => {
    expect(judge({ deletes: { psa: 1 } }, { deletes: { psa: 9, crm: 10 } }, 1_000, budgets)).toEqual([]);
    expect(judge({ deletes: { psa: 2 } }, { deletes: { psa: 9 } }, 1_000, budgets)).toEqual([{ side: 'psa', change: 'deletes', planned: 2, done: 9, limit: 10 }]);
  });

  it('has nothing to say when nothing is planned, whatever was done', () => {
    expect(judge({}, {}, 1_000, budgets)).toEqual([]);
    expect(judge({ updates: { psa: 0 } }, { updates: { psa: 900 } }, 1_000, budgets)).toEqual([]);
  });
});

// Guard: which totals are a mass change.
import { describe, expect, it } from 'vitest';
import { judge } from '../../src/core/guard.ts';

const limits = { updateShare: 0.2, atLeast: 20 };

describe('the guard', () => {
  it('lets the share of the linked records pass and nothing above it', () => {
    expect(judge({ psa: 200, crm: 201 }, 1_000, limits)).toEqual([{ side: 'crm', planned: 201, limit: 200 }]);
  });

  it('lets a few changes pass however few records there are', () => {
    expect(judge({ psa: 20 }, 3, limits)).toEqual([]);
    expect(judge({ psa: 21 }, 3, limits)).toEqual([{ side: 'psa', planned: 21, limit: 20 }]);
    expect(judge({ psa: 21 }, 0, limits)).toHaveLength(1);
  });

  it('names every side on which too much would change', () => {
    expect(judge({ psa: 500, crm: 500, local: 0 }, 1_000, limits).map(({ side }) => side)).toEqual(['psa', 'crm']);
  });

  it('has nothing to say when nothing is planned', () => {
    expect(judge({}, 1_000, limits)).toEqual([]);
  });
});

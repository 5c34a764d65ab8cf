// Gate: what lets a record be made on a side that has none, and what keeps it from being made.
import { describe, expect, it } from 'vitest';
import { askedBy, monthsBefore, passes } from '../../src/core/gate.ts';
import type { Gate, GateFacts } from '../../src/core/gate.ts';

const facts = (rest: Partial<GateFacts>): GateFacts => ({ views: [], referredBy: new Set(), today: '2026-11-22', ...rest });
const open: Gate = { anyOf: [{ field: 'state', in: ['open'] }, { field: 'state', in: ['won'], within: { field: 'orderDate', months: 12 } }], unless: [{ field: 'internal', in: [true] }] };

describe('a gate', () => {
  it('lets everything pass when it asks for nothing', () => {
    expect(passes({ anyOf: [], unless: [] }, facts({}))).toBe(true);
  });

  it('lets pass what any side shows to be wanted', () => {
    expect(passes(open, facts({ views: [{ state: null }, { state: 'open' }] }))).toBe(true);
    expect(passes(open, facts({ views: [{ state: 'lost' }] }))).toBe(false);
    expect(passes(open, facts({}))).toBe(false);
  });

  it('keeps out what is excluded, whatever else it shows', () => {
    expect(passes(open, facts({ views: [{ state: 'open', internal: true }] }))).toBe(false);
    expect(passes({ anyOf: [], unless: open.unless }, facts({ views: [{ internal: true }] }))).toBe(false);
  });

  it('looks back as far as it is told, to the day, also when another side shows the date', () => {
    expect(passes(open, facts({ views: [{ state: 'won', orderDate: '2025-11-22' }] }))).toBe(true);
    expect(passes(open, facts({ views: [{ state: 'won' }, { orderDate: '2025-11-22' }] }))).toBe(true);
    expect(passes(open, facts({ views: [{ state: 'won', orderDate: '2025-11-21' }] }))).toBe(false);
    expect(passes(open, facts({ views: [{ state: 'won', orderDate: null }] }))).toBe(false);
  });

  it('lets pass what something points to', () => {
    const gate: Gate = { anyOf: [{ referredBy: 'salesCase' }], unless: [] };
    expect(passes(gate, facts({ referredBy: new Set(['salesCase']) }))).toBe(true);
    expect(passes(gate, facts({ referredBy: new Set(['activity']) }))).toBe(false);
  });

  it('tells which entities it asks about', () => {
    expect(askedBy({ anyOf: [{ referredBy: 'salesCase' }, { field: 'state', in: ['open'] }], unless: [{ referredBy: 'activity' }] })).toEqual(['salesCase', 'activity']);
    expect(askedBy(undefined)).toEqual([]);
  });
});

describe('the same day some months earlier', () => {
  it.each([
    ['2026-11-22', 12, '2025-11-22'],
    ['2026-03-31', 1, '2026-02-28'],
    ['2028-03-31', 1, '2028-02-29'],
    ['2026-01-15', 2, '2025-11-15'],
    ['2026-05-05', 0, '2026-05-05'],
  ])('of %s, %i months back, is %s', (date, months, expected) => {
    expect(monthsBefore(date, months)).toBe(expected);
  });
});

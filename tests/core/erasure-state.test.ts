// The life of an erasure as a table: every state leads to an end, nothing armed is taken back, nothing over begins again by itself.
import { describe, expect, it } from 'vitest';
import { ERASURE_STATES, isArmed, isOver, mayMove, MOVES, STEP_MOVES, STEP_STATES } from '../../src/core/erasure-state.ts';
import type { ErasureState } from '../../src/core/erasure-state.ts';

/** Every state that can be come to. */
function reached(from: ErasureState, without: readonly ErasureState[] = []): ReadonlySet<ErasureState> {
  const seen = new Set<ErasureState>([from]);
  for (const state of seen) for (const next of MOVES[state]) if (!without.includes(next)) seen.add(next);
  return seen;
}

describe('a request', () => {
  it.each(ERASURE_STATES)('can be come to, and comes to an end: %s', (state) => {
    expect(reached('received')).toContain(state);
    expect([...reached(state)].some(isOver)).toBe(true);
  });

  it('is never refused or cancelled once it is armed', () => {
    for (const state of ERASURE_STATES.filter(isArmed)) for (const end of ['refused', 'cancelled', 'received', 'review'] as const) expect(reached(state)).not.toContain(end);
  });

  it('is not completed without having been approved, armed, done and looked at, in this order', () => {
    for (const needed of ['review', 'approved', 'armed', 'erasing', 'verifying'] as const) expect(reached('received', [needed])).not.toContain('completed');
  });

  it('may stay where it is, and makes no move that is not in the table', () => {
    for (const from of ERASURE_STATES) for (const to of ERASURE_STATES) expect(mayMove(from, to)).toBe(from === to || MOVES[from].includes(to));
    expect(mayMove('review', 'erasing')).toBe(false);
  });
});

describe('a step', () => {
  it('that was asked for without an answer is not simply asked for again', () => {
    expect(STEP_MOVES.sent).not.toContain('found');
  });

  it('comes to be gone from every state, or is kept', () => {
    for (const state of STEP_STATES) {
      const seen = new Set([state]);
      for (const one of seen) for (const next of STEP_MOVES[one]) seen.add(next);
      expect(seen).toContain('gone');
    }
  });
});

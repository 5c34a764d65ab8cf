// Requests of people to be forgotten, as rows. Invariant: a request and each of its steps move only along the tables of
// core/erasure-state.ts; whoever asks for another move has made a mistake, and nothing is written.
import { isOver, mayMove, STEP_MOVES } from '../../core/erasure-state.ts';
import type { ErasureRequest, ErasureStep } from '../erasures.ts';

/** @throws RangeError */
export function requireMove(from: Pick<ErasureRequest, 'state'>, to: Pick<ErasureRequest, 'state'>): void {
  if (!mayMove(from.state, to.state)) throw new RangeError(`A request does not move from ${from.state} to ${to.state}.`);
}

/** @throws RangeError */
export function requireStepMove(from: Pick<ErasureStep, 'state'>, to: Pick<ErasureStep, 'state'>): void {
  if (from.state !== to.state && !STEP_MOVES[from.state].includes(to.state)) throw new RangeError(`A step does not move from ${from.state} to ${to.state}.`);
}

/** Since when a request has been over; null while it is not. */
export function overSince({ state, completedAt, refused, cancelled }: ErasureRequest): string | null {
  if (!isOver(state)) return null;
  return state === 'completed' ? completedAt : state === 'refused' ? (refused?.at ?? null) : (cancelled?.at ?? null);
}

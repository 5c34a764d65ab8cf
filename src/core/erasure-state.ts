// The life of an erasure request and of each of its steps, as tables of allowed moves. Accepted, done and verified are three different
// things: `approved` is accepted, `erasing` over is done, `completed` is verified.

export const ERASURE_STATES = [
  'received', 'identityPending', 'verified', 'discovering', 'review', 'approved', 'armed', 'erasing', 'verifying', 'completed', 'retentionDue', 'refused', 'cancelled',
] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];

const beforeArmed = ['refused', 'cancelled'] as const;

/** From → to. */
export const MOVES: Readonly<Record<ErasureState, readonly ErasureState[]>> = {
  received: ['identityPending', 'verified', ...beforeArmed],
  identityPending: ['verified', ...beforeArmed],
  verified: ['discovering', ...beforeArmed],
  discovering: ['review', ...beforeArmed],
  review: ['discovering', 'approved', ...beforeArmed],
  approved: ['review', 'armed', ...beforeArmed],
  armed: ['erasing'],
  erasing: ['verifying'],
  // Back when a look finds something again.
  verifying: ['erasing', 'completed'],
  // The date of something kept has passed; or the person was shown again and is forgotten again.
  completed: ['retentionDue', 'erasing'],
  retentionDue: ['erasing'],
  refused: [],
  cancelled: [],
};

export function mayMove(from: ErasureState, to: ErasureState): boolean {
  return from === to || MOVES[from].includes(to);
}

/** It cannot be taken back any more. */
export function isArmed(state: ErasureState): boolean {
  return ['armed', 'erasing', 'verifying', 'completed', 'retentionDue'].includes(state);
}

export function isOver(state: ErasureState): boolean {
  return state === 'completed' || state === 'refused' || state === 'cancelled';
}

/**
 * delete: the record goes, as far as its system lets it (some keep an emptied row). redact: the person's words in a text. detach: the tie
 * between the person and a record that stays. retain: kept by law, no more of it than the law asks for. manual: a person does it by hand.
 */
export const TREATMENTS = ['delete', 'redact', 'detach', 'retain', 'manual'] as const;
export type Treatment = (typeof TREATMENTS)[number];

/** sent: asked for, and no answer came: look before asking again. gone: a later look has not found it. */
export const STEP_STATES = ['found', 'sent', 'done', 'retained', 'manual', 'failed', 'gone'] as const;
export type StepState = (typeof STEP_STATES)[number];

export const STEP_MOVES: Readonly<Record<StepState, readonly StepState[]>> = {
  found: ['sent', 'done', 'failed', 'retained', 'manual', 'gone'],
  sent: ['done', 'failed', 'manual', 'gone'],
  // A look has found it again; or nobody has seen what is left of it.
  done: ['gone', 'found', 'manual'],
  retained: ['found'],
  manual: ['done', 'gone'],
  failed: ['sent', 'done', 'failed', 'manual', 'gone'],
  gone: ['found', 'manual'],
};

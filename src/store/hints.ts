// Where the systems' events say to look. Invariant: the same hint twice is kept once, and only the look that saw its last arrival takes
// it away; one about somebody who must stay forgotten is not kept at all.
import type { EntityName, Hint, RemoteSide } from '../core/vocabulary.ts';

/** A hint that waits; `mark` grows when the same comes again, so that what came during a look is not taken for seen. */
export interface WaitingHint extends Hint {
  readonly side: RemoteSide;
  readonly mark: number;
}

export interface Hints {
  saveHints(side: RemoteSide, hints: readonly Hint[]): Promise<void>;
  /** What waits for a look, the oldest first. `erased` is not among them: it waits for whoever forgets people. */
  hints(query: { entity: EntityName; side: RemoteSide; limit: number }): Promise<readonly WaitingHint[]>;
  /** What systems say they have erased themselves, the oldest first. */
  erasedHints(limit: number): Promise<readonly WaitingHint[]>;
  /** Forgets those that have not come again since they were read. */
  dropHints(hints: readonly WaitingHint[]): Promise<void>;
  /** Forgets what has waited for a look since before this instant. */
  expireHints(before: string): Promise<void>;
}

// A candidate for a match: one link as the matcher sees it, be it one fresh record or a pair that stands.
import type { FieldName, RemoteSide } from './vocabulary.ts';

export interface Candidate {
  readonly linkId: string;
  /** Its place among the candidates, the same in every run; links' ids are drawn by chance. */
  readonly order?: string;
  readonly sides: readonly RemoteSide[];
  /** Keys of all its records, `kind:value`. */
  readonly keys: readonly string[];
  /** Keys of its record on the side that keeps one per account; absent: the same as `keys`. */
  readonly ownKeys?: readonly string[];
  /** By ref field, the link of the target; a target nobody knows has none, and the rules within it do not apply. */
  readonly scopes?: Readonly<Record<FieldName, string>>;
  /** Waiting for its first match; others only stand for what they already are. */
  readonly fresh: boolean;
}

export function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

function placeOf({ order, linkId }: Candidate): string {
  return order ?? linkId;
}

// What is put down about a person's rights beside their record: what they asked to have put right (GDPR article 16), and the ground on
// which they are kept with where it is known from and since when. Invariant: each says who wrote it and when; nothing is rewritten, a
// ground that no longer holds is ended.
import type { RemoteSide } from '../core/vocabulary.ts';

export interface Rectification {
  readonly id: string;
  readonly linkId: string;
  /** What the person asked for. */
  readonly asked: string;
  /** What was done about it. */
  readonly done: string;
  readonly by: string;
  /** UTC instant. */
  readonly at: string;
}

export interface LegalBasis {
  readonly id: string;
  readonly linkId: string;
  /** As the CRM calls it, or in words of one's own. */
  readonly basis: string;
  readonly source: string;
  /** Plain date since which it holds. */
  readonly on: string;
  readonly by: string;
  readonly at: string;
  readonly ended: { readonly by: string; readonly at: string } | null;
}

export interface PersonNotes {
  /** The newest first. */
  rectifications(linkId: string): Promise<readonly Rectification[]>;
  /** False: there is no such contact. */
  addRectification(given: Rectification): Promise<boolean>;
  /** The newest first, ended ones too. */
  legalBases(linkId: string): Promise<readonly LegalBasis[]>;
  /** False: there is no such contact. */
  addLegalBasis(given: Omit<LegalBasis, 'ended'>): Promise<boolean>;
  /**
   * How many contacts there are, how many have no ground, and of how many of those each system has no record yet and would not get one
   * if a ground were required. `defaults`: the ground of whoever a system has a record of; '': none.
   */
  basisCounts(defaults: Readonly<Record<RemoteSide, string>>): Promise<{ readonly contacts: number; readonly without: number; readonly waiting: Readonly<Record<RemoteSide, number>> }>;
  /** Ends those of this name that stand. Answers how many. */
  endLegalBasis(given: { readonly linkId: string; readonly basis: string; readonly by: string; readonly at: string }): Promise<number>;
}

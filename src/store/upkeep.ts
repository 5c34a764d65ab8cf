// What keeps the store true and small, beside the port of the running cycle: records that a complete read did not show, what
// undo needs, and what is too old to keep. Invariant: nothing here decides anything; it finds, keeps and forgets.
import type { EntityName, FieldName, Side } from '../core/vocabulary.ts';

export interface JournalEntry {
  readonly runId: string | null;
  readonly linkId: string;
  readonly entity: EntityName;
  readonly side: Side;
  /** gone: it was noticed that the record is gone there. unlink: the link goes on without it. */
  readonly action: 'create' | 'update' | 'overwrite' | 'archive' | 'gone' | 'unlink';
  readonly outcome: 'done' | 'rejected' | 'unknown';
  readonly fields: readonly FieldName[];
  readonly reason: string | null;
  readonly at: string;
}

/** What a write replaces. */
export interface ImageRecord {
  readonly runId: string;
  readonly side: Side;
  /** Null when the record's id never became known. */
  readonly refId: string | null;
  readonly kind: 'create' | 'update' | 'archive';
  /** Opaque here: only the one who sealed it can read it. */
  readonly sealed: string;
}

export interface Image extends ImageRecord {
  /** Its place in the order of writing. */
  readonly id: string;
  readonly linkId: string;
  readonly entity: EntityName;
  readonly at: string;
}

/** One side's record and its link. */
export interface RecordRef {
  readonly id: string;
  readonly linkId: string;
}

/** How many records something was done to, as the journal tells; `records` counts each once. */
export interface Tally extends Pick<JournalEntry, 'entity' | 'side' | 'action' | 'outcome'> {
  readonly records: number;
}

/** Per kind, the instant from which on things are kept. */
export interface Retention {
  /** Closed conflicts, by when they were noticed. */
  readonly conflicts: string;
  /** Match proposals that are over, by when they ended. */
  readonly proposals: string;
  /** By when they started. */
  readonly runs: string;
  readonly journal: string;
}

export interface Upkeep {
  /**
   * Records, not gone, that neither a page of a sweep nor one with news of them has shown since `before`; in id order.
   * `before` is when the first page of a complete sweep was asked for, by the store's clock.
   */
  unseen(query: { entity: EntityName; side: Side; before: string; after?: string; limit: number }): Promise<readonly RecordRef[]>;
  /** Records that a look missed at `before` or earlier, due for their second look; the longest missed first. */
  suspects(query: { entity: EntityName; side: Side; before: string; limit: number }): Promise<readonly RecordRef[]>;

  /**
   * What a run did, or what was done to an entity since an instant without the runs that a person asked for, and without what
   * was about none but the fields in `without`. In the order of entity, side, action and outcome.
   */
  tally(query: { runId: string } | { entity: EntityName; since: string; without: readonly FieldName[] }): Promise<readonly Tally[]>;

  /** What a run replaced, or what was replaced on these links, in the order it was written; `after` is the id of the last one read. */
  images(query: ({ runId: string } | { links: readonly string[] }) & { after?: string; limit: number }): Promise<readonly Image[]>;
  /** Forgets images from before this instant; answers how many. */
  dropImages(before: string): Promise<number>;

  /**
   * Forgets what is over and older than its instant, in batches; answers how many. A rejected pair is kept as long as its
   * links live, since it is never asked about again.
   */
  purge(before: Retention): Promise<Readonly<Record<keyof Retention, number>>>;
}

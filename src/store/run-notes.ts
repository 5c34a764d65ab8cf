// What is kept of a run beside its report: who asked for it, how far it is, and what a dry run would do. Invariant: a request is
// written before the job that carries it out is queued; of progress only the last counts, and none is left of a run that is over.
import type { EntityName, FieldName, Side } from '../core/vocabulary.ts';
import type { Run } from './store.ts';

/** A run that a person asked for. */
export interface RunRequest {
  /** The run has this id from the beginning, also while it waits for a worker. */
  readonly runId: string;
  /** deep: a cycle that also reads what only a look at each record shows. */
  readonly kind: Exclude<Run['kind'], 'backfill' | 'import'> | 'deep';
  /** Null: all of them. */
  readonly entities: readonly EntityName[] | null;
  /** The person has seen the preview, or the guard's question, and says go. */
  readonly approved: boolean;
  /** Of an undo: the run that is taken back. */
  readonly undoes: string | null;
  /** The schedule that was to be done now. */
  readonly schedule: string | null;
  readonly by: string;
  readonly at: string;
}

export interface RunProgress {
  /** Grows with every word of one run. */
  readonly step: number;
  /** As the engine calls what it is at: `read psa account`. */
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  /** Records written so far, and those that did not get through. */
  readonly counts: Readonly<Record<'created' | 'updated' | 'archived' | 'failed', number>>;
}

/** What a dry run would do to one side of a link. */
export interface RunDifference {
  readonly entity: EntityName;
  readonly linkId: string;
  readonly side: Side;
  readonly kind: 'create' | 'update' | 'archive';
  readonly fields: readonly FieldName[];
  /** The values before and after, which may name persons: opaque here. */
  readonly sealed: string;
}

export interface RunNotes {
  ask(request: RunRequest): Promise<void>;
  request(runId: string): Promise<RunRequest | null>;
  saveProgress(runId: string, progress: RunProgress): Promise<void>;
  endProgress(runId: string): Promise<void>;
  /** The run must have been saved. */
  saveDifferences(runId: string, differences: readonly RunDifference[]): Promise<void>;
  /** Forgets differences and requests from before these instants. */
  forget(before: { readonly differences: string; readonly requests: string }): Promise<void>;
}

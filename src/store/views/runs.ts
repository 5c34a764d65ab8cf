// Questions about runs: the list, one run, what it did and what it would do. Invariant: a run that was asked for and waits for a
// worker is among them.
import type { RunDifference, RunProgress, RunRequest } from '../run-notes.ts';
import type { JournalEntry, Run } from '../store.ts';

export interface ShownRun {
  readonly id: string;
  readonly kind: Run['kind'] | RunRequest['kind'];
  /** waiting: no worker has taken it yet. */
  readonly state: Run['state'] | 'waiting';
  /** When it was asked for, while it waits. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly approved: boolean;
  readonly by: string | null;
  readonly schedule: string | null;
  readonly undoes: string | null;
  readonly report: unknown;
}

export interface RunInFull extends ShownRun {
  /** A dry run that has kept what it would do. */
  readonly differences: boolean;
  /** What it replaced is still kept. */
  readonly images: boolean;
  readonly undoneBy: string | null;
}

export interface RunFilter {
  readonly kinds?: readonly string[];
  readonly states?: readonly string[];
  /** Also those that had nothing to write. */
  readonly quiet: boolean;
  /** Instants; `until` is the first one that is not meant. */
  readonly from?: string;
  readonly until?: string;
}

export interface Place {
  readonly since: string;
  readonly id: string;
}

export interface Paged<Item> {
  readonly items: readonly Item[];
  readonly next: Place | null;
}

export interface OfRun {
  readonly run: string;
  readonly entities?: readonly string[];
  readonly sides?: readonly string[];
  readonly after: Place | null;
  readonly limit: number;
}

export type RunEntry = Omit<JournalEntry, 'runId'> & { readonly id: string };
export type ShownDifference = RunDifference & { readonly id: string; readonly at: string };

export interface RunViews {
  /** The newest first. */
  runs(question: { readonly filter: RunFilter; readonly after: Place | null; readonly limit: number }): Promise<Paged<ShownRun>>;
  run(id: string): Promise<RunInFull | null>;
  /** Ids that begin so, at most two. */
  runsNamed(beginning: string): Promise<readonly string[]>;
  /** Null: there is no such run. `progress` null: it waits, it is over, or nobody tells. */
  runProgress(id: string): Promise<{ readonly state: ShownRun['state']; readonly report: unknown; readonly progress: RunProgress | null } | null>;
  /** The last first. */
  runEntries(question: OfRun & { readonly actions?: readonly string[]; readonly outcomes?: readonly string[] }): Promise<Paged<RunEntry>>;
  /** In the order in which they would be done. */
  runDifferences(question: OfRun & { readonly kinds?: readonly string[] }): Promise<Paged<ShownDifference>>;
}

// The engine's port to what only flows in. Rows are kept by mirror and id; nothing here decides anything about a customer's
// records. Two laws: a row never replaces one that is known to be newer (`asOf`), and rows move with their checkpoint or not at
// all. Only PostgreSQL implements it: figures are worked out where the rows are.
import type { EntityName, Fields } from '../core/vocabulary.ts';
import type { MirrorName, MirrorRow } from '../entities/mirrors/mirror.ts';
import type { Lease } from './store.ts';

export interface MirroredPage {
  readonly mirror: MirrorName;
  readonly rows: readonly MirrorRow[];
  readonly gone: readonly { readonly id: string; readonly asOf: string }[];
  /** Null leaves the feed where it is: a look at some rows. `complete`: it has been read to its end, so its rows are as fresh as now. */
  readonly checkpoint: { readonly feed: string; readonly value: string | null; readonly complete: boolean } | null;
  /** True: these rows are read for the first time, so nothing is noted as moved. */
  readonly isFirst: boolean;
}

export interface MirroredCount {
  readonly read: number;
  /** Ids that are new or have changed. */
  readonly changed: readonly string[];
}

/** A customer of the PSA whose figures may have moved; `mark` grows when it is touched again. */
export interface Touched {
  readonly customer: string;
  readonly mark: string;
}

export interface RollUp {
  readonly linkId: string;
  readonly fields: Fields;
}

export interface Mirrors {
  /** StaleError under a lost lease. */
  saveMirror(page: MirroredPage, lease: Lease): Promise<MirroredCount>;
  /** Rows that no page has shown since `before`, by the clock of the store; in id order. */
  unshown(query: { mirror: MirrorName; before: string; after?: string; limit: number }): Promise<readonly string[]>;
  /**
   * A look did not find these. Those that an earlier look, at `before` or earlier, did not find either are forgotten; the others
   * are remembered as missed. Answers the ids that were forgotten.
   */
  missed(mirror: MirrorName, ids: readonly string[], before: string): Promise<readonly string[]>;
  /** Rows that a look missed at `before` or earlier. */
  suspected(query: { mirror: MirrorName; before: string; limit: number }): Promise<readonly string[]>;
  /** Ids of rows whose column holds one of these values; with `among` only of these. */
  naming(mirror: MirrorName, column: string, values: readonly string[], among?: readonly string[]): Promise<readonly string[]>;

  /** Marks customers as touched; null: all of them. */
  touch(customers: readonly string[] | null): Promise<void>;
  touched(limit: number): Promise<readonly Touched[]>;
  /** Forgets those that have not been touched again since they were read. */
  untouch(touched: readonly Touched[]): Promise<void>;
  /** The figures of these customers, or of their sales cases, for every link that has them in the PSA, also one without a record of ours yet. */
  rollUps(entity: EntityName, customers: readonly string[], today: string): Promise<readonly RollUp[]>;

  /** Forgets what moved before this instant, in batches; answers how many moves. */
  forgetMoves(before: string): Promise<number>;
}

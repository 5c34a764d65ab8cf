// What a collection does beyond keeping rows: the points where one write has consequences of its own. A rule that is left
// out does nothing; only `check` and `checkRemoval` may refuse, and they run before anything has changed.
import type { Database } from './database.ts';
import type { Row } from './row.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Rules {
  /** Fills what the vendor fills in a new row. */
  complete?(database: Database, row: Fields, now: number): Fields;
  /** Refuses what a caller writes; `before` is null for a new row. Throws Refusal. */
  check?(database: Database, next: Fields, before: Row | null, now: number): void;
  /** What follows from a caller's change; `unnoticed`: the row's time of change stays. */
  adjust?(database: Database, before: Row, changes: Fields, now: number): { readonly changes: Fields; readonly unnoticed?: boolean };
  added?(database: Database, row: Row, now: number): void;
  altered?(database: Database, before: Row, after: Row, now: number): void;
  /** Throws Refusal when the row may not be deleted. */
  checkRemoval?(database: Database, row: Row): void;
  removed?(database: Database, row: Row, now: number): void;
}

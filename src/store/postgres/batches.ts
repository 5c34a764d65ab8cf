// Deleting a great deal without being in anybody's way. Invariant: each batch is a transaction of its own, so a stop in
// between loses nothing but the rest.
import type { RawBuilder } from 'kysely';
import { rowsOf, type StoreOptions } from './turn.ts';

const BATCH = 1000;

/** Repeats the statement until it finds less than a batch; answers how many rows. @param statement deletes at most `limit` rows and returns each */
export async function inBatches({ database, workspace }: StoreOptions, statement: (limit: number) => RawBuilder<unknown>): Promise<number> {
  for (let count = 0; ; ) {
    const deleted = await database.unit(workspace, (transaction) => rowsOf(transaction, statement(BATCH)), 'read committed');
    count += deleted.length;
    if (deleted.length < BATCH) return count;
  }
}

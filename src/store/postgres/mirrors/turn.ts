// A unit of work on mirrored rows. Invariant: those that write follow each other, apart from the turns on links; so what one has
// read of a row stands until it has written, and pages wait for pages only.
import { sql, type Transaction } from 'kysely';
import { toInstant } from '../../../lib/clock.ts';
import type { Tables } from '../tables.ts';
import { nextTurn, type StoreOptions } from '../turn.ts';

export interface MirrorTurn {
  readonly transaction: Transaction<Tables>;
  /** UTC instant. */
  readonly now: string;
  /** Larger than that of every earlier turn: marks of touched customers are made of it. */
  readonly number: number;
}

export function inMirrorTurn<T>({ database, workspace, clock }: StoreOptions, work: (turn: MirrorTurn) => Promise<T>): Promise<T> {
  return database.unit(
    workspace,
    async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('mirrors:' || current_database() || ':' || current_workspace(), 0))`.execute(transaction);
      return work({ transaction, now: toInstant(clock.now()), number: await nextTurn(transaction) });
    },
    // Each statement after the lock must see what the turn before it has committed.
    'read committed',
  );
}

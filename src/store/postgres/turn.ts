// A turn on the database: a unit of work with a ledger of the rows it touches. Invariant: writing turns of one workspace
// follow each other (an advisory lock of the workspace), so what a turn has loaded stands until it has written; two workers
// who only take work do not wait for each other.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { Clock } from '../../lib/clock.ts';
import type { Sealer } from '../../lib/crypto.ts';
import type { KeyedHash } from '../../lib/keyed-hash.ts';
import { makeLedger, type Turn } from '../ledger/ledger.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';
import { writeLedger } from './write.ts';

export interface StoreOptions {
  readonly database: Database<Tables>;
  readonly workspace: string;
  readonly clock: Clock;
  readonly newId: () => string;
  /** This process, as presence.ts knows it; its leases end with it. */
  readonly holder?: string;
}

/** Of what lets something in: by what it is held against those who must stay forgotten. */
export interface GuardedOptions extends StoreOptions {
  readonly hashes: KeyedHash;
  readonly sealer: Pick<Sealer, 'seal'>;
}

export interface OpenTurn extends Turn {
  readonly transaction: Transaction<Tables>;
}

/**
 * `take`: only leases are given out. `write`: rows are changed; what changed in the ledger is written at the end.
 * @param after what hangs on rows that are new
 */
export function inTurn<T>(options: StoreOptions, kind: 'take' | 'write', work: (turn: OpenTurn) => Promise<T>, after: (turn: OpenTurn, result: T) => Promise<void> = async () => undefined): Promise<T> {
  const { database, workspace, clock, newId } = options;
  return database.unit(
    workspace,
    async (transaction) => {
      const lock = sql.raw(kind === 'take' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock');
      await sql`select ${lock}(hashtextextended(current_database() || ':' || current_workspace(), 0))`.execute(transaction);
      const number = await nextTurn(transaction);
      const turn = { transaction, ledger: makeLedger(), now: clock.now(), number, newId };
      const result = await work(turn);
      await writeLedger(turn);
      await after(turn, result);
      return result;
    },
    // Each statement after the lock must see what the turn before it has committed.
    'read committed',
  );
}

export async function nextTurn(transaction: Transaction<Tables>): Promise<number> {
  const [row] = await rowsOf<{ number: string }>(transaction, sql`select nextval('turn') as number`);
  return Number(row?.number);
}

export async function rowsOf<Row>(transaction: Transaction<Tables>, query: RawBuilder<unknown>): Promise<readonly Row[]> {
  return (await query.execute(transaction)).rows as readonly Row[];
}

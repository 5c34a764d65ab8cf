// Who is alive. Each process that works holds an advisory lock of its own in a session of its own; the server drops it with
// the session, however the process ended. So the leases of a process that was killed are known to be nobody's at once, and
// whoever starts next need not wait for them to run out.
import { sql } from 'kysely';
import pg from 'pg';
import { clientConfig } from './address.ts';
import type { Database } from './database.ts';
import { translate } from './failures.ts';
import type { Tables } from './tables.ts';
import { rowsOf } from './turn.ts';

export interface Presence {
  /** A number that no other process has. */
  readonly holder: string;
  release(): Promise<void>;
}

/** @throws RetryableError when the database cannot be reached */
export async function announcePresence({ address, key }: Database<Tables>): Promise<Presence> {
  const client = new pg.Client({ ...clientConfig(address), application_name: 'sauma presence' });
  // A lost session only means that our leases may be taken over, which every commit checks.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // The server's own number of this session, in a range that no other lock of ours uses.
    const { rows } = await client.query<{ holder: string }>(
      `select holder::text, pg_advisory_lock(holder) from (
         select (extract(epoch from backend_start) * 1000000)::bigint as holder from pg_stat_activity where pid = pg_backend_pid()) session`,
    );
    return { holder: rows[0]?.holder ?? '', release: () => client.end().catch(() => undefined) };
  } catch (error) {
    await client.end().catch(() => undefined);
    throw translate(error, key);
  }
}

/** Frees the leases of processes that are gone; answers how many. */
export async function releaseLeasesOfTheDead(database: Database<Tables>, workspace: string): Promise<number> {
  return database.unit(
    workspace,
    async (transaction) => {
      const holders = await rowsOf<{ holder: string }>(transaction, sql`select distinct holder from lease where holder is not null`);
      let freed = 0;
      for (const { holder } of holders) {
        const [tried] = await rowsOf<{ dead: boolean }>(transaction, sql`select pg_try_advisory_xact_lock(${holder}::bigint) as dead`);
        if (tried?.dead) freed += (await rowsOf(transaction, sql`delete from lease where holder = ${holder}::bigint returning 1`)).length;
      }
      return freed;
    },
    'read committed',
  );
}

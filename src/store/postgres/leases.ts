// Leases: who may commit for a feed or a link. Invariant: a lease has one holder; a commit holds its lease's row, so that
// nobody can take the lease over between the check and the commit.
import { sql, type Transaction } from 'kysely';
import { StaleError } from '../../lib/errors.ts';
import { toInstant } from '../../lib/clock.ts';
import type { Lease } from '../store.ts';
import { recordset } from './recordset.ts';
import type { Tables } from './tables.ts';
import { nextTurn, rowsOf, type StoreOptions } from './turn.ts';

export function takeLease({ database, workspace, clock, holder }: StoreOptions, key: string, ttlMs: number): Promise<Lease | null> {
  return database.unit(
    workspace,
    async (transaction) => {
      const now = clock.now();
      const epoch = await nextTurn(transaction);
      const taken = await rowsOf<{ epoch: string }>(
        transaction,
        sql`insert into lease (key, epoch, expires_at, holder) values (${key}, ${epoch}, ${toInstant(now + ttlMs)}, ${holder ?? null}::bigint)
          on conflict (workspace, key) do update set epoch = excluded.epoch, expires_at = excluded.expires_at, holder = excluded.holder
          where lease.expires_at <= ${toInstant(now)}::timestamptz returning epoch`,
      );
      return taken.length === 0 ? null : { key, epoch };
    },
    'read committed',
  );
}

export function renewLease({ database, workspace, clock }: StoreOptions, { key, epoch }: Lease, ttlMs: number): Promise<void> {
  return database.unit(
    workspace,
    async (transaction) => {
      const until = toInstant(clock.now() + ttlMs);
      const renewed = await rowsOf(transaction, sql`update lease set expires_at = ${until} where key = ${key} and epoch = ${epoch} returning 1`);
      if (renewed.length === 0) throw leaseLost();
    },
    'read committed',
  );
}

export async function releaseLeases({ database, workspace }: StoreOptions, leases: readonly Lease[]): Promise<void> {
  if (leases.length === 0) return;
  await database.unit(
    workspace,
    async (transaction) => {
      await sql`delete from lease using ${recordset(leases, 'key text, epoch bigint')} where lease.key = given.key and lease.epoch = given.epoch`.execute(transaction);
    },
    'read committed',
  );
}

/** @throws StaleError unless all of them were still held; they are until `until` */
export async function restartLeases(transaction: Transaction<Tables>, leases: readonly Lease[], until: string): Promise<void> {
  const keys = new Map(leases.map((lease) => [`${lease.key}@${lease.epoch}`, lease]));
  const held = await rowsOf(
    transaction,
    sql`update lease set expires_at = ${until}::timestamptz from ${recordset([...keys.values()], 'key text, epoch bigint')}
      where lease.key = given.key and lease.epoch = given.epoch returning 1`,
  );
  if (held.length < keys.size) throw leaseLost();
}

/** @throws StaleError unless all of them are still held; they are until the unit ends */
export async function holdLeases(transaction: Transaction<Tables>, leases: readonly Lease[]): Promise<void> {
  const keys = new Map(leases.map((lease) => [`${lease.key}@${lease.epoch}`, lease]));
  const held = await rowsOf(
    transaction,
    sql`select 1 from lease join ${recordset([...keys.values()], 'key text, epoch bigint')} on given.key = lease.key and given.epoch = lease.epoch
      order by lease.key for share of lease`,
  );
  if (held.length < keys.size) throw leaseLost();
}

function leaseLost(): StaleError {
  return new StaleError('lease-lost', 'Another worker took this work over; nothing was written.');
}

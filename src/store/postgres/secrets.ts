// Sealed texts and tickets. Invariant: nothing here is of use to who reads the table: texts need the key, tickets are hashes;
// a ticket is given to one caller, and to none after its time.
import { sql } from 'kysely';
import { toInstant } from '../../lib/clock.ts';
import { storableJson } from '../ledger/storable.ts';
import type { Ticket } from '../store.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

export function secret({ database, workspace }: StoreOptions, name: string): Promise<string | null> {
  return database.unit(workspace, async (transaction) => {
    const [row] = await rowsOf<{ sealed: string }>(transaction, sql`select sealed from secret where name = ${name}`);
    return row?.sealed ?? null;
  });
}

export function saveSecret({ database, workspace, clock }: StoreOptions, name: string, sealed: string): Promise<void> {
  return database.unit(
    workspace,
    async (transaction) => {
      await sql`insert into secret (name, sealed, at) values (${name}, ${sealed}, ${toInstant(clock.now())})
        on conflict (workspace, name) do update set sealed = excluded.sealed, at = excluded.at`.execute(transaction);
    },
    'read committed',
  );
}

export function saveTicket({ database, workspace, clock }: StoreOptions, { purpose, hash, data, expiresAt, isOnly = false }: Ticket): Promise<void> {
  return database.unit(
    workspace,
    async (transaction) => {
      await sql`delete from ticket where expires_at <= ${toInstant(clock.now())}::timestamptz or (${isOnly}::boolean and purpose = ${purpose})`.execute(transaction);
      await sql`insert into ticket (purpose, hash, data, expires_at)
        values (${purpose}, ${hash}, ${JSON.stringify(storableJson(data))}::jsonb, ${expiresAt}::timestamptz)`.execute(transaction);
    },
    'read committed',
  );
}

export function takeTicket({ database, workspace, clock }: StoreOptions, purpose: string, hash: string): Promise<unknown> {
  return database.unit(
    workspace,
    async (transaction) => {
      const [row] = await rowsOf<{ data: unknown; inTime: boolean }>(
        transaction,
        sql`delete from ticket where purpose = ${purpose} and hash = ${hash}
          returning data, expires_at > ${toInstant(clock.now())}::timestamptz as "inTime"`,
      );
      return row?.inTime ? row.data : null;
    },
    'read committed',
  );
}

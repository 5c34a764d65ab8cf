// Small facts about connections and the workspace, as JSON values.
import { sql, type Transaction } from 'kysely';
import { toInstant } from '../../lib/clock.ts';
import { storableJson } from '../ledger/storable.ts';
import type { Tables } from './tables.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

/** Null while it is not known. */
export function fact({ database, workspace }: StoreOptions, name: string): Promise<unknown> {
  return database.unit(workspace, async (transaction) => {
    const [row] = await rowsOf<{ value: unknown }>(transaction, sql`select value from fact where name = ${name}`);
    return row?.value ?? null;
  });
}

export function saveFact({ database, workspace, clock }: StoreOptions, name: string, value: unknown): Promise<void> {
  return database.unit(
    workspace,
    (transaction) => writeFact(transaction, name, storableJson(value), toInstant(clock.now())),
    'read committed',
  );
}

/** @param value from `storableJson` */
export async function writeFact(transaction: Transaction<Tables>, name: string, value: unknown, at: string): Promise<void> {
  await sql`insert into fact (name, value, at) values (${name}, ${JSON.stringify(value)}::jsonb, ${at})
    on conflict (workspace, name) do update set value = excluded.value, at = excluded.at`.execute(transaction);
}

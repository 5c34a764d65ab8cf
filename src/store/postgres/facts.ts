// Small facts about connections and the workspace, as JSON values.
import { sql } from 'kysely';
import { toInstant } from '../../lib/clock.ts';
import { storableJson } from '../ledger/storable.ts';
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
    async (transaction) => {
      await sql`insert into fact (name, value, at) values (${name}, ${JSON.stringify(storableJson(value))}::jsonb, ${toInstant(clock.now())})
        on conflict (workspace, name) do update set value = excluded.value, at = excluded.at`.execute(transaction);
    },
    'read committed',
  );
}

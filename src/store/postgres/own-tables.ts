// Which tables, columns and sequences of a database are ours, as its catalogue tells. Invariant: a table that a migration makes is found
// here without being named anywhere else; tables of others in the same schema are left alone.
import type pg from 'pg';
import { GLOBAL_TABLES } from './migrations/list.ts';

export interface OwnTable {
  readonly name: string;
  /** Those that are stored as they are given; what the database works out itself is left to it. */
  readonly columns: readonly string[];
  readonly isTenant: boolean;
}

/** In an order in which rows may be put in: what is referred to comes first. Without the record of migrations. */
export async function ownTables(client: pg.ClientBase): Promise<readonly OwnTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; isTenant: boolean }>(
    `select c.relname as name, policy.oid is not null as "isTenant",
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c left join pg_policy policy on policy.polrelid = c.oid and policy.polname = 'own_workspace'
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and (policy.oid is not null or c.relname = any($1)) order by c.relname`,
    [GLOBAL_TABLES.filter((name) => name !== 'migration')],
  );
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `select distinct child.relname as "from", parent.relname as "to" from pg_constraint k join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
     where k.contype = 'f' and k.conrelid <> k.confrelid and k.connamespace = current_schema()::regnamespace`,
  );
  return inOrder(rows, references);
}

function inOrder(tables: readonly OwnTable[], references: readonly { readonly from: string; readonly to: string }[]): readonly OwnTable[] {
  const placed: OwnTable[] = [];
  let left = tables;
  while (left.length > 0) {
    const next = left.filter(({ name }) => !references.some(({ from, to }) => from === name && left.some((table) => table.name === to)));
    if (next.length === 0) throw new Error(`these tables refer to each other in a circle: ${left.map(({ name }) => name).join(', ')}`);
    placed.push(...next);
    left = left.filter((table) => !next.includes(table));
  }
  return placed;
}

/** Name → last value; null: never used. */
export async function sequenceValues(client: pg.ClientBase): Promise<Readonly<Record<string, string | null>>> {
  const { rows } = await client.query<{ name: string; value: string | null }>('select sequencename as name, last_value::text as value from pg_sequences where schemaname = current_schema() order by 1');
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

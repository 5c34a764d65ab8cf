// Rows that name a record. Invariant: only columns that hold one id are asked, since nothing else has an index.
import { sql } from 'kysely';
import type { MirrorName } from '../../../entities/mirrors/mirror.ts';
import { textArray } from '../recordset.ts';
import { rowsOf, type StoreOptions } from '../turn.ts';
import { columnOf, mirrorNamed, tableOf } from './columns.ts';

/** In id order. @param among only of these rows @throws RangeError for a column that holds no id */
export async function naming({ database, workspace }: StoreOptions, name: MirrorName, column: string, values: readonly string[], among?: readonly string[]): Promise<readonly string[]> {
  const mirror = mirrorNamed(name);
  if (mirror.columns[column]?.kind !== 'id') throw new RangeError(`The mirror ${name} has no column ${column} that holds an id.`);
  if (values.length === 0) return [];
  const those = among === undefined ? sql`true` : sql`id = any(${textArray(new Set(among))})`;
  const rows = await database.unit(workspace, (transaction) =>
    rowsOf<{ id: string }>(transaction, sql`select id from ${sql.raw(tableOf(mirror))} where ${sql.raw(columnOf(column))} = any(${textArray(new Set(values))}) and ${those} order by id`),
  );
  return rows.map(({ id }) => id);
}

// Mirrored rows that nobody shows any more. Invariant: one look that finds nothing is a suspicion; the second one, late enough,
// forgets the row.
import { sql } from 'kysely';
import type { Mirrors } from '../../mirrors.ts';
import { textArray } from '../recordset.ts';
import { rowsOf, type StoreOptions } from '../turn.ts';
import { mirrorNamed, tableOf } from './columns.ts';
import { noteMoves, standingBefore } from './moves.ts';
import { inMirrorTurn } from './turn.ts';
import { remove } from './write.ts';

export async function unshown({ database, workspace }: StoreOptions, { mirror, before, after, limit }: Parameters<Mirrors['unshown']>[0]): Promise<readonly string[]> {
  const table = sql.raw(tableOf(mirrorNamed(mirror)));
  const from = after === undefined ? sql`true` : sql`id > ${after}`;
  const rows = await database.unit(workspace, (transaction) =>
    rowsOf<{ id: string }>(transaction, sql`select id from ${table} where shown_at < ${before}::timestamptz and ${from} order by id limit ${limit}`),
  );
  return rows.map(({ id }) => id);
}

export async function missed(options: StoreOptions, name: string, ids: readonly string[], before: string): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const mirror = mirrorNamed(name);
  return inMirrorTurn(options, async (turn) => {
    const standings = await standingBefore(turn, mirror, [], ids);
    const wanted = textArray(new Set(ids));
    const removed = await remove(turn, mirror, sql`held.id = any(${wanted}) and held.missing_at <= ${before}::timestamptz`);
    await sql`update ${sql.raw(tableOf(mirror))} set missing_at = ${turn.now}::timestamptz where id = any(${wanted}) and missing_at is null`.execute(turn.transaction);
    if (standings !== null && removed.length > 0) await noteMoves(turn, standings);
    return removed;
  });
}

export async function suspected({ database, workspace }: StoreOptions, { mirror, before, limit }: Parameters<Mirrors['suspected']>[0]): Promise<readonly string[]> {
  const table = sql.raw(tableOf(mirrorNamed(mirror)));
  const rows = await database.unit(workspace, (transaction) =>
    rowsOf<{ id: string }>(transaction, sql`select id from ${table} where missing_at is not null and missing_at <= ${before}::timestamptz order by missing_at, id limit ${limit}`),
  );
  return rows.map(({ id }) => id);
}

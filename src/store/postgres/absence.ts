// Records that nobody shows any more. Invariant: absence only asks for a look; what is gone is said by tombstones.
import { sql } from 'kysely';
import type { Store } from '../store.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

type Refs = Awaited<ReturnType<Store['unseen']>>;

export function unseen({ database, workspace }: StoreOptions, { entity, side, before, after, limit }: Parameters<Store['unseen']>[0]): Promise<Refs> {
  const from = after === undefined ? sql`true` : sql`ref_id > ${after}`;
  return database.unit(workspace, (transaction) =>
    rowsOf(
      transaction,
      sql`select ref_id as id, link_id as "linkId" from side_state
        where side = ${side} and entity = ${entity} and gone is null and shown_at < ${before}::timestamptz and ${from} order by ref_id limit ${limit}`,
    ),
  );
}

export function suspects({ database, workspace }: StoreOptions, { entity, side, before, limit }: Parameters<Store['suspects']>[0]): Promise<Refs> {
  return database.unit(workspace, (transaction) =>
    rowsOf(
      transaction,
      sql`select ref_id as id, link_id as "linkId" from side_state
        where side = ${side} and entity = ${entity} and suspected_at is not null and suspected_at <= ${before}::timestamptz
        order by suspected_at, ref_id limit ${limit}`,
    ),
  );
}

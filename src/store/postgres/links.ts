// Reading links. Invariant: one unit, one picture: what is read belongs to one moment.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { EntityName } from '../../core/vocabulary.ts';
import { linkState, makeLedger } from '../ledger/ledger.ts';
import type { LinkRow } from '../ledger/rows.ts';
import type { KeyHit, LinkState, Store } from '../store.ts';
import { loadLinks } from './load.ts';
import { textArray } from './recordset.ts';
import type { Tables } from './tables.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

export function links({ database, workspace }: StoreOptions, query: Parameters<Store['links']>[0]): Promise<readonly LinkState[]> {
  const { entity, stage, dirty, ids, after, limit } = query;
  const marked = sql`exists (select from dirty_link where dirty_link.link_id = link.id)`;
  const conditions: RawBuilder<unknown>[] = [sql`entity = ${entity}`];
  if (stage !== undefined) conditions.push(sql`stage = ${stage}`);
  if (dirty !== undefined) conditions.push(dirty ? marked : sql`not ${marked}`);
  if (ids !== undefined) conditions.push(sql`id = any(${textArray(ids)})`);
  if (after !== undefined) conditions.push(sql`id > ${after}`);
  return database.unit(workspace, async (transaction) => {
    const found = await rowsOf<{ id: string }>(transaction, sql`select id from link where ${sql.join(conditions, sql` and `)} order by id limit ${limit}`);
    return statesOf(transaction, found.map((row) => row.id));
  });
}

/** In the order of the ids. */
export async function statesOf(transaction: Transaction<Tables>, ids: readonly string[]): Promise<readonly LinkState[]> {
  const ledger = makeLedger();
  await loadLinks(transaction, ledger, ids);
  return ids.map((id) => linkState(ledger, ledger.links.get(id) as LinkRow));
}

export function byKeys({ database, workspace }: StoreOptions, entity: EntityName, keys: readonly string[]): Promise<readonly KeyHit[]> {
  return database.unit(workspace, (transaction) =>
    rowsOf<KeyHit>(
      transaction,
      sql`select key, link_id as "linkId", side from match_key
        join side_state using (workspace, side, entity, ref_id) join link on link.workspace = side_state.workspace and link.id = side_state.link_id
        where match_key.entity = ${entity} and key = any(${textArray(keys)}) and gone is null and stage <> 'ended'
        order by key, link_id, side collate "C"`,
    ),
  );
}

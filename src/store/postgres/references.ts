// How records find each other: by what refers to them, as parts of one. Invariant: two statements for hundreds of references,
// and all of them look-ups of lists (`= any`): a join may be planned as a scan while nobody has counted the rows yet.
import { sql, type Transaction } from 'kysely';
import type { EntityName, Side } from '../../core/vocabulary.ts';
import type { Linked, LinkedRef, LinkState } from '../store.ts';
import { statesOf } from './links.ts';
import { textArray } from './recordset.ts';
import type { Tables } from './tables.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

interface Place extends LinkedRef {
  readonly linkId: string;
}

/** A link that is not over, with its records that are not gone. */
export interface Standing {
  readonly entity: EntityName;
  readonly ids: Readonly<Partial<Record<Side, string>>>;
}

export async function linked({ database, workspace }: StoreOptions, entity: EntityName, refs: readonly LinkedRef[]): Promise<readonly Linked[]> {
  if (refs.length === 0) return [];
  const on = (side: Side): ReturnType<typeof textArray> => textArray(refs.flatMap((ref) => (ref.side === side ? [ref.id] : [])));
  return database.unit(workspace, async (transaction) => {
    const places = await rowsOf<Place>(
      transaction,
      sql`select side, ref_id as id, link_id as "linkId" from side_state where side = 'psa' and entity = ${entity} and ref_id = any(${on('psa')})
        union all select side, ref_id, link_id from side_state where side = 'crm' and entity = ${entity} and ref_id = any(${on('crm')})
        union all select 'local', id, coalesce(joined_into, id) from link where id = any(${on('local')})`,
    );
    const standing = await standingOf(transaction, new Set(places.map((place) => place.linkId)));
    const linkOf = new Map(places.map(({ side, id, linkId }) => [`${side} ${id}`, linkId]));
    const distinct = new Map(refs.map(({ side, id }) => [`${side} ${id}`, { side, id }]));
    return [...distinct].flatMap(([key, ref]): Linked[] => {
      const linkId = linkOf.get(key) ?? '';
      const link = standing.get(linkId);
      return link?.entity === entity ? [{ ...ref, linkId, ids: link.ids }] : [];
    });
  });
}

/** By link id; whoever is over, or unknown, is not in it. */
export async function standingOf(transaction: Transaction<Tables>, linkIds: Iterable<string>): Promise<ReadonlyMap<string, Standing>> {
  const wanted = textArray(linkIds);
  const rows = await rowsOf<{ linkId: string; entity: EntityName; side: Side | null; id: string | null }>(
    transaction,
    sql`select id as "linkId", entity, null as side, null as id from link where id = any(${wanted}) and stage <> 'ended'
      union all select link_id, entity, side, ref_id from side_state where link_id = any(${wanted}) and gone is null`,
  );
  const standing = new Map<string, Standing>(rows.flatMap(({ linkId, entity, side }) => (side === null ? [[linkId, { entity, ids: {} }]] : [])));
  for (const { linkId, side, id } of rows) {
    const link = standing.get(linkId);
    if (link && side !== null && id !== null) standing.set(linkId, { ...link, ids: { ...link.ids, [side]: id } });
  }
  return standing;
}

export function parts({ database, workspace }: StoreOptions, entity: EntityName, linkIds: readonly string[]): Promise<readonly LinkState[]> {
  return database.unit(workspace, async (transaction) => {
    const rows = await rowsOf<{ id: string }>(transaction, sql`select id from link where part_of = any(${textArray(linkIds)}) and entity = ${entity} order by id`);
    return statesOf(transaction, rows.map((row) => row.id));
  });
}

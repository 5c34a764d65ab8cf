// How records are found by what they point to, on PostgreSQL. Invariant: look-ups of lists only, each by an index.
import { sql, type Transaction } from 'kysely';
import type { Finder } from '../ledger/around.ts';
import { textArray } from './recordset.ts';
import { standingOf } from './references.ts';
import { sidesOfLinks } from './side-state.ts';
import type { Tables } from './tables.ts';
import { rowsOf } from './turn.ts';

export function finderOf(transaction: Transaction<Tables>): Finder {
  return {
    rows: (linkIds) => (linkIds.length === 0 ? Promise.resolve([]) : sidesOfLinks(transaction, linkIds)),
    linksOf: async (entity, refs) => {
      const on = (side: string): ReturnType<typeof textArray> => textArray(refs.flatMap((ref) => (ref.side === side ? [ref.id] : [])));
      const places = await rowsOf<{ linkId: string }>(
        transaction,
        sql`select link_id as "linkId" from side_state where side = 'psa' and entity = ${entity} and ref_id = any(${on('psa')})
          union select link_id from side_state where side = 'crm' and entity = ${entity} and ref_id = any(${on('crm')})
          union select coalesce(joined_into, id) from link where id = any(${on('local')})`,
      );
      const standing = await standingOf(transaction, new Set(places.map(({ linkId }) => linkId)));
      return [...standing].filter(([, link]) => link.entity === entity).map(([id]) => id);
    },
    withKeys: async (entity, keys) => {
      if (keys.length === 0) return [];
      const rows = await rowsOf<{ linkId: string }>(
        transaction,
        sql`select distinct link_id as "linkId" from match_key join side_state using (workspace, side, entity, ref_id) where match_key.entity = ${entity} and key = any(${textArray(keys)})`,
      );
      return rows.map(({ linkId }) => linkId);
    },
  };
}

// What waits for a person, oldest first.
import { NOT_FOR_A_PERSON, UNLINKED } from '../../core/plan.ts';
import { sql } from 'kysely';
import type { EntityName } from '../../core/vocabulary.ts';
import { heldItem } from '../ledger/ledger.ts';
import type { ConflictItem, Inbox, MatchItem, Store } from '../store.ts';
import type { ProposalRow } from '../ledger/rows.ts';
import { decodeHeld, HELD_COLUMNS, WAIT_TEXT, type StoredHeld } from './held.ts';
import { statesOf } from './links.ts';
import { textArray } from './recordset.ts';
import { rowsOf, type StoreOptions } from './turn.ts';

export function inbox({ database, workspace }: StoreOptions, { entity, limit }: Parameters<Store['inbox']>[0]): Promise<Inbox> {
  const mine = entity === undefined ? sql`true` : sql`entity = ${entity}`;
  return database.unit(workspace, async (transaction) => {
    const conflicts = await rowsOf<ConflictItem>(
      transaction,
      sql`select id, link_id as "linkId", entity, field, base, side_values as values, authors, suggestion, since from conflict
        where state = 'open' and ${mine} order by since, id limit ${limit}`,
    );
    const proposals = await rowsOf<ProposalRow>(
      transaction,
      sql`select id, entity, links, by, reason, since from match_proposal where state = 'open' and ${mine} order by since, id limit ${limit}`,
    );
    const states = new Map((await statesOf(transaction, [...new Set(proposals.flatMap(({ links }) => links))])).map((link) => [link.id, link]));
    const matches = proposals.map(({ links, ...proposal }): MatchItem => ({ ...proposal, links: links.flatMap((id) => states.get(id) ?? []) }));
    const held = await rowsOf<StoredHeld>(
      transaction,
      sql`select ${HELD_COLUMNS} from held where ${mine}
        order by since, link_id, side collate "C", coalesce(field, '') collate "C", reason collate "C", (${WAIT_TEXT}) collate "C" limit ${limit}`,
    );
    return { conflicts, matches, held: held.map(decodeHeld).map(heldItem) };
  });
}

export function counts({ database, workspace }: StoreOptions, entity: EntityName): ReturnType<Store['counts']> {
  return database.unit(workspace, async (transaction) => {
    const [row] = await rowsOf<Awaited<ReturnType<Store['counts']>>>(
      transaction,
      sql`select
        -- Link by link, through the index: what else the planner might choose is quadratic until the tables are analysed.
        (select count(*)::int from link where entity = ${entity} and stage = 'active'
          and (select count(*) from side_state where link_id = link.id) > 1) as linked,
        (select count(*)::int from conflict where entity = ${entity} and state = 'open') as conflicts,
        (select count(*)::int from match_proposal where entity = ${entity} and state = 'open') as matches,
        (select count(*)::int from held where entity = ${entity}
          and reason <> all(${textArray(NOT_FOR_A_PERSON)}) and not starts_with(reason, ${UNLINKED})) as held`,
    );
    return row as Awaited<ReturnType<Store['counts']>>;
  });
}

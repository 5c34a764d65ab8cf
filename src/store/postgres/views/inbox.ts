// What waits for people, on PostgreSQL: conflicts (inbox-conflicts.ts), possible matches and held writes. Invariant: each answer is one
// look at one moment.
import { sql } from 'kysely';
import type { ProposalRow } from '../../ledger/rows.ts';
import { heldItem } from '../../ledger/ledger.ts';
import type { HeldCount, HeldView, InboxViews, MatchCount, MatchView } from '../../views/inbox.ts';
import { decodeHeld, HELD_COLUMNS, type StoredHeld } from '../held.ts';
import { statesOf } from '../links.ts';
import { rowsOf } from '../turn.ts';
import type { Transaction } from 'kysely';
import type { Tables } from '../tables.ts';
import type { ViewOptions } from './asking.ts';
import { conflict, conflictCounts, countConflicts, openConflicts } from './inbox-conflicts.ts';
import { narrowed, pageOf, POSITION } from './inbox-page.ts';

type Options = Pick<ViewOptions, 'database' | 'workspace'>;

export function createInboxViews(options: Options): InboxViews {
  return {
    openConflicts: (question) => openConflicts(options, question),
    countConflicts: (filter) => countConflicts(options, filter),
    conflict: (id) => conflict(options, id),
    conflictCounts: () => conflictCounts(options),
    openMatches: (question) => openMatches(options, question),
    match: (id) => match(options, id),
    matchCounts: () => matchCounts(options),
    heldWrites: (question) => heldWrites(options, question),
    heldCounts: () => heldCounts(options),
  };
}

const PROPOSAL = sql`id, entity, links, by, reason, since, state, decided_by as "decidedBy", decided_at as "decidedAt"`;

function openMatches({ database, workspace }: Options, { filter, ...question }: Parameters<InboxViews['openMatches']>[0]): ReturnType<InboxViews['openMatches']> {
  const { by, record, ...rest } = filter;
  const conditions = [
    sql`state = 'open'`,
    ...narrowed(rest),
    ...(by === undefined ? [] : [sql`by = ${by}`]),
    ...(record === undefined ? [] : [sql`${record} = any(links)`]),
  ];
  return database.unit(workspace, async (transaction) => {
    const { items, ...page } = await pageOf<ProposalRow>(transaction, { table: sql`match_proposal`, id: sql`id`, columns: PROPOSAL, conditions }, question);
    return { ...page, items: await withLinks(transaction, items) };
  });
}

function match({ database, workspace }: Options, id: string): Promise<MatchView | null> {
  return database.unit(workspace, async (transaction) => {
    const rows = await rowsOf<ProposalRow>(transaction, sql`select ${PROPOSAL} from match_proposal where id = ${id}`);
    return (await withLinks(transaction, rows))[0] ?? null;
  });
}

/** A link that is over by now is shown as it was left; one that is purged is left out. */
async function withLinks(transaction: Transaction<Tables>, proposals: readonly ProposalRow[]): Promise<readonly MatchView[]> {
  const wanted = [...new Set(proposals.flatMap(({ links }) => links))];
  const known = await rowsOf<{ id: string }>(transaction, sql`select id from link where id = any(${wanted}::text[])`);
  const states = new Map((await statesOf(transaction, known.map(({ id }) => id))).map((link) => [link.id, link]));
  return proposals.map(({ links, ...proposal }) => ({ ...proposal, links: links.flatMap((id) => states.get(id) ?? []) }));
}

function matchCounts({ database, workspace }: Options): Promise<readonly MatchCount[]> {
  return database.unit(workspace, (transaction) =>
    rowsOf<MatchCount>(
      transaction,
      sql`select entity, by, reason, count(*)::int as count, min(since) as oldest from match_proposal where state = 'open' group by entity, by, reason order by count(*) desc, entity, by, reason`,
    ),
  );
}

function heldWrites({ database, workspace }: Options, { filter, ...question }: Parameters<InboxViews['heldWrites']>[0]): ReturnType<InboxViews['heldWrites']> {
  const { sides, kinds, record, ...rest } = filter;
  const conditions = [
    sql`true`,
    ...narrowed(rest),
    ...(sides === undefined ? [] : [sql`side = any(${[...sides]}::text[])`]),
    ...(kinds === undefined ? [] : [sql`kind = any(${[...kinds]}::text[])`]),
    ...(record === undefined ? [] : [sql`link_id = ${record}`]),
  ];
  return database.unit(workspace, async (transaction) => {
    const columns = sql`${HELD_COLUMNS}, position::text as id`;
    const { items, ...page } = await pageOf<StoredHeld & { id: string }>(transaction, { table: sql`held`, id: POSITION, columns, conditions }, question);
    return { ...page, items: items.map(({ id, ...row }): HeldView => ({ id, ...heldItem(decodeHeld(row)) })) };
  });
}

function heldCounts({ database, workspace }: Options): Promise<readonly HeldCount[]> {
  return database.unit(workspace, (transaction) =>
    rowsOf<HeldCount>(
      transaction,
      sql`select entity, side, kind, count(*)::int as count, min(since) as oldest from held group by kind, entity, side order by count(*) desc, kind, entity, side`,
    ),
  );
}

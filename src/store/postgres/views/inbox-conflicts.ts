// Conflicts as people look through them, on PostgreSQL. Invariant: a list shows what is open at that moment; one that is asked for by
// its id tells also what became of it.
import { sql, type RawBuilder } from 'kysely';
import type { ConflictCount, ConflictFilter, ConflictView, InboxViews } from '../../views/inbox.ts';
import { rowsOf } from '../turn.ts';
import type { ViewOptions } from './asking.ts';
import { narrowed, pageOf } from './inbox-page.ts';
import { ownersNamed } from './register-page.ts';

type Options = Pick<ViewOptions, 'database' | 'workspace'>;

const COLUMNS = sql`id, link_id as "linkId", entity, field, base, side_values as values, authors, suggestion, since, state, resolution - 'value' as decision`;
const table = sql`conflict`;
const id = sql`id`;

export function openConflicts({ database, workspace }: Options, { filter, ...question }: Parameters<InboxViews['openConflicts']>[0]): ReturnType<InboxViews['openConflicts']> {
  return database.unit(workspace, (transaction) => pageOf<ConflictView>(transaction, { table, id, columns: COLUMNS, conditions: conditionsOf(filter) }, question));
}

export function countConflicts({ database, workspace }: Options, filter: ConflictFilter): Promise<number> {
  return database.unit(workspace, async (transaction) => {
    const [row] = await rowsOf<{ total: number }>(transaction, sql`select count(*)::int as total from conflict where ${sql.join(conditionsOf(filter), sql` and `)}`);
    return row?.total ?? 0;
  });
}

export function conflict({ database, workspace }: Options, wanted: string): ReturnType<InboxViews['conflict']> {
  return database.unit(workspace, async (transaction) => {
    const [row] = await rowsOf<ConflictView & { open: string | null }>(
      transaction,
      sql`select ${COLUMNS}, (select other.id from conflict other where other.link_id = conflict.link_id and other.field = conflict.field and other.state = 'open') as open
        from conflict where id = ${wanted}`,
    );
    return row ?? null;
  });
}

export function conflictCounts({ database, workspace }: Options): Promise<readonly ConflictCount[]> {
  return database.unit(workspace, (transaction) =>
    rowsOf<ConflictCount>(
      transaction,
      sql`select entity, field, count(*)::int as count, min(since) as oldest from conflict where state = 'open' group by entity, field order by count(*) desc, entity, field`,
    ),
  );
}

function conditionsOf({ record, field, changed, choosable, words, owner, ...rest }: ConflictFilter): readonly RawBuilder<unknown>[] {
  return [
    sql`state = 'open'`,
    ...narrowed(rest),
    ...(record === undefined ? [] : [sql`link_id = ${record}`]),
    ...(field === undefined ? [] : [sql`field = ${field}`]),
    ...(words === undefined ? [] : [sql`link_id in (select register_found('account', ${words}) union select register_found('contact', ${words}) union select register_found('salesCase', ${words}))`]),
    ...(owner === undefined ? [] : [sql`link_id in (select link_id from register_account where owner in ${ownersNamed(owner)} union select link_id from register_contact where owner in ${ownersNamed(owner)} union select link_id from register_sales_case where owner in ${ownersNamed(owner)})`]),
    // What is not in the base was empty, or never agreed on.
    ...(changed === undefined ? [] : [sql`side_values -> ${changed}::text is distinct from coalesce(base -> ${changed}::text, case when side_values -> ${changed}::text is not null then 'null'::jsonb end)`]),
    ...(choosable === undefined ? [] : [sql`side_values -> ${choosable}::text is not null`]),
  ];
}

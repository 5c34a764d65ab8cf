// Touches, whoever they were with. Invariant: a touch is told once, with every account, person and deal that it names; who a person is
// is told only to those who may know contacts.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { RegisterViews, TouchFilter, TouchLine } from '../../views/registers.ts';
import { textArray } from '../recordset.ts';
import type { Tables } from '../tables.ts';
import { rowsOf } from '../turn.ts';
import type { ViewOptions } from './asking.ts';
import { accountOf, recordsOf } from './history-account.ts';
import { inOrder, ownerOf, pageOf, saying, type Register } from './register-page.ts';

const REGISTER: Register<'at'> = { table: 'mirror_touches', id: 'id', orders: { at: ['at', 'at'] } };

export function touchLines({ database, workspace }: ViewOptions, question: Parameters<RegisterViews['touchLines']>[0]): ReturnType<RegisterViews['touchLines']> {
  return database.unit(workspace, async (transaction) => {
    const { ids, ...page } = await pageOf(transaction, REGISTER, await conditionsOf(transaction, question.filter), question);
    return { ...page, items: inOrder(ids, await lines(transaction, ids, question.withContacts)) };
  });
}

async function conditionsOf(transaction: Transaction<Tables>, { kind, account, contact, owner, from, until }: TouchFilter): Promise<readonly RawBuilder<unknown>[]> {
  return [
    sql`r.at is not null`,
    ...saying(kind, (some) => sql`r.kind = any(${textArray(some)})`),
    ...saying(from, (at) => sql`r.at >= ${at}::timestamptz`),
    ...saying(until, (at) => sql`r.at < ${at}::timestamptz`),
    ...(owner === undefined ? [] : [sql`r.owner = any(${textArray(await ownersOf(transaction, owner))})`]),
    ...(account === undefined ? [] : [await withAccount(transaction, account)]),
    ...saying(contact, (link) => sql`r.id in (${touched('contact', sql`w.ref in (select s.ref_id from side_state s where s.link_id = ${link} and s.side = 'crm' and s.entity = 'contact')`)})`),
  ];
}

const touched = (kind: string, whom: RawBuilder<unknown>): RawBuilder<unknown> => sql`select w.touch from mirror_touch_of w where w.kind = ${kind} and ${whom}`;

/** With the account, its people or its deals. */
async function withAccount(transaction: Transaction<Tables>, account: string): Promise<RawBuilder<unknown>> {
  const refs = await accountOf({ transaction }, account);
  if (refs === null) return sql`false`;
  const those = (entity: 'contact' | 'salesCase'): RawBuilder<unknown> =>
    sql`w.ref in (select x.ref_id from ${recordsOf(entity, refs)} join side_state x on x.link_id = record.link_id and x.side = 'crm')`;
  return sql`r.id in (${touched('company', sql`w.ref = ${refs.company}`)} union ${touched('contact', those('contact'))} union ${touched('deal', those('salesCase'))})`;
}

/** Touches name their owner by the CRM's id. */
async function ownersOf(transaction: Transaction<Tables>, id: string): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    transaction,
    sql`select i.item ->> 'id' as id from fact f cross join lateral jsonb_array_elements(f.value -> 'items') as i (item) where f.name = 'registry:crm:owners' and lower(i.item ->> 'email') = ${await ownerOf(transaction, id)}`,
  );
  return rows.map((row) => row.id);
}

const PARTIES = { accounts: ['companies', 'account', 'register_account'], contacts: ['contacts', 'contact', 'register_contact'], deals: ['deals', 'salesCase', 'register_sales_case'] } as const;

function parties(of: keyof typeof PARTIES): RawBuilder<unknown> {
  const [column, entity, table] = PARTIES[of];
  return sql`coalesce((select jsonb_agg(jsonb_build_object('id', l.link_id, 'name', nullif(l.name, '')) order by l.sort_name nulls last, n.ref) from unnest(${sql.ref(`r.${column}`)}) n (ref)
    left join side_state x on x.side = 'crm' and x.entity = ${entity} and x.ref_id = n.ref left join ${sql.table(table)} l on l.link_id = x.link_id), '[]')`;
}

function lines(transaction: Transaction<Tables>, ids: readonly string[], withContacts: boolean): Promise<readonly TouchLine[]> {
  return rowsOf<TouchLine>(
    transaction,
    sql`select r.id, r.kind, r.at, r.title, r.direction, r.outcome, ${parties('accounts')} as accounts, ${withContacts ? parties('contacts') : sql`'[]'::jsonb`} as contacts, ${parties('deals')} as deals,
        (select i.item ->> 'label' from fact f cross join lateral jsonb_array_elements(f.value -> 'items') as i (item) where f.name = 'registry:crm:owners' and i.item ->> 'id' = r.owner limit 1) as "ownerName"
      from mirror_touches r where r.id = any(${textArray(ids)})`,
  );
}

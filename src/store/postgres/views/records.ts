// What belongs to one account or one contact, on PostgreSQL. Invariant: every question begins at the ids of one link, so that each is
// answered by an index however many records there are.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { AccountContact, ContactTouch, RecordViews, Related, RelatedSalesCase } from '../../views/records.ts';
import type { Tables } from '../tables.ts';
import { rowsOf } from '../turn.ts';
import { amounts, type ViewOptions } from './asking.ts';
import { accountOf, labelOf, ownerName, recordsOf, STANDING_LINK } from './history-account.ts';

/** More are on the list of all. */
const MOST = 200;

export function createRecordViews({ database, workspace }: ViewOptions): RecordViews {
  const unit = <T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T> => database.unit(workspace, work);
  return {
    standing: ({ entity, id }) =>
      unit(async (transaction) => {
        const [found] = await rowsOf<{ id: string }>(transaction, sql`select ${STANDING_LINK} as id from link l where l.id = ${id} and l.entity = ${entity}`);
        return found?.id ?? null;
      }),
    contactsOf: ({ account }) =>
      unit(async (transaction) => {
        const refs = await accountOf({ transaction }, account);
        return refs === null ? null : related<AccountContact>(transaction, contacts(recordsOf('contact', refs)));
      }),
    salesCasesOf: ({ account, withAmounts }) =>
      unit(async (transaction) => {
        const refs = await accountOf({ transaction }, account);
        return refs === null ? null : related<RelatedSalesCase>(transaction, salesCases(recordsOf('salesCase', refs), withAmounts));
      }),
    salesCasesOfContact: ({ contact, withAmounts }) => unit((transaction) => related<RelatedSalesCase>(transaction, salesCases(pointing(contact), withAmounts))),
    touchesOf: ({ contact, limit }) => unit((transaction) => rowsOf<ContactTouch>(transaction, touches(contact, limit))),
  };
}

async function related<Item>(transaction: Transaction<Tables>, query: RawBuilder<unknown>): Promise<Related<Item>> {
  const rows = await rowsOf<Item & { readonly total: number }>(transaction, query);
  return { items: rows.map(({ total: _total, ...item }) => item as unknown as Item), total: rows[0]?.total ?? 0 };
}

const keysIn = (name: string): RawBuilder<unknown> => sql`case jsonb_typeof(record.fields -> ${name}) when 'array' then record.fields -> ${name} else '[]'::jsonb end`;

/** @param record one row of `side_state` per link, called `record` */
function contacts(record: RawBuilder<unknown>): RawBuilder<unknown> {
  const fullName = sql`nullif(trim(concat_ws(' ', record.fields ->> 'firstName', record.fields ->> 'lastName')), '')`;
  const forbidden = sql`exists (select from jsonb_array_elements(${keysIn('optOuts')}) o where o ->> 'key' = e ->> 'key')`;
  return sql`select record.link_id as id, ${fullName} as name, record.fields ->> 'jobTitle' as "jobTitle", coalesce((record.fields ->> 'active')::boolean, true) as active,
      coalesce((select jsonb_agg(jsonb_build_object('address', e ->> 'key', 'forbidden', ${forbidden})) from jsonb_array_elements(${keysIn('emails')}) e), '[]') as emails,
      coalesce((select jsonb_agg(p ->> 'key') from jsonb_array_elements(${keysIn('phones')}) p), '[]') as phones, (count(*) over ())::int as total
    from ${record} order by coalesce((record.fields ->> 'active')::boolean, true) desc, lower(record.fields ->> 'lastName'), lower(record.fields ->> 'firstName'), record.link_id limit ${MOST}`;
}

/** @param record as for `contacts` */
function salesCases(record: RawBuilder<unknown>, withAmounts: boolean): RawBuilder<unknown> {
  const open = sql`coalesce(record.fields ->> 'state', 'open') = 'open'`;
  return sql`select record.link_id as id, record.fields ->> 'name' as name, record.fields ->> 'number' as number, record.fields ->> 'state' as state,
      coalesce(${labelOf('salesStatuses', sql`record.fields ->> 'stage'`)}, record.fields ->> 'stage') as stage, record.fields ->> 'expectedOrderDate' as "expectedOrderDate",
      coalesce(${ownerName(sql`record.fields ->> 'owner'`)}, record.fields ->> 'owner') as owner, record.fields #>> '{value,currency}' as currency, (count(*) over ())::int as total
      ${amounts(withAmounts, sql`record.fields #>> '{value,amount}' as amount`)}
    from ${record} order by ${open} desc, record.fields ->> 'expectedOrderDate' desc nulls last, record.link_id limit ${MOST}`;
}

/** `record`: the sales cases that name this contact, by whichever of its ids. */
function pointing(contact: string): RawBuilder<unknown> {
  return sql`(select distinct on (s.link_id) s.* from side_state s
    where s.link_id = any(array(select n.link_id from match_key k join side_state n on n.side = k.side and n.entity = k.entity and n.ref_id = k.ref_id and n.gone is null
      where k.entity = 'salesCase' and k.key = any(array(select 'ref.contact:' || c.side || ':' || c.ref_id from side_state c where c.link_id = ${contact}))))
      and s.gone is null order by s.link_id, array_position('{local,psa,crm}'::text[], s.side)) record`;
}

function touches(contact: string, limit: number): RawBuilder<unknown> {
  return sql`select t.id, to_char(o.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, t.kind, t.title, coalesce(t.outcome, t.direction) as outcome
    from (select w.at, w.touch from mirror_touch_of w where w.kind = 'contact' and w.ref = any(array(select ref_id from side_state where link_id = ${contact} and side = 'crm')) order by w.at desc, w.touch limit ${limit}) o
    cross join lateral (select * from mirror_touches m where m.id = o.touch limit 1) t order by o.at desc, t.id`;
}

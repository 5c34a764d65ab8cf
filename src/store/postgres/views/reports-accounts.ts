// Accounts as management looks at them: those that pay best, and those that have gone quiet. Invariant: what is invoiced is what the
// billable flow says, on the same day and in the organisation's currency.
import { sql, type RawBuilder } from 'kysely';
import { UsageError } from '../../../lib/errors.ts';
import type { DormantAccount, DormantSort, HistoryViews, ProfitableAccount, ProfitSort, ReportFilter } from '../../views/history.ts';
import { recordset } from '../recordset.ts';
import { rowsOf } from '../turn.ts';
import { amounts, ask, type ViewOptions } from './asking.ts';
import { filteredLines } from './billing-lines.ts';
import { ownerName, recordsOf } from './history-account.ts';
import { costs, ISSUED, MARGIN } from './history-margin.ts';
import { ownersNamed } from './register-page.ts';

/** `s` and `a`: the account of `found.customer`, and what is known of it. */
const ACCOUNT = sql`left join side_state s on s.side = 'psa' and s.entity = 'account' and s.ref_id = found.customer
  left join lateral (select o.fields from side_state o where o.link_id = s.link_id and o.gone is null order by array_position('{local,psa,crm}'::text[], o.side) limit 1) a on true`;

const NAMED = sql`found.customer, s.link_id as account, a.fields ->> 'name' as name, a.fields ->> 'owner' as owner, ${ownerName(sql`a.fields ->> 'owner'`)} as "ownerName"`;

function lets({ owner, industry, segment }: ReportFilter): RawBuilder<unknown> {
  return sql.join(
    [
      sql`true`,
      ...(owner === undefined ? [] : [sql`a.fields ->> 'owner' in ${ownersNamed(owner)}`]),
      ...(industry === undefined ? [] : [sql`a.fields ->> 'industry' = ${industry}`]),
      ...(segment === undefined ? [] : [sql`a.fields -> 'segments' @> ${JSON.stringify([{ key: segment }])}::jsonb`]),
    ],
    sql` and `,
  );
}

function sorted<By extends string>(orders: Readonly<Record<By, RawBuilder<unknown>>>, { by, descending }: { readonly by: By; readonly descending: boolean }): RawBuilder<unknown> {
  return sql`order by ${orders[by]} ${sql.raw(descending ? 'desc' : 'asc')} nulls last, found.customer`;
}

const hidden = (what: string): UsageError => new UsageError('amounts-hidden', `${what} needs the right to see amounts.`);

const PROFIT_ORDERS: Readonly<Record<ProfitSort, RawBuilder<unknown>>> = {
  netInvoiced: sql`net`, margin: sql`net - coalesce(cost.cost, 0)`, cost: sql`coalesce(cost.cost, 0)`, name: sql`a.fields ->> 'name'`,
  marginPercent: sql`case when net > 0 then (net - coalesce(cost.cost, 0)) / net end`,
};

export function profitable(options: ViewOptions, question: Parameters<HistoryViews['profitable']>[0]): ReturnType<HistoryViews['profitable']> {
  const { asOf, withAmounts, from, to, filter, sort, offset, limit } = question;
  if (!withAmounts) throw hidden('The report of the most profitable accounts');
  return ask(options, asOf, async ({ transaction, money, told }) => {
    const lines = filteredLines({ asOf, filter: { states: ISSUED }, money, customers: null, byProject: false });
    const rows = await rowsOf<ProfitableAccount & { total: number }>(
      transaction,
      sql`with net as (
        select customer, coalesce(sum(org_amount), 0) as net, (count(*) filter (where org_amount is null))::int as unconverted
        from ${lines} where customer is not null and date >= ${from}::date and date <= ${to}::date group by customer
      ), cost as (select * from ${costs({ from, to }, money, null)}
      ), found as (select coalesce(net.customer, cost.customer) as customer, coalesce(net.net, 0) as net, coalesce(net.unconverted, 0) as unconverted from net full join cost on cost.customer = net.customer)
      select ${NAMED}, found.unconverted, ${MARGIN}, (count(*) over ())::int as total
      from found left join cost on cost.customer = found.customer ${ACCOUNT} where ${lets(filter)} ${sorted(PROFIT_ORDERS, sort)} limit ${limit} offset ${offset}`,
    );
    return { ...told, total: rows[0]?.total ?? 0, accounts: rows.map(({ total: _total, ...row }) => row) };
  });
}

const DORMANT_ORDERS: Readonly<Record<DormantSort, RawBuilder<unknown>>> = {
  lastSeen: sql`greatest(found.worked_on, found.invoiced_on)`, netInvoiced: sql`net.net`, name: sql`a.fields ->> 'name'`,
};

export function dormant(options: ViewOptions, question: Parameters<HistoryViews['dormant']>[0]): ReturnType<HistoryViews['dormant']> {
  const { asOf, withAmounts, months, filter, sort, offset, limit } = question;
  if (!withAmounts && sort.by === 'netInvoiced') throw hidden('Sorting by what was invoiced');
  return ask(options, asOf, async ({ transaction, money, told }) => {
    const quiet = await rowsOf<{ customer: string }>(
      transaction,
      sql`with worked as (
        select p.customer, max(h.date) as worked_on from mirror_projects p
          cross join lateral (select o.date from mirror_work_hours o where o.project = p.id and o.date <= ${asOf}::date order by o.date desc limit 1) h
        where p.customer is not null and p.internal is not true group by p.customer
      ), invoiced as (
        select customer, max(date) as invoiced_on from billing_invoices(${asOf}::date, null) where customer is not null and not credit_note and state in ('invoiced', 'overdue', 'paid') group by customer
      )
      select coalesce(worked.customer, invoiced.customer) as customer, worked_on::text as worked_on, invoiced_on::text as invoiced_on from worked full join invoiced on invoiced.customer = worked.customer
      where greatest(worked_on, invoiced_on) < (${asOf}::date - make_interval(months => ${months}::int))::date`,
    );
    const lines = filteredLines({ asOf, filter: { states: ISSUED }, money, customers: quiet.map(({ customer }) => customer), byProject: false });
    const net = withAmounts ? sql`(select customer, sum(org_amount) as net from ${lines} group by customer)` : sql`(select null::text as customer, null::numeric as net where false)`;
    const company = sql`(select o.ref_id from side_state o where o.link_id = s.link_id and o.side = 'crm')`;
    const rows = await rowsOf<DormantAccount & { total: number }>(
      transaction,
      sql`select ${NAMED}, found.worked_on::text as "lastWorkOn", found.invoiced_on::text as "lastInvoiceOn",
        (select count(*)::int from ${recordsOf('salesCase', { link: sql`s.link_id`, customer: sql`found.customer`, company })} where record.fields ->> 'state' = 'open') as "openDeals",
        (count(*) over ())::int as total${amounts(withAmounts, sql`net.net::numeric(30, 2)::text as "netInvoiced"`)}
      from (select * from ${recordset(quiet, 'customer text, worked_on date, invoiced_on date')}) found left join ${net} net on net.customer = found.customer ${ACCOUNT}
      where ${lets(filter)} ${sorted(DORMANT_ORDERS, sort)} limit ${limit} offset ${offset}`,
    );
    return { ...told, total: rows[0]?.total ?? 0, accounts: rows.map(({ total: _total, ...row }) => row) };
  });
}

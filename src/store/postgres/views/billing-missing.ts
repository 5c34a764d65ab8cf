// Work that nobody will bill unless somebody looks: the three lists of what is missing. Invariant: each list says in
// store/views/billing.ts what puts a project on it, and nothing else does.
import { sql, type RawBuilder } from 'kysely';
import type { BillingViews, MissingItem, MissingList } from '../../views/billing.ts';
import { rowsOf } from '../turn.ts';
import { amounts, ask, type Ask, type ViewOptions } from './asking.ts';
import { customerName, linkOf, userName } from './billing-lines.ts';
import { asSettings } from './money.ts';

type Question = Parameters<BillingViews['missing']>[0];
/** Columns: project, name, customer, owner, deal, count, hours, date, currency, amount. */
type List = (open: Ask, question: Question) => RawBuilder<unknown>;

const hasWork = (project: RawBuilder<unknown>): RawBuilder<unknown> => sql`(exists (select from mirror_work_hours w where w.project = ${project})
  or exists (select from mirror_project_fees w where w.project = ${project}) or exists (select from mirror_travel_expenses w where w.project = ${project})
  or exists (select from mirror_flat_rates w where w.project = ${project}))`;

const LISTS: Readonly<Record<MissingList, List>> = {
  unplanned: ({ money }, { asOf, olderThanDays }) => sql`
    select p.id as project, p.name, p.customer, p.owner, ${linkOf('salesCase', sql`p.id`)} as deal, l.count, l.hours, l.oldest as date, l.currency, l.amount
    from (
      select l.project, l.currency, count(*)::int as count, sum(l.hours) as hours, min(l.date) as oldest, sum(l.amount) as amount
      from billing_open_lines(${asOf}::date, ${asSettings(money)}, null, '{approved}') l join billing_item b on b.kind = l.kind and b.id = l.ref_id
      where l.state = 'approved' and b.invoice is null and b.planned_on is null and (l.date is null or l.date < ${asOf}::date - ${olderThanDays}::int)
        and not (b.schedule is not distinct from 'WhenPhaseCompleted' and exists (select from mirror_phases f where f.id = coalesce(b.billing_phase, b.phase) and f.completed is not true))
      group by l.project, l.currency
    ) l join mirror_projects p on p.id = l.project
    where l.project <> all (array(select unnest(i.projects) from mirror_invoices i where i.number is null and i.sent is not true and i.projects is not null))`,
  wonWithoutWork: () => sql`
    select s.ref_id as project, coalesce(p.name, c.fields ->> 'name') as name, p.customer, p.owner, c.link_id as deal, 0 as count, null::numeric as hours,
      coalesce(p.expected_order_date, (c.fields ->> 'expectedOrderDate')::date) as date, coalesce(c.fields #>> '{value,currency}', p.currency) as currency,
      coalesce((c.fields #>> '{value,amount}')::numeric, p.expected_value) as amount
    from (select distinct on (link_id) link_id, fields from side_state
      where entity = 'salesCase' and side in ('local', 'psa', 'crm') and gone is null order by link_id, array_position('{local,psa,crm}'::text[], side)) c
      left join side_state s on s.link_id = c.link_id and s.side = 'psa' and s.gone is null left join mirror_projects p on p.id = s.ref_id
    where c.fields ->> 'state' = 'won' and p.internal is not true and (s.ref_id is null or not ${hasWork(sql`s.ref_id`)})`,
  workWithoutDeal: ({ money }, { asOf }) => sql`
    select p.id as project, p.name, p.customer, p.owner, s.link_id as deal, coalesce(l.count, 0) as count,
      (select sum(w.quantity) from mirror_work_hours w where w.project = p.id) as hours, (select max(w.date) from mirror_work_hours w where w.project = p.id) as date,
      coalesce(l.currency, p.currency) as currency, coalesce(l.amount, 0) as amount
    from mirror_projects p left join side_state s on s.side = 'psa' and s.entity = 'salesCase' and s.ref_id = p.id
      left join (select l.project, l.currency, count(*)::int as count, sum(l.amount) as amount from billing_open_lines(${asOf}::date, ${asSettings(money)}, null, '{approved,unapproved}') l
        where l.state in ('approved', 'unapproved') group by l.project, l.currency) l on l.project = p.id
    where p.internal is not true and ${hasWork(sql`p.id`)}
      and not exists (select from side_state c where c.link_id = s.link_id and c.side = 'crm' and c.gone is null)`,
};

export function missing(options: ViewOptions, question: Question): ReturnType<BillingViews['missing']> {
  const { asOf, withAmounts, list, offset, limit } = question;
  return ask(options, asOf, async (open) => {
    const rows = await rowsOf<MissingItem & { total: number }>(
      open.transaction,
      sql`select project, (select p.number::text from mirror_projects p where p.id = project) as number, name, customer, ${customerName(sql`customer`)} as "customerName",
        ${linkOf('account', sql`customer`)} as account, owner, ${userName(sql`owner`)} as "ownerName", deal, count, hours::text as hours, date::text as date, currency,
        (count(*) over ())::int as total${amounts(withAmounts, sql`amount::numeric(30, 2)::text as amount`)}
      from (${LISTS[list](open, question)}) item order by item.date nulls last, project, deal, currency limit ${limit} offset ${offset}`,
    );
    return { ...open.told, total: rows[0]?.total ?? 0, items: rows.map(({ total: _total, ...item }) => item) };
  });
}

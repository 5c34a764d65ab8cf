// What moved, and what is to come. Invariant: a move is told once; what the calendar alone moves (an invoice whose due date has
// passed) is worked out and never kept.
import { sql } from 'kysely';
import type { BillingViews, ForecastCell, Move, MoveSum } from '../../views/billing.ts';
import { textArray } from '../recordset.ts';
import { rowsOf } from '../turn.ts';
import { amounts, ask, type ViewOptions } from './asking.ts';
import { customerName, linkOf } from './billing-lines.ts';
import { asSettings } from './money.ts';

export function changes(options: ViewOptions, question: Parameters<BillingViews['changes']>[0]): ReturnType<BillingViews['changes']> {
  const { asOf, withAmounts, since, until, customers, offset, limit } = question;
  return ask(options, asOf, async ({ transaction, told }) => {
    const given = customers === undefined ? sql`null::text[]` : textArray(customers);
    const moves = sql`(
      select at, kind, ref_id, customer, project, from_state, to_state, amount, currency from billing_move
        where at > ${since}::timestamptz and at <= ${until}::timestamptz and (${given} is null or customer = any(${given}))
      union all
      -- Due on the day before it is overdue, at midnight.
      select (due_date + 1)::timestamptz, 'invoice', id, customer, case when cardinality(projects) = 1 then projects[1] end, 'invoiced', 'overdue', case when credit_note then -abs(total) else total end, currency
        from billing_invoices(${until}::timestamptz::date, ${given})
        where state = 'overdue' and (due_date + 1)::timestamptz > ${since}::timestamptz and (due_date + 1)::timestamptz <= ${until}::timestamptz
    ) move`;
    const sums = await rowsOf<MoveSum>(
      transaction,
      sql`select kind, from_state as from, to_state as to, currency, count(*)::int as count${amounts(withAmounts, sql`sum(amount)::numeric(30, 2)::text as amount`)}
        from ${moves} group by kind, from_state, to_state, currency order by kind, from_state nulls first, to_state nulls last, currency`,
    );
    const found = await rowsOf<Move>(
      transaction,
      sql`select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, kind, ref_id as id,
        case when kind = 'invoice' then (select i.number from mirror_invoices i where i.id = ref_id) end as number, customer, ${customerName(sql`customer`)} as "customerName", ${linkOf('account', sql`customer`)} as account,
        project, (select p.name from mirror_projects p where p.id = move.project) as "projectName", ${linkOf('salesCase', sql`project`)} as deal, from_state as from, to_state as to, currency${amounts(withAmounts, sql`amount::numeric(30, 2)::text as amount`)} from ${moves} order by move.at desc, kind, ref_id, to_state limit ${limit} offset ${offset}`,
    );
    return { ...told, total: sums.reduce((sum, { count }) => sum + count, 0), sums, moves: found };
  });
}

export function forecast(options: ViewOptions, { asOf, withAmounts, months, customers }: Parameters<BillingViews['forecast']>[0]): ReturnType<BillingViews['forecast']> {
  return ask(options, asOf, async ({ transaction, money, told }) => {
    const given = customers === undefined ? sql`null::text[]` : textArray(customers);
    const settings = asSettings(money);
    const cells = await rowsOf<ForecastCell>(
      transaction,
      sql`with coming as (
        select b.planned_on as day, case when b.rule is null then 'planned' else 'recurring' end as source, coalesce(b.currency, p.currency, ${money.currency}) as currency, b.amount
        from billing_item b left join mirror_projects p on p.id = b.project
        where b.invoice is null and b.billable and b.planned_on is not null and p.internal is not true and (${given} is null or p.customer = any(${given}))
        union all
        select coalesce(i.date, ${asOf}::date), 'drafts', i.currency, i.net from billing_invoice_sums(${asOf}::date, ${settings}, ${given}, '{draft}') i
        union all
        -- What people work with is ours; without a record of ours, what the PSA shows.
        select (c.fields ->> 'expectedOrderDate')::date, 'pipeline', coalesce(c.fields #>> '{value,currency}', ${money.currency}),
          round((c.fields #>> '{value,amount}')::numeric * coalesce((c.fields ->> 'probability')::numeric, 0) / 100, 2)
        from side_state c left join side_state o on c.side = 'psa' and o.link_id = c.link_id and o.side = 'local' and o.gone is null
          left join side_state s on s.link_id = c.link_id and s.side = 'psa'
        where c.entity = 'salesCase' and c.side in ('local', 'psa') and c.gone is null and o.link_id is null and c.fields ->> 'state' = 'open'
          and jsonb_typeof(c.fields -> 'value') = 'object' and c.fields ->> 'expectedOrderDate' is not null
          and (${given} is null or exists (select from mirror_projects p where p.id = s.ref_id and p.customer = any(${given})))
      ), placed as (
        select case when day < date_trunc('month', ${asOf}::date) then 'late' else to_char(day, 'YYYY-MM') end as month, source, currency, amount from coming
        where day < date_trunc('month', ${asOf}::date) + make_interval(months => ${months})
      )
      select month, source, currency, count(*)::int as count${amounts(withAmounts, sql`sum(amount)::numeric(30, 2)::text as amount, sum(billing_worth(amount, billing_rate(currency, ${settings}), ${money.direction}))::text as "organisationAmount"`)}
      from placed group by month, source, currency order by month = 'late' desc, month, array_position('{planned,recurring,drafts,pipeline}'::text[], source), currency`,
    );
    return { ...told, cells };
  });
}

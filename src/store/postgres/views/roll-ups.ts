// Figures of accounts and sales cases, worked out from the mirrored rows. Invariant: an amount is the sum of the very lines that the
// billable flow shows on that day, in the organisation's currency; where there is no line, there is no amount.
import { sql, type Transaction } from 'kysely';
import type { BillingSettings } from '../../../core/billing-money.ts';
import { sizeClass, valueClass, type ClassThresholds } from '../../../core/rollup.ts';
import { isMoney } from '../../../core/value.ts';
import type { EntityName, Fields, Money, Value } from '../../../core/vocabulary.ts';
import type { RollUp } from '../../mirrors.ts';
import { textArray } from '../recordset.ts';
import type { Tables } from '../tables.ts';
import { rowsOf } from '../turn.ts';
import { asSettings } from './money.ts';

export interface RollUpQuestion {
  readonly entity: EntityName;
  /** Ids of the PSA. */
  readonly customers: readonly string[];
  /** Plain date. */
  readonly today: string;
  readonly money: BillingSettings;
  readonly classes: ClassThresholds;
}

/** The figures of these customers, or of their sales cases, for the links that they belong to. */
export async function rollUpsOf(transaction: Transaction<Tables>, question: RollUpQuestion): Promise<readonly RollUp[]> {
  if (question.customers.length === 0) return [];
  if (question.entity === 'account') return accounts(transaction, question);
  return question.entity === 'salesCase' ? salesCases(transaction, question) : [];
}

interface AccountRow {
  readonly linkId: string;
  readonly employees: Value;
  readonly revenue: Value;
  readonly [figure: string]: Value;
}

async function accounts(transaction: Transaction<Tables>, { customers, today, money, classes }: RollUpQuestion): Promise<readonly RollUp[]> {
  const given = textArray(customers);
  const settings = asSettings(money);
  const rows = await rowsOf<AccountRow>(
    transaction,
    sql`with line as materialized (
      select * from billing_lines(${today}::date, ${settings}, ${given}, '{approved,unapproved,draft,invoiced,overdue,paid,credited}', false)
    ), amounts as (
      select customer, sum(org_amount) filter (where issued) as net, sum(org_amount) filter (where issued and date > (${today}::date - interval '12 months')::date) as net_12m,
        sum(org_amount) filter (where state = 'approved') as approved, sum(org_amount) filter (where state = 'unapproved') as unapproved,
        sum(org_amount) filter (where state = 'draft') as draft, sum(org_amount) filter (where state = 'overdue') as overdue
      from (select *, state in ('invoiced', 'overdue', 'paid', 'credited') as issued from line) l group by customer
    ), totals as (
      select customer, string_agg(currency || ' ' || amount, '; ' order by currency) as by_currency
      from (select customer, currency, sum(amount)::numeric(30, 2)::text as amount from line where state in ('invoiced', 'overdue', 'paid', 'credited') group by customer, currency) t
      group by customer
    ), invoice as materialized (
      select customer, date, id, number, billing_worth(net, rate, ${money.direction}) as worth
      from billing_invoice_sums(${today}::date, ${settings}, ${given}, '{invoiced,overdue,paid}') where not credit_note
    ), invoices as (
      select customer, count(*) as count, min(date) as first_on, max(date) as last_on, (array_agg(worth order by date desc nulls last, id desc))[1] as last_worth
      from invoice group by customer
    ), planned as (
      select customer, min(planned_on) as next_on, sum(worth) filter (where planned_on = next_on) as next_worth from (
        select p.customer, b.planned_on, min(b.planned_on) over (partition by p.customer) as next_on,
          billing_worth(b.amount, billing_rate(coalesce(b.currency, p.currency, ${money.currency}), ${settings}), ${money.direction}) as worth
        from mirror_projects p join billing_item b on b.project = p.id
        where p.customer = any(${given}) and p.internal is not true and b.invoice is null and b.billable and b.planned_on >= ${today}::date
      ) b group by customer
    ), projects as (
      select p.customer, count(*) filter (where p.closed is not true and p.internal is not true and coalesce(c.fields ->> 'state', 'won') = 'won') as open, max(h.date) as worked_on,
        -- Winning sets the order date, and it comes with every read; a status history comes one night later.
        min(coalesce(case when p.expected_order_date <= ${today}::date then p.expected_order_date end, (select min(s.at)::date from mirror_status_history s where s.project = p.id and s.status = p.sales_status)))
          filter (where c.fields ->> 'state' = 'won') as won_on
      from mirror_projects p
        left join side_state c on c.side = 'psa' and c.entity = 'salesCase' and c.ref_id = p.id
        left join lateral (select h.date from mirror_work_hours h where h.project = p.id and h.date <= ${today}::date order by h.date desc limit 1) h on true
      where p.customer = any(${given}) group by p.customer
    )
    select s.link_id as "linkId", own.employees, own.revenue,
      coalesce(i.first_on, p.won_on)::text as "customerSince", i.last_on::text as "lastInvoiceOn", p.worked_on::text as "lastWorkOn", n.next_on::text as "nextBillingOn",
      p.open::int as "openProjects", i.count::int as "invoiceCount",
      a.net::text as "netInvoiced", case when a.net is not null then coalesce(a.net_12m, 0) end::text as "netInvoiced12m", i.last_worth::text as "lastInvoiceAmount",
      a.approved::text as "unbilledApproved", a.unapproved::text as "unbilledUnapproved", a.draft::text as "draftInvoices", a.overdue::text as overdue,
      n.next_worth::text as "nextBillingAmount", t.by_currency as "totalsByCurrency"
    from side_state s
      -- As our own record shows it; of one that is yet to be made, as it will.
      left join lateral (
        select (array_agg(nullif(o.fields -> 'employees', 'null') order by o.side = 'local' desc, o.side = 'psa' desc) filter (where nullif(o.fields -> 'employees', 'null') is not null))[1] as employees,
          (array_agg(nullif(o.fields -> 'annualRevenue', 'null') order by o.side = 'local' desc, o.side = 'psa' desc) filter (where nullif(o.fields -> 'annualRevenue', 'null') is not null))[1] as revenue
        from side_state o where o.link_id = s.link_id and o.gone is null
      ) own on true
      left join amounts a on a.customer = s.ref_id left join totals t on t.customer = s.ref_id left join invoices i on i.customer = s.ref_id
      left join planned n on n.customer = s.ref_id left join projects p on p.customer = s.ref_id
    where s.side = 'psa' and s.entity = 'account' and s.ref_id = any(${given}) and s.gone is null
    order by s.link_id`,
  );
  return rows.map(({ linkId, employees, revenue, ...figures }) => {
    const known = isMoney(revenue) && revenue.currency === money.currency ? revenue.amount : null;
    const fields = inMoney(figures, ACCOUNT_AMOUNTS, money.currency);
    const net = figures['netInvoiced12m'] as string | null;
    return { linkId, fields: { ...fields, valueClass: valueClass(net, classes), sizeClass: sizeClass(typeof employees === 'number' ? employees : null, known, classes) } };
  });
}

const ACCOUNT_AMOUNTS = ['netInvoiced', 'netInvoiced12m', 'lastInvoiceAmount', 'unbilledApproved', 'unbilledUnapproved', 'draftInvoices', 'overdue', 'nextBillingAmount'] as const;

async function salesCases(transaction: Transaction<Tables>, { customers, today, money }: RollUpQuestion): Promise<readonly RollUp[]> {
  const given = textArray(customers);
  const rows = await rowsOf<Record<string, Value> & { linkId: string }>(
    transaction,
    sql`with amounts as (
      select project, sum(org_amount) filter (where state in ('invoiced', 'overdue', 'paid', 'credited')) as invoiced, sum(org_amount) filter (where state in ('approved', 'unapproved')) as unbilled
      from billing_lines(${today}::date, ${asSettings(money)}, ${given}, '{approved,unapproved,invoiced,overdue,paid,credited}', true) group by project
    ), project as materialized (select * from mirror_projects where customer = any(${given})
    ), hours as (
      select h.project, sum(h.quantity) as done, max(h.date) as worked_on from mirror_work_hours h
      where h.project = any(array(select id from project)) and coalesce(h.date <= ${today}::date, true) group by h.project
    ), estimates as (
      select f.project, sum(f.hours_estimate) as hours from mirror_phases f
      -- Of a phase whose parts are estimated the parts count.
      where f.project = any(array(select id from project))
        and not exists (select from mirror_phases part where part.project = f.project and part.parent = f.id and part.id <> f.id and part.hours_estimate is not null)
      group by f.project
    )
    select s.link_id as "linkId", p.status as "projectStatus", p.completion::float8 as completion, h.worked_on::text as "lastWorkOn", h.done::float8 as "hoursDone",
      e.hours::float8 as "hoursEstimate", a.invoiced::text as invoiced, a.unbilled::text as unbilled
    from project p join side_state s on s.side = 'psa' and s.entity = 'salesCase' and s.ref_id = p.id and s.gone is null
      left join amounts a on a.project = p.id left join hours h on h.project = p.id left join estimates e on e.project = p.id
    order by s.link_id`,
  );
  return rows.map(({ linkId, ...figures }) => ({ linkId, fields: inMoney(figures, ['invoiced', 'unbilled'], money.currency) }));
}

function inMoney(figures: Readonly<Record<string, Value>>, amounts: readonly string[], currency: string): Fields {
  const money = (amount: Value): Money | null => (typeof amount === 'string' ? { amount, currency } : null);
  return { ...figures, ...Object.fromEntries(amounts.map((name) => [name, money(figures[name] ?? null)])) };
}

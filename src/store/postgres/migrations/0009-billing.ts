// The billable flow as SQL: the same function as core/billing.ts, over all rows at once. Invariant: the two agree on every row (a
// test holds them equal), and everything here runs with the rights of whoever asks, so row level security holds.
// A parameter is called `of_…`, because in a function's body a column of the same name would win over it.
import { APPLICATION_ROLE } from '../roles.ts';
import type { Migration } from '../migrate.ts';

const UNBILLED = `'{approved,unapproved,notBillable,removed}'::text[]`;
const OPEN = `'{approved,unapproved}'::text[]`;
const ON_INVOICE = `'{draft,invoiced,overdue,paid,credited}'::text[]`;
const CLOSED = `'{notBillable,removed}'::text[]`;

/** Items of one kind of table, in the columns they share. */
function items(kind: string, table: string, own: { readonly quantity: string; readonly hours: string; readonly planned: string; readonly rule: string; readonly approval: string }): string {
  return `
select '${kind}'::text as kind, id, project, customer, "user" as person, date, ${own.planned}, phase, ${own.quantity} as quantity, unit_price,
  coalesce(round(${own.quantity} * unit_price, 2), 0) as amount, coalesce(coalesce(invoice_quantity, quantity) * unit_price, 0) as billed_amount,
  ${own.hours} as hours, currency, billable, ${own.approval}, invoice, invoice_row, coalesce(invoice_quantity, quantity) * unit_cost as cost, cost_currency, ${own.rule} as rule
from ${table}`;
}

const PLANNED = 'schedule, planned_billing_date as planned_on, billing_phase';
const UNAPPROVED = 'null::text as billable_status, true as approved';
const ofFee = { quantity: 'quantity', hours: 'null::numeric', planned: PLANNED, approval: UNAPPROVED };

/** What of `billing_item b` is a line of its own, with the state it has. Its customer is its project's: that may have moved. */
function openItems(condition: string, state: string, gate: string): string {
  return `
select b.kind, b.id as ref_id, null::text collate "C" as invoice, b.project, p.customer, null::text collate "C" as billing_customer, p.owner, b.person,
  ${state} as state, b.date as since, b.date, b.hours, b.amount, coalesce(b.currency, p.currency, settings ->> 'currency') as currency,
  billing_worth(b.amount, billing_rate(coalesce(b.currency, p.currency, settings ->> 'currency'), settings), settings ->> 'direction') as org_amount
from billing_item b left join mirror_projects p on p.id = b.project
where ${condition} and (b.date is null or b.date <= of_day) and (of_customers is null or p.customer = any(of_customers)) and (of_states is null or of_states && ${gate})`;
}

/**
 * Invoices that count on a day, each with its state. What it takes to judge one is looked up by index, one invoice at a time: so
 * few cost little, and a planner that has not counted the rows yet cannot get it wrong.
 * @param condition on `mirror_invoices own`
 */
function judged(condition: string): string {
  return `  select i.id, i.number, i.customer, i.billing_customer, i.projects, i.date, i.due_date, i.payment_date, i.currency, i.currency_rate, i.total_excluding_tax as total,
    i.credit_note is true as credit_note, i.target as credits,
    case
      when i.number is null and i.sent is not true then 'draft'
      when i.credit_note and t.id is null then 'credited'
      when i.credit_note and t.number is null and t.sent is not true then 'draft'
      when c.total >= abs(coalesce(case when i.credit_note then t.total_excluding_tax else i.total_excluding_tax end, 0)) then 'credited'
      when i.credit_note then billing_invoice_state(t.number, t.sent, t.due_date, t.payment_date, t.paid, of_day)
      else billing_invoice_state(i.number, i.sent, i.due_date, i.payment_date, i.paid, of_day)
    end as state,
    billing_counts_from(i.number, i.sent, i.date, i.created_at) as counts_from
  from (
      select own.*, case when own.credit_note then billing_credited(own.id, own.credits) end as target from mirror_invoices own
      where ${condition} and coalesce(billing_counts_from(own.number, own.sent, own.date, own.created_at) <= of_day, true)
    ) i
    left join lateral (
      select * from mirror_invoices o
      where o.id = i.target and o.credit_note is not true and coalesce(billing_counts_from(o.number, o.sent, o.date, o.created_at) <= of_day, true)
      limit 1
    ) t on true
    left join lateral (
      select sum(abs(coalesce(n.total_excluding_tax, 0))) as total
      from (
        select * from mirror_invoices n where n.credits = case when i.credit_note then t.id else i.id end
        union all select * from mirror_invoices n where n.id = case when i.credit_note then t.credited_by else i.credited_by end and n.credits is null
          and billing_credited(n.id, null) = case when i.credit_note then t.id else i.id end
      ) n
      where n.credit_note and (n.number is not null or n.sent) and coalesce(billing_counts_from(n.number, n.sent, n.date, n.created_at) <= of_day, true)
    ) c on true`;
}

const OWN_STATE = `billing_item_state(b.billable, b.billable_status, b.approved, p.internal, settings ->> 'approval')`;

export const billing: Migration = {
  name: '0009-billing',
  statements: `
create index on mirror_invoices (workspace, created_at);
create index on mirror_invoices (workspace, credited_by) where credited_by is not null;

-- The state of what is on no invoice. Only hours are approved.
create function billing_item_state(of_billable boolean, of_status text, of_approved boolean, of_internal boolean, of_approval text) returns text language sql immutable as $$
  select case
    when of_internal then 'notBillable'
    when of_status = 'RemovedFromInvoice' then 'removed'
    when of_billable is not true or of_status = 'NotBillable' then 'notBillable'
    when of_approval = 'required' and of_approved is not true then 'unapproved'
    else 'approved' end
$$;

-- The state of an invoice by itself, before credit notes. Without a day nothing is overdue, and what is paid is paid.
create function billing_invoice_state(of_number text, of_sent boolean, of_due_date date, of_payment_date date, of_paid boolean, of_day date) returns text language sql immutable as $$
  select case
    when of_number is null and of_sent is not true then 'draft'
    when of_paid and coalesce(of_payment_date <= of_day, true) then 'paid'
    when of_due_date < of_day then 'overdue'
    else 'invoiced' end
$$;

-- From this day on an invoice counts: its date, or the day it was made if that is earlier; a draft from the day it was made. Null: always.
create function billing_counts_from(of_number text, of_sent boolean, of_date date, of_created_at timestamptz) returns date language sql immutable as $$
  select case when of_number is null and of_sent is not true then (of_created_at at time zone 'UTC')::date else least(of_date, (of_created_at at time zone 'UTC')::date) end
$$;

-- Which way a rate goes is known here only. Null: not known.
create function billing_worth(of_amount numeric, of_rate numeric, of_direction text) returns numeric language sql immutable as $$
  select case when of_rate is null or of_rate <= 0 then null
    when of_direction = 'units-per-organisation' then round(of_amount / of_rate, 2)
    else round(of_amount * of_rate, 2) end
$$;

create function billing_rate(of_currency text, settings jsonb) returns numeric language sql immutable as $$
  select case when of_currency = settings ->> 'currency' then 1 else (settings -> 'rates' ->> of_currency)::numeric end
$$;

create view billing_item with (security_invoker = true) as
${items('workHour', 'mirror_work_hours', {
  quantity: 'coalesce(planned_invoice_quantity, quantity)',
  hours: 'coalesce(planned_invoice_quantity, quantity)',
  planned: 'null::text as schedule, null::date as planned_on, null::text collate "C" as billing_phase',
  approval: 'billable_status, approved',
  rule: 'null::text collate "C"',
})}
union all ${items('projectFee', 'mirror_project_fees', { ...ofFee, rule: 'rule' })} where is_rule is not true
union all ${items('travelExpense', 'mirror_travel_expenses', { ...ofFee, rule: 'null::text collate "C"' })}
union all
select 'flatRate'::text, id, project, null::text collate "C", null::text collate "C", null::date, ${PLANNED}, phase, 1::numeric, price,
  coalesce(round(price, 2), 0), coalesce(price, 0), null::numeric, currency, true, ${UNAPPROVED}, invoice, null::text collate "C", null::numeric, null::text, null::text collate "C"
from mirror_flat_rates;
grant select on billing_item to ${APPLICATION_ROLE};

-- The invoice that a credit note takes back: the note says it, else the invoice does.
create function billing_credited(of_note text, of_credits text) returns text language sql stable as $$
  select coalesce(of_credits, (select min(o.id) from mirror_invoices o where o.credited_by = of_note))
$$;

-- Invoices that count on a day, each with its state. Credited: notes take back all of it. Partly: the notes have the invoice's state.
-- A draft note takes nothing back yet; the note of an invoice that nobody knows is credited.
create function billing_invoices(of_day date, of_customers text[], of_ids text[] default null) returns table (
  id text, number text, customer text, billing_customer text, projects text[], date date, due_date date, payment_date date, currency text, currency_rate numeric,
  total numeric, credit_note boolean, credits text, state text, counts_from date
) language sql stable as $$
${judged('(of_customers is null or own.customer = any(of_customers)) and (of_ids is null or own.id = any(of_ids))')}
$$;

-- What the rows of each invoice come to. sign: turns a credit note round whose rows are shown above zero. net: the total where the
-- rows explain it, else the rows.
create function billing_invoice_sums(of_day date, settings jsonb, of_customers text[], of_states text[], of_ids text[] default null) returns table (
  id text, number text, customer text, billing_customer text, projects text[], date date, due_date date, currency text, rate numeric, total numeric, credit_note boolean, state text, since date,
  sign numeric, rows numeric, worth numeric, agrees boolean, net numeric
) language sql stable as $$
  select i.id, i.number, i.customer, i.billing_customer, i.projects, i.date, i.due_date, i.currency, i.rate, i.total, i.credit_note, i.state,
    case i.state when 'overdue' then i.due_date when 'draft' then coalesce(i.counts_from, i.date) else i.date end,
    s.sign, s.sign * s.rows, s.sign * s.worth, a.agrees, case when a.agrees then i.total else s.sign * s.rows end
  from (
    select b.id, b.number, b.customer, b.billing_customer, b.projects, b.date, b.due_date, b.counts_from, coalesce(b.currency, settings ->> 'currency') as currency, b.credit_note, b.state,
      case when b.credit_note then -abs(b.total) else b.total end as total,
      case when coalesce(b.currency, settings ->> 'currency') = settings ->> 'currency' then 1
        when b.currency_rate > 0 then b.currency_rate else billing_rate(b.currency, settings) end as rate
    from billing_invoices(of_day, of_customers, of_ids) b where of_states is null or (of_states && ${ON_INVOICE} and b.state = any(of_states))
  ) i
  cross join lateral (
    select coalesce(sum(r.quantity * r.unit_price), 0) as exact, coalesce(sum(round(r.quantity * r.unit_price, 2)), 0) as rows,
      coalesce(sum(round(r.quantity * r.unit_price, 0)), 0) as whole, coalesce(sum(billing_worth(round(r.quantity * r.unit_price, 2), i.rate, settings ->> 'direction')), 0) as worth,
      case when i.credit_note and coalesce(sum(r.quantity * r.unit_price), 0) > 0 then -1 else 1 end as sign
    from mirror_invoice_rows r where r.invoice = i.id
  ) s
  cross join lateral (
    select coalesce(i.total in (s.sign * round(s.exact, 2), s.sign * s.rows) or (settings ->> 'rounding' = 'integer' and i.total in (s.sign * round(s.exact, 0), s.sign * s.whole)), false) as agrees
  ) a
$$;

-- A row's amount and hours by project, by what the items on it come to, and nothing lost: the last takes what is over.
create function billing_shares(of_row text, of_flat_rate text, of_amount numeric, of_worth numeric, of_hours numeric) returns table (
  project text, amount numeric, worth numeric, hours numeric
) language sql stable as $$
  select c.project,
    case when c.nth = c.parts then of_amount - coalesce(sum(c.amount) over before, 0) else c.amount end,
    case when c.nth = c.parts then of_worth - coalesce(sum(c.worth) over before, 0) else c.worth end,
    case when c.nth = c.parts then of_hours - coalesce(sum(c.hours) over before, 0) else c.hours end
  from (
    select w.project, w.nth, w.parts,
      case when w.whole = 0 then round(of_amount / w.parts, 2) else round(of_amount * w.weight / w.whole, 2) end as amount,
      case when w.whole = 0 then round(of_worth / w.parts, 2) else round(of_worth * w.weight / w.whole, 2) end as worth,
      case when w.whole = 0 then round(of_hours / w.parts, 2) else round(of_hours * w.weight / w.whole, 2) end as hours
    from (
      select g.project, g.weight, sum(g.weight) over () as whole, count(*) over () as parts, row_number() over (order by g.project nulls last) as nth
      from (
        select b.project, sum(b.billed_amount) as weight
        from (select project, billed_amount from billing_item where invoice_row = of_row union all select project, coalesce(price, 0) from mirror_flat_rates where id = of_flat_rate) b
        group by b.project
      ) g
    ) w
  ) c
  window before as (order by c.nth rows between unbounded preceding and 1 preceding)
$$;

-- What is on no invoice that counts. Nothing on an invoice of a later day is lost: it is approved.
create function billing_open_lines(of_day date, settings jsonb, of_customers text[], of_states text[]) returns table (
  kind text, ref_id text, invoice text, project text, customer text, billing_customer text, owner text, person text, state text, since date, date date, hours numeric, amount numeric,
  currency text, org_amount numeric
) language sql stable as $$
${openItems('b.invoice is null and b.billable', OWN_STATE, UNBILLED)}
union all ${openItems('b.invoice is null and b.billable is not true', OWN_STATE, CLOSED)}
union all ${openItems(
  // What counts later was made later, or nobody knows when: the index finds both.
  `b.invoice = any(array(select i.id from mirror_invoices i
  where billing_counts_from(i.number, i.sent, i.date, i.created_at) > of_day and (i.created_at >= (of_day + 1)::timestamp at time zone 'UTC' or i.created_at is null)))`,
  `'approved'::text`,
  OPEN,
)}
$$;

-- What is on invoices: their rows, each with its share of a project where that is asked for, and \`rounding\`, what a total has over
-- its rounded rows, so that the lines of an invoice come to its total.
create function billing_invoice_lines(of_day date, settings jsonb, of_customers text[], of_states text[], by_project boolean) returns table (
  kind text, ref_id text, invoice text, project text, customer text, billing_customer text, owner text, person text, state text, since date, date date, hours numeric, amount numeric,
  currency text, org_amount numeric
) language sql stable as $$
  with sums as materialized (select * from billing_invoice_sums(of_day, settings, of_customers, of_states))
  select l.kind, l.ref_id, l.id, l.project, l.customer, l.billing_customer, p.owner, null::text collate "C", l.state, l.since, l.date, l.hours, l.amount, l.currency, l.worth
  from (
    select 'invoiceRow'::text as kind, r.ref_id, r.id, case when h.parted then h.project when by_project and cardinality(r.projects) = 1 then r.projects[1] end as project,
      r.customer, r.billing_customer, r.state, r.since, r.date, r.currency,
      case when h.parted then h.hours else r.hours end as hours, case when h.parted then h.amount else r.amount end as amount, case when h.parted then h.worth else r.worth end as worth
    from (
      select w.id as ref_id, i.id, i.projects, i.customer, i.billing_customer, i.state, i.since, i.date, i.currency, w.flat_rate,
        case when w.type = 'Hours' then i.sign * w.quantity end as hours, i.sign * round(coalesce(w.quantity * w.unit_price, 0), 2) as amount,
        i.sign * billing_worth(round(coalesce(w.quantity * w.unit_price, 0), 2), i.rate, settings ->> 'direction') as worth
      from sums i join mirror_invoice_rows w on w.invoice = i.id
    ) r
    left join lateral (select true as parted, s.* from billing_shares(r.ref_id, r.flat_rate, r.amount, r.worth, r.hours) s) h on by_project
    union all
    select 'rounding', i.id, i.id, case when by_project and cardinality(i.projects) = 1 then i.projects[1] end, i.customer, i.billing_customer, i.state, i.since, i.date, i.currency,
      null, i.net - i.rows, billing_worth(i.net, i.rate, settings ->> 'direction') - i.worth
    from sums i
    where i.net <> i.rows or billing_worth(i.net, i.rate, settings ->> 'direction') <> i.worth
  ) l
  left join mirror_projects p on p.id = l.project
$$;

create function billing_lines(of_day date, settings jsonb, of_customers text[], of_states text[], by_project boolean) returns table (
  kind text, ref_id text, invoice text, project text, customer text, billing_customer text, owner text, person text, state text, since date, date date, hours numeric, amount numeric,
  currency text, org_amount numeric
) language sql stable as $$
  select * from billing_open_lines(of_day, settings, of_customers, of_states) o where of_states is null or o.state = any(of_states)
  union all select * from billing_invoice_lines(of_day, settings, of_customers, of_states, by_project)
$$;

-- How these rows stand now, each on its own or on its invoice: exactly those that are asked for and there.
create function billing_states(of_kind text, of_ids text[], of_approval text, of_day date) returns table (
  ref_id text, customer text, project text, state text, amount numeric, currency text
) language sql stable as $$
  select b.id, coalesce(p.customer, b.customer), b.project,
    case when b.invoice is null then billing_item_state(b.billable, b.billable_status, b.approved, p.internal, of_approval) else i.state end,
    case when b.invoice is null then b.amount else round(b.billed_amount, 2) end, coalesce(b.currency, p.currency)
  from billing_item b
    left join lateral (select * from mirror_projects o where o.id = b.project limit 1) p on true
    left join lateral (
${judged('own.id = b.invoice')} limit 1) i on true
  where of_kind <> 'invoice' and b.kind = of_kind and b.id = any(of_ids)
  union all
  select i.id, i.customer, case when cardinality(i.projects) = 1 then i.projects[1] end, i.state, case when i.credit_note then -abs(i.total) else i.total end, i.currency
  from (
${judged('own.id = any(of_ids)')}) i
  where of_kind = 'invoice'
$$;
`,
};

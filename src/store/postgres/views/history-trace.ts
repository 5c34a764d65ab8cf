// What was agreed about a sales case, what was done for it and what was invoiced, side by side, with what differs. Invariants: each
// currency is compared with itself only; what is done and invoiced are the figures of the billable flow on the same day.
import { sql, type RawBuilder } from 'kysely';
import { TRACE_DIFFERENCES, type HistoryViews, type Trace, type TraceDifference, type TraceLine } from '../../views/history.ts';
import { textArray } from '../recordset.ts';
import { rowsOf } from '../turn.ts';
import { amounts, ask, type Ask, type ViewOptions } from './asking.ts';
import { STANDING_LINK } from './history-account.ts';
import { asSettings } from './money.ts';

interface Case extends Pick<Trace, 'deal' | 'project' | 'name' | 'account' | 'state'> {
  readonly projectCurrency: string | null;
  readonly expected: string | null;
  readonly expectedCurrency: string | null;
  /** Of the PSA: whoever has been invoiced for it. */
  readonly customers: readonly string[];
  /** Proposals that were accepted. */
  readonly accepted: readonly string[];
}

export function trace(options: ViewOptions, { asOf, withAmounts, deal }: Parameters<HistoryViews['trace']>[0]): ReturnType<HistoryViews['trace']> {
  return ask(options, asOf, async (open): Promise<Trace | null> => {
    const found = await caseOf(open, deal, asOf);
    if (found === null) return null;
    const { project, name, account, state, accepted, expected } = found;
    const agreedBy = accepted.length > 0 ? 'proposals' : expected === null ? null : 'expectedValue';
    return { ...open.told, deal: found.deal, project, name, account, state, agreedBy, lines: await linesOf(open, { asOf, withAmounts, found }) };
  });
}

async function caseOf({ transaction }: Ask, link: string, asOf: string): Promise<Case | null> {
  // Where the PSA does not say which statuses accept a proposal, the last one of a won case was accepted.
  const statuses = sql`(select f.value -> 'items' from fact f where f.name = 'registry:psa:proposalStatuses')`;
  const won = sql`exists (select from jsonb_array_elements(${statuses}) as i (item) where i.item ->> 'code' = 'won' and i.item ->> 'label' = q.status)`;
  const [found] = await rowsOf<Case>(
    transaction,
    sql`select c.link_id as deal, p.id as project, coalesce(p.name, c.fields ->> 'name') as name, p.currency as "projectCurrency", c.fields ->> 'state' as state,
      coalesce(c.fields #>> '{value,amount}', p.expected_value::text) as expected, coalesce(c.fields #>> '{value,currency}', p.currency) as "expectedCurrency",
      case c.side when 'local' then c.account else (select a.link_id from side_state a where a.side = c.side and a.entity = 'account' and a.ref_id = c.account) end as account,
      array(
        select p.customer where p.customer is not null
        union select i.customer from billing_item b join mirror_invoices i on i.id = b.invoice where b.project = p.id and i.customer is not null
      ) as customers,
      array(
        select q.id from (select q.*, row_number() over (order by q.date desc nulls last, q.created_at desc nulls last, q.id) as nth from mirror_proposals q
          where q.project = p.id and coalesce(q.date <= ${asOf}::date, true)) q
        where case when ${statuses} is null then c.fields ->> 'state' = 'won' and q.nth = 1 else ${won} end order by q.id
      ) as accepted
    from link l
      cross join lateral (select s.* from side_state s where s.link_id = ${STANDING_LINK} and s.gone is null order by array_position('{local,psa,crm}'::text[], s.side) limit 1) c
      left join side_state s on s.link_id = c.link_id and s.side = 'psa' left join lateral (select * from mirror_projects o where o.id = s.ref_id limit 1) p on true
    where l.id = ${link} and l.entity = 'salesCase'`,
  );
  return found ?? null;
}

const PARTS = ['agreed_hours', 'done_hours', 'agreed', 'done', 'open', 'draft', 'invoiced'] as const;

/** A line's amount, if it is in one of these states. */
const inStates = (states: string): RawBuilder<unknown> => sql`case when l.state = any(${states}::text[]) then l.amount end`;

/** A part of a line; what is not named is none. */
function part(kind: RawBuilder<unknown>, currency: RawBuilder<unknown>, values: Readonly<Partial<Record<(typeof PARTS)[number], RawBuilder<unknown>>>>, from: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select ${kind}::text as kind, ${currency} as currency, ${sql.join(PARTS.map((name) => sql`${values[name] ?? sql`null`}::numeric as ${sql.ref(name)}`))} from ${from}`;
}

interface OfCase {
  readonly asOf: string;
  readonly withAmounts: boolean;
  readonly found: Case;
}

type Row = TraceLine & Readonly<Record<TraceDifference, boolean>>;

async function linesOf({ transaction, money }: Ask, { asOf, withAmounts, found }: OfCase): Promise<readonly TraceLine[]> {
  const { project, accepted, customers, expected, expectedCurrency, projectCurrency } = found;
  const currency = projectCurrency ?? money.currency;
  const ofItem = sql`case b.kind when 'workHour' then 'hours' when 'projectFee' then 'fees' when 'travelExpense' then 'travel' else 'flatRates' end`;
  const flow = sql`billing_lines(${asOf}::date, ${asSettings(money)}, ${textArray(customers)}, '{approved,unapproved,draft,invoiced,overdue,paid,credited}', true)`;
  const ofLine = sql`case l.kind when 'workHour' then 'hours' when 'projectFee' then 'fees' when 'travelExpense' then 'travel' when 'flatRate' then 'flatRates'
    else case (select r.type from mirror_invoice_rows r where l.kind = 'invoiceRow' and r.id = l.ref_id) when 'Hours' then 'hours' when 'ProjectFees' then 'fees' when 'TravelExpenses' then 'travel' when 'FlatRate' then 'flatRates' else 'other' end end`;
  const rowsTotal = sql`(select coalesce(sum(round(r.quantity * r.unit_price, 2)), 0) from mirror_proposal_rows r where r.proposal = q.id)`;
  const proposals = sql`mirror_proposals q`;
  const chosen = sql`q.id = any(${textArray(accepted)})`;
  const parts = [
    part(sql`case r.kind when 'work' then 'hours' when 'fee' then 'fees' else 'other' end`, sql`coalesce(r.currency, q.currency, ${currency})`, {
      agreed_hours: sql`case when r.kind = 'work' then r.quantity end`, agreed: sql`round(r.quantity * r.unit_price, 2)`,
    }, sql`${proposals} join mirror_proposal_rows r on r.proposal = q.id where ${chosen}`),
    // A discount, or whatever else a total has over its rows.
    part(sql`'other'`, sql`coalesce(q.currency, ${currency})`, { agreed: sql`q.total_excluding_tax - ${rowsTotal}` }, sql`${proposals} where ${chosen} and q.total_excluding_tax <> ${rowsTotal}`),
    part(sql`'hours'`, sql`coalesce(h.currency, ${currency})`, { done_hours: sql`h.quantity` }, sql`mirror_work_hours h where h.project = ${project} and coalesce(h.date <= ${asOf}::date, true)`),
    part(ofItem, sql`coalesce(b.currency, ${currency})`, { done: sql`case when b.invoice is null then b.amount else round(b.billed_amount, 2) end` }, sql`billing_item b left join mirror_projects p on p.id = b.project
      where b.project = ${project} and coalesce(b.date <= ${asOf}::date, true)
        and (b.invoice is not null or billing_item_state(b.billable, b.billable_status, b.approved, p.internal, ${money.approval}) in ('approved', 'unapproved'))`),
    part(ofLine, sql`l.currency`, { open: inStates('{approved,unapproved}'), draft: inStates('{draft}'), invoiced: inStates('{invoiced,overdue,paid,credited}') }, sql`${flow} l where l.project = ${project}`),
    ...(accepted.length === 0 && expected !== null ? [part(sql`'expected'`, sql`${expectedCurrency ?? currency}`, { agreed: sql`${expected}` }, sql`(select) one`)] : []),
  ];
  const sums = sql`agreed::numeric(30, 2)::text as agreed, coalesce(done, 0)::numeric(30, 2)::text as done, coalesce(open, 0)::numeric(30, 2)::text as open,
    coalesce(draft, 0)::numeric(30, 2)::text as draft, coalesce(invoiced, 0)::numeric(30, 2)::text as invoiced`;
  const rows = await rowsOf<Row>(
    transaction,
    sql`with part as (${sql.join(parts, sql` union all `)}), line as (
      select coalesce(kind, 'total') as kind, currency, ${sql.join(PARTS.map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`))} from part group by grouping sets ((kind, currency), (currency))
    )
    select kind, currency, agreed_hours::text as "agreedHours", done_hours::text as "doneHours",
      kind = 'total' and ${accepted.length === 0} and num_nonnulls(done_hours, done, draft, invoiced) > 0 as "noProposal", coalesce(done > agreed, false) as "doneOverAgreed",
      coalesce(open, 0) > 0 as "doneNotInvoiced", coalesce(invoiced > agreed, false) as "invoicedOverAgreed"${amounts(withAmounts, sums)}
    from line where kind <> 'expected' order by currency, array_position('{hours,fees,travel,flatRates,other,total}'::text[], kind)`,
  );
  return rows.map(({ noProposal, doneOverAgreed, doneNotInvoiced, invoicedOverAgreed, ...line }) => {
    const differs = { noProposal, doneOverAgreed, doneNotInvoiced, invoicedOverAgreed };
    return { ...line, differences: TRACE_DIFFERENCES.filter((what) => differs[what]) };
  });
}

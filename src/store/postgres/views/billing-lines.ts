// The lines of the flow as a question asks for them: filtered, with the names of what they are about. Invariant: each filter is in
// one place, so a board, a group and a list that ask the same are about the same lines.
import { sql, type RawBuilder } from 'kysely';
import type { BillingSettings } from '../../../core/billing-money.ts';
import type { BillingFilter } from '../../views/billing.ts';
import { textArray } from '../recordset.ts';
import { asSettings } from './money.ts';

export interface LinesQuestion {
  readonly asOf: string;
  readonly filter: BillingFilter;
  readonly money: BillingSettings;
  /** The customers of `filter`, as far as it names any. */
  readonly customers: readonly string[] | null;
  /** Whether rows are shared out by project. */
  readonly byProject: boolean;
}

/** `line`: every line that the filter lets through. */
export function filteredLines({ asOf, filter, money, customers, byProject }: LinesQuestion): RawBuilder<unknown> {
  const { billingCustomer, project, owner, states, currency, words, from, to } = filter;
  const conditions = [
    ...(billingCustomer === undefined ? [] : [sql`line.billing_customer = ${billingCustomer}`]),
    ...(project === undefined ? [] : [sql`line.project = ${project}`]),
    ...(owner === undefined ? [] : [sql`line.owner = ${owner}`]),
    ...(currency === undefined ? [] : [sql`line.currency = ${currency}`]),
    ...(words === undefined ? [] : [named(words)]),
    ...(from === undefined ? [] : [sql`line.date >= ${`${from}-01`}::date`]),
    ...(to === undefined ? [] : [sql`line.date < ${`${to}-01`}::date + interval '1 month'`]),
  ];
  return sql`(select * from billing_lines(${asOf}::date, ${asSettings(money)}, ${customers === null ? sql`null` : textArray(customers)},
    ${states === undefined ? sql`null` : textArray(states)}, ${byProject || project !== undefined || owner !== undefined}) line
    where ${conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)}) line`;
}

/** The names are looked up once, not line by line. */
function named(words: string): RawBuilder<unknown> {
  const [part, beginning] = [`%${escaped(words)}%`, `${escaped(words)}%`];
  return sql`(line.customer = any(array(select s.ref_id from side_state s where s.side = 'psa' and s.entity = 'account' and lower(s.fields ->> 'name') like ${part}))
    or line.project = any(array(select p.id from mirror_projects p where lower(p.name) like ${part}))
    or line.invoice = any(array(select i.id from mirror_invoices i where lower(i.number) like ${beginning})))`;
}

/** For `like`, in lower case. */
export function escaped(words: string): string {
  return words.toLowerCase().replaceAll(/[\\%_]/gu, String.raw`\$&`);
}

/** Sums of `line`; `group by` is the caller's. */
export const CELL = sql`state, currency, (count(distinct invoice) + count(*) filter (where invoice is null))::int as count, sum(hours) as hours, sum(amount) as amount,
  sum(org_amount) as worth, count(*) filter (where org_amount is null)::int as unconverted, min(since) as oldest`;

/** The name of a customer of the PSA, as we keep it or the PSA shows it. */
export function customerName(id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select s.fields ->> 'name' from side_state s where s.side = 'psa' and s.entity = 'account' and s.ref_id = ${id})`;
}

export function userName(id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select concat_ws(' ', u.first_name, u.last_name) from mirror_users u where u.id = ${id})`;
}

export function linkOf(entity: 'account' | 'salesCase', id: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select s.link_id from side_state s where s.side = 'psa' and s.entity = ${entity} and s.ref_id = ${id})`;
}

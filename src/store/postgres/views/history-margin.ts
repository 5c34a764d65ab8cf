// What accounts brought in against what the work for them cost, in the organisation's currency. Invariant: nothing is guessed: work
// whose cost or whose rate nobody knows is counted, and said to be without.
import { sql, type RawBuilder } from 'kysely';
import type { BillingSettings } from '../../../core/billing-money.ts';
import { textArray } from '../recordset.ts';
import { asSettings } from './money.ts';

export interface Period {
  /** Plain dates, both included; null: from the beginning. */
  readonly from: string | null;
  readonly to: string;
}

export const ISSUED = ['invoiced', 'overdue', 'paid', 'credited'] as const;

/** `cost`: per customer, all hours, fees and travel of the period but those of internal projects, whether they are billed or not. Null customers: all. */
export function costs({ from, to }: Period, money: BillingSettings, customers: readonly string[] | null): RawBuilder<unknown> {
  const settings = asSettings(money);
  const work = (table: string, hours: string, condition: string): RawBuilder<unknown> =>
    sql`select project, date, ${sql.raw(hours)} as hours, quantity * unit_cost as cost, coalesce(cost_currency, ${money.currency}) as currency from ${sql.raw(table)} where ${sql.raw(condition)}`;
  // A list to look up: a join alone may read all work there ever was.
  const whose = customers === null ? sql`p.customer is not null` : sql`w.project = any(array(select o.id from mirror_projects o where o.customer = any(${textArray(customers)})))`;
  return sql`(select customer, count(*)::int as items, (count(*) filter (where worth is null))::int as without, coalesce(sum(hours) filter (where worth is null), 0) as hours_without, coalesce(sum(worth), 0) as cost
    from (
      select p.customer, w.hours, billing_worth(round(w.cost, 2), billing_rate(w.currency, ${settings}), ${money.direction}) as worth
      from mirror_projects p join (
        ${work('mirror_work_hours', 'quantity', 'true')} union all ${work('mirror_project_fees', 'null::numeric', 'is_rule is not true')} union all ${work('mirror_travel_expenses', 'null::numeric', 'true')}
      ) w on w.project = p.id
      where ${whose} and p.internal is not true and w.date <= ${to}::date ${from === null ? sql`` : sql`and w.date >= ${from}::date`}
    ) spent group by customer) cost`;
}

/** The columns of a margin out of `net`, and the columns of `cost`. */
export const MARGIN = sql`net::numeric(30, 2)::text as "netInvoiced", coalesce(cost.cost, 0)::numeric(30, 2)::text as cost, (net - coalesce(cost.cost, 0))::numeric(30, 2)::text as margin,
  case when net > 0 then round((net - coalesce(cost.cost, 0)) * 100 / net, 1) end::text as "marginPercent",
  coalesce(cost.items, 0) as items, coalesce(cost.without, 0) as without, coalesce(cost.hours_without, 0)::text as "hoursWithout"`;

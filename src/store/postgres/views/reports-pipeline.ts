// What is being sold, by stage and by month. Invariant: a deal is told once, as our own record shows it; without one as the PSA
// does, else the CRM.
import { sql, type RawBuilder } from 'kysely';
import type { BillingSettings } from '../../../core/billing-money.ts';
import type { HistoryViews, PipelineMonth, PipelineStage, ReportFilter } from '../../views/history.ts';
import { rowsOf } from '../turn.ts';
import { amounts, ask, type ViewOptions } from './asking.ts';
import { asSettings } from './money.ts';
import { ownersNamed } from './register-page.ts';

/** `deal`: stage, day, currency, value, weighted, and the last two in the organisation's currency. */
function openDeals(money: BillingSettings, { owner }: Pick<ReportFilter, 'owner'>): RawBuilder<unknown> {
  const worth = (amount: RawBuilder<unknown>): RawBuilder<unknown> => sql`billing_worth(${amount}, billing_rate(currency, ${asSettings(money)}), ${money.direction})`;
  return sql`(select *, ${worth(sql`value`)} as value_worth, ${worth(sql`weighted`)} as weighted_worth from (
    select fields ->> 'stage' as stage, (fields ->> 'expectedOrderDate')::date as day, coalesce(fields #>> '{value,currency}', ${money.currency}) as currency,
      (fields #>> '{value,amount}')::numeric as value, round((fields #>> '{value,amount}')::numeric * coalesce((fields ->> 'probability')::numeric, 0) / 100, 2) as weighted
    from (select distinct on (link_id) fields from side_state where entity = 'salesCase' and side in ('local', 'psa', 'crm') and gone is null
      order by link_id, array_position('{local,psa,crm}'::text[], side)) known
    where fields ->> 'state' = 'open' and (fields ->> 'internal')::boolean is not true ${owner === undefined ? sql`` : sql`and fields ->> 'owner' in ${ownersNamed(owner)}`}
  ) priced) deal`;
}

const cellOf = (withAmounts: boolean): RawBuilder<unknown> => sql`currency, count(*)::int as count, (count(*) filter (where value is null))::int as "withoutValue"${amounts(
  withAmounts,
  sql`coalesce(sum(value), 0)::numeric(30, 2)::text as value, coalesce(sum(weighted), 0)::numeric(30, 2)::text as weighted,
    sum(value_worth)::numeric(30, 2)::text as "organisationValue", sum(weighted_worth)::numeric(30, 2)::text as "organisationWeighted"`,
)}`;

export function pipeline(options: ViewOptions, { asOf, withAmounts, filter, from, to }: Parameters<HistoryViews['pipeline']>[0]): ReturnType<HistoryViews['pipeline']> {
  return ask(options, asOf, async ({ transaction, money, told }) => {
    const conditions = [
      sql`true`,
      ...(from === undefined ? [] : [sql`day >= ${`${from}-01`}::date`]),
      ...(to === undefined ? [] : [sql`day < ${`${to}-01`}::date + interval '1 month'`]),
    ];
    const stages = await rowsOf<PipelineStage>(
      transaction,
      sql`select deal.stage, r.name, ${cellOf(withAmounts)} from ${openDeals(money, filter)} left join (
        select i.item ->> 'id' as id, i.item ->> 'label' as name, i.place from fact f cross join lateral jsonb_array_elements(f.value -> 'items') with ordinality as i (item, place) where f.name = 'registry:psa:salesStatuses'
      ) r on r.id = deal.stage where ${sql.join(conditions, sql` and `)} group by deal.stage, r.name, r.place, currency order by r.place nulls last, deal.stage nulls last, currency`,
    );
    return { ...told, stages };
  });
}

export function salesForecast(options: ViewOptions, { asOf, withAmounts, months, filter }: Parameters<HistoryViews['salesForecast']>[0]): ReturnType<HistoryViews['salesForecast']> {
  return ask(options, asOf, async ({ transaction, money, told }) => {
    const first = sql`date_trunc('month', ${asOf}::date)`;
    const found = await rowsOf<PipelineMonth>(
      transaction,
      sql`select month, ${cellOf(withAmounts)} from (
        select *, case when day is null then 'none' when day < ${first} then 'late' when day >= ${first} + make_interval(months => ${months}::int) then 'later' else to_char(day, 'YYYY-MM') end as month
        from ${openDeals(money, filter)}
      ) placed group by month, currency order by array_position('{later,none}'::text[], month) nulls first, month <> 'late', month, currency`,
    );
    return { ...told, months: found };
  });
}

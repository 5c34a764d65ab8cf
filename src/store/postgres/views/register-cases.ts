// The register of sales cases, and what is in each stage of them. Invariant: list and sums are about the same cases: those that a
// customer may buy, never the internal ones.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { UsageError } from '../../../lib/errors.ts';
import type { CaseFilter, CaseLine, RegisterViews, StageSum } from '../../views/registers.ts';
import { textArray } from '../recordset.ts';
import type { Tables } from '../tables.ts';
import { rowsOf } from '../turn.ts';
import { amounts, type ViewOptions } from './asking.ts';
import { labelOf, ownerName } from './history-account.ts';
import { all, inOrder, ownerOf, pageOf, saying, searching, type Register } from './register-page.ts';

const REGISTER: Register<'name' | 'expectedOrderDate' | 'value'> = {
  table: 'register_sales_case',
  id: 'link_id',
  orders: { name: ['sort_name', 'sort_name'], expectedOrderDate: ['expected_order_date_up', 'expected_order_date'], value: ['value_up', 'value_down'] },
};

export function caseLines({ database, workspace }: ViewOptions, question: Parameters<RegisterViews['caseLines']>[0]): ReturnType<RegisterViews['caseLines']> {
  const { withValues, sort } = question;
  if (!withValues && sort.by === 'value') throw hidden();
  return database.unit(workspace, async (transaction) => {
    const { ids, ...page } = await pageOf(transaction, REGISTER, await conditionsOf(transaction, question), question);
    return { ...page, items: inOrder(ids, await lines(transaction, ids, withValues)) };
  });
}

export function stageSums({ database, workspace }: ViewOptions, question: Parameters<RegisterViews['stageSums']>[0]): ReturnType<RegisterViews['stageSums']> {
  return database.unit(workspace, async (transaction) =>
    rowsOf<StageSum>(
      transaction,
      sql`select stage, name, currency, count, "withoutValue" ${amounts(question.withValues, sql`value, weighted`)} from (
        select nullif(r.stage, '') as stage, nullif(r.currency, '') as currency, count(*)::int as count, (count(*) filter (where r.value is null))::int as "withoutValue"
          ${amounts(question.withValues, sql`coalesce(sum(r.value), 0)::numeric(30, 2)::text as value, coalesce(sum(round(r.value * coalesce(r.probability, 0) / 100, 2)), 0)::numeric(30, 2)::text as weighted`)}
        from register_sales_case r where ${all(await conditionsOf(transaction, question))} group by r.stage, r.currency
      ) summed left join (
        select i.item ->> 'id' as id, i.item ->> 'label' as name, i.place from fact f cross join lateral jsonb_array_elements(f.value -> 'items') with ordinality as i (item, place) where f.name = 'registry:psa:salesStatuses'
      ) known on known.id = summed.stage order by known.place nulls last, stage nulls last, currency nulls last`,
    ),
  );
}

const hidden = (): UsageError => new UsageError('amounts-hidden', 'The value of sales cases needs the right to see amounts.');

async function conditionsOf(transaction: Transaction<Tables>, { filter, words, withValues }: { readonly filter: CaseFilter; readonly words: string | null; readonly withValues: boolean }): Promise<readonly RawBuilder<unknown>[]> {
  const { state, stage, account, owner, currency, expectedFrom, expectedUntil, valueFrom, valueUntil } = filter;
  if (!withValues && (valueFrom !== undefined || valueUntil !== undefined)) throw hidden();
  return [
    ...searching('salesCase', words),
    ...(owner === undefined ? [] : [sql`r.owner = ${await ownerOf(transaction, owner)}`]),
    ...saying(state, (some) => sql`r.state = any(${textArray(some)})`),
    ...saying(stage, (some) => sql`r.stage = any(${textArray(some)})`),
    ...saying(account, (one) => sql`r.account = ${one}`),
    ...saying(currency, (one) => sql`r.currency = ${one}`),
    ...saying(expectedFrom, (day) => sql`r.expected_order_date >= ${day}`),
    ...saying(expectedUntil, (day) => sql`r.expected_order_date <= ${day} and r.expected_order_date <> ''`),
    ...saying(valueFrom, (least) => sql`r.value >= ${least}::numeric`),
    ...saying(valueUntil, (most) => sql`r.value <= ${most}::numeric`),
    sql`not r.internal`,
  ];
}

function lines(transaction: Transaction<Tables>, ids: readonly string[], withValues: boolean): Promise<readonly CaseLine[]> {
  return rowsOf<CaseLine>(
    transaction,
    sql`select r.link_id as id, nullif(r.name, '') as name, s.fields ->> 'number' as number, nullif(r.account, '') as account, (select nullif(a.name, '') from register_account a where a.link_id = r.account) as "accountName",
        coalesce(${ownerName(sql`r.owner`)}, nullif(r.owner, '')) as "ownerName", nullif(r.stage, '') as stage, coalesce(${labelOf('salesStatuses', sql`r.stage`)}, nullif(r.stage, '')) as "stageName", nullif(r.state, '') as state,
        r.probability::text as probability, nullif(r.expected_order_date, '') as "expectedOrderDate", nullif(r.currency, '') as currency ${amounts(withValues, sql`r.value::text as value`)}
      from register_sales_case r join side_state s on s.side = r.side and s.entity = 'salesCase' and s.ref_id = r.ref_id where r.link_id = any(${textArray(ids)})`,
  );
}

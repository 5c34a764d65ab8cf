// The register of accounts: current and potential customers. Invariant: who is a customer is said by what was won or invoiced, never by
// what somebody has written into a field.
import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { AccountFilter, AccountLine, RegisterViews, Standing } from '../../views/registers.ts';
import { textArray } from '../recordset.ts';
import type { Tables } from '../tables.ts';
import { rowsOf } from '../turn.ts';
import type { ViewOptions } from './asking.ts';
import { labelOf, ownerName } from './history-account.ts';
import { inOrder, ownerOf, pageOf, saying, searching, type Register } from './register-page.ts';

const REGISTER: Register<'name' | 'customerSince' | 'lastInvoiceOn'> = {
  table: 'register_account',
  id: 'link_id',
  orders: { name: ['sort_name', 'sort_name'], customerSince: ['customer_since_up', 'customer_since'], lastInvoiceOn: ['last_invoice_on_up', 'last_invoice_on'] },
};

export function accountLines({ database, workspace }: ViewOptions, question: Parameters<RegisterViews['accountLines']>[0]): ReturnType<RegisterViews['accountLines']> {
  return database.unit(workspace, async (transaction) => {
    const conditions = [...searching('account', question.words), ...(await conditionsOf(transaction, question.filter))];
    const { ids, ...page } = await pageOf(transaction, REGISTER, conditions, question);
    return { ...page, items: inOrder(ids, await lines(transaction, ids)) };
  });
}

async function conditionsOf(transaction: Transaction<Tables>, filter: AccountFilter): Promise<readonly RawBuilder<unknown>[]> {
  const { ids, standing, dormantBefore, lifecycle, industry, segment, valueClass, sizeClass, active, owner } = filter;
  return [
    ...saying(ids, (some) => sql`r.link_id = any(${textArray(some)})`),
    ...(owner === undefined ? [] : [sql`r.owner = ${await ownerOf(transaction, owner)}`]),
    ...saying(standing, (one) => standingOf('r', one, dormantBefore)),
    ...saying(lifecycle, (some) => sql`r.lifecycle = any(${textArray(some)})`),
    ...saying(industry, (one) => sql`r.industry = ${one}`),
    ...saying(segment, (one) => sql`r.segments @> ${textArray([one])}`),
    ...saying(valueClass, (some) => sql`r.value_class = any(${textArray(some)})`),
    ...saying(sizeClass, (some) => sql`r.size_class = any(${textArray(some)})`),
    ...saying(active, (yes) => sql`r.active = ${yes}`),
  ];
}

/** @param alias of a line of accounts */
export function standingOf(alias: 'r' | 'a', standing: Standing, dormantBefore: string): RawBuilder<unknown> {
  const [bought, seen] = [boughtBy(alias), sql.ref(`${alias}.last_seen_on`)];
  if (standing === 'potential') return sql`not ${bought}`;
  return standing === 'customer' ? bought : sql`${seen} <> '' and ${seen} < ${dormantBefore} and ${bought}`;
}

function boughtBy(alias: 'r' | 'a'): RawBuilder<unknown> {
  const of = (column: string): RawBuilder<unknown> => sql.ref(`${alias}.${column}`);
  return sql`(${of('customer_since')} <> '' or ${of('last_invoice_on')} <> '' or exists (select from register_sales_case w where w.account = ${of('link_id')} and w.state = 'won' and not w.internal))`;
}

function lines(transaction: Transaction<Tables>, ids: readonly string[]): Promise<readonly AccountLine[]> {
  return rowsOf<AccountLine>(
    transaction,
    sql`select r.link_id as id, nullif(r.name, '') as name, s.fields ->> 'businessId' as "businessId", s.fields ->> 'domain' as domain, nullif(r.city, '') as city, coalesce(${ownerName(sql`r.owner`)}, nullif(r.owner, '')) as "ownerName",
        nullif(r.lifecycle, '') as lifecycle, coalesce(${labelOf('industries', sql`r.industry`)}, nullif(r.industry, '')) as industry,
        coalesce((select array_agg(coalesce(${labelOf('segments', sql`g.key`)}, g.key) order by g.at) from unnest(r.segments) with ordinality as g (key, at)), '{}') as segments,
        nullif(r.value_class, '') as "valueClass", nullif(r.size_class, '') as "sizeClass", ${boughtBy('r')} as "isCustomer", r.active, nullif(r.customer_since, '') as "customerSince", nullif(r.last_invoice_on, '') as "lastInvoiceOn",
        (select count(*)::int from register_sales_case o where o.account = r.link_id and o.state = 'open' and not o.internal) as "openCases"
      from register_account r join side_state s on s.side = r.side and s.entity = 'account' and s.ref_id = r.ref_id where r.link_id = any(${textArray(ids)})`,
  );
}

// The board, its groups, the table behind it and its export. Invariant: all of them are sums or lists of the same lines.
import { sql, type RawBuilder } from 'kysely';
import { BILLING_STATES } from '../../../core/billing.ts';
import { UsageError } from '../../../lib/errors.ts';
import type { BillingCell, BillingFilter, BillingGrouping, BillingLineView, BillingViews, LineSort } from '../../views/billing.ts';
import { rowsOf } from '../turn.ts';
import { amounts, ask, customersOf, type Ask, type ViewOptions } from './asking.ts';
import { CELL, customerName, filteredLines, linkOf, userName } from './billing-lines.ts';

const CELL_AMOUNTS = sql`amount::text as amount, worth::text as "organisationAmount"`;
export const cellOf = (withAmounts: boolean): RawBuilder<unknown> =>
  sql`state, currency, count, round(hours, 2)::text as hours, unconverted, oldest::text as oldest${amounts(withAmounts, CELL_AMOUNTS)}`;
/** The order of the flow. */
const STEP = sql`array_position(${[...BILLING_STATES]}::text[], state)`;

export async function board(options: ViewOptions, { asOf, withAmounts, filter }: Parameters<BillingViews['board']>[0]): ReturnType<BillingViews['board']> {
  return ask(options, asOf, async (open) => {
    const lines = filteredLines({ asOf, filter, money: open.money, customers: await customersOf(open, filter), byProject: false });
    const cells = await rowsOf<BillingCell>(open.transaction, sql`select ${cellOf(withAmounts)} from (select ${CELL} from ${lines} group by state, currency) cell order by ${STEP}, currency`);
    return { ...open.told, cells };
  });
}

interface Grouping {
  readonly key: RawBuilder<unknown>;
  readonly label: RawBuilder<unknown>;
  /** The customer that it is, or is of. */
  readonly customer: RawBuilder<unknown>;
  readonly byProject: boolean;
}

const NOBODY = sql`null::text`;
const GROUPS: Readonly<Record<BillingGrouping, Grouping>> = {
  account: { key: sql`customer`, label: customerName(sql`page.key`), customer: sql`page.key`, byProject: false },
  project: {
    key: sql`project`, label: sql`(select p.name from mirror_projects p where p.id = page.key)`, customer: sql`(select p.customer from mirror_projects p where p.id = page.key)`, byProject: true,
  },
  owner: { key: sql`owner`, label: userName(sql`page.key`), customer: NOBODY, byProject: true },
  month: { key: sql`to_char(date, 'YYYY-MM')`, label: sql`page.key`, customer: NOBODY, byProject: false },
  state: { key: sql`state`, label: sql`page.key`, customer: NOBODY, byProject: false },
};

/** The largest first; months in their order, and without amounts whatever has most in it. */
export function groups(options: ViewOptions, { asOf, withAmounts, filter, by, offset, limit }: Parameters<BillingViews['groups']>[0]): ReturnType<BillingViews['groups']> {
  const { key, label, customer, byProject } = GROUPS[by];
  const order = by === 'month' ? sql`key` : withAmounts ? sql`sum(worth) desc nulls last, key` : sql`sum(count) desc, key`;
  return ask(options, asOf, async (open) => {
    const lines = filteredLines({ asOf, filter, money: open.money, customers: await customersOf(open, filter), byProject });
    const rows = await rowsOf<BillingCell & { key: string | null; label: string | null; account: string | null; accountName: string | null; total: number }>(
      open.transaction,
      sql`with cell as materialized (select key, ${CELL} from (select *, ${key} as key from ${lines}) line group by key, state, currency),
        page as (select key, row_number() over (order by ${order}) as place, (count(*) over ())::int as total from cell group by key order by place limit ${limit} offset ${offset})
      select page.key, ${label} as label, ${linkOf('account', customer)} as account, ${customerName(customer)} as "accountName", page.total, ${cellOf(withAmounts)} from page join cell on cell.key is not distinct from page.key order by page.place, ${STEP}, currency`,
    );
    const byKey = Map.groupBy(rows, (row) => row.key);
    const groups = [...byKey].map(([groupKey, cells]) => ({
      key: groupKey, label: cells[0]?.label ?? null, account: cells[0]?.account ?? null, accountName: cells[0]?.accountName ?? null,
      cells: cells.map(({ key: _key, label: _label, account: _account, accountName: _name, total: _total, ...cell }) => cell),
    }));
    return { ...open.told, total: rows[0]?.total ?? 0, groups };
  });
}

const SORTS: Readonly<Record<LineSort, RawBuilder<unknown>>> = {
  since: sql`since`, account: customerName(sql`customer`), project: sql`(select p.name from mirror_projects p where p.id = line.project)`, owner: userName(sql`owner`),
  state: STEP, hours: sql`hours`, amount: sql`amount`, organisationAmount: sql`org_amount`,
};

export function lines(options: ViewOptions, question: Parameters<BillingViews['lines']>[0]): ReturnType<BillingViews['lines']> {
  const { asOf, withAmounts, filter, sort, offset, limit } = question;
  if (!withAmounts && (sort.by === 'amount' || sort.by === 'organisationAmount')) throw new UsageError('amounts-hidden', 'Sorting by an amount needs the right to see amounts: sort by something else.');
  return ask(options, asOf, async (open) => {
    const order = sql`${SORTS[sort.by]} ${sql.raw(sort.descending ? 'desc' : 'asc')} nulls last, kind, ref_id, project`;
    const found = await linesBy(open, { asOf, withAmounts, filter, customers: await customersOf(open, filter), tail: sql`order by ${order} limit ${limit} offset ${offset}` });
    return { ...open.told, total: found[0]?.total ?? 0, lines: found.map(({ total: _total, ...line }) => line) };
  });
}

/** Accounts read at a time, and the lines given at a time. */
const ACCOUNTS = 100;
const LINES = 1000;

/** Each batch of accounts is a unit of its own: a change meanwhile is in it or not, but no line is there twice. */
export async function* exportLines(options: ViewOptions, { asOf, withAmounts, filter }: Parameters<BillingViews['export']>[0]): AsyncIterable<readonly BillingLineView[]> {
  const wanted = await ask(options, asOf, async (open) => (await customersOf(open, filter)) ?? (await knownCustomers(open)));
  const batches: (readonly string[] | null)[] = Array.from({ length: Math.ceil(wanted.length / ACCOUNTS) }, (_, at) => wanted.slice(at * ACCOUNTS, (at + 1) * ACCOUNTS));
  // Last, what belongs to nobody.
  if (filter.account === undefined && filter.customers === undefined) batches.push(null);
  for (const customers of batches) {
    const found = await ask(options, asOf, (open) => {
      const nobodys = customers === null ? sql`where customer is null` : sql``;
      return linesBy(open, { asOf, withAmounts, filter, customers, tail: sql`${nobodys} order by customer, date, kind, ref_id, project` });
    });
    for (let at = 0; at < found.length; at += LINES) yield found.slice(at, at + LINES).map(({ total: _total, ...line }) => line);
  }
}

/** Every customer of the PSA that the flow may be about, in id order. */
export async function knownCustomers({ transaction }: Ask): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    transaction,
    sql`select customer as id from mirror_projects where customer is not null union select customer from mirror_invoices where customer is not null order by id`,
  );
  return rows.map(({ id }) => id);
}

interface LinesBy {
  readonly asOf: string;
  readonly withAmounts: boolean;
  readonly filter: BillingFilter;
  readonly customers: readonly string[] | null;
  readonly tail: RawBuilder<unknown>;
}

function linesBy({ transaction, money }: Ask, { asOf, withAmounts, filter, customers, tail }: LinesBy): Promise<readonly (BillingLineView & { total: number })[]> {
  const own = sql`line.amount::text as amount, line.org_amount::text as "organisationAmount"`;
  return rowsOf(
    transaction,
    sql`select line.kind, line.ref_id as id, line.invoice, (select i.number from mirror_invoices i where i.id = line.invoice) as "invoiceNumber", line.project,
      (select p.name from mirror_projects p where p.id = line.project) as "projectName",
      (select p.number::text from mirror_projects p where p.id = line.project) as "projectNumber", line.customer, ${customerName(sql`line.customer`)} as "customerName",
      nullif(line.billing_customer, line.customer) as "billingCustomer", ${customerName(sql`nullif(line.billing_customer, line.customer)`)} as "billingCustomerName",
      line.owner, ${userName(sql`line.owner`)} as "ownerName", line.state, line.since::text as since, ${asOf}::date - line.since as "ageDays", line.date::text as date, line.hours::text as hours,
      line.currency, ${linkOf('account', sql`line.customer`)} as account, ${linkOf('salesCase', sql`line.project`)} as deal,
      (select count(*)::int from remark r where (r.about = 'project' and r.record = line.project) or (r.about = 'account' and r.record = ${linkOf('account', sql`line.customer`)})) as remarks,
      (count(*) over ())::int as total${amounts(withAmounts, own)}
    from ${filteredLines({ asOf, filter, money, customers, byProject: true })} ${tail}`,
  );
}

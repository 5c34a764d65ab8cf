// What an account has been invoiced, what is still open, and what is left of it. Invariant: the sums are those of the billable flow
// on the same day.
import { sql } from 'kysely';
import type { BillingCell } from '../../views/billing.ts';
import type { AccountTotals, HistoryViews, InvoicedTotal, Margin } from '../../views/history.ts';
import { rowsOf } from '../turn.ts';
import { amounts, ask, type Ask, type ViewOptions } from './asking.ts';
import { cellOf } from './billing-board.ts';
import { CELL, filteredLines } from './billing-lines.ts';
import { accountOf } from './history-account.ts';
import { costs, ISSUED, MARGIN } from './history-margin.ts';

const OPEN = ['unapproved', 'approved', 'draft', 'overdue'] as const;

interface OfCustomer {
  readonly asOf: string;
  readonly withAmounts: boolean;
  /** Of the PSA; null: it has none there, and so nothing to sum. */
  readonly customer: string | null;
}

export function totals(options: ViewOptions, { asOf, withAmounts, account }: Parameters<HistoryViews['totals']>[0]): ReturnType<HistoryViews['totals']> {
  return ask(options, asOf, async (open): Promise<AccountTotals | null> => {
    const refs = await accountOf(open, account);
    if (refs === null) return null;
    const of = { asOf, withAmounts, customer: refs.customer };
    const [invoiced, cells] = [await invoicedTotals(open, of), await openCells(open, of)];
    return { ...open.told, account: refs.link, invoiced, open: cells, ...(withAmounts ? { margin: await marginOf(open, of) } : {}) };
  });
}

const linesOf = ({ money }: Ask, { asOf, customer }: OfCustomer, states: typeof OPEN | typeof ISSUED) =>
  filteredLines({ asOf, filter: { states }, money, customers: customer === null ? [] : [customer], byProject: false });

function invoicedTotals(open: Ask, of: OfCustomer): Promise<readonly InvoicedTotal[]> {
  const { transaction, money } = open;
  const { asOf, withAmounts, customer } = of;
  const recent = sql`date > (${asOf}::date - interval '12 months')::date`;
  const sums = sql`l.amount::text as amount, l.amount_12m::text as "amount12m", l.worth::text as "organisationAmount", l.worth_12m::text as "organisationAmount12m"`;
  return rowsOf(
    transaction,
    sql`select l.currency, coalesce(i.invoices, 0) as invoices, coalesce(i.notes, 0) as "creditNotes"${amounts(withAmounts, sums)}
    from (
      select currency, sum(amount) as amount, coalesce(sum(amount) filter (where ${recent}), 0)::numeric(30, 2) as amount_12m, sum(org_amount) as worth,
        case when count(org_amount) > 0 then coalesce(sum(org_amount) filter (where ${recent}), 0)::numeric(30, 2) end as worth_12m
      from ${linesOf(open, of, ISSUED)} group by currency
    ) l left join (
      select coalesce(currency, ${money.currency}) as currency, (count(*) filter (where not credit_note))::int as invoices, (count(*) filter (where credit_note))::int as notes
      from billing_invoices(${asOf}::date, array[${customer}::text]) where state = any(${[...ISSUED]}::text[]) group by 1
    ) i on i.currency = l.currency order by l.currency`,
  );
}

function openCells(open: Ask, of: OfCustomer): Promise<readonly BillingCell[]> {
  return rowsOf(
    open.transaction,
    sql`select ${cellOf(of.withAmounts)} from (select ${CELL} from ${linesOf(open, of, OPEN)} group by state, currency) cell order by array_position(${[...OPEN]}::text[], state), currency`,
  );
}

async function marginOf(open: Ask, of: OfCustomer): Promise<Margin> {
  const own = of.customer === null ? [] : [of.customer];
  const [margin] = await rowsOf<Margin>(
    open.transaction,
    sql`select ${MARGIN} from (select coalesce(sum(org_amount), 0) as net from ${linesOf(open, of, ISSUED)}) lines left join ${costs({ from: null, to: of.asOf }, open.money, own)} on true`,
  );
  return margin as Margin;
}

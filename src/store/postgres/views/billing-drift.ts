// Whether all figures of an account are the same figure: the invoices' totals, their rows, the lines of the flow, what we keep and
// what the CRM last showed. Invariant: the invoices and the open work are summed by core/billing.ts, which shares nothing with the
// SQL that made the figures.
import { Big } from 'big.js';
import { sql } from 'kysely';
import { billingLines, invoiceStates, invoiceSums, type BillingInvoice, type BillingItem, type BillingLine, type BillingProject, type BillingRow, type BillingState, type InvoiceSums } from '../../../core/billing.ts';
import { sumOf, worthOf } from '../../../core/billing-money.ts';
import { isMoney, same } from '../../../core/value.ts';
import type { Fields, Value } from '../../../core/vocabulary.ts';
import type { BillingViews, Drift, DriftQuestion } from '../../views/billing.ts';
import { textArray } from '../recordset.ts';
import { rowsOf } from '../turn.ts';
import { ask, type Ask, type ViewOptions } from './asking.ts';
import { knownCustomers } from './billing-board.ts';
import { asSettings } from './money.ts';
import { rollUpsOf } from './roll-ups.ts';

/** Accounts looked at in one unit of work. */
const ACCOUNTS = 100;

export async function drift(options: ViewOptions, question: DriftQuestion): ReturnType<BillingViews['drift']> {
  const customers = question.customers ?? (await ask(options, question.today, everyCustomer));
  const found: Drift[] = [];
  let accounts = 0;
  for (let at = 0; at < customers.length; at += ACCOUNTS) {
    const batch = await ask(options, question.today, (open) => driftOf(open, options, question, customers.slice(at, at + ACCOUNTS)));
    accounts += batch.accounts;
    found.push(...batch.drift);
  }
  return { accounts, drift: found };
}

/** Also those that have no rows any more: their figures may still stand. */
async function everyCustomer(open: Ask): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(open.transaction, sql`select ref_id as id from side_state where side = 'psa' and entity = 'account'`);
  return [...new Set([...(await knownCustomers(open)), ...rows.map(({ id }) => id)])].toSorted();
}

interface World {
  readonly invoices: readonly BillingInvoice[];
  readonly rows: readonly BillingRow[];
  readonly items: readonly BillingItem[];
  readonly projects: ReadonlyMap<string, BillingProject>;
}

async function driftOf(open: Ask, { classes }: ViewOptions, { today, figures }: DriftQuestion, customers: readonly string[]): ReturnType<BillingViews['drift']> {
  const { transaction, money } = open;
  const world = await worldOf(open, customers, today);
  const sums = invoiceSums(world.invoices, world.rows, money, today);
  const lines = billingLines(world, money, today);
  const shown = await rowsOf<{ customer: string; currency: string; amount: string }>(
    transaction,
    sql`select customer, currency, sum(amount)::text as amount from billing_invoice_lines(${today}::date, ${asSettings(money)}, ${textArray(customers)}, null, false) group by customer, currency`,
  );
  const rollUps = new Map((await rollUpsOf(transaction, { entity: 'account', customers, today, money, classes })).map(({ linkId, fields }) => [linkId, fields]));
  const kept = await rowsOf<{ customer: string; account: string; local: Fields | null; crm: Fields | null }>(
    transaction,
    sql`select s.ref_id as customer, s.link_id as account, o.fields as local, c.fields as crm from side_state s
      left join side_state o on o.link_id = s.link_id and o.side = 'local' and o.gone is null left join side_state c on c.link_id = s.link_id and c.side = 'crm' and c.gone is null
      where s.side = 'psa' and s.entity = 'account' and s.ref_id = any(${textArray(customers)}) and s.gone is null`,
  );
  const accountOf = new Map(kept.map(({ customer, account }) => [customer, account]));
  const account = (customer: string): string | null => accountOf.get(customer) ?? null;
  return {
    accounts: new Set([...lines.map(({ customer }) => customer), ...kept.flatMap(({ customer, local }) => (local === null ? [] : [customer]))]).size,
    drift: [
      ...sums.flatMap((sum) => rowsDrift(sum).map((part) => ({ ...part, account: account(part.customer) }))),
      ...linesDrift(sums, shown).map((part) => ({ ...part, account: account(part.customer) })),
      ...kept.flatMap(({ customer, account: linkId, local, crm }) => {
        const now = rollUps.get(linkId);
        if (now === undefined || local === null) return [];
        const own = figuresOf(sums, lines.filter((line) => line.customer === customer), customer, money);
        const about = { customer, account: linkId, currency: money.currency, number: null };
        return [
          ...[...own].flatMap(([name, expected]) => differs({ ...about, what: 'lines', about: name }, expected, now[name] ?? null)),
          ...figures.flatMap((name) => differs({ ...about, what: 'local', about: name }, now[name] ?? null, local[name] ?? null)),
          ...figures.flatMap((name) => (crm === null || !(name in crm) ? [] : differs({ ...about, what: 'crm', about: name }, now[name] ?? null, crm[name] ?? null))),
        ];
      }),
    ],
  };
}

type Part = Omit<Drift, 'account'>;

function rowsDrift({ invoice, currency, agrees, total, net }: InvoiceSums): readonly Part[] {
  if (agrees || total === null || invoice.customer === null) return [];
  return [{ what: 'rows', customer: invoice.customer, currency, about: invoice.id, number: invoice.number, expected: total.toFixed(2), found: net.toFixed(2) }];
}

/** By account and currency: what the invoices say against the lines of the flow. */
function linesDrift(sums: readonly InvoiceSums[], shown: readonly { readonly customer: string; readonly currency: string; readonly amount: string }[]): readonly Part[] {
  const lines = new Map(shown.map(({ customer, currency, amount }) => [`${currency} ${customer}`, new Big(amount)]));
  return [...Map.groupBy(sums.filter(({ invoice }) => invoice.customer !== null), ({ invoice, currency }) => `${currency} ${invoice.customer}`)].flatMap(([key, own]) => {
    const [{ invoice, currency }] = own as [InvoiceSums];
    const expected = sumOf(own.map(({ total, net }) => total ?? net));
    const found = lines.get(key) ?? new Big(0);
    return expected.eq(found) ? [] : [{ what: 'lines' as const, customer: invoice.customer as string, currency, about: null, number: null, expected: expected.toFixed(2), found: found.toFixed(2) }];
  });
}

/** The amounts of an account by core/billing.ts alone; absent where there is no line. */
function figuresOf(sums: readonly InvoiceSums[], lines: readonly BillingLine[], customer: string, money: Ask['money']): ReadonlyMap<string, Value> {
  const own = sums.filter(({ invoice }) => invoice.customer === customer);
  const invoiced = (states: readonly BillingState[]): Value => total(own.filter(({ state, rows, net }) => states.includes(state) && (rows.length > 0 || !net.eq(0))).map(({ net, rate }) => worthOf(net, rate, money.direction)));
  const open = (state: BillingState): Value => total(lines.filter((line) => line.invoice === null && line.state === state).map(({ worth }) => worth));
  const total = (amounts: readonly (Big | null)[]): Value => {
    const known = amounts.filter((amount) => amount !== null);
    return known.length === 0 ? null : { amount: sumOf(known).toFixed(2), currency: money.currency };
  };
  return new Map([
    ['netInvoiced', invoiced(['invoiced', 'overdue', 'paid', 'credited'])], ['draftInvoices', invoiced(['draft'])], ['overdue', invoiced(['overdue'])],
    ['unbilledApproved', open('approved')], ['unbilledUnapproved', open('unapproved')],
  ]);
}

function differs(about: Omit<Part, 'expected' | 'found'>, expected: Value, found: Value): readonly (Part & { account: string | null })[] {
  return same(expected, found) ? [] : [{ account: null, ...about, expected: textOf(expected), found: textOf(found) }];
}

function textOf(value: Value): string | null {
  return value === null || typeof value === 'string' ? value : isMoney(value) ? value.amount : JSON.stringify(value);
}

/** The invoices of these customers with their rows, and the work that is on none of them, or on one that does not count yet. */
async function worldOf({ transaction }: Ask, customers: readonly string[], today: string): Promise<World> {
  const given = textArray(customers);
  const invoices = await rowsOf<BillingInvoice>(
    transaction,
    sql`select id, number, customer, projects, date::text as date, due_date::text as "dueDate", payment_date::text as "paymentDate", currency, currency_rate::text as "currencyRate",
      total_excluding_tax::text as total, sent, paid, credit_note as "creditNote", credits, credited_by as "creditedBy", created_at::text as "createdAt"
      from mirror_invoices where customer = any(${given})`,
  );
  const rows = await rowsOf<BillingRow>(
    transaction,
    sql`select id, invoice, quantity::text as quantity, unit_price::text as "unitPrice", flat_rate as "flatRate" from mirror_invoice_rows where invoice = any(${textArray(invoices.map(({ id }) => id))})`,
  );
  const projects = await rowsOf<BillingProject>(transaction, sql`select id, customer, currency, internal from mirror_projects where customer = any(${given})`);
  const ofProjects = textArray(projects.map(({ id }) => id));
  const counting = invoiceStates(invoices, today);
  const later = textArray(invoices.flatMap(({ id }) => (counting.has(id) ? [] : [id])));
  const items = await rowsOf<BillingItem>(
    transaction,
    sql`with b as (
        select * from billing_item where project = any(${ofProjects}) and invoice is null and billable union all select * from billing_item where invoice = any(${later})
      )
      select b.kind, b.id, b.project, b.date::text as date, b.quantity::text as quantity, null as "plannedQuantity", null as "invoiceQuantity", b.unit_price::text as "unitPrice", b.currency,
      b.billable, b.billable_status as "billableStatus", b.approved, b.invoice, b.invoice_row as "invoiceRow"
      from b where coalesce(b.date <= ${today}::date, true)`,
  );
  return { invoices, rows, items, projects: new Map(projects.map((project) => [project.id, project])) };
}

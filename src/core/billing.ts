// The billable flow: where each piece of work stands between done and paid, and what it comes to. Pure; SQL says the same over all
// rows at once (migration 0009-billing), and a test holds the two equal.
// Invariants: what is on an invoice is counted as the invoice's rows, never twice; the lines of an invoice come to its total
// where its rows explain it; a credit note and what it takes back come to nothing. A null day is no day: nothing is overdue then.
import { Big } from 'big.js';
import { explains, rateOf, shareOut, sumOf, toCents, worthOf, type BillingSettings } from './billing-money.ts';

/** In the order of the flow. */
export const BILLING_STATES = ['notBillable', 'removed', 'unapproved', 'approved', 'draft', 'invoiced', 'overdue', 'paid', 'credited'] as const;
export type BillingState = (typeof BILLING_STATES)[number];

export type ItemKind = 'workHour' | 'projectFee' | 'travelExpense' | 'flatRate';
/** rounding: what an invoice's total has over its rounded rows. */
export type LineKind = ItemKind | 'invoiceRow' | 'rounding';

/** Decimals are texts, days are plain dates. Rules that make fees are no items. */
export interface BillingItem {
  readonly kind: ItemKind;
  readonly id: string;
  readonly project: string | null;
  readonly date: string | null;
  readonly quantity: string | null;
  /** Of an hour: the quantity that is meant to be invoiced. */
  readonly plannedQuantity: string | null;
  readonly invoiceQuantity: string | null;
  readonly unitPrice: string | null;
  readonly currency: string | null;
  readonly billable: boolean | null;
  readonly billableStatus: string | null;
  /** True for what is never approved by anybody. */
  readonly approved: boolean | null;
  readonly invoice: string | null;
  readonly invoiceRow: string | null;
}

export interface BillingProject {
  readonly id: string;
  readonly customer: string | null;
  readonly currency: string | null;
  readonly internal: boolean | null;
}

export interface BillingInvoice {
  readonly id: string;
  readonly number: string | null;
  readonly customer: string | null;
  readonly projects: readonly string[] | null;
  readonly date: string | null;
  readonly dueDate: string | null;
  readonly paymentDate: string | null;
  readonly currency: string | null;
  readonly currencyRate: string | null;
  readonly total: string | null;
  readonly sent: boolean | null;
  readonly paid: boolean | null;
  readonly creditNote: boolean | null;
  readonly credits: string | null;
  readonly creditedBy: string | null;
  /** UTC instant. */
  readonly createdAt: string | null;
}

export interface BillingRow {
  readonly id: string;
  readonly invoice: string;
  readonly quantity: string | null;
  readonly unitPrice: string | null;
  readonly flatRate: string | null;
}

export interface BillingLine {
  readonly kind: LineKind;
  readonly id: string;
  readonly invoice: string | null;
  readonly project: string | null;
  readonly customer: string | null;
  readonly state: BillingState;
  readonly amount: Big;
  readonly currency: string;
  /** In the organisation's currency; null when no rate is known. */
  readonly worth: Big | null;
}

export interface InvoiceSums {
  readonly invoice: BillingInvoice;
  readonly state: BillingState;
  readonly currency: string;
  readonly rate: Big | null;
  /** Of a credit note never above zero; null when the vendor gives none. */
  readonly total: Big | null;
  /** In the order they were given, in cents and with the sign they count with. */
  readonly rows: readonly { readonly row: BillingRow; readonly amount: Big }[];
  readonly agrees: boolean;
  /** The total where the rows explain it, else the rows. */
  readonly net: Big;
}

export interface BillingWorld {
  readonly items: readonly BillingItem[];
  readonly projects: ReadonlyMap<string, BillingProject>;
  readonly invoices: readonly BillingInvoice[];
  readonly rows: readonly BillingRow[];
}

const decimal = (text: string | null): Big => new Big(text ?? 0);
const times = (quantity: string | null, price: string | null): Big => (quantity === null || price === null ? new Big(0) : decimal(quantity).times(price));
const isDraft = (invoice: BillingInvoice): boolean => invoice.number === null && invoice.sent !== true;

/** Of an item that is on no invoice. */
function itemState(item: BillingItem, project: BillingProject | null, approval: BillingSettings['approval']): BillingState {
  if (project?.internal) return 'notBillable';
  if (item.billableStatus === 'RemovedFromInvoice') return 'removed';
  if (item.billable !== true || item.billableStatus === 'NotBillable') return 'notBillable';
  return approval === 'required' && item.approved !== true ? 'unapproved' : 'approved';
}

/** Its date, or the day (UTC) it was made if that is earlier; a draft's the day it was made. Null: it always counts. */
function countsFrom(invoice: BillingInvoice): string | null {
  const made = invoice.createdAt === null ? null : new Date(invoice.createdAt).toISOString().slice(0, 10);
  if (isDraft(invoice)) return made;
  return made === null || (invoice.date !== null && invoice.date < made) ? invoice.date : made;
}

function counts(invoice: BillingInvoice, day: string | null): boolean {
  return day === null || (countsFrom(invoice) ?? day) <= day;
}

function ownState(invoice: BillingInvoice, day: string | null): BillingState {
  if (isDraft(invoice)) return 'draft';
  if (invoice.paid && (day === null || (invoice.paymentDate ?? day) <= day)) return 'paid';
  return day !== null && invoice.dueDate !== null && invoice.dueDate < day ? 'overdue' : 'invoiced';
}

/** Of the invoices that count on the day, by id. A draft note takes nothing back yet; one whose invoice is not known is credited. */
export function invoiceStates(invoices: readonly BillingInvoice[], day: string | null): ReadonlyMap<string, BillingState> {
  const counting = invoices.filter((invoice) => counts(invoice, day));
  const byId = new Map(counting.flatMap((invoice) => (invoice.creditNote ? [] : [[invoice.id, invoice] as const])));
  const noteOf = new Map(invoices.flatMap(({ id, creditedBy }) => (creditedBy === null ? [] : [[creditedBy, id] as const])).toSorted(([, a], [, b]) => (a < b ? 1 : -1)));
  const targetOf = (note: BillingInvoice): string | null => note.credits ?? noteOf.get(note.id) ?? null;
  const takenBack = new Map<string, Big>();
  for (const note of counting) {
    const target = note.creditNote && !isDraft(note) ? targetOf(note) : null;
    if (target !== null) takenBack.set(target, (takenBack.get(target) ?? new Big(0)).plus(decimal(note.total).abs()));
  }
  const stateOf = (invoice: BillingInvoice): BillingState => {
    const back = takenBack.get(invoice.id);
    return !isDraft(invoice) && back?.gte(decimal(invoice.total).abs()) ? 'credited' : ownState(invoice, day);
  };
  return new Map(
    counting.map((invoice) => {
      const judged = !invoice.creditNote || isDraft(invoice) ? invoice : byId.get(targetOf(invoice) ?? '');
      return [invoice.id, judged === undefined ? 'credited' : isDraft(judged) ? 'draft' : stateOf(judged)];
    }),
  );
}

/** What the rows of each counting invoice come to, and whether they explain its total. */
export function invoiceSums(invoices: readonly BillingInvoice[], rows: readonly BillingRow[], settings: BillingSettings, day: string | null): readonly InvoiceSums[] {
  const states = invoiceStates(invoices, day);
  const rowsOf = Map.groupBy(rows, (row) => row.invoice);
  return invoices.flatMap((invoice): InvoiceSums[] => {
    const state = states.get(invoice.id);
    if (state === undefined) return [];
    const own = rowsOf.get(invoice.id) ?? [];
    const exact = own.map((row) => times(row.quantity, row.unitPrice));
    const sign = invoice.creditNote && sumOf(exact).gt(0) ? -1 : 1;
    const signed = exact.map((amount) => amount.times(sign));
    const total = invoice.total === null ? null : invoice.creditNote ? decimal(invoice.total).abs().times(-1) : decimal(invoice.total);
    const agrees = total !== null && explains(total, signed, settings.rounding);
    const currency = invoice.currency ?? settings.currency;
    const rate = currency !== settings.currency && decimal(invoice.currencyRate).gt(0) ? decimal(invoice.currencyRate) : rateOf(currency, settings);
    const amounts = own.map((row, at) => ({ row, amount: toCents(signed[at] as Big) }));
    const net = agrees ? (total as Big) : sumOf(amounts.map(({ amount }) => amount));
    return [{ invoice, state, currency, rate, total, rows: amounts, agrees, net }];
  });
}

/** Every line of the flow on a day, each row shared out by project. Approval has no history: it is as it is known now. */
export function billingLines(world: BillingWorld, settings: BillingSettings, day: string | null): readonly BillingLine[] {
  const sums = invoiceSums(world.invoices, world.rows, settings, day);
  const known = new Set(world.invoices.map((invoice) => invoice.id));
  const counting = new Set(sums.map(({ invoice }) => invoice.id));
  const open = world.items.filter((item) => (item.invoice === null || (known.has(item.invoice) && !counting.has(item.invoice))) && (day === null || (item.date ?? day) <= day));
  const onRow = Map.groupBy(world.items.filter((item) => item.invoiceRow !== null), (item) => item.invoiceRow as string);
  const flatRates = new Map(world.items.flatMap((item) => (item.kind === 'flatRate' ? [[item.id, item] as const] : [])));
  return [
    ...open.map((item) => openLine(item, item.project === null ? null : (world.projects.get(item.project) ?? null), settings)),
    ...sums.flatMap((sum) => invoiceLines(sum, settings, (row) => [...(onRow.get(row.id) ?? []), ...(row.flatRate === null ? [] : [flatRates.get(row.flatRate) ?? []].flat())])),
  ];
}

function openLine(item: BillingItem, project: BillingProject | null, settings: BillingSettings): BillingLine {
  const { kind, id, project: projectId } = item;
  const state = item.invoice === null ? itemState(item, project, settings.approval) : 'approved';
  const amount = toCents(times(item.plannedQuantity ?? item.quantity, item.unitPrice));
  const currency = item.currency ?? project?.currency ?? settings.currency;
  const worth = worthOf(amount, rateOf(currency, settings), settings.direction);
  return { kind, id, invoice: null, project: projectId, customer: project?.customer ?? null, state, amount, currency, worth };
}

function invoiceLines(sum: InvoiceSums, settings: BillingSettings, itemsOn: (row: BillingRow) => readonly BillingItem[]): readonly BillingLine[] {
  const { invoice, state, currency, rate } = sum;
  const only = invoice.projects?.length === 1 ? (invoice.projects[0] as string) : null;
  const line = { invoice: invoice.id, customer: invoice.customer, state, currency };
  const worths = sum.rows.map(({ amount }) => worthOf(amount, rate, settings.direction));
  const lines = sum.rows.flatMap(({ row, amount }, at): BillingLine[] => {
    const worth = worths[at] ?? null;
    const weights = [...Map.groupBy(itemsOn(row), (item) => item.project)].toSorted(([a], [b]) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
    if (weights.length === 0) return [{ ...line, kind: 'invoiceRow', id: row.id, project: only, amount, worth }];
    const parts = weights.map(([, items]) => sumOf(items.map((item) => times(item.invoiceQuantity ?? item.quantity, item.unitPrice))));
    const [shares, worthShares] = [shareOut(amount, parts), worth === null ? null : shareOut(worth, parts)];
    return weights.map(([project], nth) => ({ ...line, kind: 'invoiceRow', id: row.id, project, amount: shares[nth] as Big, worth: worthShares?.[nth] ?? null }));
  });
  const over = sum.net.minus(sumOf(sum.rows.map(({ amount }) => amount)));
  const whole = worthOf(sum.net, rate, settings.direction);
  const worthOver = whole?.minus(sumOf(worths.map((worth) => worth ?? new Big(0)))) ?? null;
  if (over.eq(0) && (worthOver === null || worthOver.eq(0))) return lines;
  return [...lines, { ...line, kind: 'rounding', id: invoice.id, project: only, amount: over, worth: worthOver }];
}

// What every account was invoiced and still owes, worked out straight from the Severa sandbox's own rows. It shares nothing with
// the product: no states, no rounding, no SQL of it. Prices and quantities have four decimals at most.
import { guidIn, textIn, type Row } from '../../src/sandbox/severa/row.ts';
import type { SeveraState } from '../../src/sandbox/severa/state.ts';

/** Decimals with two places, in one currency. Notes count below zero, and with the invoice they take back. */
export interface NaiveMoney {
  /** Totals without tax of everything but drafts, as the vendor gives them. */
  readonly invoiced: string;
  /** The same from the rows, rounded once an invoice. */
  readonly rows: string;
  readonly unapproved: string;
  readonly approved: string;
  readonly drafts: string;
  /** Sent, neither paid nor late. */
  readonly waiting: string;
  readonly overdue: string;
  readonly paid: string;
  /** What was taken back in full together with its notes, and notes that name no invoice. */
  readonly credited: string;
}

type Sum = keyof NaiveMoney;
type Fields = Readonly<Record<string, unknown>>;

const SUMS: readonly Sum[] = ['invoiced', 'rows', 'unapproved', 'approved', 'drafts', 'waiting', 'overdue', 'paid', 'credited'];

/** By `<guid of the customer> <currency>`; accounts with nothing at all are left out. `today` is a plain date. */
export function naiveMoney(state: Pick<SeveraState, 'list' | 'facts'>, today: string): ReadonlyMap<string, NaiveMoney> {
  const sums = new Map<string, Record<Sum, number>>();
  const add = (customer: string, currency: string, sum: Sum, cents: number): void => {
    const key = `${customer} ${currency}`;
    const own = sums.get(key) ?? (Object.fromEntries(SUMS.map((name) => [name, 0])) as Record<Sum, number>);
    own[sum] += cents;
    sums.set(key, own);
  };

  const notes = new Map<string, number>();
  const invoices = state.list('invoices');
  for (const note of invoices) if (note['isCreditNote'] === true) notes.set(guid(note, 'reimburseInvoice'), (notes.get(guid(note, 'reimburseInvoice')) ?? 0) + Math.abs(totalOf(note)));
  const byGuid = new Map(invoices.map((invoice) => [invoice.guid, invoice]));
  const statuses = new Map(state.list('invoicestatuses').map((status) => [status.guid, status]));
  const rows = Map.groupBy(state.list('invoicerows'), (row) => textIn(row, 'invoiceGuid'));

  const stateOf = (invoice: Row): Sum => {
    const status = statuses.get(guid(invoice, 'status'));
    if (invoice['number'] === null && status?.['isSent'] !== true) return 'drafts';
    const back = notes.get(invoice.guid);
    if (back !== undefined && back >= Math.abs(totalOf(invoice))) return 'credited';
    if (status?.['isPaid'] === true && (textIn(invoice, 'paymentDate') ?? '') <= today) return 'paid';
    return (textIn(invoice, 'dueDate') ?? '') < today ? 'overdue' : 'waiting';
  };

  for (const invoice of invoices) {
    const isNote = invoice['isCreditNote'] === true;
    const judged = isNote ? byGuid.get(guid(invoice, 'reimburseInvoice')) : invoice;
    const sum = judged === undefined ? 'credited' : stateOf(judged);
    const lines = (rows.get(invoice.guid) ?? []).reduce((total, row) => total + lineOf(row['quantity'], row['unitPrice']), 0);
    const [total, ofRows] = [totalOf(invoice), rounded(lines)].map((cents) => (isNote ? -Math.abs(cents) : cents)) as [number, number];
    const currency = textIn(invoice['totalExcludingTax'] as Fields, 'currencyCode') ?? '';
    add(guid(invoice, 'customer'), currency, sum, total);
    if (sum === 'drafts') continue;
    add(guid(invoice, 'customer'), currency, 'invoiced', total);
    add(guid(invoice, 'customer'), currency, 'rows', ofRows);
  }

  const projects = new Map(state.list('projects').map((project) => [project.guid, project]));
  const waits = (item: Row, price: Fields, quantity: unknown, isApproved: boolean): void => {
    const project = projects.get(guid(item, 'project'));
    if (project === undefined || project['isInternal'] === true) return;
    add(guid(project, 'customer'), textIn(price, 'currencyCode') ?? '', isApproved ? 'approved' : 'unapproved', rounded(lineOf(quantity, price)));
  };
  for (const kind of ['workhours', 'projectfees', 'projecttravelexpenses']) {
    for (const item of state.list(kind)) {
      const isOpen = guid(item, 'invoice') === '' && item['isBillable'] === true && item['isRecurrenceRule'] !== true && (textIn(item, 'eventDate') ?? '') <= today;
      const isApproved = kind !== 'workhours' || item['isApproved'] === true || state.facts.workHourApproval !== 'RequiredForInvoicing';
      const price = (item['unitPrice'] ?? null) as Fields | null;
      if (isOpen && price !== null) waits(item, price, item['plannedInvoiceQuantity'] ?? item['quantity'], isApproved);
    }
  }
  for (const flat of state.list('flatrates')) {
    if (flat['invoiceGuid'] === null && flat['price'] !== null) waits(flat, flat['price'] as Fields, 1, true);
  }
  return new Map([...sums].map(([key, own]) => [key, Object.fromEntries(SUMS.map((name) => [name, decimal(own[name])])) as unknown as NaiveMoney]));
}

/** Empty where there is none. */
function guid(row: Fields, field: string): string {
  return guidIn(row, field) ?? '';
}

function totalOf(invoice: Row): number {
  return Math.round(Number((invoice['totalExcludingTax'] as Fields)['amount']) * 100);
}

/** Millionths of a cent. */
function lineOf(quantity: unknown, price: unknown): number {
  return Math.round(Number(quantity ?? 0) * 10_000) * Math.round(Number((price as Fields | null)?.['amount'] ?? 0) * 10_000);
}

/** Cents; half a cent goes away from zero. */
function rounded(millionths: number): number {
  return Math.sign(millionths) * Math.round(Math.abs(millionths) / 1_000_000) || 0;
}

function decimal(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

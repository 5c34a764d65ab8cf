// How the work of one project became invoices: period by period, what is billable and approved goes on rows; the newest
// invoice may still be a draft, some are late, some paid, a few taken back by a credit note.
// Invariant: each invoice's totals are the sum of its rows, to the cent.

import type { Random } from '../../lib/random.ts';
import { dayMs, monthEnd, monthStart, plainDate } from './dates.ts';
import { cents, lineCents, money, taxCents } from './money.ts';
import type { WorldMoney } from './money.ts';
import type { Project } from './project.ts';
import { products, travelExpenseTypes } from './registries.ts';
import type { Billable, WorldFee, WorldFlatRate, WorldInvoice, WorldInvoiceRow, WorldTravelExpense, WorldWorkHour } from './world-delivery.ts';

interface Work {
  readonly workHours: readonly WorldWorkHour[];
  readonly fees: readonly WorldFee[];
  readonly travelExpenses: readonly WorldTravelExpense[];
  readonly flatRates: readonly WorldFlatRate[];
}

export function billProject(project: Project, work: Work, random: Random): Work & { readonly invoices: readonly WorldInvoice[] } {
  const invoices: WorldInvoice[] = [];
  const placed = new Map<string, { invoiceKey: string; rowKey: string }>();
  const credited = new Set<string>();
  const months = random.pick([1, 1, 1, 2, 3]);
  const today = plainDate(project.now, 0);
  for (let from = monthStart(project.startDate, 0); !project.salesCase.isInternal; from = monthStart(from, months)) {
    const until = monthEnd(monthStart(from, months - 1));
    if (until >= today || from > project.endDate) break;
    const invoice = billPeriod(project, work, until, invoices.length + 1, placed, random);
    if (invoice === null) continue;
    invoices.push(invoice);
    if (invoice.statusKey === 'credited') {
      credited.add(invoice.key);
      invoices.push(creditNote(invoice, invoices.length + 1, project));
    }
  }
  const place = <T extends { readonly key: string }>(item: T): T => {
    const row = placed.get(item.key);
    return row === undefined ? item : { ...item, ...row };
  };
  // What was credited without a new invoice is not billable any more; it still names the invoice it had been on.
  const settle = <T extends Billable>(item: T): T => {
    const billed = place(item);
    return billed.invoiceKey !== null && credited.has(billed.invoiceKey) ? { ...billed, isBillable: false } : billed;
  };
  return {
    workHours: work.workHours.map(settle).map((hour) => (hour.billableStatus === 'Billable' && !hour.isBillable ? { ...hour, billableStatus: 'NotBillable' as const } : hour)),
    fees: work.fees.map(settle),
    travelExpenses: work.travelExpenses.map(settle),
    flatRates: work.flatRates.map(place),
    invoices,
  };
}

/** Null when the period had nothing to bill. Marks what it took in `placed`. */
function billPeriod(project: Project, work: Work, until: string, ordinal: number, placed: Map<string, { invoiceKey: string; rowKey: string }>, random: Random): WorldInvoice | null {
  const key = `${project.caseKey}/invoice-${ordinal}`;
  const rows: WorldInvoiceRow[] = [];
  const addRow = (row: Omit<WorldInvoiceRow, 'key'>, itemKeys: readonly string[]): void => {
    const rowKey = `${key}/row-${rows.length + 1}`;
    rows.push({ key: rowKey, ...row });
    for (const itemKey of itemKeys) placed.set(itemKey, { invoiceKey: key, rowKey });
  };
  const due = <T extends Billable>(items: readonly T[]): T[] => items.filter((item) => item.isBillable && item.date <= until && !placed.has(item.key));

  const hours = due(work.workHours).filter((hour) => hour.isApproved && hour.billableStatus === 'Billable');
  for (const [price, group] of Map.groupBy(hours, (hour) => hour.unitPrice.amount)) {
    const quantity = group.reduce((sum, hour) => sum + hour.quantity, 0);
    addRow({ rowType: 'Hours', description: 'Asiantuntijatyö', quantity, unit: 'h', unitPrice: { amount: price, currency: project.currency } }, group.map((hour) => hour.key));
  }
  for (const fee of due(work.fees)) {
    if (fee.plannedBillingDate !== null && fee.plannedBillingDate > until) continue;
    const product = products.find((entry) => entry.key === fee.productKey);
    addRow({ rowType: 'ProjectFees', description: product?.name ?? '', quantity: fee.quantity, unit: product?.unit ?? 'kpl', unitPrice: fee.unitPrice }, [fee.key]);
  }
  for (const expense of due(work.travelExpenses)) {
    const type = travelExpenseTypes.find((entry) => entry.key === expense.expenseKey);
    addRow({ rowType: 'TravelExpenses', description: type?.name ?? '', quantity: expense.quantity, unit: type?.unit ?? 'kpl', unitPrice: expense.unitPrice }, [expense.key]);
  }
  for (const flatRate of work.flatRates) {
    if (flatRate.plannedBillingDate > until || placed.has(flatRate.key)) continue;
    addRow({ rowType: 'FlatRate', description: 'Kiinteähintainen työ', quantity: 1, unit: 'kpl', unitPrice: flatRate.price }, [flatRate.key]);
  }
  return rows.length === 0 ? null : toInvoice(project, key, until, rows, random);
}

function toInvoice(project: Project, key: string, until: string, rows: readonly WorldInvoiceRow[], random: Random): WorldInvoice {
  const date = plainDate(Math.min(Date.parse(until) + random.int(1, 8) * dayMs, project.now), 0);
  const dueDate = plainDate(Date.parse(date), project.paymentTermDays);
  const daysLate = (project.now - Date.parse(dueDate)) / dayMs;
  const draw = random.next();
  const isFresh = project.now - Date.parse(date) < 25 * dayMs;
  const statusKey = isFresh && draw < 0.45 ? 'draft' : draw > 0.965 ? 'credited' : daysLate > 0 && draw < (daysLate > 120 ? 0.965 : 0.85) ? 'paid' : 'sent';
  const paidOn = plainDate(Math.min(project.now, Date.parse(dueDate) + random.int(-6, 12) * dayMs), 0);
  return {
    key,
    caseKey: project.caseKey,
    statusKey,
    date,
    dueDate,
    paymentDate: statusKey === 'paid' ? paidOn : null,
    currency: project.currency,
    vatPercentage: project.countryCode === 'FI' ? 25.5 : 0,
    creditOf: null,
    rows,
    ...totals(rows, project, project.countryCode === 'FI' ? 25.5 : 0),
    createdAt: Math.min(project.now, Date.parse(date) + 9 * 3_600_000),
  };
}

function totals(rows: readonly WorldInvoiceRow[], project: Project, vatPercentage: number): Record<'totalExcludingTax' | 'totalTax' | 'totalIncludingTax', WorldMoney> {
  const net = rows.reduce((sum, row) => sum + lineCents(row.quantity, row.unitPrice), 0);
  const tax = taxCents(net, vatPercentage);
  return { totalExcludingTax: money(net, project.currency), totalTax: money(tax, project.currency), totalIncludingTax: money(net + tax, project.currency) };
}

function creditNote(invoice: WorldInvoice, ordinal: number, project: Project): WorldInvoice {
  const key = `${project.caseKey}/invoice-${ordinal}`;
  const date = plainDate(Math.min(project.now, Date.parse(invoice.date) + 6 * dayMs), 0);
  return {
    ...invoice,
    key,
    statusKey: 'credit-note',
    date,
    dueDate: date,
    creditOf: invoice.key,
    rows: invoice.rows.map((row, index) => ({ ...row, key: `${key}/row-${index + 1}`, quantity: -row.quantity })),
    totalExcludingTax: negative(invoice.totalExcludingTax),
    totalTax: negative(invoice.totalTax),
    totalIncludingTax: negative(invoice.totalIncludingTax),
    createdAt: Math.min(project.now, Date.parse(date) + 10 * 3_600_000),
  };
}

function negative(amount: WorldMoney): WorldMoney {
  return money(-cents(amount), amount.currency);
}

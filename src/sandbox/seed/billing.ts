// How the work of one project became invoices: period by period, what is billable and approved goes on rows; the newest
// invoice may still be a draft, some are late, some paid, a few taken back by a credit note.
// Invariant: each invoice's totals are the sum of its rows, to the cent.

import type { Random } from '../../lib/random.ts';
import { takeBack } from './credit-notes.ts';
import { monthEnd, monthStart, plainDate } from './dates.ts';
import { toInvoice } from './invoices.ts';
import { money } from './money.ts';
import type { Project } from './project.ts';
import { products, travelExpenseTypes } from './registries.ts';
import type { Billable, WorldFee, WorldFlatRate, WorldInvoice, WorldInvoiceRow, WorldPhase, WorldTravelExpense, WorldWorkHour } from './world-delivery.ts';

export interface Work {
  readonly phases: readonly WorldPhase[];
  readonly workHours: readonly WorldWorkHour[];
  readonly fees: readonly WorldFee[];
  readonly travelExpenses: readonly WorldTravelExpense[];
  readonly flatRates: readonly WorldFlatRate[];
}

type Billed = Work & { readonly invoices: readonly WorldInvoice[] };

/** Where an item ended up. */
interface Place {
  readonly invoiceKey: string;
  readonly rowKey: string;
  readonly invoiceQuantity: number;
}

export function billProject(project: Project, work: Work, random: Random): Billed {
  const billed: WorldInvoice[] = [];
  const placed = new Map<string, Place>();
  const months = random.pick([1, 1, 1, 2, 3]);
  const today = plainDate(project.now, 0);
  for (let from = monthStart(project.startDate, 0); !project.salesCase.isInternal; from = monthStart(from, months)) {
    const until = monthEnd(monthStart(from, months - 1));
    if (until >= today || from > project.endDate) break;
    const key = `${project.caseKey}/invoice-${billed.length + 1}`;
    const rows = [...billPeriod(project, work, until, key, placed), ...(billed.length === 0 && project.twists.has('hand-made-rows') ? handMade(project, key) : [])];
    if (rows.length > 0) billed.push(toInvoice(project, key, until, rows, random));
  }
  const invoices = takeBack(project, [...billed, ...emptyInvoices(project, random.fork('empty'))].map(payment(project)));
  return { ...settled(work, placed, invoices), invoices };
}

/** The items with their places; what was credited without a new invoice is not billable any more. */
function settled(work: Work, placed: ReadonlyMap<string, Place>, invoices: readonly WorldInvoice[]): Work {
  const credited = new Set(invoices.flatMap(({ key, statusKey }) => (statusKey === 'credited' ? [key] : [])));
  const place = <T extends { readonly key: string }>(item: T): T => {
    const found = placed.get(item.key);
    return found === undefined ? item : { ...item, ...found };
  };
  const settle = <T extends Billable>(item: T): T => {
    const billed = place(item);
    return billed.invoiceKey !== null && credited.has(billed.invoiceKey) ? { ...billed, isBillable: false } : billed;
  };
  return {
    phases: work.phases,
    workHours: work.workHours.map(settle).map((hour) => (hour.billableStatus === 'Billable' && !hour.isBillable ? { ...hour, billableStatus: 'NotBillable' as const } : hour)),
    fees: work.fees.map(settle),
    travelExpenses: work.travelExpenses.map(settle),
    flatRates: work.flatRates.map(place),
  };
}

/** The rows of what was due by the end of the period. Marks what it took in `placed`. */
function billPeriod(project: Project, work: Work, until: string, key: string, placed: Map<string, Place>): WorldInvoiceRow[] {
  const rows: WorldInvoiceRow[] = [];
  const addRow = (row: Omit<WorldInvoiceRow, 'key' | 'quantity' | 'flatRateKey'>, items: readonly { readonly key: string; readonly quantity: number }[], flatRateKey: string | null = null): void => {
    const rowKey = `${key}/row-${rows.length + 1}`;
    rows.push({ key: rowKey, ...row, quantity: items.reduce((sum, { quantity }) => sum + quantity, 0), flatRateKey });
    for (const { key: itemKey, quantity } of items) placed.set(itemKey, { invoiceKey: key, rowKey, invoiceQuantity: quantity });
  };
  const due = <T extends Billable>(items: readonly T[]): T[] => items.filter((item) => item.isBillable && item.date <= until && !placed.has(item.key));

  const hours = due(work.workHours).filter((hour) => hour.isApproved && hour.billableStatus === 'Billable');
  for (const [price, group] of Map.groupBy(hours, (hour) => hour.unitPrice.amount)) {
    const row = { rowType: 'Hours', description: 'Asiantuntijatyö', unit: 'h', unitPrice: { amount: price, currency: project.currency } } as const;
    addRow(row, group.map((hour, index) => ({ key: hour.key, quantity: billedHours(project, hour, index) })));
  }
  for (const fee of due(work.fees)) {
    if (fee.isRule || !isDue(work.phases, fee.billingSchedule, fee.plannedBillingDate, fee.billingPhaseKey, until)) continue;
    const product = products.find((entry) => entry.key === fee.productKey);
    addRow({ rowType: 'ProjectFees', description: product?.name ?? '', unit: product?.unit ?? 'kpl', unitPrice: fee.unitPrice }, [fee]);
  }
  for (const expense of due(work.travelExpenses)) {
    const type = travelExpenseTypes.find((entry) => entry.key === expense.expenseKey);
    addRow({ rowType: 'TravelExpenses', description: type?.name ?? '', unit: type?.unit ?? 'kpl', unitPrice: expense.unitPrice }, [expense]);
  }
  for (const flatRate of work.flatRates) {
    if (placed.has(flatRate.key) || !isDue(work.phases, flatRate.billingSchedule, flatRate.plannedBillingDate, flatRate.phaseKey, until)) continue;
    addRow({ rowType: 'FlatRate', description: 'Kiinteähintainen työ', unit: 'kpl', unitPrice: flatRate.price }, [{ key: flatRate.key, quantity: 1 }], flatRate.key);
  }
  return rows;
}

function isDue(phases: readonly WorldPhase[], schedule: string, plannedBillingDate: string | null, phaseKey: string | null, until: string): boolean {
  if (schedule !== 'WhenPhaseCompleted') return (plannedBillingDate ?? '') <= until;
  return phases.find(({ key }) => key === phaseKey)?.isCompleted === true;
}

function billedHours(project: Project, hour: WorldWorkHour, index: number): number {
  const wanted = hour.plannedInvoiceQuantity ?? hour.quantity;
  return project.twists.has('corrected-quantity') && index % 4 === 1 ? wanted + 0.25 : wanted;
}

/** A charge, a discount, and two lines whose halves of a cent come out differently rounded one by one. */
function handMade(project: Project, key: string): WorldInvoiceRow[] {
  const lines = [['Laskutuslisä', 1, 500], ['Alennus', 1, -4_000], ['Kopiot', 0.35, 4_590], ['Postikulut', 0.15, 1_270]] as const;
  return lines.map(([description, quantity, price], index) => ({ key: `${key}/hand-${index + 1}`, rowType: 'ProjectFees', description, quantity, unit: 'kpl', unitPrice: money(price, project.currency), flatRateKey: null }));
}

function emptyInvoices(project: Project, random: Random): WorldInvoice[] {
  if (!project.twists.has('empty-invoice')) return [];
  return [{ ...toInvoice(project, `${project.caseKey}/invoice-empty`, plainDate(project.now, -4), [], random), statusKey: 'draft', paymentDate: null }];
}

function payment(project: Project): (invoice: WorldInvoice) => WorldInvoice {
  return (invoice) => (project.twists.has('paid-undated') && invoice.statusKey === 'paid' ? { ...invoice, paymentDate: null } : invoice);
}

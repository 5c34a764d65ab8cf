// What was done and billed, put into the Severa sandbox: phases, hours, fees, expenses, flat rates, proposals, invoices.
// Invariant: invoice numbers run in the order of the invoices' dates over all customers, as one ledger's do.

import { lineCents } from '../seed/money.ts';
import type { WorldMoney } from '../seed/money.ts';
import { products, travelExpenseTypes, vendorFirm } from '../seed/registries.ts';
import type { Billable, WorldDelivery, WorldInvoice, WorldInvoiceRow } from '../seed/world-delivery.ts';
import type { WorldAccount } from '../seed/world.ts';
import type { Target } from './populate-target.ts';

type Fields = Readonly<Record<string, unknown>>;

interface PendingInvoice {
  readonly account: WorldAccount;
  readonly invoice: WorldInvoice;
  /** The credit note that took this one back. */
  readonly creditedBy: string | null;
}

const firstInvoiceNumber = 20_001;

/** Puts one account's work and proposals; gives back its invoices, which are numbered when all are known. */
export function populateDelivery(target: Target, account: WorldAccount): PendingInvoice[] {
  const delivery = target.world.delivery(account);
  const madeAt = new Map(account.salesCases.map(({ key, psa }) => [key, psa?.createdAt ?? target.world.now]));
  for (const [index, phase] of delivery.phases.entries()) {
    const { key, caseKey, name, isCompleted, startDate, deadline, hoursEstimate } = phase;
    const row = { name, isCompleted, isLocked: false, startDate, deadline, workHoursEstimate: hoursEstimate, originalWorkHoursEstimate: hoursEstimate, sortOrder: index };
    target.put('phases', { guid: target.guid(key), ...row, project: reference(target, caseKey), parentPhase: reference(target, `${caseKey}/root-phase`) }, madeAt.get(caseKey) ?? target.world.now);
  }
  const creditedBy = new Map(delivery.invoices.flatMap(({ key, creditOf }) => (creditOf === null ? [] : [[creditOf, key] as const])));
  putWork(target, delivery, (collection, item, row) => putBillable(target, account, collection, item, row, creditedBy));
  putProposals(target, delivery);
  return delivery.invoices.map((invoice) => ({ account, invoice, creditedBy: creditedBy.get(invoice.key) ?? null }));
}

type PutBillable = (collection: 'workhours' | 'projectfees' | 'projecttravelexpenses', item: Billable, row: Fields) => void;

function putWork(target: Target, delivery: WorldDelivery, put: PutBillable): void {
  const { registry } = target;
  for (const hour of delivery.workHours) {
    const { isApproved, billableStatus, description } = hour;
    const status = { isApproved, billableStatus, description, isProductive: hour.workTypeKey !== 'travel' };
    put('workhours', hour, { ...status, user: reference(target, hour.userKey), workType: { guid: registry('worktypes', hour.workTypeKey) } });
  }
  for (const fee of delivery.fees) {
    const product = products.find((entry) => entry.key === fee.productKey);
    const { billingSchedule, plannedBillingDate } = fee;
    const about = { name: product?.name, measurementUnit: product?.unit, productType: product?.type, vatRate: 25.5, product: { guid: registry('products', fee.productKey) } };
    put('projectfees', fee, { ...about, billingSchedule, plannedBillingDate, isRecurrenceRule: false });
  }
  for (const expense of delivery.travelExpenses) {
    const type = travelExpenseTypes.find((entry) => entry.key === expense.expenseKey);
    const about = { measurementUnit: type?.unit, vatRate: 25.5, purchaseVatRate: 0, billingSchedule: 'Immediately', plannedBillingDate: null, travelReimbursementRequired: true, attachmentCount: 0 };
    const references = { user: reference(target, expense.userKey), travelExpense: { guid: registry('travelexpensetypes', expense.expenseKey) } };
    put('projecttravelexpenses', expense, { ...about, ...references, unitCostExcludingPurchaseVat: amount(expense.unitCost) });
  }
  for (const flat of delivery.flatRates) {
    const row = { price: amount(flat.price), includesHours: flat.includesHours, billAdditionalHours: true, pricePerAdditionalHour: null, billingSchedule: 'OnDate', plannedBillingDate: flat.plannedBillingDate };
    const links = { project: reference(target, flat.caseKey), phase: reference(target, flat.phaseKey), invoiceGuid: flat.invoiceKey === null ? null : target.guid(flat.invoiceKey) };
    target.put('flatrates', { guid: target.guid(flat.key), ...row, ...links }, Math.min(target.world.now, Date.parse(flat.plannedBillingDate)));
  }
}

/** What was credited is free of its invoice again; a copy of it stays behind with the invoice, as the vendor keeps it. */
function putBillable(target: Target, account: WorldAccount, collection: Parameters<PutBillable>[0], item: Billable, row: Fields, creditedBy: ReadonlyMap<string, string>): void {
  const facts = {
    ...row,
    project: reference(target, item.caseKey),
    phase: reference(target, item.phaseKey),
    eventDate: item.date,
    quantity: item.quantity,
    unitPrice: amount(item.unitPrice),
    unitCost: amount(item.unitCost),
    isBillable: item.isBillable,
  };
  const guid = target.guid(item.key);
  const invoiceGuid = item.invoiceKey === null ? null : target.guid(item.invoiceKey);
  const invoiceRowGuid = item.rowKey === null ? null : target.guid(item.rowKey);
  const isCredited = item.invoiceKey !== null && creditedBy.has(item.invoiceKey);
  const isBilled = invoiceGuid !== null && !isCredited;
  const link = isBilled ? { invoice: { guid: invoiceGuid }, invoiceRowGuid, invoiceQuantity: item.quantity } : { invoice: null, invoiceRowGuid: null, invoiceQuantity: null };
  target.put(collection, { guid, ...facts, ...link }, item.createdAt);
  if (isCredited) {
    const copy = { ...facts, customer: reference(target, account.key), invoiceGuid, invoiceRowGuid, invoiceQuantity: item.quantity };
    target.put(`reimbursed${collection}`, { guid: target.guid(`${item.key}/reimbursed`), ...copy }, item.createdAt);
  }
}

function putProposals(target: Target, delivery: WorldDelivery): void {
  for (const proposal of delivery.proposals) {
    const { key, caseKey, name, number, date, statusKey, createdAt } = proposal;
    const status = { guid: target.registry('proposalstatuses', statusKey) };
    target.put('proposals', { guid: target.guid(key), name, number, proposalDate: date, project: reference(target, caseKey), proposalStatus: status }, createdAt);
    for (const [index, row] of proposal.rows.entries()) {
      const common = { guid: target.guid(`${key}/row-${index}`), name: row.name, proposal: reference(target, key), quantity: row.quantity, unitPrice: amount(row.unitPrice), sortOrder: index, isShownOnProposal: true };
      if (row.kind === 'work') target.put('proposalworkrows', { ...common, workType: { guid: target.registry('worktypes', row.ofKey) } }, createdAt);
      else target.put('proposalfeerows', { ...common, measurementUnit: row.unit, vatRate: 25.5, product: { guid: target.registry('products', row.ofKey) } }, createdAt);
    }
  }
}

export function populateInvoices(target: Target, pending: readonly PendingInvoice[]): void {
  const ordered = pending.toSorted((a, b) => (a.invoice.date === b.invoice.date ? (a.invoice.key < b.invoice.key ? -1 : 1) : a.invoice.date < b.invoice.date ? -1 : 1));
  let number = firstInvoiceNumber;
  for (const { account, invoice, creditedBy } of ordered) {
    const given = invoice.statusKey === 'draft' ? null : number++;
    target.put('invoices', invoiceRow(target, account, invoice, creditedBy, given), invoice.createdAt);
    for (const [index, row] of invoice.rows.entries()) {
      const category = row.rowType === 'TravelExpenses' ? 'Travels' : row.rowType === 'ProjectFees' ? 'ProjectFees' : 'Hours';
      const { rowType, description, quantity, unit } = row;
      const fields = { invoiceGuid: target.guid(invoice.key), rowType, category, description, quantity, measurementUnit: unit, unitPrice: amount(row.unitPrice), vatRate: invoice.vatPercentage, sortOrder: index, hasInvoiceComment: false, code: [] };
      target.put('invoicerows', { guid: target.guid(row.key), ...fields, flatRateGuid: rowType === 'FlatRate' ? target.guid(`${invoice.caseKey}/flat-1`) : null }, invoice.createdAt);
    }
  }
}

function invoiceRow(target: Target, account: WorldAccount, invoice: WorldInvoice, creditedBy: string | null, number: number | null): Fields {
  const customer = reference(target, account.key);
  const { headquarters, billingAddress } = account.psa ?? { headquarters: null, billingAddress: null };
  const address = billingAddress ?? headquarters;
  const sum = (rowType: WorldInvoiceRow['rowType']): Fields => ({ amount: rowsCents(invoice, rowType) / 100, currencyCode: invoice.currency });
  return {
    guid: target.guid(invoice.key),
    number,
    referenceNumber: number === null ? null : referenceNumber(number),
    status: { guid: target.registry('invoicestatuses', invoice.statusKey) },
    customer,
    billingCustomer: customer,
    projects: [reference(target, invoice.caseKey)],
    date: invoice.date,
    dueDate: invoice.dueDate,
    paymentDate: invoice.paymentDate,
    entryDate: null,
    paymentTerm: account.psa?.paymentTermDays ?? 14,
    overdueInterest: account.psa?.overdueInterest ?? 8,
    currency: { guid: target.registry('currencies', invoice.currency) },
    totalExcludingTax: amount(invoice.totalExcludingTax),
    totalTax: amount(invoice.totalTax),
    totalIncludingTax: amount(invoice.totalIncludingTax),
    workHoursTotalExcludingTax: sum('Hours'),
    projectFeesTotalExcludingTax: sum('ProjectFees'),
    projectTravelExpensesTotalExcludingTax: sum('TravelExpenses'),
    flatRatesTotalExcludingTax: sum('FlatRate'),
    workHoursQuantity: invoice.rows.filter((row) => row.rowType === 'Hours').reduce((total, row) => total + row.quantity, 0),
    receiverCustomerName: account.psa?.name ?? null,
    receiverAddress: address === null ? null : { addressline: address.addressline, postalCode: address.postalCode, city: address.city, state: null, country: address.countryCode },
    receiverVatNumber: account.psa?.vatNumber ?? null,
    senderName: vendorFirm.name,
    isCreditNote: invoice.creditOf !== null,
    reimburseInvoice: invoice.creditOf === null ? null : reference(target, invoice.creditOf),
    creditNoteInvoice: creditedBy === null ? null : reference(target, creditedBy),
    workHourValueAddedTax: invoice.vatPercentage,
  };
}

function rowsCents(invoice: WorldInvoice, rowType: WorldInvoiceRow['rowType']): number {
  return invoice.rows.filter((row) => row.rowType === rowType).reduce((total, row) => total + lineCents(row.quantity, row.unitPrice), 0);
}

/** Finnish bank reference: the number and a check digit with weights 7, 3, 1 from the right. */
function referenceNumber(number: number): string {
  const weights = [7, 3, 1];
  const sum = Array.from(String(number)).toReversed().reduce((total, digit, index) => total + Number(digit) * (weights[index % 3] ?? 0), 0);
  return `${number}${(10 - (sum % 10)) % 10}`;
}

function reference(target: Target, key: string): { readonly guid: string } {
  return { guid: target.guid(key) };
}

function amount(money: WorldMoney): Fields {
  return { amount: Number(money.amount), currencyCode: money.currency };
}

// What was done, put into the Severa sandbox: phases, hours, fees, expenses, flat rates and proposals.
// Invariant: an item names the invoice and row it is on, or neither; what was credited is free, and a copy stays with the invoice.

import { products, travelExpenseTypes } from '../seed/registries.ts';
import type { Billable, WorldDelivery } from '../seed/world-delivery.ts';
import type { WorldAccount } from '../seed/world.ts';
import { amount, reference } from './populate-target.ts';
import type { Target } from './populate-target.ts';
import type { PendingInvoice } from './populate-invoices.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Puts one account's work and proposals; gives back its invoices, which are numbered when all are known. */
export function populateDelivery(target: Target, account: WorldAccount): PendingInvoice[] {
  const delivery = target.world.delivery(account);
  const madeAt = new Map(account.salesCases.map(({ key, psa }) => [key, psa?.createdAt ?? target.world.now]));
  for (const [index, phase] of delivery.phases.entries()) {
    const { key, caseKey, name, isCompleted, startDate, deadline, hoursEstimate } = phase;
    const row = { name, isCompleted, isLocked: false, startDate, deadline, workHoursEstimate: hoursEstimate, originalWorkHoursEstimate: hoursEstimate, sortOrder: index };
    target.put('phases', { guid: target.guid(key), ...row, project: reference(target, caseKey), parentPhase: reference(target, `${caseKey}/root-phase`) }, madeAt.get(caseKey) ?? target.world.now);
  }
  // An invoice names one note only: the newest.
  const creditedBy = new Map(delivery.invoices.flatMap(({ key, creditOf }) => (creditOf === null ? [] : [[creditOf, key] as const])));
  const credited = new Set(delivery.invoices.flatMap(({ key, statusKey }) => (statusKey === 'credited' ? [key] : [])));
  putWork(target, delivery, (collection, item, row) => putBillable(target, account, collection, item, row, credited));
  putProposals(target, delivery);
  return delivery.invoices.map((invoice) => ({ account, invoice, creditedBy: creditedBy.get(invoice.key) ?? null }));
}

type PutBillable = (collection: 'workhours' | 'projectfees' | 'projecttravelexpenses', item: Billable, row: Fields) => void;

function putWork(target: Target, delivery: WorldDelivery, put: PutBillable): void {
  const { registry } = target;
  for (const hour of delivery.workHours) {
    const { isApproved, billableStatus, description, plannedInvoiceQuantity } = hour;
    const status = { isApproved, billableStatus, description, plannedInvoiceQuantity, isProductive: hour.workTypeKey !== 'travel' };
    put('workhours', hour, { ...status, user: reference(target, hour.userKey), workType: { guid: registry('worktypes', hour.workTypeKey) } });
  }
  for (const fee of delivery.fees) {
    const product = products.find((entry) => entry.key === fee.productKey);
    const { billingSchedule, plannedBillingDate } = fee;
    const about = { name: product?.name, measurementUnit: product?.unit, productType: product?.type, vatRate: 25.5, product: { guid: registry('products', fee.productKey) } };
    const billingDependencyPhase = fee.billingPhaseKey === null ? null : reference(target, fee.billingPhaseKey);
    const recurrence = { isRecurrenceRule: fee.isRule, recurrenceRuleGuid: fee.ruleKey === null ? null : target.guid(fee.ruleKey) };
    put('projectfees', fee, { ...about, billingSchedule, plannedBillingDate, billingDependencyPhase, ...recurrence });
  }
  for (const expense of delivery.travelExpenses) {
    const type = travelExpenseTypes.find((entry) => entry.key === expense.expenseKey);
    const about = { measurementUnit: type?.unit, vatRate: 25.5, purchaseVatRate: 0, billingSchedule: 'Immediately', plannedBillingDate: null, travelReimbursementRequired: true, attachmentCount: 0 };
    const references = { user: reference(target, expense.userKey), travelExpense: { guid: registry('travelexpensetypes', expense.expenseKey) } };
    put('projecttravelexpenses', expense, { ...about, ...references, unitCostExcludingPurchaseVat: amount(expense.unitCost) });
  }
  for (const flat of delivery.flatRates) {
    const row = { price: amount(flat.price), includesHours: flat.includesHours, billAdditionalHours: true, pricePerAdditionalHour: null, billingSchedule: flat.billingSchedule, plannedBillingDate: flat.plannedBillingDate };
    const links = { project: reference(target, flat.caseKey), phase: reference(target, flat.phaseKey), invoiceGuid: flat.invoiceKey === null ? null : target.guid(flat.invoiceKey) };
    target.put('flatrates', { guid: target.guid(flat.key), ...row, ...links }, flat.createdAt);
  }
}

/** What was credited is free of its invoice again; a copy of it stays behind with the invoice, as the vendor keeps it. */
function putBillable(target: Target, account: WorldAccount, collection: Parameters<PutBillable>[0], item: Billable, row: Fields, credited: ReadonlySet<string>): void {
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
  const isCredited = item.invoiceKey !== null && credited.has(item.invoiceKey);
  const isBilled = invoiceGuid !== null && !isCredited;
  const link = isBilled ? { invoice: { guid: invoiceGuid }, invoiceRowGuid, invoiceQuantity: item.invoiceQuantity } : { invoice: null, invoiceRowGuid: null, invoiceQuantity: null };
  target.put(collection, { guid, ...facts, ...link }, item.createdAt);
  if (isCredited) {
    const copy = { ...facts, customer: reference(target, account.key), invoiceGuid, invoiceRowGuid, invoiceQuantity: item.invoiceQuantity };
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

// What was done and may be billed: hours, fees, travel expenses and flat rates, each with the invoice and row it is on.
// Descriptions of hours stay in the PSA: no screen shows them, and they may name anybody.
import type { Mirror } from './mirror.ts';
import { bool, date, decimal, freeText, id, instant, staff, text } from './mirror.ts';

/** Shared by whatever goes on an invoice. */
const billing = {
  project: id, phase: id, customer: id, date, quantity: decimal, unitPrice: decimal, currency: text, unitCost: decimal, costCurrency: text, billable: bool,
  invoice: id, invoiceRow: id, invoiceQuantity: decimal, createdAt: instant,
} as const;

/** When it may be billed. `schedule`: Immediately, OnDate, WhenPhaseCompleted or Recurring. */
const planned = { schedule: text, plannedBillingDate: date, billingPhase: id } as const;

export const workHours: Mirror = {
  name: 'workHours',
  side: 'psa',
  label: { fi: 'Tunnit', en: 'Work hours' },
  customer: 'customer',
  columns: {
    ...billing, user: staff, workType: id, workTypeName: text, approved: bool, productive: bool, plannedInvoiceQuantity: decimal,
    /** Billable, NotBillable or RemovedFromInvoice. */
    billableStatus: text,
  },
};

export const projectFees: Mirror = {
  name: 'projectFees',
  side: 'psa',
  label: { fi: 'Projektikulut', en: 'Project fees' },
  customer: 'customer',
  columns: {
    ...billing, ...planned, user: staff, product: id, name: freeText, unit: text,
    /** A rule that makes fees, and no fee itself. */
    isRule: bool, rule: id,
  },
};

export const travelExpenses: Mirror = {
  name: 'travelExpenses',
  side: 'psa',
  label: { fi: 'Matkakulut', en: 'Travel expenses' },
  customer: 'customer',
  columns: { ...billing, ...planned, user: staff, expenseType: id, name: text, unit: text },
};

/** The PSA gives neither customer nor time of change. */
export const flatRates: Mirror = {
  name: 'flatRates',
  side: 'psa',
  label: { fi: 'Kiinteät hinnat', en: 'Flat rates' },
  customer: null,
  columns: { project: id, phase: id, ...planned, price: decimal, currency: text, includesHours: decimal, billsMoreHours: bool, pricePerMoreHour: decimal, invoice: id },
};

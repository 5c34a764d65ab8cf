// Invoices and credit notes as the PSA shows them, with their rows. Known by id, never by number: a number freed by deleting the
// newest invoice is given again. Receivers' persons and addresses stay in the PSA.
import type { Mirror } from './mirror.ts';
import { bool, date, decimal, freeText, id, ids, instant, text } from './mirror.ts';

export const invoices: Mirror = {
  name: 'invoices',
  side: 'psa',
  label: { fi: 'Laskut', en: 'Invoices' },
  customer: 'customer',
  columns: {
    number: text, referenceNumber: text, customer: id, billingCustomer: id, projects: ids, date, dueDate: date, paymentDate: date, entryDate: date,
    currency: text, currencyRate: decimal, totalExcludingTax: decimal, totalTax: decimal, totalIncludingTax: decimal,
    hoursTotal: decimal, feesTotal: decimal, travelTotal: decimal, flatRatesTotal: decimal,
    status: id, statusName: text, sent: bool, waitingPayment: bool, paid: bool,
    /** Of a credit note: `credits` is the invoice it takes back. Of an invoice: `creditedBy` is its credit note. */
    creditNote: bool, credits: id, creditedBy: id, createdAt: instant,
  },
};

export const invoiceRows: Mirror = {
  name: 'invoiceRows',
  side: 'psa',
  label: { fi: 'Laskurivit', en: 'Invoice rows' },
  customer: null,
  columns: { invoice: id, type: text, category: text, description: freeText, quantity: decimal, unit: text, unitPrice: decimal, currency: text, vatRate: decimal, sortOrder: decimal, flatRate: id },
};

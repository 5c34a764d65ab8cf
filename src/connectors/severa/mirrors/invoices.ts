// Home of invoices and their rows, as Severa shows them. Amounts are in the currency they are shown in; persons and addresses of
// senders and receivers are never taken.
import { z } from 'zod';
import { currency, day, decimal, flag, guid, instant, money, number, reference, references, text } from './cells.ts';
import type { ShownRow } from './cells.ts';
import { each, filtered, under } from './source.ts';
import type { MirrorSource } from './source.ts';

const status = z
  .object({ guid, name: text, isSent: flag, isWaitingPayment: flag, isPaid: flag })
  .nullish()
  .transform((value) => value ?? { guid: null, name: null, isSent: null, isWaitingPayment: null, isPaid: null });

const invoice: ShownRow = z
  .object({
    guid,
    createdDateTime: instant,
    number,
    referenceNumber: text,
    status,
    customer: reference,
    billingCustomer: reference,
    projects: references,
    date: day,
    dueDate: day,
    paymentDate: day,
    entryDate: day,
    currency,
    currencyRate: decimal,
    totalIncludingTax: money,
    totalExcludingTax: money,
    totalTax: money,
    workHoursTotalExcludingTax: money,
    projectFeesTotalExcludingTax: money,
    projectTravelExpensesTotalExcludingTax: money,
    flatRatesTotalExcludingTax: money,
    isCreditNote: flag,
    reimburseInvoice: reference,
    creditNoteInvoice: reference,
  })
  .transform((row) => ({
    guid: row.guid,
    values: {
      number: row.number,
      referenceNumber: row.referenceNumber,
      customer: row.customer,
      billingCustomer: row.billingCustomer,
      projects: row.projects,
      date: row.date,
      dueDate: row.dueDate,
      paymentDate: row.paymentDate,
      entryDate: row.entryDate,
      // What the amounts say comes before what the invoice says of itself: it is the amounts that are summed.
      currency: row.totalExcludingTax.currencyCode ?? row.totalIncludingTax.currencyCode ?? row.currency,
      currencyRate: row.currencyRate,
      totalExcludingTax: row.totalExcludingTax.amount,
      totalTax: row.totalTax.amount,
      totalIncludingTax: row.totalIncludingTax.amount,
      hoursTotal: row.workHoursTotalExcludingTax.amount,
      feesTotal: row.projectFeesTotalExcludingTax.amount,
      travelTotal: row.projectTravelExpensesTotalExcludingTax.amount,
      flatRatesTotal: row.flatRatesTotalExcludingTax.amount,
      status: row.status.guid,
      statusName: row.status.name,
      sent: row.status.isSent,
      waitingPayment: row.status.isWaitingPayment,
      paid: row.status.isPaid,
      creditNote: row.isCreditNote ?? false,
      // Which of the two links a credit note has is not documented: either can only be the invoice it takes back.
      credits: row.isCreditNote === true ? (row.reimburseInvoice ?? row.creditNoteInvoice) : null,
      creditedBy: row.isCreditNote === true ? null : row.creditNoteInvoice,
      createdAt: row.createdDateTime,
    },
  }));

const invoiceRow: ShownRow = z
  .object({
    guid, invoiceGuid: guid, rowType: text, category: text, description: text, quantity: decimal, measurementUnit: text, unitPrice: money, vatRate: decimal, sortOrder: decimal, flatRateGuid: guid,
  })
  .transform((row) => ({
    guid: row.guid,
    values: {
      invoice: row.invoiceGuid,
      type: row.rowType,
      category: row.category,
      description: row.description,
      quantity: row.quantity,
      unit: row.measurementUnit,
      unitPrice: row.unitPrice.amount,
      currency: row.unitPrice.currencyCode,
      vatRate: row.vatRate,
      sortOrder: row.sortOrder,
      flatRate: row.flatRateGuid,
    },
  }));

export const invoiceSources: readonly MirrorSource[] = [
  {
    mirror: 'invoices',
    lists: [{ route: '/v1/invoices', row: invoice }],
    below: {
      customer: (parent) => [filtered('/v1/invoices', 'customerGuids', parent, invoice)],
      projects: (parent) => [filtered('/v1/invoices', 'projectGuids', parent, invoice)],
    },
    byId: each('/v1/invoices', invoice),
  },
  {
    mirror: 'invoiceRows',
    lists: [{ route: '/v1/invoicerows', row: invoiceRow }],
    below: { invoice: (parent) => [under('/v1/invoices/{invoiceGuid}/invoicerows', parent, invoiceRow)] },
    byId: each('/v1/invoicerows', invoiceRow),
  },
];

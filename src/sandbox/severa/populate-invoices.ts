// The seeded invoices and credit notes with their rows, put into the Severa sandbox as its facts have it: the sign of credit
// notes, the rounding of totals. Invariant: invoice numbers run in the order of the invoices' dates over all customers, as one
// ledger's do; drafts have none.

import { sumCents } from '../seed/money.ts';
import { vendorFirm } from '../seed/registries.ts';
import type { WorldInvoice, WorldInvoiceRow } from '../seed/world-delivery.ts';
import type { WorldAccount } from '../seed/world.ts';
import { roundedTotal } from './computed-billing.ts';
import { amount, reference } from './populate-target.ts';
import type { Target } from './populate-target.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface PendingInvoice {
  readonly account: WorldAccount;
  readonly invoice: WorldInvoice;
  /** The credit note that took this one back, wholly or in part. */
  readonly creditedBy: string | null;
}

const firstInvoiceNumber = 20_001;

export function populateInvoices(target: Target, pending: readonly PendingInvoice[]): void {
  const ordered = pending.toSorted((a, b) => (a.invoice.date === b.invoice.date ? (a.invoice.key < b.invoice.key ? -1 : 1) : a.invoice.date < b.invoice.date ? -1 : 1));
  const payers = new Map(target.world.accounts.map((account) => [account.key, account]));
  let number = firstInvoiceNumber;
  for (const { account, invoice, creditedBy } of ordered) {
    const given = invoice.statusKey === 'draft' ? null : number++;
    const payer = invoice.payerKey === null ? undefined : payers.get(invoice.payerKey);
    target.put('invoices', invoiceRow(target, account, payer ?? account, invoice, creditedBy, given), invoice.createdAt);
    for (const [index, row] of invoice.rows.entries()) {
      const category = row.rowType === 'TravelExpenses' ? 'Travels' : row.rowType === 'ProjectFees' ? 'ProjectFees' : 'Hours';
      const { rowType, description, unit } = row;
      const quantity = signOf(target, invoice) * row.quantity;
      const fields = { invoiceGuid: target.guid(invoice.key), rowType, category, description, quantity, measurementUnit: unit, unitPrice: amount(row.unitPrice), vatRate: invoice.vatPercentage, sortOrder: index, hasInvoiceComment: false, code: [] };
      target.put('invoicerows', { guid: target.guid(row.key), ...fields, flatRateGuid: row.flatRateKey === null ? null : target.guid(row.flatRateKey) }, invoice.createdAt);
    }
  }
}

/** The world's notes are negative. */
function signOf(target: Target, invoice: WorldInvoice): 1 | -1 {
  return invoice.statusKey === 'credit-note' && target.facts.creditNoteSign === 'positive' ? -1 : 1;
}

function invoiceRow(target: Target, account: WorldAccount, payer: WorldAccount, invoice: WorldInvoice, creditedBy: string | null, number: number | null): Fields {
  const { headquarters, billingAddress } = payer.psa ?? { headquarters: null, billingAddress: null };
  const address = billingAddress ?? headquarters;
  const sign = signOf(target, invoice);
  const rowsOf = (...types: readonly WorldInvoiceRow['rowType'][]): number => sumCents(invoice.rows.filter(({ rowType }) => types.includes(rowType)));
  const money = (cents: number): Fields => ({ amount: (sign * cents) / 100 || 0, currencyCode: invoice.currency });
  const total = (given: string): Fields => ({ amount: roundedTotal(target.facts, sign * Number(given)), currencyCode: invoice.currency });
  const [net, tax] = [total(invoice.totalExcludingTax.amount), total(invoice.totalTax.amount)];
  return {
    guid: target.guid(invoice.key),
    number,
    referenceNumber: number === null ? null : referenceNumber(number),
    status: { guid: target.registry('invoicestatuses', invoice.statusKey) },
    customer: reference(target, account.key),
    billingCustomer: reference(target, payer.key),
    projects: invoice.caseKeys.map((key) => reference(target, key)),
    date: invoice.date,
    dueDate: invoice.dueDate,
    paymentDate: invoice.paymentDate,
    entryDate: null,
    paymentTerm: account.psa?.paymentTermDays ?? 14,
    overdueInterest: account.psa?.overdueInterest ?? 8,
    currency: { guid: target.registry('currencies', invoice.currency) },
    currencyRate: invoice.currencyRate,
    totalExcludingTax: net,
    totalTax: tax,
    totalIncludingTax: { ...net, amount: roundedTotal(target.facts, Number(net['amount']) + Number(tax['amount'])) },
    workHoursTotalExcludingTax: money(rowsOf('Hours')),
    projectFeesTotalExcludingTax: money(rowsOf('ProjectFees')),
    projectTravelExpensesTotalExcludingTax: money(rowsOf('TravelExpenses')),
    flatRatesTotalExcludingTax: money(rowsOf('FlatRate')),
    workHoursQuantity: sign * invoice.rows.filter((row) => row.rowType === 'Hours').reduce((sum, row) => sum + row.quantity, 0) || 0,
    receiverCustomerName: payer.psa?.name ?? null,
    receiverAddress: address === null ? null : { addressline: address.addressline, postalCode: address.postalCode, city: address.city, state: null, country: address.countryCode },
    receiverVatNumber: payer.psa?.vatNumber ?? null,
    senderName: vendorFirm.name,
    isCreditNote: invoice.statusKey === 'credit-note',
    reimburseInvoice: invoice.creditOf === null ? null : reference(target, invoice.creditOf),
    creditNoteInvoice: creditedBy === null ? null : reference(target, creditedBy),
    workHourValueAddedTax: invoice.vatPercentage,
  };
}

/** Finnish bank reference: the number and a check digit with weights 7, 3, 1 from the right. */
function referenceNumber(number: number): string {
  const weights = [7, 3, 1];
  const sum = Array.from(String(number)).toReversed().reduce((total, digit, index) => total + Number(digit) * (weights[index % 3] ?? 0), 0);
  return `${number}${(10 - (sum % 10)) % 10}`;
}

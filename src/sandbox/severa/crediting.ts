// Crediting an invoice, as a person does it in the vendor's own screens; there is no route for it. A note copies the rows it takes
// back. Invariant: what notes take back in part stays on its invoice, what is taken back in full is free again.
import { toInstant } from '../../lib/clock.ts';
import type { Database } from './database.ts';
import { numberWhenDue, statusFor } from './invoice-making.ts';
import { itemsOf, totalInvoice } from './invoicing.ts';
import { invalidOperation } from './refusal.ts';
import { flagIn, guidIn, numberIn, type Row } from './row.ts';

/** `newInvoice` leaves the items to be billed again; a `share` below 1 takes back that part of every row. */
export function creditInvoice(database: Database, guid: string, now: number, how: { readonly newInvoice?: boolean; readonly share?: number }): Row {
  const { newInvoice = false, share = 1 } = how;
  const original = database.entry('invoices', guid).row;
  if (typeof original['number'] !== 'number') throw invalidOperation('A draft cannot be credited.');
  const isTaken = share === 1 && guidIn(original, 'creditNoteInvoice') !== null;
  if (flagIn(original, 'isCreditNote') || isTaken) throw invalidOperation('The invoice is already credited.');
  const note = addNote(database, original, share, now);
  if (share === 1) freeItems(database, guid, newInvoice, now);
  totalInvoice(database, note.guid, now);
  numberWhenDue(database, note.guid, now);
  database.alter('invoices', guid, { creditNoteInvoice: { guid: note.guid } }, now);
  return database.entry('invoices', note.guid).row;
}

function addNote(database: Database, original: Row, share: number, now: number): Row {
  const sign = database.facts.creditNoteSign === 'negative' ? -1 : 1;
  const status = database.rows('invoicestatuses').find((row) => flagIn(row, 'isDefaultForCreditNote')) ?? statusFor(database, null);
  const { guid, createdDateTime: _created, createdBy: _by, lastUpdatedDateTime: _updated, lastUpdatedBy: _editor, ...copied } = original;
  const date = toInstant(now).slice(0, 10);
  const asNote = { isCreditNote: true, reimburseInvoice: { guid }, creditNoteInvoice: null };
  const note = database.add('invoices', { ...copied, date, dueDate: date, paymentDate: null, number: null, status: { guid: status.guid }, ...asNote }, now);
  for (const row of database.rowsBy('invoicerows', 'invoiceGuid', guid)) {
    const { guid: _row, createdDateTime: _rowCreated, lastUpdatedDateTime: _rowUpdated, ...line } = row;
    const quantity = Math.round(sign * share * numberIn(row, 'quantity') * 1_000) / 1_000;
    database.add('invoicerows', { ...line, invoiceGuid: note.guid, quantity }, now);
  }
  return note;
}

/** Copies of the items stay with the credited invoice. */
function freeItems(database: Database, invoiceGuid: string, newInvoice: boolean, now: number): void {
  for (const collection of ['workhours', 'projectfees', 'projecttravelexpenses'] as const)
    for (const item of itemsOf(database, collection, invoiceGuid)) {
      const { guid: _item, ...copy } = item;
      const customer = database.get('projects', guidIn(item, 'project'))?.['customer'] ?? null;
      database.add(`reimbursed${collection}`, { ...copy, customer, invoiceGuid }, now);
      const released = { invoice: null, invoiceRowGuid: null, invoiceQuantity: null, ...(newInvoice ? {} : { isBillable: false, billableStatus: 'NotBillable' }) };
      database.alter(collection, item.guid, released, now, { unnoticed: !database.facts.invoicingTouchesItems });
    }
}

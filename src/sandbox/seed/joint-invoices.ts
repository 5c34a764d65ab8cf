// Two projects of one account on one invoice: what was billed of both in the same month goes out together, and hours of one price
// share a row. Invariant: nothing is lost: the joint invoice bills exactly what the two billed.

import type { Work } from './billing.ts';
import { withRows } from './invoices.ts';
import type { WorldInvoice, WorldInvoiceRow } from './world-delivery.ts';

type Billed = Work & { readonly invoices: readonly WorldInvoice[] };

/** At most one pair of an account, the first of the same month and payer that nobody has credited. */
export function joinInvoices<T extends Billed>(billed: T): T {
  const credited = new Set(billed.invoices.map(({ creditOf }) => creditOf));
  const plain = billed.invoices.filter(({ key, statusKey, rows }) => rows.length > 0 && !credited.has(key) && statusKey !== 'credited' && statusKey !== 'credit-note');
  for (const host of plain) {
    const guest = plain.find((other) => other.caseKeys[0] !== host.caseKeys[0] && other.date.slice(0, 7) === host.date.slice(0, 7) && other.payerKey === host.payerKey && other.date <= host.date);
    if (guest) return join(billed, host, guest);
  }
  return billed;
}

function join<T extends Billed>(billed: T, host: WorldInvoice, guest: WorldInvoice): T {
  const rowKeys = new Map<string, string>();
  const rows: WorldInvoiceRow[] = [...host.rows];
  for (const row of guest.rows) {
    const at = rows.findIndex((other) => row.rowType === 'Hours' && other.rowType === 'Hours' && other.unitPrice.amount === row.unitPrice.amount);
    const shared = rows[at];
    if (shared === undefined) rows.push(row);
    else {
      rows[at] = { ...shared, quantity: shared.quantity + row.quantity };
      rowKeys.set(row.key, shared.key);
    }
  }
  const joint = withRows({ ...host, caseKeys: [...host.caseKeys, ...guest.caseKeys] }, rows);
  const move = <I extends { readonly invoiceKey: string | null; readonly rowKey: string | null }>(item: I): I =>
    item.invoiceKey === guest.key ? { ...item, invoiceKey: host.key, rowKey: rowKeys.get(item.rowKey ?? '') ?? item.rowKey } : item;
  return {
    ...billed,
    workHours: billed.workHours.map(move),
    fees: billed.fees.map(move),
    travelExpenses: billed.travelExpenses.map(move),
    flatRates: billed.flatRates.map(move),
    invoices: billed.invoices.flatMap((invoice) => (invoice === guest ? [] : [invoice === host ? joint : invoice])),
  };
}

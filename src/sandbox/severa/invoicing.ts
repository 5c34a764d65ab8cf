// What stands on an invoice: hours, fees, expenses and flat rates become rows, and the totals follow the rows. The link is on
// the item (`invoice`, `invoiceRowGuid`); a row knows its invoice and nothing of project or phase.
import { organizationCurrency, roundedToCents, roundedTotal } from './computed-billing.ts';
import type { Database } from './database.ts';
import { amountIn, flagIn, guidIn, numberIn, textIn, type Row } from './row.ts';

export type ItemCollection = 'workhours' | 'projectfees' | 'projecttravelexpenses' | 'flatrates';

export const itemCollections: readonly ItemCollection[] = ['workhours', 'projectfees', 'projecttravelexpenses', 'flatrates'];

const rowTypes = { workhours: 'Hours', projectfees: 'ProjectFees', projecttravelexpenses: 'TravelExpenses', flatrates: 'FlatRate' } as const;
const categories = { workhours: 'Hours', projectfees: 'ProjectFees', projecttravelexpenses: 'Travels', flatrates: 'Hours' } as const;

/** Items on an invoice. */
export function itemsOf(database: Database, collection: ItemCollection, invoice: string): Row[] {
  return database.rowsBy(collection, collection === 'flatrates' ? 'invoiceGuid' : 'invoice', invoice);
}

/** Puts one item on an invoice: hours of one kind and price share a row, everything else has its own. */
export function attachToInvoice(database: Database, invoice: Row, collection: ItemCollection, item: Row, now: number): void {
  const unitPrice = item[collection === 'flatrates' ? 'price' : 'unitPrice'] ?? null;
  const quantity = collection === 'flatrates' ? 1 : numberIn(item, 'quantity');
  const description = describe(database, collection, item);
  const rows = database.rowsBy('invoicerows', 'invoiceGuid', invoice.guid);
  const shared = rows.find(
    (row) => collection === 'workhours' && row['rowType'] === 'Hours' && row['description'] === description && amountIn(row, 'unitPrice') === amountIn(item, 'unitPrice'),
  );
  const row =
    shared ??
    database.add(
      'invoicerows',
      {
        invoiceGuid: invoice.guid,
        rowType: rowTypes[collection],
        category: categories[collection],
        description,
        quantity: 0,
        unitPrice,
        measurementUnit: collection === 'workhours' ? 'h' : (item['measurementUnit'] ?? null),
        vatRate: item['vatRate'] ?? defaultVat(database),
        sortOrder: rows.length + 1,
        flatRateGuid: collection === 'flatrates' ? item.guid : null,
        hasInvoiceComment: false,
        code: [],
      },
      now,
    );
  // What somebody planned to bill of an hour counts, also when it is nothing.
  const billed = numberIn(item, 'invoiceQuantity') || (typeof item['plannedInvoiceQuantity'] === 'number' ? item['plannedInvoiceQuantity'] : quantity);
  database.alter('invoicerows', row.guid, { quantity: numberIn(row, 'quantity') + billed }, now, { unnoticed: true });
  const onInvoice = { invoice: { guid: invoice.guid }, invoiceRowGuid: row.guid, invoiceQuantity: billed };
  const link = collection === 'flatrates' ? { invoiceGuid: invoice.guid } : onInvoice;
  database.alter(collection, item.guid, link, now, { unnoticed: !database.facts.invoicingTouchesItems });
  totalInvoice(database, invoice.guid, now);
}

/** Takes one item off its invoice; a row without items goes. `nonBillable`: it will not be offered for billing again. */
export function releaseFromInvoice(database: Database, collection: ItemCollection, item: Row, now: number, nonBillable = false): void {
  const invoice = collection === 'flatrates' ? textIn(item, 'invoiceGuid') : guidIn(item, 'invoice');
  const rowGuid = collection === 'flatrates' ? database.rowsBy('invoicerows', 'flatRateGuid', item.guid)[0]?.guid : textIn(item, 'invoiceRowGuid');
  const removed = nonBillable && collection !== 'flatrates' ? { isBillable: false, billableStatus: 'RemovedFromInvoice' } : {};
  const unlinked = collection === 'flatrates' ? { invoiceGuid: null } : { invoice: null, invoiceRowGuid: null, invoiceQuantity: null, ...removed };
  database.alter(collection, item.guid, unlinked, now, { unnoticed: !database.facts.invoicingTouchesItems });
  const row = database.get('invoicerows', rowGuid ?? null);
  if (row) {
    const left = itemCollections.flatMap((kind) => (kind === 'flatrates' ? [] : database.rowsBy(kind, 'invoiceRowGuid', row.guid)));
    if (left.length === 0) database.drop('invoicerows', row.guid);
    else database.alter('invoicerows', row.guid, { quantity: left.reduce((sum, one) => sum + numberIn(one, 'invoiceQuantity'), 0) }, now);
  }
  if (invoice !== null && database.get('invoices', invoice)) totalInvoice(database, invoice, now);
}

/** Works the totals of an invoice out of its rows; a line is unit price times quantity. */
export function totalInvoice(database: Database, guid: string, now: number): void {
  const invoice = database.entry('invoices', guid).row;
  const currencyCode = textIn(database.get('currencies', guidIn(invoice, 'currency')), 'code') ?? organizationCurrency(database);
  const sums: Record<string, number> = { FlatRate: 0, Hours: 0, ProjectFees: 0, TravelExpenses: 0 };
  let tax = 0;
  let hours = 0;
  for (const row of database.rowsBy('invoicerows', 'invoiceGuid', guid)) {
    const type = textIn(row, 'rowType') ?? 'Hours';
    const net = numberIn(row, 'quantity') * amountIn(row, 'unitPrice');
    sums[type] = (sums[type] ?? 0) + net;
    tax += (net * numberIn(row, 'vatRate')) / 100;
    if (type === 'Hours') hours += numberIn(row, 'quantity');
  }
  const money = (amount: number): unknown => ({ amount: roundedToCents(amount), currencyCode });
  const total = (amount: number): number => roundedTotal(database.facts, amount);
  const net = Object.values(sums).reduce((sum, part) => sum + part, 0);
  database.alter(
    'invoices',
    guid,
    {
      totalExcludingTax: money(total(net)),
      totalTax: money(total(tax)),
      totalIncludingTax: money(total(net) + total(tax)),
      workHoursTotalExcludingTax: money(sums['Hours'] ?? 0),
      projectFeesTotalExcludingTax: money(sums['ProjectFees'] ?? 0),
      projectTravelExpensesTotalExcludingTax: money(sums['TravelExpenses'] ?? 0),
      flatRatesTotalExcludingTax: money(sums['FlatRate'] ?? 0),
      workHoursQuantity: hours,
    },
    now,
    { unnoticed: true },
  );
}

function describe(database: Database, collection: ItemCollection, item: Row): string {
  const own = textIn(item, 'invoiceRowDescription');
  if (own !== null) return own;
  if (collection === 'workhours') return textIn(database.get('worktypes', guidIn(item, 'workType')), 'name') ?? '';
  if (collection === 'projecttravelexpenses') return textIn(database.get('travelexpensetypes', guidIn(item, 'travelExpense')), 'name') ?? '';
  if (collection === 'flatrates') return textIn(database.get('phases', guidIn(item, 'phase')), 'name') ?? '';
  return textIn(item, 'name') ?? '';
}

function defaultVat(database: Database): number | null {
  const rate = database.rows('vatrates').find((row) => flagIn(row, 'isDefault'));
  return rate ? numberIn(rate, 'percentage') : null;
}

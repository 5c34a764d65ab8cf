// The one way rows come, change and go: a collection's rules run around the bare storage, refusals before anything changes.
// Routes and stories write through here, so a person's edit in a story has every consequence an edit by the API has.
import { toInstant } from '../../lib/clock.ts';
import type { Database } from './database.ts';
import { checkInvoiceRemoval, completeInvoice, emptyInvoice, numberWhenDue } from './invoice-making.ts';
import { itemCollections, releaseFromInvoice, totalInvoice } from './invoicing.ts';
import { textIn, type Row } from './row.ts';
import type { Rules } from './rule.ts';
import { billingRules } from './rules-billing.ts';
import { crmRules } from './rules-crm.ts';
import { projectRules } from './rules-projects.ts';

type Fields = Readonly<Record<string, unknown>>;

const rules: Readonly<Record<string, Rules>> = {
  ...crmRules,
  ...projectRules,
  ...billingRules,
  invoices: {
    complete: (database, row, now) => completeInvoice(database, { ...row, createdDateTime: row['createdDateTime'] ?? toInstant(now) }),
    altered: (database, _before, after, now) => numberWhenDue(database, after.guid, now),
    checkRemoval: checkInvoiceRemoval,
  },
  invoicerows: {
    altered: (database, _before, after, now) => {
      const invoice = textIn(after, 'invoiceGuid');
      if (invoice !== null) totalInvoice(database, invoice, now);
    },
  },
};

/** `trusted`: a seed, which is taken as it is. Throws Refusal for what a caller may not add. */
export function create(database: Database, collection: string, given: Fields, now: number, how: { readonly trusted?: boolean } = {}): Row {
  const rule = rules[collection];
  const row = rule?.complete ? rule.complete(database, given, now) : given;
  if (how.trusted !== true) rule?.check?.(database, row, null, now);
  const added = database.add(collection, row, now);
  rule?.added?.(database, added, now);
  return database.entry(collection, added.guid).row;
}

/** Throws Missing and Refusal. */
export function change(database: Database, collection: string, guid: string, given: Fields, now: number, by: string | null = null): Row {
  const rule = rules[collection];
  const before = database.entry(collection, guid).row;
  const { changes, unnoticed = false } = rule?.adjust?.(database, before, given, now) ?? { changes: given };
  rule?.check?.(database, { ...before, ...changes }, before, now);
  const after = database.alter(collection, guid, changes, now, { by, unnoticed });
  rule?.altered?.(database, before, after, now);
  return database.entry(collection, guid).row;
}

/** Throws Missing and Refusal. */
export function discard(database: Database, collection: string, guid: string, now: number): Row {
  const rule = rules[collection];
  const row = database.entry(collection, guid).row;
  rule?.checkRemoval?.(database, row);
  if (collection === 'invoices') emptyInvoice(database, row, now);
  database.drop(collection, guid);
  rule?.removed?.(database, row, now);
  return row;
}

/** Deletes a row of an invoice and sets free what it billed. */
export function discardInvoiceRow(database: Database, guid: string, nonBillable: boolean, now: number): void {
  const row = database.entry('invoicerows', guid).row;
  const invoice = textIn(row, 'invoiceGuid');
  for (const collection of itemCollections) {
    const items = collection === 'flatrates' ? [database.get('flatrates', textIn(row, 'flatRateGuid'))] : database.rowsBy(collection, 'invoiceRowGuid', guid);
    for (const item of items) if (item) releaseFromInvoice(database, collection, item, now, nonBillable);
  }
  if (database.get('invoicerows', guid)) database.drop('invoicerows', guid);
  if (invoice !== null && database.get('invoices', invoice)) totalInvoice(database, invoice, now);
}

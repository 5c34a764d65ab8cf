// The life of an invoice: made from what a project has to bill, numbered when its status says so, and deleted only while that
// leaves no gap in the numbers.
import { toInstant } from '../../lib/clock.ts';
import { canDeleteInvoice } from './computed-billing.ts';
import type { Database } from './database.ts';
import { readField, objectBody } from './input.ts';
import { attachToInvoice, itemCollections, itemsOf, releaseFromInvoice, totalInvoice, type ItemCollection } from './invoicing.ts';
import { invalidBody, invalidOperation, Missing, Refusal, type RefusalDetail } from './refusal.ts';
import { flagIn, guidIn, listIn, numberIn, textIn, type Row } from './row.ts';
import { shapeOf } from './shapes.ts';

const dayMs = 86_400_000;

/** What a project could bill on `date`: nothing already on an invoice, nothing whose time has not come. */
export function billableItems(database: Database, project: string, collection: ItemCollection, date: string): Row[] {
  const due = (item: Row): boolean => {
    if (item['billingSchedule'] === 'OnDate') return (textIn(item, 'plannedBillingDate') ?? '9') <= date;
    if (item['billingSchedule'] !== 'WhenPhaseCompleted') return !flagIn(item, 'isRecurrenceRule');
    return flagIn(database.get('phases', guidIn(item, 'billingDependencyPhase') ?? guidIn(item, 'phase')), 'isCompleted');
  };
  const items = database.rowsBy(collection, 'project', project);
  if (collection === 'flatrates') return items.filter((item) => textIn(item, 'invoiceGuid') === null && due(item));
  const approved = database.facts.workHourApproval !== 'RequiredForInvoicing' || collection !== 'workhours';
  return items.filter((item) => item['isBillable'] === true && guidIn(item, 'invoice') === null && due(item) && (approved || flagIn(item, 'isApproved')));
}

/** Invoices for the projects of a request: one each, or one per customer and currency when grouped. Throws Refusal. */
export function createInvoices(database: Database, body: unknown, now: number): Row[] {
  const given = objectBody(body);
  const wanted = given['projects'];
  if (!Array.isArray(wanted) || wanted.length === 0) throw invalidBody('projects', 'The projects field is required.');
  const projects = wanted.map((reference: unknown) => {
    const project = database.get('projects', guidIn({ reference }, 'reference'));
    if (!project) throw invalidBody('projects', 'A project was not found.');
    if (flagIn(project, 'isInternal')) throw invalidOperation('An internal project cannot be invoiced.');
    return project;
  });
  const date = readDate(database, given['date']) ?? toInstant(now).slice(0, 10);
  const status = statusFor(database, textIn(given, 'invoiceStatusGuid'));
  const billed = database.get('customers', textIn(given, 'billingCustomerGuid'));
  if (textIn(given, 'billingCustomerGuid') !== null && !billed) throw invalidBody('billingCustomerGuid', 'The billing customer was not found.');
  const groups = new Map<string, Row[]>();
  for (const project of projects) {
    const key = flagIn(given, 'groupProjects') ? `${guidIn(project, 'customer')} ${guidIn(project, 'currency')}` : project.guid;
    groups.set(key, [...(groups.get(key) ?? []), project]);
  }
  for (const project of projects) {
    const nothing = itemCollections.every((collection) => billableItems(database, project.guid, collection, date).length === 0);
    if (nothing) throw invalidOperation('The project has nothing to invoice.');
  }
  return [...groups.values()].map((group) => {
    const first = group[0] as Row;
    const fields = {
      projects: group.map(({ guid }) => ({ guid })),
      customer: first['customer'],
      billingCustomer: billed ? { guid: billed.guid } : first['customer'],
      currency: first['currency'],
      date,
      status: { guid: status.guid },
      paymentTerm: first['paymentTerm'] ?? undefined,
      ourReference: first['ourReference'] ?? null,
      yourReference: first['yourReference'] ?? null,
      orderNumber: first['orderNumber'] ?? null,
    };
    const invoice = database.add('invoices', completeInvoice(database, fields), now);
    for (const project of group)
      for (const collection of itemCollections)
        for (const item of billableItems(database, project.guid, collection, date)) attachToInvoice(database, invoice, collection, item, now);
    totalInvoice(database, invoice.guid, now);
    numberWhenDue(database, invoice.guid, now);
    return database.entry('invoices', invoice.guid).row;
  });
}

/** Fills what an invoice always has: dates, terms, receiver and sender as they are today. */
export function completeInvoice(database: Database, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const customer = database.get('customers', guidIn(row, 'customer'));
  const organization = database.rows('organizationdetails')[0] ?? null;
  const date = textIn(row, 'date') ?? (textIn(row, 'createdDateTime') ?? '1970-01-01').slice(0, 10);
  const paymentTerm = numberIn(row, 'paymentTerm') || numberIn(customer, 'paymentTerm') || 14;
  const currency = row['currency'] ?? customer?.['currency'] ?? null;
  const rate = numberIn(database.get('currencies', guidIn({ currency }, 'currency')), 'rate') || 1;
  const filled = {
    date,
    dueDate: new Date(Date.parse(`${date}T00:00:00Z`) + paymentTerm * dayMs).toISOString().slice(0, 10),
    paymentTerm,
    overdueInterest: numberIn(customer, 'overdueInterest'),
    currency,
    currencyRate: rate,
    status: row['status'] ?? { guid: statusFor(database, null).guid },
    billingCustomer: row['billingCustomer'] ?? row['customer'] ?? null,
    receiverCustomerName: customer?.['name'] ?? null,
    receiverVatNumber: customer?.['vatNumber'] ?? null,
    receiverKvkNumber: customer?.['kvkNumber'] ?? null,
    senderName: organization?.['name'] ?? null,
    senderVatNumber: organization?.['vatNumber'] ?? null,
    senderKvkNumber: organization?.['kvkNumber'] ?? null,
    isCreditNote: false,
    number: null,
  };
  return { ...filled, ...Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) };
}

/** Gives the next number once the status asks for one. A number freed by deleting the newest invoice is given again. */
export function numberWhenDue(database: Database, guid: string, now: number): void {
  const invoice = database.entry('invoices', guid).row;
  if (typeof invoice['number'] === 'number' || !flagIn(database.get('invoicestatuses', guidIn(invoice, 'status')), 'hasInvoiceNumber')) return;
  const number = database.table('invoices').newestNumber + 1;
  database.alter('invoices', guid, { number, referenceNumber: referenceNumber(number) }, now, { unnoticed: true });
}

export function checkInvoiceRemoval(database: Database, invoice: Row): void {
  if (!canDeleteInvoice(database, invoice)) throw invalidOperation('Only drafts and the newest numbered invoice can be deleted, and credit notes never.');
}

/** Takes everything off an invoice that is being deleted. */
export function emptyInvoice(database: Database, invoice: Row, now: number): void {
  for (const collection of itemCollections) for (const item of itemsOf(database, collection, invoice.guid)) releaseFromInvoice(database, collection, item, now);
  for (const row of database.rowsBy('invoicerows', 'invoiceGuid', invoice.guid)) database.drop('invoicerows', row.guid);
}

export function removeInvoiceProject(database: Database, invoice: Row, project: string, now: number): void {
  const projects = listIn(invoice, 'projects') as readonly { readonly guid: string }[];
  if (!projects.some(({ guid }) => guid === project)) throw new Missing('project');
  if (typeof invoice['number'] === 'number') throw invalidOperation('Projects can be removed from drafts only.');
  for (const collection of itemCollections)
    for (const item of itemsOf(database, collection, invoice.guid)) if (guidIn(item, 'project') === project) releaseFromInvoice(database, collection, item, now);
  database.alter('invoices', invoice.guid, { projects: projects.filter(({ guid }) => guid !== project) }, now);
}

export function statusFor(database: Database, guid: string | null): Row {
  const statuses = database.rows('invoicestatuses');
  const status = guid === null ? (statuses.find((row) => flagIn(row, 'isDefault')) ?? statuses[0]) : statuses.find((row) => row.guid === guid);
  if (!status) throw invalidBody('invoiceStatusGuid', 'The invoice status was not found.');
  return status;
}

function readDate(database: Database, value: unknown): string | null {
  const field = shapeOf('invoices').fields.get('date');
  if (!field || value === undefined || value === null) return null;
  const problems: RefusalDetail[] = [];
  const date = readField(database, field, value, problems);
  if (problems.length > 0) throw new Refusal(400, 'InvalidParameter', problems);
  return date as string;
}

/** Finnish reference number: the digits with a check digit by weights 7, 3, 1. */
function referenceNumber(number: number): string {
  const digits = `1${String(number).padStart(5, '0')}`;
  const sum = Array.from(digits).toReversed().reduce((total, digit, at) => total + Number(digit) * ([7, 3, 1][at % 3] as number), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

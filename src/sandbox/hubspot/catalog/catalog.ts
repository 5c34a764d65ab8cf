// Home of the list of standard properties and groups by object type. Invariant: every object type has its record
// properties, its two dates and at least one group.
import { CALL_ROWS, EMAIL_ROWS, MEETING_ROWS, NOTE_ROWS, TASK_ROWS } from './activities.ts';
import { RECORD_ROWS } from './common.ts';
import { COMPANY_ROWS, CONTACT_ROWS } from './people.ts';
import { TICKET_ROWS } from './service.ts';
import { DEAL_ROWS, INVOICE_ROWS, LINE_ITEM_ROWS, PRODUCT_ROWS } from './trade.ts';
import type { ObjectType, ObjectTypeName } from '../object-types.ts';
import { standardProperty } from '../property.ts';
import type { CatalogueRow, PropertyDefinition } from '../property.ts';

interface Catalogue {
  readonly group: readonly [name: string, label: string];
  readonly rows: readonly CatalogueRow[];
}

export const CATALOGUES: Readonly<Record<ObjectTypeName, Catalogue>> = {
  contacts: { group: ['contactinformation', 'Contact information'], rows: CONTACT_ROWS },
  companies: { group: ['companyinformation', 'Company information'], rows: COMPANY_ROWS },
  deals: { group: ['dealinformation', 'Deal information'], rows: DEAL_ROWS },
  line_items: { group: ['lineiteminformation', 'Line item information'], rows: LINE_ITEM_ROWS },
  products: { group: ['productinformation', 'Product information'], rows: PRODUCT_ROWS },
  tasks: { group: ['task', 'Task information'], rows: TASK_ROWS },
  notes: { group: ['note', 'Note information'], rows: NOTE_ROWS },
  meetings: { group: ['meeting', 'Meeting information'], rows: MEETING_ROWS },
  calls: { group: ['call', 'Call information'], rows: CALL_ROWS },
  emails: { group: ['email', 'Email information'], rows: EMAIL_ROWS },
  invoices: { group: ['invoiceinformation', 'Invoice information'], rows: INVOICE_ROWS },
  tickets: { group: ['ticketinformation', 'Ticket information'], rows: TICKET_ROWS },
};

/** The standard properties of one type, dated `createdAt` (ms). */
export function standardProperties(type: ObjectType, createdAt: number): PropertyDefinition[] {
  const { group, rows } = CATALOGUES[type.name];
  const dates: CatalogueRow[] = [
    [type.createdProperty, 'Create Date', 'datetime!'],
    [type.modifiedProperty, 'Last Modified Date', 'datetime!'],
  ];
  const own = new Set(rows.map((row) => row[0]));
  return [...rows, ...RECORD_ROWS, ...dates.filter((row) => !own.has(row[0]))].map((row) => standardProperty(row, group[0], createdAt));
}

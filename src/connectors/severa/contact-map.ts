// Home of what a contact's own fields are called in Severa: one line per field. How a person is reached stands in rows of its
// own (communications.ts). Bump `contactMapVersion` when a line changes what a value means.
import { holdCode, holdFlag, holdRecord, holdReference, holdText, shownCode, shownText } from './codecs.ts';
import { field } from './field-map.ts';
import type { FieldMap } from './field-map.ts';
import type { ContactRow } from './rows.ts';

export const contactMapVersion = 'severa-contact-1';

export const contactFields: FieldMap<ContactRow> = {
  firstName: field('firstName', (row) => shownText(row.firstName), holdText({ required: true })),
  lastName: field('lastName', (row) => shownText(row.lastName), holdText({ required: true })),
  // A contact person belongs to exactly one customer, and may be moved to another.
  account: field('customer', (row) => row.customer?.guid ?? null, holdRecord),
  jobTitle: field('jobTitle', (row) => shownText(row.jobTitle), holdText()),
  role: field('role', (row) => row.role?.guid ?? null, holdReference('contactRoles')),
  language: field('language', (row, context) => shownCode(row.language, 'languages', context), holdCode('languages')),
  active: field('isActive', (row) => row.isActive ?? true, holdFlag),
  notes: field('description', (row) => shownText(row.description), holdText()),
};

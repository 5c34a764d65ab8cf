// Home of what a contact person's row looks like without its person. Invariant: a row with anything personal in it is never taken for one.
import { REDACTED } from '../../../core/sensitive-text.ts';
import type { PersonRow } from './rows.ts';

/** The vendor's own words for a contact without its person. */
export const EMPTIED = { firstName: 'Deleted', lastName: 'Contact' } as const;

/** Nothing personal is left in the row. */
export function isEmptied(row: PersonRow): boolean {
  const isNameless = row.isDeleted === true || (row.firstName === EMPTIED.firstName && row.lastName === EMPTIED.lastName);
  const rest = [row.description, row.jobTitle, row.dateOfBirth, row.addressGuid, ...(row.emails ?? []), ...(row.phoneNumbers ?? [])];
  return isNameless && rest.every((value) => !value || value === REDACTED);
}

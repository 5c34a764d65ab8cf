// Home of what a contact person is made of in Severa: the person, the ways to reach them, their keywords, and an address that is
// theirs alone. Invariant: an address that the customer or somebody else uses too is never one of them.
import { filledIn } from './look.ts';
import type { Look } from './look.ts';
import { communicationsOf } from '../contact-read.ts';
import { get } from '../routes.ts';
import type { Trace } from '../../privacy.ts';
import { addressOfRow, keywordRow } from './rows.ts';
import type { AddressOfRow, PersonRow } from './rows.ts';

/**
 * In the order of treatment: the person last.
 * @param headquarters addresses that are customers' own
 */
export async function tracesOfPerson(look: Look, row: PersonRow, sure: boolean, headquarters: ReadonlySet<string>): Promise<readonly Trace[]> {
  const id = row.guid ?? '';
  // Of a namesake only the person is shown: whoever says that it is the subject makes the rest go with them.
  if (!sure || row.isDeleted === true) return [personTrace(look, row, sure)];
  const removal = look.may('customers:delete') || look.may('customers:write') ? ({ treatment: 'delete' } as const) : missingScope;
  const points = ((await communicationsOf(look, id)) ?? []).map((point): Trace => ({
    id: `contactcommunications:${point.guid ?? ''}`, kind: 'communication', ...removal, sure, others: 0, texts: {},
    content: filledIn({ type: point.communicationType?.type, value: point.value, forbidden: point.isForbiddenToUse }),
  }));
  return [...points, ...(await addressesOf(look, row, headquarters)), personTrace(look, row, sure, await keywordsOf(look, id))];
}

const missingScope = { treatment: 'manual', reason: 'scope-missing' } as const;

function personTrace(look: Look, row: PersonRow, sure: boolean, keywords = ''): Trace {
  const how = row.isDeleted === true ? ({ treatment: 'manual', reason: 'deleted-not-emptied' } as const) : look.may('customers:write') ? ({ treatment: 'delete' } as const) : missingScope;
  return { id: `contactpersons:${row.guid ?? ''}`, kind: 'contact', ...how, sure, others: 0, texts: {}, content: { ...shownPerson(row), ...filledIn({ keywords }) } };
}

function shownPerson(row: PersonRow): Record<string, string> {
  return filledIn({
    firstName: row.firstName,
    lastName: row.lastName,
    salutation: row.salutation,
    jobTitle: row.jobTitle,
    role: row.role?.name,
    description: row.description,
    dateOfBirth: row.dateOfBirth,
    emails: row.emails?.join(', '),
    phones: row.phoneNumbers?.join(', '),
    language: row.language?.name,
    timeZone: row.timeZone?.name,
    satisfaction: row.satisfactionLevel,
    emailAllowed: row.isEmailAllowed,
    active: row.isActive,
    customer: row.customer?.name,
    createdAt: row.createdDateTime,
  });
}

/** They hang on the person's row alone and go with it. */
async function keywordsOf(look: Look, contact: string): Promise<string> {
  const { data } = await look.http.call(get('/v1/contacts/{guid}/keywords', contact, keywordRow.array()));
  return (data ?? []).flatMap(({ keyword, name }) => keyword ?? name ?? []).join(', ');
}

/** What the customer uses as an address of its own, or others stand at too, stays; the person's row lets go of it. */
async function addressesOf(look: Look, row: PersonRow, headquarters: ReadonlySet<string>): Promise<readonly Trace[]> {
  if (!row.addressGuid || headquarters.has(row.addressGuid)) return [];
  const { data } = await look.http.call(get('/v1/addresses/{guid}', row.addressGuid, addressOfRow));
  if (data === null || !isTheirs(data, row)) return [];
  const how = look.may('customers:delete') ? ({ treatment: 'delete' } as const) : missingScope;
  return [{
    id: `addresses:${row.addressGuid}`, kind: 'address', ...how, sure: true, others: 0, texts: {},
    content: filledIn({ address: data.addressline, postalCode: data.postalCode, city: data.city, country: data.country?.name, phone: data.phone, fax: data.fax }),
  }];
}

function isTheirs(address: AddressOfRow, row: PersonRow): boolean {
  const isOfCustomer = address.isBillingAddress === true || address.isPostalAddress === true || address.isVisitAddress === true;
  return !isOfCustomer && (address.contacts ?? []).every(({ guid }) => guid === row.guid);
}

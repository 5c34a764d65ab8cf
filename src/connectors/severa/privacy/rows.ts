// Home of rows as an erasure reads them: what they say of a person, which everything else drops at the edge. Invariant: these rows
// never leave this folder but as traces.
import { z } from 'zod';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const reference = z.object({ guid: text, name: text }).nullish();

export const personRow = z.object({
  guid: text,
  firstName: text,
  lastName: text,
  salutation: text,
  description: text,
  jobTitle: text,
  isActive: flag,
  isDeleted: flag,
  isEmailAllowed: flag,
  customer: reference,
  addressGuid: text,
  phoneNumbers: z.array(z.string()).nullish(),
  emails: z.array(z.string()).nullish(),
  satisfactionLevel: text,
  timeZone: reference,
  dateOfBirth: text,
  role: reference,
  language: reference,
  createdDateTime: text,
});
export type PersonRow = z.infer<typeof personRow>;

export const keywordRow = z.object({ guid: text, keyword: text, name: text });

export const staffRow = z.object({
  guid: text, firstName: text, lastName: text, email: text, phone: text, title: text, code: text, isActive: flag,
});
export type StaffRow = z.infer<typeof staffRow>;

export const addressOfRow = z.object({
  guid: text,
  addressline: text,
  postalCode: text,
  city: text,
  phone: text,
  fax: text,
  isBillingAddress: flag,
  isPostalAddress: flag,
  isVisitAddress: flag,
  country: reference,
  contacts: z.array(z.object({ guid: text })).nullish(),
});
export type AddressOfRow = z.infer<typeof addressOfRow>;

export const participantRow = z.object({ guid: text, type: text, participantGuid: text, activityGuid: text, name: text, email: text, phone: text, mobilePhone: text });
export type ParticipantRow = z.infer<typeof participantRow>;

/** What every row with texts has beside them. `headquarterAddress` is of a customer, `customerContact` and `projectStatus` of a project, the rest of an invoice or an hour. */
export const aroundRow = z.object({
  guid: text,
  name: text,
  isDeleted: flag,
  isModifiable: flag,
  number: z.union([z.number(), z.string()]).nullish(),
  date: text,
  eventDate: text,
  startDateTime: text,
  recurrenceParentActivityGuid: text,
  customer: reference,
  project: reference,
  headquarterAddress: z.object({ guid: text }).nullish(),
  customerContact: z.object({ guid: text, name: text }).nullish(),
  projectStatus: z.object({ projectStatusTypeGuid: text, description: text }).nullish(),
  receiverContactGuid: text,
});

/** Free text comes plain, or as an object that holds it. */
export const freeText = z.union([z.string(), z.object({ value: text }).transform(({ value }) => value)]).nullish();

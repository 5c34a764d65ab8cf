// Home of the rows as Severa sends them. Strict about what is used, blind to the rest: what is not named here is dropped at
// the edge. A missing key is an empty value, since a full model is always answered. Guids are not RFC 4122: plain text.
import { z } from 'zod';

const text = z.string().nullish();
const flag = z.boolean().nullish();
/** Severa's int64 fits a double; some serialisers send it as text. */
const number = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/).transform(Number)]).nullish();
const named = z.object({ guid: text, name: text }).nullish();
const user = z.object({ guid: text, name: text, firstName: text, lastName: text }).nullish();
const reference = z.object({ guid: text }).nullish();
const audit = { createdDateTime: text, createdBy: user, lastUpdatedDateTime: text, lastUpdatedBy: user };
export type AuditRow = z.infer<z.ZodObject<typeof audit>>;

export const customerRow = z.object({
  ...audit,
  guid: text,
  name: text,
  number,
  isActive: flag,
  isInternal: flag,
  notes: text,
  email: text,
  website: text,
  vatNumber: text,
  kvkNumber: text,
  numberOfEmployees: number,
  annualRevenue: number,
  language: z.object({ guid: text, code: text }).nullish(),
  currency: z.object({ guid: text, code: text }).nullish(),
  owner: reference,
  industry: reference,
  headquarterAddress: z.object({ guid: text, addressline: text, postalCode: text, city: text, country: text }).nullish(),
  pricelist: named,
  paymentTerm: number,
  overdueInterest: number,
  invoicingVat: reference,
  eInvoiceAddress: text,
  eInvoiceOperator: text,
  organizationUnitNumber: text,
  invoiceTemplate: named,
});
export type CustomerRow = z.infer<typeof customerRow>;

export const addressRow = z.object({
  guid: text,
  createdDateTime: text,
  addressline: text,
  postalCode: text,
  city: text,
  phone: text,
  country: z.object({ guid: text, name: text, englishName: text }).nullish(),
  customer: reference,
});
export type AddressRow = z.infer<typeof addressRow>;

export const segmentLinkRow = z.object({
  guid: text,
  customer: reference,
  marketSegment: reference,
});

export type SegmentLinkRow = z.infer<typeof segmentLinkRow>;

export const contactRow = z.object({
  ...audit,
  guid: text,
  firstName: text,
  lastName: text,
  description: text,
  jobTitle: text,
  isActive: flag,
  isDeleted: flag,
  customer: reference,
  role: reference,
  language: reference,
});
export type ContactRow = z.infer<typeof contactRow>;

export const communicationRow = z.object({
  ...audit,
  guid: text,
  value: text,
  isForbiddenToUse: flag,
  contact: reference,
  communicationType: z.object({ guid: text, type: text }).nullish(),
});
export type CommunicationRow = z.infer<typeof communicationRow>;

export const projectRow = z.object({
  ...audit,
  guid: text,
  name: text,
  number,
  description: text,
  isInternal: flag,
  isClosed: flag,
  customer: reference,
  customerContact: reference,
  projectOwner: reference,
  salesPerson: reference,
  leadSource: reference,
  currency: z.object({ code: text }).nullish(),
  salesStatus: z.object({ salesStatusTypeGuid: text }).nullish(),
  probability: number,
  expectedOrderDate: text,
  expectedValue: z.object({ amount: number, currencyCode: text }).nullish(),
  startDate: text,
  deadline: text,
  closedDate: text,
  businessUnit: named,
  projectStatus: z.object({ name: text }).nullish(),
  completionEstimatePercentage: number,
  calculatedCompletionPercentage: number,
});
export type ProjectRow = z.infer<typeof projectRow>;

export const activityRow = z.object({
  ...audit,
  guid: text,
  name: text,
  startDateTime: text,
  endDateTime: text,
  isClosed: flag,
  isAllDay: flag,
  notes: text,
  activityType: z.object({ guid: text, name: text, category: text }).nullish(),
  ownerUser: reference,
  customer: reference,
  recurrenceType: text,
});
export type ActivityRow = z.infer<typeof activityRow>;

export const customValueRow = z.object({ guid: text, customProperty: reference, value: text });
export type CustomValueRow = z.infer<typeof customValueRow>;

export const statusEntryRow = z.object({ timeStamp: text });

export const userRow = z.object({ guid: text, email: text, firstName: text, lastName: text, isActive: flag });
/** Industries, roles of contacts, lead sources. */
export const namedRow = z.object({ guid: text, name: text, isActive: flag });
export const salesStatusRow = z.object({ guid: text, name: text, isActive: flag, salesState: text, defaultProbability: number });
export const activityTypeRow = z.object({ guid: text, name: text, isActive: flag, isDefault: flag, category: text });
export const proposalStatusRow = z.object({ guid: text, name: text, isActive: flag, isWon: flag, isLost: flag });
export const communicationTypeRow = z.object({ guid: text, name: text, isActive: flag, type: text });
export const segmentRow = z.object({ guid: text, name: text, isActive: flag, parentMarketSegment: named });
export const languageRow = z.object({ guid: text, name: text, code: text });
export const currencyRow = z.object({ guid: text, name: text, code: text, isActive: flag });
export const countryRow = z.object({ guid: text, name: text, englishName: text, code2: text });
export const vatRateRow = z.object({ guid: text, percentage: number, code: text, isActive: flag });
export const customPropertyRow = z.object({ guid: text, name: text, type: text, isActive: flag });

export const organizationRow = z.object({
  guid: text,
  name: text,
  currency: z.object({ code: text }).nullish(),
  activeAddons: z.array(z.string()).nullish(),
});

export const tokenReply = z.object({
  access_token: z.string().min(1),
  access_token_expires_in: number,
  access_token_expires_utc: text,
  scope: text,
});

/** A creating or patching route answers the object or an array of it, depending on the route: both are taken. */
export function oneOf<T>(row: z.ZodType<T>): z.ZodType<T> {
  return z.union([z.array(row).min(1).transform((rows) => rows[0] as T), row]) as unknown as z.ZodType<T>;
}

// Home of what an account's fields are called in Severa: one line per field. A customer's own fields, its main address's,
// and what only flows in. Bump `accountMapVersion` when a line changes what a value means.
import { hostOf } from '../../core/normalise/url.ts';
import { holdCode, holdCountry, holdFlag, holdNumber, holdOwner, holdReference, holdText, holdWhole, holdWholeMoney, readOnly, shownCode, shownOwner, shownText } from './codecs.ts';
import { countryOf } from './country.ts';
import { field, int32, int64 } from './field-map.ts';
import type { FieldMap } from './field-map.ts';
import type { AddressRow, CustomerRow } from './rows.ts';

export const accountMapVersion = 'severa-account-1';

export const customerFields: FieldMap<CustomerRow> = {
  name: field('name', (row) => shownText(row.name), holdText({ required: true })),
  businessId: field('vatNumber', (row) => shownText(row.vatNumber), holdText()),
  // Severa numbers every customer by itself: there is always one.
  number: field('number', (row) => row.number ?? null, holdWhole(int64, { required: true })),
  active: field('isActive', (row) => row.isActive ?? true, holdFlag),
  website: field('website', (row) => shownText(row.website), holdText()),
  domain: field(null, (row) => (row.website ? hostOf(row.website) : null), readOnly),
  email: field('email', (row) => shownText(row.email), holdText()),
  owner: field('owner', (row, context) => shownOwner(row.owner?.guid, context), holdOwner),
  industry: field('industry', (row) => row.industry?.guid ?? null, holdReference('industries')),
  employees: field('numberOfEmployees', (row) => row.numberOfEmployees ?? null, holdWhole(int32)),
  annualRevenue: field('annualRevenue', (row, { currency }) => (typeof row.annualRevenue === 'number' ? { amount: String(row.annualRevenue), currency } : null), holdWholeMoney),
  notes: field('notes', (row) => shownText(row.notes), holdText()),
  language: field('language', (row, context) => shownCode(row.language, 'languages', context), holdCode('languages')),
  currency: field('currency', (row, context) => shownCode(row.currency, 'currencies', context), holdCode('currencies')),
  vat: field('invoicingVat', (row) => row.invoicingVat?.guid ?? null, holdReference('vatRates')),
  paymentTerm: field('paymentTerm', (row) => row.paymentTerm ?? null, holdWhole(int32)),
  overdueInterest: field('overdueInterest', (row) => row.overdueInterest ?? null, holdNumber),
  eInvoiceAddress: field('eInvoiceAddress', (row) => shownText(row.eInvoiceAddress), holdText()),
  eInvoiceOperator: field('eInvoiceOperator', (row) => shownText(row.eInvoiceOperator), holdText()),
  unitNumber: field('organizationUnitNumber', (row) => shownText(row.organizationUnitNumber), holdText()),
  registrationNumber: field('kvkNumber', (row) => shownText(row.kvkNumber), holdText({ max: 25 })),
  invoiceTemplate: field(null, (row) => shownText(row.invoiceTemplate?.name), readOnly),
  priceList: field(null, (row) => shownText(row.pricelist?.name), readOnly),
};

export const addressFields: FieldMap<AddressRow> = {
  phone: field('phone', (row) => shownText(row.phone), holdText()),
  street: field('addressline', (row) => shownText(row.addressline), holdText()),
  postalCode: field('postalCode', (row) => shownText(row.postalCode), holdText()),
  city: field('city', (row) => shownText(row.city), holdText()),
  country: field('country', (row, { registry }) => countryOf(registry('countries'), row.country?.guid, [row.country?.name, row.country?.englishName]), holdCountry),
};

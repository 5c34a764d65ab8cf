// Home of where an account's fields live in a HubSpot company, one line per field.
import { account } from '../../entities/account.ts';
import type { CustomFieldMap } from '../options.ts';
import { codecs } from './codecs.ts';
import { mapFields } from './object-map.ts';
import type { ObjectMap } from './object-map.ts';

export const DEFAULT_BUSINESS_ID_PROPERTIES = ['business_id', 'businessid', 'y_tunnus', 'ytunnus', 'vat_number'] as const;

export function accountMap(businessIdProperties: readonly string[], customFields: readonly CustomFieldMap[]): ObjectMap {
  const fields = mapFields(
    account,
    {
      name: [codecs.text, 'name'],
      businessId: [codecs.text, businessIdProperties],
      number: [codecs.number, null],
      active: [codecs.bool, null],
      website: [codecs.text, 'website'],
      domain: [codecs.domain, 'domain'],
      email: [codecs.text, null],
      phone: [codecs.text, 'phone'],
      street: [codecs.text, 'address'],
      postalCode: [codecs.text, 'zip'],
      city: [codecs.text, 'city'],
      country: [codecs.country, 'country'],
      owner: [codecs.owner, 'hubspot_owner_id'],
      industry: [codecs.choice, null],
      lifecycle: [codecs.text, 'lifecyclestage', 'read'],
      segments: [codecs.set, null],
      employees: [codecs.number, 'numberofemployees'],
      annualRevenue: [codecs.money, 'annualrevenue'],
      notes: [codecs.longText, 'description'],
      // Codes, not choices: every code is a good value, so no options are kept.
      language: [codecs.text, null],
      currency: [codecs.text, null],
      vat: [codecs.choice, null],
      paymentTerm: [codecs.number, null],
      overdueInterest: [codecs.number, null],
      eInvoiceAddress: [codecs.text, null],
      eInvoiceOperator: [codecs.text, null],
      unitNumber: [codecs.text, null],
      registrationNumber: [codecs.text, null],
      invoiceTemplate: [codecs.text, null],
      priceList: [codecs.text, null],
    },
    customFields,
  );
  return { entity: 'account', type: 'companies', modified: 'hs_lastmodifieddate', foundBy: null, fields, composites: [], links: [] };
}

// Home of where a contact's fields live in HubSpot, one line per field.
import { contact } from '../../entities/contact.ts';
import type { CustomFieldMap } from '../options.ts';
import { codecs } from './codecs.ts';
import { contactEmails, contactOptOuts } from './contact-emails.ts';
import { contactPhones } from './contact-phones.ts';
import { mapFields } from './object-map.ts';
import type { LinkField, ObjectMap } from './object-map.ts';

const company = { to: 'companies', unlabelled: 279, primary: 1, mirror: 'associatedcompanyid', keepsOld: true } as const;
const links: readonly LinkField[] = [
  { field: 'account', take: 'primary', ...company },
  { field: 'otherAccounts', take: 'others', ...company },
];

export function contactMap(customFields: readonly CustomFieldMap[]): ObjectMap {
  const fields = mapFields(
    contact,
    {
      firstName: [codecs.text, 'firstname'],
      lastName: [codecs.text, 'lastname'],
      jobTitle: [codecs.text, 'jobtitle'],
      role: [codecs.choice, null],
      language: [codecs.text, null],
      active: [codecs.bool, null],
      owner: [codecs.owner, 'hubspot_owner_id'],
      lifecycle: [codecs.text, 'lifecyclestage', 'read'],
      analyticsSource: [codecs.text, 'hs_analytics_source', 'read'],
      firstConversion: [codecs.text, 'first_conversion_event_name', 'read'],
      firstConversionOn: [codecs.day, 'first_conversion_date', 'read'],
      recentConversion: [codecs.text, 'recent_conversion_event_name', 'read'],
      recentConversionOn: [codecs.day, 'recent_conversion_date', 'read'],
      becameLead: [codecs.day, 'hs_lifecyclestage_lead_date', 'read'],
      becameMql: [codecs.day, 'hs_lifecyclestage_marketingqualifiedlead_date', 'read'],
      becameSql: [codecs.day, 'hs_lifecyclestage_salesqualifiedlead_date', 'read'],
      becameOpportunity: [codecs.day, 'hs_lifecyclestage_opportunity_date', 'read'],
      becameCustomer: [codecs.day, 'hs_lifecyclestage_customer_date', 'read'],
      legalBasis: [codecs.set, 'hs_legal_basis'],
      notes: [codecs.longText, null],
    },
    customFields,
  );
  // Contacts alone keep their last change under this name; a search for the usual one finds nothing.
  return { entity: 'contact', type: 'contacts', modified: 'lastmodifieddate', foundBy: null, fields, composites: [contactEmails, contactPhones, contactOptOuts], links };
}

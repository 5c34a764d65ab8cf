// Contact: a person at an account. Severa calls it a contact person, HubSpot a contact. Everything that says how to reach a
// person is a set: two people who each add a number never conflict.
import { defineEntity } from './entity.ts';

export const contact = defineEntity({
  name: 'contact',
  label: { fi: 'Yhteyshenkilö', en: 'Contact' },
  requiredToCreate: { psa: ['firstName', 'lastName', 'account'], crm: ['lastName'] },
  person: { kind: 'contact', first: 'firstName', last: 'lastName', emails: ['emails'], phones: ['phones'] },
  matching: [
    { kind: 'email', fields: ['emails'], partsOn: 'psa', certain: true },
    { kind: 'person', fields: ['firstName', 'lastName', 'phones'], within: 'account', certain: true },
    { kind: 'fullName', fields: ['firstName', 'lastName'], within: 'account', certain: false },
  ],
  fields: {
    firstName: { kind: 'text', category: 'identity', compare: 'text', label: { fi: 'Etunimi', en: 'First name' } },
    lastName: { kind: 'text', category: 'identity', compare: 'text', label: { fi: 'Sukunimi', en: 'Last name' } },
    account: { kind: 'ref', category: 'none', target: 'account', label: { fi: 'Asiakas', en: 'Account' } },
    /** Accounts beside the main one: the CRM knows several, the PSA one per contact person. */
    otherAccounts: { kind: 'set', category: 'none', target: 'account', label: { fi: 'Muut asiakkaat', en: 'Other accounts' } },
    emails: { kind: 'set', category: 'contact', label: { fi: 'Sähköpostit', en: 'E-mails' } },
    phones: { kind: 'set', category: 'contact', label: { fi: 'Puhelimet', en: 'Phones' } },
    /** Addresses that must not be written to. */
    optOuts: { kind: 'set', category: 'contact', marks: 'emails', label: { fi: 'Kielletyt osoitteet', en: 'Opt-outs' } },
    jobTitle: { kind: 'text', category: 'identity', compare: 'text', label: { fi: 'Tehtävänimike', en: 'Job title' } },
    role: { kind: 'choice', category: 'none', registry: 'contactRoles', label: { fi: 'Rooli', en: 'Role' } },
    language: { kind: 'choice', category: 'none', registry: 'languages', label: { fi: 'Kieli', en: 'Language' } },
    active: { kind: 'bool', category: 'none', label: { fi: 'Aktiivinen', en: 'Active' } },
    owner: { kind: 'ref', category: 'workforce', compare: 'email', registry: 'owners', label: { fi: 'Vastuuhenkilö', en: 'Owner' } },
    lifecycle: { kind: 'text', category: 'none', label: { fi: 'Elinkaaren vaihe', en: 'Lifecycle stage' } },
    /** Where marketing found the person and what it moved them to do, as the CRM works it out by itself. */
    analyticsSource: { kind: 'text', category: 'identity', label: { fi: 'Alkuperäinen lähde', en: 'Original source' } },
    firstConversion: { kind: 'text', category: 'identity', label: { fi: 'Ensimmäinen lomake', en: 'First conversion' } },
    firstConversionOn: { kind: 'date', category: 'identity', label: { fi: 'Ensimmäinen lomake täytetty', en: 'First converted on' } },
    recentConversion: { kind: 'text', category: 'identity', label: { fi: 'Viimeisin lomake', en: 'Latest conversion' } },
    recentConversionOn: { kind: 'date', category: 'identity', label: { fi: 'Viimeisin lomake täytetty', en: 'Last converted on' } },
    becameLead: { kind: 'date', category: 'identity', label: { fi: 'Liidi alkaen', en: 'Lead since' } },
    becameMql: { kind: 'date', category: 'identity', label: { fi: 'MQL alkaen', en: 'MQL since' } },
    becameSql: { kind: 'date', category: 'identity', label: { fi: 'SQL alkaen', en: 'SQL since' } },
    becameOpportunity: { kind: 'date', category: 'identity', label: { fi: 'Myyntimahdollisuus alkaen', en: 'Opportunity since' } },
    becameCustomer: { kind: 'date', category: 'identity', label: { fi: 'Asiakas alkaen', en: 'Customer since' } },
    legalBasis: { kind: 'set', category: 'none', label: { fi: 'Käsittelyperuste', en: 'Legal basis' } },
    notes: { kind: 'text', category: 'free-text', compare: 'text', label: { fi: 'Kuvaus', en: 'Description' } },
  },
});

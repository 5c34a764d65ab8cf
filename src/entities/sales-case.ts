// Sales case: something an account may buy, or has bought. Severa keeps it as a project for life, HubSpot calls it a deal.
// `stage` is the PSA's sales status everywhere; the CRM's stages are mapped to it, several to one if need be.
import { defineEntity } from './entity.ts';

export const salesCase = defineEntity({
  name: 'salesCase',
  label: { fi: 'Myyntitapaus', en: 'Sales case' },
  requiredToCreate: { psa: ['name', 'account', 'owner'], crm: ['name', 'stage', 'account'] },
  matching: [
    { kind: 'number', fields: ['number'], certain: true },
    { kind: 'deal', fields: ['name', 'value'], within: 'account', certain: true },
    { kind: 'title', fields: ['name'], within: 'account', certain: false },
  ],
  fields: {
    name: { kind: 'text', category: 'company', compare: 'text', label: { fi: 'Nimi', en: 'Name' } },
    number: { kind: 'number', category: 'none', label: { fi: 'Projektinumero', en: 'Project number' } },
    account: { kind: 'ref', category: 'none', target: 'account', label: { fi: 'Asiakas', en: 'Account' } },
    contacts: { kind: 'set', category: 'none', target: 'contact', label: { fi: 'Yhteyshenkilöt', en: 'Contacts' } },
    stage: { kind: 'choice', category: 'none', registry: 'salesStatuses', label: { fi: 'Myynnin tila', en: 'Stage' } },
    /** open, won or lost: follows from the stage. */
    state: { kind: 'text', category: 'none', label: { fi: 'Tulos', en: 'State' } },
    value: { kind: 'money', category: 'none', label: { fi: 'Odotettu arvo', en: 'Expected value' } },
    probability: { kind: 'number', category: 'none', label: { fi: 'Todennäköisyys, %', en: 'Probability, %' } },
    expectedOrderDate: { kind: 'date', category: 'none', label: { fi: 'Odotettu tilauspäivä', en: 'Expected order date' } },
    owner: { kind: 'ref', category: 'workforce', compare: 'email', registry: 'owners', label: { fi: 'Myyjä', en: 'Owner' } },
    leadSource: { kind: 'choice', category: 'none', registry: 'leadSources', label: { fi: 'Liidin lähde', en: 'Lead source' } },
    startDate: { kind: 'date', category: 'none', label: { fi: 'Alkaa', en: 'Start date' } },
    deadline: { kind: 'date', category: 'none', label: { fi: 'Määräpäivä', en: 'Deadline' } },
    internal: { kind: 'bool', category: 'none', label: { fi: 'Sisäinen', en: 'Internal' } },
    closed: { kind: 'bool', category: 'none', label: { fi: 'Projekti suljettu', en: 'Project closed' } },
    notes: { kind: 'text', category: 'free-text', compare: 'text', label: { fi: 'Kuvaus', en: 'Description' } },
  },
});

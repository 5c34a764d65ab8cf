// The seeded world put into the HubSpot sandbox as a sales team's years of use would have left it: owners, companies,
// contacts and deals with their associations, and the custom property where the portal keeps the Finnish business id.
// Invariant: every value is text as HubSpot keeps it, and only what the portal has by itself or had added by hand is used.

import { toInstant } from '../../lib/clock.ts';
import { stages } from '../seed/registries.ts';
import type { CrmAccount, CrmContact, CrmDeal, World } from '../seed/world.ts';
import { originValues, putTouches } from './populate-engagement.ts';
import type { HubspotState } from './state.ts';

interface HubspotPopulation {
  /** False leaves out e-mails, meetings, calls, tasks and where people came from. */
  readonly engagement?: boolean;
}

type Ids = ReadonlyMap<string, string>;

/** Answers the record ids by the world's keys, of companies, contacts and deals. */
export function populateHubspot(state: HubspotState, world: World, population: HubspotPopulation = {}): ReadonlyMap<string, string> {
  const yearsAgo = world.now - 6 * 365 * 86_400_000;
  state.declareProperty('companies', { name: 'business_id', label: 'Y-tunnus', type: 'string', fieldType: 'text', groupName: 'companyinformation' }, yearsAgo);
  state.declareProperty('deals', { name: 'project_number', label: 'Projektinumero', type: 'number', fieldType: 'number' }, yearsAgo);
  const owners = new Map<string, string>();
  for (const { key, firstName, lastName, crm } of world.users) {
    if (crm !== null) owners.set(key, state.putOwner({ email: crm.email, firstName, lastName, archived: crm.isArchived }, yearsAgo));
  }
  const ids = new Map<string, string>();
  const companies = new Map<string, string>();
  for (const { key, crm } of world.accounts) if (crm !== null) companies.set(key, putCompany(state, crm, owners));
  for (const account of world.accounts) {
    const contacts = new Map<string, string>();
    const engagement = population.engagement === false ? null : world.engagement(account);
    for (const { key, crm } of account.contacts) {
      if (crm !== null) contacts.set(key, putContact(state, crm, originValues(engagement?.origins.get(key)), companies.get(account.key) ?? null, companies, owners));
    }
    for (const { key, crm } of account.salesCases) {
      if (crm !== null) ids.set(key, putDeal(state, crm, companies.get(account.key) ?? null, companies, contacts, owners));
    }
    for (const [key, id] of contacts) ids.set(key, id);
    putTouches(state, engagement?.touches ?? [], companies.get(account.key) ?? null, ids, owners);
  }
  return new Map([...companies, ...ids]);
}

function putCompany(state: HubspotState, crm: CrmAccount, owners: Ids): string {
  const { createdAt, updatedAt } = crm;
  return state.put(
    'companies',
    filled({
      name: crm.name,
      domain: crm.domain,
      website: crm.website,
      business_id: crm.businessId,
      phone: crm.phone,
      address: crm.address,
      city: crm.city,
      zip: crm.zip,
      country: crm.country,
      industry: crm.industry,
      numberofemployees: crm.numberOfEmployees,
      annualrevenue: crm.annualRevenue,
      hubspot_owner_id: ownerId(owners, crm.ownerKey),
      description: crm.description,
      lifecyclestage: crm.lifecycleStage,
    }),
    { createdAt, updatedAt },
  );
}

function putContact(state: HubspotState, crm: CrmContact, origin: Readonly<Record<string, string>>, company: string | null, companies: Ids, owners: Ids): string {
  const id = state.put(
    'contacts',
    filled({
      firstname: crm.firstName,
      lastname: crm.lastName,
      email: crm.email,
      hs_additional_emails: crm.additionalEmails.length > 0 ? crm.additionalEmails.join(';') : null,
      phone: crm.phone,
      mobilephone: crm.mobilePhone,
      jobtitle: crm.jobTitle,
      hubspot_owner_id: ownerId(owners, crm.ownerKey),
      lifecyclestage: crm.lifecycleStage,
      ...origin,
    }),
    { createdAt: crm.createdAt },
  );
  if (crm.hasCompany) linkCompanies(state, 'contacts', id, company, otherCompany(companies, crm.otherAccountKey), crm.createdAt);
  if (crm.email !== null && crm.isOptedOut) state.unsubscribe(crm.email, crm.createdAt);
  return id;
}

function putDeal(state: HubspotState, crm: CrmDeal, company: string | null, companies: Ids, contacts: Ids, owners: Ids): string {
  const stage = stages.find(({ key }) => key === crm.stageKey);
  const id = state.put(
    'deals',
    filled({
      dealname: crm.name,
      project_number: crm.projectNumber,
      pipeline: 'default',
      dealstage: stage?.crm ?? null,
      amount: crm.value?.amount ?? null,
      deal_currency_code: crm.value?.currency ?? null,
      // The morning of the day, so that the day is the same in Helsinki and in UTC.
      closedate: crm.closeDate === null ? null : toInstant(Date.parse(`${crm.closeDate}T09:00:00Z`)),
      hubspot_owner_id: ownerId(owners, crm.ownerKey),
    }),
    { createdAt: crm.createdAt },
  );
  linkCompanies(state, 'deals', id, crm.hasCompany ? company : null, crm.hasCompany ? otherCompany(companies, crm.otherAccountKey) : null, crm.createdAt);
  for (const key of crm.contactKeys) {
    const contact = contacts.get(key);
    if (contact !== undefined) state.associate('deals', id, 'contacts', contact, { now: crm.createdAt });
  }
  return id;
}

/** The account's own company is the primary one. */
function linkCompanies(state: HubspotState, type: 'contacts' | 'deals', id: string, company: string | null, other: string | null, now: number): void {
  if (company !== null) state.associate(type, id, 'companies', company, { now, primary: true });
  if (other !== null && other !== company) state.associate(type, id, 'companies', other, { now });
}

function otherCompany(companies: Ids, key: string | null): string | null {
  return key === null ? null : (companies.get(key) ?? null);
}

function ownerId(owners: Ids, key: string | null): string | null {
  return key === null ? null : (owners.get(key) ?? null);
}

/** What has a value, as text. */
function filled(values: Readonly<Record<string, string | number | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])));
}

// What both vendors list in the simulated world: users, industries, segments, countries. Invariant: every person of one
// side has the same e-mail on the other, but for one who works in one system only.
import type { HubspotModel } from '../../src/sandbox/hubspot/model.ts';
import type { SeveraModel } from '../../src/sandbox/severa/model.ts';

export const COUNTRIES = [
  { code: 'FI', local: 'Suomi', english: 'Finland' },
  { code: 'SE', local: 'Ruotsi', english: 'Sweden' },
  { code: 'EE', local: 'Viro', english: 'Estonia' },
] as const;

export interface Registers {
  /** Severa guid → e-mail, HubSpot owner id → e-mail. */
  readonly psaOwners: ReadonlyMap<string, string>;
  readonly crmOwners: ReadonlyMap<string, string>;
  readonly industries: readonly string[];
  readonly segments: readonly string[];
  /** Severa guid → two-letter code. */
  readonly countries: ReadonlyMap<string, string>;
}

const PEOPLE = [
  { firstName: 'Aino', lastName: 'Aalto' },
  { firstName: 'Eero', lastName: 'Elo' },
  { firstName: 'Onni', lastName: 'Oksa' },
] as const;

export function populateRegisters(psa: SeveraModel, crm: HubspotModel, madeAt: number): Registers {
  const emailOf = (person: (typeof PEOPLE)[number]): string => `${person.firstName}.${person.lastName}@esimerkki.fi`.toLowerCase();
  crm.state.declareProperty('companies', { name: 'business_id', label: 'Y-tunnus', type: 'string', fieldType: 'text', groupName: 'companyinformation' }, madeAt);
  const psaOwners = PEOPLE.map((person) => {
    const row = psa.state.put('users', { ...person, email: emailOf(person), isActive: true, code: person.firstName.slice(0, 2) }, madeAt);
    return [row.guid, emailOf(person)] as const;
  });
  // The last one has no seat in HubSpot.
  const crmOwners = PEOPLE.slice(0, -1).map((person) => [crm.state.putOwner({ ...person, email: emailOf(person) }, madeAt), emailOf(person)] as const);
  const industries = ['Rakentaminen', 'Ohjelmistot'].map((name) => psa.state.put('industries', { name, isActive: true }, madeAt).guid);
  const segments = ['Avain', 'Kumppani', 'Vanha'].map((name) => psa.state.put('marketsegments', { name, isActive: true }, madeAt).guid);
  const countries = psa.state.list('localization/countries').map((row) => [row.guid, String(row['code2'])] as const);
  return { psaOwners: new Map(psaOwners), crmOwners: new Map(crmOwners), industries, segments, countries: new Map(countries) };
}

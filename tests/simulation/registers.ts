// What both vendors list in the simulated world: users, industries, segments, countries, sales statuses and deal stages.
// Invariant: every person of one side has the same e-mail on the other, but for one who works in one system only.
import type { HubspotModel } from '../../src/sandbox/hubspot/model.ts';
import type { SeveraModel } from '../../src/sandbox/severa/model.ts';

export const COUNTRIES = [
  { code: 'FI', local: 'Suomi', english: 'Finland' },
  { code: 'SE', local: 'Ruotsi', english: 'Sweden' },
  { code: 'EE', local: 'Viro', english: 'Estonia' },
] as const;

export interface SalesStatus {
  readonly guid: string;
  readonly state: 'open' | 'won' | 'lost';
}

export interface Registers {
  /** Severa guid → e-mail, HubSpot owner id → e-mail. */
  readonly psaOwners: ReadonlyMap<string, string>;
  readonly crmOwners: ReadonlyMap<string, string>;
  readonly industries: readonly string[];
  readonly segments: readonly string[];
  readonly roles: readonly string[];
  readonly leadSources: readonly string[];
  /** Severa guid → two-letter code. */
  readonly countries: ReadonlyMap<string, string>;
  readonly languages: ReadonlyMap<string, string>;
  /** Severa guid → Phone, MobilePhone, EmailAddress. */
  readonly pointTypes: ReadonlyMap<string, string>;
  readonly statuses: readonly SalesStatus[];
  /** HubSpot's deal stage → the sales status that means it. */
  readonly stages: ReadonlyMap<string, string>;
}

const PEOPLE = [
  { firstName: 'Aino', lastName: 'Aalto' },
  { firstName: 'Eero', lastName: 'Elo' },
  { firstName: 'Onni', lastName: 'Oksa' },
] as const;

const STATES = { InProgress: 'open', Won: 'won', Lost: 'lost' } as const;
/** Deal stages of every account, and the sales status of every organisation that is nearest in meaning. */
const MEANINGS = {
  appointmentscheduled: 'Liidi', qualifiedtobuy: 'Tarjous', presentationscheduled: 'Tarjous', decisionmakerboughtin: 'Tarjous', contractsent: 'Tarjous',
  closedwon: 'Voitettu', closedlost: 'Hävitty',
} as const;

export function populateRegisters(psa: SeveraModel, crm: HubspotModel, madeAt: number): Registers {
  const emailOf = (person: (typeof PEOPLE)[number]): string => `${person.firstName}.${person.lastName}@esimerkki.fi`.toLowerCase();
  crm.state.declareProperty('companies', { name: 'business_id', label: 'Y-tunnus', type: 'string', fieldType: 'text', groupName: 'companyinformation' }, madeAt);
  const psaOwners = PEOPLE.map((person) => {
    const row = psa.state.put('users', { ...person, email: emailOf(person), isActive: true, code: person.firstName.slice(0, 2) }, madeAt);
    return [row.guid, emailOf(person)] as const;
  });
  // The last one has no seat in HubSpot.
  const crmOwners = PEOPLE.slice(0, -1).map((person) => [crm.state.putOwner({ ...person, email: emailOf(person) }, madeAt), emailOf(person)] as const);
  const listed = (collection: string) => psa.state.list(collection);
  const coded = (collection: string, field: string): ReadonlyMap<string, string> => new Map(listed(collection).map((row) => [row.guid, String(row[field])]));
  const statuses = listed('salesstatustypes');
  return {
    psaOwners: new Map(psaOwners),
    crmOwners: new Map(crmOwners),
    industries: ['Rakentaminen', 'Ohjelmistot'].map((name) => psa.state.put('industries', { name, isActive: true }, madeAt).guid),
    segments: ['Avain', 'Kumppani', 'Vanha'].map((name) => psa.state.put('marketsegments', { name, isActive: true }, madeAt).guid),
    roles: listed('contactroles').map(({ guid }) => guid),
    leadSources: listed('leadsources').map(({ guid }) => guid),
    countries: coded('localization/countries', 'code2'),
    languages: coded('localization/languages', 'code'),
    pointTypes: coded('communicationtypes', 'type'),
    statuses: statuses.map((row) => ({ guid: row.guid, state: STATES[row['salesState'] as keyof typeof STATES] })),
    stages: new Map(Object.entries(MEANINGS).map(([stage, name]) => [stage, statuses.find((row) => row['name'] === name)?.guid ?? ''])),
  };
}

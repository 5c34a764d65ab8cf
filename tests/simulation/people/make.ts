// Records as people make them in either vendor. Invariant: what is one thing in both vendors is made of the same facts.
import type { RemoteSide } from '../../../src/core/vocabulary.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import type { Random } from '../../../src/lib/random.ts';
import { TYPES } from '../records/kinds.ts';
import { COUNTRIES } from '../registers.ts';
import type { World } from '../world.ts';
import { CITIES, day, JOBS } from './facts.ts';
import type { PersonFacts } from './facts.ts';

export interface CompanyFacts {
  readonly name: string;
  readonly businessId: string | null;
  readonly domain: string | null;
}

export interface CaseFacts {
  readonly name: string;
  readonly amount: number | null;
}

/** The record of another kind that it belongs to, on the same side; null: none. */
type Id = string | null;

export function makeAccount(world: World, side: RemoteSide, random: Random, facts: CompanyFacts): string {
  return side === 'psa' ? makeCustomer(world, random, facts) : makeCompany(world, random, facts);
}

function makeCustomer(world: World, random: Random, facts: CompanyFacts): string {
  const { psa, registers } = world;
  const at = world.writtenAt;
  const owner = random.pick([...registers.psaOwners.keys()]);
  const { guid } = psa.state.put(
    'customers',
    {
      name: facts.name, vatNumber: facts.businessId, website: facts.domain === null ? null : `https://www.${facts.domain}`, isActive: true, isInternal: false,
      owner: random.chance(0.6) ? { guid: owner } : null, email: random.chance(0.4) ? 'posti@esimerkki.fi' : null, notes: random.chance(0.3) ? 'Vanha asiakas' : null,
      numberOfEmployees: random.chance(0.5) ? random.int(1, 90) : null, annualRevenue: random.chance(0.3) ? random.int(10, 900) * 1_000 : null,
      number: psa.state.list('customers').length + 100,
    },
    at,
  );
  if (random.chance(0.7)) {
    const country = [...registers.countries].find(([, code]) => code === random.pick(COUNTRIES).code)?.[0];
    const address = { addressline: `Katu ${random.int(1, 99)}`, postalCode: '00100', city: random.pick(CITIES), phone: random.chance(0.5) ? '+358 40 1234567' : null };
    psa.state.put('addresses', { ...address, country: { guid: country }, isVisitAddress: true, isPostalAddress: true, customer: { guid } }, at);
  }
  if (random.chance(0.4)) psa.state.put('customermarketsegments', { customer: { guid }, marketSegment: { guid: random.pick(registers.segments) } }, at);
  return guid;
}

function makeCompany(world: World, random: Random, facts: CompanyFacts): string {
  const { crm, registers } = world;
  const optional = (p: number, value: string): string | null => (random.chance(p) ? value : null);
  return crm.state.put(
    'companies',
    {
      name: facts.name, business_id: facts.businessId, domain: facts.domain, website: optional(0.3, `http://${facts.domain ?? 'esimerkki.fi'}/`), phone: optional(0.4, '040 123 4567'),
      address: optional(0.5, `Tie ${random.int(1, 99)}`), city: optional(0.5, random.pick(CITIES)), country: optional(0.4, random.pick(COUNTRIES).english),
      numberofemployees: optional(0.4, String(random.int(1, 90))), annualrevenue: optional(0.3, `${random.int(10, 900)}000.50`), description: optional(0.3, 'Hyvä mahdollisuus'),
      hubspot_owner_id: optional(0.5, random.pick([...registers.crmOwners.keys()])), lifecyclestage: optional(0.5, random.pick(['lead', 'opportunity', 'customer'])),
    },
    { createdAt: world.writtenAt },
  );
}

/** Null where Severa would not take it: a contact person belongs to a customer. */
export function makeContact(world: World, side: RemoteSide, random: Random, facts: PersonFacts, account: Id): string | null {
  const at = world.writtenAt;
  const { registers } = world;
  const job = random.chance(0.5) ? random.pick(JOBS) : null;
  if (side === 'psa') {
    if (account === null) return null;
    const language = random.chance(0.4) ? { guid: random.pick([...registers.languages.keys()]) } : null;
    const role = random.chance(0.4) ? { guid: random.pick(registers.roles) } : null;
    const { guid } = world.psa.state.put('contactpersons', { firstName: facts.firstName, lastName: facts.lastName, customer: { guid: account }, jobTitle: job, language, role, isActive: true }, at);
    if (facts.email !== null) addPoint(world, guid, 'EmailAddress', facts.email, random.chance(0.1));
    if (facts.phone !== null) addPoint(world, guid, random.pick(['Phone', 'MobilePhone']), facts.phone, false);
    return guid;
  }
  const known = facts.email === null ? false : world.crm.state.list('contacts').some(({ properties }) => properties['email'] === facts.email?.toLowerCase() || properties['hs_additional_emails']?.includes(facts.email?.toLowerCase() ?? ''));
  const id = world.crm.state.put(
    'contacts',
    {
      firstname: random.chance(0.9) ? facts.firstName : null, lastname: facts.lastName, email: known ? null : facts.email, phone: facts.phone, jobtitle: job,
      hubspot_owner_id: random.chance(0.4) ? random.pick([...registers.crmOwners.keys()]) : null, lifecyclestage: random.pick(['lead', 'opportunity', 'customer']),
    },
    { createdAt: at },
  );
  if (account !== null) world.crm.state.associate('contacts', id, 'companies', account, { now: at, primary: true });
  if (!known && facts.email !== null && random.chance(0.1)) world.crm.state.unsubscribe(facts.email, at);
  return id;
}

export function addPoint(world: World, contact: string, type: string, value: string, isForbiddenToUse: boolean): void {
  const [guid = ''] = [...world.registers.pointTypes].find(([, name]) => name === type) ?? [];
  world.psa.state.put('contactcommunications', { value, contact: { guid: contact }, communicationType: { guid }, isForbiddenToUse }, world.writtenAt);
}

/** Null where Severa would not take it: a project belongs to a customer. */
export function makeCase(world: World, side: RemoteSide, random: Random, facts: CaseFacts, of: { readonly account: Id; readonly contact: Id }): string | null {
  const at = world.writtenAt;
  const { registers, psa, crm } = world;
  if (side === 'psa') {
    if (of.account === null) return null;
    const owner = { guid: random.pick([...registers.psaOwners.keys()]) };
    const status = random.pick(registers.statuses);
    const isInternal = random.chance(0.08);
    return psa.state.put(
      'projects',
      {
        name: facts.name, customer: { guid: of.account }, customerContact: of.contact === null ? null : { guid: of.contact }, projectOwner: owner, salesPerson: random.chance(0.5) ? owner : null, isInternal,
        ...(isInternal ? {} : { salesStatus: { salesStatusTypeGuid: status.guid } }), probability: random.chance(0.6) ? random.int(0, 100) : null,
        expectedValue: facts.amount === null ? null : { amount: facts.amount, currencyCode: 'EUR' }, expectedOrderDate: random.chance(0.7) ? day(random) : null,
        leadSource: random.chance(0.4) ? { guid: random.pick(registers.leadSources) } : null, number: psa.state.list('projects').length + 500,
      },
      at,
    ).guid;
  }
  const id = crm.state.put(
    'deals',
    {
      dealname: facts.name, dealstage: random.pick([...registers.stages.keys()]), amount: facts.amount === null ? null : String(facts.amount),
      closedate: random.chance(0.7) ? toInstant(Date.parse(`${day(random)}T09:00:00Z`)) : null, hubspot_owner_id: random.chance(0.7) ? random.pick([...registers.crmOwners.keys()]) : null,
    },
    { createdAt: at },
  );
  if (of.account !== null) crm.state.associate(TYPES.salesCase, id, 'companies', of.account, { now: at, primary: true });
  if (of.contact !== null) crm.state.associate(TYPES.salesCase, id, 'contacts', of.contact, { now: at });
  return id;
}

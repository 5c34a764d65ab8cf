// One edit of one field, as a person makes it in a vendor's own pages: what can be edited of each kind of record, on each
// side. Invariant: the value is drawn from the seed and from what the person sees.
import type { FieldName } from '../../../src/core/vocabulary.ts';
import type { Random } from '../../../src/lib/random.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import { COLLECTIONS, TYPES } from '../records/kinds.ts';
import type { Ref } from '../records/kinds.ts';
import type { World } from '../world.ts';
import { businessId, CITIES, companyName, day, emailOf, JOBS, phone, title, USER_OF_CRM } from './facts.ts';
import { addPoint } from './make.ts';

type Edits = Readonly<Record<FieldName, () => void>>;

/** Fields that a person may change, each with a change. */
export function editsOf(world: World, random: Random, ref: Ref): Edits {
  const { kind, side, id } = ref;
  if (kind === 'account') return side === 'psa' ? ofCustomer(world, random, id) : ofCompany(world, random, id);
  if (kind === 'contact') return side === 'psa' ? ofPerson(world, random, id) : ofContact(world, random, id);
  return side === 'psa' ? ofProject(world, random, id) : ofDeal(world, random, id);
}

function inPsa(world: World, random: Random, kind: Ref['kind'], id: string): (values: Readonly<Record<string, unknown>>) => void {
  return (values) => void world.psa.state.edit(COLLECTIONS[kind], id, values, world.scheduler.now(), random.pick([...world.registers.psaOwners.keys()]));
}

function inCrm(world: World, kind: Ref['kind'], id: string): (properties: Readonly<Record<string, string>>) => void {
  return (properties) => world.crm.state.edit(TYPES[kind], id, properties, { now: world.scheduler.now(), userId: USER_OF_CRM });
}

function ofCustomer(world: World, random: Random, id: string): Edits {
  const { psa, registers, scheduler } = world;
  const change = inPsa(world, random, 'account', id);
  const address = (values: Readonly<Record<string, unknown>>): void => {
    const row = psa.state.list('addresses').find((one) => (one['customer'] as { guid: string }).guid === id);
    if (row) psa.state.edit('addresses', row.guid, values, scheduler.now());
  };
  return {
    name: () => change({ '/name': companyName(random, random.int(1, 99)) }),
    businessId: () => change({ '/vatNumber': businessId(random) }),
    website: () => change({ '/website': random.pick([null, 'https://www.uusi.fi', `www.sivu${random.int(1, 20)}.fi`]) }),
    email: () => change({ '/email': random.pick([null, 'toimisto@esimerkki.fi', `info${random.int(1, 9)}@esimerkki.fi`]) }),
    notes: () => change({ '/notes': random.pick([null, 'Soitettu', `Tapaaminen ${random.int(1, 30)}.`]) }),
    employees: () => change({ '/numberOfEmployees': random.pick([null, random.int(1, 500)]) }),
    annualRevenue: () => change({ '/annualRevenue': random.pick([null, random.int(1, 900) * 1_000]) }),
    owner: () => change({ '/owner': { guid: random.pick([...registers.psaOwners.keys()]) } }),
    industry: () => change({ '/industry': { guid: random.pick(registers.industries) } }),
    active: () => change({ '/isActive': random.chance(0.5) }),
    paymentTerm: () => change({ '/paymentTerm': random.int(7, 60) }),
    city: () => address({ '/city': random.pick(CITIES) }),
    street: () => address({ '/addressline': `Kuja ${random.int(1, 99)}` }),
    phone: () => address({ '/phone': random.pick([null, `+358 40 ${random.int(1_000_000, 9_999_999)}`]) }),
  };
}

function ofCompany(world: World, random: Random, id: string): Edits {
  const { registers } = world;
  const change = inCrm(world, 'account', id);
  const own: Edits = {
    segments: () => change({ sauma_segments: random.pick(['', random.pick(registers.segments), registers.segments.join(';')]) }),
    paymentTerm: () => change({ sauma_payment_term: String(random.int(7, 60)) }),
  };
  return {
    name: () => change({ name: companyName(random, random.int(1, 99)) }),
    businessId: () => change({ business_id: businessId(random) }),
    website: () => change({ website: random.pick(['', 'https://toinen.fi', `http://kauppa${random.int(1, 20)}.fi/`]) }),
    domain: () => change({ domain: random.pick(['https://WWW.Iso.FI/etusivu', `uusi${random.int(1, 20)}.fi`]) }),
    notes: () => change({ description: random.pick(['', 'Lämmin', `Puhelu ${random.int(1, 30)}`]) }),
    employees: () => change({ numberofemployees: random.pick(['', String(random.int(1, 500))]) }),
    annualRevenue: () => change({ annualrevenue: random.pick(['', `${random.int(1, 900)}000`, `${random.int(1, 900)}000.75`]) }),
    owner: () => change({ hubspot_owner_id: random.pick(['', ...registers.crmOwners.keys()]) }),
    lifecycle: () => change({ lifecyclestage: random.pick(['opportunity', 'customer', 'evangelist']) }),
    city: () => change({ city: random.pick(['', ...CITIES]) }),
    street: () => change({ address: random.pick(['', `Polku ${random.int(1, 99)}`]) }),
    phone: () => change({ phone: random.pick(['', `050 ${random.int(1_000_000, 9_999_999)}`]) }),
    ...(world.hasProperty('account', 'segments') ? own : {}),
  };
}

function ofPerson(world: World, random: Random, id: string): Edits {
  const { psa, registers, scheduler } = world;
  const change = inPsa(world, random, 'contact', id);
  const points = (): readonly { readonly guid: string; readonly type: string; readonly isForbidden: boolean }[] =>
    psa.state.list('contactcommunications').flatMap((row) => {
      const type = registers.pointTypes.get((row['communicationType'] as { guid: string }).guid) ?? '';
      return (row['contact'] as { guid: string }).guid === id ? [{ guid: row.guid, type, isForbidden: row['isForbiddenToUse'] === true }] : [];
    });
  const editPoint = (fits: (point: { readonly type: string }) => boolean, values: (isForbidden: boolean) => Readonly<Record<string, unknown>>): void => {
    const found = points().filter(fits);
    if (found.length === 0) return;
    const { guid, isForbidden } = random.pick(found);
    psa.state.edit('contactcommunications', guid, values(isForbidden), scheduler.now());
  };
  return {
    firstName: () => change({ '/firstName': random.pick(['Aada', 'Onni', 'Sanni']) }),
    lastName: () => change({ '/lastName': `Uusi-${random.int(1, 99)}` }),
    jobTitle: () => change({ '/jobTitle': random.pick([null, ...JOBS]) }),
    role: () => change({ '/role': random.pick([null, { guid: random.pick(registers.roles) }]) }),
    language: () => change({ '/language': { guid: random.pick([...registers.languages.keys()]) } }),
    active: () => change({ '/isActive': random.chance(0.6) }),
    notes: () => change({ '/description': random.pick([null, `Kahvilla ${random.int(1, 30)}`]) }),
    account: () => {
      const [others] = [world.live('psa', 'account')];
      if (others.length > 0) change({ '/customer': { guid: random.pick(others).id } });
    },
    emails: () => (random.chance(0.5) ? addPoint(world, id, 'EmailAddress', emailOf(random, random.int(100, 199)), false) : editPoint(isEmail, () => ({ '/value': emailOf(random, random.int(200, 299)) }))),
    phones: () => (random.chance(0.5) ? addPoint(world, id, random.pick(['Phone', 'MobilePhone']), phone(random), false) : editPoint(isPhone, () => ({ '/value': phone(random) }))),
    optOuts: () => editPoint(isEmail, (isForbidden) => ({ '/isForbiddenToUse': !isForbidden })),
  };
}

function isEmail({ type }: { readonly type: string }): boolean {
  return type === 'EmailAddress';
}

function isPhone(point: { readonly type: string }): boolean {
  return !isEmail(point);
}

function ofContact(world: World, random: Random, id: string): Edits {
  const { crm, registers, scheduler } = world;
  const change = inCrm(world, 'contact', id);
  const own: Edits = {
    role: () => change({ sauma_role: random.pick(['', ...registers.roles]) }),
    language: () => change({ sauma_language: random.pick(['fi', 'sv', 'en']) }),
  };
  const associate = (primary: boolean): void => {
    const companies = world.live('crm', 'account');
    if (companies.length > 0) crm.state.associate('contacts', id, 'companies', random.pick(companies).id, { now: scheduler.now(), primary });
  };
  return {
    firstName: () => change({ firstname: random.pick(['Aada', 'Onni', 'Sanni']) }),
    lastName: () => change({ lastname: `Uusi-${random.int(1, 99)}` }),
    jobTitle: () => change({ jobtitle: random.pick(['', ...JOBS]) }),
    owner: () => change({ hubspot_owner_id: random.pick(['', ...registers.crmOwners.keys()]) }),
    lifecycle: () => change({ lifecyclestage: random.pick(['opportunity', 'customer', 'evangelist']) }),
    emails: () => change({ email: random.pick([emailOf(random, random.int(300, 399)), '']) }),
    phones: () => change({ [random.pick(['phone', 'mobilephone'])]: random.pick(['', phone(random)]) }),
    optOuts: () => {
      const email = crm.state.get('contacts', id)?.properties['email'];
      if (email) crm.state.unsubscribe(email, scheduler.now());
    },
    account: () => associate(true),
    otherAccounts: () => associate(false),
    ...(world.hasProperty('contact', 'role') ? own : {}),
  };
}

function ofProject(world: World, random: Random, id: string): Edits {
  const { registers } = world;
  const change = inPsa(world, random, 'salesCase', id);
  const someOf = (kind: Ref['kind'], property: string): void => {
    const found = world.live('psa', kind);
    if (found.length > 0) change({ [property]: { guid: random.pick(found).id } });
  };
  return {
    name: () => change({ '/name': title(random, random.int(1, 99)) }),
    stage: () => change({ '/salesStatus': { salesStatusTypeGuid: random.pick(registers.statuses).guid } }),
    value: () => change({ '/expectedValue': random.chance(0.2) ? null : { amount: random.int(1, 99) * 250, currencyCode: 'EUR' } }),
    probability: () => change({ '/probability': random.int(0, 100) }),
    expectedOrderDate: () => change({ '/expectedOrderDate': random.pick([null, day(random)]) }),
    owner: () => change({ '/salesPerson': { guid: random.pick([...registers.psaOwners.keys()]) } }),
    leadSource: () => change({ '/leadSource': random.pick([null, { guid: random.pick(registers.leadSources) }]) }),
    startDate: () => change({ '/startDate': random.pick([null, day(random)]) }),
    deadline: () => change({ '/deadline': random.pick([null, day(random)]) }),
    closed: () => change({ '/isClosed': random.chance(0.5) }),
    notes: () => change({ '/description': random.pick([null, `Tarjous ${random.int(1, 30)}`]) }),
    account: () => someOf('account', '/customer'),
    contacts: () => (random.chance(0.3) ? change({ '/customerContact': null }) : someOf('contact', '/customerContact')),
  };
}

function ofDeal(world: World, random: Random, id: string): Edits {
  const { crm, registers, scheduler } = world;
  const change = inCrm(world, 'salesCase', id);
  const own: Edits = {
    leadSource: () => change({ sauma_lead_source: random.pick(['', ...registers.leadSources]) }),
    startDate: () => change({ sauma_start_date: random.pick(['', day(random)]) }),
    deadline: () => change({ sauma_deadline: random.pick(['', day(random)]) }),
  };
  const associate = (kind: Ref['kind'], primary: boolean): void => {
    const found = world.live('crm', kind);
    if (found.length > 0) crm.state.associate('deals', id, TYPES[kind], random.pick(found).id, { now: scheduler.now(), primary });
  };
  return {
    name: () => change({ dealname: title(random, random.int(1, 99)) }),
    stage: () => change({ dealstage: random.pick([...registers.stages.keys()]) }),
    value: () => change({ amount: random.pick(['', String(random.int(1, 99) * 250)]) }),
    expectedOrderDate: () => change({ closedate: random.pick(['', toInstant(Date.parse(`${day(random)}T09:00:00Z`))]) }),
    owner: () => change({ hubspot_owner_id: random.pick(['', ...registers.crmOwners.keys()]) }),
    notes: () => change({ description: random.pick(['', `Neuvottelu ${random.int(1, 30)}`]) }),
    account: () => associate('account', true),
    contacts: () => associate('contact', false),
    ...(world.hasProperty('salesCase', 'leadSource') ? own : {}),
  };
}

// The people of the simulated world: they make, change and delete records in either vendor and in our own CRM, and answer
// what waits for them. Invariant: what they do is drawn from the seed and from what they see, never from what the engine does.
import type { FieldName, Fields, RemoteSide, Value } from '../../src/core/vocabulary.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { RejectedError } from '../../src/lib/errors.ts';
import type { Random } from '../../src/lib/random.ts';
import type { Store } from '../../src/store/store.ts';
import type { Plan } from './plan.ts';
import { COUNTRIES } from './registers.ts';
import type { World } from './world.ts';

const NAMES = ['Aalto Rakennus', 'Koivu', 'Meri ja Tuuli', 'Pohjan Paja', 'Saaristo Energia', 'Tuomi Talot', 'Vuori Data', 'Lehto & Kumpp', 'Harju Logistiikka', 'Niemi Design'];
const CITIES = ['Helsinki', 'Turku', 'Oulu', 'Vaasa'];
const PERSON = 'person';
const USER_OF_CRM = 70;

export interface Deeds {
  /** One deed, drawn now. */
  act(): Promise<void>;
  /** An edit of this very record; of the given fields when there are any. */
  edit(side: RemoteSide, id: string, fields?: readonly FieldName[]): void;
  delete(side: RemoteSide, id: string): void;
}

export function populate(world: World, plan: Plan, random: Random): void {
  world.as('beginning', 'beginning', false, () => {
    for (let number = 1; number <= plan.accounts; number++) {
      const name = `${random.pick(NAMES)} ${random.chance(0.8) ? number : 1} Oy`;
      const where = random.pick(['both', 'both', 'psa', 'crm'] as const);
      const shared: Facts = { name, businessId: random.chance(0.6) ? businessId(random) : null, domain: random.chance(0.7) ? `yritys${number}.fi` : null };
      if (where !== 'crm') makeCustomer(world, random, shared);
      if (where !== 'psa') makeCompany(world, random, random.chance(0.3) ? { ...shared, name: `${name.slice(0, -3)} Oyj` } : shared);
    }
  });
}

interface Facts {
  readonly name: string;
  readonly businessId: string | null;
  readonly domain: string | null;
}

function makeCustomer(world: World, random: Random, facts: Facts): void {
  const { psa, registers, scheduler } = world;
  const at = scheduler.now();
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
}

function makeCompany(world: World, random: Random, facts: Facts): void {
  const { crm, registers, scheduler } = world;
  const optional = (p: number, value: string): string | null => (random.chance(p) ? value : null);
  crm.state.put(
    'companies',
    {
      name: facts.name, business_id: facts.businessId, domain: facts.domain, website: optional(0.3, `http://${facts.domain ?? 'esimerkki.fi'}/`), phone: optional(0.4, '040 123 4567'),
      address: optional(0.5, `Tie ${random.int(1, 99)}`), city: optional(0.5, random.pick(CITIES)), country: optional(0.4, random.pick(COUNTRIES).english),
      numberofemployees: optional(0.4, String(random.int(1, 90))), annualrevenue: optional(0.3, `${random.int(10, 900)}000.50`), description: optional(0.3, 'Hyvä mahdollisuus'),
      hubspot_owner_id: optional(0.5, random.pick([...registers.crmOwners.keys()])),
    },
    { createdAt: scheduler.now() },
  );
}

export function peopleOf(world: World, plan: Plan, store: Store, random: Random): Deeds {
  const fresh = { next: 50 };
  const some = <T>(list: readonly T[]): T | null => (list.length === 0 ? null : random.pick(list));

  const edit = (side: RemoteSide, id: string, fields: readonly FieldName[] = []): void => {
    const count = random.pick([1, 1, 1, 2]);
    world.trace.hit(`deed edit ${side}`);
    world.as('person', PERSON, false, () => {
      for (let done = 0; done < count; done++) {
        if (side === 'psa') editCustomer(world, random, id, fields);
        else editCompany(world, random, id, fields, USER_OF_CRM);
      }
    });
  };
  const destroy = (side: RemoteSide, id: string): void => {
    world.trace.hit(`deed delete ${side}`);
    world.as('person', PERSON, false, () => {
      if (side === 'psa') world.psa.state.remove('customers', id, world.scheduler.now());
      else world.crm.state.archive('companies', id, world.scheduler.now());
    });
  };
  const make = (both: boolean): void => {
    const number = fresh.next++;
    const facts = { name: `${random.pick(NAMES)} ${number} Oy`, businessId: random.chance(0.7) ? businessId(random) : null, domain: `yritys${number}.fi` };
    const first = random.pick(['psa', 'crm'] as const);
    world.as('person', PERSON, false, () => (first === 'psa' ? makeCustomer : makeCompany)(world, random, facts));
    if (!both) return;
    world.trace.hit('fault same-record-on-both-sides');
    world.scheduler.at(world.scheduler.now() + random.int(0, 90_000), () => {
      world.as('person', PERSON, false, () => (first === 'psa' ? makeCompany : makeCustomer)(world, random, facts));
    });
  };
  const hide = (id: string): void => {
    world.trace.hit('fault hidden-edit');
    world.as('person', PERSON, true, () => toggleSegment(world, random, id));
  };

  return {
    edit,
    delete: destroy,
    async act() {
      const side = random.pick(['psa', 'crm'] as const);
      const id = some(world.liveIds(side));
      const what = random.next();
      if (what < 0.12) return make(plan.armed.has('same-record-on-both-sides') && random.chance(0.6));
      if (what < 0.3) return await answer(world, store, random, edit);
      if (what < 0.42) return await editLocal(world, store, random);
      if (id === null) return;
      if (what < 0.47 && plan.armed.has('delete')) return destroy(side, id);
      if (what < 0.56 && plan.armed.has('hidden-edit')) {
        const customer = some(world.liveIds('psa'));
        if (customer !== null) hide(customer);
        return;
      }
      if (what < 0.65 && plan.armed.has('workflow')) return workflow(world, random);
      edit(side, id, what > 0.85 ? ['name'] : []);
      // Two people often touch the same thing at about the same time.
      if (random.chance(what > 0.85 ? 0.8 : 0.3)) world.scheduler.at(world.scheduler.now() + random.int(0, 60_000), () => twin(world, random, side, id, edit));
    },
  };
}

/** Somebody changes the same field of the counterpart. */
function twin(world: World, random: Random, side: RemoteSide, id: string, edit: Deeds['edit']): void {
  const last = world.writes.findLast((written) => written.side === side && written.id === id && written.author === 'person');
  const name = world.fieldsOf(side, id)?.['name'];
  const other: RemoteSide = side === 'psa' ? 'crm' : 'psa';
  const counterpart = world.liveIds(other).find((one) => world.fieldsOf(other, one)?.['name'] === name);
  if (last && counterpart !== undefined) edit(other, counterpart, random.chance(0.8) ? [last.field] : []);
}

function workflow(world: World, random: Random): void {
  const ids = world.liveIds('crm');
  if (ids.length === 0) return;
  world.trace.hit('fault workflow');
  world.as('workflow', 'workflow', false, () => {
    world.crm.state.edit('companies', random.pick(ids), { description: random.pick(['Kuuma', 'Kylmä', '']) }, { now: world.scheduler.now(), userId: USER_OF_CRM });
  });
}

function businessId(random: Random): string {
  for (;;) {
    const digits = String(random.int(1_000_000, 3_999_999));
    const sum = [7, 9, 10, 5, 8, 4, 2].reduce((total, weight, index) => total + weight * Number(digits[index]), 0);
    const rest = sum % 11;
    if (rest !== 1) return `${digits}-${rest === 0 ? 0 : 11 - rest}`;
  }
}

function editCustomer(world: World, random: Random, id: string, wanted: readonly FieldName[]): void {
  const { psa, registers, scheduler } = world;
  const change = (values: Readonly<Record<string, unknown>>): void => void psa.state.edit('customers', id, values, scheduler.now(), random.pick([...registers.psaOwners.keys()]));
  const address = (values: Readonly<Record<string, unknown>>): void => {
    const row = psa.state.list('addresses').find((one) => (one['customer'] as { guid: string }).guid === id);
    if (row) psa.state.edit('addresses', row.guid, values, scheduler.now());
  };
  const edits: Readonly<Record<FieldName, () => void>> = {
    name: () => change({ '/name': `${random.pick(NAMES)} ${random.int(1, 99)} Oy` }),
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
  const known = wanted.filter((name) => name in edits);
  edits[random.pick(known.length > 0 ? known : Object.keys(edits))]?.();
}

function editCompany(world: World, random: Random, id: string, wanted: readonly FieldName[], userId: number): void {
  const { crm, registers, scheduler } = world;
  const change = (properties: Readonly<Record<string, string>>): void => crm.state.edit('companies', id, properties, { now: scheduler.now(), userId });
  const prepared = crm.state.get('companies', id)?.properties['sauma_active'] !== undefined;
  const edits: Readonly<Record<FieldName, () => void>> = {
    name: () => change({ name: `${random.pick(NAMES)} ${random.int(1, 99)} Oy` }),
    website: () => change({ website: random.pick(['', 'https://toinen.fi', `http://kauppa${random.int(1, 20)}.fi/`]) }),
    domain: () => change({ domain: random.pick(['https://WWW.Iso.FI/etusivu', `uusi${random.int(1, 20)}.fi`]) }),
    notes: () => change({ description: random.pick(['', 'Lämmin', `Puhelu ${random.int(1, 30)}`]) }),
    employees: () => change({ numberofemployees: random.pick(['', String(random.int(1, 500))]) }),
    annualRevenue: () => change({ annualrevenue: random.pick(['', `${random.int(1, 900)}000`, `${random.int(1, 900)}000.75`]) }),
    owner: () => change({ hubspot_owner_id: random.pick(['', ...registers.crmOwners.keys()]) }),
    city: () => change({ city: random.pick(['', ...CITIES]) }),
    street: () => change({ address: random.pick(['', `Polku ${random.int(1, 99)}`]) }),
    phone: () => change({ phone: random.pick(['', `050 ${random.int(1_000_000, 9_999_999)}`]) }),
    ...(prepared ? { segments: () => change({ sauma_segments: random.pick(['', random.pick(registers.segments), registers.segments.join(';')]) }), paymentTerm: () => change({ sauma_payment_term: String(random.int(7, 60)) }) } : {}),
  };
  const known = wanted.filter((name) => name in edits);
  edits[random.pick(known.length > 0 ? known : Object.keys(edits))]?.();
}

/** Severa moves no time stamp of the customer for this. */
function toggleSegment({ psa, registers, scheduler }: World, random: Random, guid: string): void {
  const segment = random.pick(registers.segments);
  const ofCustomer = psa.state.list('customermarketsegments').filter((row) => (row['customer'] as { guid: string }).guid === guid);
  const link = ofCustomer.find((row) => (row['marketSegment'] as { guid: string }).guid === segment);
  if (link) psa.state.remove('customermarketsegments', link.guid, scheduler.now());
  else psa.state.put('customermarketsegments', { customer: { guid }, marketSegment: { guid: segment } }, scheduler.now());
}

/** Conflicts and matches are answered one at a time, as a person would. */
async function answer(world: World, store: Store, random: Random, edit: Deeds['edit']): Promise<void> {
  const { conflicts, matches } = await store.inbox({ entity: 'account', limit: 50 });
  const questions = [...conflicts.map((conflict) => ({ conflict })), ...matches.map((match) => ({ match }))];
  if (questions.length === 0) return;
  const question = random.pick(questions);
  const at = random.int(0, 20_000);
  await world.scheduler.sleep(at);
  try {
    if ('conflict' in question) {
      const { id, values, field, linkId } = question.conflict;
      const side = random.pick(Object.keys(values) as (keyof typeof values)[]);
      const taken = await store.answer({ kind: 'conflict', id, side, by: 'operator' });
      world.trace.hit('answer conflict');
      world.trace.add('operator', `answers ${side} for ${field} of ${linkId}: ${String(taken)}`);
      // Somebody else goes on writing, and the answer was about what they overwrite.
      const remote = random.pick(['psa', 'crm'] as const);
      const [link] = await store.links({ entity: 'account', ids: [linkId], limit: 1 });
      const record = link?.sides[remote]?.id;
      if (record !== undefined && world.fieldsOf(remote, record) !== null && random.chance(0.4)) edit(remote, record, [field]);
    } else {
      const accept = random.chance(0.6);
      await store.answer({ kind: 'match', id: question.match.id, accept, by: 'operator' });
      world.trace.hit(`answer match ${accept ? 'accepted' : 'rejected'}`);
      world.trace.add('operator', `${accept ? 'accepts' : 'rejects'} ${question.match.links.map((link) => link.id).join('+')}`);
    }
  } catch (error) {
    // Two records of one side cannot be joined: the person reads why.
    if (!(error instanceof RejectedError)) throw error;
  }
}

/** A person's edit in our own CRM; given up when somebody works on the record just now. */
async function editLocal(world: World, store: Store, random: Random): Promise<void> {
  const links = (await store.links({ entity: 'account', stage: 'active', limit: 50 })).filter((link) => link.sides.local !== undefined);
  if (links.length === 0) return;
  const { id: linkId } = random.pick(links);
  await store.markDirty('account', [linkId], 'person');
  const taken = await store.take({ entity: 'account', limit: 50, ttlMs: 1_000 });
  for (const one of taken) if (one.link.id !== linkId) await store.releaseLease(one.lease);
  const mine = taken.find((one) => one.link.id === linkId);
  const local = mine?.link.sides.local;
  if (!mine || !local) return;
  const now = toInstant(world.scheduler.now());
  const [field, value] = random.pick<readonly [FieldName, Value]>([['notes', `Oma ${random.int(1, 30)}`], ['city', random.pick(CITIES)], ['email', `oma${random.int(1, 9)}@esimerkki.fi`], ['name', `${random.pick(NAMES)} ${random.int(1, 99)} Oy`]]);
  const { version: seenVersion, fields: seen, base, handles, mapVersion } = local;
  const fields: Fields = { ...seen, [field]: value };
  const side = { side: 'local', seenVersion, seen, id: local.id, fields, base, handles, mapVersion, asOf: now, modifiedAt: now, modifiedBy: 'Milla Myyjä', keys: [] } as const;
  const conflicts = (await store.inbox({ limit: 500 })).conflicts.filter((conflict) => conflict.linkId === linkId);
  const unknown = mine.link.intents.map((intent) => intent.side);
  world.trace.hit('deed edit local');
  world.trace.add(PERSON, `edits local of ${linkId} ${field}: ${JSON.stringify(value)}`);
  await store.record([{ lease: mine.lease, linkId, dirtyMark: mine.dirtyMark, settled: false, sides: [side], conflicts, held: mine.link.held, journal: [], carriedOut: [], unknown }]);
}

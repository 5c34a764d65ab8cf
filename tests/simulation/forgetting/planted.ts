// The person who will ask to be forgotten, where people have written about her, and the colleague beside her who stays. Invariant: her
// name stands nowhere else in this world, so that it can be searched for as it is.
import type { Random } from '../../../src/lib/random.ts';
import { businessId, PERSON, USER_OF_CRM } from '../people/facts.ts';
import type { PersonFacts } from '../people/facts.ts';
import { addPoint, makeAccount, makeCase, makeContact } from '../people/make.ts';
import { keyOf } from '../records/kinds.ts';
import type { Ref } from '../records/kinds.ts';
import type { World } from '../world.ts';

export const HER: PersonFacts = { firstName: 'Unelma', lastName: 'Unohdettu', email: 'unelma.unohdettu@esimerkki.fi', phone: '+358 40 7654321' };
export const FULL_NAME = `${HER.firstName} ${HER.lastName}`;
const COLLEAGUE: PersonFacts = { firstName: 'Onni', lastName: 'Muistinen', email: 'onni.muistinen@esimerkki.fi', phone: null };

export interface Planted {
  /** Her records. */
  readonly refs: readonly Ref[];
  /** Of who stays. */
  readonly colleague: readonly Ref[];
  /** Notes about the colleague, as they must stay: id → text. */
  readonly untouched: ReadonlyMap<string, string>;
  /** One of these that names her too, and must stay as far as its text goes; null: there is none. */
  readonly shared: string | null;
}

export function plant(world: World, random: Random): Planted {
  return world.as({ author: 'beginning', by: 'beginning' }, () => {
    const { psa, crm } = world;
    const facts = { name: 'Muistola Oy', businessId: businessId(random), domain: null };
    const customer = makeAccount(world, 'psa', random, facts);
    const company = makeAccount(world, 'crm', random, facts);
    const sharesPhone = random.chance(0.4);
    const colleague = { ...COLLEAGUE, phone: sharesPhone ? HER.phone : null };
    const sides = random.pick([['psa', 'crm'], ['psa', 'crm'], ['psa'], ['crm']] as const);
    const refs: Ref[] = [];
    for (const side of sides) {
      const id = makeContact(world, side, random, HER, side === 'psa' ? customer : company);
      if (id !== null) refs.push({ side, kind: 'contact', id });
      if (id !== null && side === 'crm') crm.state.edit('contacts', id, { firstname: HER.firstName }, { now: world.writtenAt, userId: USER_OF_CRM });
    }
    for (const side of ['psa', 'crm'] as const) makeContact(world, side, random, colleague, side === 'psa' ? customer : company);
    const guid = refs.find(({ side }) => side === 'psa')?.id ?? null;
    const id = refs.find(({ side }) => side === 'crm')?.id ?? null;
    const project = makeCase(world, 'psa', random, { name: 'Muistelma', amount: 500 }, { account: customer, contact: guid });
    const deal = random.chance(0.7) ? makeCase(world, 'crm', random, { name: 'Muistelma', amount: 500 }, { account: company, contact: id }) : null;
    const at = world.writtenAt;
    const user = { guid: [...world.registers.psaOwners.keys()][0] };
    if (project !== null && random.chance(0.5)) psa.state.edit('projects', project, { '/description': `Sovittu: ${FULL_NAME}` }, at);
    if (deal !== null && random.chance(0.3)) crm.state.edit('deals', deal, { description: `Kysy ${HER.email}` }, { now: at, userId: USER_OF_CRM });
    psa.state.put('customersalesnotes', { customer: { guid: customer }, user, note: `Tarjous: ${HER.email}` }, at);
    psa.state.put('customersalesnotes', { customer: { guid: customer }, user, note: 'Onni lupasi tilata.' }, at);
    if (guid !== null && random.chance(0.4)) addPoint(world, guid, 'EmailAddress', 'unelma@unohdettu.example', false);
    const theirs = crm.state.list('contacts').find(({ properties }) => properties['email'] === COLLEAGUE.email)?.id;
    const note = (text: string, ...people: readonly (string | null | undefined)[]): string => {
      const noteId = crm.state.put('notes', { hs_timestamp: new Date(at).toISOString(), hs_note_body: text }, { createdAt: at });
      for (const person of people) if (person !== null && person !== undefined) crm.state.associate('notes', noteId, 'contacts', person, { now: at });
      return noteId;
    };
    if (id !== null) note(`Soita: ${FULL_NAME}.`, id);
    // What stands in the notes of others alone nobody can find.
    const shared = id === null ? null : note(`Onni ja ${HER.email} mukana.`, id, theirs);
    const text = 'Onni lupasi tilata.';
    world.trace.add(PERSON, `${FULL_NAME} is ${refs.map(keyOf).join(' and ')}`);
    const untouched = new Map([[note(text, theirs), text], ...(shared === null ? [] : [[shared, 'Onni ja '] as const])]);
    return { refs, colleague: theirs === undefined ? [] : [{ side: 'crm', kind: 'contact', id: theirs }], untouched, shared };
  });
}

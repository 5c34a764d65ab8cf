// The fewest calls to Severa, counted by hand on states small enough to count.
import { expect, it } from 'vitest';
import { seededRandom } from '../../../src/lib/random.ts';
import { severaCensus, severaIdleMinimum, severaMinimum } from '../../../src/sandbox/minimum/severa.ts';
import type { SeveraMinimum } from '../../../src/sandbox/minimum/severa.ts';
import { createSeveraModel } from '../../../src/sandbox/severa/model.ts';
import type { Row } from '../../../src/sandbox/severa/row.ts';
import type { SeveraState } from '../../../src/sandbox/severa/state.ts';

const now = Date.UTC(2026, 10, 16, 9);
const later = now + 60_000;

interface Firm {
  readonly state: SeveraState;
  readonly customer: Row;
  readonly user: Row;
  type(kind: string): { readonly guid: string };
  person(lastName: string, at: number): Row;
  communication(contact: Row, value: string, at: number): Row;
}

function firm(): Firm {
  const { state } = createSeveraModel({ clientId: 'sauma', clientSecret: 'hush', quota: false, random: seededRandom(3) });
  const user = state.put('users', { firstName: 'Aino', lastName: 'Salo', email: 'aino@honkanen.example' }, now);
  const customer = state.put('customers', { name: 'Koivu Oy' }, now);
  const type = (kind: string): { guid: string } => ({ guid: state.list('communicationtypes').find((each) => each['type'] === kind)?.guid ?? '' });
  return {
    state,
    customer,
    user,
    type,
    person: (lastName, at) => state.put('contactpersons', { firstName: 'Eero', lastName, customer: { guid: customer.guid } }, at),
    communication: (contact, value, at) => state.put('contactcommunications', { value, isForbiddenToUse: false, contact: { guid: contact.guid }, communicationType: type('EmailAddress') }, at),
  };
}

const every: SeveraMinimum = { entities: ['account', 'contact', 'salesCase'], withCustomFields: [], page: 100, guardBatch: 20 };

/** Calls when `happens` is all that is different. */
function least({ state }: Firm, options: SeveraMinimum, happens: () => void = () => undefined): number {
  const before = severaCensus(state);
  happens();
  return severaMinimum(before, severaCensus(state), options);
}

it('is one pass over the lists and registries of the entities when nothing has to be written', () => {
  // 1 token; customers and users; addresses and segment links, empty; 6 registries.
  expect(least(firm(), { ...every, entities: ['account'] })).toBe(1 + 2 + 2 + 6);
  // 1 token; contacts and communications, empty; languages, roles, communication types.
  expect(least(firm(), { ...every, entities: ['contact'] })).toBe(1 + 2 + 3);
  // 1 token; projects and users; currencies, sales statuses, lead sources.
  expect(least(firm(), { ...every, entities: ['salesCase'] })).toBe(1 + 2 + 3);
  // 1 token; activities, users and activity types.
  expect(least(firm(), { ...every, entities: ['activity'] })).toBe(1 + 3);
  // What two entities need is read once: users, languages, currencies.
  expect(least(firm(), every)).toBe(1 + 3 + 4 + 10);
  expect(least(firm(), { ...every, withCustomFields: ['account', 'contact', 'salesCase'] })).toBe(1 + 3 + 4 + 10 + 2);
});

it('grows by a page of each list, and an offset list has its empty one besides', () => {
  const one = firm();
  for (let at = 0; at < 5; at++) one.communication(one.person(`Niemi ${at}`, now), `eero${at}@koivu.example`, now);
  expect(least(one, { ...every, entities: ['contact'], page: 5 })).toBe(1 + 2 * (1 + 1) + 3);
  expect(least(one, { ...every, entities: ['contact'], page: 2 })).toBe(1 + 2 * (3 + 1) + 3);
});

it('counts a new contact and each of its communications, and looks at nothing before', () => {
  const one = firm();
  const idle = least(one, every);
  const made = least(one, every, () => {
    const contact = one.person('Niemi', later);
    one.communication(contact, 'eero@koivu.example', later);
    one.communication(contact, 'e.niemi@koivu.example', later);
  });
  expect(made - idle).toBe(3);
});

it('looks once per contact whose communications change, and once per twenty changed contacts', () => {
  const one = firm();
  const people = Array.from({ length: 21 }, (_, at) => one.person(`Niemi ${at}`, now));
  const [first, second] = people as [Row, Row];
  const [kept, gone] = [one.communication(first, 'a@koivu.example', now), one.communication(first, 'b@koivu.example', now)];
  const idle = least(one, every);
  const communications = least(one, every, () => {
    one.state.edit('contactcommunications', kept.guid, { '/isForbiddenToUse': true }, later);
    one.state.remove('contactcommunications', gone.guid, later);
    one.communication(second, 'c@koivu.example', later);
  });
  // The one offset list of communications has two rows before and stays on one page: three writes and two looks.
  expect(communications - idle).toBe(3 + 2);
  const titles = (): void => {
    for (const each of people) one.state.edit('contactpersons', each.guid, { '/jobTitle': 'Johtaja' }, later);
  };
  expect(least(one, every, titles) - idle).toBe(21 + 2);
});

it('does not count what Severa does by itself when a sales case is won or lost', () => {
  const one = firm();
  const project = (name: string): Row => one.state.put('projects', { name, customer: { guid: one.customer.guid }, projectOwner: { guid: one.user.guid } }, now);
  const [won, lost] = [project('Intranet'), project('Kartoitus')];
  const idle = least(one, every);
  const become = (row: Row, state: string): void => {
    const type = one.state.list('salesstatustypes').find((each) => each['salesState'] === state)?.guid;
    one.state.edit('projects', row.guid, { '/salesStatus': { salesStatusTypeGuid: type } }, later);
  };
  expect(least(one, every, () => [become(won, 'Won'), become(lost, 'Lost')]) - idle).toBe(2 + 1);
  expect(least(one, every, () => void project('Koulutus')) - idle).toBe(1);
  expect(least(one, { ...every, guardBatch: null }, () => one.state.edit('projects', won.guid, { '/name': 'Ekstranet' }, later)) - idle).toBe(1);
});

it('does not count a customer that only took its first address for its headquarters', () => {
  const one = firm();
  const idle = least(one, every);
  const made = least(one, every, () => void one.state.put('addresses', { customer: { guid: one.customer.guid }, city: 'Espoo' }, later));
  expect(made - idle).toBe(1);
  const [address] = one.state.list('addresses') as [Row];
  const withOne = least(one, every);
  // The edit, and a look at the address before.
  expect(least(one, every, () => one.state.edit('addresses', address.guid, { '/city': 'Vantaa' }, later)) - withOne).toBe(2);
});

it('reads each list of billable work once, and projects and users no second time', () => {
  const one = firm();
  // 10 lists of their own, the organisation's settings and what proposals are called; users, projects and currencies are read anyway.
  expect(least(one, { ...every, money: true }) - least(one, every)).toBe(10 + 2);
  // By itself also users, projects and currencies.
  expect(least(one, { ...every, entities: [], money: true })).toBe(1 + 12 + 3);
  const project = one.state.put('projects', { name: 'Intranet', customer: { guid: one.customer.guid }, projectOwner: { guid: one.user.guid } }, now);
  for (let at = 0; at < 5; at++) one.state.put('projectfees', { project: { guid: project.guid }, name: `Lisenssi ${at}` }, now);
  const hours = least(one, { ...every, money: true, page: 5 });
  expect(least(one, { ...every, money: true, page: 2 }) - hours).toBe(2);
});

it('asks each list once when nothing has changed, and what was deleted where that is told', () => {
  expect(severaIdleMinimum({ entities: ['account', 'contact', 'salesCase'] })).toBe(2 + 2 + 3);
  expect(severaIdleMinimum({ entities: ['account', 'contact', 'salesCase', 'activity'], money: true })).toBe(2 + 2 + 3 + 1 + 11 + 3);
});

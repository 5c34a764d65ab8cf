// The person and the people beside in Severa's sandbox.
import type { Running } from './harness.ts';
import { email, phone, SANELMA, spoken, switchboard } from './person.ts';
import type { Office, Planted } from './person.ts';
import { severaHarness, severaState } from './severa-harness.ts';

export const severaOffice: Office = { harness: severaHarness, calls: 33, plant };

function plant(running: Running): Planted {
  const state = severaState(running);
  const now = running.clock.now();
  const put = (collection: string, row: Readonly<Record<string, unknown>>): string => state.put(collection, row, now).guid;
  const types = new Map(state.list('communicationtypes').map((row) => [row['type'], row.guid]));
  const customer = { customer: { guid: put('customers', { name: 'Honkapuu Oy', notes: 'Laskutus kuun lopussa' }) } };
  const contact = (firstName: string, lastName: string, more: Readonly<Record<string, unknown>> = {}): string => put('contactpersons', { firstName, lastName, isActive: true, ...customer, ...more });
  const reach = (guid: string, type: string, value: string): string => put('contactcommunications', { value, contact: { guid }, communicationType: { guid: types.get(type) }, isForbiddenToUse: false });
  const person = contact('Sanelma', 'Tuomikoski', { jobTitle: 'Ostopäällikkö' });
  const points = [reach(person, 'EmailAddress', email), reach(person, 'MobilePhone', phone)];
  const desk = reach(person, 'Phone', switchboard);
  const colleague = contact('Ilpo', 'Vuorenmaa');
  const colleagueDesk = reach(colleague, 'Phone', switchboard);
  const elsewhere = put('customers', { name: 'Toisaalla Oy' });
  const namesake = contact('Sanelma', 'Tuomikoski', { customer: { guid: elsewhere } });
  const owner = state.list('users')[0]?.guid;
  const project = put('projects', { name: 'Verkkokauppa', ...customer, projectOwner: { guid: owner }, customerContact: { guid: person }, description: `Yhteyshenkilö ${spoken}, ${phone}` });
  const call = put('activities', {
    name: 'Puhelu', startDateTime: '2026-02-02T08:00:00Z', activityType: { guid: put('activitytypes', { name: 'Puhelu', category: 'SalesEvents' }) }, ownerUser: { guid: owner }, ...customer, notes: `Soitto: ${spoken} toivoi tarjousta`,
  });
  const seat = put('activityparticipants', { activityGuid: call, participantGuid: person, type: 'Contact' });
  const others = put('activityparticipants', { activityGuid: call, participantGuid: colleague, type: 'Contact' });
  const spokenOf = put('customersalesnotes', { ...customer, user: { guid: owner }, note: `Lähetä tarjous osoitteeseen ${email}.` });
  const note = put('customersalesnotes', { ...customer, user: { guid: owner }, note: `Ilpo Vuorenmaa vastaa numerossa ${switchboard}` });
  return {
    subject: { ...SANELMA, refs: [{ side: 'psa', kind: 'contact', id: person }] },
    found: [`contactpersons:${person}`, ...points.map((guid) => `contactcommunications:${guid}`), `projects:${project}`, `activities:${call}`, `customersalesnotes:${spokenOf}`],
    person: `contactpersons:${person}`,
    text: { id: `activities:${call}`, change: (text) => state.edit('activities', call, { '/notes': text }, running.clock.now()) },
    around: [`contactcommunications:${desk}`, `activityparticipants:${seat}`, `customers:${customer.customer.guid}`],
    beside: [`contactpersons:${colleague}`, `contactcommunications:${colleagueDesk}`, `contactpersons:${namesake}`, `activityparticipants:${others}`, `customersalesnotes:${note}`],
    rows: () => new Map(state.collections().flatMap((name) => state.list(name).map((row) => [`${name}:${row.guid}`, JSON.stringify(row)] as const))),
    write: { method: 'PATCH', path: '/v1/activities/' },
  };
}

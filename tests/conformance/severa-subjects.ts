// Contacts, sales cases and activities of Severa for the suite over all kinds of records. People work in the sandbox's own data.
import type { Fields } from '../../src/core/vocabulary.ts';
import type { Running } from './harness.ts';
import { severaState } from './severa-harness.ts';
import type { Subject } from './subject.ts';

const keys = (...names: readonly string[]): Fields[string] => names.toSorted().map((key) => ({ key }));
const first = async ({ connector }: Running, registry: string): Promise<string> => (await connector.registry(registry))[0]?.id ?? '';

function customer(running: Running): string {
  const state = severaState(running);
  const earlier = running.clock.now() - 86_400_000;
  return (state.list('customers')[0] ?? state.put('customers', { name: 'Koivu Oy' }, earlier)).guid;
}

function seller(running: Running): { readonly guid: string } {
  return { guid: severaState(running).list('users')[0]?.guid ?? '' };
}

const contact: Subject = {
  entity: 'contact',
  idleCalls: 2,
  title: 'lastName',
  targets: { create: { method: 'POST', path: '/v1/contactpersons' }, update: { method: 'PATCH', path: '/v1/contactpersons/' } },
  minimum: (running, title) => Promise.resolve({ firstName: 'Aino', lastName: title, account: customer(running) }),
  sample: async (running) => ({
    firstName: 'Aino',
    lastName: 'Virta-Äyräs',
    account: customer(running),
    emails: keys('aino@koivu.example', 'aino@kotona.example'),
    phones: keys('+358401234567', '+35891234567', 'vaihde'),
    optOuts: keys('aino@kotona.example'),
    jobTitle: 'Toimitusjohtaja & omistaja',
    role: await first(running, 'contactRoles'),
    language: 'sv',
    active: false,
    notes: 'Ensimmäinen rivi\nToinen rivi',
  }),
  create: (running, title) =>
    Promise.resolve(severaState(running).put('contactpersons', { firstName: 'Aino', lastName: title, customer: { guid: customer(running) } }, running.clock.now()).guid),
  edit: (running, id, title) => Promise.resolve(void severaState(running).edit('contactpersons', id, { '/lastName': title }, running.clock.now())),
};

const salesCase: Subject = {
  entity: 'salesCase',
  idleCalls: 3,
  title: 'name',
  targets: { create: { method: 'POST', path: '/v1/projects' }, update: { method: 'PATCH', path: '/v1/projects/' } },
  minimum: (running, title) => Promise.resolve({ name: title, account: customer(running), owner: 'aino.virta@luotsi.example' }),
  sample: async (running) => {
    const account = customer(running);
    const person = severaState(running).put('contactpersons', { firstName: 'Liisa', lastName: 'Koivu', customer: { guid: account } }, running.clock.now() - 86_400_000);
    return {
      name: 'Verkkokauppa & myymälä',
      account,
      contacts: keys(person.guid),
      stage: (await running.connector.registry('salesStatuses')).find(({ code }) => code === 'open:50')?.id ?? '',
      value: { amount: '12500.55', currency: 'EUR' },
      probability: 40,
      expectedOrderDate: '2026-05-01',
      owner: 'aino.virta@luotsi.example',
      leadSource: await first(running, 'leadSources'),
      startDate: '2026-06-01',
      deadline: '2026-12-31',
      internal: false,
      closed: true,
      notes: 'Ensimmäinen rivi\nToinen rivi',
    };
  },
  create: (running, title) =>
    Promise.resolve(severaState(running).put('projects', { name: title, customer: { guid: customer(running) }, projectOwner: seller(running) }, running.clock.now()).guid),
  edit: (running, id, title) => Promise.resolve(void severaState(running).edit('projects', id, { '/name': title }, running.clock.now())),
};

const startDateTime = '2026-03-05T07:30:00Z';

const activity: Subject = {
  entity: 'activity',
  idleCalls: 1,
  title: 'subject',
  targets: { create: { method: 'POST', path: '/v1/activities' }, update: { method: 'PATCH', path: '/v1/activities/' } },
  minimum: (running, title) => Promise.resolve({ kind: 'meeting', subject: title, startsAt: '2026-03-05T07:30:00.000Z', owner: 'aino.virta@luotsi.example', account: customer(running) }),
  sample: (running) =>
    Promise.resolve({
      kind: 'meeting',
      subject: 'Tarjouksen läpikäynti & sopimus',
      startsAt: '2026-03-05T07:30:00.000Z',
      endsAt: '2026-03-05T08:15:00.000Z',
      allDay: true,
      done: true,
      owner: 'aino.virta@luotsi.example',
      account: customer(running),
      notes: 'Ensimmäinen rivi\nToinen rivi',
    }),
  create: (running, title) => {
    const state = severaState(running);
    const activityType = { guid: state.list('activitytypes').find((row) => row['category'] === 'CalendarEntry')?.guid ?? '' };
    return Promise.resolve(state.put('activities', { name: title, startDateTime, activityType, ownerUser: seller(running), customer: { guid: customer(running) } }, running.clock.now()).guid);
  },
  edit: (running, id, title) => Promise.resolve(void severaState(running).edit('activities', id, { '/name': title }, running.clock.now())),
};

export const severaSubjects: readonly Subject[] = [contact, salesCase, activity];

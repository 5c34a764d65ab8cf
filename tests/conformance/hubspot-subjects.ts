// Contacts, deals and activities of HubSpot for the suite over all kinds of records. People work in the sandbox's own data.
import type { Fields } from '../../src/core/vocabulary.ts';
import type { Running } from './harness.ts';
import { hubspotState } from './hubspot-harness.ts';
import type { Subject } from './subject.ts';

const keys = (...names: readonly string[]): Fields[string] => names.toSorted().map((key) => ({ key }));
const put = (running: Running, type: string, properties: Readonly<Record<string, string>>): string => hubspotState(running).put(type, properties, { createdAt: running.clock.now() });

function company(running: Running, name = 'Koivula Oy'): string {
  const known = hubspotState(running).list('companies').find(({ properties }) => properties['name'] === name);
  return known?.id ?? put(running, 'companies', { name });
}

const edit = (type: string, property: string): Subject['edit'] => (running, id, title) =>
  Promise.resolve(hubspotState(running).edit(type, id, { [property]: title }, { now: running.clock.now(), userId: 70 }));

const contact: Subject = {
  entity: 'contact',
  idleCalls: 1,
  title: 'lastName',
  targets: { create: { method: 'POST', path: /contacts\/batch\/create$/ }, update: { method: 'POST', path: /contacts\/batch\/update$/ } },
  minimum: (_running, title) => Promise.resolve({ lastName: title }),
  sample: (running) => {
    // One address serves one contact only, and the suite makes two of each sample.
    const address = `aino.${hubspotState(running).list('contacts').length}@koivula.example`;
    return Promise.resolve({
      firstName: 'Aino',
      lastName: 'Mäki-Äyräs',
      account: company(running),
      otherAccounts: keys(company(running, 'Saarni Oy'), company(running, 'Mänty Oy')),
      emails: keys(address),
      phones: keys('+358405550101', '+3589123456'),
      optOuts: keys(address),
      jobTitle: 'Toimitusjohtaja & omistaja',
      role: 'role-1',
      language: 'sv',
      active: false,
      owner: 'aino.maki@seller.example',
      legalBasis: keys('Performance of a contract'),
      notes: 'Ensimmäinen rivi\nToinen rivi',
    });
  },
  create: (running, title) => Promise.resolve(put(running, 'contacts', { lastname: title })),
  edit: edit('contacts', 'lastname'),
};

const salesCase: Subject = {
  entity: 'salesCase',
  idleCalls: 1,
  title: 'name',
  targets: { create: { method: 'POST', path: /deals\/batch\/create$/ }, update: { method: 'POST', path: /deals\/batch\/update$/ } },
  minimum: (_running, title) => Promise.resolve({ name: title, stage: 'status-early' }),
  sample: (running) =>
    Promise.resolve({
      name: 'Verkkokauppa & myymälä',
      number: 10_042,
      account: company(running),
      contacts: keys(put(running, 'contacts', { lastname: 'Mäki' }), put(running, 'contacts', { lastname: 'Niemi' })),
      stage: 'status-late',
      value: { amount: '12500.55', currency: 'SEK' },
      expectedOrderDate: '2026-12-31',
      owner: 'aino.maki@seller.example',
      leadSource: 'source-1',
      startDate: '2027-01-01',
      deadline: '2027-06-30',
      internal: false,
      closed: true,
      notes: 'Ensimmäinen rivi\nToinen rivi',
    }),
  create: (running, title) => Promise.resolve(put(running, 'deals', { dealname: title, dealstage: 'qualifiedtobuy' })),
  edit: edit('deals', 'dealname'),
};

const activity: Subject = {
  entity: 'activity',
  idleCalls: 3,
  title: 'subject',
  targets: { create: { method: 'POST', path: /meetings\/batch\/create$/ }, update: { method: 'POST', path: /meetings\/batch\/update$/ } },
  minimum: (running, title) => Promise.resolve({ kind: 'meeting', subject: title, startsAt: '2026-11-05T07:30:00.000Z', account: company(running) }),
  sample: (running) =>
    Promise.resolve({
      kind: 'meeting',
      subject: 'Tarjouksen läpikäynti & sopimus',
      startsAt: '2026-11-05T07:30:00.000Z',
      endsAt: '2026-11-05T08:15:00.000Z',
      done: true,
      owner: 'aino.maki@seller.example',
      account: company(running),
      contacts: keys(put(running, 'contacts', { lastname: 'Mäki' }), put(running, 'contacts', { lastname: 'Niemi' })),
      notes: 'Ensimmäinen <rivi> & toinen\nToinen rivi',
    }),
  create: (running, title) => {
    // Of every type in turn.
    const made = hubspotState(running).list('tasks').length + hubspotState(running).list('meetings').length;
    const [type, property] = made % 2 === 0 ? (['meetings', 'hs_meeting_title'] as const) : (['tasks', 'hs_task_subject'] as const);
    return Promise.resolve(`${type}:${put(running, type, { [property]: title, hs_timestamp: '2026-11-05T07:30:00Z' })}`);
  },
  edit: (running, id, title) => {
    const [type = '', bare = ''] = id.split(':');
    return edit(type, type === 'meetings' ? 'hs_meeting_title' : 'hs_task_subject')(running, bare, title);
  },
};

export const hubspotSubjects: readonly Subject[] = [contact, salesCase, activity];

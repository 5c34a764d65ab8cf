// The person and the people beside in HubSpot's sandbox.
import type { HubspotState } from '../../src/sandbox/hubspot/state.ts';
import type { Running } from './harness.ts';
import { hubspotHarness, hubspotState } from './hubspot-harness.ts';
import { email, phone, SANELMA, spoken, switchboard } from './person.ts';
import type { Office, Planted } from './person.ts';

const KINDS = ['contacts', 'companies', 'deals', 'notes', 'calls', 'emails', 'meetings', 'tasks'];

export const hubspotOffice: Office = { harness: hubspotHarness, calls: 25, plant };

function plant(running: Running): Planted {
  const state = hubspotState(running);
  const now = running.clock.now();
  const at = { hs_timestamp: '2026-10-01T08:00:00Z' };
  const put = (type: string, properties: Readonly<Record<string, string>>, ...tied: readonly string[]): string => {
    const id = state.put(type, properties, { createdAt: now });
    for (const to of tied) {
      const [toType = '', toId = ''] = to.split(':');
      state.associate(type, id, toType, toId, { now });
    }
    return `${type}:${id}`;
  };
  const company = put('companies', { name: 'Honkapuu Oy', phone: switchboard });
  const person = put('contacts', { firstname: 'Sanelma', lastname: 'Tuomikoski', email, mobilephone: phone, phone: switchboard, jobtitle: 'Ostopäällikkö' }, company);
  const colleague = put('contacts', { firstname: 'Ilpo', lastname: 'Vuorenmaa', email: 'ilpo.vuorenmaa@honkapuu.example', phone: switchboard }, company);
  const namesake = put('contacts', { firstname: 'Sanelma', lastname: 'Tuomikoski', email: 'st@toisaalla.example', phone: '+358 40 555 0999' });
  const deal = put('deals', { dealname: 'Verkkokauppa', dealstage: 'appointmentscheduled', pipeline: 'default', description: `Yhteyshenkilö ${spoken}, ${phone}` }, person, company);
  const meeting = put('meetings', { ...at, hs_meeting_title: 'Demo', hs_meeting_body: 'Haluaa tarjouksen' }, person);
  const shared = put('notes', { ...at, hs_note_body: `<p>Palaveri: ${spoken} ja Ilpo</p>` }, person, colleague);
  const spokenOf = put('notes', { ...at, hs_note_body: `Lähetä tarjous osoitteeseen ${email}.` }, company);
  const others = put('notes', { ...at, hs_note_body: `Ilpo Vuorenmaa vastaa numerossa ${switchboard}` }, colleague, company);
  running.clock.advance(120_000);
  return {
    subject: { ...SANELMA, refs: [{ side: 'crm', kind: 'contact', id: idOf(person) }] },
    found: [person, meeting, shared, `${shared}/${person}`, spokenOf, deal],
    person,
    text: { id: shared, change: (body) => state.edit('notes', idOf(shared), { hs_note_body: body }, { now: running.clock.now(), userId: 70 }) },
    around: [company],
    beside: [colleague, namesake, others],
    rows: () => rowsOf(state),
    write: { method: 'POST', path: /\/batch\/update$/ },
  };
}

function idOf(row: string): string {
  return row.slice(row.indexOf(':') + 1);
}

function rowsOf(state: HubspotState): ReadonlyMap<string, string> {
  const all = KINDS.flatMap((kind) => [false, true].flatMap((archived) => state.list(kind, { archived }).map((row) => [`${kind}:${row.id}`, JSON.stringify(row)] as const)));
  return new Map(all);
}

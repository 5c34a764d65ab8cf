// A small account with one person to forget and the people beside her: a namesake, a colleague who answers the same phone, and
// somebody who shares a note with her. Everything is invented.
import { expect } from 'vitest';
import type { HubspotOptions } from '../../../../src/connectors/hubspot/connector.ts';
import type { Privacy, Trace, TreatOrder } from '../../../../src/connectors/privacy.ts';
import { hitsIn, redacted } from '../../../../src/core/sensitive-text.ts';
import { NOBODY } from '../../../../src/core/subject.ts';
import type { Subject } from '../../../../src/core/subject.ts';
import type { HubspotOptions as SandboxOptions } from '../../../../src/sandbox/hubspot/options.ts';
import { overSandbox } from '../over-sandbox.ts';

export const AINO: Subject = { ...NOBODY, names: [{ first: 'Aino', last: 'Virtanen' }], emails: ['aino.virtanen@koivula.example'], phones: ['+358 40 555 0101'] };

const headers = JSON.stringify({ from: { email: 'myynti@luotsi.example' }, to: [{ email: 'aino.virtanen@koivula.example' }] });

export function office(options: Partial<SandboxOptions> = {}, more: Partial<HubspotOptions> = {}) {
  const at = overSandbox(options, more);
  const { model, putAs, clock, connector } = at;
  const privacy = connector.privacy as Privacy;
  const tie = (from: string, to: string): void => {
    const [[fromType = '', fromId = ''], [toType = '', toId = '']] = [from.split(':'), to.split(':')];
    model.state.associate(fromType, fromId, toType, toId, { now: clock.now() });
  };
  const put = (type: string, properties: Readonly<Record<string, string>>, ...tied: readonly string[]): string => {
    const id = `${type}:${putAs(type, properties)}`;
    for (const to of tied) tie(id, to);
    return id;
  };
  const note = (body: string, ...tied: readonly string[]): string => put('notes', { hs_timestamp: '2026-10-01T08:00:00Z', hs_note_body: body }, ...tied);

  const company = put('companies', { name: 'Koivula Oy', description: 'Hyvä asiakas. Yhteys: aino.virtanen@koivula.example.' });
  const aino = put('contacts', { firstname: 'Aino', lastname: 'Virtanen', email: 'aino.virtanen@koivula.example', mobilephone: '+358 40 555 0101', phone: '+358 9 555 1000', jobtitle: 'Ostaja' }, company);
  const namesake = put('contacts', { firstname: 'Aino', lastname: 'Virtanen', email: 'aino@toinen.example', phone: '+358 40 555 0999' });
  const colleague = put('contacts', { firstname: 'Eero', lastname: 'Salo', email: 'eero.salo@koivula.example', phone: '+358 9 555 1000' }, company);
  const deal = put('deals', { dealname: 'Lisenssit 2027', dealstage: 'appointmentscheduled', pipeline: 'default', description: 'Virtanen päättää, Ainolle tarjous.' }, aino, company);
  const own = note('<p>Aino haluaa tarjouksen</p>', aino);
  const shared = note('<p>Palaveri: <b>Aino Virtanen</b> ja Eero Salo, puh. 040 555 0101</p>', aino, colleague);
  const mentioned = note('Soita Aino Virtaselle; sähköposti Aino.Virtanen@Koivula.example', company);
  const bystanders = note('Eero Salo soitti numerosta 09 555 1000', colleague, company);
  const meeting = put('meetings', { hs_timestamp: '2026-10-02T08:00:00Z', hs_meeting_title: 'Aino Virtanen: demo', hs_internal_meeting_notes: 'Hermostunut' }, aino, company);
  const email = put('emails', { hs_timestamp: '2026-10-03T08:00:00Z', hs_email_direction: 'EMAIL', hs_email_subject: 'Tarjous', hs_email_text: 'Hei Aino', hs_email_headers: headers }, aino, deal);
  clock.advance(60_000);

  const text = (id: string, property: string): string => {
    const [type = '', key = ''] = id.split(':');
    return model.state.get(type, key)?.properties[property] ?? '';
  };
  const known: Subject = { ...AINO, refs: [{ side: 'crm', kind: 'contact', id: aino.split(':')[1] ?? '' }] };
  return { ...at, privacy, put, note, tie, text, known, headers, company, aino, namesake, colleague, deal, own, shared, mentioned, bystanders, meeting, email };
}

export const byId = (traces: readonly Trace[]): ReadonlyMap<string, Trace> => new Map(traces.map((trace) => [trace.id, trace]));

/** What a person approves who says yes to everything sure. */
export function ordersFor(traces: readonly Trace[], subject: Subject): TreatOrder[] {
  return traces.flatMap((trace): TreatOrder[] => {
    if (trace.treatment === 'manual' || !trace.sure) return [];
    const texts = trace.treatment === 'redact' ? Object.fromEntries(Object.entries(trace.texts).map(([name, before]) => [name, redacted(before, hitsIn(before, subject), 'all')])) : {};
    return [{ trace, treatment: trace.treatment, texts }];
  });
}

/** Everything the account shows of everything but these records. */
export function beside({ model }: Pick<ReturnType<typeof office>, 'model'>, without: readonly string[]): unknown {
  const types = ['contacts', 'companies', 'deals', 'notes', 'calls', 'emails', 'meetings', 'tasks'];
  return types.map((type) => [false, true].map((archived) => model.state.list(type, { archived }).filter(({ id }) => !without.includes(`${type}:${id}`))));
}

export function expectDone(outcomes: readonly { readonly kind: string }[]): void {
  expect(outcomes.map(({ kind }) => kind)).toEqual(outcomes.map(() => 'done'));
}

// What a person is named in beside contacts and activities: tickets, properties that the customer made, files that no program may read.
import { describe, expect, it } from 'vitest';
import { ALL_SCOPES } from '../../../../src/sandbox/hubspot/scopes.ts';
import { byId, expectDone, office, ordersFor } from './office.ts';

const EMAIL = 'aino.virtanen@koivula.example';

type Office = ReturnType<typeof office>;

function ticket(at: Office, properties: Readonly<Record<string, string>>, ...tied: readonly string[]): string {
  return at.put('tickets', { hs_pipeline: '0', hs_pipeline_stage: '1', ...properties }, ...tied);
}

async function treated(at: Office) {
  const { traces, subject } = await at.privacy.traces(at.known);
  const orders = ordersFor(traces, subject);
  expectDone(await at.privacy.treat(orders));
  return { traces, subject, orders };
}

describe('a ticket of a person', () => {
  it('stays without the person, and so do the notes on it', async () => {
    const at = office();
    const own = ticket(at, { subject: 'Aino Virtanen ei pääse sisään', content: `Vastaa: ${EMAIL}` }, at.aino, at.company);
    const others = ticket(at, { subject: 'Eero Salo ei pääse sisään', content: 'Vastaa Eerolle' }, at.colleague);
    const noted = at.note('Aino Virtanen soitti uudelleen', own);
    const before = JSON.stringify(at.model.state.get('tickets', others.split(':')[1] ?? ''));
    const { subject, orders } = await treated(at);
    expect([at.text(own, 'subject'), at.text(own, 'content'), at.text(noted, 'hs_note_body')]).toEqual(['[poistettu] ei pääse sisään', 'Vastaa: [poistettu]', '[poistettu] soitti uudelleen']);
    expect(JSON.stringify(at.model.state.get('tickets', others.split(':')[1] ?? ''))).toBe(before);
    expect(await at.privacy.left(subject, orders.map(({ trace }) => trace))).toEqual([]);
    at.model.state.edit('tickets', own.split(':')[1] ?? '', { content: `Taas ${EMAIL}` }, { now: at.clock.now(), userId: 70 });
    expect((await at.privacy.left(subject, orders.map(({ trace }) => trace))).map(({ id }) => id)).toEqual([own]);
  });

  it('is a person’s to look at where the access has no right to tickets, and all else is found as before', async () => {
    const all = office();
    const at = office({ scopes: ALL_SCOPES.filter((scope) => scope !== 'tickets') });
    ticket(at, { subject: 'Aino Virtanen', content: EMAIL }, at.aino);
    const { traces } = await at.privacy.traces(at.known);
    expect(byId(traces).get('scope:tickets')).toMatchObject({ treatment: 'manual', reason: 'scope-missing' });
    expect(traces.filter(({ id }) => id !== 'scope:tickets')).toHaveLength((await all.privacy.traces(all.known)).traces.length);
  });

  it('costs nothing to look for where there is none', async () => {
    const at = office();
    await at.connector.check();
    at.callsSince();
    await at.privacy.traces(at.known);
    expect(Object.keys(at.callsSince()).filter((route) => route.includes('tickets'))).toEqual([]);
  });
});

describe('properties that the customer made', () => {
  it('lose the person though nobody has mapped them, and one that held nothing else is emptied', async () => {
    const at = office();
    const declare = (type: string, name: string, fieldType: string): void => at.model.state.declareProperty(type, { name, label: name, type: 'string', fieldType }, at.clock.now());
    declare('companies', 'invoicing_note', 'textarea');
    declare('companies', 'contact_number', 'phonenumber');
    declare('deals', 'decision_maker', 'text');
    at.model.state.edit('companies', at.company.split(':')[1] ?? '', { invoicing_note: `Laskut: ${EMAIL}, kuun 5. päivä`, contact_number: '+358405550101' }, { now: at.clock.now(), userId: 70 });
    at.model.state.edit('deals', at.deal.split(':')[1] ?? '', { decision_maker: 'Aino Virtanen', closed_lost_reason: `Kysy: ${EMAIL}` }, { now: at.clock.now(), userId: 70 });
    const { traces, subject, orders } = await treated(at);
    expect(Object.keys(byId(traces).get(at.company)?.texts ?? {}).toSorted()).toEqual(['contact_number', 'description', 'invoicing_note']);
    expect([at.text(at.company, 'invoicing_note'), at.text(at.company, 'contact_number')]).toEqual(['Laskut: [poistettu], kuun 5. päivä', '']);
    expect([at.text(at.deal, 'decision_maker'), at.text(at.deal, 'closed_lost_reason')]).toEqual(['', 'Kysy: [poistettu]']);
    expect(await at.privacy.left(subject, orders.map(({ trace }) => trace))).toEqual([]);
  });

  it('are left alone where they are keys, addresses of pages or worked out by HubSpot', async () => {
    const at = office();
    at.model.state.declareProperty('companies', { name: 'erp_key', label: 'Key', type: 'string', fieldType: 'text', hasUniqueValue: true }, at.clock.now());
    at.model.state.edit('companies', at.company.split(':')[1] ?? '', { erp_key: EMAIL, description: '' }, { now: at.clock.now(), userId: 70 });
    expect(byId((await at.privacy.traces(at.known)).traces).has(at.company)).toBe(false);
  });
});

describe('files', () => {
  it('on a record that only names the person wait for somebody who opens them; on the person’s own they are named', async () => {
    const at = office();
    const spoken = at.put('notes', { hs_timestamp: '2026-10-01T08:00:00Z', hs_note_body: `Ansioluettelo: ${EMAIL}`, hs_attachment_ids: '77' }, at.company);
    const own = at.put('notes', { hs_timestamp: '2026-10-01T08:00:00Z', hs_note_body: 'Liite', hs_attachment_ids: '78;79' }, at.aino);
    const silent = at.put('notes', { hs_timestamp: '2026-10-01T08:00:00Z', hs_note_body: 'Kuva toimistosta', hs_attachment_ids: '80' }, at.company);
    const files = (await at.privacy.traces(at.known)).traces.filter(({ kind }) => kind === 'file').map(({ id, treatment, sure, reason }) => [id, treatment, sure, reason]);
    expect(new Set(files)).toEqual(new Set([[`files:${spoken}/77`, 'manual', false, 'files-by-hand'], [`files:${own}/78`, 'manual', true, 'files-by-hand'], [`files:${own}/79`, 'manual', true, 'files-by-hand']]));
    expect(JSON.stringify(files)).not.toContain(silent);
  });

  it('of a property of the contact stay in HubSpot when the contact goes, and are named without what they are called', async () => {
    const at = office();
    at.model.state.declareProperty('contacts', { name: 'sopimus', label: 'Sopimus', type: 'string', fieldType: 'file' }, at.clock.now());
    at.model.state.edit('contacts', at.aino.split(':')[1] ?? '', { sopimus: 'https://files.example/aino-virtanen.pdf' }, { now: at.clock.now(), userId: 70 });
    const { traces } = await at.privacy.traces(at.known);
    expect(byId(traces).get(`files:${at.aino}/sopimus`)).toMatchObject({ treatment: 'manual', sure: true, reason: 'files-by-hand', content: { sopimus: 'https://files.example/aino-virtanen.pdf' } });
  });
});

describe('the history of a property', () => {
  it('keeps what a text said before, which is declared; of a contact that was erased there is none', async () => {
    const at = office();
    await treated(at);
    const [, company = ''] = at.company.split(':');
    expect(at.text(at.company, 'description')).not.toContain(EMAIL);
    expect(at.model.state.history('companies', company).get('description')).toEqual([expect.stringContaining('[poistettu]'), expect.stringContaining(EMAIL)]);
    expect(at.privacy.keeps).toEqual({ redact: 'property-history' });
    expect(() => at.model.state.history('contacts', at.aino.split(':')[1] ?? '')).toThrow(RangeError);
    // Writing the text once more takes nothing away either: every value that a record has had stays.
    at.model.state.edit('companies', company, { description: '' }, { now: at.clock.now(), userId: 70 });
    expect(at.model.state.history('companies', company).get('description')).toHaveLength(3);
  });
});

// What HubSpot is found to hold of one person, and what of the people beside her is let be.
import { describe, expect, it } from 'vitest';
import { NOBODY } from '../../../../src/core/subject.ts';
import { AINO, byId, office } from './office.ts';

describe('what HubSpot holds of a person', () => {
  it('is found by an address alone, and widens to the name, the phones and the records around', async () => {
    const { privacy, aino, company, deal } = office();
    const { subject, traces } = await privacy.traces({ ...NOBODY, emails: ['Aino.Virtanen@koivula.example'] });
    expect(subject.names).toEqual([{ first: 'Aino', last: 'Virtanen' }]);
    expect(subject.phones).toContain('+358 40 555 0101');
    expect(subject.refs).toEqual([{ side: 'crm', kind: 'contact', id: aino.split(':')[1] }]);
    expect(subject.around).toEqual([
      { side: 'crm', entity: 'account', id: company.split(':')[1] },
      { side: 'crm', entity: 'salesCase', id: deal.split(':')[1] },
    ]);
    expect(byId(traces).get(aino)).toMatchObject({ kind: 'contact', treatment: 'delete', sure: true, content: { jobtitle: 'Ostaja' } });
  });

  it('is deleted where it is hers alone, redacted and taken apart where others have a part in it', async () => {
    const { privacy, known, aino, own, shared, mentioned, meeting, email, company, deal, bystanders } = office();
    const traces = byId((await privacy.traces(known)).traces);
    for (const id of [own, meeting, email]) expect(traces.get(id)).toMatchObject({ treatment: 'delete', sure: true, others: 0 });
    expect(traces.get(shared)).toMatchObject({ kind: 'note', treatment: 'redact', sure: true, others: 1 });
    expect(traces.get(`${shared}/${aino}`)).toMatchObject({ kind: 'association', treatment: 'detach', sure: true });
    expect(traces.get(mentioned)).toMatchObject({ treatment: 'redact', sure: true, others: 0 });
    expect(traces.get(company)).toMatchObject({ kind: 'text', treatment: 'redact', sure: true, texts: { description: expect.stringContaining('koivula.example') as string } });
    expect(traces.get(deal)).toMatchObject({ kind: 'text', treatment: 'redact', sure: false });
    expect(traces.has(bystanders)).toBe(false);
  });

  it('is treated before the person is', async () => {
    const { privacy, known, aino } = office();
    const ids = (await privacy.traces(known)).traces.map(({ id }) => id);
    expect(ids.at(-1)).toBe(aino);
  });

  it('leaves a namesake elsewhere and a colleague with the same phone alone', async () => {
    const { privacy, namesake, colleague } = office();
    const traces = byId((await privacy.traces({ ...AINO, phones: [...AINO.phones, '+358 9 555 1000'] })).traces);
    expect(traces.has(namesake)).toBe(false);
    expect(traces.has(colleague)).toBe(false);
  });

  it('is not sure of somebody of the same name at the same company, nor of an address that goes by another name', async () => {
    const { privacy, put, known, company, clock } = office();
    const twin = put('contacts', { firstname: 'Virtanen', lastname: 'Aino', email: 'vaino@koivula.example' }, company);
    const desk = put('contacts', { firstname: 'Tilaukset', email: 'tilaukset@koivula.example' });
    clock.advance(60_000);
    const { traces: found, shared } = await privacy.traces({ ...known, emails: [...known.emails, 'tilaukset@koivula.example'] });
    const traces = byId(found);
    expect(shared?.emails).toEqual(['tilaukset@koivula.example']);
    expect(traces.get(twin)).toMatchObject({ kind: 'contact', sure: false });
    expect(traces.get(desk)).toMatchObject({ kind: 'contact', sure: false });
  });

  it('takes in second records: by an additional address, a tagged one, and a phone without a name', async () => {
    const { privacy, putAs, clock } = office();
    const additional = putAs('contacts', { firstname: 'Aino', lastname: 'Virtanen-Salo', email: 'uusi@koivula.example', hs_additional_emails: 'vanha@koivula.example;aino.v@koivula.example' });
    const tagged = putAs('contacts', { email: 'aino.v+uutiset@koivula.example' });
    const nameless = putAs('contacts', { phone: '040 555 0101', company: 'Koivula' });
    clock.advance(60_000);
    const { subject, traces } = await privacy.traces({ ...AINO, emails: ['aino.v@koivula.example'] });
    for (const id of [additional, tagged, nameless]) expect(byId(traces).get(`contacts:${id}`), id).toMatchObject({ sure: true });
    expect(subject.emails).toEqual(expect.arrayContaining(['uusi@koivula.example', 'vanha@koivula.example']));
  });

  it('follows an id that was merged away to the record it became', async () => {
    const { privacy, model, put, aino, clock } = office();
    const old = put('contacts', { firstname: 'Aino', lastname: 'Virtanen', email: 'av@koivula.example' });
    const [a = '', b = ''] = [aino.split(':')[1], old.split(':')[1]];
    const survivor = model.state.merge('contacts', a, b, clock.now());
    const { subject, traces } = await privacy.traces({ ...NOBODY, refs: [{ side: 'crm', kind: 'contact', id: b }] });
    expect(traces.filter(({ kind }) => kind === 'contact').map(({ id }) => id)).toEqual([`contacts:${survivor}`]);
    expect(subject.refs.map(({ id }) => id)).toEqual(expect.arrayContaining([survivor, a, b]));
    expect(subject.emails).toContain('av@koivula.example');
  });

  it('finds a contact in the recycle bin', async () => {
    const { privacy, model, aino, clock } = office();
    model.state.archive('contacts', aino.split(':')[1] ?? '', clock.now());
    clock.advance(60_000);
    expect(byId((await privacy.traces(AINO)).traces).get(aino)).toMatchObject({ kind: 'contact', sure: true, content: { archived: 'true' } });
  });

  it('lists attached files, own staff and what may not be read as things a person does', async () => {
    const { privacy, put, aino, model } = office({ scopes: ['crm.objects.contacts.read', 'crm.objects.contacts.write', 'crm.objects.companies.read', 'crm.schemas.contacts.read', 'crm.objects.owners.read'] });
    const note = put('notes', { hs_timestamp: '2026-10-01T08:00:00Z', hs_note_body: 'Liite', hs_attachment_ids: '71;72' }, aino);
    const owner = model.state.putOwner({ email: 'aino.virtanen@koivula.example', firstName: 'Aino', lastName: 'Virtanen' });
    const traces = byId((await privacy.traces({ ...AINO, refs: [{ side: 'crm', kind: 'user', id: owner }] })).traces);
    expect(traces.get(`files:${note}/71`)).toMatchObject({ kind: 'file', treatment: 'manual', reason: 'files-by-hand' });
    expect(traces.get(`owners:${owner}`)).toMatchObject({ kind: 'user', treatment: 'manual', reason: 'staff-by-hand' });
    expect(traces.get('scope:deals')).toMatchObject({ treatment: 'manual', reason: 'scope-missing' });
    expect(traces.get('scope:subscriptions')).toMatchObject({ treatment: 'manual', reason: 'scope-missing' });
  });

  it('shows what an address subscribes to without naming the address in an id', async () => {
    const { privacy, model, known, aino, clock } = office();
    model.state.unsubscribe('aino.virtanen@koivula.example', clock.now());
    const trace = byId((await privacy.traces(known)).traces).get(`subscriptions:${aino.split(':')[1]}/0`);
    expect(trace).toMatchObject({ kind: 'subscription', treatment: 'detach', content: { address: 'aino.virtanen@koivula.example', 'Marketing Information': 'UNSUBSCRIBED' } });
  });

  it('is nothing for somebody who is not there', async () => {
    const { privacy } = office();
    const nobody = { ...NOBODY, names: [{ first: 'Olli', last: 'Ketola' }], emails: ['olli.ketola@muualla.example'] };
    expect(await privacy.traces(nobody)).toEqual({ subject: nobody, traces: [] });
  });
});

// What HubSpot may answer and the sandbox seldom does: a search that is refused, rows that are refused one by one, a bin without end.
import { describe, expect, it } from 'vitest';
import type { Privacy, Trace, TreatOrder } from '../../../../src/connectors/privacy.ts';
import { NOBODY } from '../../../../src/core/subject.ts';
import { batch, contacts, record, scripted } from '../scripted.ts';
import type { Script } from '../scripted.ts';
import { AINO, office } from './office.ts';

const notes = '/crm/objects/2026-09/notes';
const search = `POST ${contacts}/search`;
const emptyBin: Script = { [`GET ${contacts}`]: [200, { results: [] }] };
const aino = record('5', { firstname: 'Aino', lastname: 'Virtanen', email: AINO.emails[0] });

function over(script: Script) {
  const { connector, sent, lines } = scripted({ ...emptyBin, ...script });
  return { privacy: connector.privacy as Privacy, sent, lines };
}

const note = (id: string, more: Partial<Trace> = {}): Trace => ({ id: `notes:${id}`, kind: 'note', treatment: 'delete', sure: true, others: 0, texts: {}, content: {}, ...more });
const order = (trace: Trace, texts: Readonly<Record<string, string>> = {}): TreatOrder => ({ trace, treatment: trace.treatment === 'manual' ? 'delete' : trace.treatment, texts });
const refusedRow = (id: string, category: string) => ({ status: 'error', category, message: 'no', context: { objectWriteTraceId: [id] } });

describe('looking', () => {
  it('goes on without phones in an account whose contacts have no calculated ones', async () => {
    const { privacy, sent } = over({
      [search]: ({ json }) => (JSON.stringify(json).includes('hs_searchable_calculated') ? [400, { status: 'error', category: 'VALIDATION_ERROR', message: 'Property does not exist' }] : [200, { results: [] }]),
    });
    expect((await privacy.traces(AINO)).traces).toEqual([]);
    const last = sent.findLast(({ line }) => line === search);
    expect(JSON.stringify(last?.json)).toContain('aino.virtanen');
  });

  it('says that a recycle bin without end was not looked through, and still finds those it knows by id', async () => {
    let page = 0;
    const { privacy } = over({
      [search]: [200, { results: [] }],
      [`GET ${contacts}`]: () => [200, { results: [], paging: { next: { after: String(++page) } } }],
      [`GET ${contacts}/5`]: [404, { status: 'error', message: 'resource not found' }],
      [`POST ${contacts}/batch/read`]: [200, batch([{ ...aino, archived: true }])],
    });
    const { traces } = await privacy.traces({ ...AINO, refs: [{ side: 'crm', kind: 'contact', id: '5' }] });
    expect(traces.map(({ id, treatment, reason }) => [id, treatment, reason])).toEqual([
      ['contacts:5', 'delete', undefined],
      ['bin:contacts', 'manual', 'recycle-bin-unread'],
    ]);
  });

  it('reads many companies and their many notes by batches', async () => {
    const { privacy, put, note: say, clock, callsSince } = office();
    const companies = Array.from({ length: 12 }, (_, index) => put('companies', { name: `Yritys ${index}` }));
    for (const company of companies) for (let index = 0; index < 12; index++) say(index === 7 ? 'Kysy: aino.virtanen@koivula.example' : 'Muuta', company);
    clock.advance(60_000);
    callsSince();
    const { traces } = await privacy.traces({ ...AINO, around: companies.map((id) => ({ side: 'crm', entity: 'account', id: id.split(':')[1] ?? '' })) });
    expect(traces.filter(({ kind, treatment, texts }) => kind === 'note' && treatment === 'redact' && texts['hs_note_body']?.startsWith('Kysy'))).toHaveLength(12);
    expect(Object.values(callsSince()).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(25);
  });

  it('empties a number of a company that is the person’s own, and leaves a switchboard', async () => {
    const { privacy, put, text, known } = office();
    const own = put('companies', { name: 'Tmi Virtanen', phone: '040 555 0101' });
    const around = { ...known, around: [{ side: 'crm', entity: 'account', id: own.split(':')[1] ?? '' }] } as const;
    const { traces } = await privacy.traces(around);
    const trace = traces.find(({ id }) => id === own);
    expect(trace).toMatchObject({ treatment: 'redact', sure: true, texts: { phone: '040 555 0101' } });
    if (!trace) throw new Error('not found');
    const given = order(trace, { phone: '[poistettu]' });
    expect(await privacy.treat([given])).toEqual([{ kind: 'done', how: 'redacted' }]);
    expect(text(own, 'phone')).toBe('');
    expect(await privacy.treat([given])).toEqual([{ kind: 'done', how: 'redacted' }]);
  });

  it('leaves a firm that is called as its owner is to a person, and looks through the customer’s own texts', async () => {
    const label = { fi: 'Muistio', en: 'Memo' };
    const field = { name: 'custom.memo', kind: 'text', category: 'none', compare: 'text', registry: null, target: null, label } as const;
    const { privacy, put, known, model, clock } = office({}, { customFields: [{ entity: 'account', name: 'memo', field }] });
    model.state.declareProperty('companies', { name: 'memo', label: 'Memo', type: 'string', fieldType: 'textarea' }, clock.now());
    const own = put('companies', { name: 'Tmi Aino Virtanen', memo: 'Sen omistaa Aino Virtanen' });
    const { traces } = await privacy.traces({ ...known, around: [{ side: 'crm', entity: 'account', id: own.split(':')[1] ?? '' }] });
    expect(traces.find(({ id }) => id === `${own}/name`)).toMatchObject({ treatment: 'manual', sure: false, reason: 'company-name' });
    expect(traces.find(({ id }) => id === own)).toMatchObject({ treatment: 'redact', sure: true, texts: { memo: 'Sen omistaa Aino Virtanen' } });
  });

  it('lists whom an e-mail was to, where no headers tell, as a person’s to do', async () => {
    const { privacy, put, company, known } = office();
    const stuck = put('emails', { hs_timestamp: '2026-10-01T08:00:00Z', hs_email_direction: 'EMAIL', hs_email_subject: 'Hinnat', hs_email_to_email: 'aino.virtanen@koivula.example' }, company);
    const { traces } = await privacy.traces(known);
    expect(traces.find(({ id }) => id === `${stuck}/shown`)).toMatchObject({ treatment: 'manual', reason: 'read-only' });
  });
});

describe('treating', () => {
  it('tells the rows of one answer apart', async () => {
    const { privacy, sent } = over({
      [`POST /crm/associations/2026-09/notes/contacts/batch/read`]: [200, batch([])],
      [`POST ${notes}/batch/update`]: [207, batch([record('1', {})], [refusedRow('2', 'VALIDATION_ERROR'), refusedRow('3', 'OBJECT_NOT_FOUND'), refusedRow('4', 'RATE_LIMITS')])],
      [`POST ${notes}/batch/archive`]: [204, ''],
    });
    const outcomes = await privacy.treat(['1', '2', '3', '4', '5'].map((id) => order(note(id))));
    expect(outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.how : outcome.kind))).toEqual(['deleted', 'deleted', 'absent', 'failed', 'unknown']);
    // What may not be changed may still be deleted.
    expect(sent.at(-1)?.json).toEqual({ inputs: [{ id: '1' }, { id: '2' }] });
  });

  it('leaves to a person a text that HubSpot refuses to have changed', async () => {
    const { privacy } = over({
      [`POST ${notes}/batch/read`]: [200, batch([record('1', { hs_note_body: 'Aino' })])],
      [`POST ${notes}/batch/update`]: [207, batch([], [refusedRow('1', 'VALIDATION_ERROR')])],
    });
    const trace = note('1', { treatment: 'redact', texts: { hs_note_body: 'Aino' } });
    expect(await privacy.treat([order(trace, { hs_note_body: '[poistettu]' })])).toMatchObject([{ kind: 'rejected', error: { code: 'refused' } }]);
  });

  it('keeps the contact while something of others still hangs on it', async () => {
    const { privacy, lines } = over({ [`POST /crm/associations/2026-09/notes/contacts/batch/archive`]: [403, { status: 'error', category: 'MISSING_SCOPES', message: 'no' }] });
    const tie = note('1', { id: 'notes:1/contacts:5', kind: 'association', treatment: 'detach' });
    const person = note('5', { id: 'contacts:5', kind: 'contact' });
    expect(await privacy.treat([order(tie), order(person)])).toMatchObject([{ kind: 'rejected', error: { code: 'missing-scope' } }, { kind: 'failed', error: { code: 'waits-for-others' } }]);
    expect(lines()).toHaveLength(1);
  });

  it('says which right is missing', async () => {
    const { privacy } = over({
      [`POST ${contacts}/batch/read`]: [200, batch([aino])],
      [`POST ${contacts}/gdpr-delete`]: [403, { status: 'error', category: 'MISSING_SCOPES', message: 'no', errors: [{ message: 'no', context: { requiredGranularScopes: ['crm.objects.contacts.write'] } }] }],
    });
    const person = note('5', { id: 'contacts:5', kind: 'contact', content: { firstname: 'Aino' } });
    expect(await privacy.treat([order(person)])).toMatchObject([{ kind: 'rejected', error: { code: 'scope-missing' } }]);
  });

  it('does nothing at all for nobody', async () => {
    const { privacy, lines } = over({});
    expect([await privacy.treat([]), await privacy.left(NOBODY, [])]).toEqual([[], []]);
    expect(lines()).toEqual([]);
  });
});

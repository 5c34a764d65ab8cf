// Who saw whom over the API: whoever is shown a contact is written down, by whatever route, before the answer; and what is done about a
// contact's rights stays on record.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiReply } from '../../src/api/route.ts';
import { insertRecord, insertRows } from '../store/postgres/billing-rows.ts';
import { openFirm, type Firm } from './firm.ts';

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
  await firm.database.unit('main', async (transaction) => {
    await insertRecord(transaction, { link: 'deal', side: 'local', entity: 'salesCase', id: 'deal', fields: { name: 'Website', state: 'open', account: 'la', contacts: [{ key: 'c1' }] } });
    await insertRecord(transaction, { link: 'twin', side: 'crm', entity: 'contact', id: '501', fields: { firstName: 'Aino', lastName: 'Esimerkki' } });
    await insertRows(transaction, 'touches', [{ id: 't1', at: '2026-03-10T09:00:00Z', kind: 'call', title: 'Call', companies: [], contacts: ['501'], deals: [] }]);
    await sql`insert into conflict (id, link_id, entity, field, base, side_values, authors, suggestion, state, since) values ('k1', 'c1', 'contact', 'jobTitle', '{}', '{"psa": "Boss", "crm": "Chief"}', '{}', 'crm', 'open', '2026-03-01')`.execute(transaction);
    await sql`insert into match_proposal (id, entity, links, by, reason, since, state) values ('m1', 'contact', '{c1,twin}', 'fullName', 'only-name', '2026-03-01', 'open')`.execute(transaction);
    await sql`insert into held (link_id, entity, side, field, reason, since) values ('c1', 'contact', 'psa', 'lastName', 'required-field-empty', '2026-03-01')`.execute(transaction);
  });
});

const drained = async (reply: ApiReply): Promise<ApiReply> => {
  if (typeof reply.body !== 'string') for await (const part of reply.body) void part;
  return reply;
};
const call = async (target: string, role: string, given?: Parameters<Firm['call']>[2]): Promise<ApiReply> => await drained(await firm.call(target, firm.tokens.get(role), given));
const bodyOf = (reply: ApiReply): Record<string, unknown> => JSON.parse(reply.body as string) as Record<string, unknown>;
const seenBy = async (role: string, linkId = 'c1'): Promise<Readonly<Record<string, number>>> => {
  const entries = (await firm.api.workspaces.get('main')?.accessLog.of(linkId)) ?? [];
  return Object.fromEntries(entries.filter(({ actor }) => actor === `token ${role}`).map(({ what, count }) => [what, count]));
};

describe('whoever is shown a contact', () => {
  it.each([
    ['/contacts/c1', 'record'], ['/contacts?q=aino', 'list'], ['/contacts?format=csv', 'file'], ['/contacts?format=xlsx', 'file'], ['/accounts/la/contacts', 'account'], ['/sales-cases/deal', 'salesCase'],
    ['/contacts/c1/touches', 'touches'], ['/contacts/c1/sales-cases', 'salesCase'], ['/conflicts', 'inbox'], ['/conflicts/k1', 'inbox'], ['/matches', 'inbox'], ['/held', 'inbox'], ['/held?format=csv', 'inbox'],
  ] as const)('is written down: %s', async (target, what) => {
    const before = (await seenBy('sales'))[what] ?? 0;
    expect((await call(target, 'sales')).status).toBe(200);
    expect((await seenBy('sales'))[what]).toBe(before + 1);
  });

  it('is written down on the other record of a pair as well, and beside a touch', async () => {
    await call('/matches/m1', 'sales');
    await call('/touches', 'sales');
    expect(await seenBy('sales', 'twin')).toMatchObject({ inbox: expect.any(Number) as number, touches: 1 });
  });

  it('is not written down when the question was refused, or the answer held nobody', async () => {
    expect((await call('/contacts/c1', 'finance')).status).toBe(403);
    expect((await call('/contacts?q=nobodyatall', 'marketing')).status).toBe(200);
    expect([await seenBy('finance'), await seenBy('marketing')]).toEqual([{}, {}]);
  });

  it('is told to the officer, who is written down as well', async () => {
    const { items, keptDays } = bodyOf(await call('/privacy/persons/c1/seen', 'privacyOfficer')) as { items: { actor: string; what: string }[]; keptDays: number };
    expect(keptDays).toBe(730);
    expect(items).toContainEqual(expect.objectContaining({ actor: 'token sales', what: 'record' }));
    expect(items).toContainEqual(expect.objectContaining({ actor: 'token privacyOfficer', what: 'privacy' }));
    const file = await firm.call('/privacy/persons/c1/seen?format=csv&locale=en', firm.tokens.get('privacyOfficer'));
    expect(file.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8' });
    await drained(file);
  });
});

const post = (target: string, role: string, body: unknown): Promise<ApiReply> => call(target, role, { method: 'POST', body });

describe('the rights of a contact', () => {
  it('stay on record with their reasons; sales learns that processing is restricted, not why', async () => {
    expect((await post('/privacy/persons/c1/restriction', 'sales', { reason: 'because' })).status).toBe(403);
    expect((await post('/privacy/persons/c1/restriction', 'privacyOfficer', { reason: 'The address is disputed.' })).status).toBe(200);
    expect((await post('/privacy/persons/c1/restriction', 'privacyOfficer', { reason: 'Again.' })).status).toBe(409);
    const told = await call('/contacts/c1/rights', 'sales');
    expect(bodyOf(told)).toMatchObject({ restricted: { by: 'token privacyOfficer' } });
    expect(told.body).not.toContain('disputed');
    const edit = await call('/contacts/c1', 'sales', { method: 'PATCH', body: { version: '*', fields: { jobTitle: 'Chief' } } });
    expect([edit.status, bodyOf(edit)['code']]).toEqual([409, 'restricted']);
    expect((await post('/contacts/c1/legal-bases', 'sales', { basis: 'Performance of a contract', source: 'Contract 12', on: '2026-01-01' })).status).toBe(409);
    expect(bodyOf(await call('/privacy/restricted', 'privacyOfficer'))['items']).toMatchObject([{ id: 'c1', name: 'Aino Esimerkki', reason: 'The address is disputed.' }]);
    expect((await post('/privacy/persons/c1/restriction/lift', 'privacyOfficer', { reason: 'The address was right.' })).status).toBe(200);
    expect((await post('/privacy/persons/c1/restriction/lift', 'privacyOfficer', { reason: 'Again.' })).status).toBe(409);
  });

  it('take a legal basis with its source, into the record itself, and refuse one of the future', async () => {
    const basis = { basis: 'Performance of a contract', source: 'Contract 12', on: '2026-01-01' };
    const late = await post('/contacts/c1/legal-bases', 'sales', { ...basis, on: '2027-01-01' });
    expect([late.status, bodyOf(late)['errors']]).toMatchObject([422, [{ field: 'on' }]]);
    expect((await post('/contacts/c1/legal-bases', 'sales', { ...basis, basis: 'Because we like to' })).status).toBe(422);
    expect((await post('/contacts/c1/legal-bases', 'sales', basis)).status).toBe(200);
    expect(bodyOf(await call('/contacts/c1/rights', 'sales'))).toMatchObject({ bases: [basis.basis], legalBases: [{ ...basis, by: 'token sales', ended: null }] });
    expect(bodyOf(await call('/retention/legal-basis', 'privacyOfficer'))).toMatchObject({ required: false, without: 1 });
    expect((await post('/contacts/c1/legal-bases/end', 'sales', { basis: basis.basis })).status).toBe(200);
    expect(bodyOf(await call('/contacts/c1/rights', 'sales'))).toMatchObject({ bases: [], legalBases: [{ ended: { by: 'token sales' } }] });
  });

  it('are in the audit by their ids alone', async () => {
    const { items } = bodyOf(await call('/audit?action=restrictPerson&action=addLegalBasis&outcome=done', 'privacyOfficer')) as { items: { action: string; target: object }[] };
    expect(items.map(({ action }) => action)).toEqual(['addLegalBasis', 'restrictPerson']);
    expect(JSON.stringify(items)).not.toMatch(/Aino|disputed|Contract 12/u);
  });
});

it('whoever is named among those of whom one is meant to be forgotten is written down, each time the names are shown', async () => {
  await firm.database.unit('main', async (transaction) => {
    for (const [link, firstName] of [['shared1', 'Ritva'], ['shared2', 'Pekka']] as const) {
      await insertRecord(transaction, { link, side: 'local', entity: 'contact', id: link, fields: { firstName, lastName: 'Yhteinen', emails: [{ key: 'toimisto@yhteinen.example' }] } });
    }
  });
  const { id } = bodyOf(await post('/erasures', 'privacyOfficer', { email: 'toimisto@yhteinen.example' })) as { id: string };
  const confirmed = await firm.call(`/erasures/${id}/identity`, firm.tokens.get('privacyOfficer'), { method: 'POST', body: { how: 'calledBack' } });
  await (confirmed as { afterwards?: () => Promise<void> }).afterwards?.();
  const before = (await seenBy('privacyOfficer', 'shared1'))['erasure'] ?? 0;
  const told = bodyOf(await call(`/erasures/${id}`, 'privacyOfficer'));
  expect((told['candidates'] as { name: string }[]).map(({ name }) => name).toSorted()).toEqual(['Pekka Yhteinen', 'Ritva Yhteinen']);
  for (const link of ['shared1', 'shared2']) expect((await seenBy('privacyOfficer', link))['erasure']).toBe(before + 1);
});

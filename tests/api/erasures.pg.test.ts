// Erasure requests over the API: who may, what an answer gives away, how a request goes on, and what is left of it on paper.
import { beforeAll, describe, expect, it } from 'vitest';
import type { CONTRACTS } from '../../src/api/contract.ts';
import type { ApiReply, Method } from '../../src/api/route.ts';
import type { Privacy } from '../../src/connectors/privacy.ts';
import { createSigner } from '../../src/erasure/signer.ts';
import { RejectedError, RetryableError } from '../../src/lib/errors.ts';
import { openFirm } from './firm.ts';
import type { Firm } from './firm.ts';

type Told = ReturnType<typeof CONTRACTS.erasure.answer.parse>;
type Review = ReturnType<typeof CONTRACTS.erasureReview.answer.parse>;

let firm: Firm;
beforeAll(async () => {
  firm = await openFirm();
});

const AINO = 'aino@esimerkki.example';
const call = (target: string, body?: unknown, role = 'privacyOfficer'): Promise<ApiReply> => firm.call(target, firm.tokens.get(role), body === undefined ? {} : { method: 'POST' as Method, body });

/** The answer, with what goes on behind it done. */
async function answer<Answer = Told>(target: string, body?: unknown, status = 200): Promise<Answer> {
  const reply = await call(target, body);
  expect([target, reply.status, reply.status === status ? '' : reply.body]).toEqual([target, status, '']);
  if ('afterwards' in reply) await reply.afterwards?.();
  return JSON.parse(reply.body as string) as Answer;
}
async function waits(id: string): Promise<object> {
  const { state, next, waitsFor } = await answer(`/erasures/${id}`);
  return { state, next, waitsFor };
}
const receive = async (body: object): Promise<string> => (await answer<{ id: string }>('/erasures', body)).id;

describe('somebody without the right', () => {
  it.each(['admin', 'sales', 'finance', 'marketing', 'management'])('is refused as %s, whoever is asked about', async (role) => {
    const replies = await Promise.all([
      call('/erasures', { email: AINO }, role), call('/erasures', { email: 'nobody@nowhere.example' }, role), call('/erasures', undefined, role), call('/erasures/contacts', { q: 'aino' }, role),
      call('/subject-exports', { email: AINO, how: 'calledBack' }, role), call('/subject-exports', { email: 'nobody@nowhere.example', how: 'calledBack' }, role),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
  });
});

describe('receiving a request', () => {
  it('is answered alike for somebody who is known and somebody who is not', async () => {
    const [known, unknown] = [await receive({ email: AINO }), await receive({ email: 'nobody@nowhere.example' })];
    const [one, other] = [await answer(`/erasures/${known}`), await answer(`/erasures/${unknown}`)];
    expect({ ...one, id: '', about: '' }).toEqual({ ...other, id: '', about: '' });
    expect(one).toMatchObject({ state: 'received', next: 'identity', waitsFor: 'officer', about: AINO, acceptedAt: null, doneAt: null, verifiedAt: null, candidates: [] });
    expect((await answer<Review>(`/erasures/${known}/review`)).items).toEqual([]);
    await answer(`/erasures/${known}/cancellation`, {});
    await answer(`/erasures/${unknown}/cancellation`, {});
  });

  it('finds the open one about the same instead of making another', async () => {
    const id = await receive({ email: 'twice@nowhere.example' });
    expect(await answer('/erasures', { email: ' TWICE@nowhere.example ' })).toEqual({ id, existed: true });
  });

  it('counts the time from the day of arrival, which cannot be in the future', async () => {
    const id = await receive({ name: 'Venla Vieras', receivedOn: '2026-02-27' });
    expect(await answer(`/erasures/${id}`)).toMatchObject({ dueOn: '2026-03-27', daysLeft: 12, alarm: 'none', origin: 'api', requestedBy: 'token privacyOfficer' });
    const refused = await answer<{ errors: readonly { field: string }[] }>('/erasures', { name: 'Ville Vieras', receivedOn: '2026-03-16' }, 422);
    expect(refused.errors.map(({ field }) => field)).toEqual(['receivedOn']);
  });

  it('needs something to find a person by', async () => {
    expect((await answer<{ errors: readonly { field: string }[] }>('/erasures', { receivedOn: '2026-03-01' }, 422)).errors.map(({ field }) => field)).toEqual(['email']);
    expect((await answer<{ errors: readonly { field: string }[] }>('/erasures', { phone: '123' }, 422)).errors.map(({ field }) => field)).toEqual(['phone']);
    const half = { errors: [{ field: 'name', code: 'name-unfit' }] };
    expect(await answer('/erasures', { name: 'Vieras', email: 'vieras@nowhere.example' }, 422)).toMatchObject(half);
    expect(await answer('/subject-exports', { name: 'Vieras', how: 'inPerson' }, 422)).toMatchObject(half);
  });

  it('calls a picked contact by name, and writes down who has looked', async () => {
    const { items } = await answer<{ items: readonly { link: string; name: string }[] }>('/erasures/contacts', { q: 'aino' });
    expect(items).toMatchObject([{ link: 'c1', name: 'Aino Esimerkki' }]);
    const id = await receive({ link: 'c1' });
    expect(await answer(`/erasures/${id}`)).toMatchObject({ about: 'Aino Esimerkki' });
    await answer(`/erasures/${id}/cancellation`, {});
    const audit = JSON.parse((await firm.call('/audit?action=findSubject&outcome=done', firm.tokens.get('admin'))).body as string) as { items: readonly object[] };
    expect(audit.items).toMatchObject([{ actor: 'token privacyOfficer', outcome: 'done', target: {} }]);
  });
});

describe('a request', () => {
  it('may wait for the person to show who they are; nothing is looked for until then', async () => {
    const id = await receive({ email: 'odottava@example.com' });
    expect(await answer(`/erasures/${id}`)).toMatchObject({ state: 'received', deeds: expect.arrayContaining(['askIdentity']) });
    const asked = await answer(`/erasures/${id}/identity/question`, {});
    expect(asked).toMatchObject({ state: 'identityPending', next: 'identity', waitsFor: 'officer', deeds: ['identity', 'refuse', 'cancel', 'extend'] });
    expect(await answer(`/erasures/${id}/identity`, { how: 'repliedFromAddress' })).toMatchObject({ identity: { how: 'repliedFromAddress' } });
    expect((await call(`/erasures/${id}/identity/question`, {})).status).toBe(409);
  });

  it('goes from its arrival to its receipt, and everything of the person is gone', async () => {
    const id = await receive({ email: AINO });
    expect(await answer(`/erasures/${id}/identity`, { how: 'calledBack' })).toMatchObject({ identity: { how: 'calledBack', by: 'token privacyOfficer' } });
    const looked = await answer(`/erasures/${id}`);
    expect(looked).toMatchObject({ state: 'review', next: 'approval', deeds: expect.arrayContaining(['approve', 'refuse', 'cancel', 'extend']) });
    const review = await answer<Review>(`/erasures/${id}/review`);
    const [own] = review.items;
    expect(own).toMatchObject({ system: 'sauma', kind: 'record', treatment: 'delete', called: { fi: 'Yhteyshenkilö', en: 'Contact' } });
    expect(own?.content).toContainEqual({ label: 'lastName', called: { fi: 'Sukunimi', en: 'Last name' }, value: 'Esimerkki' });

    expect((await call(`/erasures/${id}/approval`, { version: review.version - 1 })).status).toBe(409);
    expect(await answer(`/erasures/${id}/approval`, { version: review.version })).toMatchObject({ approvedBy: 'token privacyOfficer', doneAt: null, verifiedAt: null });
    const erased = await answer(`/erasures/${id}`);
    expect(erased).toMatchObject({ state: 'verifying', next: 'checks', waitsFor: 'time', verifiedAt: null, hasReceipt: true, deeds: [] });
    expect([erased.acceptedAt, erased.doneAt]).not.toContain(null);
    expect(erased.checks.map(({ check, at }) => [check, at !== null])).toEqual([['now', true], ['hour', false], ['day', false], ['month', false]]);
    expect((await firm.call('/contacts/c1', firm.tokens.get('sales'))).status).toBe(404);
    expect((await call(`/erasures/${id}/cancellation`, {})).status).toBe(409);

    const receipt = await answer<{ body: string; signature: string; publicKey: string }>(`/erasures/${id}/receipt`);
    expect(createSigner(() => [Buffer.alloc(32, 3)]).verify(receipt.body, receipt.signature, receipt.publicKey)).toBe(true);
    expect(receipt.body.toLowerCase()).not.toMatch(/aino|esimerkki\.example/u);
    const pdf = await call(`/erasures/${id}/receipt?format=pdf&language=en`);
    expect(pdf.headers).toMatchObject({ 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="erasure-receipt.pdf"' });
    const bytes = Buffer.concat(await Array.fromAsync(pdf.body as AsyncIterable<Buffer>));
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  });

  it('is extended once and refused with a reason, each with its letter', async () => {
    const id = await receive({ email: 'olavi@ostaja.example' });
    expect(await answer(`/erasures/${id}/extension`, { reason: 'Pyyntöjä on paljon.' })).toMatchObject({ dueOn: '2026-06-15', isExtended: true, extended: { reason: 'Pyyntöjä on paljon.' } });
    expect(JSON.parse((await call(`/erasures/${id}/extension`, { reason: 'Vielä.' })).body as string)).toMatchObject({ status: 409, code: 'request-state' });
    expect((await call(`/erasures/${id}/refusal`, {})).status).toBe(422);
    expect(await answer(`/erasures/${id}/refusal`, { reason: 'Vaade on kesken.' })).toMatchObject({ state: 'refused', next: 'nothing', waitsFor: 'nobody', deeds: [] });
    const { letters } = await answer<{ letters: readonly { kind: string; text: string }[] }>(`/erasures/${id}/letters?language=fi`);
    expect(letters.map(({ kind }) => kind)).toEqual(['acknowledgement', 'extension', 'refusal']);
    expect(letters.at(-1)?.text).toContain('Vaade on kesken.');
    expect(letters.map(({ text }) => text).join(' ')).not.toContain('olavi');
    expect((await call(`/erasures/${id}/receipt`)).status).toBe(404);
  });

  it('is listed by what it waits for, counted for the first page, and taken along as a file that names nobody', async () => {
    const open = await answer<{ items: readonly Told[]; total: number }>('/erasures?over=no&waitsFor=officer&sort=dueOn');
    expect(open.items.every(({ waitsFor }) => waitsFor === 'officer')).toBe(true);
    expect(open.total).toBe(open.items.length);
    const first = await answer<{ items: readonly Told[]; next: string | null }>('/erasures?limit=1');
    const second = await answer<{ items: readonly Told[] }>(`/erasures?limit=1&cursor=${first.next}`);
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
    const summary = await answer<{ open: number; waiting: number; first: readonly Told[] }>('/erasures/summary');
    expect(summary.waiting).toBe(open.total);
    expect(summary.first.map(({ dueOn }) => dueOn)).toEqual(summary.first.map(({ dueOn }) => dueOn).toSorted());
    const file = await call('/erasures?format=csv&locale=en');
    const text = (await Array.fromAsync(file.body as AsyncIterable<string>)).join('');
    expect(text).toContain('Came from');
    expect(text).not.toMatch(/@nowhere|Vieras|Aino/u);
  });
});

describe('a system that', () => {
  const contact = { id: 'contacts:5', kind: 'contact', treatment: 'delete', sure: true, others: 0, texts: {}, content: { email: 'paavo@poistuja.example' } } as const;
  const file = { id: 'files:notes:9/77', kind: 'file', treatment: 'manual', sure: true, others: 0, texts: {}, content: { attachments: '77' }, reason: 'files-by-hand' } as const;
  const down = new RetryableError('no-answer', 'nobody answers', {});
  const north = { looks: true, refuses: true };
  const privacy: Privacy = {
    traces: (subject) => (north.looks ? Promise.resolve({ subject, traces: [contact, file] }) : Promise.reject(down)),
    treat: (orders) => Promise.resolve(orders.map(() => (north.refuses ? { kind: 'rejected', error: new RejectedError('locked', 'it is locked', {}) } : { kind: 'done', how: 'deleted' }))),
    left: () => Promise.resolve([]),
    reaches: {},
  };
  it('cannot be looked through keeps the request waiting, and one that refuses a step is tried again or done by hand', async () => {
    const { erasure } = firm.api.workspaces.get('main') ?? {};
    Object.assign(erasure ?? {}, { connectors: new Map([['crm', { side: 'crm', system: 'hubspot', privacy }]]), modes: { psa: 'read-write', crm: 'read-write' } });
    north.looks = false;
    const id = await receive({ email: 'paavo@poistuja.example' });
    await answer(`/erasures/${id}/identity`, { how: 'inPerson' });
    expect(await waits(id)).toEqual({ state: 'discovering', next: 'system', waitsFor: 'system' });
    expect((await answer(`/erasures/${id}`)).systems.find(({ system }) => system === 'hubspot')).toMatchObject({ lookedAt: null, problem: 'no-answer' });
    expect((await call(`/erasures/${id}/approval`, { version: 1 })).status).toBe(409);
    await answer(`/erasures/${id}/cancellation`, {});

    north.looks = true;
    const again = await receive({ email: 'paavo@poistuja.example' });
    await answer(`/erasures/${again}/identity`, { how: 'inPerson' });
    const { version, items } = await answer<Review>(`/erasures/${again}/review`);
    expect(items.map(({ kind, treatment, reason }) => [kind, treatment, reason])).toEqual([['file', 'manual', 'files-by-hand'], ['contact', 'delete', null]]);
    await answer(`/erasures/${again}/approval`, { version });
    expect(await waits(again)).toEqual({ state: 'verifying', next: 'failed', waitsFor: 'officer' });
    const failed = await answer(`/erasures/${again}`);
    expect(failed).toMatchObject({ doneAt: null, verifiedAt: null, deeds: ['retry'] });
    expect(failed.steps.map(({ kind, state, problem }) => [kind, state, problem])).toEqual([['file', 'manual', 'files-by-hand'], ['contact', 'failed', 'refused:locked']]);
    north.refuses = false;
    await answer(`/erasures/${again}/retry`, {});
    expect(await waits(again)).toEqual({ state: 'verifying', next: 'byHand', waitsFor: 'officer' });
    const byHand = (await answer(`/erasures/${again}`)).steps.find(({ state }) => state === 'manual');
    await answer(`/erasures/${again}/steps/${byHand?.id}/done`, {});
    expect(await waits(again)).toEqual({ state: 'verifying', next: 'checks', waitsFor: 'time' });
    expect((await answer(`/erasures/${again}`)).doneAt).not.toBeNull();
    expect((await call(`/erasures/${again}/steps/none/done`, {})).status).toBe(409);
  });
});

describe('an access export', () => {
  it('tells what is known, and that nothing is known of somebody else, in the same shape', async () => {
    Object.assign(firm.api.workspaces.get('main')?.erasure ?? {}, { connectors: new Map() });
    const unknown = await answer<{ found: number; json: string; html: string }>('/subject-exports', { email: 'nobody@nowhere.example', how: 'inPerson', language: 'en' });
    expect(unknown.found).toBe(0);
    expect(JSON.parse(unknown.json)).toBeTypeOf('object');
    expect(unknown.html).toMatch(/^<!doctype html>/iu);
  });

  it('is in the audit, with who was shown and never with what was asked', async () => {
    const audit = await firm.call('/audit?action=exportSubject&outcome=done', firm.tokens.get('admin'));
    expect(audit.body).not.toContain('nowhere.example');
    expect(JSON.parse(audit.body as string)).toMatchObject({ items: [{ action: 'exportSubject', target: { export: expect.any(String) as string } }] });
    expect(firm.logged.join('\n')).not.toMatch(/aino@|nowhere\.example/u);
  });
});

// The machine's part over systems that are told what to say: what waits says for whom, a system that is down keeps back its own steps, what
// comes back goes again, what the law keeps goes when its day has passed, and the tick tells once.
import { describe, expect, it } from 'vitest';
import type { Privacy } from '../../src/connectors/privacy.ts';
import { RejectedError, RetryableError } from '../../src/lib/errors.ts';
import { approve } from '../../src/erasure/approve.ts';
import { confirmManual, eraseAgain, lift, retry } from '../../src/erasure/again.ts';
import { proceedDue } from '../../src/erasure/due.ts';
import { proceed } from '../../src/erasure/proceed.ts';
import { hashOf, isGenuine, parsedBody, receiptOf } from '../../src/erasure/receipt.ts';
import { receiptPdf } from '../../src/erasure/receipt-pdf.ts';
import { receive, recordIdentity } from '../../src/erasure/requests.ts';
import { decide, reviewOf } from '../../src/erasure/review.ts';
import { statusOf } from '../../src/erasure/status.ts';
import { DAY_MS, erasureBench, OFFICER, trace } from './bench.ts';
import type { Bench } from './bench.ts';
import { EMAIL, erased, monthLater, reviewed } from './journey.ts';

const by = OFFICER;
describe('a request in the machine', () => {
  it('waits for a system that cannot be looked through, says which, and goes on by itself', async () => {
    const bench = erasureBench();
    bench.psa.trouble = new RetryableError('unreachable', 'Severa does not answer.');
    const id = await reviewed(bench);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'discovering', next: 'system', waitsFor: 'system', systems: [{ system: 'sauma' }, { system: 'severa', lookedAt: null, problem: 'unreachable' }] });
    await expect(approve(bench, id, { by })).rejects.toMatchObject({ code: 'request-state' });
    bench.psa.trouble = null;
    expect(await proceedDue(bench)).toBe(0);
    bench.advance(6 * 60_000);
    expect(await proceedDue(bench)).toBe(1);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'review', next: 'approval', waitsFor: 'officer' });
  });

  it('asks a person about what is not sure, and leaves what is left', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1'), trace('contactpersons:2', { sure: false })];
    const id = await reviewed(bench);
    const { items, undecided } = await reviewOf(bench, id);
    expect(undecided).toBe(1);
    await expect(approve(bench, id, { by })).rejects.toMatchObject({ code: 'undecided' });
    await expect(decide(bench, id, { by, decisions: [{ item: 'severa:nothing', choice: 'treat' }] })).rejects.toMatchObject({ code: 'step-unknown' });
    await decide(bench, id, { by, decisions: [{ item: items.find(({ sure }) => !sure)?.id ?? '', choice: 'leave' }] });
    await approve(bench, id, { by });
    await proceed(bench, id);
    expect(bench.psa.treated).toEqual(['contactpersons:1']);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'verifying', checks: [{ check: 'now', found: 0 }, { found: null }, { found: null }, { found: null }] });
  });

  it('erases again what comes back before the look, and makes the same look once more', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    const id = await erased(bench);
    bench.psa.traces = [trace('contactpersons:9')];
    bench.advance(3_700_000);
    await proceedDue(bench);
    expect(bench.psa.treated).toEqual(['contactpersons:1', 'contactpersons:9']);
    expect((await bench.requests.request(id))?.checks.map(({ check, found }) => [check, found])).toEqual([['now', 0], ['hour', 1], ['hour', 0]]);
  });

  it('waits for what a person has to do by hand before it is done, and ends then', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1'), trace('files:2', { kind: 'file', treatment: 'manual', reason: 'files-by-hand' })];
    const id = await erased(bench);
    expect(await statusOf(bench, id)).toMatchObject({ next: 'byHand', waitsFor: 'officer', doneAt: null, acceptedAt: expect.any(String) });
    await monthLater(bench);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'verifying', next: 'byHand' });
    const file = (await bench.requests.steps(id)).find(({ state }) => state === 'manual');
    bench.psa.traces = [];
    await confirmManual(bench, id, file?.id ?? '', { by });
    await expect(confirmManual(bench, id, file?.id ?? '', { by })).rejects.toMatchObject({ code: 'step-unknown' });
    await proceed(bench, id);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'completed', next: 'nothing', doneAt: expect.any(String), verifiedAt: expect.any(String) });
  });

  it('gives a person what a look finds that no program may erase, and is not verified before they have', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    const id = await erased(bench);
    bench.psa.traces = [trace('workhours:3', { kind: 'hour', treatment: 'manual', reason: 'locked' })];
    bench.advance(DAY_MS / 10);
    await proceedDue(bench);
    Object.assign(bench, { modes: { psa: 'read-only', crm: 'read-write' } });
    bench.psa.traces = [...bench.psa.traces, trace('contactpersons:9')];
    await monthLater(bench);
    expect(bench.psa.treated).toEqual(['contactpersons:1']);
    expect((await bench.requests.steps(id)).flatMap(({ kind, state, problem }) => (state === 'manual' ? [[kind, problem]] : []))).toEqual([['hour', 'locked'], ['contact', 'connection-read-only']]);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'verifying', next: 'byHand', verifiedAt: null });
  });

  it('writes nothing to a connection that was made read-only after the approval', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('notes:2', { kind: 'note' }), trace('contactpersons:1')];
    const id = await reviewed(bench);
    await approve(bench, id, { by });
    Object.assign(bench, { adjusted: () => ({ modes: { psa: 'read-only', crm: 'read-write' } }) });
    await proceed(bench, id);
    await monthLater(bench);
    expect(bench.psa.treated).toEqual([]);
    expect((await bench.requests.steps(id)).map(({ kind, state, problem }) => [kind, state, problem])).toEqual([['note', 'manual', 'connection-read-only'], ['contact', 'manual', 'connection-read-only']]);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'verifying', next: 'byHand' });
  });

  it('leaves what a system refuses to a person: no look tries it again by itself', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    let tries = 0;
    const refusing: Privacy['treat'] = (orders) => Promise.resolve(orders.map(() => ({ kind: 'rejected', error: new RejectedError(`not-emptied`, `try ${++tries}`) }) as const));
    Object.assign(bench.connectors.get('psa')?.privacy ?? {}, { treat: refusing });
    const id = await erased(bench);
    await monthLater(bench);
    expect(tries).toBe(1);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'verifying', next: 'failed', waitsFor: 'officer', verifiedAt: null });
    bench.psa.traces = [];
    await confirmManual(bench, id, (await bench.requests.steps(id))[0]?.id ?? '', { by });
    await proceed(bench, id);
    expect((await statusOf(bench, id)).state).toBe('completed');
  });

  it('tries failed steps again by itself with growing pauses, and at once when a person says so', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    const id = await reviewed(bench);
    await approve(bench, id, { by });
    bench.psa.trouble = new RetryableError('unreachable', 'Severa does not answer.');
    await proceed(bench, id);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'erasing', next: 'system', systems: [{ system: 'sauma' }, { failed: 1, problem: 'unreachable' }] });
    await proceed(bench, id);
    expect((await bench.requests.steps(id)).map(({ attempts }) => attempts)).toEqual([1]);
    bench.psa.trouble = null;
    await retry(bench, id, {});
    await proceed(bench, id);
    expect((await statusOf(bench, id)).state).toBe('verifying');
    await expect(retry(bench, id, {})).rejects.toMatchObject({ code: 'step-unknown' });
  });

  it('erases again as was decided: what was left stays, and of a text what is sure goes', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1'), trace('contactpersons:2', { sure: false })];
    const { request: { id } } = await receive(bench, { origin: 'web', by, email: EMAIL, name: 'Aino Mäki' });
    await recordIdentity(bench, id, { how: 'codeToAddress', by });
    await proceed(bench, id);
    await decide(bench, id, { by, decisions: [{ item: 'severa:contactpersons:2', choice: 'leave' }] });
    await approve(bench, id, { by });
    await proceed(bench, id);
    await monthLater(bench);
    bench.psa.treated.length = 0;
    bench.psa.traces = [trace('contactpersons:2'), trace('notes:5', { kind: 'note', treatment: 'redact', sure: false, texts: { note: 'Aino Mäki soitti. Ainolle vastattiin.' } }), trace('contactpersons:9')];
    Object.assign(bench.connectors.get('psa')?.privacy ?? {}, { left: () => Promise.resolve([]) });
    await expect(eraseAgain(bench, id, { by })).rejects.toMatchObject({ code: 'request-state' });
    await bench.store.addLocal('contact', { fields: { firstName: 'Aino', lastName: 'Mäki', emails: [{ key: EMAIL }] }, keys: [], by });
    await proceedDue(bench);
    await eraseAgain(bench, id, { by });
    await proceed(bench, id);
    expect(bench.psa.treated).toEqual(['notes:5', 'contactpersons:9']);
  });

  it('keeps what the law asks for until its day has passed, and lets it go then', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1'), trace('invoices:7', { kind: 'invoice', on: '2019-05-06', treatment: 'redact', texts: {} }), trace('invoices:8', { kind: 'invoice', on: '2025-05-06', treatment: 'delete' })];
    const id = await erased(bench);
    const kept = (await bench.requests.steps(id)).filter(({ state }) => state === 'retained');
    expect(kept.map(({ kind, ground, until }) => [kind, ground, until])).toEqual([['invoice', 'accounting-act-2-10', '2031-12-31']]);
    await monthLater(bench);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'completed', next: 'retention', retainedUntil: '2031-12-31' });
    bench.advance(6 * 366 * DAY_MS);
    await proceedDue(bench);
    expect(bench.psa.treated).toContain('invoices:8');
  });

  it('is told of once for each alarm, by its id alone', async () => {
    const bench = erasureBench();
    const { request } = await receive(bench, { origin: 'web', by, email: EMAIL });
    for (let day = 0; day < 33; day += 1) {
      await proceedDue(bench);
      bench.advance(DAY_MS);
    }
    const told = bench.logged.filter((line) => line.includes('deadline'));
    expect(told).toHaveLength(3);
    expect(told.every((line) => line.includes(request.id))).toBe(true);
    expect(bench.logged.join('\n')).not.toMatch(/aino|koivu/iu);
  });

  it('is raised by what the systems say: the CRM has made sure who it is, the PSA only asks', async () => {
    const bench = erasureBench();
    await bench.store.saveHints('crm', [{ entity: 'contact', id: '77', kind: 'erased' }]);
    await bench.store.saveHints('psa', [{ entity: 'contact', id: 'unknown-guid', kind: 'erased' }]);
    for (let times = 0; times < 2; times += 1) await proceedDue(bench);
    await bench.store.saveHints('crm', [{ entity: 'contact', id: '77', kind: 'erased' }]);
    await proceedDue(bench);
    const all = await bench.requests.requests({ limit: 10 });
    expect(all.map(({ origin, identity, state }) => [origin, identity?.how, state])).toEqual([['crm', 'vendor', 'review']]);
  });
});

describe('the receipts of a workspace', () => {
  it('are signed, chained to each other, name nobody, and are pages to read in two languages', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    const ids = [await erased(bench), await erased(bench, { email: 'onni@koivu.example' })];
    const [first, second] = await Promise.all(ids.map((id) => receiptOf(bench, id)));
    if (!first || !second) throw new Error('no receipts');
    expect([first, second].map((one) => isGenuine(bench, one))).toEqual([true, true]);
    expect(parsedBody(first.body)).toMatchObject({ outcome: 'erased', foundNothing: false, approvedBy: OFFICER, previous: null });
    expect(parsedBody(second.body)).toMatchObject({ foundNothing: true, previous: hashOf(first.body) });
    expect(`${first.body}${second.body}`).not.toMatch(/aino|onni|koivu|contactpersons/iu);
    expect(isGenuine(bench, { ...first, body: first.body.replace('"deleted":1', '"deleted":2') })).toBe(false);
    for (const language of ['fi', 'en'] as const) {
      const pdf = await receiptPdf(second, language, 'Europe/Helsinki');
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      expect(pdf.equals(await receiptPdf(second, language, 'Europe/Helsinki'))).toBe(true);
    }
  });

  it('stay one chain when a process dies between a receipt and its place', async () => {
    const bench = erasureBench();
    let isDead = false;
    const dying: Bench = { ...bench, requests: { ...bench.requests, saveReceipt: (given) => (isDead ? bench.requests.saveReceipt(given) : ((isDead = true), Promise.reject(new Error('died')))) } };
    const id = await reviewed(dying);
    await approve(dying, id, { by });
    await expect(proceed(dying, id)).rejects.toThrow('died');
    bench.advance(600_000);
    await proceed(bench, id);
    const bodies = (await bench.requests.receipts(id)).map(({ body }) => body);
    expect(bodies).toHaveLength(2);
    const [first] = bodies.filter((body) => parsedBody(body).previous === null);
    expect(new Set(bodies.map((body) => parsedBody(body).previous))).toEqual(new Set([null, hashOf(first ?? '')]));
  });
});

describe('somebody who was shown again', () => {
  it('to us alone, after it is no longer known who it was about, is an alarm that a person can end', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    const id = await erased(bench);
    await monthLater(bench);
    bench.advance(40 * DAY_MS);
    await proceedDue(bench);
    expect((await bench.requests.request(id))?.sealed).toBeNull();
    expect(await bench.store.addLocal('contact', { fields: { firstName: 'A', lastName: 'M', emails: [{ key: EMAIL }] }, keys: [], by })).toBeNull();
    await proceedDue(bench);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'completed', next: 'reappeared', deeds: ['again', 'lift'] });
    await eraseAgain(bench, id, { by });
    await proceedDue(bench);
    expect(await statusOf(bench, id)).toMatchObject({ state: 'completed', next: 'nothing' });
    await expect(eraseAgain(bench, id, { by })).rejects.toMatchObject({ code: 'request-state' });
  });
});

describe('somebody who may come back', () => {
  it('is taken off the file and then off the store, by a person', async () => {
    const bench = erasureBench();
    const id = await erased(bench);
    await expect(lift(bench, id, { by })).rejects.toMatchObject({ code: 'request-state' });
    await monthLater(bench);
    expect((await bench.ledgerFile.all()).length).toBeGreaterThan(0);
    await lift(bench, id, { by });
    expect(await bench.ledgerFile.all()).toEqual([]);
    expect([...(await bench.forgetting.suppressed([`email:${EMAIL}`]))]).toEqual([]);
  });
});

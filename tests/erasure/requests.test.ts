// The life of a request as people lead it: received once, identified, extended, refused or cancelled; each move only from where it may be
// made, and no answer says whether anybody is known.
import { describe, expect, it } from 'vitest';
import { approve } from '../../src/erasure/approve.ts';
import { exportSubject } from '../../src/erasure/export-subject.ts';
import { dataOf, sealData } from '../../src/erasure/request-data.ts';
import { awaitIdentity, cancel, extend, moved, receive, recordIdentity, refuse, requestOf } from '../../src/erasure/requests.ts';
import { proceed } from '../../src/erasure/proceed.ts';
import { statusOf } from '../../src/erasure/status.ts';
import { NOBODY } from '../../src/core/subject.ts';
import { RetryableError } from '../../src/lib/errors.ts';
import { DAY_MS, erasureBench, OFFICER, trace } from './bench.ts';
import type { Bench } from './bench.ts';

const by = OFFICER;

async function received(bench: Bench, email = 'aino.maki@koivu.example') {
  return (await receive(bench, { origin: 'web', by, email })).request;
}

describe('a request', () => {
  it('about the same person, however they are spelled, is received once while it is open', async () => {
    const bench = erasureBench();
    const { request, existed } = await receive(bench, { origin: 'web', by, email: 'Aino.Maki@koivu.example' });
    expect({ existed, state: request.state, dueOn: request.dueOn }).toEqual({ existed: false, state: 'received', dueOn: '2026-04-02' });
    expect(await receive(bench, { origin: 'api', by, email: ' aino.maki+x@KOIVU.example' })).toMatchObject({ existed: true, request: { id: request.id } });
    await cancel(bench, request.id, { by });
    expect((await receive(bench, { origin: 'web', by, email: 'aino.maki@koivu.example' })).existed).toBe(false);
  });

  it('has to say who it is about, by something that can be read, and cannot arrive tomorrow', async () => {
    const bench = erasureBench();
    await expect(receive(bench, { origin: 'web', by })).rejects.toMatchObject({ code: 'asked-for-nobody' });
    await expect(receive(bench, { origin: 'web', by, email: 'aino' })).rejects.toMatchObject({ code: 'email-unfit' });
    await expect(receive(bench, { origin: 'web', by, phone: '12' })).rejects.toMatchObject({ code: 'phone-unfit' });
    await expect(receive(bench, { origin: 'web', by, email: 'a@b.example', receivedOn: '2026-03-03' })).rejects.toMatchObject({ code: 'received-later' });
  });

  it('takes no half name, by which nobody is found: neither alone nor beside an address, and nothing of it is written down', async () => {
    const bench = erasureBench();
    for (const name of ['Aaltonen', ' Aaltonen, ', ', Aino', '- Aaltonen']) {
      await expect(receive(bench, { origin: 'commandLine', by, name })).rejects.toMatchObject({ code: 'name-unfit' });
      await expect(receive(bench, { origin: 'commandLine', by, name, email: 'aino@koivu.example' })).rejects.toMatchObject({ code: 'name-unfit' });
      await expect(exportSubject(bench, { name, how: 'commandLine', by, language: 'fi' })).rejects.toMatchObject({ code: 'name-unfit' });
    }
    expect([await bench.requests.requests({ limit: 5 }), bench.logged]).toEqual([[], []]);
    await expect(receive(bench, { origin: 'web', by, name: 'Aaltonen' })).rejects.not.toThrow(/Aaltonen/u);
    for (const name of ['Aino Aaltonen', 'Aaltonen, Aino', 'A. Aaltonen', '李 小龙']) expect((await receive(bench, { origin: 'web', by, name })).request.state).toBe('received');
  });

  it('about a contact whose record has one name only, and one that was received by half a name before, go on', async () => {
    const bench = erasureBench();
    const { request: picked } = await receive(bench, { origin: 'web', by, linkId: 'l1', called: 'Suharto' });
    expect(dataOf(bench, picked).asked).toMatchObject({ linkIds: ['l1'], names: [{ first: '', last: 'Suharto' }] });
    const { request: old } = await receive(bench, { origin: 'web', by, name: 'Aino Aaltonen' });
    const data = dataOf(bench, old);
    await moved(bench, old, { sealed: sealData(bench, old.id, { ...data, asked: { ...data.asked, names: [{ first: '', last: 'Aaltonen' }] } }) });
    for (const { id } of [picked, old]) {
      await recordIdentity(bench, id, { how: 'calledBack', by });
      await proceed(bench, id);
      expect(await statusOf(bench, id)).toMatchObject({ state: 'review', next: 'approval' });
    }
  });

  it('that arrived earlier is due from that day on', async () => {
    const bench = erasureBench();
    const { request } = await receive(bench, { origin: 'web', by, email: 'a@b.example', receivedOn: '2026-02-10' });
    expect(await statusOf(bench, request.id)).toMatchObject({ dueOn: '2026-03-10', daysLeft: 8, alarm: 'soon' });
  });

  it('is extended once, within the first month, and then due after three', async () => {
    const bench = erasureBench();
    const { id } = await received(bench);
    expect((await extend(bench, id, { by, reason: 'Useita järjestelmiä' })).dueOn).toBe('2026-06-02');
    await expect(extend(bench, id, { by, reason: 'Vielä' })).rejects.toMatchObject({ code: 'request-state' });
    const late = await received(bench, 'late@koivu.example');
    bench.advance(40 * DAY_MS);
    await expect(extend(bench, late.id, { by, reason: 'Myöhässä' })).rejects.toMatchObject({ code: 'too-late' });
    expect(await statusOf(bench, late.id)).toMatchObject({ alarm: 'late', daysLeft: -9 });
  });

  it('is not extended any more once the erasing has begun', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    const { id } = await received(bench);
    await recordIdentity(bench, id, { how: 'calledBack', by });
    await proceed(bench, id);
    await approve(bench, id, { by });
    expect((await statusOf(bench, id)).deeds).toContain('extend');
    bench.psa.trouble = new RetryableError('unreachable', 'Severa does not answer.');
    expect((await proceed(bench, id)).state).toBe('erasing');
    expect((await statusOf(bench, id)).deeds).not.toContain('extend');
    await expect(extend(bench, id, { by, reason: 'Kesken' })).rejects.toMatchObject({ code: 'request-state', message: expect.stringContaining('has begun') as string });
  });

  it('that is called off between its lines in the ledger file and its arming leaves none there, in no workspace', async () => {
    const bench = erasureBench();
    const { id } = await received(bench);
    await recordIdentity(bench, id, { how: 'calledBack', by });
    await proceed(bench, id);
    await approve(bench, id, { by });
    const desk: Bench = { ...bench, forgetting: { ...bench.forgetting, siblings: () => Promise.resolve([{ workspace: 'second', subject: NOBODY, keys: ['email:aino.maki@koivu.example'] }]), arm: async (order) => {
      await cancel(bench, id, { by });
      return bench.forgetting.arm(order);
    } } };
    await expect(proceed(desk, id)).rejects.toMatchObject({ code: 'request-moved' });
    expect(await bench.ledgerFile.all()).toEqual([]);
  });

  it('that was armed by somebody quicker keeps its lines', async () => {
    const bench = erasureBench();
    const { id } = await received(bench);
    await recordIdentity(bench, id, { how: 'calledBack', by });
    await proceed(bench, id);
    await approve(bench, id, { by });
    const desk: Bench = { ...bench, forgetting: { ...bench.forgetting, arm: async (order) => {
      await bench.forgetting.arm(order);
      return bench.forgetting.arm(order);
    } } };
    await expect(proceed(desk, id)).rejects.toMatchObject({ code: 'request-moved' });
    expect((await bench.ledgerFile.all()).length).toBeGreaterThan(0);
  });

  it('is refused or cancelled only before it is armed, and never moved by somebody who saw an older one', async () => {
    const bench = erasureBench();
    bench.psa.traces = [trace('contactpersons:1')];
    const { id } = await received(bench);
    await awaitIdentity(bench, id);
    await expect(approve(bench, id, { by })).rejects.toMatchObject({ code: 'request-state' });
    await recordIdentity(bench, id, { how: 'calledBack', by });
    const reviewed = await proceed(bench, id);
    expect(reviewed.state).toBe('review');
    await expect(approve(bench, id, { by, version: reviewed.version - 1 })).rejects.toMatchObject({ code: 'request-moved' });
    await approve(bench, id, { by, version: reviewed.version });
    expect((await proceed(bench, id)).state).toBe('verifying');
    for (const late of [() => cancel(bench, id, { by }), () => refuse(bench, id, { by, reason: 'Ei' })]) await expect(late()).rejects.toMatchObject({ code: 'request-state' });
    const other = await received(bench, 'other@koivu.example');
    expect(await refuse(bench, other.id, { by, reason: 'Henkilöllisyys jäi varmistamatta' })).toMatchObject({ state: 'refused', nextAt: null });
    expect(await statusOf(bench, other.id)).toMatchObject({ next: 'nothing', waitsFor: 'nobody', deeds: [] });
  });

  it('is found by the beginning of its id, if that is the beginning of no other', async () => {
    const bench = erasureBench();
    const { id } = await received(bench);
    expect((await requestOf(bench, id.slice(0, 6))).id).toBe(id);
    for (const wrong of ['nope', 'id', `${id}x`]) await expect(requestOf(bench, wrong)).rejects.toMatchObject({ code: 'request-unknown' });
  });
});

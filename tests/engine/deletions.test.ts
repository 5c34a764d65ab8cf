// What becomes of a link when one of its records is gone, under each policy, on either side, and when it comes back.
import { RECORD_GONE } from '../../src/core/plan.ts';
import { describe, expect, it } from 'vitest';
import type { Side } from '../../src/core/vocabulary.ts';
import { meet, openBench } from './bench.ts';
import { openNet } from './net.ts';
import type { Bench, BenchOptions } from './bench.ts';

const KUURA = { name: 'Kuura Oy', businessId: '0201256-6', phone: '1' };

async function pair(options: BenchOptions = {}): Promise<{ bench: Bench; psaId: string; crmId: string }> {
  const bench = openBench(options);
  return { bench, ...(await meet(bench, KUURA)) };
}

async function later(bench: Bench, times = 2): Promise<void> {
  for (let time = 0; time < times; time++) await bench.cycle({ sweep: true });
}

const lines = async (bench: Bench): Promise<readonly string[]> =>
  (await bench.store.journal({ limit: 100 })).map(({ action, side, outcome, reason }) => `${action} ${side} ${outcome} ${reason ?? ''}`.trim()).toReversed();

async function answerRecord(bench: Bench, side: Side): Promise<void> {
  const [question] = (await bench.store.inbox({ limit: 10 })).conflicts;
  expect(await bench.store.answer({ kind: 'conflict', id: question?.id ?? '', side, by: 'Milla' })).toBe(true);
}

describe('a record that is gone, when the policy is archive', () => {
  it('takes the other side out of use once, and puts ours away', async () => {
    const { bench, psaId, crmId } = await pair({ deletes: { psa: 'archive' } });
    bench.psa.remove(psaId, 'deleted');
    await later(bench, 3);
    expect(bench.crm.written.filter(({ kind }) => kind === 'archive')).toMatchObject([{ id: crmId }]);
    const { sides, held } = await bench.link(psaId);
    expect([sides.psa?.gone, sides.crm?.gone, sides.local?.gone]).toEqual(['deleted', 'archived', 'archived']);
    expect(held).toEqual([]);
    expect((await lines(bench)).slice(-3)).toEqual(['gone psa done deleted', 'archive local done policy', 'archive crm done policy']);
    expect((await bench.store.inbox({ limit: 10 })).conflicts).toEqual([]);
  });

  it('is not taken for a deletion by somebody when the system lists our own archive', async () => {
    const { bench, psaId, crmId } = await pair({ deletes: { psa: 'archive', crm: 'archive' } });
    bench.crm.remove(crmId, 'archived');
    bench.psa.script.retires = { phone: 'out of use' };
    await later(bench, 3);
    const { sides } = await bench.link(psaId);
    expect([sides.psa?.gone, sides.psa?.fields['phone'], sides.local?.gone]).toEqual(['retired', 'out of use', 'archived']);
    expect(bench.psa.written.filter(({ kind }) => kind === 'archive')).toHaveLength(1);
  });

  it('waits for its right on a connection that is only read', async () => {
    const { bench, psaId, crmId } = await pair({ deletes: { psa: 'archive' } });
    bench.psa.remove(psaId, 'deleted');
    const readOnly: Bench['engine'] = { ...bench.engine, modes: { psa: 'read-write', crm: 'read-only' } };
    Object.assign(bench.engine, readOnly);
    await later(bench);
    expect((await bench.link(psaId)).held).toContainEqual({ side: 'crm', field: null, reason: 'connection-read-only' });
    expect(bench.crm.shown(crmId)).not.toBeNull();
    Object.assign(bench.engine, { modes: { psa: 'read-write', crm: 'read-write' } });
    await later(bench);
    expect((await bench.link(psaId)).sides.crm?.gone).toBe('archived');
    expect((await lines(bench)).filter((line) => line.startsWith('gone'))).toHaveLength(1);
  });

  it('is tried again when the other side did not get it, and is told of once', async () => {
    const { bench, psaId } = await pair({ deletes: { psa: 'archive' } });
    bench.crm.script.fate = () => 'failed';
    bench.psa.remove(psaId, 'deleted');
    await later(bench);
    expect((await bench.link(psaId)).sides.crm?.gone).toBeNull();
    bench.crm.script.fate = () => 'stored';
    await later(bench);
    expect((await bench.link(psaId)).sides.crm?.gone).toBe('archived');
    expect((await lines(bench)).filter((line) => line.startsWith('gone'))).toHaveLength(1);
  });
});

describe('a record that is gone, when the policy is unlink', () => {
  it('is never made again, and the others go on without it', async () => {
    const { bench, psaId, crmId } = await pair({ deletes: { psa: 'unlink' } });
    bench.psa.remove(psaId, 'deleted');
    bench.crm.edit(crmId, { phone: '2' });
    await later(bench, 4);
    bench.crm.edit(crmId, { phone: '3' });
    await later(bench);
    const { sides, held } = await bench.link(crmId);
    expect([sides.psa?.gone, sides.psa?.verdict, sides.crm?.gone]).toEqual(['deleted', 'unlink', null]);
    expect(sides.local?.fields['phone']).toBe('3');
    // What it misses it is owed, should it come back.
    expect(held.filter(({ reason }) => reason !== RECORD_GONE)).toEqual([]);
    expect(bench.psa.written).toEqual([]);
    expect((await lines(bench)).filter((line) => /^(gone|unlink)/.test(line))).toEqual(['gone psa done deleted', 'unlink psa done policy']);
  });

  it('gives its place to a record that somebody makes anew under the same key', async () => {
    const { bench, psaId, crmId } = await pair({ deletes: { psa: 'unlink' } });
    bench.psa.remove(psaId, 'deleted');
    await later(bench);
    const anew = bench.psa.add({ ...KUURA, phone: '9' });
    await later(bench, 3);
    const { sides } = await bench.link(crmId);
    expect([sides.psa?.id, sides.psa?.gone]).toEqual([anew, null]);
    expect(bench.psa.ids).toHaveLength(2);
  });
});

describe('a record that is gone, when a person is asked', () => {
  it('rests until the answer, and archives when the side that is gone is right', async () => {
    const { bench, psaId, crmId } = await pair();
    bench.psa.remove(psaId, 'deleted');
    bench.crm.edit(crmId, { phone: '2' });
    await later(bench);
    const { conflicts } = await bench.store.inbox({ limit: 10 });
    expect(conflicts).toMatchObject([{ field: '(record)', values: { psa: 'gone', crm: 'present', local: 'present' } }]);
    expect((await bench.link(psaId)).sides.local?.fields['phone']).toBe('1');
    await answerRecord(bench, 'psa');
    await later(bench);
    expect((await bench.link(psaId)).sides.crm?.gone).toBe('archived');
    expect(await lines(bench)).toContain('archive crm done person');
  });

  it('goes on without it when a side that is there is right', async () => {
    const { bench, psaId, crmId } = await pair();
    bench.psa.remove(psaId, 'deleted');
    bench.crm.edit(crmId, { phone: '2' });
    await later(bench);
    await answerRecord(bench, 'crm');
    await later(bench);
    expect((await bench.link(crmId)).sides.local?.fields['phone']).toBe('2');
    expect((await bench.store.inbox({ limit: 10 })).conflicts).toEqual([]);
    expect(await lines(bench)).toContain('unlink psa done person');
    expect(bench.psa.written).toEqual([]);
  });

  it('is asked about when it was merged or erased, whatever the policy', async () => {
    for (const how of ['merged', 'erased'] as const) {
      const { bench, psaId } = await pair({ deletes: { psa: 'archive', crm: 'archive' } });
      bench.psa.remove(psaId, how);
      await later(bench);
      expect((await bench.store.inbox({ limit: 10 })).conflicts).toHaveLength(1);
      expect((await bench.link(psaId)).held).toContainEqual({ side: 'psa', field: null, reason: `gone-${how}` });
      expect(bench.crm.written).toEqual([]);
    }
  });
});

it('a person who is also known at another account is asked about, whatever the policy, when one of the records is gone', async () => {
  const net = openNet({}, new Map([['contact', { psa: 'archive' }]]));
  const [kuura, halla] = [net.psa.account.add({ name: 'Kuura Oy', businessId: '1234567-1' }), net.psa.account.add({ name: 'Halla Oy', businessId: '0737546-2' })];
  const aino = { name: 'Aino Mäki', firstName: 'Aino', lastName: 'Mäki', emails: [{ key: 'aino@example.com' }] };
  const [main] = [kuura, halla].map((account) => net.psa.contact.add({ ...aino, account })) as [string];
  const person = net.crm.contact.add(aino);
  for (let time = 0; time < 3; time++) await net.cycle();
  const { sides } = await net.link('contact', person);
  expect(sides.psa?.id).toBe(main);
  net.psa.contact.remove(main, 'deleted');
  for (let time = 0; time < 3; time++) await net.cycle();
  expect((await net.link('contact', person)).sides.crm?.gone).toBeNull();
  expect((await net.store.inbox({ limit: 5 })).conflicts).toMatchObject([{ field: '(record)', values: { psa: 'gone', crm: 'present' } }]);
});

it('a dozen records that were merged are no mass deletion', async () => {
  const bench = openBench();
  const ids = Array.from({ length: 12 }, (_, index) => bench.psa.add({ name: `Kuura ${index}` }));
  await later(bench);
  for (const id of ids) bench.psa.remove(id, 'merged');
  expect((await bench.cycle({ approved: false })).waiting).toBeNull();
});

describe('a record that comes back', () => {
  it('goes on where it was: an edit made meanwhile meets it, and the question is over', async () => {
    const { bench, psaId, crmId } = await pair();
    bench.crm.remove(crmId, 'archived');
    bench.psa.edit(psaId, { phone: '2' });
    await later(bench);
    expect((await bench.store.inbox({ limit: 10 })).conflicts).toHaveLength(1);
    bench.crm.restore(crmId);
    await later(bench, 3);
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '2' });
    const { sides, held } = await bench.link(psaId);
    expect([sides.crm?.gone, sides.crm?.verdict, held]).toEqual([null, null, []]);
    expect((await bench.store.inbox({ limit: 10 })).conflicts).toEqual([]);
  });

  it('after it was archived everywhere brings ours back, and is not taken away again', async () => {
    const { bench, psaId, crmId } = await pair({ deletes: { psa: 'archive' } });
    bench.psa.remove(psaId, 'deleted');
    await later(bench, 2);
    bench.crm.restore(crmId);
    bench.crm.edit(crmId, { phone: '5' });
    await later(bench, 3);
    const { sides } = await bench.link(crmId);
    expect([sides.psa?.gone, sides.crm?.gone, sides.local?.gone]).toEqual(['deleted', null, null]);
    expect(sides.local?.fields['phone']).toBe('5');
    expect(bench.crm.written.filter(({ kind }) => kind === 'archive')).toHaveLength(1);
  });

  it('by an edit of what we made inactive goes on too', async () => {
    const { bench, psaId, crmId } = await pair({ deletes: { crm: 'archive' } });
    bench.psa.script.retires = { notes: 'inactive' };
    bench.crm.remove(crmId, 'deleted');
    await later(bench, 3);
    expect((await bench.link(psaId)).sides.psa?.gone).toBe('retired');
    bench.psa.edit(psaId, { notes: 'active again' });
    await later(bench, 3);
    const { sides } = await bench.link(psaId);
    expect([sides.psa?.gone, sides.crm?.gone, sides.local?.gone]).toEqual([null, 'deleted', null]);
    expect(bench.crm.ids).toHaveLength(1);
  });
});

describe('a link that has no record left', () => {
  it('ends quietly: ours is put away and nobody is asked', async () => {
    const { bench, psaId, crmId } = await pair();
    bench.psa.remove(psaId, 'deleted');
    bench.crm.remove(crmId, 'deleted');
    await later(bench, 3);
    const { sides, held } = await bench.link(psaId);
    expect([sides.local?.gone, held]).toEqual(['archived', []]);
    expect((await bench.store.inbox({ limit: 10 })).conflicts).toEqual([]);
  });

  it('with one system only asks about ours, and puts it away when told to', async () => {
    const bench = openBench({ sides: ['psa'] });
    const psaId = bench.psa.add(KUURA);
    await bench.cycle();
    bench.psa.remove(psaId, 'deleted');
    await later(bench);
    expect((await bench.store.inbox({ limit: 10 })).conflicts).toMatchObject([{ values: { psa: 'gone', local: 'present' } }]);
    await answerRecord(bench, 'psa');
    await later(bench);
    expect((await bench.link(psaId)).sides.local?.gone).toBe('archived');
  });
});

it('our own record still gets the account of a deal that was away when the account was found', async () => {
  const net = openNet({}, new Map([['salesCase', { crm: 'unlink' }]]));
  const deal = net.crm.salesCase.add({ name: 'Koulutus', account: 'crm-1' });
  await net.cycle();
  expect((await net.link('salesCase', deal)).held).toContainEqual(expect.objectContaining({ side: 'local', field: 'account', reason: 'unlinked-account' }));
  net.crm.salesCase.remove(deal, 'deleted');
  const company = net.crm.account.add({ name: 'Kuura Oy' });
  for (let time = 0; time < 3; time++) await net.cycle({ sweep: true });
  expect((await net.link('salesCase', deal)).sides.crm?.gone).toBe('deleted');
  net.crm.salesCase.restore(deal);
  for (let time = 0; time < 3; time++) await net.cycle();
  expect((await net.link('salesCase', deal)).sides.local?.fields['account']).toBe((await net.link('account', company)).id);
});

// Carrying out plans: who goes first, what a cycle tries again and where it stops.
import { expect, it } from 'vitest';
import { AccessError, RetryableError } from '../../src/lib/errors.ts';
import { meet, MINUTE, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

const businessIds = ['0201256-6', '0112038-9', '1927400-1', '0737546-2'];

async function meetAll(bench: Bench): Promise<{ readonly psaId: string; readonly crmId: string }[]> {
  const pairs = businessIds.map((businessId, index) => {
    const fields = { name: `Acme ${index} Oy`, businessId };
    return { psaId: bench.psa.add(fields), crmId: bench.crm.add(fields) };
  });
  await bench.cycle();
  return pairs;
}

it('writes in batches and answers what was done', async () => {
  const bench = openBench();
  for (const { crmId } of await meetAll(bench)) bench.crm.edit(crmId, { notes: 'new' });
  let calls = 0;
  bench.psa.script.before = (what) => void (calls += what === 'write' ? 1 : 0);
  const { applied } = await bench.cycle();
  expect(applied).toMatchObject({ links: 4, updated: { psa: 4, crm: 0, local: 4 }, failed: 0, unchanged: 0 });
  expect(calls).toBe(1);
});

it('writes nothing in the cycles after', async () => {
  const bench = openBench();
  for (const { crmId } of await meetAll(bench)) bench.crm.edit(crmId, { notes: 'new' });
  for (let turn = 0; turn < 4; turn++) await bench.cycle();
  expect([bench.psa.written.length, bench.crm.written.length]).toEqual([4, 0]);
  expect(await bench.store.links({ entity: 'account', dirty: true, limit: 10 })).toEqual([]);
});

it('tries a failing write a few times, leaves it for the next cycle and does the others', async () => {
  const bench = openBench();
  const [first, second] = await meetAll(bench) as [{ psaId: string; crmId: string }, { psaId: string; crmId: string }];
  bench.psa.script.fate = (write) => (write.kind === 'update' && write.id === first.psaId ? 'failed' : 'stored');
  bench.crm.edit(first.crmId, { notes: 'new' });
  bench.crm.edit(second.crmId, { notes: 'new' });
  await bench.cycle();
  expect(bench.psa.written).toHaveLength(3 + 1);
  expect(bench.psa.shown(second.psaId)).toMatchObject({ notes: 'new' });
  expect((await bench.link(first.psaId)).held).toEqual([{ side: 'psa', field: 'notes', reason: 'failed:busy' }]);
  bench.psa.script.fate = () => 'stored';
  await bench.cycle();
  expect(bench.psa.shown(first.psaId)).toMatchObject({ notes: 'new' });
  expect((await bench.link(first.psaId)).held).toEqual([]);
});

it('asks a side that refuses us once, keeps what is owed and goes on with the other', async () => {
  const bench = openBench();
  const pairs = await meetAll(bench);
  for (const { psaId, crmId } of pairs) {
    bench.crm.edit(crmId, { notes: 'new' });
    bench.psa.edit(psaId, { phone: '2' });
  }
  let asked = 0;
  bench.psa.script.before = (what) => {
    if (what !== 'write') return;
    asked += 1;
    throw new AccessError('scope-missing', 'no');
  };
  const { errors } = await bench.cycle();
  expect(asked).toBe(1);
  expect(errors.get('psa')).toBeInstanceOf(AccessError);
  for (const { crmId } of pairs) expect(bench.crm.shown(crmId)).toMatchObject({ notes: 'new', phone: '2' });
  bench.psa.script.before = () => undefined;
  await bench.cycle();
  for (const { psaId } of pairs) expect(bench.psa.shown(psaId)).toMatchObject({ notes: 'new', phone: '2' });
});

it('writes nothing down about writes that were certainly not done', async () => {
  const bench = openBench();
  const [first] = await meetAll(bench) as [{ psaId: string; crmId: string }];
  bench.psa.script.fate = () => 'failed';
  bench.crm.edit(first.crmId, { notes: 'new' });
  const before = (await bench.store.journal({ limit: 1_000 })).length;
  for (let turn = 0; turn < 5; turn++) await bench.cycle();
  const added = (await bench.store.journal({ limit: 1_000 })).slice(0, -before || undefined);
  expect(added.map(({ side, outcome }) => [side, outcome])).toEqual([['local', 'done']]);
});

it('comes to its end although leases of links put aside run out again and again', async () => {
  const bench = openBench({ limits: { takeLinks: 1 } });
  const pairs = await meetAll(bench);
  bench.psa.script.fate = () => 'failed';
  bench.psa.script.before = (what) => void (what === 'write' && bench.clock.advance(6 * MINUTE));
  for (const { crmId } of pairs) bench.crm.edit(crmId, { notes: 'new' });
  const { applied } = await bench.cycle();
  expect(applied?.failed).toBeGreaterThan(0);
});

it('sends nothing for a link that another worker has taken over', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, { name: 'Acme Oy', businessId: '0201256-6' });
  bench.crm.edit(crmId, { notes: 'new' });
  let taken = false;
  bench.psa.script.before = async (what) => {
    if (what !== 'guard' || taken) return;
    taken = true;
    bench.clock.advance(3.9 * MINUTE);
    const { id } = await bench.link(psaId);
    bench.clock.advance(1.2 * MINUTE);
    expect((await bench.store.take({ entity: 'account', limit: 10, ttlMs: 60 * MINUTE })).map(({ link }) => link.id)).toEqual([id]);
  };
  await bench.cycle();
  expect(bench.psa.written).toEqual([]);
});

it('lets a person pass a running backfill instead of waiting for a full batch', async () => {
  const bench = openBench({ limits: { takeLinks: 2 } });
  const { psaId, crmId } = await meet(bench, { name: 'Acme Oy', businessId: '0201256-6' });
  const order: string[] = [];
  const note = (side: string) => (write: { readonly kind: string }) => {
    order.push(`${side} ${write.kind}`);
    return 'stored' as const;
  };
  for (let index = 0; index < 8; index++) bench.crm.add({ name: `Kuura ${index}` });
  await bench.editLocal(psaId, { notes: 'typed by a person' });
  bench.psa.script.fate = note('psa');
  bench.crm.script.fate = note('crm');
  await bench.cycle();
  expect(order.indexOf('crm update')).toBe(0);
  expect(order.indexOf('psa update')).toBeLessThan(order.lastIndexOf('psa create'));
  expect(bench.crm.shown(crmId)).toMatchObject({ notes: 'typed by a person' });
});

it('takes a batch that a side answers nothing about for unknown, and looks before it makes a record again', async () => {
  const bench = openBench();
  bench.crm.add({ name: 'Kuura Oy' });
  let first = true;
  bench.psa.script.before = (what) => {
    if (what !== 'write' || !first) return;
    first = false;
    throw new RetryableError('no-answer', 'cut off', { outcomeUnknown: true });
  };
  await bench.cycle();
  expect((await bench.link('crm-1')).intents).toMatchObject([{ side: 'psa', kind: 'create', state: 'unknown' }]);
  await bench.cycle();
  expect(bench.psa.ids).toEqual(['psa-1']);
  expect((await bench.link('crm-1')).intents).toEqual([]);
});

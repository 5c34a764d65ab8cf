// A process that has to end: what is in hand is finished and recorded, nothing else is begun, and nothing is concluded from half.
import { expect, it } from 'vitest';
import { runOnce } from '../../src/engine/run.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { openBench } from './bench.ts';
import type { Bench } from './bench.ts';
import { openNet } from './net.ts';

const OPTIONS = { dryRun: false, approved: true, sweep: false, deep: false };

function stoppable(bench: Bench): { readonly engine: EngineContext; readonly stop: () => void } {
  const stop = { aborted: false };
  return { engine: { ...bench.engine, stop }, stop: () => void (stop.aborted = true) };
}

it('ends between two pages, keeps its place, and makes nothing of what it has read so far', async () => {
  const bench = openBench();
  bench.psa.add({ name: 'Kuura Oy', businessId: '0201256-6' });
  bench.crm.add({ name: 'Halla Oy', businessId: '0737546-2' });
  const { engine, stop } = stoppable(bench);
  const all = bench.crm.connector.entities.get('account');
  const pages = async function* () {
    for await (const page of all!.all(null)) {
      stop();
      yield { ...page, complete: false, checkpoint: 'half' };
      throw new Error('another page was asked for');
    }
  };
  const connectors = new Map([...engine.connectors, ['crm' as const, { ...bench.crm.connector, entities: new Map([['account', { ...all!, all: pages }]]) }]]);
  const { cycles, more } = await runOnce({ ...engine, connectors }, ['account'], OPTIONS);
  expect([cycles, more]).toEqual([[], true]);
  expect(await bench.store.checkpoint('crm:account:all')).toBe('half');
  expect([...bench.psa.written, ...bench.crm.written]).toEqual([]);
  await bench.cycle();
  await bench.cycle();
  expect([bench.psa.ids.length, bench.crm.ids.length]).toEqual([2, 2]);
});

it('a sweep that had to end concludes nothing about what it has not shown', async () => {
  const bench = openBench();
  bench.psa.add({ name: 'Kuura Oy', businessId: '0201256-6' });
  await bench.cycle();
  const { engine, stop } = stoppable(bench);
  bench.psa.script.before = (what) => (what === 'all' ? stop() : undefined);
  bench.clock.advance(60_000);
  await runOnce(engine, ['account'], { ...OPTIONS, sweep: true });
  bench.psa.script.before = () => undefined;
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect(bench.crm.ids).toHaveLength(1);
  expect((await bench.link(bench.psa.ids[0] ?? '')).sides.psa?.gone).toBe(null);
});

it('looks no further for what a sweep has not shown, and leaves nobody out later', async () => {
  const bench = openBench();
  const ids = ['0201256-6', '0737546-2', '2501118-7'].map((businessId) => bench.psa.add({ name: `Yritys ${businessId}`, businessId }));
  await bench.cycle();
  for (const id of ids) bench.psa.vanish(id);
  const { engine, stop } = stoppable(bench);
  let looks = 0;
  bench.psa.script.before = (what) => {
    if (what !== 'read') return;
    looks += 1;
    stop();
  };
  bench.clock.advance(60_000);
  await runOnce(engine, ['account'], { ...OPTIONS, sweep: true });
  expect(looks).toBe(1);
  bench.psa.script.before = () => undefined;
  for (let turn = 0; turn < 4; turn++) await bench.cycle();
  const gone = await Promise.all(ids.map(async (id) => (await bench.link(id)).sides.psa?.gone));
  expect(gone).toEqual(['deleted', 'deleted', 'deleted']);
});

it('finishes and records the batch in hand, and leaves the rest to whoever goes on', async () => {
  const bench = openBench({ limits: { takeLinks: 2 } });
  for (let number = 1; number <= 5; number++) bench.crm.add({ name: `Yritys ${number} Oy`, businessId: null });
  const { engine, stop } = stoppable(bench);
  bench.psa.script.before = (what) => (what === 'write' ? stop() : undefined);
  const { run, more } = await runOnce(engine, ['account'], OPTIONS);
  const made = bench.psa.ids.length;
  expect(more).toBe(true);
  expect(made).toBeGreaterThan(0);
  expect(made).toBeLessThan(5);
  const links = await bench.store.links({ entity: 'account', limit: 10 });
  expect(links.filter(({ sides }) => sides.psa !== undefined)).toHaveLength(made);
  expect(links.flatMap(({ intents }) => intents)).toEqual([]);
  expect(run.finishedAt).not.toBe(null);
  await bench.cycle();
  expect(bench.psa.ids).toHaveLength(5);
});

it('a yes to the first sync holds for everything in it, also where the process dies before it came to that', async () => {
  const net = openNet();
  const company = net.psa.account.add({ name: 'Kuura Oy', businessId: '1234567-1' });
  net.psa.contact.add({ name: 'Aino Mäki', account: company });
  net.crm.account.script.before = (what) => {
    if (what === 'write') throw new Error('the process dies');
  };
  await expect(net.cycle()).rejects.toThrow('the process dies');
  net.crm.account.script.before = () => undefined;
  net.clock.advance(10 * 60_000);
  await net.cycle({ approved: false });
  expect([net.crm.account.ids.length, net.crm.contact.ids.length]).toEqual([1, 1]);
});

// The guard over a day, over what vanishes and what would be taken out of use, and how far a person's yes reaches.
import { expect, it } from 'vitest';
import { runOnce } from '../../src/engine/run.ts';
import type { CycleOptions } from '../../src/engine/cycle.ts';
import type { RunResult } from '../../src/engine/run.ts';
import { MINUTE, openBench } from './bench.ts';
import type { Bench, BenchOptions } from './bench.ts';

const DAY = 24 * 60 * MINUTE;
const limits = { guard: { updates: { share: 0.2, atLeast: 3 }, deletes: { share: 0.01, atLeast: 2 } } };

async function many(count: number, options: BenchOptions = {}): Promise<{ bench: Bench; ids: readonly string[] }> {
  const bench = openBench({ limits, ...options });
  const ids = Array.from({ length: count }, (_, index) => bench.psa.add({ name: `Kuura ${index}`, phone: '1' }));
  await run(bench, { approved: true });
  await run(bench, { approved: true });
  return { bench, ids };
}

function run(bench: Bench, options: Partial<CycleOptions> = {}): Promise<RunResult> {
  bench.clock.advance(MINUTE);
  return runOnce(bench.engine, ['account'], { dryRun: false, approved: false, sweep: false, deep: false, ...options });
}

const halted = (result: RunResult): readonly string[] => result.cycles.flatMap(({ waiting }) => (waiting?.verdicts ?? []).map(({ side, change, planned, done, limit }) => `${change} ${side} ${planned}+${done}>${limit}`));

it('counts a day together, and starts anew the day after', async () => {
  const { bench, ids } = await many(6);
  for (const id of ids.slice(0, 3)) {
    bench.psa.edit(id, { phone: '2' });
    expect(halted(await run(bench))).toEqual([]);
  }
  bench.psa.edit(ids[3] as string, { phone: '2' });
  expect(halted(await run(bench))).toEqual(['updates crm 1+3>3', 'updates local 1+3>3']);
  bench.clock.advance(DAY);
  expect(halted(await run(bench))).toEqual([]);
});

it('counts a record once, however often it was edited in the day', async () => {
  const { bench, ids } = await many(6);
  for (let time = 0; time < 8; time++) {
    bench.psa.edit(ids[0] as string, { phone: `again ${time}` });
    expect(halted(await run(bench))).toEqual([]);
  }
});

it('does not count what a person has approved', async () => {
  const { bench, ids } = await many(6);
  for (const id of ids) bench.psa.edit(id, { phone: '2' });
  expect((await run(bench)).run.state).toBe('halted');
  expect((await run(bench, { approved: true })).cycles[0]?.applied?.updated.crm).toBe(6);
  bench.psa.edit(ids[0] as string, { phone: '3' });
  expect(halted(await run(bench))).toEqual([]);
});

it('goes on with what a person approved when one cycle had no time for it, and with nothing on top', async () => {
  const { bench, ids } = await many(8, { limits: { ...limits, takeLinks: 2, cycleMs: 1 } });
  for (const id of ids.slice(0, 6)) bench.psa.edit(id, { phone: '2' });
  const { store } = bench;
  const slow: Bench['store'] = { ...store, take: (query) => store.take(query).finally(() => bench.clock.advance(MINUTE)) };
  Object.assign(bench.engine, { store: slow });
  const first = await run(bench, { approved: true });
  expect([first.more, first.cycles[0]?.applied?.updated.crm]).toEqual([true, 2]);
  const second = await run(bench);
  expect([halted(second), second.more, second.run.approved]).toEqual([[], true, true]);
  for (const id of ids.slice(0, 2)) bench.psa.edit(id, { phone: 'on top' });
  expect(halted(await run(bench))).toEqual(['updates crm 4+0>3', 'updates local 4+0>3']);
});

it.each([['archive'], ['unlink'], ['ask']] as const)('halts when records vanish by the dozen, whatever the policy: %s', async (policy) => {
  const { bench, ids } = await many(10, { deletes: { psa: policy } });
  for (const id of ids.slice(0, 3)) bench.psa.remove(id, 'deleted');
  const stopped = await run(bench);
  expect(halted(stopped)).toContain('gone psa 3+0>2');
  expect(stopped.run.state).toBe('halted');
  expect(bench.crm.written.filter(({ kind }) => kind === 'archive')).toEqual([]);
  expect((await bench.store.inbox({ limit: 10 })).conflicts).toEqual([]);
  const { cycles } = await run(bench, { approved: true });
  expect(cycles[0]?.applied?.archived).toEqual(policy === 'archive' ? { psa: 0, crm: 3, local: 3 } : { psa: 0, crm: 0, local: 0 });
  expect((await bench.store.inbox({ limit: 10 })).conflicts).toHaveLength(policy === 'ask' ? 3 : 0);
});

it('halts as well when they vanish one by one within a day', async () => {
  const { bench, ids } = await many(10, { deletes: { psa: 'unlink' } });
  for (const id of ids.slice(0, 2)) {
    bench.psa.remove(id, 'deleted');
    expect(halted(await run(bench))).toEqual([]);
  }
  bench.psa.remove(ids[2] as string, 'deleted');
  expect(halted(await run(bench))).toEqual(['gone psa 1+2>2']);
});

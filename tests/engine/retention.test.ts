// What is over and old enough is forgotten by a sweep, once a day.
import { expect, it } from 'vitest';
import { runOnce } from '../../src/engine/run.ts';
import type { CycleOptions } from '../../src/engine/cycle.ts';
import { meet, MINUTE, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

const DAY = 24 * 60 * MINUTE;

async function run(bench: Bench, options: Partial<CycleOptions> = {}): Promise<string> {
  bench.clock.advance(MINUTE);
  return (await runOnce(bench.engine, ['account'], { dryRun: false, approved: true, sweep: false, deep: false, ...options })).run.id;
}

it('keeps what a run replaced for as long as it may be undone, and the journal for longer', async () => {
  const bench = openBench({ limits: { retention: { beforeImages: 30, journal: 60, conflicts: 60, billingMoves: 60, accessLog: 60, people: 60 } } });
  const { psaId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: '1' });
  bench.psa.edit(psaId, { phone: '2' });
  const runId = await run(bench);
  const kept = async (): Promise<readonly number[]> => [(await bench.store.images({ runId, limit: 10 })).length, (await bench.store.journal({ runId, limit: 10 })).length, (await bench.store.runs({ id: runId, limit: 1 })).length];
  bench.clock.advance(29 * DAY);
  await run(bench, { sweep: true });
  expect(await kept()).toEqual([2, 2, 1]);
  bench.clock.advance(2 * DAY);
  await run(bench);
  expect(await kept()).toEqual([2, 2, 1]);
  await run(bench, { sweep: true });
  expect(await kept()).toEqual([0, 2, 1]);
  bench.clock.advance(31 * DAY);
  await run(bench, { sweep: true });
  expect(await kept()).toEqual([0, 0, 0]);
});

it('is not looked for again within a day, and never by a dry run', async () => {
  const bench = openBench();
  await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6' });
  let purges = 0;
  const { store } = bench;
  Object.assign(bench.engine, { store: { ...store, purge: (before: Parameters<typeof store.purge>[0]) => store.purge(before).finally(() => (purges += 1)) } });
  await run(bench, { sweep: true, dryRun: true });
  expect(purges).toBe(0);
  for (let time = 0; time < 3; time++) await run(bench, { sweep: true });
  expect(purges).toBe(1);
  bench.clock.advance(DAY);
  await run(bench, { sweep: true });
  expect(purges).toBe(2);
});

// Runs, as people and scripts find them afterwards.
import { expect, it } from 'vitest';
import { runOnce, summaryOf } from '../../src/engine/run.ts';
import { RetryableError } from '../../src/lib/errors.ts';
import { openBench } from './bench.ts';

const usual = { dryRun: false, approved: true, sweep: false, deep: false };

it('is written down with what came of it', async () => {
  const bench = openBench();
  bench.psa.add({ name: 'Kuura Oy' });
  const { run } = await runOnce(bench.engine, ['account'], usual);
  expect(run).toMatchObject({ kind: 'backfill', state: 'done', report: { account: { read: 1, created: { psa: 0, crm: 1, local: 1 }, failed: 0 } } });
  expect(await bench.store.runs({ limit: 10 })).toEqual([run]);
  expect((await bench.store.journal({ runId: run.id, limit: 10 })).map(({ side, action }) => `${action} ${side}`).toSorted()).toEqual(['create crm', 'create local']);
});

it('is halted while it waits for a person, and failed when a side could not be reached', async () => {
  const bench = openBench();
  bench.psa.add({ name: 'Kuura Oy' });
  expect((await runOnce(bench.engine, ['account'], { ...usual, approved: false })).run.state).toBe('halted');
  bench.crm.script.before = () => {
    throw new RetryableError('unreachable', 'down');
  };
  expect((await runOnce(bench.engine, ['account'], usual)).run.state).toBe('failed');
});

it('is failed and finished when a bug ends it', async () => {
  const bench = openBench();
  bench.psa.script.before = () => {
    throw new TypeError('a bug');
  };
  await expect(runOnce(bench.engine, ['account'], usual)).rejects.toThrow('a bug');
  const [run] = await bench.store.runs({ limit: 1 });
  expect(run).toMatchObject({ state: 'failed' });
  expect(run?.finishedAt).not.toBeNull();
});

it('tells of a cycle that wrote nothing what it would have done', async () => {
  const bench = openBench();
  bench.psa.add({ name: 'Kuura Oy' });
  const { cycles } = await runOnce(bench.engine, ['account'], { ...usual, dryRun: true });
  expect(cycles.map(summaryOf)).toMatchObject([{ read: 1, created: { crm: 1, local: 1 }, unchanged: 0 }]);
});

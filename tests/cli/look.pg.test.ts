// A worker's look: one of a schedule at a time, nothing left waiting by the dead, and an end that comes after the batch in hand.
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLook } from '../../src/cli/look.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import type { JobPayload } from '../../src/jobs/jobs.ts';
import type { Queue } from '../../src/jobs/queue.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { announcePresence } from '../../src/store/postgres/presence.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { freshDatabase } from '../support/database.ts';
import { companiesNamed, putCustomer, settle } from '../scenarios/outcome.ts';
import { openStage, type Stage } from '../scenarios/stage.ts';
import { KEYS } from '../support/keys.ts';

const CYCLE: JobPayload = { schedule: 'cycle', job: 'cycle', entity: 'account', side: 'both' };
const neverEnds = new AbortController().signal;

type Sent = readonly [JobPayload, Parameters<Queue['send']>[1]];

/** A stage whose first sync has been approved, and workers on it. */
async function openWorkplace() {
  const database = await freshDatabase<Tables>();
  const stage: Stage = await openStage({ store: (parts) => Promise.resolve(createPostgresStore({ ...KEYS, ...parts, database, workspace: 'main' })) });
  onTestFinished(() => stage.close());
  await stage.cycle();
  const sent: Sent[] = [];
  const queue: Queue = {
    send: (payload, options) => Promise.resolve(sent.push([payload, options]) > 0),
    work: () => Promise.resolve(),
    dead: () => Promise.resolve(0),
    stop: () => Promise.resolve(),
  };
  const said: string[] = [];
  const stderr = { write: (text: string) => said.push(text) };
  return {
    database,
    stage,
    sent,
    said,
    worker: (change: (engine: EngineContext) => EngineContext = (engine) => engine, end = neverEnds) => {
      const engine = change(stage.engine);
      return createLook({ workspace: 'main', database, store: stage.store, engine, log: engine.log }, queue, { stderr, clock: systemClock }, end);
    },
  };
}

/** The engine with another way to save a run, which is the first thing and the last thing a look does. */
const saving = (saveRun: EngineContext['store']['saveRun']) => (engine: EngineContext): EngineContext => ({ ...engine, store: { ...engine.store, saveRun } });

describe('a look', () => {
  it('waits in the queue while another worker is at the same schedule, and does not keep it from another schedule', async () => {
    const { stage, sent, worker } = await openWorkplace();
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = worker(
      saving(async (run) => {
        begun.resolve();
        await go.promise;
        await stage.store.saveRun(run);
      }),
    );
    const running = slow(CYCLE);
    await begun.promise;
    const before = (await stage.store.runs({ limit: 10 })).length;
    await worker()(CYCLE);
    expect(sent).toEqual([[CYCLE, { afterSeconds: 5 }]]);
    expect(await stage.store.runs({ limit: 10 })).toHaveLength(before);
    await worker()({ ...CYCLE, schedule: 'sweep', job: 'sweep' });
    expect(await stage.store.runs({ limit: 10 })).toHaveLength(before + 1);
    go.resolve();
    await running;
    await worker()(CYCLE);
    expect(await stage.store.runs({ limit: 10 })).toHaveLength(before + 3);
  });

  it('begins at once where a worker was killed', async () => {
    const { database, stage, sent, worker } = await openWorkplace();
    const presence = await announcePresence(database);
    const killed = createPostgresStore({ ...KEYS, database, workspace: 'main', clock: stage.clock, newId: () => 'unused', holder: presence.holder });
    expect(await killed.takeLease('job:cycle', 60_000)).not.toBeNull();
    await presence.release();
    await worker()(CYCLE);
    expect(sent).toEqual([]);
    expect(await stage.store.schedules()).toMatchObject([{ name: 'cycle', runId: expect.any(String) as string }]);
  });

  it('asks for the next one at once when its time was over before the work was', async () => {
    const { stage, sent, worker } = await openWorkplace();
    putCustomer(stage, { name: 'Kuura Oy' });
    stage.clock.advance(360_000);
    await worker((engine) => ({ ...engine, limits: { ...engine.limits, cycleMs: 0 } }))(CYCLE);
    expect(sent).toEqual([[CYCLE, undefined]]);
  });

  it('takes nothing new once it is time to end, and leaves that to the next one', async () => {
    const { stage, said, sent, worker } = await openWorkplace();
    putCustomer(stage, { name: 'Kuura Oy' });
    const sweep = { ...CYCLE, schedule: 'sweep', job: 'sweep' } as const;
    await worker((engine) => engine, AbortSignal.abort())(sweep);
    expect(companiesNamed(stage, 'Kuura Oy')).toBe(0);
    // Another worker need not wait for the next tick, which of a sweep may be far away.
    expect(sent).toEqual([[sweep, undefined]]);
    await settle(stage, () => worker()(sweep), 1);
    expect(companiesNamed(stage, 'Kuura Oy')).toBe(1);
    expect(said.join('')).toMatch(/created: Severa 0, HubSpot 1/);
  });

  it('reads one side only when the schedule says so', async () => {
    const { stage, worker } = await openWorkplace();
    const calls = (): number => [...stage.severa.calls.values()].reduce((sum, count) => sum + count, 0);
    stage.clock.advance(360_000);
    const before = calls();
    await worker()({ ...CYCLE, side: 'crm' });
    expect(calls()).toBe(before);
    await worker()({ ...CYCLE, side: 'psa' });
    expect(calls()).toBeGreaterThan(before);
  });

  it('hands a failure on to the queue and frees its schedule', async () => {
    const { stage, worker } = await openWorkplace();
    await expect(worker(saving(() => Promise.reject(new Error('a bug'))))(CYCLE)).rejects.toThrow('a bug');
    expect(await stage.store.takeLease('job:cycle', 1000)).not.toBeNull();
  });
});

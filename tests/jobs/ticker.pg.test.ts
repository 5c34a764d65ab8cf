// Tickers on a real database and queue: two of them make one job of a tick, and a person's change reaches both.
import { describe, expect, it, onTestFinished } from 'vitest';
import { openQueue } from '../../src/jobs/queue.ts';
import { schedulesOf, type ScheduleDefault } from '../../src/jobs/schedule.ts';
import { createBeat } from '../../src/jobs/ticker.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import { openQueueSessions } from '../../src/store/postgres/queue-sessions.ts';
import { createPostgresStore } from '../../src/store/postgres/store.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { addressOf, freshDatabase, statement } from '../support/database.ts';
import { KEYS } from '../support/keys.ts';

const CYCLE: ScheduleDefault = { name: 'cycle', job: 'cycle', entity: 'all', side: 'both', cron: '* * * * *', jitterSeconds: 0 };

async function openTickers() {
  const database = await freshDatabase<Tables>();
  let now = Date.parse('2026-03-02T08:00:30Z');
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const store = createPostgresStore({ ...KEYS, database, workspace: 'main', clock, newId: () => 'unused' });
  const ticker = async (): Promise<() => Promise<void>> => {
    const sessions = openQueueSessions(database);
    const queue = await openQueue({ database: sessions, workspace: 'main', log: createLog({ level: 'silent' }) });
    onTestFinished(async () => {
      await queue.stop(1000);
      await sessions.close();
    });
    return createBeat({
      workspace: 'main',
      timeZone: 'Europe/Helsinki',
      clock,
      read: async () => schedulesOf([CYCLE], await store.schedules()),
      send: (payload, id) => queue.send(payload, { id }),
      record: (name, plannedAt) => store.recordTick(name, toInstant(plannedAt)),
    });
  };
  const beats = [await ticker(), await ticker()];
  const address = addressOf(database);
  return {
    store,
    /** Both beat at the same moments, one a second. */
    run: async (seconds: number): Promise<void> => {
      for (let second = 0; second < seconds; second++) {
        now += 1000;
        await Promise.all(beats.map((beat) => beat()));
      }
    },
    /** How many jobs there are; a worker takes each at once, so that none stands in the way of the next. */
    jobs: async (): Promise<number> => {
      await statement(address, "update pgboss.job set state = 'completed', completed_on = now() where name = 'look.main' and state = 'created'");
      const [row] = await statement(address, "select count(*)::int as count from pgboss.job where name = 'look.main'");
      return Number(row?.['count']);
    },
  };
}

describe('two tickers on one database', () => {
  it('make one job of each tick', async () => {
    const { run, jobs } = await openTickers();
    await run(29);
    expect(await jobs()).toBe(0);
    await run(2);
    expect(await jobs()).toBe(1);
    await run(60);
    expect(await jobs()).toBe(2);
  });

  it('take up what a person changed, pauses and resumes, without a restart', async () => {
    const { store, run, jobs } = await openTickers();
    await run(31);
    expect(await jobs()).toBe(1);
    await store.changeSchedule('cycle', { cron: '*/20 * * * * *' }, 'Aino');
    await run(25);
    expect(await jobs()).toBe(2);
    await store.changeSchedule('cycle', { paused: true }, 'Aino');
    await run(120);
    expect(await jobs()).toBe(2);
    await store.changeSchedule('cycle', { paused: false, cron: null }, 'Aino');
    await run(60);
    expect(await jobs()).toBe(3);
  });
});

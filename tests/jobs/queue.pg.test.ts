// The job queue on a real database: what waits, what runs, who takes over, and what becomes of a job that keeps failing.
import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openQueue, prepareQueue, type Queue } from '../../src/jobs/queue.ts';
import type { JobPayload } from '../../src/jobs/jobs.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import type { Database } from '../../src/store/postgres/database.ts';
import { openQueueSessions } from '../../src/store/postgres/queue-sessions.ts';
import type { Tables } from '../../src/store/postgres/tables.ts';
import { addressOf, emptyDatabase, freshDatabase, statement } from '../support/database.ts';

const CYCLE: JobPayload = { schedule: 'cycle', job: 'cycle', entity: 'all', side: 'both' };
const DEEP: JobPayload = { ...CYCLE, schedule: 'deep', job: 'deep' };

/** As one process has it; ends with the test. */
async function open(database: Database<Tables>, workspace = 'main'): Promise<Queue> {
  const sessions = openQueueSessions(database);
  const queue = await openQueue({ database: sessions, workspace, log: createLog({ level: 'silent' }) });
  onTestFinished(async () => {
    await queue.stop(1000);
    await sessions.close();
  });
  return queue;
}

/** Resolves when the work has been asked for so many times. */
function counting(count: number): { readonly seen: string[]; readonly done: Promise<void>; note(payload: JobPayload): void } {
  const seen: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    seen,
    done: promise,
    note: ({ schedule }) => {
      seen.push(schedule);
      if (seen.length === count) resolve();
    },
  };
}

describe('the job queue', () => {
  it('keeps one waiting job of a schedule, and one more while that one runs', async () => {
    const queue = await open(await freshDatabase<Tables>());
    expect([await queue.send(CYCLE), await queue.send(CYCLE), await queue.send(DEEP)]).toEqual([true, false, true]);
    const sent: boolean[] = [];
    const work = counting(3);
    await queue.work(async (payload) => {
      if (sent.length === 0) sent.push(await queue.send(CYCLE), await queue.send(CYCLE));
      work.note(payload);
    });
    await work.done;
    expect(sent).toEqual([true, false]);
    expect(work.seen).toEqual(['cycle', 'cycle', 'deep']);
  });

  it('takes a job of one id once, also after it is done', async () => {
    const queue = await open(await freshDatabase<Tables>());
    const id = randomUUID();
    expect(await queue.send(CYCLE, { id })).toBe(true);
    const work = counting(1);
    await queue.work((payload) => Promise.resolve(work.note(payload)));
    await work.done;
    expect(await queue.send(CYCLE, { id })).toBe(false);
    expect(await queue.send(CYCLE, { id: randomUUID() })).toBe(true);
  });

  it('gives a job to one of two workers', async () => {
    const database = await freshDatabase<Tables>();
    const [one, other] = [await open(database), await open(database)];
    const work = counting(2);
    for (const queue of [one, other]) await queue.work((payload) => Promise.resolve(work.note(payload)));
    await one.send(CYCLE);
    await one.send(DEEP);
    await work.done;
    await systemClock.sleep(1500);
    expect(work.seen.toSorted()).toEqual(['cycle', 'deep']);
  });

  it('keeps workspaces apart', async () => {
    const database = await freshDatabase<Tables>(['north']);
    const [main, north] = [await open(database), await open(database, 'north')];
    const work = counting(1);
    await north.work((payload) => Promise.resolve(work.note({ ...payload, schedule: 'taken by north' })));
    await main.work((payload) => Promise.resolve(work.note(payload)));
    await main.send(CYCLE);
    await work.done;
    expect(work.seen).toEqual(['cycle']);
  });

  it('tries a failing job again after a pause, and in the end puts it with the dead letters', async () => {
    const database = await freshDatabase<Tables>();
    const queue = await open(database);
    const work = counting(4);
    await queue.work((payload) => {
      work.note(payload);
      return Promise.reject(new Error('a bug'));
    });
    await queue.send(CYCLE);
    // The pauses are over at once: they are the library's, and long.
    while (work.seen.length < 4) {
      await statement(addressOf(database), "update pgboss.job set start_after = now() where state = 'retry'");
      await systemClock.sleep(100);
    }
    await expect.poll(() => queue.dead(), { timeout: 10_000 }).toBe(1);
    expect(work.seen).toHaveLength(4);
  });

  it('stops after the job in hand, and leaves one that takes too long to another worker', async () => {
    const database = await freshDatabase<Tables>();
    const [one, other] = [await open(database), await open(database)];
    const running = Promise.withResolvers<void>();
    await one.work(() => {
      running.resolve();
      return new Promise(() => undefined);
    });
    await one.send(CYCLE);
    await running.promise;
    await one.stop(1000);
    await statement(addressOf(database), "update pgboss.job set start_after = now() where state = 'retry'");
    const work = counting(1);
    await other.work((payload) => Promise.resolve(work.note(payload)));
    await work.done;
    expect(work.seen).toEqual(['cycle']);
  });
});

describe('prepareQueue', () => {
  it('makes the tables once, for a role that owns nothing of them', async () => {
    const address = await emptyDatabase();
    const session = { executeSql: (text: string, values?: unknown[]) => statement(address, text, values).then((rows) => ({ rows })) };
    await statement(address, 'do $$ begin create role queue_user nologin; exception when duplicate_object then null; end $$');
    expect([await prepareQueue(session, 'queue_user'), await prepareQueue(session, 'queue_user')]).toEqual([true, false]);
    const [row] = await statement(address, "select has_table_privilege('queue_user', 'pgboss.job', 'insert') as may, has_schema_privilege('queue_user', 'pgboss', 'create') as own");
    expect(row).toEqual({ may: true, own: false });
  });

  it('lets a login that owns nothing see that there is nothing to do', async () => {
    const address = await emptyDatabase();
    const session = (user: string) => ({ executeSql: (text: string, values?: unknown[]) => statement({ ...address, user }, text, values).then((rows) => ({ rows })) });
    await statement(address, 'create role queue_owner_less nologin; create role queue_login login in role queue_owner_less');
    await prepareQueue(session(address.user), 'queue_owner_less');
    expect(await prepareQueue(session('queue_login'), 'queue_owner_less')).toBe(false);
  });

  it('brings the tables of an older version up to date', async () => {
    const address = await emptyDatabase();
    const session = { executeSql: (text: string, values?: unknown[]) => statement(address, text, values).then((rows) => ({ rows })) };
    await statement(address, 'do $$ begin create role queue_user nologin; exception when duplicate_object then null; end $$');
    await prepareQueue(session, 'queue_user');
    const [{ version } = { version: 0 }] = await statement(address, 'select version from pgboss.version');
    const { getRollbackPlans } = await import('pg-boss');
    await statement(address, getRollbackPlans('pgboss', Number(version)));
    expect(await prepareQueue(session, 'queue_user')).toBe(true);
    expect(await statement(address, 'select version from pgboss.version')).toEqual([{ version }]);
  });
});

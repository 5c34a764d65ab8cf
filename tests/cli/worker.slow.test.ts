// `sauma worker` and `sauma schedules` as processes on one database: a worker that is killed in the middle of its work leaves it
// to another one, which ends where an undisturbed sync would have ended; and a service takes up what a person changes.
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { pictureOf, writesOf } from '../scenarios/outcome.ts';
import { statement } from '../support/database.ts';
import { watchedVendors } from '../support/watched-vendors.ts';
import { json, sauma, start as startProcess, type Started, type Variables } from './processes.ts';

async function openWorld() {
  const vendors = await watchedVendors();
  return {
    ...vendors,
    /** States of the jobs there have been, in order. */
    jobs: async (): Promise<readonly unknown[]> => (await statement(vendors.address, "select state::text from pgboss.job where name = 'look.main' order by created_on")).map((row) => row['state']),
  };
}

/** Ends with the test, if not before. */
function start(argv: readonly string[], variables: Variables): Started {
  const child = startProcess(argv, variables);
  onTestFinished(async () => {
    child.process.kill('SIGKILL');
    await child.ended;
  });
  return child;
}

async function endOf(child: Started): Promise<number | null> {
  child.process.kill('SIGTERM');
  return (await child.ended).code;
}

describe('sauma worker', () => {
  it('takes over the job of one that was killed in the middle, and makes nothing twice', async () => {
    const undisturbed = await openWorld();
    expect((await sauma(['sync', '--once', '--yes'], undisturbed.variables)).code).toBeOneOf([0, 3]);
    const world = await openWorld();
    // The first backfill is approved by a person and dies early: what is left of it is the workers' to do.
    await world.killAfter(start(['sync', '--once', '--yes'], world.variables).process, 1);
    expect(json(await sauma(['schedules', 'run', 'cycle', '--json'], world.variables))).toEqual({ schedule: 'cycle', queued: true });
    expect(json(await sauma(['schedules', 'run', 'cycle', '--json'], world.variables))).toEqual({ schedule: 'cycle', queued: false });
    await world.killAfter(start(['worker'], world.variables).process, 2);
    expect(await world.jobs()).toEqual(['active']);
    const [one, other] = [start(['worker'], world.variables), start(['worker'], world.variables)];
    await expect.poll(() => world.jobs(), { timeout: 60_000, interval: 200 }).toEqual(['completed']);
    expect(await Promise.all([endOf(one), endOf(other)])).toEqual([0, 0]);
    expect(await pictureOf(world)).toEqual(await pictureOf(undisturbed));
    expect(writesOf(world)['POST /v1/customers']).toBe(writesOf(undisturbed)['POST /v1/customers']);
  });

  it('finishes the batch in hand when it is asked to end, and leaves nothing half done', async () => {
    const world = await openWorld();
    await world.killAfter(start(['sync', '--once', '--yes'], world.variables).process, 1);
    const openIntents = async (): Promise<readonly string[]> => (await world.store.links({ entity: 'account', limit: 1000 })).filter((link) => link.intents.length > 0).map(({ id }) => id);
    const before = await openIntents();
    await sauma(['schedules', 'run', 'cycle'], world.variables);
    const worker = start(['worker'], world.variables);
    await expect.poll(() => world.jobs(), { timeout: 60_000, interval: 20 }).toEqual(['active']);
    expect(await endOf(worker)).toBe(0);
    // What the killed one had announced may still be open; the worker has left nothing of its own.
    for (const id of await openIntents()) expect(before).toContain(id);
  });
});

describe('sauma schedules', () => {
  it('shows what comes when, and changes, pauses and resumes it for a service that is running', async () => {
    const world = await openWorld();
    const service = start(['start'], world.variables);
    await service.says(/Nothing has been written yet/);
    const listed = json(await sauma(['schedules', '--json'], world.variables)) as { schedules: { name: string; next: string[]; lastRun: { state: string } | null }[] };
    expect(listed.schedules.map((one) => one.name)).toEqual(['cycle', 'money', 'sweep', 'deep']);
    expect(listed.schedules[0]).toMatchObject({ text: 'every minute', paused: false, changed: null, lastRun: { state: 'halted' } });
    for (const one of listed.schedules) expect(one.next).toHaveLength(5);

    // What is billed is read on a schedule of its own, which would fire in between.
    expect(await sauma(['schedules', 'pause', 'money'], world.variables)).toMatchObject({ code: 0, out: expect.stringContaining('Still coming by itself: cycle, sweep, deep.') as string });
    const runs = async (): Promise<number> => (await world.store.runs({ limit: 1000 })).length;
    const before = await runs();
    expect(await sauma(['schedules', 'set', 'cycle', '--cron', '*/2 * * * * *', '--jitter', '0'], world.variables)).toMatchObject({ code: 0, out: expect.stringMatching(/^cycle: every 2 seconds/) as string });
    await expect.poll(runs, { timeout: 30_000, interval: 200 }).toBeGreaterThan(before + 2);

    expect(await sauma(['schedules', 'pause', 'cycle'], world.variables)).toMatchObject({ code: 0, out: expect.stringContaining('PAUSED') as string });
    await expect.poll(async () => (await world.jobs()).every((state) => state === 'completed'), { timeout: 30_000, interval: 100 }).toBe(true);
    const paused = (await world.jobs()).length;
    await systemClock.sleep(5000);
    expect(await world.jobs()).toHaveLength(paused);

    expect(json(await sauma(['schedules', 'pause', 'all', '--json'], world.variables))).toMatchObject({ going: [], schedules: [{ name: 'cycle', paused: true }, { paused: true }, { paused: true }, { paused: true }] });
    expect((await sauma(['schedules', 'resume', 'cycle'], world.variables)).code).toBe(0);
    await expect.poll(async () => (await world.jobs()).length, { timeout: 30_000, interval: 200 }).toBeGreaterThan(paused);
    expect(await endOf(service)).toBe(0);
  });

  it('says what is wrong with a name, an expression or a missing change', async () => {
    const world = await openWorld();
    expect(await sauma(['schedules', 'pause', 'cicle'], world.variables)).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean cycle?') as string });
    expect(await sauma(['schedules', 'set', 'cycle', '--cron', '61 * * * *'], world.variables)).toMatchObject({ code: 2, err: expect.stringContaining('is no cron expression (minute') as string });
    expect(await sauma(['schedules', 'set', 'cycle'], world.variables)).toMatchObject({ code: 2, err: expect.stringContaining('--cron, --jitter or --default') as string });
  });
});

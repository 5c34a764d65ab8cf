// Schedules as stored, and the ticker's beat on a clock of its own: which ticks come, which are made up for, and which not.
import { describe, expect, it } from 'vitest';
import { createBeat } from '../../src/jobs/ticker.ts';
import { jitterOf, schedulesOf, tickId, type ScheduleDefault, type StoredSchedule } from '../../src/jobs/schedule.ts';
import { toInstant } from '../../src/lib/clock.ts';

const CYCLE: ScheduleDefault = { name: 'cycle', job: 'cycle', entity: 'all', side: 'both', cron: '* * * * *', jitterSeconds: 0 };
const NIGHTLY: ScheduleDefault = { ...CYCLE, name: 'deep', job: 'deep', cron: '30 2 * * *' };
const SECOND = 1000;
const HOUR = 3_600_000;

/** A workspace's stored schedules, a clock, and any number of tickers on both. */
function bench(defaults: readonly ScheduleDefault[] = [CYCLE], start = '2026-03-02T08:00:30Z', workspace = 'main') {
  let now = Date.parse(start);
  const stored = new Map<string, StoredSchedule>();
  const jobs = new Map<string, string>();
  let reads = 0;
  const clock = { now: () => now, sleep: () => Promise.resolve() };
  const one = (name: string): StoredSchedule => stored.get(name) ?? { name, change: null, plannedAt: null };
  return {
    stored,
    reads: () => reads,
    /** Schedule and time of every job that was made. */
    fired: () => [...jobs.values()],
    change: (name: string, change: Partial<NonNullable<StoredSchedule['change']>>) => {
      const before = one(name).change ?? { cron: null, jitterSeconds: null, paused: false };
      stored.set(name, { ...one(name), change: { ...before, ...change, by: 'Aino', at: toInstant(now) } });
    },
    ticker: (dies: 'never' | 'before recording' = 'never') =>
      createBeat({
        workspace,
        timeZone: 'Europe/Helsinki',
        clock,
        read: () => Promise.resolve(schedulesOf(defaults, [...stored.values()])).finally(() => reads++),
        send: (payload, id) => Promise.resolve(jobs.has(id) || jobs.set(id, `${payload.schedule} ${toInstant(now)}`)),
        record: (name, plannedAt) => (dies === 'never' ? Promise.resolve(void stored.set(name, { ...one(name), plannedAt: toInstant(plannedAt) })) : Promise.reject(new Error('killed'))),
      }),
    at: (instant: string) => void (now = Date.parse(instant)),
    run: async (beat: () => Promise<void>, ms: number) => {
      for (const end = now + ms; now < end; ) {
        now += SECOND;
        await beat();
      }
    },
  };
}

describe('the ticker', () => {
  it('fires each time once, and begins with the next time of a schedule it has never seen', async () => {
    const { ticker, run, fired } = bench([CYCLE, NIGHTLY]);
    await run(ticker(), 150 * SECOND);
    expect(fired()).toEqual(['cycle 2026-03-02T08:01:00.000Z', 'cycle 2026-03-02T08:02:00.000Z', 'cycle 2026-03-02T08:03:00.000Z']);
  });

  it('makes one job of a tick, however many tickers there are', async () => {
    const { ticker, run, fired } = bench();
    const tickers = [ticker(), ticker(), ticker()];
    await run(async () => void (await Promise.all(tickers.map((beat) => beat()))), 100 * SECOND);
    expect(fired()).toEqual(['cycle 2026-03-02T08:01:00.000Z', 'cycle 2026-03-02T08:02:00.000Z']);
  });

  it('loses no tick and makes no second job of it when it dies between sending and recording', async () => {
    const { ticker, run, fired } = bench();
    await run(ticker(), 31 * SECOND);
    await expect(run(ticker('before recording'), 60 * SECOND)).rejects.toThrow('killed');
    await run(ticker(), 10 * SECOND);
    expect(fired()).toEqual(['cycle 2026-03-02T08:01:00.000Z', 'cycle 2026-03-02T08:02:00.000Z']);
  });

  it('makes up for one tick after downtime, the last that was missed', async () => {
    const { ticker, run, fired, at } = bench([CYCLE, NIGHTLY]);
    await run(ticker(), SECOND);
    at('2026-03-05T09:15:20Z');
    await run(ticker(), 30 * SECOND);
    expect(fired()).toEqual(['cycle 2026-03-05T09:15:21.000Z', 'deep 2026-03-05T09:15:21.000Z']);
  });

  it('takes a change up within ten seconds, and fires nothing for times before it', async () => {
    const { ticker, run, fired, change } = bench([NIGHTLY]);
    const beat = ticker();
    await run(beat, SECOND);
    change('deep', { cron: '*/20 * * * * *' });
    await run(beat, 30 * SECOND);
    expect(fired()).toEqual(['deep 2026-03-02T08:00:41.000Z', 'deep 2026-03-02T08:01:00.000Z']);
  });

  it('fires nothing while paused, not even a tick that was due when it was paused, and makes up for nothing when resumed', async () => {
    const { ticker, run, fired, change } = bench();
    const beat = ticker();
    await run(beat, 25 * SECOND);
    change('cycle', { paused: true });
    await run(beat, HOUR);
    change('cycle', { paused: false });
    await run(beat, 40 * SECOND);
    expect(fired()).toEqual(['cycle 2026-03-02T09:01:00.000Z']);
  });

  it('reads the stored schedules every ten seconds and when something is due, not every second', async () => {
    const { ticker, run, reads } = bench();
    await run(ticker(), 60 * SECOND);
    expect(reads()).toBeLessThanOrEqual(12);
  });

  it('spreads workspaces out: a tick comes later by its jitter, the same each time', async () => {
    const slow = { ...CYCLE, jitterSeconds: 30 };
    const offsets = ['main', 'north', 'south', 'east'].map((workspace) => jitterOf(slow, workspace));
    expect(new Set(offsets).size).toBe(4);
    for (const offset of offsets) expect(offset).toBeLessThan(30_000);
    const { ticker, run, fired } = bench([slow], '2026-03-02T08:00:30Z', 'north');
    await run(ticker(), 121 * SECOND);
    const late = Math.ceil((offsets[1] ?? 0) / SECOND);
    const planned = Date.parse('2026-03-02T08:01:00Z');
    expect(fired().slice(0, 2)).toEqual([0, 60].map((seconds) => `cycle ${toInstant(planned + (seconds + late) * SECOND)}`));
  });
});

describe('tickId', () => {
  it('is a UUID of its own for every workspace, schedule and time', () => {
    const ids = [tickId('main', 'cycle', 1), tickId('main', 'cycle', 2), tickId('main', 'sweep', 1), tickId('north', 'cycle', 1)];
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(tickId('main', 'cycle', 1)).toBe(ids[0]);
  });
});

// One budget of calls for all processes that use a connection.
import { expect, it } from 'vitest';
import { storePacer } from '../../src/engine/pacer.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { testClock } from './bench.ts';

const quota = { calls: 10, windowMs: 1_000 };

function pacers(count: number, quotas: Readonly<Record<string, typeof quota>> = { severa: quota }) {
  const clock = testClock();
  const store = createMemoryStore({ clock, newId: () => 'id' });
  return { clock, list: Array.from({ length: count }, () => storePacer(store, clock, quotas)) };
}

it('never lets two processes together exceed the limit in any window', async () => {
  const { clock, list } = pacers(2);
  const times: number[] = [];
  for (let call = 0; call < 60; call++) {
    await list[call % 2]?.take('severa');
    times.push(clock.now());
  }
  for (const from of times) expect(times.filter((time) => time >= from && time < from + quota.windowMs).length).toBeLessThanOrEqual(quota.calls);
});

it('keeps near to the limit, so that no time is wasted', async () => {
  const { clock, list } = pacers(1);
  const start = clock.now();
  for (let call = 0; call < 101; call++) await list[0]?.take('severa');
  expect(clock.now() - start).toBeLessThan(11_000);
});

it('makes everybody wait after the other side asked for it', async () => {
  const { clock, list } = pacers(2);
  const start = clock.now();
  await list[0]?.backOff('severa', 30_000);
  await list[1]?.take('severa');
  expect(clock.now() - start).toBeGreaterThanOrEqual(30_000);
});

it('lets a part of a long window go at once and never more than the window allows', async () => {
  const long = { calls: 100, windowMs: 10_000 };
  const { clock, list } = pacers(1, { hubspot: long });
  const start = clock.now();
  const times: number[] = [];
  for (let call = 0; call < 300; call++) {
    await list[0]?.take('hubspot');
    times.push(clock.now());
  }
  expect(times.filter((time) => time === start).length).toBeGreaterThan(10);
  for (const from of times) expect(times.filter((time) => time >= from && time < from + long.windowMs).length).toBeLessThanOrEqual(long.calls);
});

it('refuses a bucket that nobody gave a limit', async () => {
  await expect(pacers(1).list[0]?.take('unknown')).rejects.toThrow(RangeError);
});

import { expect, it } from 'vitest';
import { MINUTE } from './bench.ts';
import { openMirrorBench } from './mirror-bench.ts';

it('forgets a row that a whole read did not show after two looks by id, a minute apart', async () => {
  const bench = openMirrorBench();
  const { workHours } = bench.mirrors;
  for (const id of ['a', 'b', 'c']) workHours?.put(id);
  await bench.look();
  workHours?.take('b');
  await bench.look();
  expect(Object.keys(bench.kept.rows('workHours'))).toEqual(['a', 'b', 'c']);
  await bench.look({ mirrors: 'all' });
  expect(Object.keys(bench.kept.rows('workHours'))).toEqual(['a', 'b', 'c']);
  expect((await bench.look())['workHours']).toMatchObject({ gone: 1 });
  expect(Object.keys(bench.kept.rows('workHours'))).toEqual(['a', 'c']);
  expect(workHours?.asked.filter((what) => what.startsWith('read'))).toEqual(['read b', 'read b']);
});

it('keeps a row that is there again at the second look', async () => {
  const bench = openMirrorBench();
  const { workHours } = bench.mirrors;
  for (const id of ['a', 'b']) workHours?.put(id);
  await bench.look();
  workHours?.take('b');
  await bench.look({ mirrors: 'all' });
  workHours?.put('b');
  await bench.look();
  bench.clock.advance(10 * MINUTE);
  await bench.look();
  expect(Object.keys(bench.kept.rows('workHours'))).toEqual(['a', 'b']);
});

it('looks at no more rows in one cycle than it may, and goes on in the next ones', async () => {
  const bench = openMirrorBench({ limits: { absentLooks: 2 }, page: 100 });
  const { workHours } = bench.mirrors;
  for (const id of ['a', 'b', 'c', 'd', 'e']) workHours?.put(id);
  await bench.look();
  for (const id of ['a', 'b', 'c', 'd', 'e']) workHours?.take(id);
  await bench.look({ mirrors: 'all' });
  expect(workHours?.asked.filter((what) => what.startsWith('read'))).toEqual(['read a b']);
  for (let time = 0; time < 6; time++) await bench.look();
  expect(bench.kept.rows('workHours')).toEqual({});
});

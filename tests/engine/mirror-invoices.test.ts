import { expect, it } from 'vitest';
import { INVOICING_MOVES_ITEMS } from '../../src/connectors/connector.ts';
import { openMirrorBench } from './mirror-bench.ts';
import type { MirrorBench } from './mirror-bench.ts';

/** Invoice i with an hour on it that everybody knows of. */
async function known(): Promise<MirrorBench> {
  const bench = openMirrorBench();
  bench.mirrors['invoices']?.put('i', { number: '1' });
  bench.mirrors['workHours']?.put('h', { invoice: 'i' });
  await bench.look();
  bench.clock.advance(1);
  return bench;
}

const followed = ({ mirrors }: MirrorBench): readonly string[] => (mirrors['workHours']?.asked ?? []).filter((what) => /^of|^read/u.test(what));

/** Nobody sees it by its time stamp. */
function quietly(bench: MirrorBench, id: string, invoice: string | null): void {
  const { workHours } = bench.mirrors;
  bench.clock.advance(-1_000_000);
  workHours?.put(id, { invoice });
  bench.clock.advance(1_000_000);
}

it('looks at what is on an invoice that has changed, and at what was', async () => {
  const bench = await known();
  quietly(bench, 'h', null);
  quietly(bench, 'g', 'i');
  bench.mirrors['invoices']?.put('i', { number: '2' });
  await bench.look();
  expect(bench.kept.rows('workHours')).toEqual({ h: { invoice: null }, g: { invoice: 'i' } });
  expect(followed(bench)).toEqual(['of invoice i', 'read h']);
});

it('follows no invoice at the first reading, none that is as it was, and none where invoicing moves the work itself', async () => {
  const bench = await known();
  expect(followed(bench)).toEqual([]);
  bench.mirrors['invoices']?.put('i', { number: '1' });
  await bench.look();
  expect(followed(bench)).toEqual([]);
  await bench.store.saveFact('facts:psa', { [INVOICING_MOVES_ITEMS]: 'yes' });
  bench.clock.advance(1);
  bench.mirrors['invoices']?.put('i', { number: '2' });
  await bench.look();
  expect(followed(bench)).toEqual([]);
  expect(await bench.store.fact('follow:psa:invoices')).toBeNull();
});

it('follows an invoice whose page was saved by a process that died then', async () => {
  const bench = await known();
  quietly(bench, 'h', null);
  bench.mirrors['invoices']?.put('i', { number: '2' });
  const { workHours } = bench.mirrors;
  workHours!.before = (what) => {
    if (what === 'of') throw new Error('the process is gone');
  };
  await expect(bench.look()).rejects.toThrow('the process is gone');
  workHours!.before = () => undefined;
  await bench.look();
  expect(bench.kept.rows('workHours')).toEqual({ h: { invoice: null } });
});

it('looks at what was on an invoice that is gone', async () => {
  const bench = await known();
  quietly(bench, 'h', null);
  bench.mirrors['invoices']?.take('i');
  await bench.look({ mirrors: 'all' });
  // The whole read has shown the hour as it is now; what it was before says nothing any more.
  expect(bench.kept.rows('workHours')).toEqual({ h: { invoice: null } });
  quietly(bench, 'h', 'i');
  await bench.look({ mirrors: 'all' });
  quietly(bench, 'h', null);
  await bench.look();
  expect([bench.kept.rows('invoices'), bench.kept.rows('workHours')]).toEqual([{}, { h: { invoice: null } }]);
});

// Mirrored rows that nobody shows any more, and looking rows up.
import { beforeEach, expect, test } from 'vitest';
import { toInstant } from '../../../../src/lib/clock.ts';
import { at, MINUTE, activeLink, START } from '../../contract/bench.ts';
import { openMirrors, type MirrorBench } from './bench.ts';
import { hour, project, row } from './rows.ts';

let bench: MirrorBench;
beforeEach(async () => {
  bench = await openMirrors();
});

test('rows that no page has shown since a sweep began are listed in id order, page by page', async () => {
  await bench.save('workHours', ['h3', 'h1', 'h2', 'h4'].map((id) => hour(id)));
  bench.clock.advance(MINUTE);
  await bench.save('workHours', [hour('h2', {}, 1)]);
  const unshown = (limit: number, after?: string): Promise<readonly string[]> => bench.mirrors.unshown({ mirror: 'workHours', before: at(1), limit, ...(after !== undefined && { after }) });
  expect(await unshown(10)).toEqual(['h1', 'h3', 'h4']);
  expect(await unshown(1, 'h1')).toEqual(['h3']);
  expect(await bench.mirrors.unshown({ mirror: 'workHours', before: at(0), limit: 10 })).toEqual([]);
});

test('a row that two looks, far enough apart, did not find is forgotten with all that follows from it', async () => {
  await bench.save('projects', [project('p1', 'c1')]);
  await bench.save('workHours', [hour('h1'), hour('h2'), hour('h3')], { isFirst: true });
  await bench.touched();
  const { mirrors, clock } = bench;
  const missed = (...ids: readonly string[]): Promise<readonly string[]> => mirrors.missed('workHours', ids, toInstant(clock.now() - MINUTE));
  expect(await missed('h1', 'h2', 'nobody')).toEqual([]);
  clock.advance(MINUTE - 1);
  expect(await missed('h1')).toEqual([]);
  expect(await mirrors.suspected({ mirror: 'workHours', before: at(1), limit: 10 })).toEqual(['h1', 'h2']);
  expect(await mirrors.suspected({ mirror: 'workHours', before: toInstant(START - 1), limit: 10 })).toEqual([]);
  expect(await bench.touched()).toEqual([]);
  clock.advance(1);
  await bench.save('workHours', [hour('h2', {}, 1)]);
  expect(await missed('h1', 'h2')).toEqual(['h1']);
  expect(await bench.query('select id, missing_at is null as here from mirror_work_hours order by id')).toEqual([{ id: 'h2', here: false }, { id: 'h3', here: true }]);
  expect(await bench.touched()).toEqual(['c1']);
  expect(await bench.query('select ref_id, from_state, to_state from billing_move')).toEqual([{ ref_id: 'h1', from_state: 'approved', to_state: null }]);
  expect(await missed()).toEqual([]);
});

test('rows are found by the record they name, in id order', async () => {
  await bench.save('workHours', [hour('h2', { invoice: 'i1' }), hour('h1', { invoice: 'i2' }), hour('h3', { invoice: 'i3' }), hour('h4')]);
  expect(await bench.mirrors.naming('workHours', 'invoice', ['i2', 'i1', 'i1'])).toEqual(['h1', 'h2']);
  expect(await bench.mirrors.naming('workHours', 'invoice', ['i2', 'i1'], ['h2', 'h3'])).toEqual(['h2']);
  expect(await bench.mirrors.naming('workHours', 'invoice', [])).toEqual([]);
  await expect(bench.mirrors.naming('workHours', 'quantity', ['1'])).rejects.toThrow(RangeError);
  await expect(bench.mirrors.naming('workHours', 'toString', ['1'])).rejects.toThrow(RangeError);
});

test('everybody who can have figures is touched at once: known customers, and those that projects and invoices name', async () => {
  await activeLink(bench.store, 'c1', { name: 'Kuura Oy' });
  await activeLink(bench.store, 'd1', { name: 'Routa Oy' }, 'crm');
  await bench.save('projects', [project('p1', 'c2')]);
  await bench.save('invoices', [row('i1', { customer: 'c3' })]);
  await bench.touched();
  await bench.mirrors.touch(null);
  expect(await bench.touched()).toEqual(['c1', 'c2', 'c3']);
  await bench.mirrors.touch(['c7', 'c7']);
  await bench.mirrors.touch([]);
  expect(await bench.touched()).toEqual(['c7']);
});

test('who was touched longest ago comes first', async () => {
  for (const customer of ['c2', 'c1', 'c3']) await bench.mirrors.touch([customer]);
  await bench.mirrors.touch(['c2']);
  expect((await bench.mirrors.touched(2)).map(({ customer }) => customer)).toEqual(['c1', 'c3']);
});

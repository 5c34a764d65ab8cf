import { expect, it } from 'vitest';
import { AccessError, RetryableError } from '../../src/lib/errors.ts';
import { MINUTE } from './bench.ts';
import { ALL, openMirrorBench } from './mirror-bench.ts';

const HOUR = 60 * MINUTE;

it('reads everything once, page by page, and from then on what has changed', async () => {
  const bench = openMirrorBench();
  const { workHours } = bench.mirrors;
  for (const id of ['a', 'b', 'c']) workHours?.put(id, { quantity: '1' });
  expect((await bench.look())['workHours']).toMatchObject({ read: 3, created: 3, updated: 0, whole: true, error: null });
  expect(bench.kept.pages.filter(({ mirror }) => mirror === 'workHours').every(({ isFirst }) => isFirst)).toBe(true);
  bench.clock.advance(1);
  workHours?.put('b', { quantity: '2' });
  expect((await bench.look())['workHours']).toMatchObject({ read: 1, created: 0, updated: 1 });
  expect(workHours?.asked).toEqual(['all 0', 'all 2', 'changes 0']);
  expect(bench.kept.rows('workHours')).toEqual({ a: { quantity: '1' }, b: { quantity: '2' }, c: { quantity: '1' } });
});

it('reads what is on invoices after the invoices', async () => {
  const bench = openMirrorBench();
  const order: string[] = [];
  for (const [name, mirror] of Object.entries(bench.mirrors)) mirror.before = () => void order.push(name);
  await bench.look();
  const after = order.slice(order.indexOf('invoices') + 1);
  expect(after).toEqual(expect.arrayContaining(['invoiceRows', 'workHours', 'projectFees', 'travelExpenses', 'flatRates']));
});

it('goes on after a crash with the page that was not saved', async () => {
  const bench = openMirrorBench();
  const { workHours } = bench.mirrors;
  for (const id of ['a', 'b', 'c', 'd', 'e']) workHours?.put(id);
  bench.kept.before = ({ mirror, checkpoint }) => {
    if (mirror === 'workHours' && checkpoint?.value === 'at 4') throw new Error('the process is gone');
  };
  await expect(bench.look()).rejects.toThrow('the process is gone');
  bench.kept.before = () => undefined;
  await bench.look();
  expect(workHours?.asked).toEqual(['all 0', 'all 2', 'all 2', 'all 4']);
  expect(Object.keys(bench.kept.rows('workHours'))).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it('stops where its time is over and says that there is more', async () => {
  const bench = openMirrorBench();
  const { workHours } = bench.mirrors;
  for (const id of ['a', 'b', 'c', 'd']) workHours?.put(id);
  if (workHours) workHours.before = () => bench.clock.advance(MINUTE);
  expect((await bench.look({ mirrors: 'changes', mirrorMs: MINUTE }))['workHours']).toMatchObject({ read: 2, whole: false });
  expect((await bench.look())['workHours']).toMatchObject({ read: 2, whole: true });
});

it('lets one mirror’s trouble keep no other from being read', async () => {
  const bench = openMirrorBench();
  const { invoices } = bench.mirrors;
  if (invoices) invoices.before = () => {
    throw new RetryableError('busy', 'later');
  };
  const counts = await bench.look();
  expect(counts['invoices']).toMatchObject({ isLeftOut: false, whole: false, error: expect.objectContaining({ code: 'busy' }) });
  expect(ALL.filter((name) => counts[name]?.error === null)).toHaveLength(ALL.length - 1);
  invoices!.before = () => undefined;
  expect((await bench.look())['invoices']).toMatchObject({ error: null, whole: true });
});

it('leaves out what may not be read, and asks again an hour later or when everything is read', async () => {
  const bench = openMirrorBench();
  const { travelExpenses } = bench.mirrors;
  let refusals = 0;
  travelExpenses!.before = () => {
    refusals += 1;
    throw new AccessError('scope-missing', 'the credential may not read this');
  };
  for (let time = 0; time < 3; time++) expect((await bench.look())['travelExpenses']).toMatchObject({ isLeftOut: true, error: expect.objectContaining({ message: 'the credential may not read this' }) });
  expect(refusals).toBe(1);
  await bench.look({ mirrors: 'all' });
  bench.clock.advance(HOUR);
  await bench.look();
  expect(refusals).toBe(3);
  travelExpenses!.before = () => undefined;
  bench.clock.advance(HOUR);
  expect((await bench.look())['travelExpenses']).toMatchObject({ isLeftOut: false, error: null });
  expect((await bench.look())['travelExpenses']).toMatchObject({ isLeftOut: false, error: null });
});

it('leaves a feed alone that another process is reading', async () => {
  const bench = openMirrorBench();
  bench.mirrors['workHours']?.put('a');
  const lease = await bench.store.takeLease('pull:psa:workHours', 10 * MINUTE);
  expect((await bench.look())['workHours']).toMatchObject({ read: 0, error: null });
  await bench.store.releaseLease(lease!);
  expect((await bench.look())['workHours']).toMatchObject({ read: 1 });
});

it('keeps how the organisation bills, and touches everybody when that changes', async () => {
  const bench = openMirrorBench();
  await bench.look();
  expect(await bench.store.fact('money:psa')).toMatchObject({ currency: 'EUR', approval: 'none' });
  expect(await bench.kept.touched(10)).toEqual([{ customer: 'everybody', mark: '1' }]);
  await bench.look();
  expect(await bench.kept.touched(10)).toEqual([{ customer: 'everybody', mark: '1' }]);
});

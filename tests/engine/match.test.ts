// Finding counterparts among the records of a whole workspace.
import { expect, it } from 'vitest';
import { RetryableError } from '../../src/lib/errors.ts';
import { openBench } from './bench.ts';

it('concludes nothing before every side has been read to its end', async () => {
  const bench = openBench();
  bench.psa.add({ name: 'Kuura Oy', businessId: '0201256-6' });
  bench.crm.script.before = (what) => {
    if (what === 'all') throw new RetryableError('unreachable', 'down');
  };
  const result = await bench.cycle();
  expect(result.matched).toEqual({ joined: 0, proposed: 0, alone: 0 });
  expect([bench.crm.ids, (await bench.link('psa-1')).stage]).toEqual([[], 'new']);
  bench.crm.script.before = () => undefined;
  bench.crm.add({ name: 'Kuura', businessId: 'FI02012566' });
  await bench.cycle();
  expect((await bench.link('psa-1')).sides.crm?.id).toBe('crm-1');
});

it('joins across batches of fresh records', async () => {
  const bench = openBench();
  for (let index = 0; index < 510; index++) bench.psa.add({ name: `Psa ${index}` });
  bench.psa.add({ name: 'Kuura Oy', website: 'https://kuura.fi' });
  bench.crm.add({ name: 'Kuura', website: 'www.kuura.fi/' });
  const { matched } = await bench.cycle({ approved: false });
  expect(matched).toEqual({ joined: 1, proposed: 0, alone: 510 });
});

it('asks about a name alone and makes nothing on either side meanwhile', async () => {
  const bench = openBench();
  bench.psa.add({ name: 'Kuura Oy' });
  bench.crm.add({ name: 'Kuura' });
  await bench.cycle();
  const [proposal] = (await bench.store.inbox({ limit: 10 })).matches;
  expect(proposal).toMatchObject({ by: 'name', reason: 'only-name' });
  expect([bench.psa.ids, bench.crm.ids]).toEqual([['psa-1'], ['crm-1']]);
  await bench.store.answer({ kind: 'match', id: proposal?.id as string, accept: false, by: 'a person' });
  await bench.cycle();
  await bench.cycle();
  expect([bench.psa.ids.length, bench.crm.ids.length]).toEqual([2, 2]);
  expect((await bench.store.inbox({ limit: 10 })).matches).toEqual([]);
});

it('keeps a question open while one of its records changes, and joins what they show then', async () => {
  const bench = openBench();
  bench.psa.add({ name: 'Kuura Oy', phone: '1' });
  bench.crm.add({ name: 'Kuura Oy' });
  await bench.cycle();
  bench.psa.edit('psa-1', { phone: '2' });
  await bench.cycle();
  const [proposal] = (await bench.store.inbox({ limit: 10 })).matches;
  await bench.store.answer({ kind: 'match', id: proposal?.id as string, accept: true, by: 'a person' });
  await bench.cycle();
  expect(bench.crm.shown('crm-1')).toMatchObject({ phone: '2' });
});

it('takes a fresh record of the same domain and another business ID for no create of its own', async () => {
  const bench = openBench();
  bench.crm.add({ name: 'Kuura Oy', businessId: '0201256-6', website: 'kuura.fi' });
  bench.psa.script.fate = () => (bench.psa.written.length <= 3 ? 'unknown' : 'stored');
  await bench.cycle();
  bench.psa.add({ name: 'Kuura Norr AB', businessId: 'SE556036079301', website: 'kuura.fi', phone: '9' });
  await bench.cycle();
  expect((await bench.link('psa-1')).id).not.toBe((await bench.link('crm-1')).id);
});

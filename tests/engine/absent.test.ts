// Records that nobody shows any more: a look by id decides, and only the second one that misses.
import { expect, it } from 'vitest';
import { RetryableError } from '../../src/lib/errors.ts';
import { meet, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

const KUURA = { name: 'Kuura Oy', businessId: '0201256-6', phone: '1' };

/** Records looked at by id on one side, read by read. */
function looks(bench: Bench, side: 'psa' | 'crm'): string[][] {
  const adapter = bench[side].connector.entities.get('account');
  if (!adapter) throw new Error('no accounts');
  const read = adapter.read.bind(adapter);
  const seen: string[][] = [];
  Object.assign(adapter, {
    read: (ids: readonly string[]) => {
      seen.push([...ids]);
      return read(ids);
    },
  });
  return seen;
}

it('is believed gone after two looks a minute apart, and not after one', async () => {
  const bench = openBench();
  const { psaId } = await meet(bench, KUURA);
  bench.psa.vanish(psaId);
  await bench.cycle();
  expect((await bench.link(psaId)).sides.psa?.gone).toBeNull();
  await bench.cycle({ sweep: true });
  expect((await bench.link(psaId)).sides.psa?.gone).toBeNull();
  await bench.cycle();
  expect((await bench.link(psaId)).sides.psa?.gone).toBe('deleted');
});

it('is looked for by nobody while a sweep shows it, and found again without harm when the sweep had missed it', async () => {
  const bench = openBench();
  const { psaId } = await meet(bench, KUURA);
  const seen = looks(bench, 'psa');
  await bench.cycle({ sweep: true });
  expect(seen).toEqual([]);
  const all = bench.psa.connector.entities.get('account');
  Object.assign(all ?? {}, {
    async *all() {
      yield { snapshots: [], tombstones: [], checkpoint: String(bench.clock.now()), complete: true };
    },
  });
  await bench.cycle({ sweep: true });
  await bench.cycle();
  expect(seen).toEqual([[psaId]]);
  expect((await bench.link(psaId)).sides.psa?.gone).toBeNull();
});

it('concludes nothing from a look that cannot be made, and looks again later', async () => {
  const bench = openBench();
  const { psaId } = await meet(bench, KUURA);
  bench.psa.vanish(psaId);
  bench.psa.script.before = (what) => {
    if (what === 'read') throw new RetryableError('unreachable', 'down');
  };
  await bench.cycle({ sweep: true });
  for (let time = 0; time < 3; time++) await bench.cycle();
  expect((await bench.link(psaId)).sides.psa?.gone).toBeNull();
  bench.psa.script.before = () => undefined;
  for (let time = 0; time < 3; time++) await bench.cycle();
  expect((await bench.link(psaId)).sides.psa?.gone).toBe('deleted');
});

it('looks at no more records in one cycle than it may, and at the rest in the next ones', async () => {
  const bench = openBench({ limits: { absentLooks: 2 } });
  const ids = [1, 2, 3, 4, 5].map((number) => bench.psa.add({ name: `Kuura ${number}` }));
  await bench.cycle();
  for (const id of ids) bench.psa.vanish(id);
  const seen = looks(bench, 'psa');
  await bench.cycle({ sweep: true });
  expect(seen.flat()).toEqual(ids.slice(0, 2));
  await bench.cycle({ approved: false });
  expect(seen.flat()).toEqual([...ids.slice(0, 2), ...ids.slice(0, 2), ...ids.slice(2, 4)]);
});

it('takes the word of a system that lists what is gone', async () => {
  const bench = openBench();
  const { crmId } = await meet(bench, KUURA);
  bench.crm.vanish(crmId);
  Object.assign(bench.crm.connector.entities.get('account') ?? {}, {
    async *gone() {
      yield [{ id: crmId, how: 'archived', into: null, asOf: new Date(bench.clock.now()).toISOString() }];
    },
  });
  await bench.cycle({ sweep: true });
  expect((await bench.link(crmId)).sides.crm?.gone).toBe('archived');
});

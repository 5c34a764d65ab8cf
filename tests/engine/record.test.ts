// What is kept of a turn: bases, what is owed, and who was overwritten by which rule.
import { expect, it } from 'vitest';
import { meet, openBench } from './bench.ts';

const KUURA = { name: 'Kuura Oy', businessId: '0201256-6', phone: '1', notes: 'old' };
const lower = (fields: object) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value.toLowerCase() : value]));

it('takes what a side answered for its base, so that its own way of writing never comes back', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, KUURA);
  bench.crm.script.shows = lower;
  bench.psa.edit(psaId, { phone: 'ABC' });
  for (let turn = 0; turn < 3; turn++) await bench.cycle({ sweep: true });
  expect([bench.psa.shown(psaId)?.['phone'], bench.crm.shown(crmId)?.['phone']]).toEqual(['ABC', 'abc']);
  expect([bench.psa.written.length, bench.crm.written.length]).toEqual([0, 1]);
  expect((await bench.link(psaId)).sides.crm?.base).toMatchObject({ phone: 'abc' });
});

it('lets the other sides meet what a system fills into a new record', async () => {
  const bench = openBench();
  bench.crm.add({ name: 'Kuura Oy' });
  bench.psa.script.fills = () => ({ notes: 'filled in by the PSA' });
  await bench.cycle();
  expect(bench.crm.shown('crm-1')).toMatchObject({ notes: 'filled in by the PSA' });
});

it('holds a refused value for its record, and lets go when it is corrected', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, KUURA);
  bench.psa.script.fate = (write) => (write.kind !== 'archive' && write.fields['phone'] === 'bad' ? 'rejected' : 'stored');
  bench.crm.edit(crmId, { phone: 'bad' });
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect(bench.psa.written).toHaveLength(1);
  expect((await bench.link(psaId)).held).toEqual([{ side: 'psa', field: 'phone', reason: 'rejected:refused' }]);
  bench.crm.edit(crmId, { phone: 'good' });
  await bench.cycle();
  expect(bench.psa.shown(psaId)).toMatchObject({ phone: 'good' });
  expect((await bench.link(psaId)).held).toEqual([]);
});

it('names the rule by which a value lost', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, KUURA);
  bench.psa.edit(psaId, { phone: 'psa' });
  bench.crm.edit(crmId, { phone: 'crm' });
  await bench.cycle();
  const lost = (await bench.store.journal({ limit: 10 })).filter(({ action }) => action === 'overwrite');
  expect(lost).toMatchObject([{ side: 'psa', fields: ['phone'], reason: 'order', outcome: 'done' }]);
});

// Creates whose outcome nobody knows: never two of them, and never a stranger taken for one.
import { expect, it } from 'vitest';
import { RejectedError } from '../../src/lib/errors.ts';
import { openBench } from './bench.ts';

it('takes the record that an unanswered create has made', async () => {
  const bench = openBench();
  bench.crm.add({ name: 'Kuura Oy' });
  bench.psa.script.fate = (write) => (write.kind === 'create' && bench.psa.written.length === 1 ? 'lost' : 'stored');
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect(bench.psa.ids).toEqual(['psa-1']);
  const { sides, intents, matchedBy } = await bench.link('crm-1');
  expect(sides.psa?.id).toBe('psa-1');
  expect([intents, matchedBy]).toEqual([[], 'created']);
});

it('makes the record once more when the create was not carried out', async () => {
  const bench = openBench();
  bench.crm.add({ name: 'Kuura Oy' });
  bench.psa.script.fate = () => (bench.psa.written.length === 1 ? 'unknown' : 'stored');
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect(bench.psa.ids).toEqual(['psa-1']);
});

it('tells two creates of one name apart', async () => {
  const bench = openBench();
  bench.crm.add({ name: 'Kuura Oy', phone: '1' });
  bench.crm.add({ name: 'Kuura Oy', phone: '2' });
  bench.psa.script.fate = (write) => (write.kind === 'create' && bench.psa.written.length <= 2 ? 'lost' : 'stored');
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect(bench.psa.ids).toHaveLength(2);
  for (const crmId of bench.crm.ids) expect((await bench.link(crmId)).sides.psa?.fields['phone']).toBe(bench.crm.shown(crmId)?.['phone']);
});

it('looks for the others although the system will not search for one of them', async () => {
  const bench = openBench();
  bench.crm.add({ name: 'Kuura Oy' });
  bench.crm.add({ name: 'Halla Oy' });
  bench.psa.script.fate = (write) => (write.kind === 'create' && bench.psa.written.length <= 2 ? 'lost' : 'stored');
  bench.psa.script.find = (creates) => {
    if (creates.some(({ fields }) => fields['name'] === 'Kuura Oy')) throw new RejectedError('refused', 'no such search');
  };
  await bench.cycle();
  expect((await bench.link('crm-2')).sides.psa).toBeDefined();
  expect((await bench.link('crm-1')).intents).toMatchObject([{ side: 'psa', kind: 'create' }]);
  expect(bench.psa.ids).toHaveLength(2);
});

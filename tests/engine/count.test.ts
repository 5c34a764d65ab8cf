// Counting what would be done.
import { expect, it } from 'vitest';
import { count } from '../../src/engine/count.ts';
import { makeForeseen } from '../../src/engine/foreseen.ts';
import { meet, openBench } from './bench.ts';

it('adds up creates, updates, conflicts and held writes of all dirty links', async () => {
  const bench = openBench({ rules: { phone: { onConflict: 'ask' } } });
  const { psaId, crmId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: '1' });
  bench.psa.edit(psaId, { phone: 'psa', notes: 'new' });
  bench.crm.edit(crmId, { phone: 'crm' });
  bench.psa.add({ name: 'Halla Oy' });
  bench.crm.add({ phone: 'nameless' });
  const { counted } = await bench.cycle({ dryRun: true });
  expect(counted.totals).toEqual({ links: 3, created: { psa: 0, crm: 1, local: 2 }, updated: { psa: 0, crm: 1, local: 1 }, archived: { psa: 0, crm: 0, local: 0 }, conflicts: 1, held: 1, followed: 0 });
});

it('changes nothing, and says the same when asked again', async () => {
  const bench = openBench();
  const { psaId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: '1' });
  bench.psa.edit(psaId, { phone: '2' });
  const { counted } = await bench.cycle({ dryRun: true });
  const before = await bench.link(psaId);
  expect(await count(bench.engine, 'account', makeForeseen(), { unsure: new Set(), unread: false })).toEqual(counted);
  expect(await bench.link(psaId)).toEqual(before);
});

it('keeps differences for a person to read and counts the rest', async () => {
  const bench = openBench({ sides: ['psa'] });
  for (let index = 0; index < 520; index++) bench.psa.add({ name: `Kuura ${index}` });
  const { counted } = await bench.cycle({ dryRun: true });
  expect(counted.totals.created.local).toBe(520);
  expect(counted.differences).toHaveLength(200);
});

// What a changed rule is said to do before it is saved.
import { expect, it } from 'vitest';
import type { Rule } from '../../src/core/rule.ts';
import { previewRule } from '../../src/engine/rule-preview.ts';
import { meet, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

const LIMITS = { differences: 50, ms: 1000 };
const rule = (given: Partial<Rule>): Rule => ({ flow: ['psa>crm', 'psa>local', 'crm>psa', 'crm>local', 'local>psa', 'local>crm'], onConflict: ['crm', 'local', 'psa'], onFirst: ['psa', 'crm', 'local'], ...given });
const preview = (bench: Bench, given: Partial<Rule>, limits = LIMITS) => previewRule(bench.engine, { entity: 'account', field: 'phone', rule: rule(given) }, limits);

it('says which records a newly opened way would write to, writes nothing, and the next cycles do just that', async () => {
  const bench = openBench({ rules: { phone: { flow: [] } } });
  const { psaId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: null });
  bench.psa.edit(psaId, { phone: '+358401234567' });
  await bench.cycle({ dryRun: true });
  const found = await preview(bench, {});
  expect(found).toMatchObject({ looked: 1, whole: true, written: { psa: 0, crm: 1, local: 1 }, otherwise: { psa: 0, crm: 0, local: 0 }, conflicts: { more: 0, fewer: 0 } });
  expect(found.differences.map(({ side, now, before, after }) => [side, now, before.kind, after])).toEqual([
    ['crm', null, 'nothing', { kind: 'write', value: '+358401234567' }],
    ['local', null, 'nothing', { kind: 'write', value: '+358401234567' }],
  ]);
  expect(bench.crm.written).toEqual([]);
  expect(await bench.store.rules()).toEqual([]);
  await bench.store.saveRule({ entity: 'account', field: 'phone', rule: rule({}), by: 'Milla', seen: 0 });
  await bench.cycle();
  expect((await bench.link(psaId)).sides.crm?.fields['phone']).toBe('+358401234567');
});

it('says how many questions a rule would settle, or raise', async () => {
  const bench = openBench({ rules: { phone: { onConflict: 'ask' } } });
  const { psaId, crmId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: '+358401111111' });
  bench.psa.edit(psaId, { phone: '+358402222222' });
  bench.crm.edit(crmId, { phone: '+358403333333' });
  await bench.cycle();
  expect((await bench.store.counts('account')).conflicts).toBe(1);
  expect((await preview(bench, {})).conflicts).toEqual({ more: 0, fewer: 1 });
  expect((await preview(bench, { onConflict: 'ask' })).differences).toEqual([]);
});

it('shows what a side that may only be read would be given once it may be written', async () => {
  const bench = openBench({ rules: { phone: { flow: [] } }, modes: { crm: 'read-only' } });
  const { psaId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: null });
  bench.psa.edit(psaId, { phone: '+358401234567' });
  await bench.cycle({ dryRun: true });
  expect((await preview(bench, {})).written).toEqual({ psa: 0, crm: 1, local: 1 });
});

it('says so when time was over before all were looked at', async () => {
  const bench = openBench();
  for (let at = 0; at < 250; at += 1) bench.psa.add({ name: `Kuura ${at} Oy`, phone: null });
  await bench.cycle();
  expect(await preview(bench, {}, { differences: 50, ms: 0 })).toMatchObject({ looked: 200, whole: false });
  expect(await preview(bench, {})).toMatchObject({ looked: 250, whole: true });
});

it('knows no field that the entity does not have', async () => {
  const bench = openBench();
  await expect(previewRule(bench.engine, { entity: 'account', field: 'shoeSize', rule: rule({}) }, LIMITS)).rejects.toThrow('no field account.shoeSize');
});

// Writes of ours whose outcome was never recorded: what they brought is no edit, and what people do meanwhile is.
import { expect, it, vi } from 'vitest';
import { makeSet } from '../../src/core/value.ts';
import { meet, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

const KUURA = { name: 'Kuura Oy', businessId: '1234567-1', phone: '09 1' };

/** The process dies after the system has stored a write and before the outcome is written down. */
async function dieAfterWrite(bench: Bench): Promise<void> {
  const dying = vi.spyOn(bench.store, 'record').mockRejectedValue(new Error('killed'));
  await expect(bench.cycle()).rejects.toThrow('killed');
  dying.mockRestore();
  bench.clock.advance(10 * 60_000);
}

it('keeps an edit made after a crash between a write and its record, whoever wins conflicts', async () => {
  const bench = openBench({ rules: { phone: { onConflict: ['crm', 'local', 'psa'] } } });
  const { psaId, crmId } = await meet(bench, KUURA);
  bench.psa.edit(psaId, { phone: '09 2' });
  await dieAfterWrite(bench);
  expect(bench.crm.shown(crmId)).toMatchObject({ phone: '09 2' });
  bench.psa.edit(psaId, { phone: '09 3' });
  for (let turn = 0; turn < 2; turn++) await bench.cycle({ sweep: true });
  expect([bench.psa.shown(psaId)?.['phone'], bench.crm.shown(crmId)?.['phone']]).toEqual(['09 3', '09 3']);
});

it('takes back what a crash left unrecorded once whoever said it has taken it back', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, { ...KUURA, segments: makeSet([{ key: 'a' }]) });
  bench.psa.edit(psaId, { phone: '09 2', segments: makeSet([{ key: 'a' }, { key: 'b' }]) });
  await dieAfterWrite(bench);
  expect(bench.crm.shown(crmId)).toMatchObject({ phone: '09 2', segments: [{ key: 'a' }, { key: 'b' }] });
  bench.psa.edit(psaId, { phone: '09 1', segments: makeSet([{ key: 'a' }]) });
  for (let turn = 0; turn < 2; turn++) await bench.cycle({ sweep: true });
  expect(bench.psa.shown(psaId)).toMatchObject({ phone: '09 1', segments: [{ key: 'a' }] });
  expect(bench.crm.shown(crmId)).toMatchObject({ phone: '09 1', segments: [{ key: 'a' }] });
});

it('keeps an edit made after an update without an answer', async () => {
  const bench = openBench({ rules: { phone: { onConflict: ['crm', 'local', 'psa'] } } });
  const { psaId, crmId } = await meet(bench, KUURA);
  bench.psa.edit(psaId, { phone: '09 2' });
  bench.crm.script.fate = () => 'lost';
  await bench.cycle();
  bench.crm.script.fate = () => 'stored';
  bench.psa.edit(psaId, { phone: '09 3' });
  for (let turn = 0; turn < 2; turn++) await bench.cycle({ sweep: true });
  expect([bench.psa.shown(psaId)?.['phone'], bench.crm.shown(crmId)?.['phone']]).toEqual(['09 3', '09 3']);
});

it.each(['psa', 'crm'] as const)('keeps what people edit on %s between a create without an answer and its finding', async (edited) => {
  const bench = openBench({ rules: { phone: { onFirst: edited === 'psa' ? ['crm', 'psa', 'local'] : ['psa', 'crm', 'local'] } } });
  const psaId = bench.psa.add(KUURA);
  bench.crm.script.fate = () => 'lost';
  await bench.cycle();
  bench.crm.script.fate = () => 'stored';
  const crmId = bench.crm.ids[0] ?? '';
  bench[edited].edit(edited === 'psa' ? psaId : crmId, { phone: '09 3' });
  for (let turn = 0; turn < 2; turn++) await bench.cycle({ sweep: true });
  expect(bench.crm.ids).toHaveLength(1);
  expect([bench.psa.shown(psaId)?.['phone'], bench.crm.shown(crmId)?.['phone']]).toEqual(['09 3', '09 3']);
});

// The look just before a batch of updates.
import { expect, it } from 'vitest';
import type { GuardMode } from '../../src/engine/context.ts';
import { meet, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

const KUURA = { name: 'Kuura Oy', businessId: '0201256-6', phone: '1', notes: 'old' };

/** A person edits the PSA right before the PSA is looked at or, without a look, written. */
async function raced(mode: GuardMode, fields: Readonly<Record<string, string>>): Promise<{ readonly bench: Bench; readonly psaId: string; readonly crmId: string; readonly looks: readonly string[] }> {
  const bench = openBench({ rules: { phone: { onConflict: 'ask' } }, limits: { guardModes: { psa: mode, crm: 'batch' } } });
  const { psaId, crmId } = await meet(bench, KUURA);
  const looks: string[] = [];
  bench.psa.script.before = (what) => {
    if (what === 'changes' || what === 'all') return;
    looks.push(what);
    if (looks.length === 1) bench.psa.edit(psaId, fields);
  };
  bench.crm.edit(crmId, { phone: 'crm' });
  await bench.cycle();
  return { bench, psaId, crmId, looks };
}

it('keeps an edit of the same field, which then follows the rule', async () => {
  for (const mode of ['each', 'batch'] as const) {
    const { bench, psaId } = await raced(mode, { phone: 'psa' });
    expect(bench.psa.shown(psaId)).toMatchObject({ phone: 'psa' });
    expect((await bench.store.inbox({ limit: 10 })).conflicts).toMatchObject([{ field: 'phone', values: { psa: 'psa', crm: 'crm' } }]);
  }
});

it('lets both edits through when they are of two fields', async () => {
  const { bench, psaId, crmId } = await raced('batch', { notes: 'psa' });
  expect(bench.psa.shown(psaId)).toMatchObject({ phone: 'crm', notes: 'psa' });
  expect(bench.crm.shown(crmId)).toMatchObject({ phone: 'crm', notes: 'psa' });
});

it('reads by id in the mode each, by one list in the mode batch, and not at all when it is off', async () => {
  expect((await raced('each', { notes: 'psa' })).looks).toEqual(['read', 'read', 'write']);
  expect((await raced('batch', { notes: 'psa' })).looks).toEqual(['guard', 'guard', 'write']);
  expect((await raced('off', { notes: 'psa' })).looks).toEqual(['write']);
});

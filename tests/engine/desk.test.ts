// The look just before a batch of updates.
import { expect, it } from 'vitest';
import type { EntityAdapter } from '../../src/connectors/connector.ts';
import type { GuardMode } from '../../src/engine/context.ts';
import { meet, MINUTE, openBench } from './bench.ts';
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

it('sends nothing that was decided on a look of long ago, when the store was slow to announce it', async () => {
  const bench = openBench({ rules: { phone: { onConflict: 'ask' } } });
  const { psaId, crmId } = await meet(bench, KUURA);
  const { store } = bench;
  let isSlow = true;
  const announce: typeof store.announce = async (...asked) => {
    await store.announce(...asked);
    if (!isSlow) return;
    isSlow = false;
    bench.clock.advance(MINUTE);
    bench.psa.edit(psaId, { phone: 'psa' });
  };
  Object.assign(bench.engine, { store: { ...store, announce } });
  bench.crm.edit(crmId, { phone: 'crm' });
  await bench.cycle();
  expect(bench.psa.shown(psaId)).toMatchObject({ phone: 'psa' });
  expect((await bench.store.inbox({ limit: 10 })).conflicts).toMatchObject([{ field: 'phone', values: { psa: 'psa', crm: 'crm' } }]);
});

it('takes fewer at a time once a look at so many has taken too long', async () => {
  const bench = openBench();
  const ids = Array.from({ length: 8 }, (_, index) => bench.psa.add({ name: `Kuura ${index}`, phone: '1' }));
  await bench.cycle();
  const adapter = bench.crm.connector.entities.get('account') as EntityAdapter;
  const guard = adapter.guard.bind(adapter);
  const looks: number[] = [];
  const slowly: EntityAdapter['guard'] = (since, asked) => {
    looks.push(asked.length);
    bench.clock.advance(asked.length * 6_000);
    return guard(since, asked);
  };
  Object.assign(adapter, { guard: slowly });
  for (const id of ids) bench.psa.edit(id, { phone: '2' });
  await bench.cycle();
  expect(looks).toEqual([8, 4, 4]);
  expect(bench.crm.ids.map((id) => bench.crm.shown(id)?.['phone'])).toEqual(ids.map(() => '2'));
});

import { expect, it } from 'vitest';
import type { EntityAdapter } from '../../src/connectors/connector.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { runOnce } from '../../src/engine/run.ts';
import type { RunResult } from '../../src/engine/run.ts';
import { rollUpNames, ROLL_UP_RULE, withRollUps } from '../../src/entities/roll-ups.ts';
import { MINUTE } from './bench.ts';
import { openMirrorBench } from './mirror-bench.ts';
import type { MirrorBench } from './mirror-bench.ts';

const AMOUNTS = ['account.netInvoiced'];

/** Accounts have figures, and the CRM has a place for them. */
function withFigures(engine: EngineContext): EngineContext {
  const entities = withRollUps(engine.entities, AMOUNTS);
  const names = [...(entities.get('account')?.fields.keys() ?? [])];
  const policy = new Map([['account', new Map([...(engine.policy.get('account') ?? []), ...rollUpNames('account').map((name) => [name, ROLL_UP_RULE] as const)])]]);
  const crm = engine.connectors.get('crm')!;
  const adapter = crm.entities.get('account') as EntityAdapter;
  const fields = Object.fromEntries(names.map((name) => [name, { write: true, deep: false }]));
  return { ...engine, entities, policy, connectors: new Map<RemoteSide, typeof crm>([...engine.connectors, ['crm', { ...crm, entities: new Map([['account', { ...adapter, fields }]]) }]]) };
}

async function opened(): Promise<MirrorBench & { run(options?: Partial<Parameters<typeof runOnce>[2]>): Promise<RunResult> }> {
  const bench = openMirrorBench({ change: withFigures });
  const lease = await bench.store.takeLease('test', MINUTE);
  await bench.store.savePage({ entity: 'salesCase', side: 'psa', reason: 'poll', mapVersion: '', records: [], tombstones: [], checkpoint: { feed: 'psa:salesCase', value: '0' } }, lease!);
  await bench.store.releaseLease(lease!);
  const figuresOf = (count: number) => async (): Promise<void> => {
    const { id } = await bench.link('psa-1');
    bench.kept.figures = () => [{ linkId: id, fields: { invoiceCount: count, netInvoiced: { amount: '10.00', currency: 'EUR' }, overdue: { amount: '5.00', currency: 'EUR' } } }];
  };
  bench.psa.add({ name: 'Koivu Oy', businessId: '0112038-9' });
  // A system shows a property of ours from the moment it is there.
  const places = [...(bench.engine.entities.get('account')?.fields.keys() ?? [])].filter((name) => rollUpNames('account').includes(name));
  bench.crm.script.shows = (fields) => ('name' in fields ? { ...Object.fromEntries(places.map((name) => [name, null])), ...fields } : fields);
  return {
    ...bench,
    run: async (options) => {
      bench.clock.advance(MINUTE);
      if (bench.psa.ids.length > 0 && (await bench.store.links({ entity: 'account', limit: 1 })).length > 0) await figuresOf(3)();
      return await runOnce(bench.engine, ['account'], { dryRun: false, approved: true, sweep: false, deep: false, mirrors: 'changes', ...options });
    },
  };
}

it('carries figures to the CRM in the cycle that works them out, and only those that are asked for', async () => {
  const bench = await opened();
  await bench.run();
  await bench.kept.touch(['c1']);
  const { cycles } = await bench.run({ approved: false });
  expect(cycles[0]?.applied?.updated).toMatchObject({ crm: 1 });
  const [id = ''] = bench.crm.ids;
  expect(bench.crm.shown(id)).toMatchObject({ invoiceCount: 3, netInvoiced: { amount: '10.00', currency: 'EUR' } });
  expect(bench.crm.shown(id)).not.toHaveProperty('overdue');
  const writes = bench.crm.written.length;
  await bench.run({ approved: false });
  expect(bench.crm.written).toHaveLength(writes);
});

it('gives a new record of ours its figures as it is made, so that the CRM is written to once', async () => {
  const bench = await opened();
  await bench.run({ approved: false });
  await bench.run();
  expect(bench.crm.written.map(({ kind }) => kind)).toEqual(['create']);
  expect(bench.crm.shown('crm-1')).toMatchObject({ name: 'Koivu Oy', invoiceCount: 3 });
  const { sides } = await bench.link('psa-1');
  expect([sides.local?.fields['invoiceCount'], sides.local?.base['invoiceCount'], sides.crm?.base['invoiceCount']]).toEqual([3, 3, 3]);
});

it('works nothing out before everything has been read, nor before somebody has said yes', async () => {
  const bench = await opened();
  bench.mirrors['flatRates']!.before = () => {
    throw new Error('the process is gone');
  };
  await expect(bench.run()).rejects.toThrow('the process is gone');
  await expect(bench.run()).rejects.toThrow('the process is gone');
  expect(bench.kept.rolled).toEqual([]);
  const waiting = await opened();
  await waiting.run({ approved: false });
  expect(await waiting.store.fact('rolledUp')).toBeNull();
});

it('writes nothing in a dry run', async () => {
  const bench = await opened();
  await bench.run();
  await bench.kept.touch(['c1']);
  const before = bench.crm.written.length;
  await bench.run({ dryRun: true, approved: false });
  expect(bench.crm.written).toHaveLength(before);
  expect(await bench.kept.touched(10)).toContainEqual(expect.objectContaining({ customer: 'c1' }));
});

it('works everybody’s figures out anew on a new day, and leaves none touched', async () => {
  const bench = await opened();
  await bench.run();
  const before = bench.kept.rolled.length;
  bench.clock.advance(24 * 60 * MINUTE);
  await bench.run({ approved: false });
  expect(bench.kept.rolled.slice(before)).toEqual(['account 2026-11-22 everybody']);
  expect(await bench.kept.touched(10)).toEqual([]);
});

it('puts back what somebody has typed over a figure, without a conflict', async () => {
  const bench = await opened();
  await bench.run({ approved: false });
  await bench.run();
  bench.clock.advance(1);
  bench.crm.edit('crm-1', { invoiceCount: 99 });
  const { cycles } = await bench.run({ approved: false });
  expect(bench.crm.shown('crm-1')).toMatchObject({ invoiceCount: 3 });
  expect(cycles[0]?.open.conflicts).toBe(0);
});

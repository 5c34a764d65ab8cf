// A whole cycle: what it may write, what stops it, and one side's trouble.
import { expect, it } from 'vitest';
import type { Connector } from '../../src/connectors/connector.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import { RetryableError } from '../../src/lib/errors.ts';
import { meet, openBench } from './bench.ts';

it('shows the first backfill and writes nothing before a person has approved it', async () => {
  const bench = openBench();
  bench.psa.add({ name: 'Kuura Oy' });
  const preview = await bench.cycle({ approved: false });
  expect(preview).toMatchObject({ kind: 'backfill', waiting: { reason: 'preview' }, applied: null });
  expect(preview.counted.totals.created).toEqual({ psa: 0, crm: 1, local: 1 });
  expect(preview.counted.differences).toMatchObject([{ side: 'crm', kind: 'create', after: { name: 'Kuura Oy' } }, { side: 'local' }]);
  expect(bench.crm.ids).toEqual([]);
  await bench.cycle({ approved: true });
  expect(bench.crm.ids).toEqual(['crm-1']);
  expect((await bench.cycle({ approved: false })).waiting).toBeNull();
});

it('writes nothing in a dry run and says field by field what it would do', async () => {
  const bench = openBench();
  const { psaId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: '1' });
  bench.psa.edit(psaId, { phone: '2' });
  const before = await bench.link(psaId);
  const { counted, waiting } = await bench.cycle({ dryRun: true });
  expect(waiting).toEqual({ reason: 'dry-run', verdicts: [] });
  expect(counted.totals).toMatchObject({ links: 1, updated: { psa: 0, crm: 1, local: 1 } });
  expect(counted.differences.find(({ side }) => side === 'crm')).toMatchObject({ kind: 'update', before: { phone: '1' }, after: { phone: '2' } });
  const after = await bench.link(psaId);
  expect([after.sides.crm, after.sides.local, after.intents]).toEqual([before.sides.crm, before.sides.local, []]);
  expect(after.sides.psa?.base).toEqual(before.sides.psa?.base);
  expect(bench.crm.written).toEqual([]);
});

it('stops before a mass change, says how much, and goes on when a person approves', async () => {
  const bench = openBench({ limits: { guard: { updates: { share: 0.2, atLeast: 2 }, deletes: { share: 0.01, atLeast: 5 } } } });
  const ids: string[] = [];
  for (let index = 0; index < 6; index++) ids.push(bench.psa.add({ name: `Kuura ${index}`, phone: '1' }));
  await bench.cycle();
  for (const id of ids.slice(0, 3)) bench.psa.edit(id, { phone: '2' });
  const halted = await bench.cycle({ approved: false });
  expect(halted.waiting).toEqual({ reason: 'guard', verdicts: [{ side: 'crm', change: 'updates', planned: 3, done: 0, limit: 2, isApproved: false }, { side: 'local', change: 'updates', planned: 3, done: 0, limit: 2, isApproved: false }] });
  expect(bench.crm.written.filter(({ kind }) => kind === 'update')).toEqual([]);
  expect((await bench.cycle({ approved: true })).applied?.updated.crm).toBe(3);
});

it('goes on with one side when the other cannot be read, and catches up', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: '1' });
  bench.crm.script.before = () => {
    throw new RetryableError('unreachable', 'down');
  };
  bench.psa.edit(psaId, { phone: '2' });
  const result = await bench.cycle();
  expect([...result.errors.keys()]).toEqual(['crm']);
  expect((await bench.link(psaId)).sides.local?.fields['phone']).toBe('2');
  bench.crm.script.before = () => undefined;
  await bench.cycle();
  expect(bench.crm.shown(crmId)).toMatchObject({ phone: '2' });
});

it('fills the local record from one connection alone', async () => {
  const bench = openBench({ sides: ['psa'] });
  bench.psa.add({ name: 'Kuura Oy', phone: '1' });
  const { errors } = await bench.cycle();
  expect(errors.size).toBe(0);
  expect((await bench.link('psa-1')).sides.local?.fields).toMatchObject({ name: 'Kuura Oy', phone: '1' });
  await bench.editLocal('psa-1', { phone: '2' });
  await bench.cycle();
  expect(bench.psa.shown('psa-1')).toMatchObject({ phone: '2' });
});

it('writes nothing to a read-only connection and everything it shows to the others', async () => {
  const bench = openBench({ modes: { crm: 'read-only' } });
  const { psaId, crmId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: '1' });
  bench.psa.edit(psaId, { notes: 'new' });
  bench.crm.edit(crmId, { phone: '2' });
  await bench.cycle();
  expect(bench.crm.written).toEqual([]);
  expect(bench.psa.shown(psaId)).toMatchObject({ phone: '2' });
});

it('never brings a deleted record back and never deletes its counterpart', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: '1' });
  bench.crm.remove(crmId, 'deleted');
  await bench.cycle();
  bench.psa.edit(psaId, { phone: '2' });
  await bench.cycle({ sweep: true });
  expect([bench.crm.ids, bench.crm.written, bench.psa.written]).toEqual([[crmId], [], []]);
  expect((await bench.link(psaId)).held).toEqual([{ side: 'crm', field: null, reason: 'gone-deleted' }]);
});

it('is the same with the answers a person gives as long as nothing has moved since', async () => {
  const bench = openBench({ rules: { phone: { onConflict: 'ask' } } });
  const { psaId, crmId } = await meet(bench, { name: 'Kuura Oy', businessId: '0201256-6', phone: '1' });
  bench.psa.edit(psaId, { phone: 'psa' });
  bench.crm.edit(crmId, { phone: 'crm', notes: 'flows' });
  await bench.cycle();
  expect(bench.psa.shown(psaId)).toMatchObject({ phone: 'psa', notes: 'flows' });
  const [conflict] = (await bench.store.inbox({ limit: 10 })).conflicts;
  expect(conflict).toMatchObject({ field: 'phone', base: { psa: '1', crm: '1' }, values: { psa: 'psa', crm: 'crm', local: '1' } });
  await bench.store.answer({ kind: 'conflict', id: conflict?.id as string, side: 'psa', by: 'a person' });
  bench.crm.edit(crmId, { phone: 'crm again' });
  await bench.cycle();
  expect(bench.crm.shown(crmId)).toMatchObject({ phone: 'crm again' });
  const [next] = (await bench.store.inbox({ limit: 10 })).conflicts;
  expect(next).toMatchObject({ values: { crm: 'crm again' } });
  await bench.store.answer({ kind: 'conflict', id: next?.id as string, side: 'psa', by: 'a person' });
  await bench.cycle();
  expect([bench.crm.shown(crmId)?.['phone'], (await bench.link(psaId)).sides.local?.fields['phone']]).toEqual(['psa', 'psa']);
  expect((await bench.store.inbox({ limit: 10 })).conflicts).toEqual([]);
});

it('asks again when a second system is connected to an installation that was approved with one', async () => {
  const bench = openBench();
  const connectors = bench.engine.connectors as Map<RemoteSide, Connector>;
  const crm = connectors.get('crm') as Connector;
  connectors.delete('crm');
  bench.psa.add({ name: 'Kuura Oy' });
  await bench.cycle({ approved: true });
  expect((await bench.cycle({ approved: false })).waiting).toBeNull();
  connectors.set('crm', crm);
  expect(await bench.cycle({ approved: false })).toMatchObject({ kind: 'backfill', waiting: { reason: 'preview' } });
  expect(bench.crm.ids).toEqual([]);
  await bench.cycle({ approved: true });
  expect(bench.crm.ids).toHaveLength(1);
  connectors.delete('crm');
  expect((await bench.cycle({ approved: false })).waiting).toBeNull();
});

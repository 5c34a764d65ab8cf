// Undo of a run: what it wrote is taken back where nobody has touched it since, and no cycle does it again.
import { describe, expect, it } from 'vitest';
import { runOnce } from '../../src/engine/run.ts';
import { undo } from '../../src/engine/undo.ts';
import type { Undone } from '../../src/engine/undo.ts';
import { meet, MINUTE, openBench } from './bench.ts';
import type { Bench, BenchOptions } from './bench.ts';

const KUURA = { name: 'Kuura Oy', businessId: '0201256-6', phone: '1', segments: [{ key: 'a' }] };

async function run(bench: Bench): Promise<string> {
  bench.clock.advance(MINUTE);
  return (await runOnce(bench.engine, ['account'], { dryRun: false, approved: true, sweep: false, deep: false })).run.id;
}

function takeBack(bench: Bench, runId: string, dryRun = false): Promise<Undone> {
  bench.clock.advance(MINUTE);
  return undo(bench.engine, runId, { dryRun });
}

async function pair(options: BenchOptions = {}): Promise<{ bench: Bench; psaId: string; crmId: string }> {
  const bench = openBench(options);
  return { bench, ...(await meet(bench, KUURA)) };
}

describe('undo of a run', () => {
  it('writes back what was there before it, on every side it wrote to, and no cycle does it again', async () => {
    const { bench, psaId, crmId } = await pair();
    bench.psa.edit(psaId, { phone: '2', segments: [{ key: 'a' }, { key: 'b' }] });
    const runId = await run(bench);
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '2', segments: [{ key: 'a' }, { key: 'b' }] });
    const undone = await takeBack(bench, runId);
    expect(undone).toMatchObject({ restored: { account: { psa: 0, crm: 1, local: 1 } }, left: [], failed: 0, run: { kind: 'undo', state: 'done' } });
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '1', segments: [{ key: 'a' }] });
    const writes = bench.crm.written.length;
    for (let time = 0; time < 3; time++) await bench.cycle({ sweep: true });
    expect([bench.crm.written.length, bench.psa.written.length]).toEqual([writes, 0]);
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '1' });
    bench.psa.edit(psaId, { phone: '3' });
    await bench.cycle();
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '3' });
  });

  it('clears what was empty before', async () => {
    const { bench, psaId, crmId } = await pair();
    bench.psa.edit(psaId, { notes: 'new' });
    const runId = await run(bench);
    await takeBack(bench, runId);
    expect(bench.crm.shown(crmId)).toMatchObject({ notes: null });
  });

  it('leaves what somebody has touched since, and names it', async () => {
    const { bench, psaId, crmId } = await pair();
    bench.psa.edit(psaId, { phone: '2', notes: 'new' });
    const runId = await run(bench);
    bench.clock.advance(MINUTE);
    bench.crm.edit(crmId, { phone: 'by a person' });
    const undone = await takeBack(bench, runId);
    const { id: linkId } = await bench.link(psaId);
    expect(undone.left).toEqual([{ entity: 'account', linkId, side: 'crm', fields: ['phone'], reason: 'touched' }]);
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: 'by a person', notes: null });
    await bench.cycle();
    expect(bench.psa.shown(psaId)).toMatchObject({ phone: 'by a person' });
  });

  it('takes a record that it made out of use, and nothing makes it again', async () => {
    const bench = openBench();
    const psaId = bench.psa.add({ name: 'Kuura Oy', phone: '1' });
    const runId = await run(bench);
    const [made] = bench.crm.ids;
    expect(await takeBack(bench, runId)).toMatchObject({ archived: { account: { crm: 1 } }, left: [] });
    bench.psa.edit(psaId, { phone: '2' });
    for (let time = 0; time < 3; time++) await bench.cycle({ sweep: true });
    const { sides } = await bench.link(psaId);
    expect([sides.crm?.id, sides.crm?.gone, sides.crm?.verdict, sides.local?.fields['phone']]).toEqual([made, 'archived', 'unlink', '2']);
    expect(bench.crm.ids).toHaveLength(1);
    expect((await bench.store.inbox({ limit: 5 })).conflicts).toEqual([]);
  });

  it('leaves a record that it made and that somebody has edited', async () => {
    const bench = openBench();
    bench.psa.add({ name: 'Kuura Oy', phone: '1' });
    const runId = await run(bench);
    const [made] = bench.crm.ids as [string];
    bench.clock.advance(MINUTE);
    bench.crm.edit(made, { phone: 'by a person' });
    expect((await takeBack(bench, runId)).left).toMatchObject([{ side: 'crm', fields: ['phone'], reason: 'touched' }]);
    expect((await bench.link(made)).sides.crm?.gone).toBeNull();
  });

  it('made inactive where records cannot be archived, goes on being no business of the others', async () => {
    const bench = openBench();
    const crmId = bench.crm.add({ name: 'Kuura Oy', phone: '1' });
    bench.psa.script.retires = { notes: 'inactive' };
    const runId = await run(bench);
    await takeBack(bench, runId);
    for (let time = 0; time < 3; time++) await bench.cycle({ sweep: true });
    expect((await bench.link(crmId)).sides.psa).toMatchObject({ gone: 'retired', verdict: 'unlink' });
    expect(bench.crm.shown(crmId)).toMatchObject({ notes: null });
  });

  it('loosens nothing that is only ever tightened', async () => {
    const { bench, psaId, crmId } = await pair({ rules: { segments: { onConflict: 'restrictive' } } });
    bench.psa.edit(psaId, { phone: '2', segments: [{ key: 'a' }, { key: 'b' }] });
    const runId = await run(bench);
    expect((await takeBack(bench, runId)).left).toMatchObject([{ side: 'crm', fields: ['segments'], reason: 'restrictive' }, { side: 'local', fields: ['segments'], reason: 'restrictive' }]);
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '1', segments: [{ key: 'a' }, { key: 'b' }] });
  });

  it('lists what the run took out of use, which cannot be undone', async () => {
    const { bench, psaId } = await pair({ deletes: { psa: 'archive' } });
    bench.psa.remove(psaId, 'deleted');
    const runId = await run(bench);
    expect((await takeBack(bench, runId)).left).toMatchObject([{ side: 'crm', fields: [], reason: 'archived' }]);
  });

  it('shows first what it would do, and does nothing then', async () => {
    const { bench, psaId, crmId } = await pair();
    bench.psa.edit(psaId, { phone: '2' });
    const runId = await run(bench);
    expect(await takeBack(bench, runId, true)).toMatchObject({ run: null, restored: { account: { psa: 0, crm: 1, local: 1 } } });
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '2' });
  });

  it('loses no edit that waits, and may itself be undone', async () => {
    const { bench, psaId, crmId } = await pair();
    bench.psa.edit(psaId, { phone: '2' });
    const runId = await run(bench);
    await bench.editLocal(psaId, { notes: 'waits' });
    const undone = await takeBack(bench, runId);
    await bench.cycle();
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '1', notes: 'waits' });
    await takeBack(bench, undone.run?.id ?? '');
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '2', notes: 'waits' });
  });

  it('tries again what did not get through, and says so when it never does', async () => {
    const { bench, psaId, crmId } = await pair();
    bench.psa.edit(psaId, { phone: '2' });
    const runId = await run(bench);
    bench.crm.script.fate = () => 'rejected';
    expect(await takeBack(bench, runId)).toMatchObject({ run: { state: 'failed' } });
    bench.crm.script.fate = () => 'stored';
    await takeBack(bench, runId);
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '1' });
  });

  it('keeps nothing that could be read without the key', async () => {
    const { bench, psaId } = await pair();
    bench.psa.edit(psaId, { phone: '040 123' });
    const runId = await run(bench);
    const images = await bench.store.images({ runId, limit: 10 });
    expect(images).toHaveLength(2);
    expect(JSON.stringify(images)).not.toContain('040');
  });

  it('is refused for a run that is not known or wrote nothing', async () => {
    const { bench } = await pair();
    await expect(takeBack(bench, 'nobody')).rejects.toMatchObject({ code: 'run-unknown' });
    await expect(takeBack(bench, await run(bench))).rejects.toMatchObject({ code: 'nothing-to-undo' });
  });
});

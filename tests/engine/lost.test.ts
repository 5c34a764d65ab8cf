// Stories of edits that an engine could lose: a side that moves between plan and write, an answer that never came, a record
// that was overtaken. Invariant of all of them: what a person typed is on every side, or waits where a person sees it.
import { expect, it } from 'vitest';
import { pull } from '../../src/engine/pull.ts';
import { RetryableError } from '../../src/lib/errors.ts';
import { meet, openBench } from './bench.ts';

const shorten = (fields: object) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, 10) : value]));
const ACME = { name: 'Acme Oy', businessId: '0201256-6', phone: '1', notes: 'old' };

it('brings a value to the second side although that side moved after the first side was written', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, ACME);
  await bench.editLocal(psaId, { phone: '2' });
  let edited = false;
  bench.psa.script.before = (what) => {
    if (what !== 'guard' || edited) return;
    edited = true;
    bench.psa.edit(psaId, { notes: 'typed by a person' });
  };
  await bench.cycle();
  await bench.cycle();
  expect(bench.psa.shown(psaId)).toMatchObject({ phone: '2', notes: 'typed by a person' });
  expect(bench.crm.shown(crmId)).toMatchObject({ phone: '2', notes: 'typed by a person' });
});

it('brings a value to the second side although time ran out after the first side was written', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, ACME);
  await bench.editLocal(psaId, { phone: '2' });
  let slow = true;
  bench.crm.script.before = (what) => {
    if (what === 'write' && slow) bench.clock.advance(bench.engine.limits.leaseMs * 0.9);
    if (what === 'write') slow = false;
  };
  await bench.cycle();
  await bench.cycle();
  expect(bench.crm.shown(crmId)).toMatchObject({ phone: '2' });
  expect(bench.psa.shown(psaId)).toMatchObject({ phone: '2' });
});

it('goes on with the other side when the look for an open create finds its side down', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, ACME);
  bench.crm.add({ name: 'Kuura Oy' });
  bench.psa.script.fate = (write) => (write.kind === 'create' ? 'unknown' : 'stored');
  await bench.cycle();
  bench.psa.script.before = () => {
    throw new RetryableError('unreachable', 'down');
  };
  await bench.editLocal(psaId, { phone: '2' });
  const result = await bench.cycle();
  expect(result.errors.get('psa')).toBeInstanceOf(RetryableError);
  expect(bench.crm.shown(crmId)).toMatchObject({ phone: '2' });
});

it('does not take the shortened form of its own write for an edit when no answer came', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, ACME);
  bench.crm.script.shows = shorten;
  bench.crm.script.represents = shorten;
  bench.crm.script.fate = (write) => (bench.crm.written.length === 1 && write.kind === 'update' ? 'lost' : 'stored');
  bench.psa.edit(psaId, { notes: 'a long note that does not fit' });
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  expect(bench.psa.shown(psaId)).toMatchObject({ notes: 'a long note that does not fit' });
  expect(bench.crm.shown(crmId)).toMatchObject({ notes: 'a long not' });
  expect((await bench.link(psaId)).sides.local?.fields).toMatchObject({ notes: 'a long note that does not fit' });
});

it('sees an edit made before a cycle whose pull failed, before it writes over it', async () => {
  const bench = openBench({ rules: { phone: { onConflict: 'ask' } } });
  const { psaId } = await meet(bench, ACME);
  bench.psa.edit(psaId, { phone: 'typed in the PSA' });
  bench.clock.advance(10 * 60_000);
  await bench.editLocal(psaId, { phone: 'typed here' });
  bench.psa.script.before = (what) => {
    if (what === 'changes') throw new RetryableError('malformed-reply', 'one bad page');
  };
  await bench.cycle();
  expect(bench.psa.shown(psaId)).toMatchObject({ phone: 'typed in the PSA' });
  expect((await bench.store.inbox({ limit: 10 })).conflicts).toHaveLength(1);
});

it('tries a part of a write again that a side said may do later', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, ACME);
  bench.psa.script.fate = () => (bench.psa.written.length === 1 ? { unsettled: ['phone'], retry: true } : 'stored');
  bench.crm.edit(crmId, { phone: '2', notes: 'new' });
  await bench.cycle();
  await bench.cycle();
  expect(bench.psa.shown(psaId)).toMatchObject({ phone: '2', notes: 'new' });
});

it('keeps owing a write while the record is gone', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, ACME);
  bench.crm.script.fate = () => 'rejected';
  bench.psa.edit(psaId, { phone: '2' });
  await bench.cycle();
  bench.crm.script.fate = () => 'stored';
  bench.crm.remove(crmId, 'archived');
  await bench.cycle();
  expect((await bench.link(psaId)).held.map((held) => held.reason)).toContain('gone-archived');
  expect((await bench.link(psaId)).held.map((held) => held.field)).toContain('phone');
});

it('keeps an edit that a pull saw while a write to the same record was under way', async () => {
  const bench = openBench();
  const { psaId, crmId } = await meet(bench, ACME);
  bench.crm.script.partialAnswers = true;
  bench.psa.edit(psaId, { phone: '2' });
  let edited = false;
  bench.crm.script.before = async (what) => {
    if (what !== 'write' || edited) return;
    edited = true;
    bench.crm.edit(crmId, { notes: 'typed by a person' });
    await pull(bench.engine, 'account', 'crm', false);
    bench.clock.advance(1_000);
  };
  await bench.cycle();
  expect((await bench.link(crmId)).sides.crm?.fields).toMatchObject({ phone: '2', notes: 'typed by a person' });
  await bench.cycle();
  expect(bench.psa.shown(psaId)).toMatchObject({ phone: '2', notes: 'typed by a person' });
});

it('lets go of a record that was merged away instead of writing to the survivor through it', async () => {
  const bench = openBench();
  const first = await meet(bench, ACME);
  const second = await meet(bench, { ...ACME, name: 'Kuura Oy', businessId: '0112038-9' });
  bench.crm.merge(first.crmId, second.crmId);
  await bench.cycle();
  bench.psa.edit(second.psaId, { phone: '9' });
  await bench.cycle();
  expect((await bench.link(second.psaId)).sides.crm).toMatchObject({ gone: 'merged' });
  expect(bench.crm.written.filter((write) => write.kind === 'create')).toEqual([]);
  expect(bench.crm.ids).toEqual([first.crmId]);
});

it('plans every link anew when the rules change or a connection may be written at last', async () => {
  const bench = openBench({ modes: { crm: 'read-only' } });
  const psaId = bench.psa.add(ACME);
  await bench.cycle();
  await bench.cycle();
  expect(bench.crm.ids).toEqual([]);
  Object.assign(bench.engine.modes, { crm: 'read-write' });
  await bench.cycle();
  expect(bench.crm.ids).toHaveLength(1);
  expect((await bench.link(psaId)).sides.crm).toBeDefined();
  const written = bench.crm.written.length;
  await bench.cycle();
  expect(bench.crm.written).toHaveLength(written);
});

it('goes on with the others when one record breaks the planner', async () => {
  const bench = openBench();
  const broken = await meet(bench, ACME);
  const sound = await meet(bench, { ...ACME, name: 'Kuura Oy', businessId: '0112038-9' });
  bench.crm.script.represents = (fields) => {
    if (fields['phone'] === 'poison') throw new TypeError('a bug of ours');
    return fields;
  };
  bench.psa.edit(broken.psaId, { phone: 'poison' });
  bench.psa.edit(sound.psaId, { phone: '2' });
  const { applied } = await bench.cycle();
  expect(applied?.failed).toBe(1);
  expect(bench.crm.shown(sound.crmId)).toMatchObject({ phone: '2' });
});

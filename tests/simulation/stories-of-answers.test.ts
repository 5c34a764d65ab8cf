// More of what the simulator has found, told as stories: what an answer to a write hides, what a create leaves behind, what a
// record misses while it is away. Invariant: a story needs no seed; it plays the moment itself.
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../src/core/reconcile.ts';
import type { SideView } from '../../src/core/reconcile.ts';
import type { FieldRule } from '../../src/core/rule.ts';
import { makeSet } from '../../src/core/value.ts';
import type { Fields, Side, Snapshot, Value } from '../../src/core/vocabulary.ts';
import { cycle } from '../../src/engine/cycle.ts';
import { pull } from '../../src/engine/pull.ts';
import { RetryableError } from '../../src/lib/errors.ts';
import { overlay, rowHash } from '../../src/store/ledger/overlay.ts';
import { meet, MINUTE, openBench } from '../engine/bench.ts';

const set = (...keys: readonly string[]): Value => makeSet(keys.map((key) => ({ key })));
const KOIVU = { name: 'Koivu Oy', businessId: '0201256-6', phone: '1', notes: 'old', segments: set('a', 'b') };

const view = (side: Side, now: string | null, base: string | null | undefined): SideView => ({ side, fields: { number: now }, base: base === undefined ? {} : { number: base }, modifiedAt: null, owed: new Set() });
const seen = (shown: Fields, at: string): Snapshot => ({ id: '1', fields: shown, handles: {}, asOf: at, modifiedAt: '2026-11-21T08:30:00.000Z', modifiedBy: null, formerIds: [] });

describe('a set that somebody changes while we write it', () => {
  it('loses everywhere what was taken away meanwhile', async () => {
    const bench = openBench();
    const { psaId, crmId } = await meet(bench, KOIVU);
    bench.crm.edit(crmId, { segments: set('a', 'b', 'c') });
    // The vendor adds to what is there; it does not put back what somebody has just removed.
    bench.psa.script.shows = (fields) => ('segments' in fields ? { ...fields, segments: set('a', 'c') } : fields);
    await bench.cycle();
    bench.psa.script.shows = (fields) => fields;
    await bench.cycle();
    await bench.cycle();
    expect(bench.crm.shown(crmId)).toMatchObject({ segments: set('a', 'c') });
    expect(bench.psa.shown(psaId)).toMatchObject({ segments: set('a', 'c') });
  });

  it('brings everywhere what was added meanwhile', async () => {
    const bench = openBench();
    const { crmId } = await meet(bench, KOIVU);
    bench.crm.edit(crmId, { segments: set('a', 'b', 'c') });
    bench.psa.script.shows = (fields) => ('segments' in fields ? { ...fields, segments: set('a', 'b', 'c', 'd') } : fields);
    await bench.cycle();
    bench.psa.script.shows = (fields) => fields;
    await bench.cycle();
    expect(bench.crm.shown(crmId)).toMatchObject({ segments: set('a', 'b', 'c', 'd') });
  });
});

describe('a create without an answer', () => {
  it('whose record got only a part of what was sent is no edit of anybody: the rest is written, nothing is cleared', async () => {
    const bench = openBench();
    await meet(bench, KOIVU);
    const crmId = bench.crm.add({ name: 'Meri Oy', phone: '7', segments: set('x', 'y') });
    bench.psa.script.fate = (write) => (write.kind === 'create' ? 'lost' : 'stored');
    // The vendor takes several calls for a record; only the first got through.
    bench.psa.script.shows = (fields) => ('name' in fields ? { ...fields, phone: null, segments: set('x') } : fields);
    await bench.cycle();
    bench.psa.script.fate = () => 'stored';
    bench.psa.script.shows = (fields) => fields;
    for (let cycle = 0; cycle < 3; cycle++) await bench.cycle();
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '7', segments: set('x', 'y') });
    expect(bench.psa.shown(bench.psa.ids.at(-1) as string)).toMatchObject({ phone: '7', segments: set('x', 'y') });
  });

  it('is asked about, not made again, when a record has come since that somebody may have renamed', async () => {
    const bench = openBench();
    await meet(bench, KOIVU);
    bench.crm.add({ name: 'Meri Oy' });
    bench.psa.script.fate = (write) => (write.kind === 'create' ? 'unknown' : 'stored');
    await bench.cycle();
    // What was made has another name by now, and nothing else that would tell it.
    bench.psa.add({ name: 'Tuuli Oy' });
    bench.psa.script.fate = () => 'stored';
    for (let cycle = 0; cycle < 3; cycle++) await bench.cycle();
    expect(bench.psa.ids).toHaveLength(2);
    const { matches } = await bench.store.inbox({ limit: 10 });
    expect(matches.map(({ by, reason }) => [by, reason])).toEqual([['own-create', 'renamed']]);
    await bench.store.answer({ kind: 'match', id: matches[0]?.id ?? '', accept: false, by: 'Aino' });
    for (let cycle = 0; cycle < 3; cycle++) await bench.cycle();
    // Two things after all: each gets its counterpart.
    expect(bench.psa.ids).toHaveLength(3);
    expect(bench.crm.ids).toHaveLength(3);
  });

  it('is asked about, not made again, when a record of its name has come since that says other things', async () => {
    const bench = openBench();
    await meet(bench, KOIVU);
    bench.crm.add({ name: 'Meri Oy', businessId: '1234567-1' });
    bench.psa.script.fate = (write) => (write.kind === 'create' ? 'unknown' : 'stored');
    await bench.cycle();
    // Somebody has put the business ID right before anybody had seen what was made.
    const made = bench.psa.add({ name: 'Meri Oy', businessId: '0737546-2' });
    bench.psa.script.fate = () => 'stored';
    for (let cycle = 0; cycle < 3; cycle++) await bench.cycle();
    expect([bench.psa.ids.length, bench.crm.ids.length]).toEqual([2, 2]);
    const { matches } = await bench.store.inbox({ limit: 10 });
    expect(matches).toMatchObject([{ by: 'own-create' }]);
    await bench.store.answer({ kind: 'match', id: matches[0]?.id ?? '', accept: true, by: 'Aino' });
    for (let cycle = 0; cycle < 3; cycle++) await bench.cycle();
    expect([bench.psa.ids.length, bench.crm.ids.length]).toEqual([2, 2]);
    expect(Object.keys((await bench.link(made)).sides)).toContain('crm');
  });

  it('is asked about also when the record it was made from is gone', async () => {
    const bench = openBench({ deletes: { crm: 'unlink' } });
    await meet(bench, KOIVU);
    const crmId = bench.crm.add({ name: 'Meri Oy' });
    bench.psa.script.fate = (write) => (write.kind === 'create' ? 'unknown' : 'stored');
    await bench.cycle();
    bench.crm.remove(crmId, 'deleted');
    bench.psa.add({ name: 'Tuuli Oy' });
    bench.psa.script.fate = () => 'stored';
    for (let cycle = 0; cycle < 3; cycle++) await bench.cycle();
    expect(bench.crm.ids).toHaveLength(2);
    expect((await bench.store.inbox({ limit: 10 })).matches).toHaveLength(1);
  });
});

const short = (fields: Fields): Fields => ('phone' in fields ? { ...fields, phone: (fields['phone'] as string | null)?.slice(0, 3) ?? null } : fields);

it('a create that nobody lived to write down leaves our own record with the value, not with what the other side made of it', async () => {
  const bench = openBench();
  bench.psa.script.shows = short;
  bench.psa.script.represents = short;
  const crmId = bench.crm.add({ name: 'Meri Oy', phone: '12345' });
  const dying = { ...bench.engine, store: { ...bench.store, record: () => Promise.reject(new Error('killed')) } };
  await expect(cycle(dying, ['account'], { dryRun: false, approved: true, sweep: false, deep: false }, null)).rejects.toThrow('killed');
  // Somebody else's record of the same name: which of the two is ours has to be looked up.
  bench.psa.add({ name: 'Meri Oy' });
  bench.clock.advance(10 * MINUTE);
  for (let turn = 0; turn < 3; turn++) await bench.cycle();
  const { sides } = await bench.link(crmId);
  expect(sides.psa?.id).toBe(bench.psa.ids[0]);
  expect([sides.psa?.fields['phone'], sides.crm?.fields['phone'], sides.local?.fields['phone']]).toEqual(['123', '12345', '12345']);
});

it('a record that was away gets what the others have agreed on meanwhile', async () => {
  const bench = openBench({ deletes: { crm: 'unlink' } });
  const { psaId, crmId } = await meet(bench, KOIVU);
  bench.crm.remove(crmId, 'archived');
  await bench.cycle({ sweep: true });
  await bench.store.markDirty('account', 'all', 'poll');
  bench.crm.restore(crmId);
  bench.crm.remove(crmId, 'archived');
  await bench.cycle();
  bench.psa.edit(psaId, { phone: '2' });
  await bench.cycle();
  expect((await bench.link(psaId)).sides.crm?.gone).toBe('archived');
  bench.crm.restore(crmId);
  await bench.cycle();
  await bench.cycle();
  expect(bench.crm.shown(crmId)).toMatchObject({ phone: '2' });
});

it('a value that another side shows without having a say is still news to our own record', () => {
  const rule: FieldRule = { name: 'number', kind: 'text', compare: 'exact', rule: { flow: ['psa>crm', 'psa>local'], onConflict: ['psa', 'local', 'crm'], onFirst: ['psa', 'crm', 'local'] } };
  const decided = reconcile([view('psa', '501', undefined), view('crm', '501', '501'), view('local', null, null)], [rule]);
  expect(decided.get('number')).toMatchObject({ kind: 'flow', to: { local: '501' } });
});

it('a look that does not show a field does not change how the next one reads it', () => {
  const fields: Fields = { name: 'Tarjous', stage: 'open' };
  const row = {
    side: 'crm', entity: 'salesCase', id: '1', linkId: 'id-1', fields, base: fields, handles: {}, keys: [], hash: rowHash(fields, {}, []), version: 1, mapVersion: 'known', asOf: '2026-11-21T08:00:00.000Z',
    modifiedAt: '2026-11-21T07:00:00.000Z', modifiedBy: null, gone: null, verdict: null, suspectedAt: null, shownAt: '2026-11-21T08:00:00.000Z',
  } as const;
  // A process that does not know the stages sees that the record has changed, and not how.
  const half = overlay(row, { seen: seen({ name: 'Tarjous' }, '2026-11-21T08:31:00.000Z'), keys: [] }, 'unknown');
  const whole = overlay(half?.row ?? row, { seen: seen({ name: 'Tarjous', stage: 'won' }, '2026-11-21T08:32:00.000Z'), keys: [] }, 'known');
  expect(whole).toMatchObject({ changed: true, row: { fields: { stage: 'won' }, base: { stage: 'open' } } });
});

it('a reading that goes on where another was broken off is not taken for one that has seen everything until now', async () => {
  const bench = openBench();
  bench.psa.add(KOIVU);
  await pull(bench.engine, 'account', 'psa', false);
  const adapter = bench.psa.connector.entities.get('account');
  if (!adapter) throw new Error('no accounts');
  let isBroken = true;
  adapter.changes = async function* (checkpoint) {
    yield { snapshots: [], tombstones: [], checkpoint, complete: false };
    if (isBroken) throw new RetryableError('unreachable', 'down');
    yield { snapshots: [], tombstones: [], checkpoint, complete: true };
  };
  bench.clock.advance(MINUTE);
  await expect(pull(bench.engine, 'account', 'psa', false)).rejects.toThrow('down');
  isBroken = false;
  expect(await pull(bench.engine, 'account', 'psa', false)).toMatchObject({ ran: true, goesOn: true });
  expect(await pull(bench.engine, 'account', 'psa', false)).toMatchObject({ ran: true, goesOn: false });
});

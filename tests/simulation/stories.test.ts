// What the simulator has found, told as stories: each once lost, doubled or delayed somebody's work. Invariant: a story needs
// no seed; it plays the moment itself.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Connector, EntityAdapter } from '../../src/connectors/connector.ts';
import { boundHttp } from '../../src/connectors/http.ts';
import type { HttpCall } from '../../src/connectors/call.ts';
import { reconcile } from '../../src/core/reconcile.ts';
import type { SideView } from '../../src/core/reconcile.ts';
import type { FieldRule } from '../../src/core/rule.ts';
import type { Side } from '../../src/core/vocabulary.ts';
import { cycle } from '../../src/engine/cycle.ts';
import type { EntityCycle } from '../../src/engine/cycle.ts';
import { AccessError, RetryableError } from '../../src/lib/errors.ts';
import { storePacer } from '../../src/engine/pacer.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { httpBench, scripted } from '../connectors/scripted.ts';
import { meet, MINUTE, openBench, testClock } from '../engine/bench.ts';
import type { Bench } from '../engine/bench.ts';

const view = (side: Side, now: string | null, base: string | null | undefined): SideView => ({ side, fields: { number: now }, base: base === undefined ? {} : { number: base }, modifiedAt: null, owed: new Set() });
const KOIVU = { name: 'Koivu Oy', businessId: '0201256-6', phone: '1', notes: 'old' };

describe('an edit that comes between our look and our write', () => {
  it('of another field, seen first in the answer to our own write, reaches the other sides', async () => {
    const bench = openBench();
    const { psaId, crmId } = await meet(bench, KOIVU);
    bench.crm.edit(crmId, { phone: '2' });
    bench.psa.script.before = (what) => {
      if (what === 'write') bench.psa.edit(psaId, { notes: 'typed by a person' });
    };
    await bench.cycle();
    bench.psa.script.before = () => undefined;
    expect(bench.psa.shown(psaId)).toMatchObject({ phone: '2', notes: 'typed by a person' });
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '2', notes: 'typed by a person' });
  });

  it('of a field that just went to the third side is no agreement', async () => {
    const bench = openBench();
    const { psaId, crmId } = await meet(bench, KOIVU);
    bench.psa.edit(psaId, { notes: 'first' });
    bench.crm.edit(crmId, { phone: '2' });
    let typed = false;
    bench.psa.script.before = (what) => {
      if (what === 'write' && !typed) bench.psa.edit(psaId, { notes: 'second' });
      typed ||= what === 'write';
    };
    await bench.cycle();
    await bench.cycle();
    expect(bench.crm.shown(crmId)).toMatchObject({ phone: '2', notes: 'second' });
  });

  it('is looked for again where our last answer has shown only what we wrote', async () => {
    const bench = openBench({ limits: { guardFreshMs: 10 * 60_000 } });
    const { psaId, crmId } = await meet(bench, KOIVU);
    bench.crm.script.partialAnswers = true;
    bench.psa.edit(psaId, { phone: '2' });
    await bench.cycle();
    bench.psa.edit(psaId, { notes: 'by one' });
    bench.crm.script.before = (what) => {
      if (what === 'guard') bench.crm.edit(crmId, { notes: 'by another' });
    };
    await bench.cycle();
    expect(bench.crm.shown(crmId)).toMatchObject({ notes: 'by another' });
  });
});

describe('a create whose outcome nobody has written down', () => {
  it('keeps its record even when a person has renamed it before anybody looked', async () => {
    const bench = openBench();
    await meet(bench, KOIVU);
    const id = bench.crm.add({ name: 'Meri Oy' });
    bench.psa.script.fate = (write) => (write.kind === 'create' ? 'lost' : 'stored');
    let down = false;
    bench.psa.script.before = (what) => {
      if (what === 'find' && down) throw new RetryableError('unreachable', 'down');
      down ||= what === 'write';
    };
    await bench.cycle();
    bench.psa.script.fate = () => 'stored';
    const made = bench.psa.ids.at(-1) as string;
    bench.psa.edit(made, { name: 'Tuuli Oy' });
    await bench.cycle();
    expect(bench.crm.ids).toHaveLength(2);
    bench.psa.script.before = () => undefined;
    await bench.cycle();
    await bench.cycle();
    expect(bench.psa.ids).toHaveLength(2);
    expect((await bench.link(id)).sides.psa?.id).toBe(made);
  });
});

/** Another process over the same store and systems, which finds no place for notes in the CRM. */
function processThat(bench: Bench, prepare: Connector['prepare']): () => Promise<EntityCycle> {
  const adapter = bench.crm.connector.entities.get('account') as EntityAdapter;
  const fields = { ...adapter.fields, notes: { write: false, deep: false } };
  const crm = { ...bench.crm.connector, prepare, entities: new Map([['account', { ...adapter, fields } as EntityAdapter]] as const) };
  const engine = { ...bench.engine, connectors: new Map([...bench.engine.connectors, ['crm', crm] as const]) };
  return () => {
    bench.clock.advance(MINUTE);
    return cycle(engine, ['account'], { dryRun: false, approved: true, sweep: false, deep: false }, null).then(({ entities: [one] }) => one as EntityCycle);
  };
}

describe('a process that could not look at what a side can hold', () => {
  const trouble = new RetryableError('unreachable', 'the set-up was not answered');
  const refusal = new AccessError('scope-missing', 'grant it');

  it('decides nothing about a field that others have made a place for meanwhile', async () => {
    const bench = openBench();
    bench.psa.add({ ...KOIVU, notes: 'to be shown everywhere' });
    const crmId = bench.crm.add({ ...KOIVU, notes: null });
    const behind = processThat(bench, () => Promise.reject(trouble));
    const result = await behind();
    expect([...result.errors.values()]).toEqual([trouble]);
    expect(result.applied).toMatchObject({ links: 0, failed: 0 });
    await bench.cycle();
    expect(bench.crm.shown(crmId)).toMatchObject({ notes: 'to be shown everywhere' });
  });

  it('leaves an edit of such a field to those who know better', async () => {
    const bench = openBench();
    const { psaId, crmId } = await meet(bench, KOIVU);
    bench.psa.edit(psaId, { notes: 'new' });
    await processThat(bench, () => Promise.reject(trouble))();
    await bench.cycle();
    expect(bench.crm.shown(crmId)).toMatchObject({ notes: 'new' });
  });

  it('goes on without the field where the set-up is refused for good', async () => {
    const bench = openBench();
    const psaId = bench.psa.add({ ...KOIVU, phone: null });
    bench.crm.add(KOIVU);
    const result = await processThat(bench, () => Promise.reject(refusal))();
    expect(result.errors.get('crm')).toBe(refusal);
    expect(bench.psa.shown(psaId)).toMatchObject({ phone: '1' });
  });

  it('goes on through later trouble when it has looked before', async () => {
    const bench = openBench();
    let isUp = true;
    const psaId = bench.psa.add(KOIVU);
    const crmId = bench.crm.add(KOIVU);
    const behind = processThat(bench, () => (isUp ? Promise.resolve([]) : Promise.reject(trouble)));
    await behind();
    isUp = false;
    await bench.store.saveFact('prepared:crm', null);
    bench.crm.edit(crmId, { phone: '2' });
    const result = await behind();
    expect(result.errors.get('crm')).toBe(trouble);
    expect(bench.psa.shown(psaId)).toMatchObject({ phone: '2' });
  });
});

describe('a value that flows one way', () => {
  it('reaches our own record although the other side shows it already and nobody has written that down', () => {
    const rule: FieldRule = { name: 'number', kind: 'text', compare: 'exact', rule: { flow: ['psa>crm', 'psa>local'], onConflict: ['psa', 'local', 'crm'], onFirst: ['psa', 'crm', 'local'] } };
    const decided = reconcile([view('psa', '101', undefined), view('crm', '101', null), view('local', null, null)], [rule]);
    expect(decided.get('number')).toMatchObject({ kind: 'flow', to: { local: '101' } });
  });
});

describe('a write that has to wait', () => {
  const update: HttpCall<{ id: string }> = { method: 'PATCH', route: 'PATCH /v1/things', path: '/v1/things', bucket: 'b', replay: 'repeat', json: {}, reply: z.object({ id: z.string() }) };
  const read: HttpCall<{ id: string }> = { ...update, method: 'GET', replay: 'safe' };
  const wait = { status: 477, headers: { 'retry-after': '50' }, body: {} };
  const good = { status: 200, body: { id: '1' } };

  it('for most of a minute is decided on again instead of being sent late', async () => {
    await expect(httpBench(scripted(wait, good).transport).http.call(update)).rejects.toMatchObject({ code: 'migrating', outcomeUnknown: false });
    await expect(httpBench(scripted(wait, good).transport).http.call(read)).resolves.toMatchObject({ data: { id: '1' } });
  });

  it('past its time is not sent at all', async () => {
    const { transport, requests } = counted(good);
    await expect(boundHttp(httpBench(transport).http, 0).call(update)).rejects.toMatchObject({ code: 'late' });
    expect(requests()).toBe(0);
  });

  function counted(answer: typeof good) {
    let count = 0;
    const { transport } = scripted(answer);
    return { transport: (...args: Parameters<typeof transport>) => ((count += 1), transport(...args)), requests: () => count };
  }
});

it('Severa is never called eleven times within a second by processes whose store answers late', async () => {
  const clock = testClock();
  const store = createMemoryStore({ clock, newId: () => 'id' });
  let turn = 0;
  const late = { ...store, reserve: async (bucket: string, quota: Parameters<typeof store.reserve>[1]) => (await store.reserve(bucket, quota)) + ((turn += 1) % 3) };
  const times: number[] = [];
  for (let call = 0; call < 40; call++) {
    const at = clock.now();
    // A process of its own each time: only the store knows of the others.
    await storePacer(late, { now: () => at, sleep: (ms) => (times.push(at + ms), Promise.resolve()) }, { severa: { calls: 10, windowMs: 1_000 } }).take('severa');
  }
  const sent = times.toSorted((a, b) => a - b);
  for (const [index, first] of sent.entries()) expect((sent[index + 10] ?? Infinity) - first).toBeGreaterThanOrEqual(1_000);
});

it('a record that a question is open about joins the counterpart that certainly is one, and the question is over', async () => {
  const bench = openBench();
  const namesake = bench.psa.add({ name: 'Meri Oy' });
  const crmId = bench.crm.add({ name: 'Meri Oy', businessId: '0201256-6' });
  await bench.cycle();
  expect((await bench.store.inbox({ limit: 10 })).matches).toHaveLength(1);
  const certain = bench.psa.add({ name: 'Meri ja Tuuli Oy', businessId: '0201256-6' });
  for (let turn = 0; turn < 2; turn++) await bench.cycle();
  expect((await bench.store.inbox({ limit: 10 })).matches).toEqual([]);
  expect((await bench.link(certain)).sides.crm?.id).toBe(crmId);
  // Nothing else is like it: it gets a counterpart of its own.
  expect((await bench.link(namesake)).sides.crm?.id).toBe(bench.crm.ids[1]);
});

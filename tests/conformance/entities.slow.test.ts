// One suite over every kind of record of every connector: what the engine may rely on, whatever it syncs. Nothing here names a
// system or an entity; those are in the subjects. Accounts, the first kind, have a suite of their own that goes further.
import { afterEach, describe, expect, it } from 'vitest';
import type { EntityAdapter } from '../../src/connectors/connector.ts';
import { isEmpty } from '../../src/core/value.ts';
import { isTombstone } from '../../src/core/vocabulary.ts';
import type { Snapshot } from '../../src/core/vocabulary.ts';
import type { Running } from './harness.ts';
import { hubspotHarness } from './hubspot-harness.ts';
import { hubspotSubjects } from './hubspot-subjects.ts';
import { severaHarness } from './severa-harness.ts';
import { comparable, create, doneSnapshot, idsOf, lastCheckpoint, totalCalls } from './showing.ts';
import { severaSubjects } from './severa-subjects.ts';
import type { Tried } from './subject.ts';

const tried: readonly Tried[] = [{ harness: severaHarness, subjects: severaSubjects }, { harness: hubspotHarness, subjects: hubspotSubjects }];
const cases = tried.flatMap(({ harness, subjects }) => subjects.map((subject) => [subject.entity, harness.name, subject, harness] as const));

async function shownOf(adapter: EntityAdapter, id: string): Promise<Snapshot> {
  const snapshot = (await Array.fromAsync(adapter.all(null))).flatMap((page) => page.snapshots).find((one) => one.id === id);
  if (!snapshot) throw new Error('the record is not in the full pass');
  return snapshot;
}

describe.each(cases)('%s of the %s connector', (_entity, _system, subject, harness) => {
  let running: Running | null = null;
  const start = async (): Promise<Running & { readonly adapter: EntityAdapter }> => {
    running = await harness.start();
    const adapter = running.connector.entities.get(subject.entity);
    if (!adapter) throw new Error(`no ${subject.entity}`);
    return { ...running, adapter };
  };
  afterEach(async () => {
    const stopping = running;
    running = null;
    await stopping?.stop();
  });

  it('shows every record once and goes on after any page as if nothing had happened', async () => {
    const running = await start();
    const ids: string[] = [];
    for (let index = 0; index < 230; index++) ids.push(await subject.create(running, `Nimi ${index}`));
    const pages = await Array.fromAsync(running.adapter.all(null));
    expect(idsOf(pages)).toEqual(ids.toSorted());
    expect(pages.map((page) => page.complete)).toEqual(pages.map((_, index) => index === pages.length - 1));
    for (const [index, page] of pages.slice(0, -1).entries()) {
      expect(idsOf(await Array.fromAsync(running.adapter.all(page.checkpoint)))).toEqual(idsOf(pages.slice(index + 1)));
    }
  });

  it('shows an edit and a new record, and shows them again from the same checkpoint', async () => {
    const running = await start();
    const known = await subject.create(running, 'Koivu');
    await running.catchUp();
    const checkpoint = lastCheckpoint(await Array.fromAsync(running.adapter.changes(lastCheckpoint(await Array.fromAsync(running.adapter.all(null))))));
    await subject.edit(running, known, 'Leppä');
    const made = await subject.create(running, 'Saarni');
    await running.catchUp();
    for (let time = 0; time < 2; time++) {
      const shown = new Map((await Array.fromAsync(running.adapter.changes(checkpoint))).flatMap((page) => page.snapshots).map((snapshot) => [snapshot.id, snapshot]));
      expect(shown.get(known)?.fields[subject.title]).toBe('Leppä');
      expect(shown.get(made)?.fields[subject.title]).toBe('Saarni');
    }
  });

  it('costs the stated calls when nothing has changed', async () => {
    const running = await start();
    await subject.create(running, 'Koivu');
    running.clock.advance(600_000);
    const checkpoint = lastCheckpoint(await Array.fromAsync(running.adapter.changes(lastCheckpoint(await Array.fromAsync(running.adapter.all(null))))));
    running.clock.advance(600_000);
    const before = totalCalls(running);
    expect(idsOf(await Array.fromAsync(running.adapter.changes(checkpoint)))).toEqual([]);
    expect(totalCalls(running) - before).toBe(subject.idleCalls);
  });

  it('keeps every writable field as it said it would, made or changed, and shows it by id too', async () => {
    const running = await start();
    const { adapter } = running;
    await Array.fromAsync(adapter.all(null));
    const sample = await subject.sample(running);
    const writable = Object.entries(adapter.fields).filter(([, can]) => can.write && !can.deep).map(([field]) => field);
    expect(writable.filter((field) => !(field in sample))).toEqual([]);
    const fields = Object.fromEntries(Object.entries(sample).filter(([field]) => writable.includes(field)));
    const said = adapter.represent(fields);
    expect(said.cannot).toEqual({});
    const [made] = await adapter.write([create('key-1', fields)]);
    expect(made).toMatchObject({ unsettled: [] });
    const { id } = doneSnapshot(made);
    expect(comparable((await shownOf(adapter, id)).fields)).toMatchObject(comparable(said.fields));
    const byId = (await adapter.read([id])).get(id);
    expect(byId && !isTombstone(byId) && comparable(byId.fields)).toMatchObject(comparable(said.fields));

    const plain = doneSnapshot((await adapter.write([create('key-2', await subject.minimum(running, 'Mänty'))]))[0]);
    const seen = await shownOf(adapter, plain.id);
    // Another sample: some values belong to one record only.
    const others = Object.fromEntries(Object.entries(await subject.sample(running)).filter(([field]) => writable.includes(field)));
    const [changed] = await adapter.write([{ kind: 'update', key: 'key-3', id: plain.id, handles: seen.handles, fields: others, seen: seen.fields }]);
    expect(changed).toMatchObject({ unsettled: [] });
    expect(comparable((await shownOf(adapter, plain.id)).fields)).toMatchObject(comparable(adapter.represent(others, seen.fields).fields));
  });

  it('clears every field that can be empty', async () => {
    const running = await start();
    const { adapter } = running;
    await Array.fromAsync(adapter.all(null));
    const sample = Object.entries(await subject.sample(running)).filter(([field]) => adapter.fields[field]?.write === true);
    const made = doneSnapshot((await adapter.write([create('key-1', Object.fromEntries(sample))]))[0]);
    const seen = await shownOf(adapter, made.id);
    const empty = Object.fromEntries(sample.map(([field, value]) => [field, Array.isArray(value) ? [] : null]));
    const said = Object.fromEntries(Object.entries(adapter.represent(empty, seen.fields).fields).filter(([field]) => field in empty));
    expect(Object.values(said).every(isEmpty) && Object.keys(said).length).toBeGreaterThan(2);
    const [cleared] = await adapter.write([{ kind: 'update', key: 'key-2', id: made.id, handles: seen.handles, fields: said, seen: seen.fields }]);
    expect(cleared).toMatchObject({ kind: 'done', unsettled: [] });
    expect(comparable((await shownOf(adapter, made.id)).fields)).toMatchObject(comparable(said));
  });

  it('rejects the record that is refused and stores the others', async () => {
    const running = await start();
    const [one, other] = [await subject.minimum(running, 'Koivu'), await subject.minimum(running, 'Saarni')];
    const nameless = Object.fromEntries(Object.entries(other).filter(([field]) => field !== subject.title));
    const outcomes = await running.adapter.write([create('key-1', one), create('key-2', nameless), create('key-3', other)]);
    expect(outcomes.map((outcome) => `${outcome.key} ${outcome.kind}`)).toEqual(['key-1 done', 'key-2 rejected', 'key-3 done']);
  });

  it.each(['reset-after-commit', 'half-body'] as const)('calls a create unknown when the answer was lost (%s), and finds it once', async (kind) => {
    const running = await start();
    const fields = await subject.minimum(running, 'Koivu');
    const since = new Date(running.clock.now()).toISOString();
    running.faults.add({ kind, ...subject.targets.create, times: 1 });
    const write = create('key-1', fields);
    expect(await running.adapter.write([write])).toMatchObject([{ kind: 'unknown', key: 'key-1', error: { outcomeUnknown: true } }]);
    expect((await running.adapter.find([write], since)).get('key-1')).toHaveLength(1);
    expect(idsOf(await Array.fromAsync(running.adapter.all(null)))).toHaveLength(1);
  });

  it('finds nothing for a create that never arrived', async () => {
    const running = await start();
    const write = create('key-1', await subject.minimum(running, 'Koivu'));
    const since = new Date(running.clock.now()).toISOString();
    running.faults.add({ kind: 'reset-before', ...subject.targets.create, times: 1 });
    expect(await running.adapter.write([write])).toMatchObject([{ kind: 'unknown' }]);
    expect((await running.adapter.find([write], since)).get('key-1') ?? []).toEqual([]);
  });

  it('repeats an update whose answer was lost', async () => {
    const running = await start();
    const id = await subject.create(running, 'Koivu');
    const seen = await shownOf(running.adapter, id);
    running.faults.add({ kind: 'reset-after-commit', ...subject.targets.update, times: 1 });
    const [outcome] = await running.adapter.write([{ kind: 'update', key: 'key-1', id, handles: seen.handles, fields: { [subject.title]: 'Leppä' }, seen: seen.fields }]);
    expect(doneSnapshot(outcome).fields[subject.title]).toBe('Leppä');
  });

  it('looks again just before an update', async () => {
    const running = await start();
    const id = await subject.create(running, 'Koivu');
    running.clock.advance(60_000);
    const since = new Date(running.clock.now()).toISOString();
    running.clock.advance(60_000);
    await subject.edit(running, id, 'Leppä');
    const seen = await running.adapter.guard(since, [id]);
    expect(seen.find((one) => one.id === id)).toMatchObject({ fields: { [subject.title]: 'Leppä' } });
  });

  it('takes a record out of use, and is at peace with one that is gone', async () => {
    const running = await start();
    const { adapter } = running;
    expect(adapter.can.archive).toBe(true);
    const { id } = doneSnapshot((await adapter.write([create('key-1', await subject.minimum(running, 'Koivu'))]))[0]);
    const outcomes = await adapter.write([{ kind: 'archive', key: 'key-2', id, handles: {} }]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['archived']);
    const again = await adapter.write([{ kind: 'archive', key: 'key-3', id, handles: {} }]);
    expect(again.map(({ kind }) => kind)).toEqual(['archived']);
  });
});

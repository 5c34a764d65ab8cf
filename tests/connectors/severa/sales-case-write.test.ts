import { afterEach, describe, expect, it } from 'vitest';
import type { CustomFieldMap } from '../../../src/connectors/options.ts';
import type { Fields, Snapshot } from '../../../src/core/vocabulary.ts';
import { create, done, keys, readThrough, seen, severaBench, update, violations, writeOne } from './bench.ts';
import type { Bench } from './bench.ts';

afterEach(() => {
  expect(violations()).toEqual([]);
});

const statusOf = (bench: Bench, state: string): string => bench.model.state.list('salesstatustypes').find((row) => row['salesState'] === state)?.guid ?? '';
const patched = 'PATCH /v1/projects/{guid}';

function required(bench: Bench): Fields {
  bench.put('users', { firstName: 'Aino', lastName: 'Virta', email: 'aino@luotsi.example' });
  return { name: 'Verkkokauppa', account: bench.put('customers', { name: 'Koivu Oy' }), owner: 'aino@luotsi.example' };
}

/** A value for every field that can be written. */
function fullFields(bench: Bench): Fields {
  const fields = required(bench);
  const contact = bench.put('contactpersons', { firstName: 'Liisa', lastName: 'Koivu', customer: { guid: fields['account'] } });
  return {
    ...fields, contacts: keys(contact), stage: bench.model.state.list('salesstatustypes')[1]?.guid ?? '', value: { amount: '12500.55', currency: 'SEK' }, probability: 40, expectedOrderDate: '2026-05-01',
    leadSource: bench.model.state.list('leadsources')[0]?.guid ?? '', startDate: '2026-06-01', deadline: '2026-12-31', internal: false, closed: true, notes: 'Rivi 1\nRivi 2',
  };
}

async function made(bench: Bench, fields: Fields = {}): Promise<Snapshot> {
  return done(await writeOne(bench.salesCase, create({ ...required(bench), ...fields }))).snapshot;
}

describe('writing sales cases', () => {
  it('creates a project with every field in one call, and reads each back as represented', async () => {
    const bench = severaBench();
    const fields = fullFields(bench);
    await readThrough(bench.salesCase);
    const writable = Object.entries(bench.salesCase.fields).filter(([, field]) => field.write);
    expect(Object.keys(fields).toSorted()).toEqual(writable.map(([name]) => name).toSorted());
    bench.calls();
    const outcome = done(await writeOne(bench.salesCase, create(fields)));
    expect(outcome.unsettled).toEqual([]);
    expect(bench.calls()).toEqual({ 'POST /v1/projects': 1 });
    const represented = bench.salesCase.represent(fields);
    expect(represented.cannot).toEqual({});
    expect(represented.fields['state']).toBe('open');
    expect(outcome.snapshot.fields).toMatchObject(represented.fields);
    expect((await seen(bench.salesCase, outcome.snapshot.id)).fields).toMatchObject(represented.fields);
    expect(bench.model.state.get('projects', outcome.snapshot.id)).toMatchObject({ projectOwner: { guid: bench.model.state.list('users')[0]?.guid }, salesPerson: { guid: bench.model.state.list('users')[0]?.guid } });
  });

  it('changes and clears every field that may be empty, in one call', async () => {
    const bench = severaBench();
    const fields = fullFields(bench);
    const snapshot = await made(bench, { value: { amount: '1', currency: 'SEK' } });
    bench.calls();
    const changed = done(await writeOne(bench.salesCase, update(snapshot, { ...fields, internal: false })));
    expect(changed.unsettled).toEqual([]);
    expect(bench.calls()).toEqual({ [patched]: 1 });
    expect(changed.snapshot.fields).toMatchObject(bench.salesCase.represent(fields).fields);
    const empty: Fields = { contacts: [], value: null, probability: null, expectedOrderDate: null, leadSource: null, startDate: null, deadline: null, notes: null };
    expect(done(await writeOne(bench.salesCase, update(changed.snapshot, empty))).unsettled).toEqual([]);
    expect((await seen(bench.salesCase, snapshot.id)).fields).toMatchObject(empty);
  });

  it('gives the case to a salesperson and leaves the project owner', async () => {
    const bench = severaBench();
    const snapshot = await made(bench);
    const other = bench.put('users', { firstName: 'Eero', lastName: 'Niemi', email: 'eero@luotsi.example' });
    bench.clock.advance(3_700_000);
    await readThrough(bench.salesCase);
    expect(done(await writeOne(bench.salesCase, update(snapshot, { owner: 'eero@luotsi.example' }))).snapshot.fields['owner']).toBe('eero@luotsi.example');
    expect(bench.model.state.get('projects', snapshot.id)).toMatchObject({ salesPerson: { guid: other }, projectOwner: { guid: bench.model.state.list('users')[0]?.guid } });
  });

  it('moves a case to another account', async () => {
    const bench = severaBench();
    const snapshot = await made(bench);
    const other = bench.put('customers', { name: 'Leppä Oy' });
    expect(done(await writeOne(bench.salesCase, update(snapshot, { account: other }))).snapshot.fields['account']).toBe(other);
  });

  it('keeps the contact that a case has while it is wanted, else takes the first', async () => {
    const bench = severaBench();
    const fields = required(bench);
    const [first, second, third] = ['A', 'B', 'C'].map((lastName) => bench.put('contactpersons', { firstName: 'Liisa', lastName, customer: { guid: fields['account'] } })).toSorted() as [string, string, string];
    const { snapshot } = done(await writeOne(bench.salesCase, create({ ...fields, contacts: keys(second) })));
    bench.calls();
    expect(done(await writeOne(bench.salesCase, update(snapshot, { contacts: keys(first, second) }))).snapshot.fields['contacts']).toEqual(keys(second));
    expect(bench.calls()).toEqual({ 'GET /v1/projects/{guid}': 1 });
    expect(done(await writeOne(bench.salesCase, update(snapshot, { contacts: keys(third, first) }))).snapshot.fields['contacts']).toEqual(keys(first));
  });

  it('wins a case with the probability and date that Severa gives it', async () => {
    const bench = severaBench();
    const snapshot = await made(bench, { probability: 40, expectedOrderDate: '2026-05-01' });
    bench.calls();
    const won = done(await writeOne(bench.salesCase, update(snapshot, { stage: statusOf(bench, 'Won') })));
    expect(won.snapshot.fields).toMatchObject({ state: 'won', probability: 100, expectedOrderDate: '2026-03-02' });
    expect(bench.calls()).toEqual({ [patched]: 1 });
  });

  it('sends once more what winning has put its own value over', async () => {
    const bench = severaBench();
    const snapshot = await made(bench, { expectedOrderDate: '2026-05-01' });
    bench.calls();
    const won = done(await writeOne(bench.salesCase, update(snapshot, { stage: statusOf(bench, 'Won'), expectedOrderDate: '2026-02-27' })));
    expect(won).toMatchObject({ unsettled: [], snapshot: { fields: { state: 'won', probability: 100, expectedOrderDate: '2026-02-27' } } });
    expect(bench.calls()).toEqual({ [patched]: 2 });
  });

  it('leaves money in another currency out, and says why', async () => {
    const bench = severaBench();
    const snapshot = await made(bench);
    const outcome = done(await writeOne(bench.salesCase, update(snapshot, { value: { amount: '5', currency: 'SEK' }, notes: 'x' })));
    expect(outcome.unsettled).toEqual([{ field: 'value', code: 'other-currency', retry: false }]);
    expect(outcome.snapshot.fields).toMatchObject({ value: null, notes: 'x' });
    bench.calls();
    const alone = done(await writeOne(bench.salesCase, update(snapshot, { value: { amount: '5', currency: 'SEK' } })));
    expect(alone).toMatchObject({ unsettled: [{ field: 'value', code: 'other-currency' }], snapshot: { fields: {} } });
    expect(bench.calls()).toEqual({});
  });

  it('does not try to make an internal project a customer\'s', async () => {
    const bench = severaBench();
    const snapshot = await made(bench, { internal: true });
    const outcome = done(await writeOne(bench.salesCase, update(snapshot, { internal: false, notes: 'x' })));
    expect(outcome).toMatchObject({ unsettled: [{ field: 'internal', code: 'read-only' }], snapshot: { fields: { internal: true, notes: 'x' } } });
  });

  it('rejects a create without a name, an account or an owner that Severa knows, before any call', async () => {
    const bench = severaBench();
    await readThrough(bench.salesCase);
    bench.calls();
    expect(await writeOne(bench.salesCase, create({ name: '', account: null, owner: 'nobody@luotsi.example' }))).toMatchObject({ kind: 'rejected', error: { code: 'required', fields: ['name', 'account', 'owner'] } });
    expect(bench.calls()).toEqual({});
  });

  it('says of an update to a project that is gone that it has to be read again', async () => {
    const bench = severaBench();
    const snapshot = await made(bench);
    bench.model.state.remove('projects', snapshot.id, bench.clock.now());
    expect(await writeOne(bench.salesCase, update(snapshot, { notes: 'x' }))).toMatchObject({ kind: 'failed', error: { code: 'moved' } });
    expect(await writeOne(bench.salesCase, update(snapshot, { contacts: [] }))).toMatchObject({ kind: 'failed', error: { code: 'moved' } });
  });

  it('closes a project instead of deleting it', async () => {
    const bench = severaBench();
    const snapshot = await made(bench);
    const archive = { kind: 'archive', key: 'k3', id: snapshot.id, handles: {} } as const;
    expect(await writeOne(bench.salesCase, archive)).toMatchObject({ kind: 'archived', snapshot: { fields: { closed: true, name: 'Verkkokauppa' } } });
    bench.model.state.remove('projects', snapshot.id, bench.clock.now());
    expect(await writeOne(bench.salesCase, archive)).toEqual({ kind: 'archived', key: 'k3', snapshot: null });
  });

  it.each(['timeout-after-commit', 'malformed'] as const)('says unknown when a create ends with %s, and finds it exactly once', async (kind) => {
    const bench = severaBench();
    const fields = required(bench);
    bench.put('projects', { name: 'Verkkokauppa', customer: { guid: fields['account'] }, projectOwner: { guid: bench.model.state.list('users')[0]?.guid } });
    await readThrough(bench.salesCase);
    bench.model.faults.add({ kind, method: 'POST', path: '/v1/projects', times: 1 });
    const since = new Date(bench.clock.now()).toISOString();
    const write = create(fields);
    expect(await writeOne(bench.salesCase, write)).toMatchObject({ kind: 'unknown', error: { outcomeUnknown: true } });
    bench.calls();
    const found = await bench.salesCase.find([write, { ...write, key: 'k9', fields: { ...fields, name: 'Muu' } }], since);
    expect(found.get('k1')).toMatchObject([{ fields }]);
    expect(found.get('k9')).toEqual([]);
    expect(bench.calls()).toEqual({ 'GET /v1/projects': 1 });
  });
});

it('takes no sales case for its create that was entered shortly before', async () => {
  const bench = severaBench();
  const fields = required(bench);
  await readThrough(bench.salesCase);
  const before = bench.model.state.put('projects', { name: 'Verkkokauppa', customer: { guid: fields['account'] }, projectOwner: { guid: bench.model.state.list('users')[0]?.guid } }, bench.clock.now()).guid;
  bench.clock.advance(60_000);
  bench.model.faults.add({ kind: 'timeout-after-commit', method: 'POST', path: '/v1/projects', times: 1 });
  const since = new Date(bench.clock.now()).toISOString();
  const write = create(fields);
  expect(await writeOne(bench.salesCase, write)).toMatchObject({ kind: 'unknown' });
  const found = (await bench.salesCase.find([write], since)).get('k1') ?? [];
  expect(found).toHaveLength(1);
  expect(found[0]?.id).not.toBe(before);
});

describe('what Severa can hold of a sales case', () => {
  it('is rounded, or named with the reason', async () => {
    const bench = severaBench();
    await readThrough(bench.salesCase);
    const stage = statusOf(bench, 'Won');
    expect(bench.salesCase.represent({ value: { amount: '1500.50', currency: 'EUR' }, probability: 33.4, stage, contacts: keys('b', 'a') }).fields).toEqual({
      value: { amount: '1500.5', currency: 'EUR' }, probability: 33, stage, state: 'won', contacts: keys('a'),
    });
    expect(
      bench.salesCase.represent({
        name: null, account: null, owner: null, stage: null, number: 5, state: 'won', value: { amount: '1', currency: 'JPY' }, probability: 101, expectedOrderDate: '2026-02-30', startDate: '1.5.2026',
        leadSource: 'nope', contacts: 'a', internal: null, closed: null, shoeSize: 44,
      }).cannot,
    ).toEqual({
      name: 'required', account: 'required', owner: 'required', stage: 'required', number: 'read-only', state: 'read-only', value: 'other-currency', probability: 'out-of-range', expectedOrderDate: 'wrong-kind',
      startDate: 'wrong-kind', leadSource: 'unmapped-choice', contacts: 'wrong-kind', internal: 'required', closed: 'required', shoeSize: 'unknown-field',
    });
    const shown: Fields = { value: { amount: '1', currency: 'EUR' }, contacts: keys('b'), internal: true };
    expect(bench.salesCase.represent({ value: { amount: '1', currency: 'SEK' }, contacts: keys('a', 'b'), internal: false }, shown)).toEqual({
      fields: { contacts: keys('b') }, cannot: { value: 'other-currency', internal: 'read-only' },
    });
    expect(bench.salesCase.represent({ owner: 'nobody@luotsi.example', stage: 'nope', value: { amount: '12345678901234567.89', currency: 'EUR' } }).cannot).toEqual({
      owner: 'owner-without-counterpart', stage: 'unmapped-choice', value: 'out-of-range',
    });
  });
});

const map = (entity: string, name: string, property: string): CustomFieldMap => ({
  entity,
  field: { name: `custom.${name}`, kind: 'text', category: 'none', compare: 'exact', registry: null, target: null, label: { fi: name, en: name } },
  name: property,
});

describe('custom fields of sales cases', () => {
  it('are values of the project, and another entity\'s are unknown here', async () => {
    const bench = severaBench({ customFields: [map('salesCase', 'contract', 'Sopimus'), map('account', 'region', 'Alue'), map('contact', 'shoe', 'Kengät')] });
    bench.put('projects/customproperties', { name: 'Sopimus', type: 'String' });
    bench.put('customers/customproperties', { name: 'Alue', type: 'String' });
    const { snapshot, unsettled } = done(await writeOne(bench.salesCase, create({ ...required(bench), 'custom.contract': 'S-17', 'custom.region': 'Lappi' })));
    expect(unsettled).toEqual([{ field: 'custom.region', code: 'unknown-field', retry: false }]);
    const deep = async (): Promise<Snapshot | undefined> => (await Array.fromAsync(bench.salesCase.deep([snapshot]))).flat()[0];
    expect((await deep())?.fields).toEqual({ 'custom.contract': 'S-17' });
    await writeOne(bench.salesCase, update((await deep()) as Snapshot, { 'custom.contract': 'S-18' }));
    expect((await deep())?.fields).toEqual({ 'custom.contract': 'S-18' });
    expect(bench.model.state.list('projects/customvalues')).toHaveLength(1);
    expect(Object.keys(bench.contact.fields)).not.toContain('custom.shoe');
    expect(bench.connector.registries).toEqual(expect.arrayContaining(['customProperties', 'projectProperties', 'salesStatuses', 'contactRoles', 'leadSources']));
    expect(bench.connector.registries).not.toContain('communicationTypes');
  });
});

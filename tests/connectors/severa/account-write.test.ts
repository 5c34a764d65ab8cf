import { afterEach, describe, expect, it } from 'vitest';
import type { Write } from '../../../src/connectors/connector.ts';
import type { CustomFieldMap } from '../../../src/connectors/options.ts';
import type { Fields, Snapshot } from '../../../src/core/vocabulary.ts';
import { AccessError } from '../../../src/lib/errors.ts';
import { create, done, pagesOf, readThrough, scopes, seen, severaBench, snapshotsOf, update, violations, writeOne } from './bench.ts';
import type { Bench } from './bench.ts';

afterEach(() => {
  expect(violations()).toEqual([]);
});

const custom = (name: string, kind: CustomFieldMap['field']['kind'], property: string): CustomFieldMap => ({
  entity: 'account',
  field: { name: `custom.${name}`, kind, category: 'none', compare: 'exact', registry: null, target: null, label: { fi: name, en: name } },
  name: property,
});

/** A value for every field that can be written, of what the sandbox's registries hold. */
function fullFields(bench: Bench): Fields {
  bench.put('users', { firstName: 'Aino', lastName: 'Virta', email: 'aino@luotsi.example' });
  const industry = bench.put('industries', { name: 'Ohjelmistot' });
  const segments = [bench.put('marketsegments', { name: 'Julkinen' }), bench.put('marketsegments', { name: 'Yksityinen' })];
  const vat = bench.model.state.list('vatrates')[1]?.guid as string;
  return {
    name: 'Koivu & Pojat Oy', businessId: 'FI12345671', number: 4711, active: true, website: 'koivu.example', email: 'Info@koivu.example', phone: '+358 40 1234567',
    street: 'Rantatie 1 B', postalCode: '90100', city: 'Oulu', country: 'FI', owner: 'aino@luotsi.example', industry, segments: segments.toSorted().map((key) => ({ key })),
    employees: 12, annualRevenue: { amount: '1500000', currency: 'EUR' }, notes: 'Rivi 1\nRivi 2', language: 'sv', currency: 'SEK', vat, paymentTerm: 14, overdueInterest: 8.5,
    eInvoiceAddress: '003712345671', eInvoiceOperator: 'BASWARE', unitNumber: '003712345671', registrationNumber: '1234567',
  };
}

describe('writing', () => {
  it('creates a customer with every field, and reads each back as represented', async () => {
    const bench = severaBench();
    await readThrough(bench.account);
    const fields = fullFields(bench);
    bench.clock.advance(4_000_000);
    const writable = Object.entries(bench.account.fields).filter(([, field]) => field.write);
    expect(Object.keys(fields).toSorted()).toEqual(writable.map(([name]) => name).toSorted());
    bench.calls();

    const outcome = done(await writeOne(bench.account, create(fields)));
    expect(outcome.unsettled).toEqual([]);
    expect(bench.calls()).toMatchObject({ 'POST /v1/customers': 1, 'POST /v1/customers/{customerGuid}/addresses': 1, 'POST /v1/customermarketsegments': 2 });
    const represented = bench.account.represent(fields);
    expect(represented.cannot).toEqual({});
    expect(outcome.snapshot.fields).toMatchObject(represented.fields);
    expect((await seen(bench.account, outcome.snapshot.id)).fields).toMatchObject(represented.fields);
    expect((await seen(bench.account, outcome.snapshot.id)).handles).toEqual(outcome.snapshot.handles);
  });

  it('clears every field that may be empty', async () => {
    const bench = severaBench();
    const fields = fullFields(bench);
    const { snapshot } = done(await writeOne(bench.account, create(fields)));
    const empty = Object.fromEntries(Object.keys(fields).filter((name) => !['name', 'active', 'number'].includes(name)).map((name) => [name, null]));
    const outcome = done(await writeOne(bench.account, update(snapshot, empty)));
    expect(outcome.unsettled).toEqual([]);
    const { fields: shown } = await seen(bench.account, snapshot.id);
    for (const name of Object.keys(empty)) expect(shown[name], name).toEqual(name === 'segments' ? [] : null);
  });

  it('patches only what it was asked to, in one call', async () => {
    const bench = severaBench();
    const { snapshot } = done(await writeOne(bench.account, create({ name: 'Koivu Oy', city: 'Oulu', employees: 3 })));
    bench.calls();
    const outcome = done(await writeOne(bench.account, update(snapshot, { employees: 4, notes: 'x' })));
    expect(bench.calls()).toEqual({ 'PATCH /v1/customers/{guid}': 1 });
    expect(outcome.snapshot.fields).toMatchObject({ name: 'Koivu Oy', employees: 4, notes: 'x' });
    await writeOne(bench.account, update(snapshot, { phone: '040 1' }));
    expect(bench.calls()).toEqual({ 'GET /v1/addresses/{guid}': 1, 'PATCH /v1/addresses/{guid}': 1 });
  });

  it('leaves an address alone that somebody has just edited, and shows the edit', async () => {
    const bench = severaBench();
    const { snapshot } = done(await writeOne(bench.account, create({ name: 'Koivu Oy', phone: '040 1', city: 'Oulu' })));
    bench.model.state.edit('addresses', snapshot.handles['address'] ?? '', { '/phone': '050 9' }, bench.clock.now());
    const outcome = done(await writeOne(bench.account, update(snapshot, { phone: '040 2' })));
    expect(outcome.unsettled).toEqual([{ field: 'phone', code: 'moved', retry: true }]);
    expect(outcome.snapshot.fields['phone']).toBe('050 9');
    expect(bench.model.state.list('addresses')[0]?.['phone']).toBe('050 9');
    const other = done(await writeOne(bench.account, update(snapshot, { city: 'Kemi' })));
    expect(other.unsettled).toEqual([]);
    expect(bench.model.state.list('addresses')[0]).toMatchObject({ phone: '050 9', city: 'Kemi' });
  });

  it('makes an address only after looking that there is none', async () => {
    const bench = severaBench();
    const id = bench.put('customers', { name: 'Koivu Oy' });
    const without = update({ ...(await seen(bench.account, id)), handles: {} }, { city: 'Oulu' });
    bench.calls();
    await writeOne(bench.account, without);
    await writeOne(bench.account, update({ ...(await seen(bench.account, id)), handles: {} }, { city: 'Kemi' }));
    expect(bench.model.state.list('addresses').map((row) => row['city'])).toEqual(['Kemi']);
  });

  it('keeps a segment that somebody else added meanwhile', async () => {
    const bench = severaBench();
    const [a, b, c] = ['A', 'B', 'C'].map((name) => bench.put('marketsegments', { name })) as [string, string, string];
    const { snapshot } = done(await writeOne(bench.account, create({ name: 'Koivu Oy', segments: [{ key: a }] })));
    bench.put('customermarketsegments', { customer: { guid: snapshot.id }, marketSegment: { guid: c } });
    const outcome = done(await writeOne(bench.account, update(snapshot, { segments: [{ key: b }] })));
    expect(outcome.unsettled).toEqual([]);
    expect((await seen(bench.account, snapshot.id)).fields['segments']).toEqual([b, c].toSorted().map((key) => ({ key })));
  });

  it('refuses one record without stopping the others', async () => {
    const bench = severaBench();
    bench.model.faults.add({ kind: 'status-400', method: 'POST', path: '/v1/customers', times: 1 });
    const writes = ['Eka Oy', 'Toka Oy', 'Kolmas Oy'].map((name, index): Write => ({ kind: 'create', key: `k${index}`, fields: { name } }));
    const outcomes = await bench.account.write(writes);
    expect(outcomes.map((outcome) => outcome.key)).toEqual(['k0', 'k1', 'k2']);
    expect(outcomes.map((outcome) => outcome.kind).toSorted()).toEqual(['done', 'done', 'rejected']);
  });

  it('rejects a create without a name before any call', async () => {
    const bench = severaBench();
    await readThrough(bench.account);
    bench.calls();
    expect(await writeOne(bench.account, create({ name: '  ', city: 'Oulu' }))).toMatchObject({ kind: 'rejected', error: { code: 'required', fields: ['name'] } });
    expect(bench.calls()).toEqual({});
  });

  it('stores the rest and names what did not get through', async () => {
    const bench = severaBench();
    bench.model.faults.add({ kind: 'status-400', method: 'POST', path: /\/addresses$/ });
    const outcome = done(await writeOne(bench.account, create({ name: 'Koivu Oy', city: 'Oulu', owner: 'nobody@luotsi.example' })));
    expect(outcome.snapshot.fields['name']).toBe('Koivu Oy');
    expect(outcome.unsettled).toEqual([
      { field: 'owner', code: 'owner-without-counterpart', retry: false },
      { field: 'city', code: 'refused', retry: false },
    ]);
  });

  it('says of an update to a customer that is gone that it has to be read again', async () => {
    const bench = severaBench();
    const { snapshot } = done(await writeOne(bench.account, create({ name: 'Koivu Oy' })));
    bench.model.state.remove('customers', snapshot.id, bench.clock.now());
    expect(await writeOne(bench.account, update(snapshot, { notes: 'x' }))).toMatchObject({ kind: 'failed', error: { code: 'moved' } });
  });

  it.each(['timeout-after-commit', 'reset-after-commit', 'half-body', 'malformed'] as const)('says unknown when a create ends with %s, and finds it exactly once', async (kind) => {
    const bench = severaBench();
    bench.put('customers', { name: 'Koivu Oy', vatNumber: 'FI12345671' });
    await readThrough(bench.account);
    bench.model.faults.add({ kind, method: 'POST', path: '/v1/customers', times: 1 });
    const since = new Date(bench.clock.now()).toISOString();
    const cases: readonly Fields[] = [{ name: 'Koivu Oy', businessId: 'FI12345671' }, { name: 'Leppä & Äyri Oy' }];
    for (const fields of cases) {
      const write = create(fields);
      bench.model.faults.clear();
      bench.model.faults.add({ kind, method: 'POST', path: '/v1/customers', times: 1 });
      expect(await writeOne(bench.account, write)).toMatchObject({ kind: 'unknown', error: { outcomeUnknown: true } });
      const found = await bench.account.find([write], since);
      expect(found.get('k1')).toHaveLength(1);
      expect(found.get('k1')?.[0]?.fields).toMatchObject(fields);
    }
  });

  it.each<Fields>([{ name: 'Koivu Oy' }, { name: 'Koivu Oy', businessId: 'FI12345671' }])('takes no customer for its create who was entered shortly before (%o)', async (fields) => {
    const bench = severaBench();
    await readThrough(bench.account);
    const before = bench.model.state.put('customers', { name: 'Koivu Oy', vatNumber: 'FI12345671' }, bench.clock.now()).guid;
    bench.clock.advance(60_000);
    bench.model.faults.add({ kind: 'timeout-after-commit', method: 'POST', path: '/v1/customers', times: 1 });
    const write = create(fields);
    const since = new Date(bench.clock.now()).toISOString();
    expect(await writeOne(bench.account, write)).toMatchObject({ kind: 'unknown' });
    const found = (await bench.account.find([write], since)).get('k1') ?? [];
    expect(found).toHaveLength(1);
    expect(found[0]?.id).not.toBe(before);
  });

  it('finds nothing when the create never arrived', async () => {
    const bench = severaBench();
    bench.put('customers', { name: 'Koivu Oy' });
    await readThrough(bench.account);
    bench.model.faults.add({ kind: 'timeout-before', method: 'POST', path: '/v1/customers', times: 1 });
    const write = create({ name: 'Koivu Oy' });
    const since = new Date(bench.clock.now()).toISOString();
    expect(await writeOne(bench.account, write)).toMatchObject({ kind: 'unknown' });
    expect(await bench.account.find([write], since)).toEqual(new Map([['k1', []]]));
  });

  it.each(['timeout-after-commit', 'timeout-before'] as const)('makes no sub-row twice when its create ends with %s', async (kind) => {
    const bench = severaBench();
    const segment = bench.put('marketsegments', { name: 'Julkinen' });
    await readThrough(bench.account);
    bench.clock.advance(4_000_000);
    bench.model.faults.add({ kind, method: 'POST', path: /\/addresses$/, times: 1 });
    bench.model.faults.add({ kind, method: 'POST', path: /\/customermarketsegments$/, times: 1 });
    const outcome = done(await writeOne(bench.account, create({ name: 'Koivu Oy', city: 'Oulu', segments: [{ key: segment }] })));
    expect(outcome.unsettled).toEqual([]);
    expect(bench.model.state.list('addresses')).toHaveLength(1);
    expect(bench.model.state.list('customermarketsegments')).toHaveLength(1);
    expect((await seen(bench.account, outcome.snapshot.id)).handles).toEqual(outcome.snapshot.handles);
  });

  it('repeats an update whose answer was lost', async () => {
    const bench = severaBench();
    const { snapshot } = done(await writeOne(bench.account, create({ name: 'Koivu Oy' })));
    bench.model.faults.add({ kind: 'reset-after-commit', method: 'PATCH', times: 1 });
    expect(done(await writeOne(bench.account, update(snapshot, { name: 'Leppä Oy' }))).snapshot.fields['name']).toBe('Leppä Oy');
  });

  it('makes a customer inactive instead of deleting it', async () => {
    const bench = severaBench();
    const { snapshot } = done(await writeOne(bench.account, create({ name: 'Koivu Oy' })));
    const archive = { kind: 'archive', key: 'k3', id: snapshot.id, handles: {} } as const;
    expect(await writeOne(bench.account, archive)).toMatchObject({ kind: 'archived', snapshot: { fields: { active: false, name: 'Koivu Oy' } } });
    bench.model.state.remove('customers', snapshot.id, bench.clock.now());
    expect(await writeOne(bench.account, archive)).toEqual({ kind: 'archived', key: 'k3', snapshot: null });
  });

  it('ends the batch when the credential may not write', async () => {
    const bench = severaBench({ sandbox: { grantedScopes: scopes.accounts.filter((scope) => scope !== 'customers:write') } });
    await expect(bench.account.write([create({ name: 'Koivu Oy' })])).rejects.toBeInstanceOf(AccessError);
  });
});

function customValues(bench: Bench): Fields {
  bench.put('customers/customproperties', { name: 'Sopimusnumero', type: 'String' });
  bench.put('customers/customproperties', { name: 'Sopimus alkaa', type: 'Date' });
  bench.put('customers/customproperties', { name: 'Katto', type: 'Money' });
  return { 'custom.contract': 'S-17', 'custom.starts': '2026-05-01', 'custom.cap': { amount: '1500.50', currency: 'EUR' } };
}

describe('custom fields', () => {
  const maps = [custom('contract', 'text', 'sopimusnumero'), custom('starts', 'date', 'Sopimus alkaa'), custom('cap', 'money', 'Katto'), custom('lost', 'text', 'No such')];

  it('are written, changed, cleared, and read record by record only', async () => {
    const bench = severaBench({ customFields: maps });
    const values = customValues(bench);
    const { snapshot, unsettled } = done(await writeOne(bench.account, create({ name: 'Koivu Oy', ...values })));
    expect(unsettled).toEqual([]);
    expect('custom.contract' in (await seen(bench.account, snapshot.id)).fields).toBe(false);
    const deep = async () => (await Array.fromAsync(bench.account.deep([snapshot]))).flat()[0] as Snapshot;
    expect((await deep()).fields).toEqual(values);
    expect((await deep()).handles).toEqual(Object.fromEntries(Object.entries(snapshot.handles).filter(([name]) => name.startsWith('custom:'))));

    const read = await deep();
    await writeOne(bench.account, update(read, { 'custom.contract': 'S-18', 'custom.starts': null }));
    expect((await deep()).fields).toEqual({ ...values, 'custom.contract': 'S-18', 'custom.starts': null });
    await writeOne(bench.account, update({ ...read, handles: {} }, { 'custom.contract': 'S-19' }));
    expect((await deep()).fields['custom.contract']).toBe('S-19');
    expect(bench.model.state.list('customers/customvalues')).toHaveLength(3);
  });

  it('without a property of that name are said to be unknown, not dropped', async () => {
    const bench = severaBench({ customFields: maps });
    customValues(bench);
    await readThrough(bench.account);
    expect(bench.account.represent({ 'custom.lost': 'x', 'custom.cap': { amount: '1', currency: 'SEK' } }).cannot).toEqual({ 'custom.lost': 'unknown-field', 'custom.cap': 'other-currency' });
  });

  it('are left out when the organisation lacks the add-on', async () => {
    const bench = severaBench({ customFields: maps, sandbox: { facts: { customFieldsAddon: false } } });
    bench.put('customers', { name: 'Koivu Oy' });
    expect(await snapshotsOf(bench.account.all(null))).toHaveProperty('size', 1);
    expect(await Array.fromAsync(bench.account.deep([{ id: 'x', handles: {} }]))).toEqual([]);
  });
});

describe('what Severa can hold', () => {
  it('is rounded, trimmed, or named with the reason', async () => {
    const bench = severaBench();
    await readThrough(bench.account);
    const judge = (fields: Fields) => bench.account.represent(fields);
    expect(judge({ annualRevenue: { amount: '1499.50', currency: 'EUR' }, city: ' Oulu ', notes: '  ', employees: 3.6, country: 'Finland' }).fields).toEqual({
      annualRevenue: { amount: '1500', currency: 'EUR' }, city: 'Oulu', notes: null, employees: 4, country: 'FI',
    });
    expect(
      judge({
        name: null, active: null, annualRevenue: { amount: '1', currency: 'SEK' }, owner: 'x@y.example', industry: 'nope', segments: [{ key: 'nope' }], language: 'xx', currency: 'JPY',
        country: 'Atlantis', registrationNumber: '1'.repeat(26), employees: 3e9, domain: 'koivu.example', priceList: 'A', shoeSize: 44,
      }).cannot,
    ).toEqual({
      name: 'required', active: 'required', annualRevenue: 'other-currency', owner: 'owner-without-counterpart', industry: 'unmapped-choice', segments: 'unmapped-choice',
      language: 'unmapped-choice', currency: 'unmapped-choice', country: 'unmapped-choice', registrationNumber: 'too-long', employees: 'out-of-range', domain: 'read-only',
      priceList: 'read-only', shoeSize: 'unknown-field',
    });
  });

  it('never includes the secret in an error', async () => {
    const bench = severaBench({ sandbox: { clientSecret: 'another' } });
    const error = await pagesOf(bench.account.all(null)).then(() => null, (thrown: unknown) => thrown as AccessError);
    expect(error).toMatchObject({ name: 'AccessError', code: 'credentials-refused' });
    expect(`${error?.stack} ${JSON.stringify(error)}`).not.toContain('canary');
  });
});

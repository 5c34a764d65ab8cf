import { afterEach, describe, expect, it } from 'vitest';
import type { Page } from '../../../src/connectors/connector.ts';
import { pagesOf, readThrough, scopes, severaBench, snapshotsOf, violations } from './bench.ts';
import type { Bench } from './bench.ts';

afterEach(() => {
  expect(violations()).toEqual([]);
});

function customers(bench: Bench, count: number): string[] {
  return Array.from({ length: count }, (_, index) => bench.put('customers', { name: `Koivu ${index} Oy` }));
}

function address(bench: Bench, customer: string, row: Record<string, unknown> = {}): string {
  return bench.put('addresses', { customer: { guid: customer }, addressline: 'Rantatie 1', city: 'Oulu', ...row });
}

describe('reading everything', () => {
  it('shows a customer whole: own fields, owner by e-mail, country by code, main address and segments', async () => {
    const bench = severaBench();
    const owner = bench.put('users', { firstName: 'Aino', lastName: 'Virta', email: ' Aino.Virta@Luotsi.example ' });
    const parent = bench.put('marketsegments', { name: 'Julkinen' });
    const segment = bench.put('marketsegments', { name: 'Kunnat', parentMarketSegment: { guid: parent } });
    const id = bench.put('customers', { name: ' Koivu Oy ', vatNumber: 'FI12345671', website: 'https://www.koivu.example/fi', email: '', owner: { guid: owner }, annualRevenue: 1_500_000 });
    const finland = bench.model.state.list('localization/countries').find((row) => row['code2'] === 'FI');
    const main = address(bench, id, { phone: '040 123 4567', country: { guid: finland?.guid } });
    bench.model.state.edit('customers', id, { '/headquarterAddress': { guid: main } }, bench.clock.now());
    const link = bench.put('customermarketsegments', { customer: { guid: id }, marketSegment: { guid: segment } });

    const snapshot = (await snapshotsOf(bench.account.all(null))).get(id);
    expect(snapshot?.fields).toMatchObject({
      name: 'Koivu Oy',
      businessId: 'FI12345671',
      domain: 'koivu.example',
      email: null,
      owner: 'aino.virta@luotsi.example',
      annualRevenue: { amount: '1500000', currency: 'EUR' },
      street: 'Rantatie 1',
      phone: '040 123 4567',
      country: 'FI',
      segments: [{ key: segment }],
      active: true,
    });
    expect(snapshot?.handles).toEqual({ address: main, [`segment:${segment}`]: link });
    expect((await bench.connector.registry('segments')).find((item) => item.id === segment)?.label).toBe('Julkinen / Kunnat');
  });

  it.each([20, 100, 1000])('finds every customer once when the server gives at most %i rows', async (pageMax) => {
    const bench = severaBench({ sandbox: { pageMax } });
    const ids = customers(bench, 245);
    const pages = await pagesOf(bench.account.all(null));
    expect(pages.flatMap((page) => page.snapshots.map((snapshot) => snapshot.id)).toSorted()).toEqual(ids.toSorted());
    expect(pages.filter((page) => page.complete)).toEqual([pages.at(-1)]);
    expect(bench.calls()['GET /v1/customers']).toBe(Math.ceil(245 / pageMax));
  });

  it('costs one token, one pass of each list and one call per registry', async () => {
    const bench = severaBench();
    for (const id of customers(bench, 150)) address(bench, id);
    await pagesOf(bench.account.all(null));
    expect(bench.calls()).toEqual({
      'POST /v1/token': 1,
      'GET /v1/customers': 2,
      'GET /v1/addresses': 3,
      'GET /v1/customermarketsegments': 1,
      'GET /v1/users': 1,
      'GET /v1/industries': 1,
      'GET /v1/marketsegments': 1,
      'GET /v1/localization/languages': 1,
      'GET /v1/currencies': 1,
      'GET /v1/localization/countries': 1,
      'GET /v1/vatrates': 1,
    });
    await pagesOf(bench.account.all(null));
    expect(Object.keys(bench.calls()).toSorted()).toEqual(['GET /v1/addresses', 'GET /v1/customermarketsegments', 'GET /v1/customers']);
  });

  it('goes on from any page, and in the end from where changes begin', async () => {
    const bench = severaBench({ sandbox: { pageMax: 20 } });
    const ids = customers(bench, 70);
    const first = await pagesOf(bench.account.all(null));
    for (const page of first) {
      const before = first.slice(0, first.indexOf(page) + 1);
      const after = await pagesOf(bench.account.all(page.checkpoint));
      const seen = [...before, ...after].flatMap(({ snapshots }) => snapshots.map((snapshot) => snapshot.id));
      expect(seen.toSorted()).toEqual(ids.toSorted());
      expect(after.at(-1)?.checkpoint).toBe(first.at(-1)?.checkpoint);
    }
  });

  it('begins again when the server has forgotten the page', async () => {
    const bench = severaBench({ sandbox: { pageMax: 20 } });
    customers(bench, 50);
    const [page] = await pagesOf(bench.account.all(null));
    const forgotten = (page as Page).checkpoint.replace(/"pageToken":"[^"]*"/, '"pageToken":"forgotten"');
    expect((await snapshotsOf(bench.account.all(forgotten))).size).toBe(50);
  });

  it('asks for a hundred rows when a thousand is refused', async () => {
    const bench = severaBench();
    customers(bench, 120);
    bench.model.faults.add({ kind: 'status-400', path: '/v1/addresses', times: 1 });
    expect((await snapshotsOf(bench.account.all(null))).size).toBe(120);
  });

  it('passes through short pages and an empty page that has a token', async () => {
    const bench = severaBench();
    const ids = customers(bench, 250);
    for (const id of ids) address(bench, id);
    bench.model.faults.add({ kind: 'empty-page-with-token', path: '/v1/customers', times: 1 });
    bench.model.faults.add({ kind: 'short-page', path: '/v1/addresses', times: 2 });
    const snapshots = await snapshotsOf(bench.account.all(null));
    expect(snapshots.size).toBe(250);
    expect([...snapshots.values()].every((snapshot) => snapshot.fields['street'] === 'Rantatie 1')).toBe(true);
  });

  it('ends with an error, not in a circle, when the same page comes again and again', async () => {
    const bench = severaBench();
    customers(bench, 250);
    bench.model.faults.add({ kind: 'repeat-token', path: '/v1/customers' });
    await expect(pagesOf(bench.account.all(null))).rejects.toMatchObject({ name: 'RetryableError', code: 'repeated-page' });
  });

  it('leaves internal customers out', async () => {
    const bench = severaBench();
    const own = bench.put('customers', { name: 'Luotsi Oy', isInternal: true });
    expect(await snapshotsOf(bench.account.all(null))).toEqual(new Map());
    expect(await bench.account.read([own])).toEqual(new Map());
  });

  it('takes the oldest address of a customer without a headquarters, and says so when there is none', async () => {
    const bench = severaBench({ sandbox: { facts: { firstAddressIsHeadquarters: false } } });
    const [some, none] = customers(bench, 2) as [string, string];
    const older = bench.model.state.put('addresses', { customer: { guid: some }, city: 'Turku' }, bench.clock.now() - 900_000_000).guid;
    address(bench, some, { city: 'Oulu' });
    const snapshots = await snapshotsOf(bench.account.all(null));
    expect(snapshots.get(some)).toMatchObject({ fields: { city: 'Turku' }, handles: { address: older } });
    expect(snapshots.get(none)?.fields).toMatchObject({ city: null, phone: null });
  });

  it('shows an owner whom nobody knows by id after one new look', async () => {
    const bench = severaBench();
    await bench.connector.registry('owners');
    bench.clock.advance(61_000);
    const owner = bench.put('users', { firstName: 'Eero', lastName: 'Niemi', email: null });
    const id = bench.put('customers', { name: 'Haapa Oy', owner: { guid: owner } });
    bench.calls();
    expect((await snapshotsOf(bench.account.all(null))).get(id)?.fields['owner']).toBe(`#${owner}`);
    expect(bench.calls()['GET /v1/users']).toBe(1);
    await pagesOf(bench.account.all(null));
    expect(bench.calls()['GET /v1/users']).toBeUndefined();
  });

  it('leaves the fields of a list that may not be read alone', async () => {
    const bench = severaBench({ sandbox: { grantedScopes: scopes.accounts.filter((scope) => scope !== 'users:read') } });
    const owner = bench.put('users', { firstName: 'Aino', lastName: 'Virta', email: 'aino@luotsi.example' });
    const id = bench.put('customers', { name: 'Koivu Oy', owner: { guid: owner } });
    const fields = (await snapshotsOf(bench.account.all(null))).get(id)?.fields ?? {};
    expect(fields['name']).toBe('Koivu Oy');
    expect('owner' in fields).toBe(false);
  });
});

describe('reading changes', () => {
  it('costs two calls when nothing has changed', async () => {
    const bench = severaBench();
    for (const id of customers(bench, 30)) address(bench, id);
    const checkpoint = await readThrough(bench.account);
    bench.clock.advance(60_000);
    bench.calls();
    const pages = await pagesOf(bench.account.changes(checkpoint));
    expect(pages).toHaveLength(1);
    expect(bench.calls()).toEqual({ 'GET /v1/customers': 1, 'GET /v1/addresses': 1 });
  });

  it('shows an edit, and shows it again from the same checkpoint', async () => {
    const bench = severaBench();
    const [id] = customers(bench, 3) as [string];
    const checkpoint = await readThrough(bench.account);
    bench.clock.advance(60_000);
    bench.model.state.edit('customers', id, { '/name': 'Uusi Koivu Oy' }, bench.clock.now());
    for (let time = 0; time < 2; time++) {
      const seen = await snapshotsOf(bench.account.changes(checkpoint));
      expect([...seen.keys()]).toEqual([id]);
      expect(seen.get(id)?.fields['name']).toBe('Uusi Koivu Oy');
      expect('phone' in (seen.get(id)?.fields ?? {})).toBe(false);
      expect('segments' in (seen.get(id)?.fields ?? {})).toBe(false);
    }
  });

  it('shows an edit made while a poll was running at the next poll', async () => {
    const bench = severaBench();
    const [id] = customers(bench, 3) as [string];
    const checkpoint = await readThrough(bench.account);
    bench.clock.advance(600_000);
    const [page] = await pagesOf(bench.account.changes(checkpoint));
    bench.model.state.edit('customers', id, { '/name': 'Leppä Oy' }, bench.clock.now());
    bench.clock.advance(600_000);
    expect((await snapshotsOf(bench.account.changes((page as Page).checkpoint))).get(id)?.fields['name']).toBe('Leppä Oy');
  });

  it('reads a customer by id when only its address has changed', async () => {
    const bench = severaBench();
    const [id] = customers(bench, 3) as [string];
    const main = address(bench, id);
    bench.model.state.edit('customers', id, { '/headquarterAddress': { guid: main } }, bench.clock.now() - 86_000_000);
    const checkpoint = await readThrough(bench.account);
    bench.clock.advance(600_000);
    bench.model.state.edit('addresses', main, { '/phone': '040 765 4321' }, bench.clock.now());
    bench.calls();
    expect((await snapshotsOf(bench.account.changes(checkpoint))).get(id)?.fields).toMatchObject({ phone: '040 765 4321', street: 'Rantatie 1' });
    expect(bench.calls()).toEqual({ 'GET /v1/customers': 1, 'GET /v1/addresses': 2, 'GET /v1/customers/{guid}': 1 });
  });

  it('looks at the other addresses when a changed one may not be the main one', async () => {
    const bench = severaBench({ sandbox: { facts: { firstAddressIsHeadquarters: false } } });
    const [id] = customers(bench, 1) as [string];
    bench.model.state.put('addresses', { customer: { guid: id }, city: 'Turku' }, bench.clock.now() - 900_000_000);
    const second = address(bench, id);
    const checkpoint = await readThrough(bench.account);
    bench.clock.advance(600_000);
    bench.model.state.edit('addresses', second, { '/city': 'Kemi' }, bench.clock.now());
    expect((await snapshotsOf(bench.account.changes(checkpoint))).get(id)?.fields['city']).toBe('Turku');
  });

  it('knows every address of a customer that was made since, without a look at its list', async () => {
    const bench = severaBench({ sandbox: { facts: { firstAddressIsHeadquarters: false } } });
    const checkpoint = await readThrough(bench.account);
    bench.clock.advance(600_000);
    const { guid } = bench.model.state.put('customers', { name: 'Haapa Oy' }, bench.clock.now());
    for (const city of ['Kemi', 'Turku']) {
      bench.model.state.put('addresses', { customer: { guid }, city }, bench.clock.now());
      bench.clock.advance(1_000);
    }
    bench.calls();
    expect((await snapshotsOf(bench.account.changes(checkpoint))).get(guid)?.fields['city']).toBe('Kemi');
    expect(bench.calls()).toEqual({ 'GET /v1/customers': 1, 'GET /v1/addresses': 2 });
  });

  it('goes on from a page in the middle', async () => {
    const bench = severaBench({ sandbox: { pageMax: 20 } });
    const ids = customers(bench, 50);
    const checkpoint = await readThrough(bench.account);
    bench.clock.advance(600_000);
    for (const id of ids) bench.model.state.edit('customers', id, { '/notes': 'x' }, bench.clock.now());
    const pages = await pagesOf(bench.account.changes(checkpoint));
    const rest = await pagesOf(bench.account.changes((pages[0] as Page).checkpoint));
    expect([...(pages[0] as Page).snapshots, ...rest.flatMap((page) => page.snapshots)].map((seen) => seen.id).toSorted()).toEqual(ids.toSorted());
    expect(rest.at(-1)?.checkpoint).toBe(pages.at(-1)?.checkpoint);
  });

  it('takes creation for the last change of a row that has no other, and naive instants for UTC', async () => {
    const bench = severaBench({ sandbox: { facts: { instants: 'naive' } } });
    const [id] = customers(bench, 1) as [string];
    const seen = (await snapshotsOf(bench.account.all(null))).get(id);
    expect(seen?.modifiedAt).toBe('2026-03-01T08:00:00.000Z');
  });

  it('does not accept the checkpoint of something else', async () => {
    const bench = severaBench();
    await expect(pagesOf(bench.account.changes('{"kind":"other"}'))).rejects.toThrow(RangeError);
  });
});

describe('reading by id', () => {
  it('gives a suspicion for an id that is not found, and the others as they are', async () => {
    const bench = severaBench();
    const [id] = customers(bench, 1) as [string];
    const found = await bench.account.read([id, '00000000-0000-0000-0000-0000000000aa']);
    expect(found.get(id)).toMatchObject({ fields: { name: 'Koivu 0 Oy' } });
    expect(found.get('00000000-0000-0000-0000-0000000000aa')).toMatchObject({ how: 'missing', into: null });
  });

  it('guards a batch by one list of what changed since', async () => {
    const bench = severaBench();
    const [first, second] = customers(bench, 3) as [string, string];
    await readThrough(bench.account);
    const since = new Date(bench.clock.now()).toISOString();
    bench.clock.advance(5_000);
    bench.model.state.edit('customers', second, { '/name': 'Leppä Oy' }, bench.clock.now());
    bench.calls();
    const seen = await bench.account.guard(since, [first, second]);
    expect(seen.map((snapshot) => snapshot.id)).toEqual([second]);
    expect(bench.calls()).toEqual({ 'GET /v1/customers': 1 });
  });
});

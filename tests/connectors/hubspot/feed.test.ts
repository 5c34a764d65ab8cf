import { describe, expect, it } from 'vitest';
import { toInstant } from '../../../src/lib/clock.ts';
import { batch, collect, companies, keyProperty, property, record, schema, scripted, standardProperties, startMs } from './scripted.ts';
import type { Json, Sent } from './scripted.ts';

const list = `GET ${companies}`;
const search = `POST ${companies}/search`;
const since = (ms: number): string => JSON.stringify({ since: ms });
const filtersOf = (sent: Sent): Json[] => (sent.json['filterGroups'] as { filters: Json[] }[])[0]?.filters ?? [];

describe('the full pass over companies', () => {
  it('costs one call per page of 100 and one per registry', async () => {
    const script = { [list]: ({ query }: Sent) => [200, { results: [record(query.get('after') ?? '1', { name: 'Koivula Oy' })], paging: query.get('after') === '3' ? undefined : { next: { after: query.get('after') ? '3' : '2' } } }] as const };
    const { accounts, lines, sent } = scripted(script);
    const pages = await collect(accounts.all(null));
    expect(pages.flatMap((page) => page.snapshots.map((snapshot) => snapshot.id))).toEqual(['1', '2', '3']);
    expect(pages.map((page) => page.complete)).toEqual([false, false, true]);
    expect(lines()).toEqual([`GET ${schema}`, list, 'GET /crm/owners/2026-09', list, list]);
    expect(sent[1]?.query.get('limit')).toBe('100');
    expect(sent[1]?.query.get('properties')).toContain('name,');
  });

  it('goes on after any page and leaves archived companies out', async () => {
    const script = { [list]: ({ query }: Sent) => [200, { results: [record(query.get('after') ?? '1', {}), record('9', {}, { archived: true })], paging: query.get('after') ? null : { next: { after: '2' } } }] as const };
    const { accounts } = scripted(script);
    const [first] = await collect(accounts.all(null));
    const rest = await collect(accounts.all(first?.checkpoint ?? null));
    expect(rest.flatMap((page) => page.snapshots.map((snapshot) => snapshot.id))).toEqual(['2']);
    expect(await collect(accounts.all(rest.at(-1)?.checkpoint ?? null))).toMatchObject([{ snapshots: [], complete: true }]);
  });

  it('refuses to go round in circles', async () => {
    const { accounts } = scripted({ [list]: [200, { results: [], paging: { next: { after: '5' } } }] });
    await expect(collect(accounts.all(null))).rejects.toMatchObject({ code: 'malformed-reply' });
  });

  it('reads by batch what does not fit into an address', async () => {
    const customFields = Array.from({ length: 300 }, (_, index) => ({
      entity: 'account' as const,
      name: `a_rather_long_property_name_${index}`,
      field: { name: `custom.f${index}`, kind: 'text' as const, category: 'none' as const, compare: 'exact' as const, registry: null, target: null, label: { fi: 'F', en: 'F' } },
    }));
    const many = customFields.map((field) => property(field.name));
    const script = {
      [`GET ${schema}`]: [200, { results: [...standardProperties, ...many, keyProperty] }] as const,
      [list]: [200, { results: [record('1', { name: 'half' }), record('2', {})] }] as const,
      [`POST ${companies}/batch/read`]: [207, batch([record('1', { name: 'Koivula Oy', [many[299]?.['name'] as string]: 'last' })], [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['2'] } }])] as const,
    };
    const { accounts, sent } = scripted(script, { customFields });
    const [page] = await collect(accounts.all(null));
    expect(page?.snapshots.map((snapshot) => [snapshot.id, snapshot.fields['name'], snapshot.fields['custom.f299']])).toEqual([['1', 'Koivula Oy', 'last']]);
    expect(sent.find((one) => one.line === list)?.query.has('properties')).toBe(false);
  });
});

describe('a company as a snapshot', () => {
  it('shows empty properties as empty, missing ones as not looked at, and merged ids as former ids', async () => {
    const results = [...standardProperties, property('hs_merged_object_ids'), property('hs_updated_by_user_id', { type: 'number' })];
    const company = record('4', { name: ' Koivula Oy ', phone: '', country: 'Suomi', numberofemployees: '12', annualrevenue: 'lots', hubspot_owner_id: '7', hs_merged_object_ids: '2;3', hs_updated_by_user_id: '70' });
    const { accounts } = scripted({ [`GET ${schema}`]: [200, { results }], [list]: [200, { results: [company] }] });
    const [page] = await collect(accounts.all(null));
    const snapshot = page?.snapshots[0];
    expect(snapshot).toMatchObject({ id: '4', formerIds: ['2', '3'], modifiedAt: '2026-11-02T07:30:00.500Z', modifiedBy: 'Aino Mäki', asOf: toInstant(startMs), handles: {} });
    expect(snapshot?.fields).toEqual({
      name: 'Koivula Oy', domain: null, website: null, phone: null, street: null, city: null, postalCode: null,
      country: 'FI', owner: 'aino.maki@example.com', employees: 12, notes: null,
    });
  });

  it('asks once for owners who have left, and shows a stranger by number without asking again', async () => {
    const former = { id: '8', email: 'eero.niemi@example.com', archived: true, userId: null };
    const script = {
      [list]: ({ query }: Sent) => [200, { results: [record(query.get('after') ?? '1', { hubspot_owner_id: query.get('after') ? '9' : '8' })], paging: query.get('after') === '3' ? null : { next: { after: query.get('after') ? '3' : '2' } } }] as const,
      'GET /crm/owners/2026-09': ({ query }: Sent) => [200, { results: query.get('archived') === 'true' ? [former] : [] }] as const,
    };
    const { accounts, lines } = scripted(script);
    const pages = await collect(accounts.all(null));
    expect(pages.flatMap((page) => page.snapshots.map((snapshot) => snapshot.fields['owner']))).toEqual(['eero.niemi@example.com', '#9', '#9']);
    expect(lines().filter((line) => line.includes('owners'))).toHaveLength(2);
  });

  it('leaves the owner field alone when owners may not be read', async () => {
    const script = {
      [list]: [200, { results: [record('1', { name: 'Koivula Oy', hubspot_owner_id: '7' })] }] as const,
      'GET /crm/owners/2026-09': [403, { status: 'error', category: 'MISSING_SCOPES', message: 'no' }] as const,
    };
    const { accounts } = scripted(script);
    const [page] = await collect(accounts.all(null));
    expect(page?.snapshots[0]?.fields).not.toHaveProperty('owner');
    expect(accounts.fields['owner']?.write).toBe(false);
    expect(accounts.fields['name']?.write).toBe(true);
  });
});

describe('changes since a checkpoint', () => {
  it('searches one window, from three minutes before the last one to the lag of the index', async () => {
    const { accounts, sent, lines } = scripted({ [search]: [200, { total: 1, results: [record('5', { name: 'Koivula Oy' })] }] });
    const pages = await collect(accounts.changes(since(startMs - 600_000)));
    expect(filtersOf(sent[1] as Sent)).toEqual([
      { propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(startMs - 780_000) },
      { propertyName: 'hs_lastmodifieddate', operator: 'LT', value: String(startMs - 60_000) },
    ]);
    expect(sent[1]?.json).toMatchObject({ limit: 200, sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }] });
    expect(lines()).toEqual([`GET ${schema}`, search, 'GET /crm/owners/2026-09']);
    expect(pages).toMatchObject([{ complete: true, checkpoint: since(startMs - 60_000) }]);
    expect(pages[0]?.snapshots[0]).toMatchObject({ id: '5', asOf: toInstant(startMs - 60_000) });
  });

  it('costs one call when nothing changed, also right after a full pass, and never moves back', async () => {
    const { accounts, lines } = scripted({ [search]: [200, { total: 0, results: [] }] });
    const [page] = await collect(accounts.changes(since(startMs - 1_000)));
    expect(lines().filter((line) => line === search)).toHaveLength(1);
    expect(page?.checkpoint).toBe(since(startMs - 1_000));
  });

  it('makes no call while the window is still to come', async () => {
    const { accounts, lines } = scripted({});
    expect(await collect(accounts.changes(since(startMs + 200_000)))).toMatchObject([{ snapshots: [], complete: true, checkpoint: since(startMs + 200_000) }]);
    expect(lines()).toEqual([]);
  });

  it('pages by id until a page is short, within the window it began with, also when resumed later', async () => {
    const all = Array.from({ length: 450 }, (_, index) => String(100_000_000_000 + index));
    const script = {
      [search]: (one: Sent) => {
        const last = filtersOf(one).find((filter) => filter['operator'] === 'GT')?.['value'] as string | undefined;
        const left = all.filter((id) => last === undefined || BigInt(id) > BigInt(last));
        return [200, { total: left.length, results: left.slice(0, 200).map((id) => record(id, {})), ...(left.length > 200 ? { paging: { next: { after: '200' } } } : {}) }] as const;
      },
    };
    const { accounts, clock, sent } = scripted(script);
    const pages = await collect(accounts.changes(since(startMs - 600_000)));
    expect(pages.map((page) => page.snapshots.length)).toEqual([200, 200, 50]);
    expect(sent.some((one) => 'after' in one.json)).toBe(false);
    clock.advance(3_600_000);
    const resumed = await collect(accounts.changes(pages[0]?.checkpoint ?? ''));
    expect(resumed.flatMap((page) => page.snapshots.map((snapshot) => snapshot.id))).toEqual(all.slice(200));
    expect(resumed.at(-1)?.checkpoint).toBe(since(startMs - 60_000));
  });

  it('does not trust results that are out of order', async () => {
    const { accounts } = scripted({ [search]: [200, { total: 2, results: [record('6', {}), record('5', {})] }] });
    await expect(collect(accounts.changes(since(startMs - 600_000)))).rejects.toMatchObject({ code: 'malformed-reply' });
  });
});

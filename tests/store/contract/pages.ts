// The contract about pages: what a page makes of what is known.
import { beforeEach, describe, expect, test } from 'vitest';
import { StaleError } from '../../../src/lib/errors.ts';
import type { Lease, Store } from '../../../src/store/store.ts';
import { activeLink, allLinks, at, dirtyIds, joinedLink, linkOf, MINUTE, page, save, settle, snapshot, tombstone, type Bench, type OpenBench } from './bench.ts';

export function describePages(open: OpenBench): void {
  describe('a page', () => {
    let bench: Bench;
    let store: Store;
    beforeEach(async () => {
      bench = await open();
      store = bench.workspace('main');
    });

    test('makes an unknown record a new, dirty link without a base', async () => {
      const fields = { name: 'Kuura Oy', annualRevenue: { amount: '1200.50', currency: 'EUR' }, segments: [{ key: 's1', label: 'Teollisuus' }], active: true, employees: 12, notes: null };
      const count = await save(store, { records: [snapshot('c1', fields, { handles: { address: 'a1' }, modifiedAt: at(-5), modifiedBy: 'Aino' })] });
      expect(count).toEqual({ read: 1, created: 1, changed: 0, suppressed: 0 });
      const [link] = await allLinks(store);
      expect(link).toEqual({
        id: expect.any(String), entity: 'account', stage: 'new', matchedBy: null, partOf: null, intents: [], resolutions: [], held: [],
        sides: {
          psa: {
            side: 'psa', id: 'c1', fields, base: {}, handles: { address: 'a1' }, version: 1, mapVersion: 'map-1', asOf: at(0),
            modifiedAt: at(-5), modifiedBy: 'Aino', gone: null, verdict: null,
          },
        },
      });
      expect(await dirtyIds(store)).toEqual([link?.id]);
    });

    test('seen twice changes nothing the second time', async () => {
      await activeLink(store, 'c1', { name: 'Kuura Oy' });
      await settle(store);
      const before = await allLinks(store);
      expect(await save(store, { records: [snapshot('c1', { name: 'Kuura Oy' }, { asOf: at(3) })] })).toEqual({ read: 1, created: 0, changed: 0, suppressed: 0 });
      expect(await allLinks(store)).toEqual(before);
      expect(await dirtyIds(store)).toEqual([]);
    });

    test('takes what changed, grows the version, keeps the base and fields it does not show', async () => {
      const { id } = await activeLink(store, 'c1', { name: 'Kuura Oy', city: 'Oulu' });
      await settle(store);
      const before = (await linkOf(store, 'psa', 'c1')).sides.psa;
      expect(await save(store, { records: [snapshot('c1', { name: 'Kuura Oyj' }, { asOf: at(2) })] })).toMatchObject({ created: 0, changed: 1 });
      const after = (await linkOf(store, 'psa', 'c1')).sides.psa;
      expect(after).toMatchObject({ fields: { name: 'Kuura Oyj', city: 'Oulu' }, base: { name: 'Kuura Oy', city: 'Oulu' }, asOf: at(2) });
      expect(after?.version).toBeGreaterThan(before?.version as number);
      expect(await dirtyIds(store)).toEqual([id]);
    });

    test('is ignored where it is older than what is known, but for fields never seen', async () => {
      await activeLink(store, 'c1', { name: 'Kuura Oyj' });
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oyj', active: true }, { asOf: at(10) })] });
      await settle(store);
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oy' }, { asOf: at(5) })] });
      expect(await dirtyIds(store)).toEqual([]);
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oy', city: 'Oulu' }, { asOf: at(5) })] });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa).toMatchObject({
        fields: { name: 'Kuura Oyj', active: true, city: 'Oulu' }, base: { name: 'Kuura Oyj', active: true }, asOf: at(10),
      });
    });

    test('may name a record twice: the last word counts, also when it is the old one', async () => {
      await activeLink(store, 'c1', { name: 'Kuura Oy' });
      await settle(store);
      const records = [snapshot('c1', { name: 'Kuura Oyj' }, { asOf: at(1) }), snapshot('c1', { name: 'Kuura Oy' }, { asOf: at(2) })];
      expect(await save(store, { records: [...records, snapshot('c2', {}), snapshot('c2', { city: 'Oulu' })] })).toEqual({ read: 4, created: 1, changed: 3, suppressed: 0 });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa).toMatchObject({ fields: { name: 'Kuura Oy' }, asOf: at(2) });
      expect((await linkOf(store, 'psa', 'c2')).sides.psa?.fields).toEqual({ city: 'Oulu' });
    });

    test('compares instants, not their spelling', async () => {
      await activeLink(store, 'c1', { name: 'Kuura Oy' });
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oyj' }, { asOf: '2026-03-02T12:00:00+02:00' })] });
      await save(store, { records: [snapshot('c1', { name: 'Vanha Oy' }, { asOf: '2026-03-02T09:59:59Z' })] });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa).toMatchObject({ fields: { name: 'Kuura Oyj' }, asOf: '2026-03-02T10:00:00.000Z' });
    });

    test('replaces handles kind by kind: one segment handle stands for all, a shown set without handles for none', async () => {
      const segments = [{ key: 's1' }, { key: 's2' }];
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oy', segments }, { handles: { address: 'a1', 'segment:s1': 'x1', 'segment:s2': 'x2' } })] });
      await save(store, { records: [snapshot('c1', { segments: [{ key: 's2' }] }, { handles: { 'segment:s2': 'x9' }, asOf: at(1) })] });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa?.handles).toEqual({ address: 'a1', 'segment:s2': 'x9' });
      await save(store, { records: [snapshot('c1', { segments: [] }, { asOf: at(2) })] });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa?.handles).toEqual({ address: 'a1' });
    });

    test('keeps handles it does not show', async () => {
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oy' }, { handles: { address: 'a1', 'segment:s1': 'x1' } })] });
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oyj' }, { handles: { 'custom:k': 'v1' }, asOf: at(1) })] });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa?.handles).toEqual({ address: 'a1', 'segment:s1': 'x1', 'custom:k': 'v1' });
    });

    test('re-bases a field that only a new map spells differently, and leaves the link alone', async () => {
      await activeLink(store, 'c1', { name: 'Kuura Oy', phone: '0401234567' });
      await settle(store);
      const seen = snapshot('c1', { name: 'Kuura Oy', phone: '+358401234567' }, { asOf: at(1) });
      expect(await save(store, { mapVersion: 'map-2', records: [seen] })).toMatchObject({ changed: 0 });
      const { psa } = (await linkOf(store, 'psa', 'c1')).sides;
      expect(psa).toMatchObject({ fields: { phone: '+358401234567' }, base: { phone: '+358401234567' }, mapVersion: 'map-2' });
      expect(await dirtyIds(store)).toEqual([]);
    });

    test('under a new map, a change date that moved makes the difference a change', async () => {
      await activeLink(store, 'c1', { phone: '0401234567' });
      await settle(store);
      const seen = snapshot('c1', { phone: '+358401234567' }, { asOf: at(1), modifiedAt: at(1) });
      expect(await save(store, { mapVersion: 'map-2', records: [seen] })).toMatchObject({ changed: 1 });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa?.base).toEqual({ phone: '0401234567' });
    });

    test('under a new map, a newly mapped field appears without a base and asks for a look', async () => {
      const { id } = await activeLink(store, 'c1', { phone: '0401234567' });
      await settle(store);
      await save(store, { mapVersion: 'map-2', records: [snapshot('c1', { phone: '+358401234567', city: 'Oulu' }, { asOf: at(1) })] });
      const { psa } = (await linkOf(store, 'psa', 'c1')).sides;
      expect(psa).toMatchObject({ fields: { phone: '+358401234567', city: 'Oulu' }, base: { phone: '+358401234567' } });
      expect(psa?.base).not.toHaveProperty('city');
      expect(await dirtyIds(store)).toEqual([id]);
    });

    test('under a new map, a difference somebody has not carried over yet stays a difference', async () => {
      await activeLink(store, 'c1', { phone: '0401234567' });
      await settle(store);
      await save(store, { records: [snapshot('c1', { phone: '0507654321' }, { asOf: at(1) })] });
      await save(store, { mapVersion: 'map-2', records: [snapshot('c1', { phone: '+358507654321' }, { asOf: at(2) })] });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa).toMatchObject({ fields: { phone: '+358507654321' }, base: { phone: '0401234567' } });
    });

    test('re-points a record that was merged under a new id, and leaves two known records as they are', async () => {
      const link = await joinedLink(store, 'c1', 'd1');
      await save(store, { side: 'crm', tombstones: [tombstone('d1', 'merged', 1)] });
      await save(store, { side: 'crm', records: [snapshot('d9', { name: 'Kuura Oy' }, { formerIds: ['d1'], asOf: at(2) })] });
      const { sides } = await linkOf(store, 'psa', 'c1');
      expect(sides.crm).toMatchObject({ id: 'd9', gone: null });
      expect(await dirtyIds(store)).toContain(link.id);

      await activeLink(store, 'd2', { name: 'Routa Oy' }, 'crm');
      await save(store, { side: 'crm', records: [snapshot('d9', { name: 'Kuura Oy' }, { formerIds: ['d1', 'd2'], asOf: at(3) })] });
      expect((await linkOf(store, 'crm', 'd2')).id).not.toBe(link.id);
      expect((await linkOf(store, 'crm', 'd9')).id).toBe(link.id);
    });

    test('buries a known record once, and a later sight of it brings it back', async () => {
      const { id } = await activeLink(store, 'c1', { name: 'Kuura Oy' });
      await settle(store);
      expect(await save(store, { tombstones: [tombstone('c1', 'archived', 2), tombstone('c1', 'archived', 2), tombstone('zz', 'deleted')] })).toMatchObject({ changed: 1 });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa).toMatchObject({ gone: 'archived', asOf: at(2) });
      expect(await dirtyIds(store)).toEqual([id]);
      await settle(store);
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oy' }, { asOf: at(1) })] });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa?.gone).toBe('archived');
      expect(await save(store, { records: [snapshot('c1', { name: 'Kuura Oy' }, { asOf: at(3) })] })).toMatchObject({ changed: 1 });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa?.gone).toBeNull();
      expect(await dirtyIds(store)).toEqual([id]);
    });

    test('ignores a tombstone older than the last sight', async () => {
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oy' }, { asOf: at(5) })] });
      await save(store, { tombstones: [tombstone('c1', 'deleted', 4)] });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa?.gone).toBeNull();
    });

    test('takes a record for deleted only when it was missing twice, a minute apart, and not seen between', async () => {
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oy' })] });
      const gone = async (): Promise<unknown> => (await linkOf(store, 'psa', 'c1')).sides.psa?.gone;
      await save(store, { tombstones: [tombstone('c1', 'missing', 1)] });
      await save(store, { tombstones: [tombstone('c1', 'missing', 1.9)] });
      expect(await gone()).toBeNull();
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oy' }, { asOf: at(2) })] });
      await save(store, { tombstones: [tombstone('c1', 'missing', 3)] });
      expect(await gone()).toBeNull();
      await save(store, { tombstones: [tombstone('c1', 'missing', 4)] });
      expect(await gone()).toBe('deleted');
    });

    test('keeps the more urgent reason of a link that is dirty already', async () => {
      await activeLink(store, 'c1', { name: 'Kuura Oy' });
      await save(store, { reason: 'webhook', records: [snapshot('c1', { name: 'Kuura Oyj' }, { asOf: at(1) })] });
      await save(store, { reason: 'sweep', records: [snapshot('c1', { name: 'Kuura Abp' }, { asOf: at(2) })] });
      expect((await store.take({ entity: 'account', limit: 1, ttlMs: MINUTE }))[0]?.reason).toBe('webhook');
    });

    test('is found by its keys while it lives; a look at a few fields does not take them away', async () => {
      const keys = ['businessId:1234567-1', 'name:kuura'];
      await save(store, { records: [{ ...snapshot('c1', { name: 'Kuura Oy', businessId: '1234567-1' }), keys }] });
      await save(store, { side: 'crm', records: [{ ...snapshot('d1', { name: 'Kuura' }), keys: ['name:kuura'] }] });
      const [psa, crm] = [await linkOf(store, 'psa', 'c1'), await linkOf(store, 'crm', 'd1')];
      const hits = await store.byKeys('account', ['name:kuura', 'businessId:1234567-1', 'name:muu']);
      expect(hits).toHaveLength(3);
      expect(hits).toEqual(expect.arrayContaining([
        { key: 'businessId:1234567-1', linkId: psa.id, side: 'psa' },
        { key: 'name:kuura', linkId: psa.id, side: 'psa' },
        { key: 'name:kuura', linkId: crm.id, side: 'crm' },
      ]));
      await save(store, { records: [snapshot('c1', { city: 'Oulu' }, { asOf: at(1) })] });
      expect(await store.byKeys('account', ['businessId:1234567-1'])).toHaveLength(1);
      await save(store, { records: [{ ...snapshot('c1', { name: 'Routa Oy', businessId: null, city: null }, { asOf: at(2) }), keys: ['name:routa'] }] });
      expect(await store.byKeys('account', keys)).toEqual([{ key: 'name:kuura', linkId: crm.id, side: 'crm' }]);
      await save(store, { side: 'crm', tombstones: [tombstone('d1', 'deleted', 3)] });
      expect(await store.byKeys('account', keys)).toEqual([]);
      expect(await store.byKeys('contact', ['name:routa'])).toEqual([]);
    });

    test('moves its checkpoint with its records, or leaves it', async () => {
      expect(await store.checkpoint('psa/account')).toBeNull();
      await save(store, { checkpoint: { feed: 'psa/account', value: 'token-1' } });
      await save(store, { records: [snapshot('c1', {})] });
      expect(await store.checkpoint('psa/account')).toBe('token-1');
      await save(store, { checkpoint: { feed: 'psa/account', value: null } });
      expect(await store.checkpoint('psa/account')).toBeNull();
    });

    test('under a lost lease is refused whole', async () => {
      const old = (await store.takeLease('feed', MINUTE)) as Lease;
      bench.clock.advance(MINUTE);
      expect(await store.takeLease('feed', MINUTE)).not.toBeNull();
      const late = page({ records: [snapshot('c1', { name: 'Kuura Oy' })], checkpoint: { feed: 'psa/account', value: 'token-1' } });
      await expect(store.savePage(late, old)).rejects.toThrow(StaleError);
      expect(await allLinks(store)).toEqual([]);
      expect(await store.checkpoint('psa/account')).toBeNull();
    });

    test('that shows some of the fields leaves the keys that are made of others', async () => {
      await save(store, { records: [{ ...snapshot('c1', { name: 'Kuura Oy', email: 'kuura@example.com' }), keys: ['name:kuura', 'email:kuura@example.com'] }] });
      await save(store, { records: [{ ...snapshot('c1', { name: 'Routa Oy' }, { asOf: at(1) }), keys: ['name:routa'] }] });
      const found = await store.byKeys('account', ['name:routa', 'email:kuura@example.com']);
      expect(found.map(({ key }) => key).toSorted()).toEqual(['email:kuura@example.com', 'name:routa']);
    });

    test('keeps what any store can keep of text no database takes', async () => {
      await save(store, { records: [{ ...snapshot('c1', { name: 'Kuu\u0000ra \ud83c', notes: '😀' }), keys: ['name:kuu\u0000ra'] }] });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa?.fields).toEqual({ name: 'Kuura \ufffd', notes: '😀' });
      expect(await store.byKeys('account', ['name:kuura'])).toHaveLength(1);
    });

    test('cannot be changed afterwards through the values that were handed in', async () => {
      const segments = [{ key: 's1', label: 'Teollisuus' }];
      await save(store, { records: [snapshot('c1', { segments })] });
      (segments[0] as { label: string }).label = 'Muu';
      expect((await linkOf(store, 'psa', 'c1')).sides.psa?.fields).toEqual({ segments: [{ key: 's1', label: 'Teollisuus' }] });
    });
  });
}

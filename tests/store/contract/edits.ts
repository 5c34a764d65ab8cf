// The contract about what people edit in our own records: on the row they saw, whole or not at all, with their name and before
// everything else that waits.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Fields } from '../../../src/core/vocabulary.ts';
import type { LocalEdit } from '../../../src/store/edits.ts';
import type { LinkState, Store } from '../../../src/store/store.ts';
import { activeLink, agreed, at, dirtyIds, linkOf, localOf, outcome, settle, takeOne, withLocal, MINUTE, type Bench, type OpenBench } from './bench.ts';

const BY = 'aino@sauma.example';

const edit = (link: LinkState, fields: Fields, more: Partial<LocalEdit> = {}): LocalEdit => ({
  linkId: link.id, seenVersion: link.sides.local?.version ?? 0, fields, keys: [], decided: [], consents: [], by: BY, ...more,
});

export function describeEdits(open: OpenBench): void {
  let bench: Bench;
  let store: Store;
  beforeEach(async () => {
    bench = await open();
    store = bench.workspace('main');
  });

  describe("a person's edit", () => {
    test('sets the fields, keeps the others and the base, says who and when, and goes before all that waits', async () => {
      const link = await withLocal(store, 'c1', { name: 'Kuura Oy', city: 'Oulu' });
      const before = await localOf(store, 'c1');
      await store.markDirty('account', [link.id], 'backfill');
      bench.clock.advance(MINUTE);
      expect(await store.edit('account', edit(link, { name: 'Kuura Oyj', email: null }, { keys: ['name:kuura'] }))).toBe('done');
      expect(await localOf(store, 'c1')).toEqual({ ...before, fields: { name: 'Kuura Oyj', city: 'Oulu', email: null }, version: before.version + 1, asOf: at(1), modifiedAt: at(1), modifiedBy: BY });
      expect(await store.byKeys('account', ['name:kuura'])).toEqual([{ key: 'name:kuura', linkId: link.id, side: 'local' }]);
      expect((await takeOne(store)).reason).toBe('person');
    });

    test('of a row that has moved on changes nothing, and so does one of what is not there', async () => {
      const link = await withLocal(store, 'c1', { name: 'Kuura Oy' });
      const consents = [{ address: 'a@kuura.example', allowed: true, source: 'call', on: '2026-03-01' }];
      expect(await store.edit('account', edit(link, { name: 'Kuura Oyj' }))).toBe('done');
      await settle(store);
      expect(await store.edit('account', edit(link, { name: 'Routa Oy' }, { consents }))).toBe('moved');
      expect((await localOf(store, 'c1')).fields).toEqual({ name: 'Kuura Oyj' });
      const bare = await activeLink(store, 'c2', { name: 'Halla Oy' });
      await settle(store);
      expect(await store.edit('account', edit(bare, { name: 'Routa Oy' }))).toBe('absent');
      expect(await store.edit('contact', edit(await linkOf(store, 'psa', 'c1'), { name: 'Routa Oy' }))).toBe('absent');
      expect(await bench.workspace('other').edit('account', edit(await linkOf(store, 'psa', 'c1'), { name: 'Routa Oy' }))).toBe('absent');
      expect([await dirtyIds(store), await store.consents(link.id)]).toEqual([[], []]);
    });

    test('answers the question it is about, with what was edited', async () => {
      const link = await withLocal(store, 'c1', { name: 'Kuura Oy' });
      const values = { psa: 'Kuura Oy', crm: 'Routa Oy' };
      await store.markDirty('account', [link.id], 'poll');
      await store.record([outcome(await takeOne(store), { conflicts: [{ field: 'name', base: {}, values, authors: {}, suggestion: null }] })]);
      const [open] = (await store.inbox({ limit: 10 })).conflicts;
      const decided = [{ field: 'name', base: {}, values: { ...values, local: 'Halla Oy' } }];
      expect(await store.edit('account', edit(await linkOf(store, 'psa', 'c1'), { name: 'Halla Oy' }, { decided }))).toBe('done');
      expect((await store.inbox({ limit: 10 })).conflicts).toEqual([]);
      expect(await store.answer({ kind: 'conflict', id: open?.id ?? '', side: 'psa', by: BY })).toBe(false);
      expect((await takeOne(store)).link.resolutions).toMatchObject([{ field: 'name', value: 'Halla Oy', values: decided[0]?.values }]);
    });

    test('while a worker carries the link is kept, and the link stays dirty', async () => {
      const link = await withLocal(store, 'c1', { name: 'Kuura Oy' });
      await store.markDirty('account', [link.id], 'poll');
      const taken = await takeOne(store);
      await store.edit('account', edit(link, { name: 'Kuura Oyj' }));
      await store.record([outcome(taken, { sides: [agreed(taken.link, 'local')] })]);
      expect((await localOf(store, 'c1')).fields).toEqual({ name: 'Kuura Oyj' });
      expect(await dirtyIds(store)).toEqual([link.id]);
    });

    test('keeps what was said of an address, the newest first', async () => {
      const link = await withLocal(store, 'c1', { name: 'Kuura Oy' });
      const address = 'aino@kuura.example';
      await store.edit('account', edit(link, { name: 'A' }, { consents: [{ address, allowed: false, source: null, on: null }] }));
      bench.clock.advance(MINUTE);
      await store.edit('account', edit(await linkOf(store, 'psa', 'c1'), { name: 'B' }, { consents: [{ address, allowed: true, source: 'Call', on: '2026-03-01' }] }));
      expect(await store.consents(link.id)).toEqual([
        { address, allowed: true, source: 'Call', on: '2026-03-01', by: BY, at: at(1) },
        { address, allowed: false, source: null, on: null, by: BY, at: at(0) },
      ]);
      expect(await bench.workspace('other').consents(link.id)).toEqual([]);
    });
  });

  describe('a record that only we have', () => {
    test('is a link of its own that a worker takes at once, found by its keys', async () => {
      const id = await store.addLocal('account', { fields: { name: 'Uusi Oy' }, keys: ['name:uusi'], by: BY });
      expect(await store.byKeys('account', ['name:uusi'])).toEqual([{ key: 'name:uusi', linkId: id, side: 'local' }]);
      const { link, reason } = await takeOne(store);
      expect([link.id, link.stage, reason, Object.keys(link.sides)]).toEqual([id, 'active', 'person', ['local']]);
      expect(link.sides.local).toMatchObject({ id, fields: { name: 'Uusi Oy' }, base: {}, version: 1, modifiedBy: BY, modifiedAt: at(0) });
    });
  });
}

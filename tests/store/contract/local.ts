// The contract about values that we work out ourselves: what they change of our own record, and what they leave alone.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Store, TakenLink } from '../../../src/store/store.ts';
import { activeLink, agreed, at, dirtyIds, localOf, outcome, save, settle, snapshot, takeOne, withLocal, MINUTE, type Bench, type OpenBench } from './bench.ts';

export function describeLocal(open: OpenBench): void {
  let bench: Bench;
  let store: Store;
  beforeEach(async () => {
    bench = await open();
    store = bench.workspace('main');
  });

  /** A link whose record is ours too, agreed on. */
  describe('values that we work out ourselves', () => {
    test('are set on our own record, keep its other fields and its base, and mark the link', async () => {
      const link = await withLocal(store, 'c1', { name: 'Kuura Oy', invoiced: null });
      const before = await localOf(store, 'c1');
      bench.clock.advance(MINUTE);
      expect(await store.saveLocal('account', [{ linkId: link.id, fields: { invoiced: { amount: '12.50', currency: 'EUR' }, openProjects: 2 } }], 'poll')).toBe(1);
      const after = await localOf(store, 'c1');
      expect(after).toEqual({
        ...before, fields: { name: 'Kuura Oy', invoiced: { amount: '12.50', currency: 'EUR' }, openProjects: 2 }, version: before.version + 1, asOf: at(1),
      });
      expect(await dirtyIds(store)).toEqual([link.id]);
      expect((await takeOne(store)).reason).toBe('poll');
    });

    test('that are there already change nothing and mark nothing', async () => {
      const link = await withLocal(store, 'c1', { invoiced: { amount: '12.5', currency: 'EUR' } });
      const same = { invoiced: { amount: '12.50', currency: 'EUR' }, openProjects: null };
      expect(await store.saveLocal('account', [{ linkId: link.id, fields: same }], 'poll')).toBe(0);
      expect(await dirtyIds(store)).toEqual([]);
      expect((await localOf(store, 'c1')).fields).toEqual({ invoiced: { amount: '12.5', currency: 'EUR' } });
    });

    test('pass over links that have no record of ours, records of another entity, and what is gone', async () => {
      const bare = await activeLink(store, 'c1', { name: 'Kuura Oy' });
      await settle(store);
      const ours = await withLocal(store, 'c2', { name: 'Routa Oy' });
      const set = (entity: string, ...ids: readonly string[]): Promise<number> => store.saveLocal(entity, ids.map((linkId) => ({ linkId, fields: { openProjects: 1 } })), 'poll');
      expect(await set('account', bare.id, 'nobody')).toBe(0);
      expect(await set('contact', ours.id)).toBe(0);
      expect(await bench.workspace('other').saveLocal('account', [{ linkId: ours.id, fields: { openProjects: 1 } }], 'poll')).toBe(0);
      await store.markDirty('account', [ours.id], 'poll');
      await store.record([outcome(await takeOne(store), { gone: [{ side: 'local', how: 'archived' }] })]);
      expect(await set('account', ours.id)).toBe(0);
      expect(await dirtyIds(store)).toEqual([]);
    });

    test('named twice end as the last ones say, and count once', async () => {
      const link = await withLocal(store, 'c1', { name: 'Kuura Oy' });
      const values = [1, 2].map((openProjects) => ({ linkId: link.id, fields: { openProjects } }));
      expect(await store.saveLocal('account', values, 'poll')).toBe(1);
      expect((await localOf(store, 'c1')).fields['openProjects']).toBe(2);
      expect(await store.saveLocal('account', [], 'poll')).toBe(0);
    });

    test('that come while a worker carries the link are kept, and the link stays dirty', async () => {
      const link = await withLocal(store, 'c1', { name: 'Kuura Oy', openProjects: 1 });
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oyj', openProjects: null }, { asOf: at(1) })] });
      const taken: TakenLink = await takeOne(store);
      await store.saveLocal('account', [{ linkId: link.id, fields: { openProjects: 3 } }], 'poll');
      await store.record([outcome(taken, { sides: [agreed(taken.link, 'local', { fields: { name: 'Kuura Oyj', openProjects: 1 } })] })]);
      expect((await localOf(store, 'c1')).fields).toEqual({ name: 'Kuura Oyj', openProjects: 3 });
      expect(await dirtyIds(store)).toEqual([link.id]);
    });
  });
}

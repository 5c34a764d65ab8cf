// The contract about reading links.
import { beforeEach, describe, expect, test } from 'vitest';
import type { LinkState, Store } from '../../../src/store/store.ts';
import { allLinks, goAlone, save, settle, snapshot, type OpenBench } from './bench.ts';

export function describeReading(open: OpenBench): void {
  describe('reading links', () => {
    let store: Store;
    beforeEach(async () => {
      store = (await open()).workspace('main');
      await save(store, { records: ['c1', 'c2', 'c3', 'c4', 'c5'].map((id) => snapshot(id, { name: id })) });
    });
    const read = async (query: Partial<Parameters<Store['links']>[0]>): Promise<readonly string[]> =>
      (await store.links({ entity: 'account', limit: 100, ...query })).map(({ id }) => id);

    test('goes in id order, page by page', async () => {
      const ids = (await allLinks(store)).map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted());
      const first = await read({ limit: 2 });
      expect(first).toEqual(ids.slice(0, 2));
      expect(await read({ limit: 2, after: first[1] as string })).toEqual(ids.slice(2, 4));
      expect(await read({ after: ids[4] as string })).toEqual([]);
    });

    test('takes stage, dirt, ids and entity as filters', async () => {
      const links = await allLinks(store);
      const [one, two] = links as [LinkState, LinkState];
      await goAlone(store, one, two);
      expect(await read({ stage: 'active' })).toEqual([one.id, two.id]);
      await settle(store);
      expect(await read({ dirty: false })).toEqual([one.id, two.id]);
      expect(await read({ dirty: true, stage: 'active' })).toEqual([]);
      expect(await read({ dirty: true })).toHaveLength(3);
      expect(await read({ ids: [two.id, 'nobody', two.id] })).toEqual([two.id]);
      expect(await read({ ids: [] })).toEqual([]);
      expect(await read({ entity: 'contact' })).toEqual([]);
    });
  });
}

// The contract about what waits for a person: conflicts and held writes.
import { beforeEach, describe, expect, test } from 'vitest';
import type { ConflictItem, ConflictRecord, LinkRecord, LinkState, Store } from '../../../src/store/store.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import { activeLink, at, joinedLink, linkOf, outcome, START, takeOne, turnOf, type Bench, type OpenBench } from './bench.ts';

const conflict = (field: string, psa: string, crm: string): ConflictRecord => ({
  field, base: { psa: 'x', crm: 'x' }, values: { psa, crm }, authors: { psa: { by: 'Aino', at: at(0) }, crm: { by: null, at: null } }, suggestion: 'crm',
});

export function describeInbox(open: OpenBench): void {
  describe('the inbox', () => {
    let bench: Bench;
    let store: Store;
    let link: LinkState;
    beforeEach(async () => {
      bench = await open();
      store = bench.workspace('main');
      link = await joinedLink(store, 'c1', 'd1');
    });

    /** A second later. */
    const turn = (change: Partial<LinkRecord>): Promise<void> => {
      bench.clock.advance(1000);
      return turnOf(store, link, change);
    };
    const conflicts = async (): Promise<readonly ConflictItem[]> => (await store.inbox({ entity: 'account', limit: 10 })).conflicts;
    const resolutions = async (): Promise<unknown> => (await linkOf(store, 'psa', 'c1')).resolutions;

    test('shows a conflict whole and keeps its id and date while its values stand', async () => {
      await turn({ conflicts: [conflict('name', 'Kuura Oy', 'Kuura Abp')] });
      const [first] = await conflicts();
      expect(first).toEqual({ ...conflict('name', 'Kuura Oy', 'Kuura Abp'), id: expect.any(String), linkId: link.id, entity: 'account', since: toInstant(START + 1000) });
      await turn({ conflicts: [conflict('name', 'Kuura Oy', 'Kuura Abp'), conflict('city', 'Oulu', 'Vaasa')] });
      expect((await conflicts()).map(({ id, field, since }) => [id === first?.id, field, since])).toEqual([
        [true, 'name', toInstant(START + 1000)],
        [false, 'city', toInstant(START + 2000)],
      ]);
      expect(await store.counts('account')).toEqual({ linked: 1, conflicts: 2, matches: 0, held: 0 });
      expect((await store.inbox({ limit: 1 })).conflicts).toHaveLength(1);
    });

    test('a conflict whose values changed is another one: an answer to the old one comes too late', async () => {
      await turn({ conflicts: [conflict('name', 'Kuura Oy', 'Kuura Abp')] });
      const [old] = await conflicts();
      await turn({ conflicts: [conflict('name', 'Kuura Oy', 'Routa Oy')] });
      expect((await conflicts()).map(({ values }) => values)).toEqual([{ psa: 'Kuura Oy', crm: 'Routa Oy' }]);
      expect(await store.answer({ kind: 'conflict', id: old?.id as string, side: 'crm', by: 'Aino' })).toBe(false);
    });

    test('a conflict that is not listed any more is over', async () => {
      await turn({ conflicts: [conflict('name', 'Kuura Oy', 'Kuura Abp')] });
      const [old] = await conflicts();
      await turn({});
      expect(await conflicts()).toEqual([]);
      expect(await store.answer({ kind: 'conflict', id: old?.id as string, side: 'crm', by: 'Aino' })).toBe(false);
    });

    test('an answer becomes a resolution and puts the link first', async () => {
      await turn({ conflicts: [conflict('name', 'Kuura Oy', 'Kuura Abp')] });
      await activeLink(store, 'c2', {});
      const [item] = await conflicts();
      expect(await store.answer({ kind: 'conflict', id: item?.id as string, side: 'local', by: 'Aino' })).toBe(false);
      expect(await store.answer({ kind: 'conflict', id: item?.id as string, side: 'psa', by: 'Aino' })).toBe(true);
      expect(await store.answer({ kind: 'conflict', id: item?.id as string, side: 'crm', by: 'Eero' })).toBe(false);
      expect(await conflicts()).toEqual([]);
      const taken = await takeOne(store);
      expect(taken.reason).toBe('person');
      expect(taken.link.resolutions).toEqual([{ conflictId: item?.id, field: 'name', value: 'Kuura Oy', values: { psa: 'Kuura Oy', crm: 'Kuura Abp' } }]);
      await store.record([outcome(taken, { carriedOut: [item?.id as string] })]);
      expect(await resolutions()).toEqual([]);
      expect(await conflicts()).toEqual([]);
    });

    test('one answer to many counts those that were open and had a value of the side, and leaves whole records for a look of their own', async () => {
      await turn({ conflicts: [conflict('name', 'Kuura Oy', 'Kuura Abp'), conflict('city', 'Oulu', 'Vaasa'), { ...conflict('(record)', 'gone', 'present'), base: {} }] });
      const ids = (await conflicts()).map(({ id }) => id);
      expect(await store.answerAll({ ids: [...ids, 'nothing'], side: 'local', by: 'Aino' })).toBe(0);
      expect(await store.answerAll({ ids: [...ids, ...ids, 'nothing'], side: 'psa', by: 'Aino' })).toBe(2);
      expect(await store.answerAll({ ids, side: 'crm', by: 'Eero' })).toBe(0);
      expect((await conflicts()).map(({ field }) => field)).toEqual(['(record)']);
      expect(((await linkOf(store, 'psa', 'c1')).resolutions).map(({ field, value }) => ({ field, value })).toSorted((a, b) => a.field.localeCompare(b.field))).toEqual([{ field: 'city', value: 'Oulu' }, { field: 'name', value: 'Kuura Oy' }]);
      expect((await takeOne(store)).reason).toBe('person');
    });

    test('a resolution outlives a failed write and the same conflict listed again, but not other values', async () => {
      await turn({ conflicts: [conflict('name', 'Kuura Oy', 'Kuura Abp')] });
      await store.answer({ kind: 'conflict', id: (await conflicts())[0]?.id as string, side: 'psa', by: 'Aino' });
      await turn({ settled: false });
      expect(await resolutions()).toHaveLength(1);
      await turn({ conflicts: [conflict('name', 'Kuura Oy', 'Kuura Abp')], settled: false });
      expect(await resolutions()).toHaveLength(1);
      expect(await conflicts()).toEqual([]);
      await turn({ conflicts: [conflict('name', 'Kuura Oy', 'Routa Oy')] });
      expect(await resolutions()).toEqual([]);
      expect((await conflicts()).map(({ values }) => values.crm)).toEqual(['Routa Oy']);
    });

    test('a resolution whose conflict dissolved by itself is over', async () => {
      await turn({ conflicts: [conflict('name', 'Kuura Oy', 'Kuura Abp')] });
      await store.answer({ kind: 'conflict', id: (await conflicts())[0]?.id as string, side: 'psa', by: 'Aino' });
      await turn({});
      expect(await resolutions()).toEqual([]);
    });

    test('lists held writes with the date they were first held', async () => {
      const held = [{ side: 'psa', field: null, reason: 'no-name' }, { side: 'crm', field: 'owner', reason: 'unmapped-owner' }] as const;
      await turn({ held });
      await turn({ held: [held[1]] });
      expect((await store.inbox({ limit: 10 })).held).toEqual([{ ...held[1], linkId: link.id, entity: 'account', since: toInstant(START + 1000) }]);
      expect((await linkOf(store, 'psa', 'c1')).held).toEqual([held[1]]);
      expect(await store.counts('account')).toMatchObject({ held: 1 });
      expect((await store.inbox({ entity: 'contact', limit: 10 })).held).toEqual([]);
      await turn({});
      expect((await store.inbox({ limit: 10 })).held).toEqual([]);
    });
  });
}

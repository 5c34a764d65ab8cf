// The contract about records that are gone or not shown any more: verdicts, and what asks for a look.
import { beforeEach, describe, expect, test } from 'vitest';
import { WHOLE_RECORD } from '../../../src/core/plan.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import type { ConflictRecord, LinkState, SideState, Store } from '../../../src/store/store.ts';
import { agreed, at, dirtyIds, joinedLink, linkOf, MINUTE, outcome, save, settle, snapshot, takeOne, tombstone, type Bench, type OpenBench } from './bench.ts';

const question: ConflictRecord = { field: WHOLE_RECORD, base: {}, values: { psa: 'gone', crm: 'present' }, authors: {}, suggestion: null };

const records = (...ids: readonly string[]) => ({ records: ids.map((id) => snapshot(id, { name: 'Kuura Oy' })) });

export function describeDeletions(open: OpenBench): void {
  let bench: Bench;
  let store: Store;
  let link: LinkState;
  beforeEach(async () => {
    bench = await open();
    store = bench.workspace('main');
    link = await joinedLink(store, 'c1', 'd1');
    await settle(store);
  });
  const sideOf = async (side: 'psa' | 'crm'): Promise<SideState | undefined> => (await store.links({ entity: 'account', ids: [link.id], limit: 1 }))[0]?.sides[side];
  const openConflict = async (): Promise<string> => (await store.inbox({ limit: 10 })).conflicts[0]?.id ?? 'none';

  const unseen = (before: number, more: { after?: string; limit?: number } = {}): Promise<readonly object[]> =>
    store.unseen({ entity: 'account', side: 'psa', before: toInstant(before), limit: 10, ...more });
  /** The PSA record is gone and a person is asked. */
  async function ask(): Promise<string> {
    await save(store, { tombstones: [tombstone('c1', 'deleted')] });
    await store.record([outcome(await takeOne(store), { conflicts: [question] })]);
    return openConflict();
  }

  describe('a verdict', () => {
    test.each([['psa', 'archive'], ['crm', 'unlink']] as const)('is a person\'s: the word of %s means %s', async (side, verdict) => {
      const id = await ask();
      const before = await sideOf('psa');
      expect(await store.answer({ kind: 'conflict', id, side, by: 'Aino' })).toBe(true);
      expect(await store.answer({ kind: 'conflict', id, side, by: 'Aino' })).toBe(false);
      expect(await sideOf('psa')).toMatchObject({ gone: 'deleted', verdict });
      expect((await sideOf('psa'))?.version).toBeGreaterThan(before?.version as number);
      expect((await sideOf('crm'))?.verdict).toBeNull();
      const taken = await takeOne(store);
      expect(taken).toMatchObject({ reason: 'person', link: { id: link.id, resolutions: [] } });
      expect(await openConflict()).toBe('none');
    });

    test('comes too late for a record that is back, and the next time is asked about anew', async () => {
      const id = await ask();
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oy' }, { asOf: at(3) })] });
      expect(await store.answer({ kind: 'conflict', id, side: 'psa', by: 'Aino' })).toBe(false);
      await store.record([outcome(await takeOne(store))]);
      await save(store, { tombstones: [tombstone('c1', 'deleted', 4)] });
      await store.record([outcome(await takeOne(store), { conflicts: [question] })]);
      expect(await openConflict()).not.toBe('none');
      expect((await sideOf('psa'))?.verdict).toBeNull();
    });

    test('is over when the record is seen again, and the link is looked at', async () => {
      const id = await ask();
      await store.answer({ kind: 'conflict', id, side: 'crm', by: 'Aino' });
      await store.record([outcome(await takeOne(store))]);
      expect(await dirtyIds(store)).toEqual([]);
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oy' }, { asOf: at(5) })] });
      expect(await sideOf('psa')).toMatchObject({ gone: null, verdict: null });
      expect(await dirtyIds(store)).toEqual([link.id]);
    });

    test('of a policy is recorded with the turn, but not on a record that is here or has moved on', async () => {
      await save(store, { tombstones: [tombstone('c1', 'deleted')] });
      const taken = await takeOne(store);
      const sides = [agreed(taken.link, 'psa', { verdict: 'archive' }), agreed(taken.link, 'crm', { verdict: 'archive' })];
      await store.record([outcome(taken, { sides })]);
      expect(await sideOf('psa')).toMatchObject({ gone: 'deleted', verdict: 'archive' });
      expect((await sideOf('crm'))?.verdict).toBeNull();

      await save(store, { side: 'crm', tombstones: [tombstone('d1', 'deleted')] });
      const late = await takeOne(store);
      await save(store, { side: 'crm', records: [snapshot('d1', { name: 'Kuura Oy' }, { asOf: at(6) })] });
      await store.record([outcome(late, { sides: [agreed(late.link, 'crm', { verdict: 'archive' })] })]);
      expect(await sideOf('crm')).toMatchObject({ gone: null, verdict: null });
      expect(await dirtyIds(store)).toEqual([link.id]);
    });

    test('is to go on without what we archive ourselves, whether or not a pull saw that first', async () => {
      await store.markDirty('account', [link.id], 'poll');
      const taken = await takeOne(store);
      bench.clock.advance(5 * MINUTE - 1);
      await save(store, { side: 'psa', tombstones: [tombstone('c1', 'deleted')] });
      await store.record([outcome(taken, { gone: [{ side: 'psa', how: 'archived' }, { side: 'crm', how: 'archived' }, { side: 'local', how: 'archived' }] })]);
      expect(await sideOf('psa')).toMatchObject({ gone: 'deleted', verdict: 'unlink', asOf: at(1) });
      expect(await sideOf('crm')).toMatchObject({ gone: 'archived', verdict: 'unlink', asOf: toInstant(bench.clock.now()) });
      await save(store, { side: 'crm', records: [snapshot('d1', { name: 'Kuura Oy' }, { asOf: at(4) })] });
      expect((await sideOf('crm'))?.gone).toBe('archived');
    });
  });

  describe('a record nobody shows', () => {
    test('in a sweep is unseen; one shown as it was known is not', async () => {
      await save(store, records('c2', 'c3', 'c4'));
      bench.clock.advance(MINUTE);
      const start = bench.clock.now();
      await save(store, { reason: 'sweep', ...records('c1', 'c3') });
      const [two, four] = [await linkOf(store, 'psa', 'c2'), await linkOf(store, 'psa', 'c4')];
      expect(await unseen(start)).toEqual([{ id: 'c2', linkId: two.id }, { id: 'c4', linkId: four.id }]);
      expect(await unseen(start, { limit: 1 })).toEqual([{ id: 'c2', linkId: two.id }]);
      expect(await unseen(start, { after: 'c2' })).toEqual([{ id: 'c4', linkId: four.id }]);
      expect(await unseen(start + 1)).toHaveLength(4);
      expect(await store.unseen({ entity: 'account', side: 'crm', before: toInstant(start), limit: 10 })).toHaveLength(1);
      expect(await store.unseen({ entity: 'contact', side: 'psa', before: toInstant(start), limit: 10 })).toEqual([]);
    });

    test('is not one that another page brought news of, and not one that is gone', async () => {
      await save(store, records('c2', 'c3'));
      bench.clock.advance(MINUTE);
      const start = bench.clock.now();
      await save(store, { records: [snapshot('c2', { name: 'Routa Oy' }, { asOf: at(1) })], tombstones: [tombstone('c3', 'deleted')] });
      expect(await unseen(start)).toEqual([{ id: 'c1', linkId: link.id }]);
      // Outside a sweep a page that brings nothing new leaves no trace.
      await save(store, records('c1'));
      expect(await unseen(start)).toEqual([{ id: 'c1', linkId: link.id }]);
    });

    test('though shown by a sweep changes nothing else about it', async () => {
      const before = await linkOf(store, 'psa', 'c1');
      bench.clock.advance(MINUTE);
      await save(store, { reason: 'sweep', records: [snapshot('c1', { name: 'Kuura Oy' }, { asOf: at(1) })] });
      expect(await linkOf(store, 'psa', 'c1')).toEqual(before);
      expect(await dirtyIds(store)).toEqual([]);
    });

    test('and was missed once is a suspect until it is missed again or seen', async () => {
      await save(store, records('c2', 'c3'));
      await save(store, { tombstones: [tombstone('c3', 'missing', 1), tombstone('c1', 'missing', 2), tombstone('c2', 'missing', 2)] });
      const suspects = async (minutes: number, limit = 10): Promise<readonly string[]> =>
        (await store.suspects({ entity: 'account', side: 'psa', before: at(minutes), limit })).map(({ id }) => id);
      expect(await suspects(0.9)).toEqual([]);
      expect(await suspects(1)).toEqual(['c3']);
      expect(await suspects(2)).toEqual(['c3', 'c1', 'c2']);
      expect(await suspects(2, 2)).toEqual(['c3', 'c1']);
      expect(await store.suspects({ entity: 'account', side: 'crm', before: at(2), limit: 10 })).toEqual([]);
      await save(store, { tombstones: [tombstone('c3', 'missing', 3)], records: [snapshot('c2', { name: 'Kuura Oy' }, { asOf: at(3) })] });
      expect(await store.suspects({ entity: 'account', side: 'psa', before: at(9), limit: 10 })).toEqual([{ id: 'c1', linkId: link.id }]);
    });
  });
}

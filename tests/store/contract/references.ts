// The contract about records that refer to each other: what a reference leads to, what waits for it, and parts of one.
import { beforeEach, describe, expect, test } from 'vitest';
import type { WaitsFor } from '../../../src/core/vocabulary.ts';
import type { HeldRecord, LinkState, MatchDecision, Store } from '../../../src/store/store.ts';
import {
  activeLink, at, created, dirtyIds, goAlone, joinedLink, linkOf, MINUTE, outcome, save, settle, snapshot, takeOne, tombstone, type Bench, type OpenBench,
} from './bench.ts';

const wait = (waitsFor: WaitsFor): HeldRecord => ({ side: 'crm', field: 'parent', reason: 'unlinked-account', waitsFor });
const keyed = (minutes: number) => ({ side: 'crm', records: [{ ...snapshot('d9', { name: 'Routa' }, { asOf: at(minutes) }), keys: ['name:routa'] }] }) as const;

export function describeReferences(open: OpenBench): void {
  let bench: Bench;
  let store: Store;
  beforeEach(async () => {
    bench = await open();
    store = bench.workspace('main');
  });
  const decide = (...decisions: readonly MatchDecision[]): Promise<void> => store.decideMatches('account', decisions);
  const byId = async (id: string): Promise<LinkState> => (await store.links({ entity: 'account', ids: [id], limit: 1 }))[0] as LinkState;
  async function fresh(side: 'psa' | 'crm', id: string): Promise<LinkState> {
    await save(store, { side, records: [snapshot(id, { name: 'Kuura Oy' })] });
    return linkOf(store, side, id);
  }

  /** An active link, not dirty, with these held writes. */
  async function waiting(id: string, ...held: readonly HeldRecord[]): Promise<LinkState> {
    await settle(store);
    await activeLink(store, id, { name: 'Routa Oy' });
    await store.record([outcome(await takeOne(store), { held })]);
    return linkOf(store, 'psa', id);
  }
  const partIds = async (...ids: readonly string[]): Promise<readonly string[]> => (await store.parts('account', ids)).map(({ id }) => id);

  describe('a reference', () => {
    test('by a record or by its link leads to the link and the records it has now', async () => {
      const pair = await joinedLink(store, 'c1', 'd1');
      const ids = { psa: 'c1', crm: 'd1' };
      const refs = [{ side: 'crm', id: 'd1' }, { side: 'psa', id: 'nobody' }, { side: 'local', id: pair.id }, { side: 'psa', id: 'c1' }, { side: 'crm', id: 'd1' }] as const;
      expect(await store.linked('account', refs)).toEqual([
        { side: 'crm', id: 'd1', linkId: pair.id, ids },
        { side: 'local', id: pair.id, linkId: pair.id, ids },
        { side: 'psa', id: 'c1', linkId: pair.id, ids },
      ]);
      expect(await store.linked('contact', refs)).toEqual([]);
      expect(await store.linked('account', [{ side: 'local', id: 'nobody' }])).toEqual([]);
      expect(await store.linked('account', [])).toEqual([]);
    });

    test('leads to no record that is gone, but still to its link', async () => {
      const pair = await joinedLink(store, 'c1', 'd1');
      await save(store, { side: 'crm', tombstones: [tombstone('d1', 'deleted')] });
      expect(await store.linked('account', [{ side: 'crm', id: 'd1' }])).toEqual([{ side: 'crm', id: 'd1', linkId: pair.id, ids: { psa: 'c1' } }]);
      await save(store, { tombstones: [tombstone('c1', 'deleted')] });
      expect(await store.linked('account', [{ side: 'local', id: pair.id }])).toEqual([{ side: 'local', id: pair.id, linkId: pair.id, ids: {} }]);
    });

    test('follows a link that ended in another, by a match or because it was our own create', async () => {
      const [first, second, third] = [await fresh('crm', 'd1'), await fresh('psa', 'c1'), await activeLink(store, 'd9', {}, 'crm')];
      await decide({ kind: 'join', into: second.id, from: first.id, by: 'name' });
      expect((await store.linked('account', [{ side: 'local', id: first.id }]))[0]?.linkId).toBe(second.id);

      // Our own create, which a pull took for a stranger with a link of its own.
      await settle(store);
      const maker = await activeLink(store, 'c5', { name: 'Routa Oy' });
      const taken = await takeOne(store);
      expect(taken.link.id).toBe(maker.id);
      await store.record([outcome(taken, { sides: [created('crm', 'd9', { name: 'Routa Oy' })] })]);
      expect((await store.linked('account', [{ side: 'local', id: third.id }]))[0]).toMatchObject({ linkId: maker.id, ids: { psa: 'c5', crm: 'd9' } });
    });

    test('is a key like any other: whoever refers to a record is found by it', async () => {
      const key = 'ref.account:crm:123';
      await save(store, { side: 'crm', records: [{ ...snapshot('d1', { name: 'Kuura Oy' }), keys: [key, 'name:kuura'] }] });
      const link = await linkOf(store, 'crm', 'd1');
      expect(await store.byKeys('account', [key])).toEqual([{ key, linkId: link.id, side: 'crm' }]);
    });
  });

  describe('a held write that waits', () => {
    test('is told with what it waits for, one row for each, and is not counted as a person\'s', async () => {
      const reasons = ['unlinked-account', 'gate', 'out-of-scope', 'connection-read-only', 'no-name'];
      const held = [wait({ kind: 'link', linkId: 'l1' }), wait({ kind: 'link', linkId: 'l2' }), wait({ kind: 'record', entity: 'account', side: 'crm', id: 'd7' })];
      const keyed = wait({ kind: 'key', entity: 'account', keys: ['name:a', 'name:b'] });
      const link = await waiting('c1', ...held, keyed, ...reasons.map((reason) => ({ side: 'psa', field: null, reason }) as const));
      expect(link.held).toHaveLength(9);
      expect(link.held).toEqual(expect.arrayContaining([...held, keyed]));
      expect((await store.inbox({ limit: 10 })).held).toEqual(expect.arrayContaining([expect.objectContaining(keyed)]));
      expect(await store.counts('account')).toMatchObject({ held: 1 });
    });

    test('for a link wakes once that has a record on its side, and only then', async () => {
      const other = await activeLink(store, 'c9', { name: 'Kuura Oy' });
      const link = await waiting('c1', wait({ kind: 'link', linkId: other.id }));
      expect(await store.wakeWaiting('account')).toBe(0);
      expect(await dirtyIds(store)).not.toContain(link.id);
      const late = await fresh('crm', 'd9');
      await decide({ kind: 'join', into: other.id, from: late.id, by: 'name' });
      expect(await store.wakeWaiting('contact')).toBe(0);
      expect(await store.wakeWaiting('account')).toBe(1);
      expect(await store.wakeWaiting('account')).toBe(0);
      expect(await dirtyIds(store)).toContain(link.id);
      const woken = (await store.take({ entity: 'account', limit: 10, ttlMs: MINUTE })).find((one) => one.link.id === link.id);
      expect(woken?.reason).toBe('poll');
    });

    test('for a link that was joined into another waits for that one; one that is gone counts for nothing', async () => {
      const other = await fresh('crm', 'd9');
      const link = await waiting('c1', { ...wait({ kind: 'link', linkId: other.id }), side: 'psa' });
      const into = await fresh('psa', 'c9');
      await decide({ kind: 'join', into: into.id, from: other.id, by: 'name' });
      await settle(store);
      await save(store, { tombstones: [tombstone('c9', 'deleted')] });
      expect(await store.wakeWaiting('account')).toBe(0);
      await save(store, { records: [snapshot('c9', { name: 'Kuura Oy' }, { asOf: at(2) })] });
      expect(await store.wakeWaiting('account')).toBe(1);
      expect(await dirtyIds(store)).toContain(link.id);
    });

    test('for a link that nobody knows wakes, since it would wait for ever', async () => {
      const link = await waiting('c1', wait({ kind: 'link', linkId: 'nobody' }));
      expect(await store.wakeWaiting('account')).toBe(1);
      expect(await dirtyIds(store)).toEqual([link.id]);
    });

    test('for a record wakes once that is known', async () => {
      const link = await waiting('c1', wait({ kind: 'record', entity: 'account', side: 'crm', id: 'd9' }));
      await fresh('crm', 'd8');
      expect(await store.wakeWaiting('account')).toBe(0);
      await fresh('crm', 'd9');
      expect(await store.wakeWaiting('account')).toBe(1);
      expect(await dirtyIds(store)).toContain(link.id);
    });

    test('for keys wakes once a record that lives has one of them', async () => {
      const link = await waiting('c1', wait({ kind: 'key', entity: 'account', keys: ['name:kuura', 'name:routa'] }));
      await save(store, keyed(0));
      await save(store, { side: 'crm', tombstones: [tombstone('d9', 'deleted')] });
      expect(await store.wakeWaiting('account')).toBe(0);
      await save(store, keyed(2));
      expect(await store.wakeWaiting('account')).toBe(1);
      expect(await dirtyIds(store)).toContain(link.id);
    });

    test('that is not listed any more wakes nobody', async () => {
      await waiting('c1', wait({ kind: 'link', linkId: 'nobody' }));
      await store.wakeWaiting('account');
      await store.record([outcome(await takeOne(store), { held: [{ side: 'crm', field: 'parent', reason: 'unlinked-account' }] })]);
      expect((await linkOf(store, 'psa', 'c1')).held).toEqual([{ side: 'crm', field: 'parent', reason: 'unlinked-account' }]);
      expect(await store.wakeWaiting('account')).toBe(0);
    });
  });

  describe('a part', () => {
    test('is a link of its own that names the one it shares a counterpart with', async () => {
      const [main, part] = [await activeLink(store, 'c1', {}), await fresh('psa', 'c2')];
      await decide({ kind: 'part', linkId: part.id, of: main.id });
      expect(await byId(part.id)).toMatchObject({ stage: 'active', partOf: main.id, sides: { psa: { id: 'c2' } } });
      expect(await dirtyIds(store)).toContain(part.id);
      expect(await partIds(main.id, 'nobody')).toEqual([part.id]);
      expect(await store.parts('contact', [main.id])).toEqual([]);
      expect((await byId(main.id)).partOf).toBeNull();
    });

    test('follows when the other is joined, before or after', async () => {
      const [main, one, two, into] = [await fresh('psa', 'c1'), await fresh('psa', 'c2'), await fresh('psa', 'c3'), await fresh('crm', 'd1')];
      await decide({ kind: 'part', linkId: one.id, of: main.id });
      await decide({ kind: 'join', into: into.id, from: main.id, by: 'name' });
      await decide({ kind: 'part', linkId: two.id, of: main.id });
      expect(await partIds(into.id)).toEqual([one.id, two.id]);
      expect(await partIds(main.id)).toEqual([]);
    });

    test('of a part is a part of the whole, also when the other becomes one later', async () => {
      const [whole, one, two, three] = [await fresh('psa', 'c1'), await fresh('psa', 'c2'), await fresh('psa', 'c3'), await fresh('psa', 'c4')];
      await decide({ kind: 'part', linkId: one.id, of: two.id }, { kind: 'part', linkId: two.id, of: whole.id }, { kind: 'part', linkId: three.id, of: two.id });
      expect(await partIds(whole.id)).toEqual([one.id, two.id, three.id]);
    });

    test('that is joined with a record of its own stands for itself again', async () => {
      const [main, part] = [await activeLink(store, 'c1', {}), await fresh('psa', 'c2')];
      await decide({ kind: 'part', linkId: part.id, of: main.id });
      await decide({ kind: 'join', into: part.id, from: (await fresh('crm', 'd1')).id, by: 'name' });
      expect(await byId(part.id)).toMatchObject({ partOf: null, matchedBy: 'name' });
    });

    test('that leaves is new again and both have work to do; it leaves nobody else, and not while it is worked on', async () => {
      const [main, other, part] = [await activeLink(store, 'c1', {}), await activeLink(store, 'c3', {}), await fresh('psa', 'c2')];
      await decide({ kind: 'part', linkId: part.id, of: main.id });
      await decide({ kind: 'apart', linkId: part.id, of: other.id });
      expect((await byId(part.id)).partOf).toBe(main.id);
      const [taken] = await store.take({ entity: 'account', ids: [part.id], limit: 1, ttlMs: 60_000 });
      await decide({ kind: 'apart', linkId: part.id, of: main.id });
      expect((await byId(part.id)).partOf).toBe(main.id);
      if (taken) await store.releaseLease(taken.lease);
      await decide({ kind: 'apart', linkId: part.id, of: main.id });
      expect(await byId(part.id)).toMatchObject({ stage: 'new', partOf: null });
      expect(await partIds(main.id)).toEqual([]);
      expect(await dirtyIds(store)).toEqual(expect.arrayContaining([main.id, part.id]));
    });

    test('is nobody\'s of itself, of an unknown link, or once it has moved on; a rejected pair goes on apart', async () => {
      const [main, one, two] = [await activeLink(store, 'c1', {}), await fresh('psa', 'c2'), await fresh('crm', 'd1')];
      await decide({ kind: 'part', linkId: one.id, of: one.id }, { kind: 'part', linkId: one.id, of: 'nobody' });
      expect(await byId(one.id)).toMatchObject({ stage: 'new', partOf: null });
      await goAlone(store, one);
      await decide({ kind: 'part', linkId: one.id, of: main.id });
      expect((await byId(one.id)).partOf).toBeNull();
      await decide({ kind: 'propose', links: [main.id, two.id], by: 'name', reason: 'several' });
      const [match] = (await store.inbox({ limit: 10 })).matches;
      await store.answer({ kind: 'match', id: match?.id as string, accept: false, by: 'Aino' });
      await decide({ kind: 'part', linkId: two.id, of: main.id });
      expect(await byId(two.id)).toMatchObject({ stage: 'active', partOf: null });
    });
  });
}

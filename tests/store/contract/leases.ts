// The contract about leases, quotas, runs, journal, facts and workspaces.
import { beforeEach, describe, expect, test } from 'vitest';
import { StaleError } from '../../../src/lib/errors.ts';
import type { Lease, Run, Store } from '../../../src/store/store.ts';
import { activeLink, allLinks, at, joinedLink, MINUTE, outcome, save, snapshot, START, take, takeOne, type Bench, type OpenBench } from './bench.ts';

const run = (id: string, minutes: number): Run => ({ id, kind: 'cycle', state: 'running', startedAt: at(minutes), finishedAt: null, approved: false, report: { writes: 0 } });

export function describeTheRest(open: OpenBench): void {
  let bench: Bench;
  let store: Store;
  beforeEach(async () => {
    bench = await open();
    store = bench.workspace('main');
  });

  describe('a lease', () => {
    test('has one holder until its time is over; the next has a higher epoch', async () => {
      const first = (await store.takeLease('feed', MINUTE)) as Lease;
      expect(await store.takeLease('feed', MINUTE)).toBeNull();
      expect(await store.takeLease('another', MINUTE)).not.toBeNull();
      bench.clock.advance(MINUTE - 1);
      expect(await store.takeLease('feed', MINUTE)).toBeNull();
      bench.clock.advance(1);
      const second = (await store.takeLease('feed', MINUTE)) as Lease;
      expect(second.epoch).toBeGreaterThan(first.epoch);
    });

    test('is renewed by its holder, also late, but not once it was taken over', async () => {
      const first = (await store.takeLease('feed', MINUTE)) as Lease;
      bench.clock.advance(2 * MINUTE);
      await store.renewLease(first, MINUTE);
      expect(await store.takeLease('feed', MINUTE)).toBeNull();
      bench.clock.advance(MINUTE);
      const second = (await store.takeLease('feed', MINUTE)) as Lease;
      await expect(store.renewLease(first, MINUTE)).rejects.toThrow(StaleError);
      await store.releaseLease(first);
      await store.renewLease(second, MINUTE);
    });

    test('is free after its release, and what it allowed is over', async () => {
      const first = (await store.takeLease('feed', MINUTE)) as Lease;
      await store.releaseLease(first);
      await expect(store.renewLease(first, MINUTE)).rejects.toThrow(StaleError);
      const second = (await store.takeLease('feed', MINUTE)) as Lease;
      expect(second.epoch).toBeGreaterThan(first.epoch);
    });

    test('goes to one of several who ask at once', async () => {
      const leases = await Promise.all(Array.from({ length: 8 }, () => bench.workspace('main').takeLease('feed', MINUTE)));
      expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
    });
  });

  describe('a quota', () => {
    const quota = { intervalMs: 100, burst: 2, count: 1, now: START };

    test('lets a burst go at once and then keeps the even pace', async () => {
      const waits: number[] = [];
      for (let call = 0; call < 6; call++) waits.push(await store.reserve('severa', quota));
      expect(waits).toEqual([0, 0, 0, 100, 200, 300]);
      expect(await store.reserve('severa', { ...quota, now: START + 10_000 })).toBe(0);
      expect(await store.reserve('hubspot', quota)).toBe(0);
    });

    test('reserves several calls as one', async () => {
      expect(await store.reserve('severa', { ...quota, burst: 0, count: 5 })).toBe(0);
      expect(await store.reserve('severa', { ...quota, burst: 0 })).toBe(500);
    });

    test('holds everybody back until the other side takes calls again', async () => {
      await store.holdBack('severa', START + 5000);
      await store.holdBack('severa', START + 3000);
      expect(await store.reserve('severa', { ...quota, burst: 0 })).toBe(5000);
      expect(await store.reserve('severa', { ...quota, burst: 0 })).toBe(5100);
    });

    test('is never given twice to callers at the same time', async () => {
      const waits = await Promise.all(Array.from({ length: 10 }, () => bench.workspace('main').reserve('severa', { ...quota, burst: 0 })));
      expect(waits.toSorted((a, b) => a - b)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    });
  });

  describe('runs, journal and facts', () => {
    test('runs come newest first, each in its last state', async () => {
      await store.saveRun(run('r1', 1));
      await store.saveRun(run('r2', 2));
      const done: Run = { ...run('r1', 1), state: 'done', finishedAt: at(3), report: { writes: 2, notes: ['ä'] } };
      await store.saveRun(done);
      expect(await store.runs({ limit: 10 })).toEqual([run('r2', 2), done]);
      expect(await store.runs({ limit: 1 })).toEqual([run('r2', 2)]);
      expect(await store.runs({ id: 'r1', limit: 10 })).toEqual([done]);
    });

    test('the journal is read newest first, whole or of one run', async () => {
      const link = await joinedLink(store, 'c1', 'd1');
      const entry = (runId: string | null, minutes: number) =>
        ({ runId, linkId: link.id, entity: 'account', side: 'crm', action: 'update', outcome: 'done', fields: ['name', 'city'], reason: null, at: at(minutes) }) as const;
      await store.record([outcome(await takeOne(store), { settled: false, journal: [entry('r1', 1), entry('r1', 2)] })]);
      await store.record([outcome(await takeOne(store), { journal: [entry(null, 3)] })]);
      expect(await store.journal({ limit: 10 })).toEqual([entry(null, 3), entry('r1', 2), entry('r1', 1)]);
      expect(await store.journal({ runId: 'r1', limit: 1 })).toEqual([entry('r1', 2)]);
    });

    test('a fact is any JSON value, and null until it is known', async () => {
      expect(await store.fact('hubspot/search-cap')).toBeNull();
      const value = { cap: 10_000, seen: ['a', 'ö'], deep: { on: true, none: null } };
      await store.saveFact('hubspot/search-cap', value);
      value.seen.push('b');
      expect(await store.fact('hubspot/search-cap')).toEqual({ cap: 10_000, seen: ['a', 'ö'], deep: { on: true, none: null } });
      await store.saveFact('hubspot/search-cap', false);
      expect(await store.fact('hubspot/search-cap')).toBe(false);
      await store.saveFact('hubspot/search-cap', 'ten\u0000');
      expect(await store.fact('hubspot/search-cap')).toBe('ten');
    });
  });

  test('one workspace neither sees nor moves another', async () => {
    const other = bench.workspace('other');
    const link = await activeLink(store, 'c1', { name: 'Kuura Oy' });
    await save(other, { records: [{ ...snapshot('c1', { name: 'Toinen Oy' }), keys: ['name:toinen'] }], checkpoint: { feed: 'f', value: 'x' } });
    const lease = await store.takeLease('shared-name', MINUTE);
    expect(lease).not.toBeNull();
    expect(await other.takeLease('shared-name', MINUTE)).not.toBeNull();
    expect((await allLinks(store)).map(({ sides }) => sides.psa?.fields)).toEqual([{ name: 'Kuura Oy' }]);
    expect((await allLinks(other)).map(({ sides }) => sides.psa?.fields)).toEqual([{ name: 'Toinen Oy' }]);
    expect(await other.links({ entity: 'account', ids: [link.id], limit: 10 })).toEqual([]);
    expect(await store.byKeys('account', ['name:toinen'])).toEqual([]);
    expect(await store.checkpoint('f')).toBeNull();
    expect(await take(other)).toEqual([]);
    await other.markDirty('account', 'all', 'person');
    expect((await take(store))[0]?.reason).toBe('poll');
    await store.saveFact('name', 'main');
    expect(await other.fact('name')).toBeNull();
    await store.reserve('bucket', { intervalMs: 100, burst: 0, count: 1, now: START });
    expect(await other.reserve('bucket', { intervalMs: 100, burst: 0, count: 1, now: START })).toBe(0);
    expect(await other.counts('account')).toEqual({ linked: 0, conflicts: 0, matches: 0, held: 0 });
  });
}

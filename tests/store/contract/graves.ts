// The contract about what deletions, undo and changed rules rest on: who counts as gone, what the journal comes to, and which
// rule or setting was changed last.
import { beforeEach, describe, expect, test } from 'vitest';
import type { JournalEntry, LinkState, SideState, Store } from '../../../src/store/store.ts';
import { activeLink, agreed, at, goAlone, joinedLink, linkOf, outcome, save, settle, snapshot, take, takeOne, tombstone } from './bench.ts';
import type { Bench, OpenBench } from './bench.ts';

const order = { flow: ['psa>crm'], onConflict: ['psa', 'crm'], onFirst: 'ask' } as const;

const line = (link: LinkState, change: Partial<JournalEntry>): JournalEntry => {
  return { runId: 'r1', linkId: link.id, entity: 'account', side: 'crm', action: 'update', outcome: 'done', fields: ['name'], reason: null, at: at(1), ...change };
};

export function describeGraves(open: OpenBench): void {
  let bench: Bench;
  let store: Store;
  const sideOf = async (side: 'psa' | 'crm'): Promise<SideState | undefined> => (await linkOf(store, 'psa', 'c1')).sides[side];
  beforeEach(async () => {
    bench = await open();
    store = bench.workspace('main');
  });

  describe('a record that we took out of use and that is still shown', () => {
    beforeEach(async () => {
      await joinedLink(store, 'c1', 'd1');
      await store.record([outcome(await takeOne(store), { gone: [{ side: 'psa', how: 'retired' }] })]);
    });

    test('stays away when a page shows it as it was left, and is back with the next edit', async () => {
      await save(store, { side: 'psa', reason: 'sweep', records: [snapshot('c1', { name: 'Kuura Oy', city: 'Oulu' }, { asOf: at(5), modifiedAt: at(4) })] });
      expect(await sideOf('psa')).toMatchObject({ gone: 'retired', verdict: 'unlink' });
      await save(store, { side: 'psa', records: [snapshot('c1', { name: 'Kuura taas Oy' }, { asOf: at(6) })] });
      expect(await sideOf('psa')).toMatchObject({ gone: null, verdict: null, fields: { name: 'Kuura taas Oy' } });
    });

    test('is back when the record of a turn says so, unless it moved meanwhile', async () => {
      await store.markDirty('account', [(await linkOf(store, 'psa', 'c1')).id], 'poll');
      const taken = await takeOne(store);
      await store.record([outcome(taken, { sides: [agreed(taken.link, 'psa', { isBack: true })] })]);
      expect(await sideOf('psa')).toMatchObject({ gone: null, verdict: null });
    });
  });

  test('a record made anew takes the place of one that is gone in its link', async () => {
    const link = await joinedLink(store, 'c1', 'd1');
    await settle(store);
    await save(store, { tombstones: [tombstone('c1', 'deleted')] });
    await save(store, { records: [snapshot('c2', { name: 'Kuura Oy' }, { asOf: at(2) })] });
    const anew = await linkOf(store, 'psa', 'c2');
    await store.decideMatches('account', [{ kind: 'join', into: link.id, from: anew.id, by: 'businessId' }]);
    const sides = (await linkOf(store, 'crm', 'd1')).sides;
    expect([sides.psa?.id, sides.psa?.gone, sides.crm?.id]).toEqual(['c2', null, 'd1']);
    expect(await store.linked('account', [{ side: 'psa', id: 'c1' }])).toEqual([]);
  });

  test('two known records that were merged: the one whose values stayed lives on in the survivor, whatever the order of their ids', async () => {
    for (const [round, formerIds] of [['d1', 'd2'], ['d2', 'd1']].entries()) {
      const [one, other] = formerIds.map((id) => `${id}-${round}`) as [string, string];
      await joinedLink(store, `c1-${round}`, `d1-${round}`, { name: 'Kuura Oy', city: 'Oulu' });
      await joinedLink(store, `c2-${round}`, `d2-${round}`, { name: 'Halla Oy', city: 'Oulu' });
      await save(store, { side: 'crm', records: [snapshot(`d9-${round}`, { name: 'Kuura Oy', city: 'Oulu' }, { formerIds: [one, other], asOf: at(3) })] });
      expect((await linkOf(store, 'psa', `c1-${round}`)).sides.crm).toMatchObject({ id: `d9-${round}`, gone: null });
      expect((await linkOf(store, 'psa', `c2-${round}`)).sides.crm).toMatchObject({ id: `d2-${round}`, gone: 'merged' });
    }
  });

  test('work can be taken of named links only, and only of those that are ready', async () => {
    const one = await activeLink(store, 'c1', { name: 'A' });
    const other = await activeLink(store, 'c2', { name: 'B' });
    await save(store, { records: [snapshot('c3', { name: 'C' })] });
    const fresh = await linkOf(store, 'psa', 'c3');
    const ids = [other.id, fresh.id];
    expect((await store.take({ entity: 'account', ids, limit: 10, ttlMs: 1000 })).map(({ link }) => link.id)).toEqual([other.id]);
    expect(await store.take({ entity: 'account', ids, limit: 10, ttlMs: 1000 })).toEqual([]);
    expect(await store.take({ entity: 'account', ids: [], limit: 10, ttlMs: 1000 })).toEqual([]);
    await goAlone(store, fresh);
    expect((await take(store)).map(({ link }) => link.id).toSorted()).toEqual([one.id, fresh.id].toSorted());
  });

  describe('a tally', () => {
    test('counts each record once, by what was done where and how it ended', async () => {
      const [one, other] = [await activeLink(store, 'c1', { name: 'A' }), await activeLink(store, 'c2', { name: 'B' })];
      const [first, second] = await take(store);
      const mine = [line(one, {}), line(one, { fields: ['city'] }), line(one, { side: 'psa', outcome: 'rejected' })];
      await store.record([outcome(first!, { journal: mine }), outcome(second!, { journal: [line(other, {}), line(other, { runId: 'r2', action: 'archive' })] })]);
      expect(await store.tally({ runId: 'r1' })).toEqual([
        { entity: 'account', side: 'crm', action: 'update', outcome: 'done', records: 2 },
        { entity: 'account', side: 'psa', action: 'update', outcome: 'rejected', records: 1 },
      ]);
      expect(await store.tally({ runId: 'nobody' })).toEqual([]);
    });

    test('of a time leaves out what was before it, other entities, and the runs that a person asked for', async () => {
      const link = await activeLink(store, 'c1', { name: 'A' });
      for (const [id, approved] of [['asked', true], ['r1', false]] as const) await store.saveRun({ id, kind: 'cycle', state: 'done', startedAt: at(0), finishedAt: null, approved, report: null });
      const journal = [line(link, { runId: 'asked' }), line(link, { at: at(0), side: 'psa' }), line(link, { entity: 'contact' }), line(link, { runId: null, side: 'local' }), line(link, { action: 'gone' })];
      await store.record([outcome(await takeOne(store), { journal })]);
      const known = { entity: 'account', outcome: 'done', records: 1 };
      expect(await store.tally({ entity: 'account', since: at(1), without: [] })).toEqual([{ ...known, side: 'crm', action: 'gone' }, { ...known, side: 'local', action: 'update' }]);
      expect((await store.runs({ id: 'asked', limit: 1 }))[0]?.approved).toBe(true);
      expect(await bench.workspace('other').tally({ runId: 'r1' })).toEqual([]);
    });
  });

  test('a tally of a time leaves out what was about none but the fields it is told to', async () => {
    const link = await activeLink(store, 'c1', { name: 'A' });
    const journal = [line(link, { fields: ['city', 'phone'] }), line(link, { side: 'psa', fields: ['city', 'name'] }), line(link, { action: 'gone', fields: [] })];
    await store.record([outcome(await takeOne(store), { journal })]);
    const kinds = (await store.tally({ entity: 'account', since: at(0), without: ['city', 'phone'] })).map(({ side, action }) => `${side} ${action}`);
    expect(kinds).toEqual(['crm gone', 'psa update']);
  });

  describe('a changed rule', () => {
    test('is the last one of its field, with its author, time and number', async () => {
      await store.saveRule({ entity: 'account', field: 'phone', rule: order, by: 'Milla', seen: 0 });
      bench.clock.advance(60_000);
      await store.saveRule({ entity: 'account', field: 'phone', rule: null, by: 'Onni', seen: 1 });
      await store.saveRule({ entity: 'account', field: 'name', rule: order, by: 'Milla', seen: 0 });
      expect(await store.rules()).toEqual([
        { entity: 'account', field: 'name', version: 1, rule: order, by: 'Milla', at: at(1) },
        { entity: 'account', field: 'phone', version: 2, rule: null, by: 'Onni', at: at(1) },
      ]);
      expect((await store.rules({ history: true })).map(({ field, version }) => `${field} ${version}`)).toEqual(['name 1', 'phone 2', 'phone 1']);
    });

    test('is made by one of those who have seen the same change, and by nobody who has seen an older one', async () => {
      const save = (by: string, seen: number): Promise<boolean> => store.saveRule({ entity: 'account', field: 'phone', rule: order, by, seen });
      expect((await Promise.all([save('Milla', 0), save('Onni', 0)])).toSorted()).toEqual([false, true]);
      expect([await save('Onni', 0), await save('Onni', 2), await save('Onni', 1)]).toEqual([false, false, true]);
      expect((await store.rules({ history: true })).map(({ version }) => version)).toEqual([2, 1]);
    });

    test('belongs to its workspace', async () => {
      await store.saveRule({ entity: 'account', field: 'phone', rule: order, by: 'Milla', seen: 0 });
      expect(await bench.workspace('other').rules()).toEqual([]);
    });
  });

  describe('a changed setting', () => {
    test('is the last one of its path, whatever its value is made of, with its author, time and number', async () => {
      await store.saveSettings([{ path: 'rollUps.amounts', value: ['account.overdue'], seen: 0 }, { path: 'features.money', value: false, seen: 0 }], 'Milla');
      bench.clock.advance(60_000);
      await store.saveSettings([{ path: 'rollUps.amounts', value: null, seen: 1 }], 'Onni');
      expect(await store.settings()).toEqual([
        { path: 'features.money', version: 1, value: false, by: 'Milla', at: at(0) },
        { path: 'rollUps.amounts', version: 2, value: null, by: 'Onni', at: at(1) },
      ]);
      expect((await store.settings({ history: true })).map(({ path, version, value }) => [path, version, value])).toEqual([['features.money', 1, false], ['rollUps.amounts', 2, null], ['rollUps.amounts', 1, ['account.overdue']]]);
      expect(await bench.workspace('other').settings()).toEqual([]);
    });

    test('is saved with those that it is sent with, or none of them is: only on the last change of each', async () => {
      const save = (by: string, seen: number): Promise<boolean> => store.saveSettings([{ path: 'sweepLooks', value: by, seen }, { path: 'features.money', value: false, seen: 0 }], by);
      expect((await Promise.all([save('Milla', 0), save('Onni', 0)])).toSorted()).toEqual([false, true]);
      expect(await save('Onni', 1)).toBe(false);
      const twice = { path: 'features.touches', value: false, seen: 0 };
      expect(await store.saveSettings([twice, twice], 'Onni')).toBe(false);
      expect((await store.settings({ history: true })).map(({ path, version }) => [path, version])).toEqual([['features.money', 1], ['sweepLooks', 1]]);
    });
  });
}

// The contract about work on links: taking, announcing, recording, and what moves meanwhile.
import { beforeEach, describe, expect, test } from 'vitest';
import { StaleError } from '../../../src/lib/errors.ts';
import type { LinkState, Store, TakenLink } from '../../../src/store/store.ts';
import {
  activeLink, agreed, allLinks, at, created, dirtyIds, joinedLink, linkOf, MINUTE, outcome, save, settle, snapshot, take, takeOne, tombstone,
  type Bench, type OpenBench,
} from './bench.ts';

const intent = (taken: TakenLink, side: 'psa' | 'crm', kind: 'create' | 'update') => ({ lease: taken.lease, linkId: taken.link.id, side, kind, at: at(0), sent: {} }) as const;

export function describeWork(open: OpenBench): void {
  let bench: Bench;
  let store: Store;
  beforeEach(async () => {
    bench = await open();
    store = bench.workspace('main');
  });

  describe('taking', () => {
    test('gives the most urgent first, then the longest waiting', async () => {
      const links: LinkState[] = [];
      for (const id of ['c1', 'c2', 'c3']) {
        links.push(await activeLink(store, id, { name: id }));
        bench.clock.advance(1000);
      }
      await store.markDirty('account', [links[2]?.id as string, 'nobody'], 'person');
      expect((await take(store, 2)).map(({ link }) => link.sides.psa?.id)).toEqual(['c3', 'c1']);
      expect((await take(store, 5)).map(({ link }) => link.sides.psa?.id)).toEqual(['c2']);
    });

    test('gives a link to one worker at a time, and again when that one is late', async () => {
      await activeLink(store, 'c1', { name: 'Kuura Oy' });
      const [first] = await take(store, 10, MINUTE);
      expect(await take(store)).toEqual([]);
      bench.clock.advance(MINUTE);
      const [second] = await take(store, 10, MINUTE);
      expect(second?.lease.epoch).toBeGreaterThan(first?.lease.epoch as number);
      expect(await store.record([outcome(first as TakenLink)])).toEqual([first?.link.id]);
      expect(await store.record([outcome(second as TakenLink)])).toEqual([]);
    });

    test('never gives one link to two who ask at the same time', async () => {
      const records = Array.from({ length: 40 }, (_, index) => snapshot(`c${index}`, { name: `Yritys ${index}` }));
      await save(store, { records });
      await store.decideMatches('account', (await allLinks(store)).map(({ id }) => ({ kind: 'alone', linkId: id })));
      const taken = (await Promise.all(Array.from({ length: 6 }, () => take(bench.workspace('main'), 10)))).flat();
      expect(new Set(taken.map(({ link }) => link.id)).size).toBe(taken.length);
      const rest = await take(store, 100);
      expect(taken.length + rest.length).toBe(40);
    });

    test('marks all links of an entity on request, but none that ended', async () => {
      const link = await joinedLink(store, 'c1', 'd1');
      await settle(store);
      await store.markDirty('account', 'all', 'sweep');
      expect(await dirtyIds(store)).toEqual([link.id]);
      expect((await takeOne(store)).reason).toBe('sweep');
    });
  });

  describe('announcing', () => {
    test('leaves an intent that a record without unknown outcome closes', async () => {
      await joinedLink(store, 'c1', 'd1');
      const taken = await takeOne(store);
      await store.announce([intent(taken, 'psa', 'update'), intent(taken, 'crm', 'update')], MINUTE);
      expect((await linkOf(store, 'psa', 'c1')).intents).toEqual([
        { linkId: taken.link.id, side: 'crm', kind: 'update', at: at(0), sent: {}, state: 'sent' },
        { linkId: taken.link.id, side: 'psa', kind: 'update', at: at(0), sent: {}, state: 'sent' },
      ]);
      await store.record([outcome(taken, { unknown: ['crm'], settled: false })]);
      expect((await linkOf(store, 'psa', 'c1')).intents).toEqual([{ linkId: taken.link.id, side: 'crm', kind: 'update', at: at(0), sent: {}, state: 'unknown' }]);
      await store.record([outcome(await takeOne(store))]);
      expect((await linkOf(store, 'psa', 'c1')).intents).toEqual([]);
    });

    test('announces nothing when any lease was lost', async () => {
      await joinedLink(store, 'c1', 'd1');
      await joinedLink(store, 'c2', 'd2');
      const [early] = await take(store, 1, MINUTE);
      const [other] = await take(store, 1, 10 * MINUTE);
      bench.clock.advance(MINUTE);
      await take(store, 1);
      await expect(store.announce([intent(other as TakenLink, 'psa', 'update'), intent(early as TakenLink, 'psa', 'update')], MINUTE)).rejects.toThrow(StaleError);
      expect((await allLinks(store)).flatMap(({ intents }) => intents)).toEqual([]);
    });
  });

  describe('recording', () => {
    test('makes the agreement the base and clears the link', async () => {
      await joinedLink(store, 'c1', 'd1', { name: 'Kuura Oy' });
      const taken = await takeOne(store);
      const local = created('local', taken.link.id, { name: 'Kuura Oyj' });
      const crm = agreed(taken.link, 'crm', { fields: { name: 'KUURA OYJ' }, base: { name: 'KUURA OYJ' }, asOf: at(4), modifiedBy: 'Sauma', handles: { address: 'a2' } });
      expect(await store.record([outcome(taken, { sides: [agreed(taken.link, 'psa'), crm, local] })])).toEqual([]);
      const { sides } = await linkOf(store, 'psa', 'c1');
      expect(sides.psa).toMatchObject({ fields: { name: 'Kuura Oy' }, base: { name: 'Kuura Oy' } });
      expect(sides.crm).toMatchObject({ fields: { name: 'KUURA OYJ' }, base: { name: 'KUURA OYJ' }, asOf: at(4), modifiedBy: 'Sauma', handles: { address: 'a2' } });
      expect(sides.local).toMatchObject({ id: taken.link.id, fields: { name: 'Kuura Oyj' }, version: 1 });
      expect(await dirtyIds(store)).toEqual([]);
      expect((await take(store)).length).toBe(0);
    });

    test('keeps a base that differs from the fields, misses some or spells them otherwise', async () => {
      await joinedLink(store, 'c1', 'd1', { name: 'Kuura Oy', city: 'Oulu', annualRevenue: { amount: '10.00', currency: 'EUR' } });
      const taken = await takeOne(store);
      const base = { name: 'Kuura', annualRevenue: { amount: '10', currency: 'EUR' }, notes: 'not shown any more' };
      await store.record([outcome(taken, { sides: [agreed(taken.link, 'psa', { base })] })]);
      expect((await linkOf(store, 'psa', 'c1')).sides.psa).toMatchObject({ base, fields: { name: 'Kuura Oy', city: 'Oulu', annualRevenue: { amount: '10.00', currency: 'EUR' } } });
      expect((await linkOf(store, 'psa', 'c1')).sides.psa?.base).not.toHaveProperty('city');
    });

    test('writes nothing when nothing is new', async () => {
      await joinedLink(store, 'c1', 'd1');
      await settle(store);
      const before = await linkOf(store, 'psa', 'c1');
      await store.markDirty('account', 'all', 'sweep');
      await settle(store);
      expect(await linkOf(store, 'psa', 'c1')).toEqual(before);
    });

    test('keeps an unsettled link dirty, behind those that wait', async () => {
      await activeLink(store, 'c1', {});
      bench.clock.advance(1000);
      await activeLink(store, 'c2', {});
      bench.clock.advance(1000);
      const first = await takeOne(store);
      await store.record([outcome(first, { settled: false })]);
      expect((await take(store)).map(({ link }) => link.sides.psa?.id)).toEqual(['c2', 'c1']);
    });

    test('keeps a link dirty that was marked while it was worked on', async () => {
      const { id } = await joinedLink(store, 'c1', 'd1');
      const taken = await takeOne(store);
      await store.markDirty('account', [id], 'webhook');
      await store.record([outcome(taken)]);
      expect(await dirtyIds(store)).toEqual([id]);
    });

    test('on a row that moved on sets only the base, when the row was seen later', async () => {
      const { id } = await joinedLink(store, 'c1', 'd1', { name: 'Kuura Oy' });
      const taken = await takeOne(store);
      await save(store, { records: [snapshot('c1', { name: 'Kuura Abp', city: 'Oulu' }, { asOf: at(9) })] });
      const sides = [agreed(taken.link, 'psa', { fields: { name: 'Kuura Oyj' }, base: { name: 'Kuura Oyj' }, asOf: at(5) })];
      expect(await store.record([outcome(taken, { sides })])).toEqual([]);
      expect((await linkOf(store, 'psa', 'c1')).sides.psa).toMatchObject({ fields: { name: 'Kuura Abp', city: 'Oulu' }, base: { name: 'Kuura Oyj' }, asOf: at(9) });
      expect(await dirtyIds(store)).toEqual([id]);
    });

    test('on a row that moved on takes the answer, when that is later than what the row shows', async () => {
      const { id } = await joinedLink(store, 'c1', 'd1', { name: 'Kuura Oy' });
      const taken = await takeOne(store);
      await save(store, { records: [snapshot('c1', { name: 'Kuura Abp', city: 'Oulu' }, { asOf: at(2) })] });
      const sides = [agreed(taken.link, 'psa', { fields: { name: 'Kuura Oyj' }, base: { name: 'Kuura Oyj' }, asOf: at(5) })];
      await store.record([outcome(taken, { sides })]);
      expect((await linkOf(store, 'psa', 'c1')).sides.psa).toMatchObject({ fields: { name: 'Kuura Oyj', city: 'Oulu' }, base: { name: 'Kuura Oyj' }, asOf: at(5) });
      expect(await dirtyIds(store)).toEqual([id]);
    });

    test('on a row that moved on, a written field that still shows what the plan saw takes the written value', async () => {
      await joinedLink(store, 'c1', 'd1', { name: 'Kuura Oy', city: 'Oulu' });
      const taken = await takeOne(store);
      await save(store, { records: [snapshot('c1', { name: 'Kuura Oy', city: 'Vaasa' }, { asOf: at(9) })] });
      const written = { name: 'Kuura Oyj', city: 'Oulu' };
      await store.record([outcome(taken, { sides: [agreed(taken.link, 'psa', { fields: written, base: written, asOf: at(5) })] })]);
      expect((await linkOf(store, 'psa', 'c1')).sides.psa).toMatchObject({ fields: { name: 'Kuura Oyj', city: 'Vaasa' }, base: written, asOf: at(9) });
    });

    test('does not bring a buried record back', async () => {
      await joinedLink(store, 'c1', 'd1');
      const taken = await takeOne(store);
      await save(store, { tombstones: [tombstone('c1', 'deleted', 3)] });
      await store.record([outcome(taken, { sides: [agreed(taken.link, 'psa')] })]);
      expect((await linkOf(store, 'psa', 'c1')).sides.psa?.gone).toBe('deleted');
    });

    test('gives a created record to the link, names the join, and finds it by its keys', async () => {
      const { id } = await activeLink(store, 'c1', { name: 'Kuura Oy' });
      const taken = await takeOne(store);
      await store.record([outcome(taken, { sides: [{ ...created('crm', 'd1', { name: 'Kuura Oy' }), keys: ['name:kuura'] }] })]);
      expect(await linkOf(store, 'crm', 'd1')).toMatchObject({ id, matchedBy: 'created', sides: { crm: { version: 1, base: { name: 'Kuura Oy' } } } });
      expect(await store.byKeys('account', ['name:kuura'])).toEqual([{ key: 'name:kuura', linkId: id, side: 'crm' }]);
      expect(await store.counts('account')).toMatchObject({ linked: 1 });
      expect(await dirtyIds(store)).toEqual([]);
    });

    test.each(['new', 'active'] as const)('takes back our own create when a pull took it for a stranger (%s)', async (stage) => {
      const { id } = await activeLink(store, 'c1', { name: 'Kuura Oy' });
      const taken = await takeOne(store);
      const stranger = stage === 'active' ? await activeLink(store, 'd1', { name: 'Kuura Oy' }, 'crm') : null;
      if (stage === 'new') await save(store, { side: 'crm', records: [snapshot('d1', { name: 'Kuura Oy' })] });
      await store.record([outcome(taken, { sides: [created('crm', 'd1', { name: 'Kuura Oy' }, 0)] })]);
      const link = await linkOf(store, 'crm', 'd1');
      expect(link).toMatchObject({ id, sides: { crm: { base: { name: 'Kuura Oy' } } } });
      expect((await allLinks(store)).filter((one) => one.stage !== 'ended').map((one) => one.id)).toEqual([id]);
      expect(await dirtyIds(store)).toEqual([]);
      if (stranger) expect((await store.links({ entity: 'account', ids: [stranger.id], limit: 1 }))[0]?.sides).toEqual({});
    });

    test('keeps what a pull has seen of our own create since, and looks again', async () => {
      const { id } = await activeLink(store, 'c1', { name: 'Kuura Oy' });
      const taken = await takeOne(store);
      await save(store, { side: 'crm', records: [snapshot('d1', { name: 'Kuura edited' }, { asOf: at(8) })] });
      await store.record([outcome(taken, { sides: [created('crm', 'd1', { name: 'Kuura Oy' }, 2)] })]);
      expect((await linkOf(store, 'crm', 'd1')).sides.crm).toMatchObject({ fields: { name: 'Kuura edited' }, base: { name: 'Kuura Oy' } });
      expect(await dirtyIds(store)).toEqual([id]);
    });

    test('a stolen proposal frees whoever waited for it, and a worker on the stolen link is too late', async () => {
      await activeLink(store, 'c1', { name: 'Kuura Oy' });
      const taken = await takeOne(store);
      await save(store, { side: 'crm', records: [snapshot('d1', { name: 'Kuura Oy' })] });
      await save(store, { records: [snapshot('c2', { name: 'Kuura Oy' })] });
      const [psa, crm] = [await linkOf(store, 'psa', 'c2'), await linkOf(store, 'crm', 'd1')];
      await store.decideMatches('account', [{ kind: 'propose', links: [psa.id, crm.id], by: 'name', reason: 'only-name' }]);
      await store.record([outcome(taken, { sides: [created('crm', 'd1', { name: 'Kuura Oy' })] })]);
      expect((await linkOf(store, 'psa', 'c2')).stage).toBe('new');
      expect((await store.inbox({ limit: 10 })).matches).toEqual([]);

      await activeLink(store, 'd5', { name: 'Routa Oy' }, 'crm');
      await activeLink(store, 'c5', { name: 'Routa Oy' });
      const both = await take(store);
      const [stolen, maker] = ['crm', 'psa'].map((side) => both.find(({ link }) => side in link.sides)) as [TakenLink, TakenLink];
      await store.record([outcome(maker, { sides: [created('crm', 'd5', { name: 'Routa Oy' })] })]);
      expect(await store.record([outcome(stolen)])).toEqual([stolen.link.id]);
    });

    test('does not take a record from a link that has more than it', async () => {
      const { id } = await joinedLink(store, 'c9', 'd9');
      await settle(store);
      const mine = await activeLink(store, 'c1', { name: 'Kuura Oy' });
      await store.record([outcome(await takeOne(store), { sides: [created('crm', 'd9', { name: 'Kuura Oy' })] })]);
      expect((await linkOf(store, 'crm', 'd9')).id).toBe(id);
      expect(await dirtyIds(store)).toEqual([mine.id]);
    });

    test('records each link for itself: a lost lease stops one, not the rest', async () => {
      await joinedLink(store, 'c1', 'd1');
      await joinedLink(store, 'c2', 'd2');
      const [late] = await take(store, 1, MINUTE);
      const [good] = await take(store, 1, 10 * MINUTE);
      bench.clock.advance(MINUTE);
      await take(store, 1);
      const records = [late, good].map((taken) => outcome(taken as TakenLink, { sides: [agreed((taken as TakenLink).link, 'psa')] }));
      expect(await store.record(records)).toEqual([late?.link.id]);
      expect((await linkOf(store, 'psa', good?.link.sides.psa?.id as string)).sides.psa?.base).toEqual({ name: 'Kuura Oy' });
      expect((await linkOf(store, 'psa', late?.link.sides.psa?.id as string)).sides.psa?.base).toEqual({});
    });
  });

  describe('adopting', () => {
    test('gives the link the record that its create of unknown outcome has made', async () => {
      const { id } = await activeLink(store, 'c1', { name: 'Kuura Oy' });
      const taken = await takeOne(store);
      await store.announce([{ lease: taken.lease, linkId: id, side: 'crm', kind: 'create', at: at(0), sent: {} }], MINUTE);
      expect(await store.adopt('account', 'crm', 'd1', taken.lease, id, {})).toBe(false);
      await store.savePage({ entity: 'account', side: 'crm', reason: 'poll', mapVersion: 'map-1', records: [{ seen: snapshot('d1', { name: 'Kuura Oy' }), keys: [] }], tombstones: [], checkpoint: null }, taken.lease);
      expect(await store.adopt('account', 'crm', 'd1', taken.lease, id, {})).toBe(true);
      expect(await linkOf(store, 'crm', 'd1')).toMatchObject({ id, intents: [], matchedBy: 'created' });
      await store.releaseLease(taken.lease);
      expect((await take(store)).map(({ link }) => link.id)).toEqual([id]);
    });

    test('leaves a record with a link that has other sides, and needs the lease', async () => {
      await joinedLink(store, 'c9', 'd9');
      await settle(store);
      const { id } = await activeLink(store, 'c1', { name: 'Kuura Oy' });
      const [taken] = (await take(store, 1, MINUTE)) as [TakenLink];
      expect(await store.adopt('account', 'crm', 'd9', taken.lease, id, {})).toBe(false);
      bench.clock.advance(MINUTE);
      await take(store);
      await expect(store.adopt('account', 'crm', 'd9', taken.lease, id, {})).rejects.toThrow(StaleError);
    });
  });
}

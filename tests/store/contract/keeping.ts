// The contract about what is kept and for how long: images for undo, and what is over.
import { beforeEach, describe, expect, test } from 'vitest';
import { toInstant } from '../../../src/lib/clock.ts';
import type { ConflictRecord, ImageRecord, JournalEntry, LinkRecord, LinkState, Store, TakenLink } from '../../../src/store/store.ts';
import { activeLink, at, joinedLink, linkOf, MINUTE, outcome, save, snapshot, START, take, turnOf, type Bench, type OpenBench } from './bench.ts';

const image = (runId: string, sealed: string, change: Partial<ImageRecord> = {}): ImageRecord => ({ runId, side: 'crm', refId: 'd1', kind: 'update', sealed, ...change });

const never = toInstant(0);
const keepAll = { conflicts: never, proposals: never, runs: never, journal: never };
const none = { conflicts: 0, proposals: 0, runs: 0, journal: 0 };
const conflict = (field: string): ConflictRecord => ({ field, base: {}, values: { psa: 'a', crm: 'b' }, authors: {}, suggestion: null });

export function describeKeeping(open: OpenBench): void {
  let bench: Bench;
  let store: Store;
  let link: LinkState;
  beforeEach(async () => {
    bench = await open();
    store = bench.workspace('main');
    link = await joinedLink(store, 'c1', 'd1');
  });
  const turn = (change: Partial<LinkRecord>): Promise<void> => turnOf(store, link, change);
  const entry = (minutes: number, field = 'name'): JournalEntry => {
    return { runId: 'r1', linkId: link.id, entity: 'account', side: 'crm', action: 'update', outcome: 'done', fields: [field], reason: null, at: at(minutes) };
  };
  const sealed = async (runId: string, after?: string): Promise<readonly string[]> =>
    (await store.images({ runId, limit: 10, ...(after !== undefined && { after }) })).map((one) => one.sealed);

  describe('an image', () => {
    test('is kept with the record of its write and read by run, in the order of writing', async () => {
      await turn({ images: [image('r1', 'one'), image('r2', 'other'), image('r1', 'two', { side: 'psa', refId: null, kind: 'create' })] });
      bench.clock.advance(1000);
      await turn({ images: [image('r1', 'three', { kind: 'archive' })] });
      const images = await store.images({ runId: 'r1', limit: 10 });
      const known = { id: expect.any(String) as string, runId: 'r1', linkId: link.id, entity: 'account' };
      expect(images).toEqual([
        { ...known, side: 'crm', refId: 'd1', kind: 'update', sealed: 'one', at: at(0) },
        { ...known, side: 'psa', refId: null, kind: 'create', sealed: 'two', at: at(0) },
        { ...known, side: 'crm', refId: 'd1', kind: 'archive', sealed: 'three', at: toInstant(START + 1000) },
      ]);
      expect(await sealed('r1', images[0]?.id)).toEqual(['two', 'three']);
      expect(await store.images({ runId: 'r1', limit: 1 })).toHaveLength(1);
      expect(await sealed('r2')).toEqual(['other']);
      expect(await bench.workspace('other').images({ runId: 'r1', limit: 10 })).toEqual([]);
    });

    test('of a turn whose lease was lost is not kept', async () => {
      const [late] = await take(store, 1, MINUTE);
      bench.clock.advance(MINUTE);
      await take(store, 1);
      await store.record([outcome(late as TakenLink, { images: [image('r1', 'late')] })]);
      expect(await sealed('r1')).toEqual([]);
    });

    test('is forgotten when its time is over', async () => {
      await turn({ images: [image('r1', 'old'), image('r1', 'as old')] });
      bench.clock.advance(MINUTE);
      await turn({ images: [image('r1', 'young')] });
      expect(await store.dropImages(at(0))).toBe(0);
      expect(await store.dropImages(at(1))).toBe(2);
      expect(await sealed('r1')).toEqual(['young']);
    });
  });

  describe('what is over', () => {
    test('is forgotten by age: runs and journal', async () => {
      await turn({ journal: [entry(1), entry(2), entry(3)] });
      for (const minutes of [1, 2]) await store.saveRun({ id: `r${minutes}`, kind: 'cycle', state: 'done', startedAt: at(minutes), finishedAt: null, approved: false, report: null });
      expect(await store.purge(keepAll)).toEqual(none);
      expect(await store.purge({ ...keepAll, runs: at(2), journal: at(3) })).toEqual({ ...none, runs: 1, journal: 2 });
      expect((await store.runs({ limit: 10 })).map(({ id }) => id)).toEqual(['r2']);
      expect(await store.journal({ limit: 10 })).toEqual([entry(3)]);
    });

    test('is forgotten even when it is more than one batch', async () => {
      const fields = Array.from({ length: 2500 }, (_, index) => `f${index}`);
      await turn({ journal: fields.map((field) => entry(1, field)) });
      expect(await store.purge({ ...keepAll, journal: at(2) })).toEqual({ ...none, journal: 2500 });
      expect(await store.journal({ limit: 10 })).toEqual([]);
    });

    test('never touches a question that is open or an answer that has yet to be carried out', async () => {
      await turn({ conflicts: [conflict('name'), conflict('city'), conflict('phone')] });
      const { conflicts } = await store.inbox({ limit: 10 });
      const idOf = (field: string): string => conflicts.find((one) => one.field === field)?.id as string;
      await store.answer({ kind: 'conflict', id: idOf('city'), side: 'psa', by: 'Aino' });
      await turn({ conflicts: [conflict('name'), conflict('city')] });
      bench.clock.advance(MINUTE);
      expect(await store.purge({ ...keepAll, conflicts: at(1) })).toEqual({ ...none, conflicts: 1 });
      expect((await store.inbox({ limit: 10 })).conflicts.map(({ field }) => field)).toEqual(['name']);
      expect((await linkOf(store, 'psa', 'c1')).resolutions.map(({ field }) => field)).toEqual(['city']);
    });

    test('keeps a rejected pair apart as long as both live, and forgets other answers', async () => {
      await save(store, { records: [snapshot('c2', {})] });
      await save(store, { side: 'crm', records: [snapshot('d2', {}), snapshot('d3', {})] });
      const [psa, two, three] = [await linkOf(store, 'psa', 'c2'), await linkOf(store, 'crm', 'd2'), await linkOf(store, 'crm', 'd3')];
      const propose = (other: LinkState): Promise<void> => store.decideMatches('account', [{ kind: 'propose', links: [psa.id, other.id], by: 'name', reason: 'several' }]);
      await propose(two);
      await propose(three);
      const matches = (await store.inbox({ limit: 10 })).matches;
      const about = (other: LinkState): string => matches.find(({ links }) => links.some(({ id }) => id === other.id))?.id as string;
      await store.answer({ kind: 'match', id: about(two), accept: false, by: 'Aino' });
      await store.answer({ kind: 'match', id: about(three), accept: true, by: 'Aino' });
      bench.clock.advance(MINUTE);
      expect(await store.purge({ ...keepAll, proposals: at(0) })).toEqual(none);
      expect(await store.purge({ ...keepAll, proposals: at(1) })).toEqual({ ...none, proposals: 1 });
      await propose(two);
      expect((await store.inbox({ limit: 10 })).matches).toEqual([]);

      // The rejected counterpart turns out to be a record that another link has made, and ends.
      const maker = await activeLink(store, 'c7', { name: 'Routa Oy' });
      const taken = (await take(store)).find((one) => one.link.id === maker.id) as TakenLink;
      expect(await store.adopt('account', 'crm', 'd2', taken.lease, maker.id, {})).toBe(true);
      expect(await store.purge({ ...keepAll, proposals: at(1) })).toEqual({ ...none, proposals: 1 });
    });
  });
}

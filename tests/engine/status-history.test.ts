import { expect, it } from 'vitest';
import { movedProjects, noteMoved, noteOwn, readStatusHistory } from '../../src/engine/status-history.ts';
import { MINUTE } from './bench.ts';
import { openMirrorBench } from './mirror-bench.ts';
import type { MirrorBench } from './mirror-bench.ts';

/** Sales cases of the PSA that Sauma has too. */
async function withCases(ids: readonly string[]): Promise<MirrorBench> {
  const bench = openMirrorBench();
  const lease = await bench.store.takeLease('test', MINUTE);
  const at = '2026-11-21T08:00:00.000Z';
  const records = ids.map((id) => ({ seen: { id, fields: { name: id }, handles: {}, asOf: at, modifiedAt: at, modifiedBy: null, formerIds: [] }, keys: [] }));
  await bench.store.savePage({ entity: 'salesCase', side: 'psa', reason: 'poll', mapVersion: '', records, tombstones: [], checkpoint: null }, lease!);
  await bench.store.releaseLease(lease!);
  const links = await bench.store.links({ entity: 'salesCase', limit: 100 });
  await bench.store.decideMatches('salesCase', links.map(({ id }) => ({ kind: 'alone', linkId: id })));
  const taken = await bench.store.take({ entity: 'salesCase', limit: 100, ttlMs: MINUTE });
  await bench.store.record(
    taken.map(({ link, lease: own, dirtyMark }) => ({
      lease: own, linkId: link.id, dirtyMark, settled: true, conflicts: [], held: [], journal: [], carriedOut: [], unknown: [],
      sides: link.sides.psa?.id === 'only-psa' ? [] : [{ side: 'local', seenVersion: null, seen: {}, id: link.id, fields: {}, base: {}, handles: {}, mapVersion: '', asOf: at, modifiedAt: at, modifiedBy: null, keys: [] }],
    })),
  );
  return bench;
}

const asked = ({ mirrors }: MirrorBench): readonly string[] => mirrors['statusHistory']?.asked ?? [];

it('asks about cases that have moved, a few in each cycle, and about none that nobody has beside the PSA', async () => {
  const bench = await withCases(['p1', 'p2', 'p3', 'only-psa']);
  await noteMoved(bench.engine, ['only-psa', 'p1', 'p2', 'p3', 'p1']);
  await readStatusHistory(bench.engine, bench.mirroring, false);
  expect(asked(bench)).toEqual(['of project p1']);
  await readStatusHistory(bench.engine, bench.mirroring, false);
  await readStatusHistory(bench.engine, bench.mirroring, false);
  expect(asked(bench)).toEqual(['of project p1', 'of project p2', 'of project p3']);
});

it('goes round all of them once, and then asks only about those that we have moved', async () => {
  const bench = await withCases(['p1', 'p2', 'only-psa']);
  await readStatusHistory(bench.engine, bench.mirroring, true);
  expect(asked(bench).toSorted()).toEqual(['of project p1', 'of project p2']);
  await readStatusHistory(bench.engine, bench.mirroring, true);
  expect(asked(bench)).toHaveLength(2);
  await noteOwn(bench.engine, ['p2']);
  await readStatusHistory(bench.engine, bench.mirroring, false);
  expect(asked(bench)).toHaveLength(2);
  await readStatusHistory(bench.engine, bench.mirroring, true);
  expect(asked(bench).slice(2)).toEqual(['of project p2']);
});

const row = (id: string, salesStatus: string) => ({ id, asOf: '2026-11-21T08:00:00.000Z', values: { salesStatus } });

it('tells what has moved from what has not by what is kept', async () => {
  const bench = openMirrorBench();
  const lease = await bench.store.takeLease('test', MINUTE);
  await bench.kept.saveMirror({ mirror: 'projects', rows: [row('p1', 'open'), row('p2', 'open')], gone: [], checkpoint: null, isFirst: true }, lease!);
  expect(await movedProjects(bench.mirroring, [row('p1', 'open'), row('p2', 'won'), row('p3', 'open')])).toEqual(['p3', 'p2']);
});

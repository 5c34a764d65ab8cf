// Reading feeds: what a crash repeats, who may move a checkpoint, and when a side counts as fully read.
import { expect, it } from 'vitest';
import type { EntityAdapter, Page } from '../../src/connectors/connector.ts';
import type { Snapshot } from '../../src/core/vocabulary.ts';
import { isFullyRead, pull } from '../../src/engine/pull.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { RetryableError, StaleError } from '../../src/lib/errors.ts';
import { MINUTE, openBench } from './bench.ts';
import type { Bench } from './bench.ts';

/** The PSA with this way of reading everything. */
function reading(bench: Bench, all: EntityAdapter['all']): void {
  const adapter = bench.psa.connector.entities.get('account') as EntityAdapter;
  const connector = { ...bench.psa.connector, entities: new Map([['account', { ...adapter, all }]]) };
  (bench.engine.connectors as Map<'psa', typeof connector>).set('psa', connector);
}

const seen = (bench: Bench, id: string): Snapshot => ({ id, fields: { name: id }, handles: {}, asOf: toInstant(bench.clock.now()), modifiedAt: null, modifiedBy: null, formerIds: [] });
const page = (bench: Bench, id: string, checkpoint: string, complete: boolean): Page => ({ snapshots: [seen(bench, id)], tombstones: [], checkpoint, complete });

it('goes on after the last page that was saved', async () => {
  const bench = openBench();
  const from: (string | null)[] = [];
  reading(bench, async function* (checkpoint) {
    from.push(checkpoint);
    if (checkpoint === null) yield page(bench, 'a', 'after-a', false);
    if (from.length === 1) throw new RetryableError('unreachable', 'down');
    yield page(bench, 'b', 'end', true);
  });
  await expect(pull(bench.engine, 'account', 'psa', false)).rejects.toThrow(RetryableError);
  expect(await isFullyRead(bench.engine, 'psa', 'account')).toBe(false);
  expect(await pull(bench.engine, 'account', 'psa', false)).toMatchObject({ read: 1, created: 1, ran: true });
  expect(from).toEqual([null, 'after-a']);
  expect(await isFullyRead(bench.engine, 'psa', 'account')).toBe(true);
});

it('keeps the place in the feed while a sweep reads everything, and starts the next sweep at the beginning', async () => {
  const bench = openBench();
  await pull(bench.engine, 'account', 'psa', false);
  let place = await bench.store.checkpoint('psa:account');
  const from: (string | null)[] = [];
  reading(bench, async function* (checkpoint) {
    from.push(checkpoint);
    yield page(bench, 'a', 'after-a', false);
    expect(await bench.store.checkpoint('psa:account')).toBe(place);
    yield page(bench, 'b', 'end', true);
  });
  await pull(bench.engine, 'account', 'psa', true);
  place = await bench.store.checkpoint('psa:account');
  expect(place).toBe('end');
  await pull(bench.engine, 'account', 'psa', true);
  expect(from).toEqual([null, null]);
});

it('leaves a feed alone that another worker reads', async () => {
  const bench = openBench();
  await bench.store.takeLease('pull:psa:account', MINUTE);
  expect(await pull(bench.engine, 'account', 'psa', false)).toEqual({ read: 0, created: 0, changed: 0, ran: false, goesOn: false, sweptSince: null });
});

it('saves nothing once another worker has taken the feed over', async () => {
  const bench = openBench();
  reading(bench, async function* () {
    bench.clock.advance(10 * MINUTE);
    await bench.store.takeLease('pull:psa:account', MINUTE);
    yield page(bench, 'a', 'end', true);
  });
  await expect(pull(bench.engine, 'account', 'psa', false)).rejects.toThrow(StaleError);
  expect(await bench.store.links({ entity: 'account', limit: 10 })).toEqual([]);
});

// What every part of the store's contract works with: a store of either kind, a clock of its own, and short ways to write
// pages and records about invented companies. Invariant: nothing here knows which store is under test.
import type { Fields, Side, Snapshot, Tombstone } from '../../../src/core/vocabulary.ts';
import { toInstant, type Clock } from '../../../src/lib/clock.ts';
import type { Lease, LinkRecord, LinkState, PageCount, SavedPage, SideRecord, SideState, Store, TakenLink } from '../../../src/store/store.ts';

export const START = Date.parse('2026-03-02T08:00:00.000Z');
export const MINUTE = 60_000;

export interface TestClock extends Clock {
  advance(ms: number): void;
}

export interface Bench {
  readonly clock: TestClock;
  /** Two calls with one name give two handles on the same data, as two processes have. */
  workspace(name: 'main' | 'other'): Store;
}

export type OpenBench = () => Promise<Bench>;

export function testClock(): TestClock {
  let now = START;
  return { now: () => now, sleep: () => Promise.resolve(), advance: (ms) => void (now += ms) };
}

/** Ids in the order they are asked for. */
export function counter(prefix = 'id'): () => string {
  let count = 0;
  return () => `${prefix}-${String(++count).padStart(4, '0')}`;
}

/** An instant, in minutes after the start. */
export const at = (minutes: number): string => toInstant(START + minutes * MINUTE);

export function snapshot(id: string, fields: Fields, more: Partial<Snapshot> = {}): Snapshot {
  return { id, fields, handles: {}, asOf: at(0), modifiedAt: null, modifiedBy: null, formerIds: [], ...more };
}

export function tombstone(id: string, how: Tombstone['how'], minutes = 1): Tombstone {
  return { id, how, into: null, asOf: at(minutes) };
}

export type PageInput = Partial<Omit<SavedPage, 'records'>> & { readonly records?: readonly (Snapshot & { readonly keys?: readonly string[] })[] };

export function page(input: PageInput): SavedPage {
  const records = (input.records ?? []).map(({ keys = [], ...seen }) => ({ seen, keys }));
  return { entity: 'account', side: 'psa', reason: 'poll', mapVersion: 'map-1', tombstones: [], checkpoint: null, ...input, records };
}

/** Saves a page as a pull does. */
export async function save(store: Store, input: PageInput): Promise<PageCount> {
  const lease = (await store.takeLease('feed', MINUTE)) as Lease;
  const count = await store.savePage(page(input), lease);
  await store.releaseLease(lease);
  return count;
}

export const allLinks = (store: Store): Promise<readonly LinkState[]> => store.links({ entity: 'account', limit: 1000 });

/** The link that has this record. */
export async function linkOf(store: Store, side: Side, id: string): Promise<LinkState> {
  const found = (await allLinks(store)).find((link) => link.sides[side]?.id === id);
  if (!found) throw new Error(`no link has ${side} ${id}`);
  return found;
}

export async function goAlone(store: Store, ...links: readonly LinkState[]): Promise<void> {
  await store.decideMatches('account', links.map(({ id }) => ({ kind: 'alone', linkId: id })));
}

/** A link of its own for one record, active and dirty. */
export async function activeLink(store: Store, id: string, fields: Fields, side: Side = 'psa'): Promise<LinkState> {
  await save(store, { side, records: [snapshot(id, fields)] });
  const link = await linkOf(store, side, id);
  await goAlone(store, link);
  return linkOf(store, side, id);
}

/** One link of two records, active and dirty. */
export async function joinedLink(store: Store, psa: string, crm: string, fields: Fields = { name: 'Kuura Oy' }): Promise<LinkState> {
  await save(store, { side: 'psa', records: [snapshot(psa, fields)] });
  await save(store, { side: 'crm', records: [snapshot(crm, fields)] });
  const [into, from] = [await linkOf(store, 'psa', psa), await linkOf(store, 'crm', crm)];
  await store.decideMatches('account', [{ kind: 'join', into: into.id, from: from.id, by: 'businessId' }]);
  return linkOf(store, 'psa', psa);
}

export const take = (store: Store, limit = 10, ttlMs = 5 * MINUTE): Promise<readonly TakenLink[]> => store.take({ entity: 'account', limit, ttlMs });

export async function takeOne(store: Store): Promise<TakenLink> {
  const taken = await take(store, 1);
  if (!taken[0]) throw new Error('nothing to take');
  return taken[0];
}

/** The side as it is, agreed on. */
export function agreed(link: LinkState, side: Side, change: Partial<SideRecord> = {}): SideRecord {
  const state = link.sides[side];
  if (!state) throw new Error(`the link has no ${side} side`);
  const { id, fields, handles, version, mapVersion, asOf, modifiedAt, modifiedBy } = state;
  return { side, seenVersion: version, seen: fields, id, fields, base: fields, handles, mapVersion, asOf, modifiedAt, modifiedBy, keys: [], ...change };
}

export function created(side: Side, id: string, fields: Fields, minutes = 0): SideRecord {
  return {
    side, seenVersion: null, seen: {}, id, fields, base: fields, handles: {}, mapVersion: 'map-1', asOf: at(minutes), modifiedAt: null, modifiedBy: null, keys: [],
  };
}

export function outcome(taken: TakenLink, change: Partial<LinkRecord> = {}): LinkRecord {
  const { lease, dirtyMark, link } = taken;
  return {
    lease, linkId: link.id, dirtyMark, settled: true, sides: [], conflicts: [], held: [], journal: [], carriedOut: [], unknown: [], ...change,
  };
}

/** One more turn of a link, with this outcome; no other may have work to do. */
export async function turnOf(store: Store, link: LinkState, change: Partial<LinkRecord>): Promise<void> {
  await store.markDirty('account', [link.id], 'poll');
  await store.record([outcome(await takeOne(store), change)]);
}

/** Takes every active dirty link and records that its sides agree. */
export async function settle(store: Store): Promise<void> {
  for (const taken of await take(store, 1000)) {
    const sides = Object.values(taken.link.sides).map(({ side }) => agreed(taken.link, side));
    await store.record([outcome(taken, { sides })]);
  }
}

export const dirtyIds = async (store: Store): Promise<readonly string[]> =>
  (await store.links({ entity: 'account', dirty: true, limit: 1000 })).map((link) => link.id);

/** An account of the PSA that we keep a record of our own of, with nothing left to do. */
export async function withLocal(store: Store, id: string, fields: Fields): Promise<LinkState> {
  const link = await activeLink(store, id, fields);
  await store.record([outcome(await takeOne(store), { sides: [created('local', link.id, fields)] })]);
  await settle(store);
  return linkOf(store, 'psa', id);
}

export const localOf = async (store: Store, id: string): Promise<SideState> => (await linkOf(store, 'psa', id)).sides.local as SideState;

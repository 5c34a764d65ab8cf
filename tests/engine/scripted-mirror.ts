// A mirror that shows what a test says, page by page, and a place that keeps rows as the real one does: in memory, by the same
// port. Invariant of both: a row that is taken away is shown by no read from then on.
import type { MirrorAdapter, MirrorPage } from '../../src/connectors/connector.ts';
import type { EntityName, Fields } from '../../src/core/vocabulary.ts';
import type { MirrorName, MirrorRow, MirrorValue } from '../../src/entities/mirrors/mirror.ts';
import { toInstant } from '../../src/lib/clock.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { MirroredPage, Mirrors } from '../../src/store/mirrors.ts';
import type { Store } from '../../src/store/store.ts';

type Values = Readonly<Record<string, MirrorValue>>;

export interface ScriptedMirror {
  readonly adapter: MirrorAdapter;
  /** What was asked for, in order. */
  readonly asked: string[];
  /** Called before each page; may throw, or let something happen. */
  before: (what: 'changes' | 'all' | 'of' | 'read') => void;
  put(id: string, values?: Values): void;
  take(id: string): void;
}

/** @param page rows a page */
export function scriptedMirror(mirror: MirrorName, clock: Clock, { page = 2, parents = [], feed = true }: { page?: number; parents?: readonly string[]; feed?: boolean } = {}): ScriptedMirror {
  const rows = new Map<string, { values: Values; at: number }>();
  const asked: string[] = [];
  const shown = (id: string): MirrorRow => ({ id, asOf: toInstant(clock.now()), values: rows.get(id)?.values ?? {} });
  const pagesOf = async function* (what: 'changes' | 'all', ids: readonly string[], from: number): AsyncGenerator<MirrorPage> {
    for (let start = from; ; start += page) {
      scripted.before(what);
      asked.push(`${what} ${start}`);
      const complete = start + page >= ids.length;
      yield { rows: ids.slice(start, start + page).filter((id) => rows.has(id)).map(shown), gone: [], checkpoint: complete ? String(clock.now()) : `at ${start + page}`, complete };
      if (complete) return;
    }
  };
  const scripted: ScriptedMirror = {
    asked,
    before: () => undefined,
    put: (id, values = {}) => void rows.set(id, { values, at: clock.now() }),
    take: (id) => void rows.delete(id),
    adapter: {
      mirror,
      feed: feed
        ? {
            changes: (checkpoint) => pagesOf('changes', [...rows].flatMap(([id, { at }]) => (at >= Number(checkpoint) ? [id] : [])), 0),
            all: (checkpoint) => pagesOf('all', [...rows.keys()].toSorted(), checkpoint === null ? 0 : Number(checkpoint.slice(3))),
          }
        : null,
      parents,
      of: async function* (column, parent) {
        scripted.before('of');
        asked.push(`of ${column} ${parent}`);
        yield await Promise.resolve([...rows].flatMap(([id, { values }]) => (values[column] === parent ? [shown(id)] : [])));
      },
      read: (ids) => {
        scripted.before('read');
        asked.push(`read ${ids.join(' ')}`);
        return Promise.resolve(new Map(ids.map((id) => [id, rows.has(id) ? shown(id) : null])));
      },
    },
  };
  return scripted;
}

export interface KeptMirrors extends Mirrors {
  /** Id → values, of one mirror. */
  rows(mirror: MirrorName): Readonly<Record<string, Values>>;
  readonly pages: MirroredPage[];
  /** Called before a page is saved; may throw. */
  before: (page: MirroredPage) => void;
  figures: (entity: EntityName, customer: string) => readonly { readonly linkId: string; readonly fields: Fields }[];
  /** How often figures were asked for. */
  readonly rolled: string[];
  /** Before which instants moves were forgotten. */
  readonly forgotten: string[];
}

export function keptMirrors(store: Store, clock: Clock): KeptMirrors {
  const kept = new Map<MirrorName, Map<string, { values: Values; shownAt: string; missedAt: string | null }>>();
  const marks = new Map<string, string>();
  const of = (mirror: MirrorName): Map<string, { values: Values; shownAt: string; missedAt: string | null }> => kept.get(mirror) ?? kept.set(mirror, new Map()).get(mirror)!;
  let mark = 0;
  const mirrors: KeptMirrors = {
    pages: [],
    rolled: [],
    forgotten: [],
    before: () => undefined,
    figures: () => [],
    rows: (mirror) => Object.fromEntries([...of(mirror)].map(([id, { values }]) => [id, values])),
    saveMirror: async (page, lease) => {
      mirrors.before(page);
      await store.renewLease(lease, 60_000);
      const rows = of(page.mirror);
      const changed = page.rows.filter(({ id, values }) => JSON.stringify(rows.get(id)?.values) !== JSON.stringify({ ...rows.get(id)?.values, ...values }));
      for (const { id, values } of page.rows) rows.set(id, { values: { ...rows.get(id)?.values, ...values }, shownAt: toInstant(clock.now()), missedAt: null });
      for (const { id } of page.gone) rows.delete(id);
      // The place of a feed is kept where the store keeps its own.
      if (page.checkpoint) await store.savePage({ entity: 'account', side: 'psa', reason: 'poll', mapVersion: '', records: [], tombstones: [], checkpoint: page.checkpoint }, lease);
      mirrors.pages.push(page);
      return { read: page.rows.length, changed: changed.map(({ id }) => id) };
    },
    unshown: ({ mirror, before, after = '', limit }) => Promise.resolve([...of(mirror)].flatMap(([id, { shownAt }]) => (shownAt < before && id > after ? [id] : [])).toSorted().slice(0, limit)),
    missed: (mirror, ids, before) => {
      const rows = of(mirror);
      const forgotten = ids.filter((id) => (rows.get(id)?.missedAt ?? '~') <= before);
      for (const id of forgotten) rows.delete(id);
      for (const id of ids) {
        const row = rows.get(id);
        if (row) rows.set(id, { ...row, missedAt: row.missedAt ?? toInstant(clock.now()) });
      }
      return Promise.resolve(forgotten);
    },
    suspected: ({ mirror, before, limit }) => Promise.resolve([...of(mirror)].flatMap(([id, { missedAt }]) => (missedAt !== null && missedAt <= before ? [id] : [])).slice(0, limit)),
    naming: (mirror, column, values, among) => Promise.resolve([...of(mirror)].flatMap(([id, row]) => (values.includes(String(row.values[column])) && (among?.includes(id) ?? true) ? [id] : []))),
    touch: (customers) => {
      mark += 1;
      for (const customer of customers ?? [...marks.keys(), 'everybody']) marks.set(customer, String(mark));
      return Promise.resolve();
    },
    touched: (limit) => Promise.resolve([...marks].slice(0, limit).map(([customer, own]) => ({ customer, mark: own }))),
    untouch: (touched) => {
      for (const { customer, mark: own } of touched) if (marks.get(customer) === own) marks.delete(customer);
      return Promise.resolve();
    },
    forgetMoves: (before) => Promise.resolve(mirrors.forgotten.push(before)),
    rollUps: (entity, customers, today) => {
      mirrors.rolled.push(`${entity} ${today} ${customers.join(' ')}`);
      return Promise.resolve(customers.flatMap((customer) => mirrors.figures(entity, customer)));
    },
  };
  return mirrors;
}

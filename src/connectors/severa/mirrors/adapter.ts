// Home of a mirror behind the port: walks the lists that a source names. Invariants: rows are dated by the request that showed
// them; what was deleted is asked after what changed, so that a row changed and then deleted ends as gone.
import { z } from 'zod';
import type { MirrorRow } from '../../../entities/mirrors/mirror.ts';
import { toInstant } from '../../../lib/clock.ts';
import { RejectedError } from '../../../lib/errors.ts';
import type { MirrorAdapter, MirrorPage } from '../../connector.ts';
import { mapParallel } from '../../parallel.ts';
import { readAll, readChanges } from '../feed.ts';
import type { ListPage } from '../paging.ts';
import type { Sources } from '../sources.ts';
import { guid, mirrorRows } from './cells.ts';
import type { ShownRow } from './cells.ts';
import { chained } from './chained.ts';
import type { Below, MirrorList, MirrorSource } from './source.ts';

type Gone = MirrorPage['gone'][number];
type Found = MirrorRow | Gone;
type Pages<Row> = AsyncGenerator<ListPage<Row>>;
type From = Pick<Sources, 'http' | 'lists' | 'clock'>;

const singleReads = 4;
/** Keeps the address of a call well below every server's limit. */
const idsPerCall = 50;

const deletedRow = z.object({ guid });

export function createMirrorAdapter(sources: From, source: MirrorSource): MirrorAdapter {
  const { mirror, lists } = source;
  return {
    mirror,
    feed: lists && feedOf(sources, lists, source.deleted),
    parents: Object.keys(source.below),
    of: (column, parent) => rowsOf(sources, source, column, parent),
    read: (ids) => readRows(sources, source.byId, [...new Set(ids)]),
  };
}

function feedOf(sources: From, lists: readonly MirrorList[], deleted: string | undefined): NonNullable<MirrorAdapter['feed']> {
  const everything = lists.map((list) => (from: string | null) => shownPages(sources, list, from));
  const all = { pages: (from: string | null) => chained(everything, from), begin: () => Promise.resolve(asRead) };
  const changed = {
    pages: (since: string, from: string | null) => {
      const shown = lists.map((list) => (at: string | null): Pages<Found> => shownPages(sources, { ...list, query: [['changedSince', since]] }, at));
      return chained(deleted === undefined ? shown : [...shown, (at) => gonePages(sources, deleted, since, at)], from);
    },
    begin: () => Promise.resolve({ show: asRead, rest: () => Promise.resolve([]) }),
  };
  return {
    all: (checkpoint) => readAll(sources.clock, all, pageOf, checkpoint),
    changes: (checkpoint) => readChanges(sources.clock, changed, pageOf, checkpoint),
  };
}

/** Rows of mirrors are dated by their own requests, and nothing hangs on them. */
function asRead(rows: readonly Found[]): Promise<readonly Found[]> {
  return Promise.resolve(rows);
}

function pageOf(found: readonly Found[]): Pick<MirrorPage, 'rows' | 'gone'> {
  return { rows: found.filter((one): one is MirrorRow => 'values' in one), gone: found.filter((one) => !('values' in one)) };
}

async function* shownPages({ lists }: From, list: MirrorList, from: string | null): Pages<MirrorRow> {
  for await (const page of lists.tokenPages(list, from)) yield { ...page, rows: mirrorRows(page.rows, page.askedAt) };
}

async function* gonePages({ lists }: From, route: string, since: string, from: string | null): Pages<Gone> {
  for await (const page of lists.tokenPages({ route, query: [['deletedSince', since]], row: deletedRow }, from)) {
    yield { ...page, rows: page.rows.flatMap((row) => (row.guid === null ? [] : [{ id: row.guid, asOf: toInstant(page.askedAt) }])) };
  }
}

async function* rowsOf(sources: From, source: MirrorSource, column: string, parent: string): AsyncGenerator<readonly MirrorRow[]> {
  const listed = source.below[column];
  if (listed === undefined) throw new RangeError(`Severa does not list ${source.mirror} by ${column}`);
  for (const list of listed(parent)) {
    try {
      for await (const rows of belowPages(sources, list)) yield rows.flatMap((row) => belonging(row, column, parent, list.path !== undefined));
    } catch (error) {
      // A parent that is gone has no rows.
      if (!(error instanceof RejectedError) || error.status !== 404) throw error;
    }
  }
}

async function* belowPages(sources: From, list: Below): AsyncGenerator<readonly MirrorRow[]> {
  if (list.whole) {
    const askedAt = sources.clock.now();
    yield mirrorRows(await sources.lists.whole(list), askedAt);
    return;
  }
  for await (const page of shownPages(sources, list, null)) yield page.rows;
}

/** A path names the parent, so a row that leaves it out is its; a server that ignored a filter would send everything. */
function belonging(row: MirrorRow, column: string, parent: string, isPath: boolean): readonly MirrorRow[] {
  const value = row.values[column] ?? null;
  if (value === null && isPath) return [{ ...row, values: { ...row.values, [column]: parent } }];
  return value === parent || (Array.isArray(value) && value.includes(parent)) ? [row] : [];
}

async function readRows(sources: From, byId: MirrorSource['byId'], ids: readonly string[]): Promise<ReadonlyMap<string, MirrorRow | null>> {
  if (byId.kind === 'none') return new Map();
  if (byId.kind === 'each') return new Map(await mapParallel(ids, singleReads, async (id) => [id, await readRow(sources, byId.routes, id)] as const));
  const found = new Map<string, MirrorRow | null>(ids.map((id) => [id, null]));
  for (let at = 0; at < ids.length; at += idsPerCall) {
    for await (const page of shownPages(sources, byId.list(ids.slice(at, at + idsPerCall)), null)) {
      for (const row of page.rows) if (found.has(row.id)) found.set(row.id, row);
    }
  }
  return found;
}

async function readRow({ http, clock }: From, routes: readonly { readonly route: string; readonly row: ShownRow }[], id: string): Promise<MirrorRow | null> {
  for (const { route, row } of routes) {
    const askedAt = clock.now();
    const path = route.replace('{guid}', encodeURIComponent(id));
    // A flat rate comes as an array of one.
    const reply = z.union([z.array(row), row.transform((one) => [one])]);
    const { data } = await http.call({ method: 'GET', route: `GET ${route}`, path, bucket: 'severa', replay: 'safe', reply, accept: [404] });
    const found = mirrorRows(data ?? [], askedAt).find((one) => one.id.toLowerCase() === id.toLowerCase());
    if (found) return { ...found, id };
  }
  return null;
}

// Home of touches as one mirror over HubSpot's e-mails, meetings, calls and tasks, read the way entities are: by lists, and by
// search windows for what changed. Invariant: only a by-id look that finds nothing says that a touch is gone.
import type { MirrorRow } from '../../../entities/mirrors/mirror.ts';
import { toInstant } from '../../../lib/clock.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { MirrorAdapter, MirrorPage } from '../../connector.ts';
import type { Http } from '../../http.ts';
import { mapParallel } from '../../parallel.ts';
import { allRecords, changedRecords } from '../feed.ts';
import type { Walk, WalkPage } from '../feed.ts';
import { inTurn } from '../in-turn.ts';
import { inlineLinks, linksOf } from '../link-reads.ts';
import { batchRead, readRecord } from '../object-reads.ts';
import type { Asked } from '../schema.ts';
import { askedOf, TOUCH_TYPES, touchId, touchRow } from './touch-types.ts';

type TouchWalk = Walk<Asked, MirrorRow>;

const singleReads = 4;

/** @param searchLagMs how far behind the search index may be */
export function touchAdapter(at: { readonly http: Http; readonly clock: Clock }, searchLagMs: number): MirrorAdapter {
  const walks = TOUCH_TYPES.map((touch): TouchWalk => {
    const asked = askedOf(touch);
    return {
      ...at,
      map: { type: touch.type, modified: 'hs_lastmodifieddate' },
      schemas: { get: () => Promise.resolve(asked) },
      show: (_asked, records, asOf, links) => Promise.resolve(records.map((record) => touchRow(touch, record, asOf, links))),
    };
  });
  const each = (read: (walk: TouchWalk, stand: string | null) => AsyncIterable<WalkPage<MirrorRow>>, checkpoint: string | null): AsyncIterable<MirrorPage> =>
    inTurn(walks.map((walk) => ({ type: walk.map.type, pages: (stand: string | null) => pagesOf(read(walk, stand)) })), checkpoint);
  return {
    mirror: 'touches',
    feed: {
      all: (checkpoint) => each(allRecords, checkpoint),
      changes: (checkpoint) => each((walk, stand) => changedRecords(walk, stand ?? '', searchLagMs), checkpoint),
    },
    parents: [],
    of: notListed,
    read: async (ids) => {
      const found = new Map<string, MirrorRow | null>(ids.map((id) => [id, null]));
      for (const walk of walks) {
        const prefix = touchId(walk.map.type, '');
        const own = [...found.keys()].filter((id) => id.startsWith(prefix)).map((id) => id.slice(prefix.length));
        for (const row of await readTouches(walk, own)) found.set(row.id, row);
      }
      return found;
    },
  };
}

/** Searches and lists show only what there is. */
async function* pagesOf(pages: AsyncIterable<WalkPage<MirrorRow>>): AsyncGenerator<MirrorPage> {
  for await (const page of pages) yield { ...page, gone: [] };
}

/** Those that are there. */
async function readTouches(walk: TouchWalk, ids: readonly string[]): Promise<readonly MirrorRow[]> {
  if (ids.length === 0) return [];
  const asked = await walk.schemas.get();
  const asOf = toInstant(walk.clock.now());
  const batch = await batchRead(walk, asked, ids);
  const rows = await walk.show(asked, batch, asOf, await linksOf(walk.http, asked, batch));
  const shown = new Set(batch.map(({ id }) => id));
  // What a batch leaves out may be there all the same.
  const single = await mapParallel(ids.filter((id) => !shown.has(id)), singleReads, (id) => readRecord(walk, asked, id, true));
  const found = single.flatMap((record) => (record === null || record.archived ? [] : [record]));
  return [...rows, ...(await walk.show(asked, found, asOf, await inlineLinks(walk.http, asked, found)))];
}

/** What somebody was in touch with is asked of us, never of HubSpot. */
async function* notListed(column: string): AsyncGenerator<readonly MirrorRow[]> {
  yield await Promise.reject(new RangeError(`HubSpot does not list touches by ${column}`));
}

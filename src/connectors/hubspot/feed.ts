// Home of the two ways through all records of a type: the list, exact and complete, and the search window for what changed.
// Invariant: every record modified before the end of a window was in it or is in the next one; a record that is edited
// during a scan leaves its window and comes again. The index lags, so a window ends `lagMs` ago and overlaps the last.
import { z } from 'zod';
import type { Snapshot, Tombstone } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { Clock } from '../../lib/clock.ts';
import { RetryableError } from '../../lib/errors.ts';
import type { Page } from '../connector.ts';
import type { Http } from '../http.ts';
import { inlineLinks, linksOf } from './link-reads.ts';
import type { LinksByType } from './link-reads.ts';
import type { ObjectMap } from './object-map.ts';
import { filled, propertyList, toSnapshots } from './object-reads.ts';
import type { ObjectContext } from './object-reads.ts';
import { BUCKET, LINK_READS, PAGE, routes, SEARCH_BUCKET, SEARCH_PAGE } from './paths.ts';
import type { Asked, Schema } from './schema.ts';
import { pageSchema } from './wire.ts';
import type { WireRecord } from './wire.ts';

const overlapMs = 180_000;
/** HubSpot's limit on a search body. */
const longestSearch = 3_000;

/** Times are ms. `after` is the list's token, or the last id of the search scan. */
const positionSchema = z.union([
  z.strictObject({ all: z.number(), after: z.string().nullable() }),
  z.strictObject({ since: z.number(), until: z.number(), after: z.string() }),
  z.strictObject({ since: z.number() }),
]);
type Position = z.infer<typeof positionSchema>;

/** A type and what to ask for of it, and what to make of its records. */
export interface Walk<A extends Asked, Row> {
  readonly map: Pick<ObjectMap, 'type' | 'modified'>;
  readonly http: Http;
  readonly clock: Clock;
  readonly schemas: { get(): Promise<A> };
  /** @param asOf UTC instant at which the records are known to have looked like this */
  show(asked: A, records: readonly WireRecord[], asOf: string, links: LinksByType): Promise<readonly Row[]>;
}

export interface WalkPage<Row> {
  readonly rows: readonly Row[];
  readonly checkpoint: string;
  readonly complete: boolean;
}

function pageAt<Row>(position: Position, rows: readonly Row[], complete: boolean): WalkPage<Row> {
  return { rows, checkpoint: JSON.stringify(position), complete };
}

/** Every record that is not archived, as snapshots. */
export async function* allObjects(at: ObjectContext, checkpoint: string | null): AsyncIterable<Page> {
  for await (const page of allRecords(snapshotsOf(at), checkpoint)) yield pageOf(page);
}

/** What was modified since the checkpoint, as snapshots. */
export async function* changedObjects(at: ObjectContext, checkpoint: string, lagMs: number): AsyncIterable<Page> {
  for await (const page of changedRecords(snapshotsOf(at), checkpoint, lagMs)) yield pageOf(page);
}

function snapshotsOf(at: ObjectContext): Walk<Schema, Snapshot> {
  return { ...at, show: (schema, records, asOf, links) => toSnapshots(at, schema, records, asOf, links) };
}

function pageOf({ rows, ...position }: WalkPage<Snapshot>): Page {
  return { snapshots: rows, tombstones: [], ...position };
}

/** Every record that is not archived. */
export async function* allRecords<A extends Asked, Row>(at: Walk<A, Row>, checkpoint: string | null): AsyncIterable<WalkPage<Row>> {
  const position = checkpoint === null ? { all: at.clock.now(), after: null } : positionSchema.parse(JSON.parse(checkpoint));
  if (!('all' in position)) {
    // The pass that made this checkpoint had come to its end.
    yield pageAt({ since: position.since }, [], true);
    return;
  }
  for (let after = position.after; ; ) {
    const schema = await at.schemas.get();
    const asOf = toInstant(at.clock.now());
    const { records, next } = await listPage(at, schema, after);
    const links = await inlineLinks(at.http, schema, records);
    const rows = await at.show(schema, records.filter((record) => !record.archived), asOf, links);
    if (next !== null && next === after) throw endless(at, 'list');
    yield next === null ? pageAt({ since: position.all }, rows, true) : pageAt({ all: position.all, after: next }, rows, false);
    if (next === null) return;
    after = next;
  }
}

async function listPage(at: Looking, schema: Asked, after: string | null): Promise<{ readonly records: readonly WireRecord[]; readonly next: string | null }> {
  const properties = propertyList(schema);
  const query: [string, string | number][] = [['limit', PAGE]];
  if (properties !== null) query.push(['properties', properties]);
  if (schema.targets.length > 0) query.push(['associations', schema.targets.join(',')]);
  if (after !== null) query.push(['after', after]);
  const { data } = await at.http.call({ ...routes.list(at.map.type), query, bucket: BUCKET, replay: 'safe', reply: pageSchema });
  const records = properties === null ? await filled(at, schema, data.results) : data.results;
  return { records, next: data.paging };
}

/** What was modified since the checkpoint. Archived and merged-away records are not shown by a search. */
export async function* changedRecords<A extends Asked, Row>(at: Walk<A, Row>, checkpoint: string, lagMs: number): AsyncIterable<WalkPage<Row>> {
  const position = positionSchema.parse(JSON.parse(checkpoint));
  const since = 'all' in position ? position.all : position.since;
  const from = since - overlapMs;
  const resumed = 'until' in position ? position : null;
  const until = resumed?.until ?? at.clock.now() - lagMs;
  // Never backwards: after a full pass the first window may end before the pass began.
  const done = { since: Math.max(since, until) };
  if (until <= from) {
    yield pageAt({ since }, [], true);
    return;
  }
  for (let last = resumed?.after ?? null; ; ) {
    const schema = await at.schemas.get();
    const found: WireRecord[] = [];
    let ended = false;
    // A look at associations takes a thousand records, so as many searches share one.
    const enough = schema.targets.length > 0 ? LINK_READS : 1;
    while (!ended && found.length < enough) {
      const { records, ids, more } = await searchPage(at, schema, { from, until, last });
      if (!ascending([...(last === null ? [] : [last]), ...ids])) throw endless(at, 'search');
      found.push(...records.filter((record) => !record.archived));
      ended = !more || ids.length === 0;
      last = ids.at(-1) ?? last;
    }
    const links = await linksOf(at.http, schema, found);
    const rows = await at.show(schema, found, toInstant(until), links);
    if (ended || last === null) {
      yield pageAt(done, rows, true);
      return;
    }
    yield pageAt({ since, until, after: last }, rows, false);
  }
}

/** Ids that HubSpot lists as archived: those of the last 90 days. A merged-away id may be among them, so look before believing one. */
export async function* goneObjects(at: ObjectContext): AsyncIterable<readonly Tombstone[]> {
  for (let after: string | null = null; ; ) {
    const asOf = toInstant(at.clock.now());
    const query: [string, string | number | boolean][] = [['limit', PAGE], ['archived', true], ['properties', 'hs_object_id']];
    if (after !== null) query.push(['after', after]);
    const { data } = await at.http.call({ ...routes.list(at.map.type), query, bucket: BUCKET, replay: 'safe', reply: pageSchema });
    yield data.results.filter((record) => record.archived).map(({ id }): Tombstone => ({ id, how: 'archived', into: null, asOf }));
    if (data.paging === null) return;
    if (data.paging === after) throw endless(at, 'list');
    after = data.paging;
  }
}

type Looking = Pick<Walk<Asked, never>, 'http' | 'map'>;

interface Window {
  readonly from: number;
  readonly until: number;
  readonly last: string | null;
}

interface SearchPage {
  readonly records: readonly WireRecord[];
  /** Ids of the whole page, also of records that have gone meanwhile. */
  readonly ids: readonly string[];
  readonly more: boolean;
}

async function searchPage(at: Looking, schema: Asked, { from, until, last }: Window): Promise<SearchPage> {
  const filters = [
    { propertyName: at.map.modified, operator: 'GTE', value: String(from) },
    { propertyName: at.map.modified, operator: 'LT', value: String(until) },
    // Paging by id and not by offset: no wall at 10,000 and no loss among equal time stamps.
    ...(last === null ? [] : [{ propertyName: 'hs_object_id', operator: 'GT', value: last }]),
  ];
  const body = { filterGroups: [{ filters }], sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }], limit: SEARCH_PAGE };
  const whole = { ...body, properties: schema.asked };
  const inline = JSON.stringify(whole).length <= longestSearch;
  const { data } = await at.http.call({
    ...routes.search(at.map.type),
    json: inline ? whole : { ...body, properties: ['hs_object_id'] },
    bucket: SEARCH_BUCKET,
    replay: 'safe',
    reply: pageSchema,
  });
  const more = data.paging !== null || data.results.length >= SEARCH_PAGE;
  const ids = data.results.map((record) => record.id);
  return { records: inline ? data.results : await filled(at, schema, data.results), ids, more };
}

function ascending(ids: readonly string[]): boolean {
  if (!ids.every((id) => /^\d+$/.test(id))) return false;
  return ids.every((id, index) => index === 0 || BigInt(ids[index - 1] as string) < BigInt(id));
}

function endless(at: Looking, what: string): RetryableError {
  return new RetryableError('malformed-reply', `HubSpot's ${what} of ${at.map.type} repeats itself or is out of order; it will be read again later`);
}

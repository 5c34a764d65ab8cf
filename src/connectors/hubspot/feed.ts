// Home of the two ways through all companies: the list, exact and complete, and the search window for what changed.
// Invariant: every record modified before the end of a window was in it or is in the next one; a record that is edited
// during a scan leaves its window and comes again. The index lags, so a window ends `lagMs` ago and overlaps the last.
import { z } from 'zod';
import type { Snapshot } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { RetryableError } from '../../lib/errors.ts';
import type { Page } from '../connector.ts';
import { batchRead, propertyList, toSnapshots } from './company-reads.ts';
import type { CompanyContext } from './company-reads.ts';
import { BUCKET, PAGE, routes, SEARCH_BUCKET, SEARCH_PAGE } from './paths.ts';
import type { Schema } from './schema.ts';
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

function pageAt(position: Position, snapshots: readonly Snapshot[], complete: boolean): Page {
  return { snapshots, tombstones: [], checkpoint: JSON.stringify(position), complete };
}

/** Every company that is not archived. */
export async function* allCompanies(at: CompanyContext, checkpoint: string | null): AsyncIterable<Page> {
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
    const snapshots = await toSnapshots(at, schema, records.filter((record) => !record.archived), asOf);
    if (next !== null && next === after) throw endless('list');
    yield next === null ? pageAt({ since: position.all }, snapshots, true) : pageAt({ all: position.all, after: next }, snapshots, false);
    if (next === null) return;
    after = next;
  }
}

async function listPage(at: CompanyContext, schema: Schema, after: string | null): Promise<{ readonly records: readonly WireRecord[]; readonly next: string | null }> {
  const properties = propertyList(schema);
  const query: [string, string | number][] = [['limit', PAGE]];
  if (properties !== null) query.push(['properties', properties]);
  if (after !== null) query.push(['after', after]);
  const { data } = await at.http.call({ ...routes.list('companies'), query, bucket: BUCKET, replay: 'safe', reply: pageSchema });
  const records = properties === null ? await filled(at, schema, data.results) : data.results;
  return { records, next: data.paging };
}

/** What was modified since the checkpoint. Archived and merged-away records are not shown by a search. */
export async function* changedCompanies(at: CompanyContext, checkpoint: string, lagMs: number): AsyncIterable<Page> {
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
    const { records, ids, more } = await searchPage(at, schema, { from, until, last });
    const snapshots = await toSnapshots(at, schema, records.filter((record) => !record.archived), toInstant(until));
    const end = ids.at(-1) ?? null;
    if (!ascending([...(last === null ? [] : [last]), ...ids])) throw endless('search');
    if (!more || end === null) {
      yield pageAt(done, snapshots, true);
      return;
    }
    yield pageAt({ since, until, after: end }, snapshots, false);
    last = end;
  }
}

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

async function searchPage(at: CompanyContext, schema: Schema, { from, until, last }: Window): Promise<SearchPage> {
  const filters = [
    { propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(from) },
    { propertyName: 'hs_lastmodifieddate', operator: 'LT', value: String(until) },
    // Paging by id and not by offset: no wall at 10,000 and no loss among equal time stamps.
    ...(last === null ? [] : [{ propertyName: 'hs_object_id', operator: 'GT', value: last }]),
  ];
  const body = { filterGroups: [{ filters }], sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }], limit: SEARCH_PAGE };
  const whole = { ...body, properties: schema.asked };
  const inline = JSON.stringify(whole).length <= longestSearch;
  const { data } = await at.http.call({
    ...routes.search('companies'),
    json: inline ? whole : { ...body, properties: ['hs_object_id'] },
    bucket: SEARCH_BUCKET,
    replay: 'safe',
    reply: pageSchema,
  });
  const more = data.paging !== null || data.results.length >= SEARCH_PAGE;
  const ids = data.results.map((record) => record.id);
  return { records: inline ? data.results : await filled(at, schema, data.results), ids, more };
}

/** The same records with every property; one that has gone meanwhile is left out. Keeps the order. */
async function filled(at: CompanyContext, schema: Schema, records: readonly WireRecord[]): Promise<readonly WireRecord[]> {
  const whole = new Map((await batchRead(at, schema, records.map((record) => record.id))).map((record) => [record.id, record]));
  return records.flatMap((record) => whole.get(record.id) ?? []);
}

function ascending(ids: readonly string[]): boolean {
  if (!ids.every((id) => /^\d+$/.test(id))) return false;
  return ids.every((id, index) => index === 0 || BigInt(ids[index - 1] as string) < BigInt(id));
}

function endless(what: string): RetryableError {
  return new RetryableError('malformed-reply', `HubSpot's ${what} of companies repeats itself or is out of order; it will be read again later`);
}

// Home of reading records by id or by our key: batches of 100, and one call each for the few that a batch does not know.
// Invariant: an answer under another id than asked is a merge and names the asked id as a former one; not being in a
// batch answer is no sign of anything, only a by-id 404 is.
import type { Snapshot, Tombstone } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Http } from '../http.ts';
import { formerIdsOf, keyOf, snapshotOf } from './cells.ts';
import type { ValueContext } from './codecs.ts';
import { placeOf } from './deal-stage.ts';
import { inlineLinks, linkFields, linksOf } from './link-reads.ts';
import type { LinksByType } from './link-reads.ts';
import { KEY_PROPERTY } from './object-map.ts';
import type { ObjectMap } from './object-map.ts';
import type { Owners } from './owners.ts';
import { BUCKET, PAGE, routes } from './paths.ts';
import type { Pipelines } from './pipelines.ts';
import type { Asked, Schema, SchemaSource } from './schema.ts';
import { batchSchema, recordSchema } from './wire.ts';
import type { WireRecord } from './wire.ts';

export interface ObjectContext {
  readonly map: ObjectMap;
  readonly http: Http;
  readonly clock: Clock;
  readonly owners: Owners;
  readonly schemas: SchemaSource;
  readonly values: ValueContext;
  readonly pipelines: Pipelines;
}

type Calling = Pick<ObjectContext, 'http'> & { readonly map: Pick<ObjectMap, 'type'> };

/** Beyond this many lookups one by one the rest goes without an answer until the next time. */
const singleReads = 50;
const longestQuery = 7_000;

/** Makes what values refer to known and turns records, read with every property asked for, into snapshots. */
export async function toSnapshots(at: ObjectContext, schema: Schema, records: readonly WireRecord[], asOf: string, links: LinksByType = new Map()): Promise<Snapshot[]> {
  const property = schema.bindings.get('owner')?.property;
  const ids = property === undefined ? [] : records.map((record) => record.properties[property] ?? '').filter((id) => id !== '');
  await at.owners.know([...new Set(ids)]);
  if (schema.composites.has('stage')) await at.pipelines.know(records.map((record) => placeOf((name) => record.properties[name] ?? '')));
  return records.map((record) => {
    const snapshot = snapshotOf(record, { schema, context: at.values, owners: at.owners, asOf, whole: true });
    return { ...snapshot, fields: { ...snapshot.fields, ...linkFields(schema, links, record.id, (name) => record.properties[name] ?? '') } };
  });
}

/** For the address of a read; null when it would not fit: HubSpot answers 414 somewhere above 8,000 characters. */
export function propertyList(schema: Asked): string | null {
  const names = schema.asked.join(',');
  return encodeURIComponent(names).length <= longestQuery ? names : null;
}

/** The records a batch read finds, in chunks of 100; `idProperty` is a unique property to look by. */
export async function batchRead(at: Calling, schema: Asked, ids: readonly string[], idProperty?: string): Promise<WireRecord[]> {
  const found: WireRecord[] = [];
  for (let start = 0; start < ids.length; start += PAGE) {
    const inputs = ids.slice(start, start + PAGE).map((id) => ({ id }));
    const json = { ...(idProperty ? { idProperty } : {}), properties: schema.asked, inputs };
    // 404: none of them exists.
    const { data } = await at.http.call({ ...routes.batch(at.map.type, 'read'), json, bucket: BUCKET, replay: 'safe', accept: [404], reply: batchSchema });
    found.push(...(data?.results ?? []).filter((record) => !record.archived));
  }
  return found;
}

/** The same records with every property; one that has gone meanwhile is left out. Keeps the order. */
export async function filled(at: Calling, schema: Asked, records: readonly WireRecord[]): Promise<readonly WireRecord[]> {
  const whole = new Map((await batchRead(at, schema, records.map((record) => record.id))).map((record) => [record.id, record]));
  return records.flatMap(({ id, associations }) => {
    const record = whole.get(id);
    return record ? [{ ...record, associations }] : [];
  });
}

/** @param linked with their associations, for one more call per 1,000 ids; without them such fields are not looked at */
export async function readObjects(at: ObjectContext, asked: readonly string[], linked: boolean): Promise<Map<string, Snapshot | Tombstone>> {
  const ids = [...new Set(asked)];
  const answers = new Map<string, Snapshot | Tombstone>();
  if (ids.length === 0) return answers;
  const schema = await at.schemas.get();
  const asOf = toInstant(at.clock.now());
  const records = await batchRead(at, schema, ids);
  const links = linked ? await linksOf(at.http, schema, records) : new Map();
  const snapshots = await toSnapshots(at, schema, records, asOf, links);
  for (const snapshot of snapshots) for (const id of [...snapshot.formerIds, snapshot.id]) if (ids.includes(id)) answers.set(id, snapshot);
  const missing = ids.filter((id) => !answers.has(id)).slice(0, singleReads);
  for (const id of missing) answers.set(id, await readOne(at, schema, id, linked));
  return answers;
}

async function readOne(at: ObjectContext, schema: Schema, id: string, linked: boolean): Promise<Snapshot | Tombstone> {
  const asOf = toInstant(at.clock.now());
  const record = await readRecord(at, schema, id, linked);
  if (record === null) return { id, how: 'missing', into: null, asOf };
  if (record.archived) return { id, how: 'archived', into: null, asOf };
  const links = linked ? await inlineLinks(at.http, schema, [record]) : new Map();
  const [snapshot] = (await toSnapshots(at, schema, [record], asOf, links)) as [Snapshot];
  if (record.id === id) return snapshot;
  return { ...snapshot, formerIds: [...new Set([...formerIdsOf(record), id])] };
}

/** One record by a call of its own; null when there is none. */
export async function readRecord(at: Calling, schema: Asked, id: string, linked: boolean): Promise<WireRecord | null> {
  const names = propertyList(schema);
  const associations = linked ? schema.targets : [];
  const query = [...(names === null ? [] : [['properties', names] as const]), ...(associations.length > 0 ? [['associations', associations.join(',')] as const] : [])];
  const { data } = await at.http.call({ ...routes.one(at.map.type, id), query, bucket: BUCKET, replay: 'safe', accept: [404], reply: recordSchema });
  if (data === null || data.archived || names !== null) return data;
  return (await filled(at, schema, [data]))[0] ?? null;
}

/** Where creates with these keys ended: key → the record that carries it. A key without a record is absent. */
export async function readByKeys(at: ObjectContext, keys: readonly string[]): Promise<Map<string, Snapshot>> {
  const schema = await at.schemas.get();
  const found = new Map<string, Snapshot>();
  if (keys.length === 0 || !schema.keyed) return found;
  const asOf = toInstant(at.clock.now());
  const records = await batchRead(at, schema, [...new Set(keys)], KEY_PROPERTY);
  const snapshots = await toSnapshots(at, schema, records, asOf);
  records.forEach((record, index) => {
    const key = keyOf(record);
    const snapshot = snapshots[index];
    if (key !== null && snapshot) found.set(key, snapshot);
  });
  return found;
}

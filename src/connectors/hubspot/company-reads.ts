// Home of reading companies by id or by our key: batches of 100, and one call each for the few that a batch does not know.
// Invariant: an answer under another id than asked is a merge and names the asked id as a former one; not being in a
// batch answer is no sign of anything, only a by-id 404 is.
import type { Snapshot, Tombstone } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Http } from '../http.ts';
import { KEY_PROPERTY } from './account-map.ts';
import { formerIdsOf, keyOf, snapshotOf } from './cells.ts';
import type { ValueContext } from './codecs.ts';
import type { Owners } from './owners.ts';
import { BUCKET, PAGE, routes } from './paths.ts';
import type { Schema, SchemaSource } from './schema.ts';
import { batchSchema, recordSchema } from './wire.ts';
import type { WireRecord } from './wire.ts';

export interface CompanyContext {
  readonly http: Http;
  readonly clock: Clock;
  readonly owners: Owners;
  readonly schemas: SchemaSource;
  readonly values: ValueContext;
}

/** Beyond this many lookups one by one the rest goes without an answer until the next time. */
const singleReads = 50;
const longestQuery = 7_000;

/** Makes owners known and turns records, read with every property asked for, into snapshots. */
export async function toSnapshots(at: CompanyContext, schema: Schema, records: readonly WireRecord[], asOf: string): Promise<Snapshot[]> {
  const property = schema.bindings.get('owner')?.property;
  const ids = property === undefined ? [] : records.map((record) => record.properties[property] ?? '').filter((id) => id !== '');
  await at.owners.know([...new Set(ids)]);
  return records.map((record) => snapshotOf(record, { schema, context: at.values, owners: at.owners, asOf, whole: true }));
}

/** For the address of a read; null when it would not fit: HubSpot answers 414 somewhere above 8,000 characters. */
export function propertyList(schema: Schema): string | null {
  const names = schema.asked.join(',');
  return encodeURIComponent(names).length <= longestQuery ? names : null;
}

/** The records a batch read finds, in chunks of 100; `idProperty` is a unique property to look by. */
export async function batchRead(at: CompanyContext, schema: Schema, ids: readonly string[], idProperty?: string): Promise<WireRecord[]> {
  const found: WireRecord[] = [];
  for (let start = 0; start < ids.length; start += PAGE) {
    const inputs = ids.slice(start, start + PAGE).map((id) => ({ id }));
    const json = { ...(idProperty ? { idProperty } : {}), properties: schema.asked, inputs };
    // 404: none of them exists.
    const { data } = await at.http.call({ ...routes.batch('companies', 'read'), json, bucket: BUCKET, replay: 'safe', accept: [404], reply: batchSchema });
    found.push(...(data?.results ?? []).filter((record) => !record.archived));
  }
  return found;
}

export async function readCompanies(at: CompanyContext, asked: readonly string[]): Promise<Map<string, Snapshot | Tombstone>> {
  const ids = [...new Set(asked)];
  const answers = new Map<string, Snapshot | Tombstone>();
  if (ids.length === 0) return answers;
  const schema = await at.schemas.get();
  const asOf = toInstant(at.clock.now());
  const records = await batchRead(at, schema, ids);
  const snapshots = await toSnapshots(at, schema, records, asOf);
  for (const snapshot of snapshots) for (const id of [...snapshot.formerIds, snapshot.id]) if (ids.includes(id)) answers.set(id, snapshot);
  const missing = ids.filter((id) => !answers.has(id)).slice(0, singleReads);
  for (const id of missing) answers.set(id, await readOne(at, schema, id));
  return answers;
}

async function readOne(at: CompanyContext, schema: Schema, id: string): Promise<Snapshot | Tombstone> {
  const asOf = toInstant(at.clock.now());
  const names = propertyList(schema);
  const query = names === null ? [] : [['properties', names] as const];
  const { data } = await at.http.call({ ...routes.one('companies', id), query, bucket: BUCKET, replay: 'safe', accept: [404], reply: recordSchema });
  if (data === null) return { id, how: 'missing', into: null, asOf };
  if (data.archived) return { id, how: 'archived', into: null, asOf };
  const [snapshot] = await toSnapshots(at, schema, names === null ? await batchRead(at, schema, [data.id]) : [data], asOf);
  if (snapshot === undefined) return { id, how: 'missing', into: null, asOf };
  if (data.id === id) return snapshot;
  return { ...snapshot, formerIds: [...new Set([...formerIdsOf(data), id])] };
}

/** Where creates with these keys ended: key → the record that carries it. A key without a record is absent. */
export async function readByKeys(at: CompanyContext, keys: readonly string[]): Promise<Map<string, Snapshot>> {
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

// Home of one batch call and of telling its rows apart. Invariant: the answer's order means nothing; a row is found by our
// key, by its trace id or by its id. With a trace id on every row HubSpot stores the good ones and names the bad (207).
import type { Snapshot } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { RejectedError, RetryableError } from '../../lib/errors.ts';
import type { Create, Unsettled, Update } from '../connector.ts';
import { keyOf, snapshotOf } from './cells.ts';
import { createdLinks } from './link-writes.ts';
import type { ObjectContext } from './object-reads.ts';
import { singular } from './object-map.ts';
import type { ObjectMap } from './object-map.ts';
import { BUCKET, routes } from './paths.ts';
import { explainRow, listOf, willPass } from './refusals.ts';
import { fieldsOf } from './schema.ts';
import type { Schema } from './schema.ts';
import { batchSchema } from './wire.ts';
import type { WireRowError } from './wire.ts';

export interface Row {
  readonly write: Create | Update;
  /** Property → text; empty text clears. */
  readonly properties: Readonly<Record<string, string>>;
  readonly unsettled: readonly Unsettled[];
}

export interface BatchAnswer {
  readonly done: readonly { readonly row: Row; readonly snapshot: Snapshot }[];
  readonly refused: readonly { readonly row: Row; readonly error: RejectedError }[];
  readonly failed: readonly { readonly row: Row; readonly error: RetryableError }[];
  /** Errors that name no row of ours. */
  readonly unnamed: readonly RejectedError[];
  readonly unanswered: readonly Row[];
}

/** Throws RejectedError when the batch was refused as a whole, RetryableError and AccessError as every call. */
export async function sendBatch(at: ObjectContext, schema: Schema, kind: Row['write']['kind'], rows: readonly Row[]): Promise<BatchAnswer> {
  const inputs = rows.map(({ write, properties }) => ({
    ...(write.kind === 'update' ? { id: write.id } : associationsOf(schema, write)),
    properties,
    objectWriteTraceId: write.key,
  }));
  const { data } = await at.http.call({
    ...routes.batch(at.map.type, kind),
    json: { inputs },
    bucket: BUCKET,
    replay: kind === 'create' ? 'look-first' : 'repeat',
    reply: batchSchema,
  });
  // Dated by the answer's arrival: a look that began before the write ended must not pass for a newer one.
  const asOf = toInstant(at.clock.now());
  // No call after the write: an owner in the answer is one we wrote, and a failure here would look like a failed write.
  const about = { schema, context: at.values, owners: at.owners, asOf, whole: false };
  const byKey = new Map(rows.map((row) => [row.write.key, row]));
  const byId = new Map(rows.flatMap((row) => (row.write.kind === 'update' ? [[row.write.id, row] as const] : [])));
  const open = new Set(rows);
  const find = (key: string | null, id: string): Row | undefined => [byId.get(id), key === null ? undefined : byKey.get(key)].find((row) => row && open.has(row));

  const done: { readonly row: Row; readonly snapshot: Snapshot }[] = [];
  for (const record of data.results) {
    const row = find(record.objectWriteTraceId, record.id) ?? find(keyOf(record), record.id);
    if (!row) continue;
    open.delete(row);
    done.push({ row, snapshot: snapshotOf(record, { ...about, known: knownOf(schema, row) }) });
  }

  const refused: { readonly row: Row; readonly error: RejectedError }[] = [];
  const failed: { readonly row: Row; readonly error: RetryableError }[] = [];
  const unnamed: RejectedError[] = [];
  for (const error of data.errors) {
    const named = rowsNamed(error, byKey, byId).filter((row) => open.delete(row));
    if (named.length === 0) unnamed.push(refusalOf(schema, error));
    for (const row of named) {
      const later = retryableOf(schema, error);
      if (later) failed.push({ row, error: later });
      else refused.push({ row, error: refusalOf(schema, error) });
    }
  }
  return { done, refused, failed, unnamed, unanswered: [...open] };
}

function rowsNamed(error: WireRowError, byKey: ReadonlyMap<string, Row>, byId: ReadonlyMap<string, Row>): Row[] {
  const contexts = [error.context, ...error.errors.map((entry) => entry.context)];
  const traced = contexts.flatMap((context) => listOf(context['objectWriteTraceId'])).map((key) => byKey.get(key));
  const named = contexts.flatMap((context) => [...listOf(context['ids']), ...listOf(context['id'])]).map((id) => byId.get(id));
  return [...new Set([...traced, ...named])].filter((row) => row !== undefined);
}

function retryableOf({ map }: Schema, error: WireRowError): RetryableError | null {
  const category = error.category ?? '';
  const what = singular[map.type];
  if (category === 'OBJECT_NOT_FOUND') return moved(map);
  if (willPass(category)) {
    return new RetryableError('unavailable', `HubSpot could not write this ${what} now (${category}); it will be tried again later`);
  }
  return null;
}

/** The record that was to be written is not there under its id. */
export function moved({ type }: ObjectMap): RetryableError {
  return new RetryableError('moved', `HubSpot has no ${singular[type]} under this id any more; it will be read again`);
}

function refusalOf(schema: Schema, error: WireRowError): RejectedError {
  const told = explainRow(error);
  const clash = told.code === 'CONFLICTING_UNIQUE_VALUE' || error.category === 'CONFLICT' || error.category === 'OBJECT_ALREADY_EXISTS';
  const fields = fieldsOf(schema, told.fields);
  const about = fields.length > 0 ? ` about ${fields.join(', ')}` : '';
  return new RejectedError(clash ? clashCode(schema, told.fields) : 'refused', `HubSpot refused the ${singular[schema.map.type]}${told.code ? ` (${told.code})` : ''}${about}`, { fields });
}

/** @param properties what the clash is about */
export function clashCode(schema: Schema, properties: readonly string[]): string {
  return schema.map.type === 'contacts' && properties.includes('email') ? 'duplicate-email' : 'conflict';
}

/** What is known of properties that an answer may leave out: what was just written, and with it what belongs to the same field. */
function knownOf(schema: Schema, { write, properties }: Row): Readonly<Record<string, string>> {
  const known: Record<string, string> = {};
  for (const [field, { properties: names, written }] of schema.composites) {
    // A new record shows nothing where nothing could be sent.
    const isAsked = names.some((name) => name in properties) || (write.kind === 'create' && field in write.fields);
    if (written !== 'by-property' || !isAsked) continue;
    for (const name of names) {
      const held = write.kind === 'create' ? '' : write.handles[name];
      if (held !== undefined) known[name] = held;
    }
  }
  return { ...known, ...properties };
}

function associationsOf(schema: Schema, write: Create): { readonly associations?: readonly unknown[] } {
  const associations = createdLinks(schema, write.fields);
  return associations.length > 0 ? { associations } : {};
}

// Home of one batch call and of telling its rows apart. Invariant: the answer's order means nothing; a row is found by our
// key, by its trace id or by its id. With a trace id on every row HubSpot stores the good ones and names the bad (207).
import type { Snapshot } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import { RejectedError, RetryableError } from '../../lib/errors.ts';
import type { Unsettled, Write } from '../connector.ts';
import { keyOf, snapshotOf } from './cells.ts';
import type { CompanyContext } from './company-reads.ts';
import { BUCKET, routes } from './paths.ts';
import { explainRow, listOf } from './refusals.ts';
import { fieldsOf } from './schema.ts';
import type { Schema } from './schema.ts';
import { batchSchema } from './wire.ts';
import type { WireRowError } from './wire.ts';

export interface Row {
  readonly write: Write;
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
export async function sendBatch(at: CompanyContext, schema: Schema, kind: Write['kind'], rows: readonly Row[]): Promise<BatchAnswer> {
  const inputs = rows.map(({ write, properties }) => ({
    ...(write.kind === 'update' ? { id: write.id } : {}),
    properties,
    objectWriteTraceId: write.key,
  }));
  const { data } = await at.http.call({
    ...routes.batch('companies', kind),
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
    done.push({ row, snapshot: snapshotOf(record, about) });
  }

  const refused: { readonly row: Row; readonly error: RejectedError }[] = [];
  const failed: { readonly row: Row; readonly error: RetryableError }[] = [];
  const unnamed: RejectedError[] = [];
  for (const error of data.errors) {
    const named = rowsNamed(error, byKey, byId).filter((row) => open.delete(row));
    if (named.length === 0) unnamed.push(refusalOf(schema, error));
    for (const row of named) {
      const later = retryableOf(error);
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

function retryableOf(error: WireRowError): RetryableError | null {
  const category = error.category ?? '';
  if (category === 'OBJECT_NOT_FOUND') return new RetryableError('moved', 'HubSpot has no company under this id any more; it will be read again');
  if (/RATE_LIMIT|LOCK|INTERNAL|TIMEOUT|UNAVAILABLE/.test(category)) {
    return new RetryableError('unavailable', `HubSpot could not write this company now (${category}); it will be tried again later`);
  }
  return null;
}

function refusalOf(schema: Schema, error: WireRowError): RejectedError {
  const told = explainRow(error);
  const fields = fieldsOf(schema, told.fields);
  const clash = told.code === 'CONFLICTING_UNIQUE_VALUE' || error.category === 'CONFLICT' || error.category === 'OBJECT_ALREADY_EXISTS';
  const about = fields.length > 0 ? ` about ${fields.join(', ')}` : '';
  return new RejectedError(clash ? 'conflict' : 'refused', `HubSpot refused the company${told.code ? ` (${told.code})` : ''}${about}`, { fields });
}

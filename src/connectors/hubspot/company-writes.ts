// Home of writing companies: batches of creates and of updates, and what became of every row. Invariants: one bad row
// never blocks the others; a create whose outcome is open is `unknown`, never tried again here; one writer at a time.
import type { FieldName, Snapshot } from '../../core/vocabulary.ts';
import { AccessError, RejectedError, RetryableError } from '../../lib/errors.ts';
import type { Outcome, Unsettled, Write } from '../connector.ts';
import { KEY_PROPERTY } from './account-map.ts';
import { sendBatch } from './batch-call.ts';
import type { BatchAnswer, Row } from './batch-call.ts';
import { decodeCell, encodeCell } from './cells.ts';
import type { CompanyContext } from './company-reads.ts';
import { readByKeys, readCompanies } from './company-reads.ts';
import { PAGE } from './paths.ts';
import { fieldsOf } from './schema.ts';
import type { Schema } from './schema.ts';

/** Calls that one batch of 100 may cost when HubSpot refuses it as a whole and it is split to find the bad rows. */
const callsPerBatch = 40;

export async function writeCompanies(at: CompanyContext, writes: readonly Write[]): Promise<readonly Outcome[]> {
  const schema = await at.schemas.get();
  await at.owners.know([]);
  const outcomes = new Map<Write, Outcome>();
  const settle = (row: Row, outcome: Outcome): void => void outcomes.set(row.write, outcome);
  const rows = writes.map((write) => rowOf(at, schema, write));

  const creates = rows.filter((row) => row.write.kind === 'create');
  const updates = rows.filter((row) => row.write.kind === 'update');
  if (schema.keyed) for (const batch of batches(creates)) await send(at, schema, 'create', batch, settle, outcomes);
  else for (const row of creates) settle(row, { kind: 'failed', key: row.write.key, error: notPrepared() });
  for (const batch of batches(updates.filter((row) => Object.keys(row.properties).length > 0))) {
    await send(at, schema, 'update', batch, settle, outcomes);
  }
  await settleEmpty(at, updates.filter((row) => Object.keys(row.properties).length === 0), settle);
  return writes.map((write) => outcomes.get(write) ?? { kind: 'failed', key: write.key, error: unanswered('update') });
}

function rowOf(at: CompanyContext, schema: Schema, write: Write): Row {
  const properties: Record<string, string> = write.kind === 'create' ? { [KEY_PROPERTY]: write.key } : {};
  const unsettled: Unsettled[] = [];
  for (const [field, value] of Object.entries(write.fields)) {
    const binding = schema.bindings.get(field);
    const encoded = binding === undefined ? { cannot: 'no-property' } : binding.facts.writable ? encodeCell(binding, value, at.values) : { cannot: 'read-only' };
    if ('cannot' in encoded) unsettled.push({ field, code: encoded.cannot, retry: false });
    else if (binding && (encoded.text !== '' || write.kind === 'update')) properties[binding.property] = encoded.text;
  }
  return { write, properties, unsettled };
}

/** At most 100 rows, and no id twice: HubSpot refuses a batch that names a record twice. */
function batches(rows: readonly Row[]): readonly (readonly Row[])[] {
  const made: { readonly rows: Row[]; readonly ids: Set<string> }[] = [];
  for (const row of rows) {
    const id = row.write.kind === 'update' ? row.write.id : row.write.key;
    let batch = made.at(-1);
    if (batch === undefined || batch.rows.length >= PAGE || batch.ids.has(id)) made.push((batch = { rows: [], ids: new Set() }));
    batch.rows.push(row);
    batch.ids.add(id);
  }
  return made.map((batch) => batch.rows);
}

type Settle = (row: Row, outcome: Outcome) => void;

async function send(at: CompanyContext, schema: Schema, kind: Write['kind'], batch: readonly Row[], settle: Settle, done: ReadonlyMap<Write, Outcome>): Promise<void> {
  const open: OpenCreate[] = [];
  const queue: (readonly Row[])[] = [batch];
  for (let calls = 0; queue.length > 0; calls++) {
    const rows = queue.shift() ?? [];
    if (calls >= callsPerBatch) {
      for (const row of rows) settle(row, { kind: 'failed', key: row.write.key, error: tooManyRefusals() });
      continue;
    }
    try {
      const answer = await sendBatch(at, schema, kind, rows);
      for (const { row, snapshot } of answer.done) settle(row, { kind: 'done', key: row.write.key, snapshot: completed(at, schema, row, snapshot), unsettled: row.unsettled });
      for (const refused of answer.refused) {
        const rejected: Outcome = { kind: 'rejected', key: refused.row.write.key, error: refused.error };
        if (kind === 'create' && refused.error.code === 'conflict') open.push({ row: refused.row, otherwise: rejected });
        else settle(refused.row, rejected);
      }
      for (const { row, error } of answer.failed) settle(row, { kind: 'failed', key: row.write.key, error });
      queue.push(...leftOver(answer, kind, settle, open));
    } catch (error) {
      if (error instanceof RejectedError) {
        const [only] = rows;
        if (rows.length > 1) queue.push(...halves(rows));
        else if (only && kind === 'create' && isClash(error)) open.push({ row: only, otherwise: { kind: 'rejected', key: only.write.key, error } });
        else if (only) settle(only, { kind: 'rejected', key: only.write.key, error: inOurWords(schema, error) });
      } else if (error instanceof RetryableError) {
        for (const row of rows) settle(row, { kind: error.outcomeUnknown ? 'unknown' : 'failed', key: row.write.key, error });
      } else if (error instanceof AccessError && done.size > 0) {
        // What was stored so far must be told; the next call meets the same refusal and throws.
        for (const row of rows) settle(row, { kind: 'failed', key: row.write.key, error: new RetryableError(error.code, error.message) });
      } else throw error;
    }
  }
  await settleByKey(at, open, settle);
}

/** A create that may have been carried out; `otherwise`: what became of it when no record carries its key. */
interface OpenCreate {
  readonly row: Row;
  readonly otherwise: Outcome;
}

/** Rows that the answer says nothing about. */
function leftOver({ unnamed, unanswered: rows }: BatchAnswer, kind: Write['kind'], settle: Settle, open: OpenCreate[]): (readonly Row[])[] {
  const [only] = rows;
  const [error] = unnamed;
  if (error && only && rows.length === 1) {
    settle(only, { kind: 'rejected', key: only.write.key, error });
    return [];
  }
  // An error that names no row is found by halving: an update twice is the same, a create carries its unique key.
  if (error && only) return halves(rows);
  for (const row of rows) {
    const { key } = row.write;
    // An answer may leave out both our trace id and our key.
    if (kind === 'create') open.push({ row, otherwise: { kind: 'unknown', key, error: unanswered(kind) } });
    else settle(row, { kind: 'failed', key, error: unanswered(kind) });
  }
  return [];
}

/** A create that was refused because its key is taken, or of which the answer says nothing: the record with its key tells. */
async function settleByKey(at: CompanyContext, open: readonly OpenCreate[], settle: Settle): Promise<void> {
  if (open.length === 0) return;
  const found = await unlessBusy(readByKeys(at, open.map(({ row }) => row.write.key)));
  for (const { row, otherwise } of open) {
    const { key } = row.write;
    if (found instanceof RetryableError) {
      settle(row, { kind: 'unknown', key, error: found });
      continue;
    }
    const snapshot = found.get(key);
    settle(row, snapshot ? { kind: 'done', key, snapshot, unsettled: row.unsettled } : otherwise);
  }
}

/** Updates of which nothing can be stored: nothing is sent, the record is shown as it is. */
async function settleEmpty(at: CompanyContext, rows: readonly Row[], settle: Settle): Promise<void> {
  if (rows.length === 0) return;
  const seen = await unlessBusy(readCompanies(at, rows.flatMap((row) => (row.write.kind === 'update' ? [row.write.id] : []))));
  for (const row of rows) {
    if (seen instanceof RetryableError) {
      settle(row, { kind: 'failed', key: row.write.key, error: seen });
      continue;
    }
    const record = row.write.kind === 'update' ? seen.get(row.write.id) : undefined;
    const { key } = row.write;
    settle(row, record && !('how' in record) ? { kind: 'done', key, snapshot: record, unsettled: row.unsettled } : { kind: 'failed', key, error: unanswered('update') });
  }
}

/** Trouble with a look afterwards must not hide what became of the other rows. */
async function unlessBusy<T>(looking: Promise<T>): Promise<T | RetryableError> {
  try {
    return await looking;
  } catch (error) {
    if (error instanceof RetryableError) return error;
    throw error;
  }
}

/** What the answer leaves out of what was written is what a read would show. */
function completed(at: CompanyContext, schema: Schema, row: Row, snapshot: Snapshot): Snapshot {
  const written: Record<FieldName, Snapshot['fields'][string]> = {};
  for (const [field, binding] of schema.bindings) {
    const text = row.properties[binding.property];
    const value = text === undefined ? undefined : decodeCell(binding, text, at.values);
    if (value !== undefined) written[field] = value;
  }
  return { ...snapshot, fields: { ...written, ...snapshot.fields } };
}

function halves<T>(rows: readonly T[]): (readonly T[])[] {
  const middle = Math.ceil(rows.length / 2);
  return [rows.slice(0, middle), rows.slice(middle)];
}

function isClash(error: RejectedError): boolean {
  return error.code === 'conflict' || error.message.includes('CONFLICTING_UNIQUE_VALUE');
}

function inOurWords(schema: Schema, error: RejectedError): RejectedError {
  const detail = error.status === null ? {} : { status: error.status };
  return new RejectedError(error.code, error.message, { ...detail, fields: fieldsOf(schema, error.fields) });
}

function notPrepared(): RetryableError {
  return new RetryableError('not-prepared', `HubSpot has no unique company property ${KEY_PROPERTY} yet; grant crm.schemas.companies.write and let the set-up run`);
}

function tooManyRefusals(): RetryableError {
  return new RetryableError('batch-refused', 'HubSpot refused the batch again and again; the rest of it will be tried later');
}

function unanswered(kind: Write['kind']): RetryableError {
  return kind === 'create'
    ? new RetryableError('no-answer', 'HubSpot did not say what became of the new company; it will be looked up', { outcomeUnknown: true })
    : new RetryableError('moved', 'HubSpot has no company under this id any more; it will be read again');
}

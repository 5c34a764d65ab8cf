// Home of writing records: batches of creates and of updates, and what became of every row. Invariants: one bad row
// never blocks the others; a create whose outcome is open is `unknown`, never tried again here; one writer at a time.
import { isEmpty } from '../../core/value.ts';
import type { FieldName, Snapshot } from '../../core/vocabulary.ts';
import { AccessError, RejectedError, RetryableError } from '../../lib/errors.ts';
import type { Outcome, Unsettled, Update, Write } from '../connector.ts';
import { archiveObjects } from './archive.ts';
import { clashCode, moved, sendBatch } from './batch-call.ts';
import type { BatchAnswer, Row } from './batch-call.ts';
import { placeField, writingOf } from './cells.ts';
import { asksForLinks, changeLinks, createdFields } from './link-writes.ts';
import { KEY_PROPERTY, singular } from './object-map.ts';
import { readByKeys, readObjects } from './object-reads.ts';
import type { ObjectContext } from './object-reads.ts';
import { optOut } from './opt-outs.ts';
import { PAGE } from './paths.ts';
import { fieldsOf } from './schema.ts';
import type { Schema } from './schema.ts';

/** Calls that one batch of 100 may cost when HubSpot refuses it as a whole and it is split to find the bad rows. */
const callsPerBatch = 40;

export async function writeObjects(at: ObjectContext, writes: readonly Write[]): Promise<readonly Outcome[]> {
  const schema = await at.schemas.get();
  await at.owners.know([]);
  if (schema.composites.has('stage')) await at.pipelines.know([]);
  const outcomes = new Map<Write, Outcome>();
  const settle = (row: Row, outcome: Outcome): void => void outcomes.set(row.write, outcome);
  const rows = writes.flatMap((write) => (write.kind === 'archive' ? [] : [rowOf(at, schema, write)]));

  const creates: Row[] = [];
  for (const row of rows.filter(({ write }) => write.kind === 'create')) {
    const lacks = (at.map.foundBy ?? []).filter((field) => isEmpty(row.write.fields[field] ?? null));
    if (lacks.length > 0) settle(row, { kind: 'rejected', key: row.write.key, error: lacking(at, lacks) });
    else creates.push(row);
  }
  const updates = rows.filter((row) => row.write.kind === 'update');
  if (schema.keyed || at.map.foundBy !== null) for (const batch of batches(creates)) await send(at, schema, 'create', batch, settle, outcomes);
  else for (const row of creates) settle(row, { kind: 'failed', key: row.write.key, error: notPrepared(at) });
  for (const batch of batches(updates.filter((row) => Object.keys(row.properties).length > 0))) {
    await send(at, schema, 'update', batch, settle, outcomes);
  }
  await settleEmpty(at, updates.filter((row) => Object.keys(row.properties).length === 0), settle);
  await settleLinks(at, schema, updates, outcomes);
  for (const { write } of rows) {
    const outcome = outcomes.get(write);
    if (outcome?.kind === 'done') outcomes.set(write, await optOut(at, schema, write, outcome));
  }
  for (const [write, outcome] of await archiveObjects(at, writes.filter((write) => write.kind === 'archive'))) outcomes.set(write, outcome);
  return writes.map((write) => outcomes.get(write) ?? { kind: 'failed', key: write.key, error: unanswered(at, 'update') });
}

function rowOf(at: ObjectContext, schema: Schema, write: Row['write']): Row {
  const properties: Record<string, string> = write.kind === 'create' && at.map.foundBy === null ? { [KEY_PROPERTY]: write.key } : {};
  const unsettled: Unsettled[] = [];
  const writing = writingOf(schema, at.values, write);
  const linked = new Set(schema.map.links.map((link) => link.field));
  for (const [field, value] of Object.entries(write.fields)) {
    if (linked.has(field)) continue;
    const placed = placeField(schema, field, value, writing);
    if ('cannot' in placed) unsettled.push({ field, code: placed.cannot, retry: false });
    else {
      if (placed.short !== undefined) unsettled.push({ field, code: placed.short, retry: false });
      for (const [property, text] of Object.entries(placed.texts)) if (text !== '' || write.kind === 'update') properties[property] = text;
    }
  }
  return { write, properties, unsettled };
}

/** Associations of updates that got through; what becomes of them is added to each outcome. */
async function settleLinks(at: ObjectContext, schema: Schema, rows: readonly Row[], outcomes: Map<Write, Outcome>): Promise<void> {
  const updates = rows.flatMap(({ write }): Update[] => (write.kind === 'update' && outcomes.get(write)?.kind === 'done' && asksForLinks(schema, write.fields) ? [write] : []));
  for (const [update, changed] of await changeLinks(at, schema, updates)) {
    const outcome = outcomes.get(update);
    if (outcome?.kind !== 'done') continue;
    const snapshot = { ...outcome.snapshot, fields: { ...outcome.snapshot.fields, ...changed.fields } };
    outcomes.set(update, { ...outcome, snapshot, unsettled: [...outcome.unsettled, ...changed.unsettled] });
  }
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

async function send(at: ObjectContext, schema: Schema, kind: Row['write']['kind'], batch: readonly Row[], settle: Settle, done: ReadonlyMap<Write, Outcome>): Promise<void> {
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
      for (const { row, snapshot } of answer.done) settle(row, { kind: 'done', key: row.write.key, snapshot: completed(schema, row, snapshot), unsettled: row.unsettled });
      const lighter: Row[] = [];
      for (const { row, error } of answer.refused) {
        const rejected: Outcome = { kind: 'rejected', key: row.write.key, error };
        const rest = without(schema, row, error);
        if (rest !== null) lighter.push(rest);
        else if (kind === 'create' && isClash(error)) open.push({ row, otherwise: rejected });
        else settle(row, rejected);
      }
      if (lighter.length > 0) queue.push(lighter);
      for (const { row, error } of answer.failed) settle(row, { kind: 'failed', key: row.write.key, error });
      queue.push(...leftOver(at, answer, kind, settle, open));
    } catch (error) {
      if (error instanceof RejectedError) {
        const [only] = rows;
        const rest = only && rows.length === 1 ? without(schema, only, inOurWords(schema, error)) : null;
        if (rows.length > 1) queue.push(...halves(rows));
        else if (rest !== null) queue.push([rest]);
        else if (only && kind === 'create' && isClash(error)) open.push({ row: only, otherwise: { kind: 'rejected', key: only.write.key, error: inOurWords(schema, error) } });
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

/** An update without the fields that were refused; null when nothing else is left of it. One bad field does not hold up the others. */
function without(schema: Schema, row: Row, error: RejectedError): Row | null {
  if (row.write.kind === 'create') return null;
  const named = Object.keys(row.properties).filter((property) => error.fields.includes(fieldsOf(schema, [property])[0] ?? property));
  const properties = Object.fromEntries(Object.entries(row.properties).filter(([property]) => !named.includes(property)));
  if (named.length === 0 || Object.keys(properties).length === 0) return null;
  const refused = [...new Set(fieldsOf(schema, named))].map((field) => ({ field, code: error.code, retry: false }));
  return { ...row, properties, unsettled: [...row.unsettled, ...refused] };
}

/** A create that may have been carried out; `otherwise`: what became of it when no record carries its key. */
interface OpenCreate {
  readonly row: Row;
  readonly otherwise: Outcome;
}

/** Rows that the answer says nothing about. */
function leftOver(at: ObjectContext, { unnamed, unanswered: rows }: BatchAnswer, kind: Row['write']['kind'], settle: Settle, open: OpenCreate[]): (readonly Row[])[] {
  const [only] = rows;
  const [error] = unnamed;
  if (error && only && rows.length === 1) {
    settle(only, { kind: 'rejected', key: only.write.key, error });
    return [];
  }
  // An error that names no row is found by halving: an update twice is the same, and so is a create that carries its unique key.
  if (error && only && (kind === 'update' || at.map.foundBy === null)) return halves(rows);
  for (const row of rows) {
    const { key } = row.write;
    // An answer may leave out both our trace id and our key.
    if (kind === 'create') open.push({ row, otherwise: { kind: 'unknown', key, error: unanswered(at, kind) } });
    else settle(row, { kind: 'failed', key, error: unanswered(at, kind) });
  }
  return [];
}

/** A create that was refused because its key is taken, or of which the answer says nothing: the record with its key tells. */
async function settleByKey(at: ObjectContext, open: readonly OpenCreate[], settle: Settle): Promise<void> {
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

/** Updates without a property to change: the record is shown as it is, and that it is there. */
async function settleEmpty(at: ObjectContext, rows: readonly Row[], settle: Settle): Promise<void> {
  if (rows.length === 0) return;
  const seen = await unlessBusy(readObjects(at, rows.flatMap((row) => (row.write.kind === 'update' ? [row.write.id] : [])), false));
  for (const row of rows) {
    if (seen instanceof RetryableError) {
      settle(row, { kind: 'failed', key: row.write.key, error: seen });
      continue;
    }
    const record = row.write.kind === 'update' ? seen.get(row.write.id) : undefined;
    const { key } = row.write;
    settle(row, record && !('how' in record) ? { kind: 'done', key, snapshot: record, unsettled: row.unsettled } : { kind: 'failed', key, error: unanswered(at, 'update') });
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

/** A new record's associations went with it. */
function completed(schema: Schema, { write }: Row, snapshot: Snapshot): Snapshot {
  return write.kind === 'create' ? { ...snapshot, fields: { ...snapshot.fields, ...createdFields(schema, write.fields) } } : snapshot;
}

function halves<T>(rows: readonly T[]): (readonly T[])[] {
  const middle = Math.ceil(rows.length / 2);
  return [rows.slice(0, middle), rows.slice(middle)];
}

function isClash(error: RejectedError): boolean {
  return error.code === 'conflict' || error.code === 'duplicate-email' || error.message.includes('CONFLICTING_UNIQUE_VALUE');
}

function inOurWords(schema: Schema, error: RejectedError): RejectedError {
  const detail = error.status === null ? {} : { status: error.status };
  const code = error.code === 'conflict' ? clashCode(schema, error.fields) : error.code;
  return new RejectedError(code, error.message, { ...detail, fields: fieldsOf(schema, error.fields) });
}

/** A create that could not be found again is not sent. */
function lacking({ map }: ObjectContext, fields: readonly FieldName[]): RejectedError {
  return new RejectedError('required', `HubSpot gets no ${singular[map.type]} without ${fields.join(', ')}; fill it in where the ${singular[map.type]} came from`, { fields });
}

function notPrepared({ map }: ObjectContext): RetryableError {
  return new RetryableError('not-prepared', `HubSpot has no unique ${singular[map.type]} property ${KEY_PROPERTY} yet; grant crm.schemas.${map.type}.write and let the set-up run`);
}

function tooManyRefusals(): RetryableError {
  return new RetryableError('batch-refused', 'HubSpot refused the batch again and again; the rest of it will be tried later');
}

function unanswered({ map }: ObjectContext, kind: Row['write']['kind']): RetryableError {
  return kind === 'create'
    ? new RetryableError('no-answer', `HubSpot did not say what became of the new ${singular[map.type]}; it will be looked up`, { outcomeUnknown: true })
    : moved(map);
}

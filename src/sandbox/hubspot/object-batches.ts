// Home of the batch writes. Invariant: without a unique trace id on every input one bad row refuses the whole batch and
// nothing is written; with them good rows are written and bad ones reported (207). Results are in no particular order.
import type { SandboxResponse } from '../contract.ts';
import type { Call } from './call.ts';
import { badValues, demand, examine } from './examine.ts';
import type { Claims, Examination } from './examine.ts';
import { findByUnique, inAnyOrder } from './object-reads.ts';
import { commitCreate, commitUpdate, examineCreate, plannedLinks, presentAll, presentTouched, propertiesOf } from './object-writes.ts';
import type { PlannedLink } from './object-writes.ts';
import type { ObjectType } from './object-types.ts';
import { tableOf } from './portal.ts';
import { isUnique } from './records.ts';
import { putInBin } from './recycle-bin.ts';
import { resolve } from './record.ts';
import type { StoredRecord } from './record.ts';
import { Refusal, asObject, asText, batchAnswer, batchInputs, invalid, noContent, optionalText, refuse, textOr } from './wire.ts';
import type { BatchError, Json } from './wire.ts';

/** One input on its way: what it asks, and what will be done or why not. */
interface Row {
  readonly input: Json;
  readonly traceId: string | null;
  readonly commit: () => Record<string, unknown> | null;
  readonly examination: Examination | null;
  readonly refusal: Refusal | null;
}

const LARGEST = 100;

export function batchCreateObjects(call: Call): SandboxResponse {
  const type = call.type();
  const inputs = inputsOf(call);
  const claims: Claims = new Set();
  const rows = inputs.map((input) =>
    row(input, () => {
      const examination = examineCreate(call, type, input, claims);
      const links: readonly PlannedLink[] = plannedLinks(call, type, input);
      return { examination, commit: () => presentAll(call, commitCreate(call, type, examination, links)) };
    }),
  );
  return carryOut(call, 201, rows, isTraced(inputs));
}

export function batchUpdateObjects(call: Call): SandboxResponse {
  const type = call.type();
  const inputs = inputsOf(call);
  refuseDuplicates(inputs);
  const claims: Claims = new Set();
  const rows = inputs.map((input) => {
    const id = asText(input['id'], 'id');
    const idProperty = optionalText(input['idProperty'], 'idProperty');
    const table = tableOf(call.portal, type);
    // An id that was merged away is left out of the results without an error.
    if (idProperty === null && table.aliases.has(id)) return { ...row(input, () => ({ examination: null, commit: () => null })) };
    const record = idProperty === null ? (table.rows.get(id) ?? null) : findByUnique(call, type, idProperty, id);
    if (record === null || record.archivedAt !== null) return { ...row(input, () => missing(id)), lenient: call.portal.settings.missingIdUpdate === 'row' };
    return row(input, () => updateOf(call, type, record, input, claims));
  });
  return carryOut(call, 200, rows, isTraced(inputs));
}

export function batchUpsertObjects(call: Call): SandboxResponse {
  const type = call.type();
  const inputs = inputsOf(call);
  refuseDuplicates(inputs);
  const claims: Claims = new Set();
  let byEmail = false;
  const rows = inputs.map((input) => {
    const idProperty = asText(input['idProperty'], 'idProperty');
    const value = asText(input['id'], 'id');
    if (!isUnique(call.portal, type, idProperty)) throw invalid(`The property ${idProperty} is not a unique identifier property of ${type.name}`, { context: { idProperty: [idProperty] } });
    byEmail ||= idProperty === 'email';
    return row(input, () => {
      const record = findByUnique(call, type, idProperty, value);
      if (record !== null) {
        const update = updateOf(call, type, record, input, claims);
        return { ...update, commit: () => ({ ...update.commit(), new: false }) };
      }
      const full = { properties: { [idProperty]: value, ...propertiesOf(input) } };
      const examination = examineCreate(call, type, full, claims);
      return { examination, commit: () => ({ ...presentAll(call, commitCreate(call, type, examination, [])), new: true }) };
    });
  });
  return carryOut(call, 200, rows, isTraced(inputs) && (!byEmail || call.portal.settings.partialEmailUpsert));
}

export function batchArchiveObjects(call: Call): SandboxResponse {
  const table = tableOf(call.portal, call.type());
  const inputs = inputsOf(call);
  refuseDuplicates(inputs);
  for (const input of inputs) {
    const record = resolve(table, asText(input['id'], 'id'));
    if (record !== null) putInBin(call.portal, record, call.source, call.now);
  }
  return noContent();
}

function inputsOf(call: Call): Json[] {
  return batchInputs(call.body(), LARGEST).map((input) => asObject(input, 'an input'));
}

function updateOf(call: Call, type: ObjectType, record: StoredRecord, input: Json, claims: Claims): { examination: Examination; commit: () => Record<string, unknown> } {
  const properties = propertiesOf(input);
  const examination = examine({ portal: call.portal, type, properties, record, dated: call.dated, claims });
  return {
    examination,
    commit: () => {
      commitUpdate(call, record, examination);
      return presentTouched(call, record, Object.keys(properties));
    },
  };
}

/** Every input has a trace id of its own. */
function isTraced(inputs: readonly Json[]): boolean {
  const ids = inputs.map((input) => input['objectWriteTraceId']).filter((id) => typeof id === 'string' && id !== '');
  return ids.length === inputs.length && new Set(ids).size === ids.length;
}

function refuseDuplicates(inputs: readonly Json[]): void {
  const ids = inputs.map((input) => asText(input['id'], 'id').toLowerCase());
  const repeated = [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
  if (repeated.length > 0) throw invalid(`Duplicate IDs found in batch input: [${repeated.join(', ')}]. IDs must be unique`, { context: { ids: repeated } });
}

function missing(id: string): never {
  throw refuse(404, 'OBJECT_NOT_FOUND', `Could not find object with id ${id}, it may be deleted or not exist.`, { context: { ids: [id] } });
}

function row(input: Json, plan: () => Pick<Row, 'examination' | 'commit'>): Row {
  const traceId = optionalText(input['objectWriteTraceId'], 'objectWriteTraceId');
  try {
    return { input, traceId, refusal: null, ...plan() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { input, traceId, examination: null, commit: () => null, refusal: error };
  }
}

function carryOut(call: Call, status: number, rows: readonly (Row & { readonly lenient?: boolean })[], traced: boolean): SandboxResponse {
  const { portal } = call;
  if (!traced) {
    const refused = rows.find((each) => each.refusal !== null && each.lenient !== true)?.refusal;
    if (refused) throw refused.status === 404 ? invalid(refused.message, { context: contextOf(refused) }) : refused;
    demand(portal, rows.flatMap((each) => each.examination ?? []));
  }
  const errors: BatchError[] = [];
  const results: Record<string, unknown>[] = [];
  for (const each of rows) {
    const problems = each.examination?.problems ?? [];
    const refusal = each.refusal ?? (problems.length > 0 ? badValues(portal, problems) : (each.examination?.refusal ?? null));
    if (refusal !== null) {
      errors.push(batchError(refusal, each.traceId));
      continue;
    }
    const result = each.commit();
    if (result !== null) results.push({ ...result, ...(each.traceId === null ? {} : { objectWriteTraceId: each.traceId }) });
  }
  return batchAnswer(call.now, status, inAnyOrder(call, results), errors);
}

function batchError(refusal: Refusal, traceId: string | null): BatchError {
  const body = asObject(refusal.body, 'the refusal');
  return {
    status: 'error',
    category: textOr(body['category'], 'VALIDATION_ERROR'),
    message: refusal.message,
    context: { ...contextOf(refusal), ...(traceId === null ? {} : { objectWriteTraceId: [traceId] }) },
    ...(Array.isArray(body['errors']) ? { errors: body['errors'] } : {}),
  };
}

function contextOf(refusal: Refusal): Record<string, readonly string[]> {
  const body = asObject(refusal.body, 'the refusal');
  return { ...(body['context'] as Record<string, readonly string[]> | undefined) };
}

// Home of the routes that read records: list, one, batch. Invariant: a read by id follows merges and answers the
// survivor under its own id; a list is in ascending record id and does not move when records are edited.
import type { SandboxResponse } from '../contract.ts';
import type { Call } from './call.ts';
import type { ObjectType } from './object-types.ts';
import { tableOf } from './portal.ts';
import { present } from './present.ts';
import type { View } from './present.ts';
import { positionOf, resolve } from './record.ts';
import type { StoredRecord } from './record.ts';
import { holderOf, isUnique } from './records.ts';
import { asList, asObject, asText, batchAnswer, batchInputs, flagParameter, invalid, limitParameter, listParameter, notFound, refuse, respond } from './wire.ts';

const RECYCLE_BIN_MS = 90 * 86_400_000;

export function listObjects(call: Call): SandboxResponse {
  const type = call.type();
  const view = viewOf(call);
  const limit = limitParameter(call.query, 10, view.history.length > 0 ? 50 : 100);
  const archived = flagParameter(call.query, 'archived');
  const after = call.query.get('after') ?? '';
  if (after !== '' && !/^\d+$/.test(after)) throw invalid(`Invalid value for after: ${after}`);
  const table = tableOf(call.portal, type);
  const page: StoredRecord[] = [];
  for (let at = after === '' ? 0 : positionOf(table.order, after); at < table.order.length && page.length <= limit; at++) {
    const record = table.rows.get(table.order[at] ?? '');
    if (record !== undefined && (archived ? inRecycleBin(record, call.now) : record.archivedAt === null)) page.push(record);
  }
  const next = page[limit];
  return respond(200, {
    results: page.slice(0, limit).map((record) => present(call, record, view)),
    ...(next === undefined ? {} : { paging: { next: { after: next.id, link: call.link({ after: next.id }) } } }),
  });
}

function inRecycleBin(record: StoredRecord, now: number): boolean {
  return record.archivedAt !== null && now - record.archivedAt < RECYCLE_BIN_MS;
}

export function readObject(call: Call): SandboxResponse {
  const type = call.type();
  const record = findByPath(call, type);
  const archived = flagParameter(call.query, 'archived');
  if (archived ? !inRecycleBin(record, call.now) : record.archivedAt !== null) throw notFound();
  return respond(200, present(call, record, viewOf(call)));
}

/** The record a path names by id or, with `idProperty`, by a unique value. Archived ones included. */
export function findByPath(call: Call, type: ObjectType): StoredRecord {
  const id = call.param('objectId');
  const idProperty = call.query.get('idProperty');
  const record = idProperty === null || idProperty === '' ? findById(call, type, id) : findByUnique(call, type, idProperty, id);
  if (record === null) throw notFound();
  return record;
}

function findById(call: Call, type: ObjectType, id: string): StoredRecord | null {
  if (!/^\d+$/.test(id)) {
    throw refuse(404, 'OBJECT_NOT_FOUND', 'Object not found.  objectId are usually numeric.', { context: { id: [id] } });
  }
  return resolve(tableOf(call.portal, type), id);
}

export function findByUnique(call: Call, type: ObjectType, property: string, value: string): StoredRecord | null {
  if (property === 'hs_object_id') return findById(call, type, value);
  if (!isUnique(call.portal, type, property)) {
    throw invalid(`The property ${property} is not a unique identifier property of ${type.name}`, { context: { idProperty: [property] } });
  }
  return holderOf(call.portal, type, property, value);
}

/** 100 ids; what is missing is one error that lists the ids. Order is not the input's. */
export function batchReadObjects(call: Call): SandboxResponse {
  const type = call.type();
  const body = call.body();
  const inputs = batchInputs(body, 100).map((input) => asText(asObject(input, 'an input')['id'], 'id'));
  const archived = flagParameter(call.query, 'archived');
  const idProperty = typeof body['idProperty'] === 'string' && body['idProperty'] !== '' ? body['idProperty'] : null;
  const names = (key: string): string[] => asList(body[key] ?? [], key).map((name) => asText(name, key));
  const view: View = { properties: names('properties'), history: names('propertiesWithHistory'), associations: [] };
  const found = new Set<StoredRecord>();
  const missing: string[] = [];
  for (const id of new Set(inputs)) {
    const record = idProperty === null ? resolve(tableOf(call.portal, type), id) : findByUnique(call, type, idProperty, id);
    if (record !== null && (archived ? inRecycleBin(record, call.now) : record.archivedAt === null)) found.add(record);
    else missing.push(id);
  }
  const results = inAnyOrder(call, [...found]).map((record) => present(call, record, view));
  const message = `Could not get some ${type.singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`;
  return batchAnswer(call.now, 200, results, missing.length === 0 ? [] : [{ status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids: missing } }]);
}

export function inAnyOrder<T>(call: Call, results: readonly T[]): readonly T[] {
  return call.portal.settings.shuffle ? call.portal.random.order.shuffle(results) : results;
}

function viewOf(call: Call): View {
  const properties = listParameter(call.query, 'properties');
  const history = listParameter(call.query, 'propertiesWithHistory');
  return { properties: properties.length > 0 ? properties : null, history, associations: listParameter(call.query, 'associations') };
}

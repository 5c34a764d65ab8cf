// Home of the routes that read and write associations. Invariant: `from.id` is text and `toObjectId` a number, as the
// real service answers; an input without associations is an error entry of a 207, and means zero.
import type { SandboxResponse } from '../contract.ts';
import { associationTypesOf, defaultType, linkEnds, parentClash, relabelEnds, unlabelEnds, unlinkEnds } from './association-rules.ts';
import type { AssociationType } from './association-types.ts';
import type { Call } from './call.ts';
import { linked } from './links.ts';
import type { End } from './links.ts';
import type { ObjectType } from './object-types.ts';
import { inAnyOrder } from './object-reads.ts';
import { tableOf } from './portal.ts';
import { resolve } from './record.ts';
import type { StoredRecord } from './record.ts';
import { asList, asObject, asText, batchAnswer, batchInputs, invalid, jsonBody, limitParameter, noContent, notFound, optionalText, respond } from './wire.ts';
import type { BatchError, Json } from './wire.ts';

const PAGE = 500;
const MAX_PAIRS = 2_000;

export function listAssociations(call: Call): SandboxResponse {
  const to = call.type('toObjectType');
  const from = live(call, call.type(), call.param('objectId'));
  if (from === null) throw notFound();
  const limit = limitParameter(call.query, PAGE, PAGE);
  const { page, next } = pageOf(call, from, to, call.query.get('after'), limit);
  return respond(200, { results: page, ...(next === null ? {} : { paging: { next: { after: next, link: call.link({ after: next }) } } }) });
}

export function batchReadAssociations(call: Call): SandboxResponse {
  const fromType = call.type('fromObjectType');
  const toType = call.type('toObjectType');
  const results: unknown[] = [];
  const errors: BatchError[] = [];
  for (const raw of batchInputs(call.body(), 1_000)) {
    const input = asObject(raw, 'an input');
    const id = asText(input['id'], 'id');
    const from = live(call, fromType, id);
    const { page, next } = from === null ? { page: [], next: null } : pageOf(call, from, toType, optionalText(input['after'], 'after'), PAGE);
    if (page.length === 0) {
      const message = `No ${toType.name} is associated with ${fromType.name} ${id}.`;
      errors.push({ status: 'error', category: 'OBJECT_NOT_FOUND', subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', message, context: { fromObjectId: [id] } });
      continue;
    }
    results.push({ from: { id: from?.id ?? id }, to: page, ...(next === null ? {} : { paging: { next: { after: next, link: call.link({ after: next }) } } }) });
  }
  return batchAnswer(call.now, 200, inAnyOrder(call, results), errors);
}

/** `after` is the id of the first record of the page. */
function pageOf(call: Call, from: End, to: ObjectType, after: string | null, limit: number): { page: unknown[]; next: string | null } {
  const { portal } = call;
  const ids = [...linked(portal.links, from, to)].filter(([id]) => live(call, to, id) !== null).toSorted(([a], [b]) => Number(a) - Number(b));
  const rest = after === null || after === '' ? ids : ids.filter(([id]) => Number(id) >= Number(after));
  const page = rest.slice(0, limit).map(([id, typeIds]) => ({
    toObjectId: Number(id),
    associationTypes: portal.associationTypes
      .filter((type) => type.from === from.type.name && type.to === to.name && typeIds.has(type.typeId))
      .map((type) => ({ category: type.category, typeId: type.typeId, label: type.label })),
  }));
  return { page, next: rest[limit]?.[0] ?? null };
}

export function putAssociation(call: Call): SandboxResponse {
  const [from, to] = bothEnds(call, call.type(), call.param('objectId'));
  const types = associationTypesOf(call.portal, from.type, to.type, asList(jsonBody(call.request), 'the body'));
  relabelEnds(call.portal, from, to, types, call.source, call.now);
  return respond(201, labelsBetween(call, from, to));
}

export function putDefaultAssociation(call: Call): SandboxResponse {
  const [from, to] = bothEnds(call, call.type('fromObjectType'), call.param('fromObjectId'));
  return batchAnswer(call.now, 200, linkByDefault(call, from, to));
}

function linkByDefault(call: Call, from: StoredRecord, to: StoredRecord): unknown[] {
  const type = defaultType(call.portal, from.type, to.type);
  linkEnds(call.portal, from, to, [type], call.source, call.now);
  const result = (near: End, far: End, associationTypeId: number): unknown => ({
    from: { id: near.id },
    to: { id: far.id },
    associationSpec: { associationCategory: type.category, associationTypeId },
  });
  return [result(from, to, type.typeId), result(to, from, type.inverseId)];
}

export function deleteAssociation(call: Call): SandboxResponse {
  const from = resolve(tableOf(call.portal, call.type()), call.param('objectId'));
  const to = resolve(tableOf(call.portal, call.type('toObjectType')), call.param('toObjectId'));
  if (from !== null && to !== null) unlinkEnds(call.portal, from, to, call.source, call.now);
  return noContent();
}

export function batchCreateAssociations(call: Call): SandboxResponse {
  return eachPair(call, { status: 201, partial: 207 }, (from, to, input) => {
    relabelEnds(call.portal, from, to, specsOf(call, from, to, input), call.source, call.now);
    return [labelsBetween(call, from, to)];
  });
}

export function batchDefaultAssociations(call: Call): SandboxResponse {
  // This one has no 207 in the contract: its errors come with a 200.
  return eachPair(call, { status: 200, partial: 200 }, (from, to) => linkByDefault(call, from, to));
}

export function batchArchiveAssociations(call: Call): SandboxResponse {
  for (const raw of batchInputs(call.body(), 100)) {
    const input = asObject(raw, 'an input');
    const from = resolve(tableOf(call.portal, call.type('fromObjectType')), idOf(input['from']));
    for (const target of asList(input['to'], 'to')) {
      const to = resolve(tableOf(call.portal, call.type('toObjectType')), idOf(target));
      if (from !== null && to !== null) unlinkEnds(call.portal, from, to, call.source, call.now);
    }
  }
  return archived(call);
}

export function batchArchiveLabels(call: Call): SandboxResponse {
  for (const raw of batchInputs(call.body(), MAX_PAIRS)) {
    const input = asObject(raw, 'an input');
    const from = resolve(tableOf(call.portal, call.type('fromObjectType')), idOf(input['from']));
    const to = resolve(tableOf(call.portal, call.type('toObjectType')), idOf(input['to']));
    if (from === null || to === null) continue;
    const named = asList(input['types'], 'types').map((spec) => asObject(spec, 'a type')['associationTypeId']);
    const types = associationTypesOf(call.portal, from.type, to.type, asList(input['types'], 'types')).filter((type) => named.includes(type.typeId));
    unlabelEnds(call.portal, from, to, types, call.source, call.now);
  }
  return archived(call);
}

/** Dated paths answer a batch body, v4 nothing. */
function archived(call: Call): SandboxResponse {
  return call.dated ? batchAnswer(call.now, 200, []) : noContent();
}

function eachPair(call: Call, { status, partial }: { readonly status: number; readonly partial: number }, link: (from: StoredRecord, to: StoredRecord, input: Json) => unknown[]): SandboxResponse {
  const fromType = call.type('fromObjectType');
  const toType = call.type('toObjectType');
  const results: unknown[] = [];
  const errors: BatchError[] = [];
  for (const raw of batchInputs(call.body(), MAX_PAIRS)) {
    const input = asObject(raw, 'an input');
    const fromId = idOf(input['from']);
    const toId = idOf(input['to']);
    const from = live(call, fromType, fromId);
    const to = live(call, toType, toId);
    const context = { fromObjectId: [fromId], toObjectId: [toId] };
    if (from === null || to === null) {
      const [lostType, lostId] = from === null ? [fromType, fromId] : [toType, toId];
      errors.push({ status: 'error', category: 'OBJECT_NOT_FOUND', message: `${lostType.singular.toUpperCase()} with id ${lostId} does not exist.`, context });
      continue;
    }
    const clash = parentClash(call.portal, from, to);
    if (clash === null) results.push(...link(from, to, input));
    else errors.push({ status: 'error', category: 'VALIDATION_ERROR', message: clash, context });
  }
  return batchAnswer(call.now, status, inAnyOrder(call, results), errors, partial);
}

function specsOf(call: Call, from: End, to: End, input: Json): AssociationType[] {
  return associationTypesOf(call.portal, from.type, to.type, asList(input['types'], 'types'));
}

function idOf(value: unknown): string {
  return asText(asObject(value, 'an object id')['id'], 'id');
}

function live(call: Call, type: ObjectType, id: string): StoredRecord | null {
  const record = resolve(tableOf(call.portal, type), id);
  return record === null || record.archivedAt !== null ? null : record;
}

function bothEnds(call: Call, fromType: ObjectType, fromId: string): [StoredRecord, StoredRecord] {
  const toType = call.type('toObjectType');
  defaultType(call.portal, fromType, toType);
  const from = live(call, fromType, fromId);
  const to = live(call, toType, call.param('toObjectId'));
  if (from === null || to === null) throw notFound();
  if (from === to) throw invalid('A record cannot be associated with itself.');
  const clash = parentClash(call.portal, from, to);
  if (clash !== null) throw invalid(clash);
  return [from, to];
}

function labelsBetween(call: Call, from: End, to: End): unknown {
  const typeIds = linked(call.portal.links, from, to.type).get(to.id) ?? new Set<number>();
  const labels = call.portal.associationTypes.filter((type) => type.from === from.type.name && typeIds.has(type.typeId)).flatMap((type) => type.label ?? []);
  return { fromObjectTypeId: from.type.typeId, fromObjectId: Number(from.id), toObjectTypeId: to.type.typeId, toObjectId: Number(to.id), labels };
}

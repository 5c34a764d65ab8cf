// Home of the routes that write single records: create, update, archive. Invariant: a refused write changes nothing; an
// archived record can be neither read by default nor written.
import type { SandboxResponse } from '../contract.ts';
import { associationTypesOf, linkEnds, parentClash } from './association-rules.ts';
import { afterCreate, afterUpdate } from './automations.ts';
import { originOf } from './call.ts';
import type { Call } from './call.ts';
import { demand, examine } from './examine.ts';
import type { Claims, Examination } from './examine.ts';
import type { End } from './links.ts';
import { findObjectType } from './object-types.ts';
import type { ObjectType } from './object-types.ts';
import { findByPath } from './object-reads.ts';
import { tableOf } from './portal.ts';
import { BARE, present } from './present.ts';
import { changeRecord, insertRecord } from './records.ts';
import { putInBin } from './recycle-bin.ts';
import { resolve } from './record.ts';
import type { StoredRecord } from './record.ts';
import type { AssociationType } from './association-types.ts';
import { asList, asObject, asText, invalid, noContent, notFound, respond } from './wire.ts';
import type { Json } from './wire.ts';

export interface PlannedLink {
  readonly to: End;
  readonly types: readonly AssociationType[];
}

export function createObject(call: Call): SandboxResponse {
  const type = call.type();
  const input = call.body();
  const examination = examineCreate(call, type, input, new Set());
  demand(call.portal, [examination]);
  const links = plannedLinks(call, type, input);
  const record = commitCreate(call, type, examination, links);
  return respond(201, presentAll(call, record), { location: `${originOf(call.request)}${call.request.path}/${record.id}` });
}

export function examineCreate(call: Call, type: ObjectType, input: Json, claims: Claims): Examination {
  return examine({ portal: call.portal, type, properties: propertiesOf(input), record: null, dated: call.dated, claims });
}

export function propertiesOf(input: Json): Json {
  return asObject(input['properties'] ?? {}, 'properties');
}

export function commitCreate(call: Call, type: ObjectType, examination: Examination, links: readonly PlannedLink[]): StoredRecord {
  const { portal, now, source } = call;
  const record = insertRecord(portal, type, examination.values, { createdAt: now, updatedAt: now, source });
  for (const link of links) linkEnds(portal, record, link.to, link.types, source, now);
  afterCreate(portal, record, now);
  return record;
}

/** The `associations` of a create; checks that every far record and type id exists. */
export function plannedLinks(call: Call, type: ObjectType, input: Json): PlannedLink[] {
  return asList(input['associations'] ?? [], 'associations').map((raw) => {
    const association = asObject(raw, 'an association');
    const id = asText(asObject(association['to'], 'to')['id'], 'to.id');
    const specs = asList(association['types'], 'types');
    const first = asObject(specs[0] ?? {}, 'a type');
    const known = call.portal.associationTypes.find((candidate) => candidate.typeId === first['associationTypeId'] && candidate.from === type.name);
    const to = known === undefined ? null : findObjectType(known.to);
    if (to === null) throw invalid(`No association type with id ${String(first['associationTypeId'])} exists from ${type.name}`);
    const record = resolve(tableOf(call.portal, to), id);
    if (record === null || record.archivedAt !== null) throw invalid(`Object of type ${to.typeId} with ID ${id} does not exist`, { context: { id: [id] } });
    const taken = to.name === 'line_items' ? parentClash(call.portal, record, { type, id: '' }) : null;
    if (taken !== null) throw invalid(taken);
    return { to: record, types: associationTypesOf(call.portal, type, to, specs) };
  });
}

export function updateObject(call: Call): SandboxResponse {
  const type = call.type();
  const record = findByPath(call, type);
  if (record.archivedAt !== null) throw notFound();
  const properties = propertiesOf(call.body());
  const examination = examine({ portal: call.portal, type, properties, record, dated: call.dated, claims: new Set() });
  demand(call.portal, [examination]);
  commitUpdate(call, record, examination);
  return respond(200, presentTouched(call, record, Object.keys(properties)));
}

export function commitUpdate(call: Call, record: StoredRecord, examination: Examination): void {
  const before = record.values;
  changeRecord(call.portal, record, examination.values, call.source, call.now);
  afterUpdate(call.portal, record, before, call.now);
}

export function archiveObject(call: Call): SandboxResponse {
  const record = resolve(tableOf(call.portal, call.type()), call.param('objectId'));
  if (record !== null) putInBin(call.portal, record, call.source, call.now);
  return noContent();
}

/** A write's answer names what was written; a create's everything that has a value. */
export function presentTouched(call: Call, record: StoredRecord, names: readonly string[]): Record<string, unknown> {
  return present(call, record, { ...BARE, properties: names.length > 0 ? names : ['hs_object_id'] });
}

export function presentAll(call: Call, record: StoredRecord): Record<string, unknown> {
  return presentTouched(call, record, Object.keys(record.values));
}

// Home of the routes of properties and their groups. Invariant: a property's name, uniqueness and HubSpot's own definitions
// never change; making an archived name again brings it back with its old values.
import type { SandboxResponse } from '../contract.ts';
import type { Call } from './call.ts';
import type { ObjectType } from './object-types.ts';
import type { PropertyDefinition } from './property.ts';
import { definitionFrom, presentProperty } from './property-definitions.ts';
import { propertiesOf } from './property-registry.ts';
import { Refusal, asObject, asText, batchAnswer, batchInputs, flagParameter, invalid, noContent, notFound, refuse, respond, textOr } from './wire.ts';
import type { BatchError, Json } from './wire.ts';

export function listProperties(call: Call): SandboxResponse {
  const archived = flagParameter(call.query, 'archived');
  const sensitivity = call.query.get('dataSensitivity') ?? 'non_sensitive';
  const found = [...propertiesOf(call.portal.properties, call.type()).byName.values()];
  return respond(200, { results: found.filter((each) => (each.archivedAt !== null) === archived && each.dataSensitivity === sensitivity).map(presentProperty) });
}

export function readProperty(call: Call): SandboxResponse {
  const definition = named(call, call.param('propertyName'));
  if ((definition.archivedAt !== null) !== flagParameter(call.query, 'archived')) throw missing(call.param('propertyName'));
  return respond(200, presentProperty(definition));
}

export function createProperty(call: Call): SandboxResponse {
  return respond(201, presentProperty(addProperty(call, call.type(), call.body())));
}

function addProperty(call: Call, type: ObjectType, input: Json): PropertyDefinition {
  const properties = propertiesOf(call.portal.properties, type);
  const name = asText(input['name'], 'name');
  const existing = properties.byName.get(name);
  if (existing !== undefined && existing.archivedAt === null) {
    throw refuse(409, 'OBJECT_ALREADY_EXISTS', `A property named '${name}' already exists.`, { subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS', context: { name: [name] } });
  }
  const definition = definitionFrom(type, properties, input, call.now);
  const made = existing === undefined ? definition : { ...definition, createdAt: existing.createdAt, hasUniqueValue: existing.hasUniqueValue, type: existing.type };
  properties.byName.set(name, made);
  return made;
}

export function updateProperty(call: Call): SandboxResponse {
  const type = call.type();
  const properties = propertiesOf(call.portal.properties, type);
  const before = named(call, call.param('propertyName'));
  if (before.archivedAt !== null) throw missing(before.name);
  const body = call.body();
  const changes = before.hubspotDefined ? pick(body, before.modificationMetadata.readOnlyOptions ? [] : ['options']) : body;
  // hasUniqueValue is accepted and ignored.
  const merged = { ...presentProperty(before), ...changes, name: before.name, hasUniqueValue: before.hasUniqueValue };
  const definition = { ...before, ...keepStandard(before, definitionFrom(type, properties, merged, call.now, before)), createdAt: before.createdAt, updatedAt: call.now };
  properties.byName.set(before.name, definition);
  return respond(200, presentProperty(definition));
}

function keepStandard(before: PropertyDefinition, after: PropertyDefinition): Partial<PropertyDefinition> {
  return before.hubspotDefined ? { options: after.options } : after;
}

function pick(body: Json, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)));
}

export function archiveProperty(call: Call): SandboxResponse {
  retire(call, call.type(), call.param('propertyName'));
  return noContent();
}

function retire(call: Call, type: ObjectType, name: string): void {
  const properties = propertiesOf(call.portal.properties, type);
  const definition = properties.byName.get(name);
  if (definition === undefined) throw missing(name);
  if (!definition.modificationMetadata.archivable) throw invalid(`Property ${name} is defined by HubSpot and cannot be archived.`);
  if (call.portal.settings.propertiesInUse.includes(`${type.name}.${name}`)) {
    throw refuse(400, 'VALIDATION_ERROR', `Property ${name} is in use and cannot be deleted.`, { subCategory: 'Properties.CANNOT_DELETE_PROPERTY_IN_USE', errors: [{ message: `Property ${name} is in use.`, code: 'CANNOT_DELETE_PROPERTY_IN_USE' }] });
  }
  properties.byName.set(name, { ...definition, archivedAt: definition.archivedAt ?? call.now });
}

export function batchArchiveProperties(call: Call): SandboxResponse {
  for (const name of namesOf(call)) if (propertiesOf(call.portal.properties, call.type()).byName.has(name)) retire(call, call.type(), name);
  return noContent();
}

export function batchCreateProperties(call: Call): SandboxResponse {
  const type = call.type();
  const errors: BatchError[] = [];
  const results: unknown[] = [];
  for (const input of batchInputs(call.body(), 100)) {
    try {
      results.push(presentProperty(addProperty(call, type, asObject(input, 'an input'))));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const body = asObject(error.body, 'the refusal');
      errors.push({ status: 'error', category: textOr(body['category'], 'VALIDATION_ERROR'), message: error.message, ...(body['subCategory'] === undefined ? {} : { subCategory: textOr(body['subCategory'], '') }), context: { name: [textOr(asObject(input, 'an input')['name'], '')] } });
    }
  }
  return batchAnswer(call.now, 201, results, errors);
}

export function batchReadProperties(call: Call): SandboxResponse {
  const archived = call.body()['archived'] === true;
  const { byName } = propertiesOf(call.portal.properties, call.type());
  const names = [...new Set(namesOf(call))];
  const found = names.flatMap((name) => byName.get(name) ?? []).filter((each) => (each.archivedAt !== null) === archived);
  const lost = names.filter((name) => !found.some((each) => each.name === name));
  const errors: BatchError[] = lost.length === 0 ? [] : [{ status: 'error', category: 'OBJECT_NOT_FOUND', message: 'Could not get some properties, they may be deleted or not exist.', context: { names: lost } }];
  return batchAnswer(call.now, 200, found.map(presentProperty), errors);
}

function namesOf(call: Call): string[] {
  return batchInputs(call.body(), 100).map((input) => asText(asObject(input, 'an input')['name'], 'name'));
}

function named(call: Call, name: string): PropertyDefinition {
  const definition = propertiesOf(call.portal.properties, call.type()).byName.get(name);
  if (definition === undefined) throw missing(name);
  return definition;
}

function missing(name: string): Refusal {
  return refuse(404, 'OBJECT_NOT_FOUND', `Property ${name} does not exist`, { context: { name: [name] } });
}

export function listGroups(call: Call): SandboxResponse {
  return respond(200, { results: [...propertiesOf(call.portal.properties, call.type()).groups.values()] });
}

export function readGroup(call: Call): SandboxResponse {
  const group = propertiesOf(call.portal.properties, call.type()).groups.get(call.param('groupName'));
  if (group === undefined) throw notFound();
  return respond(200, group);
}

export function createGroup(call: Call): SandboxResponse {
  const { groups } = propertiesOf(call.portal.properties, call.type());
  const body = call.body();
  const name = asText(body['name'], 'name');
  if (groups.has(name)) throw refuse(409, 'OBJECT_ALREADY_EXISTS', `A property group named '${name}' already exists.`, { subCategory: 'Properties.GROUP_WITH_NAME_EXISTS' });
  const group = { name, label: asText(body['label'], 'label'), displayOrder: Number(body['displayOrder'] ?? -1), archived: false };
  groups.set(name, group);
  return respond(201, group);
}

export function updateGroup(call: Call): SandboxResponse {
  const { groups } = propertiesOf(call.portal.properties, call.type());
  const group = groups.get(call.param('groupName'));
  if (group === undefined) throw notFound();
  const body = call.body();
  const changed = { ...group, label: textOr(body['label'], group.label), displayOrder: Number(body['displayOrder'] ?? group.displayOrder) };
  groups.set(group.name, changed);
  return respond(200, changed);
}

export function deleteGroup(call: Call): SandboxResponse {
  const properties = propertiesOf(call.portal.properties, call.type());
  const name = call.param('groupName');
  if (!properties.groups.has(name)) throw notFound();
  if ([...properties.byName.values()].some((each) => each.groupName === name && each.archivedAt === null)) throw invalid(`Property group ${name} still has properties.`);
  properties.groups.delete(name);
  return noContent();
}

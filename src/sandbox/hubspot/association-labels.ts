// Home of the routes of association labels. Invariant: a label has a type id for each direction, and both are changed and
// removed together; HubSpot's own labels stay as they are.
import type { SandboxResponse } from '../contract.ts';
import { defaultType } from './association-rules.ts';
import type { AssociationType } from './association-types.ts';
import type { Call } from './call.ts';
import { Refusal, asText, invalid, noContent, notFound, optionalText, respond } from './wire.ts';

const MAX_LABELS = 50;

export function listLabels(call: Call): SandboxResponse {
  return respond(200, { results: labelsOf(call).map(({ category, typeId, label }) => ({ category, typeId, label })) });
}

function labelsOf(call: Call): AssociationType[] {
  const from = call.type('fromObjectType').name;
  const to = call.type('toObjectType').name;
  return call.portal.associationTypes.filter((type) => type.from === from && type.to === to);
}

export function createLabel(call: Call): SandboxResponse {
  const from = call.type('fromObjectType');
  const to = call.type('toObjectType');
  defaultType(call.portal, from, to);
  const body = call.body();
  const name = asText(body['name'], 'name');
  const label = asText(body['label'], 'label');
  const inverseLabel = optionalText(body['inverseLabel'], 'inverseLabel') ?? label;
  if (labelsOf(call).some((type) => type.name === name || type.label === label)) throw invalid(`An association label ${label} already exists.`);
  if (labelsOf(call).filter((type) => type.category === 'USER_DEFINED').length >= MAX_LABELS) {
    throw new Refusal(437, { status: 'error', message: `There can be at most ${MAX_LABELS} labels between two object types.`, category: 'LIMIT_EXCEEDED' });
  }
  const typeId = Math.max(1_000, ...call.portal.associationTypes.map((type) => type.typeId)) + 1;
  const category = 'USER_DEFINED';
  call.portal.associationTypes.push(
    { category, typeId, inverseId: typeId + 1, from: from.name, to: to.name, label, name },
    { category, typeId: typeId + 1, inverseId: typeId, from: to.name, to: from.name, label: inverseLabel, name },
  );
  return respond(200, {
    results: [
      { category, typeId, label },
      { category, typeId: typeId + 1, label: inverseLabel },
    ],
  });
}

/** Replaces both labels: one that is not sent is not kept. */
export function updateLabel(call: Call): SandboxResponse {
  const body = call.body();
  const at = ownLabel(call, Number(body['associationTypeId']));
  const types = call.portal.associationTypes;
  const type = types[at];
  const inverseAt = types.findIndex((candidate) => candidate.typeId === type?.inverseId);
  const inverse = types[inverseAt];
  if (type === undefined || inverse === undefined) throw notFound();
  const label = asText(body['label'], 'label');
  const inverseLabel = optionalText(body['inverseLabel'], 'inverseLabel');
  if (inverseLabel === null && inverse.label !== type.label) throw invalid('Both labels must be sent for a paired label.');
  types[at] = { ...type, label };
  types[inverseAt] = { ...inverse, label: inverseLabel ?? label };
  return noContent();
}

export function deleteLabel(call: Call): SandboxResponse {
  const types = call.portal.associationTypes;
  const type = types[ownLabel(call, Number(call.param('associationTypeId')))];
  if (type === undefined) throw notFound();
  for (const byType of call.portal.links.values()) {
    for (const byId of byType.values()) for (const typeIds of byId.values()) for (const id of [type.typeId, type.inverseId]) typeIds.delete(id);
  }
  for (const id of [type.typeId, type.inverseId]) {
    const at = types.findIndex((candidate) => candidate.typeId === id);
    if (at >= 0) types.splice(at, 1);
  }
  return noContent();
}

function ownLabel(call: Call, typeId: number): number {
  const pair = labelsOf(call);
  const at = call.portal.associationTypes.findIndex((type) => type.typeId === typeId && type.category === 'USER_DEFINED' && pair.includes(type));
  if (at < 0) throw invalid(`No label with type id ${typeId} can be changed between these object types.`);
  return at;
}

// Home of the kinds of association and their type ids. Invariant: every kind has an inverse, and each pair of object
// types has exactly one kind without a label, which every associated pair of records carries.
import { OBJECT_TYPES } from './object-types.ts';
import type { ObjectType } from './object-types.ts';

export interface AssociationType {
  readonly category: 'HUBSPOT_DEFINED' | 'USER_DEFINED';
  readonly typeId: number;
  readonly inverseId: number;
  readonly from: string;
  readonly to: string;
  readonly label: string | null;
  /** As inline associations show it, without the object types; '' for the kind without a label. */
  readonly name: string;
}

/** [from, to, id, inverse id] of the unlabelled kinds, HubSpot's own ids. */
const UNLABELLED: readonly (readonly [string, string, number, number])[] = [
  ['contacts', 'companies', 279, 280],
  ['deals', 'contacts', 3, 4],
  ['deals', 'companies', 341, 342],
  ['deals', 'line_items', 19, 20],
  ['contacts', 'contacts', 449, 449],
  ['companies', 'companies', 450, 450],
  ['deals', 'deals', 451, 451],
  ['notes', 'contacts', 202, 201],
  ['notes', 'companies', 190, 189],
  ['notes', 'deals', 214, 213],
  ['tasks', 'contacts', 204, 203],
  ['tasks', 'companies', 192, 191],
  ['tasks', 'deals', 216, 215],
  ['meetings', 'contacts', 200, 199],
  ['meetings', 'companies', 188, 187],
  ['meetings', 'deals', 212, 211],
  ['calls', 'contacts', 194, 193],
  ['calls', 'companies', 182, 181],
  ['calls', 'deals', 206, 205],
  ['emails', 'contacts', 198, 197],
  ['emails', 'companies', 186, 185],
  ['emails', 'deals', 210, 209],
  ['invoices', 'contacts', 177, 178],
  ['invoices', 'companies', 179, 180],
  ['invoices', 'deals', 175, 176],
  ['invoices', 'line_items', 409, 410],
  ['tickets', 'contacts', 16, 15],
  ['tickets', 'companies', 339, 340],
  ['tickets', 'deals', 28, 27],
  ['notes', 'tickets', 228, 227],
  ['tasks', 'tickets', 230, 229],
  ['meetings', 'tickets', 226, 225],
  ['calls', 'tickets', 220, 219],
  ['emails', 'tickets', 224, 223],
];

/** [from, to, id, inverse id, label, inverse label, name, inverse name] */
const LABELLED: readonly (readonly [string, string, number, number, string, string, string, string])[] = [
  ['contacts', 'companies', 1, 2, 'Primary', 'Primary', 'primary', 'primary'],
  ['deals', 'companies', 5, 6, 'Primary', 'Primary', 'primary', 'primary'],
  ['tickets', 'companies', 26, 25, 'Primary', 'Primary', 'primary', 'primary'],
  ['companies', 'companies', 13, 14, 'Child Company', 'Parent Company', 'parent_to_child', 'child_to_parent'],
];

export function standardAssociationTypes(): AssociationType[] {
  const types: AssociationType[] = [];
  const add = (from: string, to: string, typeId: number, inverseId: number, label: string | null, inverseLabel: string | null, name: string, inverseName: string): void => {
    types.push({ category: 'HUBSPOT_DEFINED', typeId, inverseId, from, to, label, name });
    if (typeId !== inverseId) types.push({ category: 'HUBSPOT_DEFINED', typeId: inverseId, inverseId: typeId, from: to, to: from, label: inverseLabel, name: inverseName });
  };
  for (const [from, to, id, inverse, label, inverseLabel, name, inverseName] of LABELLED) add(from, to, id, inverse, label, inverseLabel, name, inverseName);
  for (const [from, to, id, inverse] of UNLABELLED) add(from, to, id, inverse, null, null, '', '');
  return types;
}

export function unlabelled(types: readonly AssociationType[], from: ObjectType, to: ObjectType): AssociationType | null {
  return types.find((type) => type.from === from.name && type.to === to.name && type.label === null) ?? null;
}

/** The type that marks the one primary company of a contact or deal (or its inverse); null for other pairs. */
export function primaryType(types: readonly AssociationType[], from: ObjectType, to: ObjectType): AssociationType | null {
  return types.find((type) => type.from === from.name && type.to === to.name && type.name === 'primary') ?? null;
}

/** `contact_to_company`; with an unlabelled suffix where the plain name means the primary one. */
export function inlineName(types: readonly AssociationType[], type: AssociationType): string {
  const pair = `${singularOf(type.from)}_to_${singularOf(type.to)}`;
  if (type.name === 'primary') return pair;
  if (type.label !== null) return type.name;
  const hasPrimary = types.some((other) => other.from === type.from && other.to === type.to && other.name === 'primary');
  return hasPrimary ? `${pair}_unlabeled` : pair;
}

function singularOf(name: string): string {
  return OBJECT_TYPES.find((candidate) => candidate.name === name)?.singular ?? name;
}

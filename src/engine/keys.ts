// The keys under which a record is found again: those it is matched by, and one per record it points to, so that what a
// deal says of its company can be asked from the company.
import { keysOf } from '../core/match-key.ts';
import { pointerKey } from '../core/pointer-key.ts';
import { isSet } from '../core/value.ts';
import type { EntityName, Fields, Side, Value } from '../core/vocabulary.ts';
import type { FieldDefinition } from '../entities/entity.ts';
import { entityOf } from './context.ts';
import type { EngineContext } from './context.ts';

/** @param fields as the side shows them: references are the side's own ids */
export function keysFor(context: EngineContext, entity: EntityName, side: Side, fields: Fields): readonly string[] {
  const pointers = refFields(context, entity).flatMap((field) => idsIn(fields[field.name]).map((id) => pointerKey(field.target, side, id)));
  return [...keysOf(entityOf(context, entity).matching, fields, context.freeMailDomains), ...new Set(pointers)];
}

export type RefField = FieldDefinition & { readonly target: EntityName };

/** The fields of an entity that point to records of another one. */
export function refFields(context: EngineContext, entity: EntityName): readonly RefField[] {
  return [...entityOf(context, entity).fields.values()].filter((field): field is RefField => field.target !== null);
}

/** The ids that a reference, or a set of them, holds. */
export function idsIn(value: Value | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return isSet(value) ? value.map((element) => element.key) : [];
}

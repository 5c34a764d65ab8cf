// By which keys a record shows persons, read by its declaration: the one it is about, those it points to, and whoever has an address that
// stands in it. Invariant: one reading for what is taken in, edited and imported.
import { shownBy } from '../core/person-shown.ts';
import { emailKey, offeredKeys, refKey, type PersonKind } from '../core/subject.ts';
import { isSet } from '../core/value.ts';
import type { Fields, Side, Value } from '../core/vocabulary.ts';
import type { Entity, FieldDefinition } from './entity.ts';
import { entities } from './index.ts';

export function offeredBy({ person }: Pick<Entity, 'person'>, side: Side, ids: readonly string[], fields: Fields): readonly string[] {
  return person === null ? [] : offeredKeys(shownBy(person, side, ids, fields));
}

/** Keys of single values: ids of persons that a record points to, and addresses that stand in a field of a record of something else. */
export function tellingIn(entity: Pick<Entity, 'fields'>, side: Side, fields: Fields): readonly string[] {
  return [...entity.fields.values()].flatMap((field) => elementKeys(field, side, fields[field.name]));
}

/** Of the ids of persons that a value is made of, and of the addresses. */
export function elementKeys(field: FieldDefinition, side: Side, value: Value | undefined): readonly string[] {
  const kind = personIn(field);
  const ids = isSet(value) ? value.map(({ key }) => key) : typeof value === 'string' ? [value] : [];
  if (kind !== null) return side === 'local' ? [] : ids.map((id) => refKey({ side, kind, id }));
  return isAddress(field) ? ids.filter((text) => text.includes('@')).map(emailKey) : [];
}

const isAddress = ({ category }: Pick<FieldDefinition, 'category'>): boolean => category === 'contact';

/** Of a pointer to persons, of which kind. */
export function personIn({ target }: Pick<FieldDefinition, 'target'>): PersonKind | null {
  return target === null ? null : (entities.get(target)?.person?.kind ?? null);
}

/** Of our own record: who is shown in it that was not before. */
export function shownAnew(entity: Pick<Entity, 'person' | 'fields'>, before: Fields, after: Fields): readonly string[] {
  const keysIn = (fields: Fields): readonly string[] => [...offeredBy(entity, 'local', [], fields), ...tellingIn(entity, 'local', fields)];
  const known = new Set(keysIn(before));
  return [...new Set(keysIn(after).filter((key) => !known.has(key)))];
}

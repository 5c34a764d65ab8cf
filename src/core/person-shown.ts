// What a record shows of the person it is about, read by its declaration. Invariant: one reading for all records, so a person is told
// again by the same keys wherever they are shown: in a page, an edit or a row that is kept.
import type { PersonKind, Shown } from './subject.ts';
import { isSet } from './value.ts';
import type { FieldName, Fields, Side, Value } from './vocabulary.ts';

/** Of records that are about one person each: the fields that tell them. Each address and phone field is a set or a text. */
export interface PersonFields {
  readonly kind: PersonKind;
  readonly first: FieldName;
  readonly last: FieldName;
  readonly emails: readonly FieldName[];
  readonly phones: readonly FieldName[];
}

/** @param ids of the record on the side, former ones too; our own ids tell nobody */
export function shownBy(person: PersonFields, side: Side, ids: readonly string[], fields: Fields): Shown {
  const [first, last] = [textOf(fields[person.first]), textOf(fields[person.last])];
  return {
    names: `${first}${last}`.trim() === '' ? [] : [{ first, last }],
    emails: person.emails.flatMap((name) => keysIn(fields[name])),
    phones: person.phones.flatMap((name) => keysIn(fields[name])),
    refs: side === 'local' ? [] : ids.map((id) => ({ side, kind: person.kind, id })),
  };
}

const textOf = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

function keysIn(value: Value | undefined): readonly string[] {
  if (isSet(value)) return value.map(({ key }) => key);
  return typeof value === 'string' && value !== '' ? [value] : [];
}

// What a row makes of a record that is there. Invariants: a blank cell changes nothing; a list is only ever added to; a mark that somebody
// must not be written to is taken in whatever else is left.
import { comparable } from '../core/normalise/comparable.ts';
import { isEmpty, isSet, makeSet } from '../core/value.ts';
import type { FieldName, Fields, Value } from '../core/vocabulary.ts';
import type { Entity } from '../entities/entity.ts';
import type { ConsentChange } from '../store/edits.ts';

/** fill: only what is blank. overwrite: the file wins. skip: it stays as it is. */
export const EXISTING = ['fill', 'overwrite', 'skip'] as const;
export type Existing = (typeof EXISTING)[number];

export function changesBy(entity: Entity, present: Fields, given: Fields, existing: Existing): Fields {
  const changes: Record<FieldName, Value> = {};
  for (const [name, value] of Object.entries(given)) {
    const field = entity.fields.get(name);
    const now = present[name] ?? null;
    const isMark = field?.marks !== undefined;
    if (existing === 'skip' && !isMark) continue;
    if (existing !== 'overwrite' && !isMark && !isEmpty(now)) continue;
    const next = isSet(value) && isSet(now) ? makeSet([...now, ...value.filter(({ key }) => !now.some((one) => one.key === key))]) : value;
    if (comparable(field?.compare ?? 'exact', next) !== comparable(field?.compare ?? 'exact', now)) changes[name] = next;
  }
  return changes;
}

/** Addresses that may not be written to any more. */
export function consentsIn(entity: Entity, before: Fields, fields: Fields): readonly ConsentChange[] {
  return [...entity.fields.values()].flatMap(({ name, marks }) => {
    const [was, is] = [before[name] ?? null, fields[name] ?? null];
    if (marks === undefined || !isSet(is)) return [];
    return is.filter(({ key }) => !isSet(was) || !was.some((one) => one.key === key)).map(({ key }) => ({ address: key, allowed: false, source: null, on: null }));
  });
}

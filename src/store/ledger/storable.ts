// What every store can keep. PostgreSQL takes neither NUL nor half a surrogate pair in text; one such character from a
// vendor would stop a whole page for ever. Invariant: both stores keep the same text, and a value once kept stays as it is.
import { isSet } from '../../core/value.ts';
import type { Fields, Handles, SetElement, Value } from '../../core/vocabulary.ts';
import type { SeenRecord, SideRecord } from '../store.ts';

// oxlint-disable-next-line no-control-regex -- NUL is the very character meant
const SUSPECT = /[\u0000\ud800-\udfff]/;

export function storableText(text: string): string {
  return SUSPECT.test(text) ? text.replaceAll('\u0000', '').toWellFormed() : text;
}

/** A deep copy that JSON can carry, so that what a caller does with its own value later changes nothing here. */
export function storableJson(value: unknown): unknown {
  const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'string' ? storableText(inner) : inner));
  return text === undefined ? null : deepFreeze(JSON.parse(text) as unknown);
}

function storableValue(value: Value): Value {
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isSet(value)) return Object.freeze(value.map((element) => storableRecord(element) as unknown as SetElement));
  return storableRecord(value as unknown as Readonly<Record<string, Value>>) as unknown as Value;
}

export function storableRecord<T extends Readonly<Record<string, unknown>>>(record: T): T {
  const copy = Object.entries(record).map(([name, value]) => [name, storableValue(value as Value)] as const);
  return Object.freeze(Object.fromEntries(copy)) as T;
}

export function storableSeen({ seen, keys }: SeenRecord): SeenRecord {
  return { seen: { ...seen, fields: storableRecord<Fields>(seen.fields), handles: storableRecord<Handles>(seen.handles) }, keys: storableKeys(keys) };
}

export function storableSide(record: SideRecord): SideRecord {
  const { seen, fields, base, handles, keys } = record;
  return { ...record, seen: storableRecord(seen), fields: storableRecord(fields), base: storableRecord(base), handles: storableRecord(handles), keys: storableKeys(keys) };
}

export function storableKeys(keys: readonly string[]): readonly string[] {
  return Object.freeze([...new Set(keys.map(storableText))].toSorted());
}

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

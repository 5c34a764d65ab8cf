// Home of a map between canonical fields and the properties of one vendor's row: one line per field, read and held by the same
// line. Invariant: a field that the row does not tell stays out of what was read.
import type { FieldName, Fields, Value } from '../../core/vocabulary.ts';
import type { FieldCapability } from '../connector.ts';
import type { Context, Held, Hold } from './codecs.ts';
import { isHeld } from './codecs.ts';

export interface Field<Row> {
  /** Property of the vendor's model; null when the field cannot be written. */
  readonly property: string | null;
  /** undefined: the row does not tell. */
  readonly read: (row: Row, context: Context) => Value | undefined;
  readonly hold: Hold;
}

export type FieldMap<Row> = Readonly<Record<FieldName, Field<Row>>>;

export const int32 = 2_147_483_647;
export const int64 = Number.MAX_SAFE_INTEGER;

export function field<Row>(property: string | null, read: Field<Row>['read'], hold: Hold): Field<Row> {
  return { property, read, hold };
}

export function readFields<Row>(map: FieldMap<Row>, row: Row, context: Context): Fields {
  const fields: Record<FieldName, Value> = {};
  for (const [name, { read }] of Object.entries(map)) {
    const value = read(row, context);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

export function capabilitiesOf(map: FieldMap<never>): Record<FieldName, FieldCapability> {
  return Object.fromEntries(Object.entries(map).map(([name, { property }]) => [name, { write: property !== null, deep: false }]));
}

/** What taking a write apart has found so far: what a read will show, and what cannot be held. */
export interface Verdict {
  readonly shown: Record<FieldName, Value>;
  readonly cannot: Record<FieldName, string>;
}

/** Notes what was held of a field, and hands on what is to be sent. */
export function take(verdict: Verdict, name: FieldName, held: Held, keep: (sent: unknown, value: Value) => void): void {
  if (!isHeld(held)) {
    verdict.cannot[name] = held.cannot;
    return;
  }
  verdict.shown[name] = held.value;
  keep(held.sent, held.value);
}

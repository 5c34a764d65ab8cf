// The fields of a record as a form has them, and the way back: what was changed, as it is sent. Invariant: what nobody touched is not
// sent, so an edit never undoes what it is not about.
import type { RecordData, RecordField, TypedFields, Value } from './use-record.ts';
import { isMoney, isSet, keysOf } from './value-text.ts';

export type FormValues = Record<string, string | boolean | readonly string[] | null>;

/** Sets of addresses and numbers are edited one by one beside their marks; what points to records is edited where those are. */
const ELSEWHERE = new Set(['emails', 'phones', 'optOuts']);

export function formFields(record: RecordData): readonly RecordField[] {
  return record.fields.filter(({ name, editable, target }) => editable && target === null && !ELSEWHERE.has(name));
}

/** A dot would lead into an object. */
export const formKey = (name: string): string => name.replaceAll('.', '__');
export const currencyKey = (name: string): string => `${formKey(name)}__currency`;

export function formValues(record: RecordData, currency: string): FormValues {
  return Object.fromEntries(formFields(record).flatMap((field): [string, FormValues[string]][] => {
    const { name, kind, now } = field;
    if (kind === 'money') return [[formKey(name), isMoney(now) ? now.amount : null], [currencyKey(name), isMoney(now) ? now.currency : currency]];
    if (kind === 'set') return [[formKey(name), keysOf(now)]];
    if (kind === 'bool') return [[formKey(name), now === true]];
    if (kind === 'number') return [[formKey(name), typeof now === 'number' ? String(now) : null]];
    return [[formKey(name), typeof now === 'string' ? now : (isChosen(field) || kind === 'date' ? null : '')]];
  }));
}

export function isChosen({ registry, name }: RecordField): boolean {
  return registry !== null || name === 'country';
}

/** Only what differs from the record as it was seen. */
export function changedFields(record: RecordData, values: FormValues): TypedFields {
  const changed: Record<string, TypedFields[string]> = {};
  for (const field of formFields(record)) {
    const typed = typedValue(field, values);
    if (typed !== undefined) changed[field.name] = typed;
  }
  return changed;
}

function typedValue({ name, kind, now }: RecordField, values: FormValues): TypedFields[string] | undefined {
  const value = values[formKey(name)] ?? null;
  if (kind === 'set') return setChange(now, Array.isArray(value) ? (value as readonly string[]) : []);
  if (kind === 'money') {
    const currency = String(values[currencyKey(name)] ?? '');
    if (value === null || value === '') return now === null ? undefined : null;
    return isMoney(now) && now.amount === value && now.currency === currency ? undefined : { amount: String(value), currency };
  }
  if (kind === 'bool') return value === (now === true) ? undefined : value === true;
  if (kind === 'number') return (typeof now === 'number' ? String(now) : null) === value ? undefined : value === null ? null : Number(value);
  return (now ?? '') === (value ?? '') ? undefined : value === '' || value === null ? null : String(value);
}

function setChange(now: Value, wanted: readonly string[]): TypedFields[string] | undefined {
  const present = isSet(now) ? keysOf(now) : [];
  const add = wanted.filter((key) => !present.includes(key));
  const remove = present.filter((key) => !wanted.includes(key));
  return add.length + remove.length === 0 ? undefined : { add, remove };
}

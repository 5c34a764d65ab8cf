// The version of a record as a person sees it: one short digest per field that people may edit. Invariant: it changes exactly when one
// of these fields does, whatever figures and bookkeeping move beside them, and tells which field it was.
import { createHash } from 'node:crypto';
import { canonical } from '../core/value.ts';
import type { FieldName, Fields } from '../core/vocabulary.ts';

/** Any version will do. */
export const ANY_VERSION = '*';
const LENGTH = 4;

/** @param names in the order of their declaration */
export function recordVersion(names: readonly FieldName[], fields: Fields): string {
  return names.map((name) => digestOf(name, fields)).join('');
}

/** Fields that are not what they were; all of them for a version that is of other fields, or none of ours. */
export function changedSince(version: string, names: readonly FieldName[], fields: Fields): readonly FieldName[] {
  if (version === ANY_VERSION) return [];
  if (version.length !== names.length * LENGTH) return names;
  return names.filter((name, at) => version.slice(at * LENGTH, (at + 1) * LENGTH) !== digestOf(name, fields));
}

function digestOf(name: FieldName, fields: Fields): string {
  return createHash('sha256').update(`${name}=${canonical(fields[name] ?? null)}`).digest('base64url').slice(0, LENGTH);
}

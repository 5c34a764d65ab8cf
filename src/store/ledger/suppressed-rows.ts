// Rows of mirrors, held against who must stay forgotten. Invariant: a row about such a person is not taken in; of any other only the
// pointer to the person is taken out.
import { offeredKeys, refKey, type PersonKind } from '../../core/subject.ts';
import { shownBy } from '../../core/person-shown.ts';
import { personIn } from '../../entities/person-keys.ts';
import type { Mirror, MirrorRow } from '../../entities/mirrors/mirror.ts';
import { type Kept, type Noted } from './suppression.ts';

/** All that rows of a mirror must be held against. */
export function keysOfRows(mirror: Mirror, rows: readonly MirrorRow[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => [...offeredByRow(mirror, row), ...pointersOf(mirror).flatMap(({ name, kind }) => idsIn(row, name).map((id) => refKey({ side: mirror.side, kind, id })))]))];
}

export function siftedRows(mirror: Mirror, rows: readonly MirrorRow[], kept: Kept): { readonly rows: readonly MirrorRow[]; readonly noted: readonly Noted[] } {
  if (kept.size === 0) return { rows, noted: [] };
  const noted: Noted[] = [];
  const left = rows.flatMap((row) => {
    const hits = offeredByRow(mirror, row).filter((key) => kept.has(key));
    const requests = new Set(hits.flatMap((key) => (kept.get(key) ?? []).flatMap(({ requestId, isNews }) => (isNews ? [requestId] : []))));
    noted.push(...[...requests].map((requestId) => ({ requestId, side: mirror.side, entity: mirror.name, refId: row.id })));
    return hits.length > 0 ? [] : [withoutPointers(mirror, row, kept)];
  });
  return { rows: left, noted };
}

function withoutPointers(mirror: Mirror, row: MirrorRow, kept: Kept): MirrorRow {
  const changed = pointersOf(mirror).flatMap(({ name, kind }) => {
    const ids = idsIn(row, name);
    const left = ids.filter((id) => !kept.has(refKey({ side: mirror.side, kind, id })));
    return left.length === ids.length ? [] : [[name, left] as const];
  });
  return changed.length === 0 ? row : { ...row, values: { ...row.values, ...Object.fromEntries(changed) } };
}

function offeredByRow({ person, side }: Mirror, { id, values }: MirrorRow): readonly string[] {
  if (person === undefined) return [];
  return offeredKeys(shownBy(person, side, [id], Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : null]))));
}

/** Columns that hold ids of persons. */
export function pointersOf({ columns }: Mirror): readonly { readonly name: string; readonly kind: PersonKind }[] {
  return Object.entries(columns).flatMap(([name, { target }]) => {
    const kind = target === undefined ? null : personIn({ target });
    return kind === null ? [] : [{ name, kind }];
  });
}

function idsIn({ values }: MirrorRow, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? (value as readonly string[]) : typeof value === 'string' ? [value] : [];
}

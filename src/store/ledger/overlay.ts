// Laying what a page shows over what is known of a record. Invariant: nothing older replaces anything newer, and a page
// that brings nothing new writes nothing.
import { createHash } from 'node:crypto';
import { fieldsHash, isSet, same } from '../../core/value.ts';
import type { FieldName, Fields, Handles, Snapshot } from '../../core/vocabulary.ts';
import type { SeenRecord } from '../store.ts';
import type { SideRow } from './rows.ts';

export function rowHash(fields: Fields, handles: Handles, keys: readonly string[]): string {
  const rest = JSON.stringify([Object.entries(handles).toSorted(([a], [b]) => (a < b ? -1 : 1)), keys]);
  return createHash('sha256').update(fieldsHash(fields)).update(rest).digest('base64url');
}

/** The part of a row that tells whether a page brings anything new, without its fields. */
export type RowOutline = Pick<SideRow, 'hash' | 'mapVersion' | 'modifiedAt' | 'modifiedBy' | 'gone' | 'suspectedAt'>;

/** True when `overlay` would certainly answer null: decided by hash alone. */
export function bringsNothing(row: RowOutline, { seen, keys }: SeenRecord, mapVersion: string): boolean {
  return (
    row.gone === null && row.suspectedAt === null && row.mapVersion === mapVersion &&
    row.modifiedAt === seen.modifiedAt && row.modifiedBy === seen.modifiedBy && row.hash === rowHash(seen.fields, seen.handles, keys)
  );
}

/**
 * The row with the snapshot over it. `changed`: the link has work to do; otherwise only bookkeeping moved (handles, keys,
 * author, a re-based field). Null: nothing to write.
 */
export function overlay(row: SideRow, { seen, keys }: SeenRecord, mapVersion: string): { readonly row: SideRow; readonly changed: boolean } | null {
  if (Date.parse(seen.asOf) < Date.parse(row.asOf)) return fillUnseen(row, seen);
  const shown = Object.keys(seen.fields);
  const news = shown.filter((name) => !(name in row.fields) || !same(row.fields[name] ?? null, seen.fields[name] ?? null));
  const rebased = row.mapVersion !== mapVersion && row.modifiedAt === seen.modifiedAt ? news.filter((name) => agrees(row, name)) : [];
  // What we took out of use is still shown where it is; only somebody's edit of what we know of it brings it back.
  if (row.gone === 'retired' && news.every((name) => !(name in row.fields) || rebased.includes(name))) return null;
  const fields = news.length === 0 ? row.fields : { ...row.fields, ...pick(seen.fields, news) };
  const base = rebased.length === 0 ? row.base : { ...row.base, ...pick(seen.fields, rebased) };
  const handles = overlayHandles(row.handles, seen);
  // A look at some of the fields says nothing about keys that are made of others. One that is over goes when the link is recorded.
  const partial = Object.keys(row.fields).some((name) => !(name in seen.fields));
  const known = partial ? [...new Set([...row.keys, ...keys])] : keys;
  const kept = known.length === row.keys.length && known.every((key, index) => key === row.keys[index]);
  const changed = row.gone !== null || news.length > rebased.length;
  const moved = changed || rebased.length > 0 || handles !== row.handles;
  const told = (!partial && row.mapVersion !== mapVersion) || row.modifiedAt !== seen.modifiedAt || row.modifiedBy !== seen.modifiedBy;
  if (!moved && kept && !told && row.suspectedAt === null) return null;
  // Whoever does not show a field does not say how it is to be read: the next one who does may bring an edit of it.
  const next = { ...row, fields, base, handles, keys: kept ? row.keys : known, mapVersion: partial ? row.mapVersion : mapVersion, version: row.version + (moved ? 1 : 0) };
  const { asOf, modifiedAt, modifiedBy } = seen;
  return { row: { ...next, hash: rowHash(fields, handles, next.keys), asOf, modifiedAt, modifiedBy, gone: null, verdict: null, suspectedAt: null }, changed };
}

/** From a snapshot that is too old for anything else: fields nobody has looked at yet. */
function fillUnseen(row: SideRow, seen: Snapshot): { readonly row: SideRow; readonly changed: boolean } | null {
  const unseen = Object.keys(seen.fields).filter((name) => !(name in row.fields));
  if (row.gone !== null || unseen.length === 0) return null;
  const fields = { ...row.fields, ...pick(seen.fields, unseen) };
  const handles = { ...seen.handles, ...row.handles };
  return { row: { ...row, fields, handles, hash: rowHash(fields, handles, row.keys), version: row.version + 1 }, changed: true };
}

/** True for a field that showed exactly its base: when only the map changed, so did only the spelling. */
function agrees(row: SideRow, name: FieldName): boolean {
  return name in row.fields && name in row.base && same(row.fields[name] ?? null, row.base[name] ?? null);
}

function pick(fields: Fields, names: readonly FieldName[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
}

/** Handles of one kind (`segment:…`) come together: a snapshot that shows one of them, or their set, shows all. */
function overlayHandles(old: Handles, seen: Snapshot): Handles {
  const kinds = new Set(Object.keys(seen.handles).filter((name) => name.includes(':')).map(kindOf));
  for (const [name, value] of Object.entries(seen.fields)) if (isSet(value)) kinds.add(singular(name));
  const stays = Object.entries(old).filter(([name]) => !name.includes(':') || !kinds.has(kindOf(name)));
  const next: Handles = { ...Object.fromEntries(stays), ...seen.handles };
  const equal = Object.keys(next).length === Object.keys(old).length && Object.keys(next).every((name) => next[name] === old[name]);
  return equal ? old : next;
}

const kindOf = (handle: string): string => handle.slice(0, handle.indexOf(':'));

/** `segments` → `segment`, `companies` → `company`, `addresses` → `address`: how connectors name an element's handle. */
function singular(field: FieldName): string {
  if (field.endsWith('ies')) return `${field.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/.test(field)) return field.slice(0, -2);
  return field.endsWith('s') ? field.slice(0, -1) : field;
}

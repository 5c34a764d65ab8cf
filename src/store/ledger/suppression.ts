// What enters the store, held against who must stay forgotten. Invariants: a record of such a person that nobody knows is not taken in;
// of a record that somebody else's link has, only what is the person's own is taken out: their address, their id. Nothing else of
// a page is touched.
import { refKey, type PersonRef } from '../../core/subject.ts';
import { isSet } from '../../core/value.ts';
import type { EntityName, Fields, Handles, Hint, RemoteSide, SetElement, Side, Value } from '../../core/vocabulary.ts';
import { entities } from '../../entities/index.ts';
import type { Entity } from '../../entities/entity.ts';
import { elementKeys, offeredBy, personIn, shownAnew, tellingIn } from '../../entities/person-keys.ts';
import type { ConflictRecord, HeldRecord, LinkRecord, SavedPage, SeenRecord, SideRecord } from '../store.ts';
import type { SideRow } from './rows.ts';

/** Who keeps a key away; `isNews` false while the request is still being carried out: then it is no wonder that it shows. */
export interface Keeper {
  readonly requestId: string;
  readonly isNews: boolean;
}

/** By key in clear; a key that is not in it is nobody's. */
export type Kept = ReadonlyMap<string, readonly Keeper[]>;

export interface Noted {
  readonly requestId: string;
  readonly side: Side;
  readonly entity: EntityName;
  readonly refId: string | null;
}

export interface Sifted<Page> {
  readonly page: Page;
  /** Records left out. */
  readonly suppressed: number;
  readonly noted: readonly Noted[];
  /** Of those, the ones that a first look which did not show who it is had let in: they go. */
  readonly letIn: readonly PersonRef[];
}

/** All that a page must be held against. */
export function keysOfPage({ entity: name, side, records }: SavedPage): readonly string[] {
  const entity = entities.get(name);
  if (entity === undefined || side === 'local') return [];
  return [...new Set(records.flatMap(({ seen }) => [...offeredBy(entity, side, [seen.id, ...seen.formerIds], seen.fields), ...tellingIn(entity, side, seen.fields)]))];
}

/**
 * A record that nobody knows by more than a name: no look has shown its addresses and numbers, or that there are none.
 * @param rows of its link
 */
export function isHalfSeen({ entity, side, fields }: SideRow, rows: readonly SideRow[]): boolean {
  const person = entities.get(entity)?.person ?? null;
  if (person === null || rows.some((other) => other.side !== side && other.side !== 'local')) return false;
  return ![...person.emails, ...person.phones].some((name) => name in fields);
}

/** Ids of the page's records that offer a suppressed key. */
export function idsOffering(page: SavedPage, kept: Kept): readonly string[] {
  const entity = entities.get(page.entity);
  const { side } = page;
  if (kept.size === 0 || entity === undefined || side === 'local') return [];
  return page.records.flatMap(({ seen }) => (offeredBy(entity, side, [seen.id, ...seen.formerIds], seen.fields).some((key) => kept.has(key)) ? [seen.id] : []));
}

/** @param known ids of this side that have a link @param halfSeen those of them that nobody knows by more than a name */
export function sifted(page: SavedPage, kept: Kept, known: ReadonlySet<string>, halfSeen: ReadonlySet<string>): Sifted<SavedPage> {
  const entity = entities.get(page.entity);
  if (kept.size === 0 || entity === undefined || page.side === 'local') return { page, suppressed: 0, noted: [], letIn: [] };
  const [records, noted, letIn]: [SeenRecord[], Noted[], PersonRef[]] = [[], [], []];
  const side = page.side;
  for (const record of page.records) {
    const { seen } = record;
    const hits = offeredBy(entity, side, [seen.id, ...seen.formerIds], seen.fields).filter((key) => kept.has(key));
    if (hits.length > 0) noted.push(...newsOf(kept, hits, entity, seen.fields).map((requestId) => ({ requestId, side, entity: page.entity, refId: seen.id })));
    const isNew = !known.has(seen.id) || halfSeen.has(seen.id);
    const isTheirs = isOwn(entity, side, seen.id, kept) || (hits.length > 0 && isNew && !seen.formerIds.some((id) => known.has(id)));
    if (!isTheirs) records.push(cleaned(record, entity, side, kept));
    else if (entity.person !== null && halfSeen.has(seen.id)) letIn.push({ side, kind: entity.person.kind, id: seen.id });
  }
  return { page: { ...page, records }, suppressed: page.records.length - records.length, noted, letIn };
}

/** By which a record is told that was being made for a link when its person was forgotten. */
export const makingKey = (linkId: string): string => `making:${linkId}`;

export interface Made {
  readonly linkId: string;
  readonly ref: PersonRef;
  readonly entity: EntityName;
}

/** Records of persons that workers have just made. */
export function madeIn(records: readonly Pick<LinkRecord, 'linkId' | 'sides'>[], entityOf: (linkId: string) => EntityName | null): readonly Made[] {
  return records.flatMap(({ linkId, sides }) => {
    const entity = entityOf(linkId);
    const kind = entity === null ? null : (entities.get(entity)?.person?.kind ?? null);
    if (entity === null || kind === null) return [];
    return sides.flatMap(({ side, seenVersion, id }) => (side === 'local' || seenVersion !== null ? [] : [{ linkId, entity, ref: { side, kind, id } }]));
  });
}

/** An edit of our own record: who is shown in it that was not before. */
export function newlyShown(name: EntityName, before: Fields, after: Fields): readonly string[] {
  const entity = entities.get(name);
  return entity === undefined ? [] : shownAnew(entity, before, after);
}

/** Whoever has put them in again, the requests want to know of it. */
export function notedByEdit(kept: Kept, entity: EntityName): readonly Noted[] {
  const requests = new Set([...kept.values()].flatMap((keepers) => keepers.map(({ requestId }) => requestId)));
  return [...requests].map((requestId) => ({ requestId, side: 'local', entity, refId: null }));
}

export function keysOfHints(side: RemoteSide, hints: readonly Hint[]): readonly string[] {
  return [...new Set(hints.flatMap((hint) => hintKey(side, hint) ?? []))];
}

/** A hint about somebody who must stay forgotten is no place to look; only that they were brought back is news. */
export function siftedHints(side: RemoteSide, hints: readonly Hint[], kept: Kept): { readonly left: readonly Hint[]; readonly noted: readonly Noted[] } {
  const isAbout = (hint: Hint): boolean => kept.has(hintKey(side, hint) ?? '');
  const restored = hints.filter((hint) => hint.kind === 'restored' && isAbout(hint));
  const noted = restored.flatMap((hint) => (kept.get(hintKey(side, hint) ?? '') ?? []).map(({ requestId }) => ({ requestId, side, entity: hint.entity, refId: hint.id })));
  return { left: hints.filter((hint) => !isAbout(hint)), noted };
}

function hintKey(side: RemoteSide, { entity, id }: Hint): string | null {
  const kind = entities.get(entity)?.person?.kind ?? null;
  return kind === null ? null : refKey({ side, kind, id });
}

/** Requests that want to know that a person was shown again, each once; an emptied row that only still has its id is nothing new. */
function newsOf(kept: Kept, hits: readonly string[], { person }: Entity, fields: Fields): readonly string[] {
  const shows = person !== null && [...person.emails, ...person.phones].some((field) => isSet(fields[field]) && fields[field].length > 0);
  if (!shows && hits.every((key) => key.startsWith('id:'))) return [];
  return [...new Set(hits.flatMap((key) => (kept.get(key) ?? []).flatMap(({ requestId, isNews }) => (isNews ? [requestId] : []))))];
}

function isOwn({ person }: Entity, side: RemoteSide, id: string, kept: Kept): boolean {
  return person !== null && kept.has(refKey({ side, kind: person.kind, id }));
}

function cleaned({ seen, keys }: SeenRecord, entity: Entity, side: RemoteSide, kept: Kept): SeenRecord {
  const gone: string[] = [];
  const fields = fieldsWithout({ entity, side, kept, gone }, seen.fields);
  const kind = entity.person?.kind ?? null;
  const formerIds = kind === null ? seen.formerIds : seen.formerIds.filter((id) => !kept.has(refKey({ side, kind, id })));
  if (gone.length === 0 && formerIds.length === seen.formerIds.length) return { seen, keys };
  return { seen: { ...seen, fields, handles: handlesWithout(seen.handles, gone), formerIds }, keys: keysWithout(keys, gone) };
}

interface Cleaning {
  readonly entity: Entity;
  readonly side: Side;
  readonly kept: Kept;
  /** What was taken out. */
  readonly gone: string[];
}

function fieldsWithout({ entity, side, kept, gone }: Cleaning, given: Fields): Fields {
  const fields: Record<string, Value> = {};
  for (const [name, value] of Object.entries(given)) {
    const field = entity.fields.get(name);
    const isGone = (text: string): boolean => field !== undefined && elementKeys(field, side, text).some((key) => kept.has(key));
    if (isSet(value)) {
      const left = value.filter(({ key }) => !isGone(key));
      gone.push(...value.filter((element: SetElement) => !left.includes(element)).map(({ key }) => key));
      fields[name] = left.length === value.length ? value : left;
      // Left out, not emptied: nobody has looked at it.
    } else if (typeof value === 'string' && isGone(value)) gone.push(value);
    else fields[name] = value;
  }
  return fields;
}

/** All that what was worked out of a link must be held against: a system may have shown anew what was forgotten meanwhile. */
export function keysOfOutcome(name: EntityName, { sides, held }: LinkRecord): readonly string[] {
  const entity = entities.get(name);
  if (entity === undefined) return [];
  const shown = sides.flatMap(({ side, fields, base }) => [...tellingIn(entity, side, fields), ...tellingIn(entity, side, base)]);
  return [...new Set([...shown, ...held.flatMap((one) => [awaitedKey(one) ?? [], ...(one.elements ?? []).map((element) => elementKey(entity, one.field, element) ?? [])].flat())])];
}

/** The outcome without what is only theirs who must stay forgotten. */
export function siftedOutcome(name: EntityName, record: LinkRecord, kept: Kept): LinkRecord {
  const entity = entities.get(name);
  if (kept.size === 0 || entity === undefined) return record;
  const sides = record.sides.map((one): SideRecord => {
    const gone: string[] = [];
    const cleaning = { entity, side: one.side, kept, gone };
    const [fields, base] = [fieldsWithout(cleaning, one.fields), fieldsWithout(cleaning, one.base)];
    return gone.length === 0 ? one : { ...one, fields, base, handles: handlesWithout(one.handles, gone), keys: keysWithout(one.keys, gone) };
  });
  const conflicts = record.conflicts.map((one): ConflictRecord => ({ ...one, base: valuesWithout(entity, kept, one.field, one.base), values: valuesWithout(entity, kept, one.field, one.values) }));
  return { ...record, sides, conflicts, held: record.held.filter((one) => !kept.has(awaitedKey(one) ?? '')).map((one) => heldWithout(entity, kept, one)) };
}

type Values = ConflictRecord['values'];

function valuesWithout(entity: Entity, kept: Kept, field: string, values: Values): Values {
  return Object.fromEntries(Object.entries(values).flatMap(([side, value]) => Object.values(fieldsWithout({ entity, side: side as Side, kept, gone: [] }, { [field]: value ?? null })).map((left) => [side, left])));
}

function heldWithout(entity: Entity, kept: Kept, held: HeldRecord): HeldRecord {
  const { elements } = held;
  const left = elements?.filter((element) => !kept.has(elementKey(entity, held.field, element) ?? ''));
  return left === undefined || left.length === elements?.length ? held : { ...held, elements: left };
}

/** What a held write names that we know no link for: `?psa:<id>`, by the side that it comes from. */
export function unknownElement(element: string): { readonly side: RemoteSide; readonly id: string } | null {
  const [, side, id] = /^\?(psa|crm):(.*)$/u.exec(element) ?? [];
  return side === undefined || id === undefined ? null : { side: side as RemoteSide, id };
}

/** Of one that we know no link for. */
export function elementKey({ fields }: Entity, name: string | null, element: string): string | null {
  const field = fields.get(name ?? '');
  const kind = field === undefined ? null : personIn(field);
  const unknown = unknownElement(element);
  return kind === null || unknown === null ? null : refKey({ ...unknown, kind });
}

/** Of a write that waits for a person's record that nobody has seen yet. */
export function awaitedKey({ waitsFor }: Pick<HeldRecord, 'waitsFor'>): string | null {
  if (waitsFor?.kind !== 'record' || waitsFor.side === 'local') return null;
  const kind = entities.get(waitsFor.entity)?.person?.kind ?? null;
  return kind === null ? null : refKey({ side: waitsFor.side, kind, id: waitsFor.id });
}

/** Handles of what was taken out: named after it, or holding it. */
export function handlesWithout(handles: Handles, gone: readonly string[]): Handles {
  const low = new Set(gone.map((text) => text.toLowerCase()));
  const left = Object.entries(handles).filter(([name, value]) => !low.has(value.toLowerCase()) && !low.has(name.slice(name.indexOf(':') + 1).toLowerCase()));
  return left.length === Object.keys(handles).length ? handles : Object.fromEntries(left);
}

/** Match keys that tell of none of these texts. */
export function keysWithout(keys: readonly string[], gone: readonly string[]): readonly string[] {
  const low = gone.map((text) => text.trim().toLowerCase());
  return keys.filter((key) => !low.some((text) => key.toLowerCase().endsWith(`:${text}`)));
}

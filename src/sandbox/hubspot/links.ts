// Home of which records are associated and by which type ids. Invariant: links are kept from both ends, the far end with
// the inverse type ids, and every link has the unlabelled type of its pair.
import type { AssociationType } from './association-types.ts';
import type { ObjectType } from './object-types.ts';

export interface End {
  readonly type: ObjectType;
  readonly id: string;
}

/** from `type:id` → to type name → to id → type ids. */
export type Links = Map<string, Map<string, Map<string, Set<number>>>>;

const NONE: ReadonlyMap<string, ReadonlySet<number>> = new Map();

export const newLinks = (): Links => new Map();

/** Linked ids of one type in the order they were linked, with their type ids. */
export function linked(links: Links, from: End, to: ObjectType): ReadonlyMap<string, ReadonlySet<number>> {
  return links.get(keyOf(from))?.get(to.name) ?? NONE;
}

export function addTypes(links: Links, from: End, to: End, types: readonly AssociationType[]): void {
  for (const type of types) {
    typeIds(links, from, to).add(type.typeId);
    typeIds(links, to, from).add(type.inverseId);
  }
}

export function removeTypes(links: Links, from: End, to: End, types: readonly AssociationType[]): void {
  for (const type of types) {
    links.get(keyOf(from))?.get(to.type.name)?.get(to.id)?.delete(type.typeId);
    links.get(keyOf(to))?.get(from.type.name)?.get(from.id)?.delete(type.inverseId);
  }
}

export function removeLink(links: Links, from: End, to: End): void {
  for (const [near, far] of [
    [from, to],
    [to, from],
  ] as const) {
    const byType = links.get(keyOf(near));
    const byId = byType?.get(far.type.name);
    byId?.delete(far.id);
    if (byId?.size === 0) byType?.delete(far.type.name);
  }
}

function keyOf(end: End): string {
  return `${end.type.name}:${end.id}`;
}

function typeIds(links: Links, from: End, to: End): Set<number> {
  const byType = links.get(keyOf(from)) ?? new Map<string, Map<string, Set<number>>>();
  links.set(keyOf(from), byType);
  const byId = byType.get(to.type.name) ?? new Map<string, Set<number>>();
  byType.set(to.type.name, byId);
  const ids = byId.get(to.id) ?? new Set<number>();
  byId.set(to.id, ids);
  return ids;
}

// What a person is tied to: the accounts their records name, and the sales cases and activities of those or that name the person.
// Invariant: found by the keys that every record keeps of what it points to, never by reading all records.
import { pointerKey } from '../../core/pointer-key.ts';
import type { RecordAddress } from '../../core/subject.ts';
import { isSet } from '../../core/value.ts';
import type { EntityName, Value } from '../../core/vocabulary.ts';
import { entities } from '../../entities/index.ts';
import type { LinkedRef } from '../store.ts';
import type { SideRow } from './rows.ts';

/** How a store finds rows; the same answer from both. */
export interface Finder {
  rows(linkIds: readonly string[]): Promise<readonly SideRow[]>;
  linksOf(entity: EntityName, refs: readonly LinkedRef[]): Promise<readonly string[]>;
  /** Links of the entity whose records carry one of these keys. */
  withKeys(entity: EntityName, keys: readonly string[]): Promise<readonly string[]>;
}

/** Links, without the person's own. */
export async function linksAround(finder: Finder, linkIds: readonly string[]): Promise<readonly string[]> {
  const own = await finder.rows(linkIds);
  const named = new Set<string>();
  for (const [target, refs] of targetsOf(own)) for (const id of await finder.linksOf(target, refs)) named.add(id);
  const pointers = [...own, ...(await finder.rows([...named]))].map((row) => pointerKey(row.entity, row.side, row.side === 'local' ? row.linkId : row.id));
  for (const entity of entities.values()) if (entity.person === null) for (const id of await finder.withKeys(entity.name, pointers)) named.add(id);
  return [...named].filter((id) => !linkIds.includes(id)).toSorted();
}

export async function addressesAround(finder: Finder, linkIds: readonly string[]): Promise<readonly RecordAddress[]> {
  const rows = await finder.rows(await linksAround(finder, linkIds));
  return rows
    .flatMap(({ side, entity, id, gone }): RecordAddress[] => (side === 'local' || gone !== null ? [] : [{ side, entity, id }]))
    .toSorted((a, b) => compare(a.entity, b.entity) || compare(a.side, b.side) || compare(a.id, b.id));
}

/** What the rows point to that is no person, by entity. */
function targetsOf(rows: readonly SideRow[]): ReadonlyMap<EntityName, readonly LinkedRef[]> {
  const refs = rows.flatMap((row) =>
    [...(entities.get(row.entity)?.fields.values() ?? [])].flatMap(({ name, target }) => {
      const isOther = target !== null && entities.get(target)?.person === null;
      return isOther ? idsIn(row.fields[name]).map((id) => ({ target, ref: { side: row.side, id } })) : [];
    }),
  );
  return new Map([...Map.groupBy(refs, ({ target }) => target)].map(([target, found]) => [target, found.map(({ ref }) => ref)]));
}

export function idsIn(value: Value | undefined): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return isSet(value) ? value.map(({ key }) => key) : [];
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

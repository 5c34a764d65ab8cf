// What a person calls a record: its name, looked up where only the id of its link is known. Invariant: there is always
// something to call it; a record without a name goes by its link's id.
import type { LinkState, Store } from '../store/store.ts';

interface Named {
  readonly entity: string;
  readonly linkId: string;
}

/** The links behind these items, by id. */
export async function linksOf(store: Store, items: readonly Named[]): Promise<ReadonlyMap<string, LinkState>> {
  const found: LinkState[] = [];
  for (const [entity, ofEntity] of Map.groupBy(items, (item) => item.entity)) {
    const ids = [...new Set(ofEntity.map((item) => item.linkId))];
    if (ids.length > 0) found.push(...(await store.links({ entity, ids, limit: ids.length })));
  }
  return new Map(found.map((link) => [link.id, link]));
}

export function nameOf(links: ReadonlyMap<string, LinkState>, linkId: string): string {
  const sides = links.get(linkId)?.sides;
  for (const state of [sides?.local, sides?.psa, sides?.crm]) {
    const name = state?.fields['name'];
    if (typeof name === 'string' && name !== '') return name;
  }
  return linkId;
}

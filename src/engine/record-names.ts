// What a person calls a record: its name, of an activity its subject, of a person the first and last name, looked up where only
// the id of its link is known. Invariant: there is always something to call it; one without a name goes by its link's id.
import type { Fields } from '../core/vocabulary.ts';
import type { LinkState, Store } from '../store/store.ts';

interface Named {
  readonly entity: string;
  readonly linkId: string;
}

/** The links behind these items, by id. */
export async function linksOf(store: Pick<Store, 'links'>, items: readonly Named[]): Promise<ReadonlyMap<string, LinkState>> {
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
    const name = state === undefined ? '' : nameIn(state.fields);
    if (name !== '') return name;
  }
  return linkId;
}

/** What one side calls it; empty when it has no name there. */
export function nameIn(fields: Fields): string {
  const [name, first, last] = [fields['name'] ?? fields['subject'], fields['firstName'], fields['lastName']].map((value) => (typeof value === 'string' ? value.trim() : ''));
  return name || [first, last].filter(Boolean).join(' ');
}

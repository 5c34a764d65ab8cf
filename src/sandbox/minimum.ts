// The fewest calls that bring two sandboxes from one state to another, worked out from their data alone: nothing here knows
// how the engine works. Counted are one pass over each list that account sync reads, the registries it maps, the writes that
// the final state needs and the set-up it shows.
import type { HubspotState } from './hubspot/state.ts';
import type { SeveraState } from './severa/state.ts';

/** Collection → id → content that a write would have made different. */
export type Census = ReadonlyMap<string, ReadonlyMap<string, string>>;

const SEVERA_TOKEN_LISTS = ['customers', 'users'];
const SEVERA_OFFSET_LISTS = ['addresses', 'customermarketsegments'];
const SEVERA_REGISTRIES = ['industries', 'marketsegments', 'currencies', 'languages', 'countries', 'vatrates'];
const SEVERA_WRITTEN = ['customers', 'addresses', 'customermarketsegments', 'customers/customvalues'];
/** Stamps move with every write and a first address makes itself the main one: neither is a write of its own. */
const SEVERA_INCIDENTAL = new Set(['createdDateTime', 'createdBy', 'lastUpdatedDateTime', 'lastUpdatedBy', 'headquarterAddress']);

export function severaCensus(state: SeveraState): Census {
  return new Map(
    [...new Set([...SEVERA_TOKEN_LISTS, ...SEVERA_OFFSET_LISTS, ...SEVERA_WRITTEN])].map((collection) => [
      collection,
      new Map(state.list(collection).map((row) => [row['guid'], JSON.stringify(Object.entries(row).filter(([key]) => !SEVERA_INCIDENTAL.has(key)))])),
    ]),
  );
}

/**
 * @param page most rows in one answer
 * @param guardBatch updates between two guarded reads; null when nothing is guarded
 * @param deepFields custom properties are mapped, so their registry is read
 */
export function severaMinimum(before: Census, after: Census, options: { page: number; guardBatch: number | null; deepFields: boolean }): number {
  const pages = (collection: string): number => Math.max(1, Math.ceil(sizeOf(before, collection) / options.page));
  const lists = SEVERA_TOKEN_LISTS.reduce((sum, name) => sum + pages(name), 0) + SEVERA_OFFSET_LISTS.reduce((sum, name) => sum + Math.ceil(sizeOf(before, name) / options.page) + 1, 0);
  const writes = SEVERA_WRITTEN.reduce((sum, name) => sum + differences(before, after, name).total, 0);
  const updated = differences(before, after, 'customers').changed;
  // One look at the customers before a batch of updates, and one at each address: its edits do not show on its customer.
  const guards = options.guardBatch === null ? 0 : Math.ceil(updated / options.guardBatch) + differences(before, after, 'addresses').changed;
  return 1 + lists + SEVERA_REGISTRIES.length + (options.deepFields ? 1 : 0) + writes + guards;
}

export function hubspotCensus(state: HubspotState): Census {
  const companies = state.list('companies');
  const former = new Set(state.formerOwners());
  const ownedByFormer = companies.filter((record) => former.has(record.properties['hubspot_owner_id'] ?? ''));
  return new Map([
    ['companies', new Map(companies.map((record) => [record.id, record.updatedAt]))],
    ['ownedByFormer', new Map(ownedByFormer.map((record) => [record.id, '']))],
  ]);
}

const HUBSPOT_PAGE = 100;

/** @param setUp calls that make what the account lacked: a property group, a batch of properties */
export function hubspotMinimum(before: Census, after: Census, setUp: number): number {
  const { made, changed } = differences(before, after, 'companies');
  const lists = Math.max(1, Math.ceil(sizeOf(before, 'companies') / HUBSPOT_PAGE));
  // Whoever has left stands on a list of their own.
  const owners = sizeOf(before, 'ownedByFormer') > 0 ? 2 : 1;
  const properties = 1;
  return lists + owners + properties + setUp + Math.ceil(made / HUBSPOT_PAGE) + Math.ceil(changed / HUBSPOT_PAGE);
}

function sizeOf(census: Census, collection: string): number {
  return census.get(collection)?.size ?? 0;
}

function differences(before: Census, after: Census, collection: string): { made: number; changed: number; total: number } {
  const [old, now] = [before.get(collection) ?? new Map<string, string>(), after.get(collection) ?? new Map<string, string>()];
  const made = [...now.keys()].filter((id) => !old.has(id)).length;
  const changed = [...now].filter(([id, content]) => old.has(id) && old.get(id) !== content).length;
  const removed = [...old.keys()].filter((id) => !now.has(id)).length;
  return { made, changed, total: made + changed + removed };
}

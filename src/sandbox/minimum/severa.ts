// The fewest calls that bring a Severa sandbox from one state to another, worked out from its data alone: nothing here knows how
// the engine works. Counted are the token, one pass over each list the entities need, the registries they map, the writes that
// the final state needs, and the looks before updates.
import { guidIn } from '../severa/row.ts';
import type { Row } from '../severa/row.ts';
import type { SeveraState } from '../severa/state.ts';
import { callsFor, differences, held } from './census.ts';
import type { Census } from './census.ts';

interface Needs {
  /** Lists that know what has changed, asked once each when nothing has: since-filters are ANDed, so each is a call of its own. */
  readonly quietLists: number;
  readonly tokenLists: readonly string[];
  readonly offsetLists: readonly string[];
  readonly registries: readonly string[];
  readonly written: readonly string[];
  /** The list whose changes a guarded read looks for. */
  readonly guarded: string;
  /** Parts that are rows of their own: a look at their owner before the first change of them. Field: who owns them. */
  readonly parts: readonly { readonly collection: string; readonly owner: string | null }[];
  /** Read where custom fields are mapped; null where records have none. */
  readonly customRegistry: string | null;
}

const NEEDS: Readonly<Record<string, Needs>> = {
  account: {
    quietLists: 2,
    tokenLists: ['customers', 'users'],
    offsetLists: ['addresses', 'customermarketsegments'],
    registries: ['industries', 'marketsegments', 'currencies', 'languages', 'countries', 'vatrates'],
    written: ['customers', 'addresses', 'customermarketsegments', 'customers/customvalues'],
    guarded: 'customers',
    // An address is looked at by itself: its edits do not show on its customer.
    parts: [{ collection: 'addresses', owner: null }],
    customRegistry: 'customers/customproperties',
  },
  contact: {
    quietLists: 2,
    tokenLists: [],
    offsetLists: ['contactpersons', 'contactcommunications'],
    registries: ['languages', 'contactroles', 'communicationtypes'],
    written: ['contactpersons', 'contactcommunications'],
    guarded: 'contactpersons',
    parts: [{ collection: 'contactcommunications', owner: 'contact' }],
    customRegistry: null,
  },
  salesCase: {
    // Changes of the row, of its sales status and of its project status.
    quietLists: 3,
    tokenLists: ['projects', 'users'],
    offsetLists: [],
    registries: ['currencies', 'salesstatustypes', 'leadsources'],
    written: ['projects', 'projects/customvalues'],
    guarded: 'projects',
    parts: [],
    customRegistry: 'projects/customproperties',
  },
  activity: {
    quietLists: 1,
    tokenLists: ['activities', 'users', 'activitytypes'],
    offsetLists: [],
    registries: [],
    written: ['activities'],
    guarded: 'activities',
    parts: [],
    customRegistry: null,
  },
};

/** What was done, offered and billed is only read. Whoever reads it reads projects too, in the list of sales cases. */
const MONEY = {
  tokenLists: ['users', 'projects', 'phases', 'proposals', 'proposalworkrows', 'proposalfeerows', 'invoices', 'invoicerows', 'workhours', 'projectfees', 'projecttravelexpenses', 'flatrates'],
  registries: ['currencies', 'organizationsettings', 'proposalstatuses'],
  /** All of them but projects, and the three lists of what was deleted, which a first reading does not need. */
  quietLists: 11 + 3,
};

const COUNTED = [...new Set(Object.values(NEEDS).flatMap(({ tokenLists, offsetLists, written }) => [...tokenLists, ...offsetLists, ...written]))];
/** Never written by anybody but the vendor's own people: that a row is there is enough. */
const ONLY_READ = MONEY.tokenLists.filter((list) => !COUNTED.includes(list));

/** Set by Severa with or after a write of something else: stamps, the first address, a project's root phase and closing day. */
const INCIDENTAL = new Set(['createdDateTime', 'createdBy', 'lastUpdatedDateTime', 'lastUpdatedBy', 'headquarterAddress', 'rootPhase', 'closedDate']);
/** A status carries the guid of its entry in a history of its own beside the type that is written. */
const STATUSES = new Set(['salesStatus', 'projectStatus']);

export function severaCensus(state: Pick<SeveraState, 'list'>): Census {
  return new Map([
    ...COUNTED.map((collection) => [collection, new Map(state.list(collection).map((row) => [row.guid, contentOf(row)]))] as const),
    ...ONLY_READ.map((collection) => [collection, new Map(state.list(collection).map((row) => [row.guid, '']))] as const),
    ...Object.values(NEEDS).flatMap(({ parts }) => parts).map(({ collection, owner }) => [`${collection} of`, new Map(state.list(collection).map((row) => [row.guid, ownerOf(row, owner)]))] as const),
  ]);
}

function contentOf(row: Row): string {
  const fields = Object.entries(row).filter(([name]) => !INCIDENTAL.has(name));
  return JSON.stringify(fields.map(([name, value]) => (STATUSES.has(name) && value !== null ? [name, { ...(value as object), guid: null }] : [name, value])));
}

function ownerOf(row: Row, field: string | null): string {
  return field === null ? row.guid : (guidIn(row, field) ?? row.guid);
}

export interface SeveraMinimum {
  /** Entities that are synced: account, contact, salesCase, activity. */
  readonly entities: readonly string[];
  /** Entities among them with custom fields mapped. */
  readonly withCustomFields: readonly string[];
  /** Billable work, proposals and invoices are read too. */
  readonly money?: boolean;
  /** Most rows in one answer. */
  readonly page: number;
  /** Updates between two guarded reads; null when nothing is guarded. */
  readonly guardBatch: number | null;
}

export function severaMinimum(before: Census, after: Census, options: SeveraMinimum): number {
  const needs = options.entities.flatMap((entity) => NEEDS[entity] ?? []);
  const all = (pick: (need: Needs) => readonly string[]): readonly string[] => [...new Set(needs.flatMap(pick))];
  const pages = (list: string): number => callsFor(held(before, list).size, options.page);
  const money = options.money === true ? MONEY : { tokenLists: [], registries: [] };
  // A token list says by itself which page is the last; an offset list ends with a page that is empty.
  const lists = sum([...new Set([...all(({ tokenLists }) => tokenLists), ...money.tokenLists])], (list) => Math.max(1, pages(list))) + sum(all(({ offsetLists }) => offsetLists), (list) => pages(list) + 1);
  const custom = options.withCustomFields.filter((entity) => options.entities.includes(entity) && NEEDS[entity]?.customRegistry).length;
  const registries = new Set([...all((need) => need.registries), ...money.registries]).size + custom;
  const writes = sum(all(({ written }) => written), (collection) => {
    const { made, changed, removed } = differences(before, after, collection);
    return made.length + changed.length + removed.length;
  });
  const { guardBatch } = options;
  const guards = guardBatch === null ? 0 : sum(needs, ({ guarded, parts }) => callsFor(differences(before, after, guarded).changed.length, guardBatch) + sum(parts, (part) => ownersChanged(before, after, part, guarded)));
  return 1 + lists + registries + writes + guards;
}

/** The fewest calls of a cycle in which nothing has changed: the token and the registries are still good. */
export function severaIdleMinimum({ entities, money }: Pick<SeveraMinimum, 'entities' | 'money'>): number {
  return sum(entities, (entity) => NEEDS[entity]?.quietLists ?? 0) + (money === true ? MONEY.quietLists : 0);
}

/** How many parts' owners that were there before have parts that changed; without an owner field the changed parts themselves. */
function ownersChanged(before: Census, after: Census, { collection, owner }: Needs['parts'][number], guarded: string): number {
  const { made, changed, removed } = differences(before, after, collection);
  if (owner === null) return changed.length;
  const owners = new Set([...made, ...changed, ...removed].map((guid) => held(after, `${collection} of`).get(guid) ?? held(before, `${collection} of`).get(guid) ?? ''));
  return [...owners].filter((guid) => held(before, guarded).has(guid)).length;
}

function sum<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((total, item) => total + count(item), 0);
}

// The fewest calls that bring a HubSpot sandbox from one state to another, worked out from its data alone: nothing here knows
// how the engine works. Counted are one pass over each list with its associations inline, owners, pipelines and properties,
// batches of creates, updates, archives and associations, opt-outs one by one, and the set-up that the final state shows.
import type { HubspotState } from '../hubspot/state.ts';
import { callsFor, differences, held } from './census.ts';
import type { Census } from './census.ts';

const BATCH = 100;
const PAIRS = 2_000;

interface Needs {
  readonly type: string;
  /** Types whose links to this one belong to the entity. */
  readonly linkedTo: readonly string[];
  /** The stages of its pipelines have to be known. */
  readonly pipelines: boolean;
  /** Opting out of e-mail is a call of its own per address. */
  readonly optOuts: boolean;
}

const NEEDS: Readonly<Record<string, readonly Needs[]>> = {
  account: [{ type: 'companies', linkedTo: [], pipelines: false, optOuts: false }],
  contact: [{ type: 'contacts', linkedTo: ['companies'], pipelines: false, optOuts: true }],
  salesCase: [{ type: 'deals', linkedTo: ['companies', 'contacts'], pipelines: true, optOuts: false }],
  activity: ['tasks', 'meetings', 'calls'].map((type) => ({ type, linkedTo: ['companies', 'contacts'], pipelines: false, optOuts: false })),
};

/** Only read: when somebody was in touch. */
const TOUCHES = ['emails', 'meetings', 'calls', 'tasks'];

type Counted = Pick<HubspotState, 'list' | 'links' | 'definitions' | 'formerOwners' | 'unsubscribed'>;

export function hubspotCensus(state: Counted): Census {
  const former = new Set(state.formerOwners());
  const census = new Map<string, ReadonlyMap<string, string>>([['unsubscribed', named(state.unsubscribed())]]);
  for (const { type, linkedTo } of Object.values(NEEDS).flat()) {
    const records = state.list(type);
    const { groups, properties, readOnly } = state.definitions(type);
    const written = (values: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(values).filter(([name]) => !readOnly.has(name)).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    census.set(type, new Map(records.map((record) => [record.id, written(record.properties)])));
    census.set(`${type} of former owners`, named(records.filter((record) => former.has(record.properties['hubspot_owner_id'] ?? '')).map((record) => record.id)));
    census.set(`${type} groups`, named(groups));
    census.set(`${type} properties`, named(properties));
    for (const to of linkedTo) census.set(`${type} ${to}`, new Map(state.links(type, to).map((link) => [`${link.from} ${link.to}`, link.types.join()])));
  }
  for (const type of TOUCHES) if (!census.has(type)) census.set(type, named(state.list(type).map(({ id }) => id)));
  return census;
}

function named(names: Iterable<string>): ReadonlyMap<string, string> {
  return new Map([...names].map((name) => [name, '']));
}

interface HubspotMinimum {
  /** Entities that are synced: account, contact, salesCase, activity. */
  readonly entities: readonly string[];
  /** Touches are read too. */
  readonly touches?: boolean;
}

export function hubspotMinimum(before: Census, after: Census, options: HubspotMinimum): number {
  const needs = needsOf(options);
  // Whoever has left stands on a list of their own.
  const owners = needs.some(({ type }) => held(before, `${type} of former owners`).size > 0) ? 2 : 1;
  const pipelines = needs.some((need) => need.pipelines) ? 1 : 0;
  const touches = touchesBeside(needs, options).reduce((total, type) => total + listCalls(before, type), 0);
  return owners + pipelines + touches + needs.reduce((total, need) => total + callsOf(before, after, need), 0);
}

/** The fewest calls of a cycle in which nothing has changed: one search of each type. */
export function hubspotIdleMinimum(options: HubspotMinimum): number {
  const needs = needsOf(options);
  return needs.length + touchesBeside(needs, options).length;
}

function needsOf({ entities }: HubspotMinimum): readonly Needs[] {
  return entities.flatMap((entity) => NEEDS[entity] ?? []);
}

/** Types that are read for the sake of touches alone: one look at the others tells of both. */
function touchesBeside(needs: readonly Needs[], { touches }: HubspotMinimum): readonly string[] {
  return touches === true ? TOUCHES.filter((touch) => !needs.some(({ type }) => type === touch)) : [];
}

function listCalls(before: Census, type: string): number {
  return Math.max(1, callsFor(held(before, type).size, BATCH));
}

function callsOf(before: Census, after: Census, { type, linkedTo, optOuts }: Needs): number {
  const list = listCalls(before, type);
  const properties = 1;
  const setUp = differences(before, after, `${type} groups`).made.length + callsFor(differences(before, after, `${type} properties`).made.length, BATCH);
  const { made, changed, removed } = differences(before, after, type);
  const records = callsFor(made.length, BATCH) + callsFor(changed.length, BATCH) + callsFor(removed.length, BATCH);
  const links = linkedTo.reduce((total, to) => total + linkCalls(before, after, type, to), 0);
  return list + properties + setUp + records + links + (optOuts ? differences(before, after, 'unsubscribed').made.length : 0);
}

/** Links of records that were there before; a new record brings its links along. */
function linkCalls(before: Census, after: Census, type: string, to: string): number {
  const [old, now] = [held(before, `${type} ${to}`), held(after, `${type} ${to}`)];
  const lives = (end: string, id: string): boolean => held(before, end).has(id) && held(after, end).has(id);
  // A link that only lost a label lost it to another one: naming a new primary company takes the mark from the old.
  const gained = [...now].filter(([pair, types]) => lives(type, ends(pair)[0]) && types.split(',').some((id) => !(old.get(pair) ?? '').split(',').includes(id)));
  const lost = [...old.keys()].filter((pair) => !now.has(pair) && lives(type, ends(pair)[0]) && lives(to, ends(pair)[1]));
  return callsFor(gained.length, PAIRS) + callsFor(new Set(lost.map((pair) => ends(pair)[0])).size, BATCH);
}

function ends(pair: string): readonly [from: string, to: string] {
  const [from = '', to = ''] = pair.split(' ');
  return [from, to];
}

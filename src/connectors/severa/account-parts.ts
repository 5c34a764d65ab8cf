// Home of the sub-rows of an account: the main address, segment links, custom values. Each part is written on its own and
// tells what is stored afterwards. Invariant: a create whose answer was lost is looked for in the customer's own list before
// anything is said about it, so that no sub-row is ever made twice.
import { isSet, makeSet, same } from '../../core/value.ts';
import type { Fields, Handles, SetElement } from '../../core/vocabulary.ts';
import { RetryableError } from '../../lib/errors.ts';
import type { HttpCall } from '../call.ts';
import type { AccountSources } from './account-read.ts';
import type { Split } from './account-split.ts';
import { customHandle, customPart } from './custom.ts';
import { below, routes } from './routes.ts';
import type { AddressRow } from './rows.ts';
import { addressPart, mainAddress, oldest } from './snapshot.ts';
import type { Part } from './snapshot.ts';

export interface Target {
  readonly id: string;
  readonly handles: Handles;
  readonly seen: Fields;
  /** Just made: it has no sub-rows yet. */
  readonly isNew: boolean;
}

/** What got through, and the error of what did not. */
export interface Written {
  readonly part: Part | null;
  readonly error: unknown;
}

/**
 * An address has its own time stamp: the engine's look at the customers does not show that somebody has just edited it. So it
 * is read right before it is changed, and left alone, with what it shows, when it is not what the planner saw.
 */
export async function writeAddress(sources: AccountSources, target: Target, split: Split): Promise<Written> {
  const { address } = split;
  const { context, http, lists } = sources;
  const stored = (row: AddressRow): Written => ({ part: addressPart(row, context), error: null });
  const list = (): Promise<AddressRow[]> => lists.short(below.addresses(target.id));
  const known = target.handles['address'];
  if (known) {
    const present = (await http.call(routes.address(known))).data;
    const part = present === null ? null : addressPart(present, context);
    if (part !== null && hasMoved(part.fields, target.seen, split)) return { part, error: new RetryableError('moved', 'The address was changed in Severa meanwhile; it is planned anew') };
    const { data } = await http.call({ ...routes.patchAddress(known, address), accept: [404] });
    if (data !== null) return stored(data);
  }
  if (!target.isNew) {
    const main = mainAddress({}, await list());
    if (main?.guid && main.guid !== known) return stored((await http.call(routes.patchAddress(main.guid, address))).data);
  }
  const filled = Object.fromEntries(Object.entries(address).filter(([, value]) => value !== null));
  if (Object.keys(filled).length === 0) return { part: addressPart(null, context), error: null };
  const row = await make(sources, routes.createAddress(target.id, { ...filled, isVisitAddress: true, isPostalAddress: true }), async () => oldest(await list()));
  return stored(row);
}

/** True when a field to be written shows neither what the planner saw nor what it shall be. */
function hasMoved(present: Fields, seen: Fields, { addressNames, shown }: Split): boolean {
  return addressNames.some((name) => {
    const [now, before, wanted] = [present[name] ?? null, seen[name], shown[name] ?? null];
    return before !== undefined && !same(now, before) && !same(now, wanted);
  });
}

/** Adds and removes only what differs from what the planner saw, so that a segment somebody added meanwhile stays. */
export async function writeSegments(sources: AccountSources, target: Target, wanted: readonly SetElement[]): Promise<Written> {
  const { http, lists } = sources;
  const seen = isSet(target.seen['segments']) ? target.seen['segments'].map((element) => element.key) : [];
  const keys = new Set(wanted.map((element) => element.key));
  const handles: Record<string, string> = {};
  let stored = new Set(seen);
  let listed: Map<string, string> | null = null;
  let failure: unknown = null;
  const list = async (): Promise<Map<string, string>> => {
    const rows = await lists.short(below.segmentLinks(target.id));
    return new Map(rows.flatMap((row) => (row.guid && row.marketSegment?.guid ? [[row.marketSegment.guid, row.guid] as const] : [])));
  };
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      failure ??= error;
    }
  };

  const removals = seen.filter((key) => !keys.has(key));
  const needsList = removals.some((key) => !target.handles[`segment:${key}`]) || (!target.isNew && target.seen['segments'] === undefined);
  if (needsList) {
    listed = await list();
    stored = new Set(listed.keys());
    for (const [key, link] of listed) handles[`segment:${key}`] = link;
  }
  for (const key of removals) {
    await attempt(async () => {
      const link = listed?.get(key) ?? (listed === null ? target.handles[`segment:${key}`] : undefined);
      if (link) await http.call(routes.deleteSegmentLink(link));
      stored.delete(key);
      delete handles[`segment:${key}`];
    });
  }
  for (const key of keys) {
    if (stored.has(key)) continue;
    await attempt(async () => {
      const call = routes.createSegmentLink({ customer: { guid: target.id }, marketSegment: { guid: key } });
      const link = await make(sources, call, async () => {
        const guid = (await list()).get(key);
        return guid ? { guid } : null;
      });
      handles[`segment:${key}`] = link.guid;
      stored.add(key);
    });
  }
  return { part: { fields: { segments: makeSet([...stored].map((key) => ({ key }))) }, handles }, error: failure };
}

export async function writeCustom(sources: AccountSources, target: Target, { field, sent, value }: Split['custom'][number]): Promise<Written> {
  const { context, http, lists } = sources;
  const list = () => lists.short(below.customValues(target.id));
  const handle = customHandle(field.map);
  const own = async (): Promise<string | undefined> => customPart(await list(), [field], context).handles[handle];
  const stored = (guid: string | undefined): Written => ({ part: { fields: { [field.map.field.name]: value }, handles: guid ? { [handle]: guid } : {} }, error: null });

  const known = target.handles[handle] ?? (target.isNew ? undefined : await own());
  if (known) {
    const { data } = await http.call({ ...routes.patchCustomValue(known, { value: sent }), accept: [404] });
    if (data !== null) return stored(data.guid);
  }
  if (sent === null) return stored(undefined);
  const json = { customProperty: { guid: field.property }, customerGuid: target.id, value: sent };
  const row = await make(sources, routes.createCustomValue(json), async () => {
    const guid = await own();
    return guid ? { guid } : null;
  });
  return stored(row.guid);
}

/** Creates; after a lost answer looks first, and makes it again only when it is certainly not there. */
async function make<Row extends Found, Found>(sources: AccountSources, call: HttpCall<Row>, look: () => Promise<Found | null>): Promise<Found | Row> {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await sources.http.call(call)).data;
    } catch (error) {
      if (!(error instanceof RetryableError) || !error.outcomeUnknown) throw error;
      const found = await look();
      if (found !== null) return found;
      if (attempt >= 2) throw error;
    }
  }
}

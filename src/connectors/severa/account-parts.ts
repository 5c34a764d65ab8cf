// Home of the sub-rows of an account: the main address and the segment links. Each part is written on its own and tells what
// is stored afterwards.
import { isSet, makeSet, same } from '../../core/value.ts';
import type { Fields, SetElement } from '../../core/vocabulary.ts';
import { RetryableError } from '../../lib/errors.ts';
import { addressPart, mainAddress, oldest, segmentsOf } from './account-snapshot.ts';
import type { Split } from './account-split.ts';
import { make } from './make.ts';
import { below, routes } from './routes.ts';
import type { AddressRow } from './rows.ts';
import type { Sources } from './sources.ts';
import { filled } from './write.ts';
import type { Target, Written } from './write.ts';

/**
 * An address has its own time stamp: the engine's look at the customers does not show that somebody has just edited it. So it
 * is read right before it is changed, and left alone, with what it shows, when it is not what the planner saw.
 */
export async function writeAddress(sources: Sources, target: Target, split: Split): Promise<Written> {
  const { address } = split;
  const { context, http, lists } = sources;
  const stored = (row: AddressRow): Written => ({ part: addressPart(row, context), error: null });
  const list = (): Promise<AddressRow[]> => lists.short(below.addresses(target.id));
  const known = target.handles['address'];
  if (known) {
    const present = (await http.call(routes.address(known))).data;
    const part = present === null ? null : addressPart(present, context);
    if (part !== null && hasMoved(part.fields, target.seen, split)) return { part, error: moved() };
    const { data } = await http.call({ ...routes.patchAddress(known, address), accept: [404] });
    if (data !== null) return stored(data);
  }
  if (!target.isNew) {
    const main = mainAddress({}, await list());
    if (main?.guid && main.guid !== known) return stored((await http.call(routes.patchAddress(main.guid, address))).data);
  }
  const json = filled(address);
  if (Object.keys(json).length === 0) return { part: addressPart(null, context), error: null };
  let found: AddressRow | null = null;
  const row = await make(http, routes.createAddress(target.id, { ...json, isVisitAddress: true, isPostalAddress: true }), async () => (found = oldest(await list())));
  const part = addressPart(row, context);
  // Between a lost answer and the look for what it made somebody may have edited that: what shows is theirs then.
  return { part, error: row === found && isAnother(part.fields, split) ? moved() : null };
}

function moved(): RetryableError {
  return new RetryableError('moved', 'The address was changed in Severa meanwhile; it is planned anew');
}

function isAnother(present: Fields, { addressNames, shown }: Split): boolean {
  return addressNames.some((name) => !same(present[name] ?? null, shown[name] ?? null));
}

/** True when a field to be written shows neither what the planner saw nor what it shall be. */
function hasMoved(present: Fields, seen: Fields, { addressNames, shown }: Split): boolean {
  return addressNames.some((name) => {
    const [now, before, wanted] = [present[name] ?? null, seen[name], shown[name] ?? null];
    return before !== undefined && !same(now, before) && !same(now, wanted);
  });
}

/** Adds and removes only what differs from what the planner saw, so that a segment somebody added meanwhile stays. */
export async function writeSegments(sources: Sources, target: Target, wanted: readonly SetElement[]): Promise<Written> {
  const { http, lists } = sources;
  const seen = isSet(target.seen['segments']) ? target.seen['segments'].map((element) => element.key) : [];
  const keys = new Set(wanted.map((element) => element.key));
  const handles: Record<string, string> = {};
  let stored = new Set(seen);
  let listed: ReadonlyMap<string, string> | null = null;
  let failure: unknown = null;
  const list = async (): Promise<ReadonlyMap<string, string>> => segmentsOf(await lists.short(below.segmentLinks(target.id)));
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
      const link = await make(http, call, async () => {
        const guid = (await list()).get(key);
        return guid ? { guid } : null;
      });
      handles[`segment:${key}`] = link.guid;
      stored.add(key);
    });
  }
  return { part: { fields: { segments: makeSet([...stored].map((key) => ({ key }))) }, handles }, error: failure };
}

// Home of the calls that change associations, and of telling their pairs apart. Invariant: doing one twice is the same as
// once, so trouble with them is never an open outcome.
import { AccessError, RejectedError, RetryableError } from '../../lib/errors.ts';
import type { Unsettled } from '../connector.ts';
import type { Http } from '../http.ts';
import type { LinkKind } from './link-reads.ts';
import type { ObjectType } from './object-map.ts';
import { BUCKET, LINK_WRITES, PAGE, routes } from './paths.ts';
import { listOf, willPass } from './refusals.ts';
import { associatedSchema } from './wire.ts';

export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly types: readonly LinkKind[];
}

export type Trouble = Pick<Unsettled, 'code' | 'retry'>;

/** Calls that one chunk may cost when HubSpot refuses it as a whole and it is split to find the bad pairs. */
const callsPerChunk = 24;

/** Pairs that did not get through. */
export async function sendPairs(http: Http, from: ObjectType, to: ObjectType, pairs: readonly Pair[]): Promise<ReadonlyMap<Pair, Trouble>> {
  const refused = new Map<Pair, Trouble>();
  for (let start = 0; start < pairs.length; start += LINK_WRITES) {
    const queue: (readonly Pair[])[] = [pairs.slice(start, start + LINK_WRITES)];
    for (let calls = 0; queue.length > 0; calls++) {
      const chunk = queue.shift() ?? [];
      try {
        if (calls >= callsPerChunk) throw new RetryableError('batch-refused', 'HubSpot refused the associations again and again; the rest of them will be tried later');
        for (const [pair, trouble] of await sendChunk(http, from, to, chunk)) refused.set(pair, trouble);
      } catch (error) {
        const trouble = troubleOf(error);
        const middle = Math.ceil(chunk.length / 2);
        if (error instanceof RejectedError && chunk.length > 1) queue.push(chunk.slice(0, middle), chunk.slice(middle));
        else for (const pair of chunk) refused.set(pair, trouble);
      }
    }
  }
  return refused;
}

async function sendChunk(http: Http, from: ObjectType, to: ObjectType, chunk: readonly Pair[]): Promise<ReadonlyMap<Pair, Trouble>> {
  const inputs = chunk.map((pair) => ({
    from: { id: pair.from },
    to: { id: pair.to },
    types: pair.types.map(({ category, typeId }) => ({ associationCategory: category, associationTypeId: typeId })),
  }));
  const { data } = await http.call({ ...routes.associations(from, to, 'create'), json: { inputs }, bucket: BUCKET, replay: 'repeat', reply: associatedSchema });
  const refused = new Map<Pair, Trouble>();
  for (const error of data.errors) {
    const contexts = [error.context, ...error.errors.map((entry) => entry.context)];
    const near = contexts.flatMap((context) => listOf(context['fromObjectId']));
    const far = contexts.flatMap((context) => listOf(context['toObjectId']));
    const named = chunk.filter((pair) => near.includes(pair.from) && far.includes(pair.to));
    const category = error.category ?? '';
    const trouble = /NOT_FOUND/.test(category) ? { code: 'link-target-gone', retry: true } : { code: 'link-refused', retry: willPass(category) };
    // An error that names no pair leaves all of them in doubt; another try is the same as this one.
    for (const pair of named.length > 0 ? named : chunk) refused.set(pair, named.length > 0 ? trouble : { ...trouble, retry: true });
  }
  return refused;
}

/** Takes links away, with all their labels. Answers the records for which it did not work. @param drops record → far records */
export async function takeAway(http: Http, from: ObjectType, to: ObjectType, drops: ReadonlyMap<string, readonly string[]>): Promise<ReadonlyMap<string, Trouble>> {
  const stuck = new Map<string, Trouble>();
  const all = [...drops];
  for (let start = 0; start < all.length; start += PAGE) {
    const chunk = all.slice(start, start + PAGE);
    const inputs = chunk.map(([id, far]) => ({ from: { id }, to: far.map((other) => ({ id: other })) }));
    try {
      await http.call({ ...routes.associations(from, to, 'archive'), json: { inputs }, bucket: BUCKET, replay: 'repeat', reply: null });
    } catch (error) {
      const trouble = troubleOf(error);
      for (const [id] of chunk) stuck.set(id, trouble);
    }
  }
  return stuck;
}

/** Throws what is no refusal of one of ours. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof RejectedError) return { code: 'link-refused', retry: false };
  if (error instanceof RetryableError) return { code: error.code, retry: true };
  if (error instanceof AccessError) return error.code === 'scope-missing' ? { code: 'missing-scope', retry: false } : { code: error.code, retry: true };
  throw error;
}

// What the lists of the inboxes share: how a question narrows them, and how every item is read for a file. Invariant: a plain day is a
// day of the installation's time zone.
import { midnightIn, dayAfter } from '../lib/day.ts';
import { toInstant } from '../lib/clock.ts';
import type { Listed, PageQuestion, Place } from '../store/views/inbox.ts';
import { placeIn } from './keyset.ts';

interface Asked {
  readonly entity?: readonly string[] | undefined;
  readonly record?: string | undefined;
  readonly sinceFrom?: string | undefined;
  readonly sinceUntil?: string | undefined;
}

interface Narrowing {
  readonly entities?: readonly string[];
  readonly record?: string;
  readonly from?: string;
  readonly until?: string;
}

export function narrowing({ entity, record, sinceFrom, sinceUntil }: Asked, timeZone: string): Narrowing {
  const at = (day: string): string => toInstant(midnightIn(timeZone, day));
  return {
    ...(entity === undefined ? {} : { entities: entity }),
    ...(record === undefined ? {} : { record }),
    ...(sinceFrom === undefined ? {} : { from: at(sinceFrom) }),
    ...(sinceUntil === undefined ? {} : { until: at(dayAfter(sinceUntil)) }),
  };
}

/** The page that is asked for. @throws UsageError `cursor-unreadable` */
export function pageIn<Filter>(query: { readonly limit: number; readonly cursor?: string | undefined; readonly sort: 'since' | '-since' }, filter: Filter, ids?: 'numbers'): PageQuestion<Filter> {
  return { filter, descending: query.sort === '-since', after: placeIn(query, ids), limit: query.limit };
}

const PAGE = 200;

/** Every item, as it is told; the first page is asked at once: what cannot be answered is refused before a file has been promised. */
export async function everyItem<Filter, Item, Told>(
  question: PageQuestion<Filter>,
  ask: (question: PageQuestion<Filter>) => Promise<Listed<Item>>,
  tell: (items: readonly Item[]) => Promise<readonly Told[]>,
): Promise<AsyncIterable<Told>> {
  const page = async (after: Place | null): Promise<{ readonly told: readonly Told[]; readonly next: Place | null }> => {
    const { items, next } = await ask({ ...question, after, limit: PAGE });
    return { told: await tell(items), next };
  };
  const first = await page(null);
  return (async function* () {
    for (let at = first; ; at = await page(at.next)) {
      yield* at.told;
      if (at.next === null) return;
    }
  })();
}

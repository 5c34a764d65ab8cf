// Pages of a register: where one begins, what it tells of the next, and all of them for a file. Invariant: a cursor holds ids and a
// number and nothing of what the record says, for an address is kept by whatever stands in between.
import { cursorUnreadable, isPlain, markOf } from './keyset.ts';

interface Paged {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly total: number | null;
}

type Reading<Item> = (from: { readonly after: string | null; readonly limit: number; readonly counted: boolean }) => Promise<Page<Item>>;

/** One page of what is asked for. What matches is counted once, for the first page; the cursor carries it on. @throws UsageError `cursor-unreadable` */
export async function registerPage<Item>(query: Paged, read: Reading<Item>): Promise<Page<Item>> {
  const from = placeIn(query);
  const { items, next, total } = await read({ after: from?.after ?? null, limit: query.limit, counted: from === null });
  const count = from === null ? total : from.total;
  return { items, total: count, next: next === null ? null : Buffer.from([markOf(query), count ?? '', next].join('\n')).toString('base64url') };
}

function placeIn(query: Paged): { readonly after: string; readonly total: number | null } | null {
  if (query.cursor === undefined) return null;
  const [mark, count, after] = Buffer.from(query.cursor, 'base64url').toString().split('\n');
  if (mark !== markOf(query) || after === undefined || !isPlain(after) || !/^\d{0,9}$/u.test(count ?? '-')) throw cursorUnreadable();
  return { after, total: count === '' ? null : Number(count) };
}

const FILE_PAGE = 500;

/** Every item, page by page. The first page is asked at once: what cannot be answered is refused before a file has been promised. */
export async function everyItem<Item>(read: Reading<Item>): Promise<AsyncIterable<Item>> {
  const first = await read({ after: null, limit: FILE_PAGE, counted: false });
  return (async function* () {
    for (let page = first; ; page = await read({ after: page.next, limit: FILE_PAGE, counted: false })) {
      yield* page.items;
      if (page.next === null) return;
    }
  })();
}

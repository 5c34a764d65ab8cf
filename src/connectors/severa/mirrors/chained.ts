// Home of several lists read one after the other as if they were one. A position is `<list>:<token>`, the token empty at the
// beginning of a list. Invariant: the last page of the last list is the only one without a next.
import type { ListPage } from '../paging.ts';

/** Throws RangeError for a position that was never given. */
export async function* chained<Row>(lists: readonly ((from: string | null) => AsyncGenerator<ListPage<Row>>)[], from: string | null): AsyncGenerator<ListPage<Row>> {
  const at = /^(\d+):(.*)$/s.exec(from ?? '0:');
  const first = Number(at?.[1]);
  if (at === null || first >= lists.length) throw new RangeError('not a position in these lists');
  for (const [index, list] of lists.entries()) {
    if (index < first) continue;
    for await (const page of list(index === first ? at[2] || null : null)) {
      const following = index + 1 < lists.length ? `${index + 1}:` : null;
      yield { ...page, next: page.next === null ? following : `${index}:${page.next}` };
    }
  }
}

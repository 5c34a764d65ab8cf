// Home of reading a list of records: everything, and what changed. Entities and mirrors differ in the list itself, in what is read
// beside it and in what a page holds. Invariant: a checkpoint never passes anything that was not given.
import type { Snapshot, Tombstone } from '../../core/vocabulary.ts';
import type { Clock } from '../../lib/clock.ts';
import { RejectedError } from '../../lib/errors.ts';
import { decodePosition, encodePosition, sinceText } from './checkpoint.ts';
import type { ListPage } from './paging.ts';

export type Seen = Snapshot | Tombstone;
/** Rows of one page → what they show; records are dated `asOfMs`, the start of the look. */
type Show<Row, Found> = (rows: readonly Row[], asOfMs: number) => Promise<readonly Found[]>;

export interface FullList<Row, Found = Seen> {
  pages(from: string | null): AsyncGenerator<ListPage<Row>>;
  /** Reads whole, before the first page, what hangs on the rows. */
  begin(): Promise<Show<Row, Found>>;
}

export interface ChangedList<Row, Found = Seen> {
  /** `since`: the value of a since-filter. */
  pages(since: string, from: string | null): AsyncGenerator<ListPage<Row>>;
  /** Reads what changed beside the list; `rest`: what of it no page showed. */
  begin(since: string, sinceMs: number): Promise<{ readonly show: Show<Row, Found>; readonly rest: (asOfMs: number) => Promise<readonly Found[]> }>;
}

interface Place {
  readonly checkpoint: string;
  readonly complete: boolean;
}

/** Severa may compare since-filters by the minute, and shows a row a little after its time of change. */
const overlapMs = 2 * 60_000;

/** @param pageOf what was found → what a page holds beside its place */
export async function* readAll<Row, Found, Content extends object>(
  clock: Clock,
  list: FullList<Row, Found>,
  pageOf: (found: readonly Found[]) => Content,
  checkpoint: string | null,
): AsyncGenerator<Content & Place> {
  const at = checkpoint === null ? null : decodePosition(checkpoint);
  if (checkpoint !== null && at?.kind === 'changes') {
    // Everything was read already: nothing comes after the last page.
    yield { ...pageOf([]), checkpoint, complete: true };
    return;
  }
  const listedAt = clock.now();
  const show = await list.begin();
  let startedAt = at?.startedAt ?? null;
  for await (const page of fromToken((from) => list.pages(from), at?.pageToken ?? null, () => (startedAt = null))) {
    startedAt ??= listedAt - page.behindMs;
    yield {
      ...pageOf(await show(page.rows, listedAt)),
      checkpoint: encodePosition(page.next === null ? { kind: 'changes', since: startedAt } : { kind: 'all', startedAt, pageToken: page.next }),
      complete: page.next === null,
    };
  }
}

/** As `readAll`. Throws RangeError for the checkpoint of an unfinished reading of everything. */
export async function* readChanges<Row, Found, Content extends object>(
  clock: Clock,
  list: ChangedList<Row, Found>,
  pageOf: (found: readonly Found[]) => Content,
  checkpoint: string,
): AsyncGenerator<Content & Place> {
  const at = decodePosition(checkpoint);
  if (at.kind !== 'changes') throw new RangeError('this checkpoint is of an unfinished reading of everything');
  const sinceMs = at.since - overlapMs;
  const since = sinceText(sinceMs);
  const listedAt = clock.now();
  let startedAt = at.startedAt ?? listedAt;
  const { show, rest } = await list.begin(since, sinceMs);
  for await (const page of fromToken((from) => list.pages(since, from), at.pageToken ?? null, () => (startedAt = listedAt))) {
    const found = await show(page.rows, listedAt);
    const complete = page.next === null;
    yield {
      ...pageOf(complete ? [...found, ...(await rest(listedAt))] : found),
      checkpoint: encodePosition(page.next === null ? { kind: 'changes', since: startedAt - page.behindMs } : { kind: 'changes', since: at.since, startedAt, pageToken: page.next }),
      complete,
    };
  }
}

/** Pages from a token on; from the beginning, which only repeats, when the server has forgotten the token. */
async function* fromToken<Row>(pages: (from: string | null) => AsyncGenerator<ListPage<Row>>, token: string | null, restarted: () => void): AsyncGenerator<ListPage<Row>> {
  let goesOn = token === null;
  try {
    for await (const page of pages(token)) {
      goesOn = true;
      yield page;
    }
  } catch (error) {
    if (goesOn || !(error instanceof RejectedError)) throw error;
    restarted();
    yield* pages(null);
  }
}

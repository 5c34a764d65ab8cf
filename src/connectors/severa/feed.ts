// Home of reading a list of records: everything, and what changed. Entities differ in the list itself and in what is read
// beside it. Invariant: a checkpoint never passes anything that was not given, and what is given is dated by the start of the look.
import type { Snapshot, Tombstone } from '../../core/vocabulary.ts';
import type { Clock } from '../../lib/clock.ts';
import { RejectedError } from '../../lib/errors.ts';
import type { Page } from '../connector.ts';
import { decodePosition, encodePosition, sinceText } from './checkpoint.ts';
import type { ListPage } from './paging.ts';
import { sorted } from './snapshot.ts';

export type Seen = Snapshot | Tombstone;
/** Rows of one page → what they show, dated `asOfMs`. */
type Show<Row> = (rows: readonly Row[], asOfMs: number) => Promise<readonly Seen[]>;

export interface FullList<Row> {
  pages(from: string | null): AsyncGenerator<ListPage<Row>>;
  /** Reads whole, before the first page, what hangs on the rows. */
  begin(): Promise<Show<Row>>;
}

export interface ChangedList<Row> {
  /** `since`: the value of a since-filter. */
  pages(since: string, from: string | null): AsyncGenerator<ListPage<Row>>;
  /** Reads what changed beside the list; `rest`: what of it no page showed. */
  begin(since: string, sinceMs: number): Promise<{ readonly show: Show<Row>; readonly rest: (asOfMs: number) => Promise<readonly Seen[]> }>;
}

/** Severa may compare since-filters by the minute, and shows a row a little after its time of change. */
const overlapMs = 2 * 60_000;

export async function* readAll<Row>(clock: Clock, list: FullList<Row>, checkpoint: string | null): AsyncGenerator<Page> {
  const at = checkpoint === null ? null : decodePosition(checkpoint);
  if (checkpoint !== null && at?.kind === 'changes') {
    // Everything was read already: nothing comes after the last page.
    yield { snapshots: [], tombstones: [], checkpoint, complete: true };
    return;
  }
  const listedAt = clock.now();
  const show = await list.begin();
  const pages = async function* (from: string | null, since: number | null): AsyncGenerator<Page> {
    let startedAt = since;
    for await (const page of list.pages(from)) {
      startedAt ??= listedAt - page.behindMs;
      yield {
        ...sorted(await show(page.rows, listedAt)),
        checkpoint: encodePosition(page.next === null ? { kind: 'changes', since: startedAt } : { kind: 'all', startedAt, pageToken: page.next }),
        complete: page.next === null,
      };
    }
  };

  let resumed = at === null;
  try {
    for await (const page of pages(at?.pageToken ?? null, at?.startedAt ?? null)) {
      resumed = true;
      yield page;
    }
  } catch (error) {
    // A token that the server has forgotten: from the beginning, which only repeats.
    if (resumed || !(error instanceof RejectedError)) throw error;
    yield* pages(null, null);
  }
}

/** Throws RangeError for the checkpoint of an unfinished reading of everything. */
export async function* readChanges<Row>(clock: Clock, list: ChangedList<Row>, checkpoint: string): AsyncGenerator<Page> {
  const at = decodePosition(checkpoint);
  if (at.kind !== 'changes') throw new RangeError('this checkpoint is of an unfinished reading of everything');
  const sinceMs = at.since - overlapMs;
  const since = sinceText(sinceMs);
  const listedAt = clock.now();
  const startedAt = at.startedAt ?? listedAt;
  const { show, rest } = await list.begin(since, sinceMs);
  for await (const page of list.pages(since, at.pageToken ?? null)) {
    const found = await show(page.rows, listedAt);
    const complete = page.next === null;
    yield {
      ...sorted(complete ? [...found, ...(await rest(listedAt))] : found),
      checkpoint: encodePosition(page.next === null ? { kind: 'changes', since: startedAt - page.behindMs } : { kind: 'changes', since: at.since, startedAt, pageToken: page.next }),
      complete,
    };
  }
}

// Home of reading accounts: everything, what changed, by id, and what moved since an instant. Lists before single reads: a
// customer alone is read only when its address changed and the customer did not.
import type { Snapshot, Tombstone } from '../../core/vocabulary.ts';
import { isTombstone } from '../../core/vocabulary.ts';
import { toInstant } from '../../lib/clock.ts';
import type { Clock } from '../../lib/clock.ts';
import { RejectedError } from '../../lib/errors.ts';
import type { Page } from '../connector.ts';
import type { Http } from '../http.ts';
import { mapParallel } from '../parallel.ts';
import { decodePosition, encodePosition, instantOf, sinceText } from './checkpoint.ts';
import type { Context } from './codecs.ts';
import type { Lists } from './paging.ts';
import type { Registries } from './registries.ts';
import { below, routes } from './routes.ts';
import { addressRow, customerRow, segmentLinkRow } from './rows.ts';
import type { AddressRow, CustomerRow } from './rows.ts';
import { addressPart, isAccount, mainAddress, segmentPart, snapshotOf } from './snapshot.ts';
import type { KnownCustomer, Part } from './snapshot.ts';

export interface AccountSources {
  readonly http: Http;
  readonly lists: Lists;
  readonly registries: Registries;
  readonly context: Context;
  readonly clock: Clock;
}

/** Severa may compare since-filters by the minute, and shows a row a little after its time of change. */
const overlapMs = 2 * 60_000;
const singleReads = 4;

/** Makes owners known before rows are mapped; then only the accounts among them. */
export async function accountsOf(rows: readonly CustomerRow[], { registries }: AccountSources): Promise<KnownCustomer[]> {
  const accounts = rows.filter(isAccount);
  await registries.ready();
  await registries.expect('owners', accounts.flatMap((row) => row.owner?.guid || []));
  return accounts;
}

export async function* readAll(sources: AccountSources, checkpoint: string | null): AsyncGenerator<Page> {
  const { lists, context, clock } = sources;
  const at = checkpoint === null ? null : decodePosition(checkpoint);
  if (checkpoint !== null && at?.kind === 'changes') {
    // Everything was read already: nothing comes after the last page.
    yield { snapshots: [], tombstones: [], checkpoint, complete: true };
    return;
  }
  const listedAt = clock.now();
  const [addressRows, linkRows] = await Promise.all([
    lists.offset({ route: '/v1/addresses', row: addressRow }),
    lists.offset({ route: '/v1/customermarketsegments', row: segmentLinkRow }),
  ]);
  const addresses = Map.groupBy(addressRows, (row) => row.customer?.guid ?? '');
  const links = Map.groupBy(linkRows, (row) => row.customer?.guid ?? '');

  const partsOf = (row: KnownCustomer): Part[] => {
    const address = mainAddress(row, addresses.get(row.guid) ?? []);
    const segments = (links.get(row.guid) ?? []).flatMap((link) => (link.marketSegment?.guid && link.guid ? [[link.marketSegment.guid, link.guid] as const] : []));
    return [...(address === undefined ? [] : [addressPart(address, context)]), segmentPart(new Map(segments))];
  };
  const pages = async function* (from: string | null, since: number | null): AsyncGenerator<Page> {
    let startedAt = since;
    for await (const page of lists.tokenPages({ route: '/v1/customers', row: customerRow }, from)) {
      startedAt ??= listedAt - page.behindMs;
      const accounts = await accountsOf(page.rows, sources);
      yield {
        snapshots: accounts.map((row) => snapshotOf(row, listedAt, context, partsOf(row))),
        tombstones: [],
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

export async function* readChanges(sources: AccountSources, checkpoint: string): AsyncGenerator<Page> {
  const { lists, context, clock } = sources;
  const at = decodePosition(checkpoint);
  if (at.kind !== 'changes') throw new RangeError('this checkpoint is of an unfinished reading of everything');
  const query = [['changedSince', sinceText(at.since - overlapMs)]] as const;
  const listedAt = clock.now();
  const startedAt = at.startedAt ?? listedAt;
  const changed = Map.groupBy(await lists.offset({ route: '/v1/addresses', query, row: addressRow }), (row) => row.customer?.guid ?? '');
  changed.delete('');
  // Whatever hangs on a customer that was made since then is new too: what the list lacks is not there.
  const isNew = (row: KnownCustomer): boolean => Date.parse(instantOf(row.createdDateTime) ?? '') >= at.since - overlapMs;
  const partsOf = (row: KnownCustomer): Promise<Part[]> => changedAddress(row, changed.get(row.guid) ?? (isNew(row) ? [] : undefined), isNew(row), sources);

  for await (const page of lists.tokenPages({ route: '/v1/customers', query, row: customerRow }, at.pageToken ?? null)) {
    const accounts = await accountsOf(page.rows, sources);
    const found: (Snapshot | Tombstone)[] = await mapParallel(accounts, singleReads, async (row) => snapshotOf(row, listedAt, context, await partsOf(row)));
    for (const row of page.rows) if (row.guid) changed.delete(row.guid);
    if (page.next === null) {
      found.push(...(await readOnes([...changed.keys()], sources, partsOf)));
    }
    yield {
      snapshots: found.filter((seen): seen is Snapshot => !isTombstone(seen)),
      tombstones: found.filter(isTombstone),
      checkpoint: encodePosition(
        page.next === null ? { kind: 'changes', since: startedAt - page.behindMs } : { kind: 'changes', since: at.since, startedAt, pageToken: page.next },
      ),
      complete: page.next === null,
    };
  }
}

/** By id; an internal customer has no answer. */
export async function readByIds(sources: AccountSources, ids: readonly string[]): Promise<ReadonlyMap<string, Snapshot | Tombstone>> {
  const found = await readOnes([...new Set(ids)], sources, () => Promise.resolve([]));
  return new Map(found.map((seen) => [seen.id, seen]));
}

/** Every account changed since the instant, by one list. */
export async function readSince(sources: AccountSources, since: string): Promise<readonly Snapshot[]> {
  const snapshots: Snapshot[] = [];
  const query = [['changedSince', sinceText(Date.parse(since))]] as const;
  for await (const page of sources.lists.tokenPages({ route: '/v1/customers', query, row: customerRow }, null)) {
    const accounts = await accountsOf(page.rows, sources);
    snapshots.push(...accounts.map((row) => snapshotOf(row, page.askedAt, sources.context)));
  }
  return snapshots;
}

async function readOnes(ids: readonly string[], sources: AccountSources, partsOf: (row: KnownCustomer) => Promise<readonly Part[]>): Promise<(Snapshot | Tombstone)[]> {
  const found = await mapParallel(ids, singleReads, async (id): Promise<(Snapshot | Tombstone)[]> => {
    const askedAt = sources.clock.now();
    const { data } = await sources.http.call(routes.customer(id));
    if (data === null) return [{ id, how: 'missing', into: null, asOf: toInstant(askedAt) }];
    const accounts = await accountsOf([data], sources);
    return await Promise.all(accounts.map(async (row) => snapshotOf(row, askedAt, sources.context, await partsOf(row))));
  });
  return found.flat();
}

/** The row with everything that hangs on it, at a call each for its addresses and its segments. */
export async function wholeAccount(row: KnownCustomer, askedAt: number, { lists, context }: AccountSources): Promise<Snapshot> {
  const main = mainAddress(row, await lists.short(below.addresses(row.guid)));
  const links = await lists.short(below.segmentLinks(row.guid));
  const segments = links.flatMap((link) => (link.marketSegment?.guid && link.guid ? [[link.marketSegment.guid, link.guid] as const] : []));
  return snapshotOf(row, askedAt, context, [...(main === undefined ? [] : [addressPart(main, context)]), segmentPart(new Map(segments))]);
}

/**
 * What changed address rows say about the main address; `isAll`: the customer has no others (empty: it has none). Only
 * without a headquarters must the others be looked at.
 */
async function changedAddress(row: KnownCustomer, rows: readonly AddressRow[] | undefined, isAll: boolean, { lists, context }: AccountSources): Promise<Part[]> {
  if (rows === undefined) return [];
  const main = mainAddress(row, isAll || row.headquarterAddress?.guid ? rows : await lists.short(below.addresses(row.guid)));
  return main === undefined ? [] : [addressPart(main, context)];
}

// Home of reading accounts: everything, what changed, by id, and what moved since an instant. Lists before single reads: a
// customer alone is read only when its address changed and the customer did not.
import type { Snapshot, Tombstone } from '../../core/vocabulary.ts';
import { mapParallel } from '../parallel.ts';
import { accountSnapshot, addressPart, isAccount, mainAddress, segmentPart, segmentsOf } from './account-snapshot.ts';
import type { KnownCustomer } from './account-snapshot.ts';
import { instantOf, sinceText } from './checkpoint.ts';
import type { ChangedList, FullList } from './feed.ts';
import { below, routes } from './routes.ts';
import { addressRow, customerRow, segmentLinkRow } from './rows.ts';
import type { AddressRow, CustomerRow } from './rows.ts';
import { missing } from './snapshot.ts';
import type { Part } from './snapshot.ts';
import type { Sources } from './sources.ts';

const singleReads = 4;

/** Makes owners known before rows are mapped; then only the accounts among them. */
export async function accountsOf(rows: readonly CustomerRow[], { registries, needs }: Sources): Promise<KnownCustomer[]> {
  const accounts = rows.filter(isAccount);
  await registries.ready(needs);
  await registries.expect('owners', accounts.flatMap((row) => row.owner?.guid || []));
  return accounts;
}

export function fullAccounts(sources: Sources): FullList<CustomerRow> {
  const { lists, context } = sources;
  return {
    pages: (from) => lists.tokenPages({ route: '/v1/customers', row: customerRow }, from),
    begin: async () => {
      const [addressRows, linkRows] = await Promise.all([
        lists.offset({ route: '/v1/addresses', row: addressRow }),
        lists.offset({ route: '/v1/customermarketsegments', row: segmentLinkRow }),
      ]);
      const addresses = Map.groupBy(addressRows, (row) => row.customer?.guid ?? '');
      const links = Map.groupBy(linkRows, (row) => row.customer?.guid ?? '');
      const partsOf = (row: KnownCustomer): Part[] => {
        const address = mainAddress(row, addresses.get(row.guid) ?? []);
        return [...(address === undefined ? [] : [addressPart(address, context)]), segmentPart(segmentsOf(links.get(row.guid) ?? []))];
      };
      return async (rows, asOfMs) => (await accountsOf(rows, sources)).map((row) => accountSnapshot(row, asOfMs, context, partsOf(row)));
    },
  };
}

export function changedAccounts(sources: Sources): ChangedList<CustomerRow> {
  const { lists, context } = sources;
  return {
    pages: (since, from) => lists.tokenPages({ route: '/v1/customers', query: [['changedSince', since]], row: customerRow }, from),
    begin: async (since, sinceMs) => {
      const changed = Map.groupBy(await lists.offset({ route: '/v1/addresses', query: [['changedSince', since]], row: addressRow }), (row) => row.customer?.guid ?? '');
      changed.delete('');
      // Whatever hangs on a customer that was made since then is new too: what the list lacks is not there.
      const isNew = (row: KnownCustomer): boolean => Date.parse(instantOf(row.createdDateTime) ?? '') >= sinceMs;
      const partsOf = (row: KnownCustomer): Promise<Part[]> => changedAddress(row, changed.get(row.guid) ?? (isNew(row) ? [] : undefined), isNew(row), sources);
      return {
        show: async (rows, asOfMs) => {
          const accounts = await accountsOf(rows, sources);
          const found = await mapParallel(accounts, singleReads, async (row) => accountSnapshot(row, asOfMs, context, await partsOf(row)));
          for (const row of rows) if (row.guid) changed.delete(row.guid);
          return found;
        },
        rest: () => readOnes([...changed.keys()], sources, partsOf),
      };
    },
  };
}

/** By id; an internal customer has no answer. */
export async function readByIds(sources: Sources, ids: readonly string[]): Promise<ReadonlyMap<string, Snapshot | Tombstone>> {
  const found = await readOnes([...new Set(ids)], sources, () => Promise.resolve([]));
  return new Map(found.map((seen) => [seen.id, seen]));
}

/** Every account changed since the instant, by one list. */
export async function readSince(sources: Sources, since: string): Promise<readonly Snapshot[]> {
  const snapshots: Snapshot[] = [];
  const query = [['changedSince', sinceText(Date.parse(since))]] as const;
  for await (const page of sources.lists.tokenPages({ route: '/v1/customers', query, row: customerRow }, null)) {
    const accounts = await accountsOf(page.rows, sources);
    snapshots.push(...accounts.map((row) => accountSnapshot(row, page.askedAt, sources.context)));
  }
  return snapshots;
}

async function readOnes(ids: readonly string[], sources: Sources, partsOf: (row: KnownCustomer) => Promise<readonly Part[]>): Promise<(Snapshot | Tombstone)[]> {
  const found = await mapParallel(ids, singleReads, async (id): Promise<(Snapshot | Tombstone)[]> => {
    const askedAt = sources.clock.now();
    const { data } = await sources.http.call(routes.customer(id));
    if (data === null) return [missing(id, askedAt)];
    const accounts = await accountsOf([data], sources);
    return await Promise.all(accounts.map(async (row) => accountSnapshot(row, askedAt, sources.context, await partsOf(row))));
  });
  return found.flat();
}

/** The row with everything that hangs on it, at a call each for its addresses and its segments. */
export async function wholeAccount(row: KnownCustomer, askedAt: number, { lists, context }: Sources): Promise<Snapshot> {
  const main = mainAddress(row, await lists.short(below.addresses(row.guid)));
  const links = await lists.short(below.segmentLinks(row.guid));
  return accountSnapshot(row, askedAt, context, [...(main === undefined ? [] : [addressPart(main, context)]), segmentPart(segmentsOf(links))]);
}

/**
 * What changed address rows say about the main address; `isAll`: the customer has no others (empty: it has none). Only
 * without a headquarters must the others be looked at.
 */
async function changedAddress(row: KnownCustomer, rows: readonly AddressRow[] | undefined, isAll: boolean, { lists, context }: Sources): Promise<Part[]> {
  if (rows === undefined) return [];
  const main = mainAddress(row, isAll || row.headquarterAddress?.guid ? rows : await lists.short(below.addresses(row.guid)));
  return main === undefined ? [] : [addressPart(main, context)];
}

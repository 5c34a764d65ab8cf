// Home of the look after a create with an unknown outcome. Severa keeps no key of ours, so the natural keys must do: the
// business ID, else the name, among customers made since shortly before the create. What it finds it reads whole: of a
// create that broke off nobody knows how far its address and its segments came.
import type { Snapshot } from '../../core/vocabulary.ts';
import type { Create } from '../connector.ts';
import { accountsOf, wholeAccount } from './account-read.ts';
import { likeliest, madeSince } from './checkpoint.ts';
import type { Made } from './checkpoint.ts';
import { shownText } from './codecs.ts';
import { customerRow } from './rows.ts';
import type { CustomerRow } from './rows.ts';
import type { Sources } from './sources.ts';

/** Keeps the address of a call well below every server's limit. */
const namesPerCall = 20;

type Customer = Made<Snapshot>;
type Query = readonly (readonly [string, string])[];

/** Candidates per create; none, one or several. */
export async function findCreated(sources: Sources, creates: readonly Create[], since: string): Promise<ReadonlyMap<string, readonly Snapshot[]>> {
  const look = async (query: Query): Promise<Customer[]> => {
    const found: Customer[] = [];
    for await (const page of sources.lists.tokenPages<CustomerRow>({ route: '/v1/customers', query, row: customerRow }, null)) {
      const recent = page.rows.filter((row) => madeSince(row.createdDateTime, since));
      for (const row of await accountsOf(recent, sources)) found.push({ found: await wholeAccount(row, page.askedAt, sources), createdDateTime: row.createdDateTime });
    }
    return found;
  };

  const result = new Map<string, readonly Snapshot[]>(creates.map((create) => [create.key, []]));
  const byName: Create[] = [];
  for (const create of creates) {
    const businessId = textOf(create.fields['businessId']);
    if (businessId === null) byName.push(create);
    else result.set(create.key, likeliest(sameName(await look([['vatNumber', businessId]]), create), since));
  }
  for (let at = 0; at < byName.length; at += namesPerCall) {
    const some = byName.slice(at, at + namesPerCall);
    const names = [...new Set(some.flatMap((create) => textOf(create.fields['name']) ?? []))];
    const found = names.length > 0 ? await look(names.map((name) => ['customerNames', name] as const)) : [];
    for (const create of some) result.set(create.key, likeliest(found.filter((customer) => hasName(customer, create)), since));
  }
  return result;
}

/** Branches of one organisation share its business ID: the name tells them apart, when any has it. */
function sameName(customers: readonly Customer[], create: Create): readonly Customer[] {
  const named = customers.filter((customer) => hasName(customer, create));
  return named.length > 0 ? named : customers;
}

function hasName({ found }: Customer, create: Create): boolean {
  return found.fields['name'] === textOf(create.fields['name']);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? shownText(value) : null;
}

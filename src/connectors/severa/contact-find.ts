// Home of the look after a contact's create with an unknown outcome. The ways to reach a person are made after the person, so
// they cannot tell: the customer's own list does, by name and time of creation, and no name stands in an address of a call.
import type { Snapshot } from '../../core/vocabulary.ts';
import { isTombstone } from '../../core/vocabulary.ts';
import type { Create } from '../connector.ts';
import { mapParallel } from '../parallel.ts';
import { likeliest, madeSince } from './checkpoint.ts';
import { shownText } from './codecs.ts';
import { wholeContact } from './contact-read.ts';
import { below } from './routes.ts';
import type { ContactRow } from './rows.ts';
import type { Sources } from './sources.ts';

const parallelLooks = 4;

/** Candidates per create; none, one or several. A call per customer, and one per candidate. */
export async function findCreatedContacts(sources: Sources, creates: readonly Create[], since: string): Promise<ReadonlyMap<string, readonly Snapshot[]>> {
  await sources.registries.ready(sources.needs);
  const found = new Map<string, readonly Snapshot[]>(creates.map(({ key }) => [key, []]));
  const byCustomer = [...Map.groupBy(creates, ({ fields }) => (typeof fields['account'] === 'string' ? fields['account'] : ''))].filter(([customer]) => customer !== '');
  await mapParallel(byCustomer, parallelLooks, async ([customer, some]) => {
    const askedAt = sources.clock.now();
    const recent = (await sources.lists.short(below.contacts(customer))).filter((row) => madeSince(row.createdDateTime, since));
    for (const create of some) {
      const own = likeliest(recent.filter((row) => hasName(row, create)).map((row) => ({ found: row, createdDateTime: row.createdDateTime })), since);
      const named = await Promise.all(own.map((row) => wholeContact(sources, row, askedAt)));
      found.set(create.key, named.flat().filter((seen): seen is Snapshot => !isTombstone(seen)));
    }
  });
  return found;
}

function hasName(row: ContactRow, { fields }: Create): boolean {
  return (['firstName', 'lastName'] as const).every((name) => shownText(row[name]) === (typeof fields[name] === 'string' ? shownText(fields[name]) : null));
}

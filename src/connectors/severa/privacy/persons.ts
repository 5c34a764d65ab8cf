// Home of finding the contact persons that may be one subject: by id, by address, among their customers' people. Invariant: whatever is
// found to be the subject is looked further by, until nothing new comes.
import { emailKey } from '../../../core/subject.ts';
import type { Subject } from '../../../core/subject.ts';
import { RejectedError } from '../../../lib/errors.ts';
import { mapParallel } from '../../parallel.ts';
import { below, get } from '../routes.ts';
import type { Look } from './look.ts';
import { personRow } from './rows.ts';
import type { PersonRow } from './rows.ts';
import { contactIds, isCustomer, judged } from './who.ts';
import type { Persons } from './who.ts';

export const parallelReads = 4;

/** The people of their customers, and whoever is found by the addresses: again for whatever that shows anew. */
export async function findPersons(look: Look, asked: Subject): Promise<Persons> {
  const rows = new Map<string, PersonRow>();
  const done = new Set<string>();
  const see = (seen: readonly (PersonRow | null)[]): void => {
    for (const row of seen) if (row?.guid) rows.set(row.guid, row);
  };
  const once = (items: readonly string[], key: (item: string) => string): string[] => items.filter((item) => !done.has(key(item)) && done.add(key(item)));
  for (;;) {
    const found = judged(asked, [...rows.values()]);
    const parents = once(found.customers, (guid) => `customer:${guid}`);
    const words = once(wordsFor(found.subject), (word) => (word.includes('@') ? emailKey(word) : `word:${word}`));
    see((await mapParallel(parents, parallelReads, (guid) => contactsOf(look, guid))).flat());
    see((await mapParallel(words, parallelReads, (word) => contactsWith(look, word))).flat());
    const ids = once(contactIds(found.subject).filter((id) => !rows.has(id)), (id) => `id:${id}`);
    see(await mapParallel(ids, parallelReads, (id) => contactById(look, id)));
    if (parents.length + words.length + ids.length === 0) return found;
  }
}

export function addressesOf({ emails }: Subject): readonly string[] {
  return emails.map((email) => email.trim()).filter((email) => email.includes('@'));
}

/** By number and name only where there is nothing better to go by. */
function wordsFor(subject: Subject): readonly string[] {
  const emails = addressesOf(subject);
  if (emails.length > 0 || contactIds(subject).length > 0 || subject.around.some(isCustomer)) return emails;
  return [...subject.phones, ...subject.names.map(({ first, last }) => `${first} ${last}`.trim())].filter((word) => word !== '');
}

export async function contactById({ http }: Pick<Look, 'http'>, guid: string): Promise<PersonRow | null> {
  return (await http.call(get('/v1/contactpersons/{guid}', guid, personRow))).data;
}

/** Severa has no other way to look for an address than to name it in the call. */
export async function contactsWith({ lists }: Look, text: string): Promise<readonly PersonRow[]> {
  return await lists.short({ route: '/v1/contactpersons', query: [['textToSearch', text]], row: personRow });
}

/** A customer that is not there any more has no people. */
async function contactsOf({ lists }: Look, customer: string): Promise<readonly PersonRow[]> {
  try {
    return await lists.short({ ...below.contacts(customer), row: personRow });
  } catch (error) {
    if (error instanceof RejectedError && error.status === 404) return [];
    throw error;
  }
}

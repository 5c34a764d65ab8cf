// Which contacts of the two systems are the same person by the product's published rules: e-mail, then name and phone within the
// account, then the name within the account, which only proposes. Of several PSA contacts with one e-mail and one name one is the
// main contact and the others are parts of it; with different names the e-mail proves nothing, and whom no other rule finds waits.

import { counterparts, plainText, together } from './expected-rounds.ts';
import type { Seeker } from './expected-rounds.ts';
import type { CrmContact, ExpectedContactMatch, ExpectedMatch, PsaContact, WorldContact } from './world.ts';

type Rule = 'email' | 'person' | 'full-name';
type Contact = Pick<WorldContact, 'key' | 'psa' | 'crm'>;

interface Account {
  readonly key: string;
  readonly match: ExpectedMatch;
  readonly contacts: readonly Contact[];
}

interface Person extends Seeker<Rule> {
  readonly account: Account;
  readonly name: string;
}

const RULES: readonly Rule[] = ['email', 'person', 'full-name'];

/** Contact key → how it finds its counterpart. */
export function expectedContactMatches(accounts: readonly Account[]): ReadonlyMap<string, ExpectedContactMatch> {
  const people = accounts.flatMap((account) => account.contacts.flatMap((contact) => peopleOf(account, contact)));
  const { parts, boxes } = sharedAddresses(people);
  const telling = people.filter(({ id }) => !parts.has(id)).map((person) => ({ ...person, keys: { ...person.keys, email: person.keys.email.filter((email) => !boxes.has(email)) } }));
  const found = counterparts(RULES, telling);
  const sharers = new Set(people.filter(({ keys }) => keys.email.some((email) => boxes.has(email))).map(({ id }) => id));
  const outcome = (id: string): ExpectedContactMatch | undefined => (parts.has(id) ? 'part' : (found.get(id) ?? (sharers.has(id) ? 'shared-email' : undefined)));
  return new Map(accounts.flatMap(({ contacts }) => contacts.map(({ key }) => [key, together(outcome(`psa ${key}`), outcome(`crm ${key}`))] as const)));
}

function peopleOf(account: Account, { key, psa, crm }: Contact): Person[] {
  return [
    ...(psa === null ? [] : [personOf(`psa ${key}`, 'psa', account, account.key, psa, psa.emails.map(({ address }) => address), psa.phones.map(({ value }) => value))]),
    ...(crm === null ? [] : [personOf(`crm ${key}`, 'crm', account, crm.hasCompany ? account.key : null, crm, [crm.email ?? '', ...crm.additionalEmails], [crm.phone ?? '', crm.mobilePhone ?? ''])]),
  ];
}

function personOf(id: string, side: 'psa' | 'crm', account: Account, employer: string | null, who: PsaContact | CrmContact, emails: readonly string[], phones: readonly string[]): Person {
  // Records of two accounts can share a scope only where the accounts themselves join without a person.
  const scope = employer === null ? null : account.match === 'business-id' || account.match === 'domain' ? employer : `${side} ${employer}`;
  const name = who.firstName === null || who.lastName === null ? '' : plainText(`${who.firstName} ${who.lastName}`);
  const within = scope === null || name === '' ? [] : [`${scope}|${name}`];
  return {
    id,
    side,
    account,
    name,
    keys: {
      email: emails.map((email) => email.trim().toLowerCase()).filter((email) => email !== ''),
      person: within.flatMap((start) => phones.filter((phone) => phone !== '').map((phone) => `${start}|${phoneKey(phone)}`)),
      'full-name': within,
    },
  };
}

/** Ids of those who are one more record of somebody else's person, and the addresses that several people have. */
function sharedAddresses(people: readonly Person[]): { parts: ReadonlySet<string>; boxes: ReadonlySet<string> } {
  const parts = new Set<string>();
  const boxes = new Set<string>();
  const holders = new Map<string, Person[]>();
  for (const person of people) for (const email of new Set(person.keys.email)) holders.set(email, [...(holders.get(email) ?? []), person]);
  for (const [email, all] of holders) {
    const psa = all.filter(({ side }) => side === 'psa');
    if (psa.length < 2) continue;
    const isOnePerson = psa[0]?.name !== '' && psa.every(({ name }) => name === psa[0]?.name);
    if (!isOnePerson) {
      boxes.add(email);
      continue;
    }
    const crm = all.find(({ side }) => side === 'crm');
    const main = psa.find(({ account }) => account === crm?.account) ?? psa[0];
    for (const one of psa) if (one !== main) parts.add(one.id);
  }
  return { parts, boxes };
}

/** Digits with the country's number in front; a number in national form is read as a Finnish one. */
function phoneKey(text: string): string {
  const digits = text.replace('(0)', '').replaceAll(/\D/g, '');
  return text.trim().startsWith('+') ? digits : `358${digits.replace(/^0/, '')}`;
}

// The seeded world: from a seed, a number of accounts and a moment to a whole consultancy's registers.
// Invariant: the same three give the same world on every machine, and each account draws from a stream of its own.

import { seededRandom } from '../../lib/random.ts';
import type { Random } from '../../lib/random.ts';
import { crmView, psaView } from './account-views.ts';
import { makeCompany } from './company.ts';
import type { Company } from './company.ts';
import { acquaintancesOf, makeContacts } from './contacts.ts';
import type { Acquaintance } from './contacts.ts';
import { dayMs } from './dates.ts';
import { makeDelivery } from './delivery.ts';
import { expectedContactMatches } from './expected-contact.ts';
import { expectedMatches } from './expected-match.ts';
import { expectedCaseMatches } from './expected-sales-case.ts';
import { makeEngagement } from './engagement.ts';
import { drawPlan, drawPresence, isInternal } from './plan.ts';
import type { DuplicateKind } from './plan.ts';
import { makeSalesCases } from './sales-cases.ts';
import { drawTwists } from './twists.ts';
import { makeUsers } from './users.ts';
import type { Presence, World, WorldAccount, WorldContact, WorldSalesCase, WorldUser } from './world.ts';

interface WorldOptions {
  readonly seed: number;
  readonly accounts: number;
  /** Moment (ms) all dates are counted back from. */
  readonly now: number;
}

/** An account before anybody has looked at the whole world. */
type MadeAccount = Omit<WorldAccount, 'match' | 'contacts' | 'salesCases'> & {
  readonly contacts: readonly Omit<WorldContact, 'match'>[];
  readonly salesCases: readonly Omit<WorldSalesCase, 'match'>[];
};

interface Made {
  readonly company: Company;
  readonly account: MadeAccount;
  /** People of its whom a later account may know. */
  readonly acquaintances: readonly Acquaintance[];
}

/** Per account about 4 contacts, 1.6 sales cases, and on demand 40 work hours and 3 invoices. */
export function generateWorld(options: WorldOptions): World {
  const { seed, now } = options;
  const root = seededRandom(seed);
  const users = makeUsers(root.fork('users'));
  const offset = root.fork('offset').int(0, 1_000_000);
  const takenEmails = new Set<string>();
  const made: Made[] = [];
  for (let index = 0; index < options.accounts; index++) {
    made.push(makeAccount(index, offset, made, users, now, takenEmails, root.fork(`account:${index}`)));
  }
  const accounts = withMatches(made.map(({ account }) => account));
  const twistsOf = drawTwists(accounts, now);
  return {
    seed,
    now,
    users,
    accounts,
    delivery: (account) => makeDelivery(account, users, twistsOf, now, root.fork(`delivery:${account.key}`)),
    engagement: (account) => makeEngagement(account, users, now, root.fork(`engagement:${account.key}`)),
  };
}

/** What joins people and cases depends on which accounts have joined. */
function withMatches(made: readonly MadeAccount[]): WorldAccount[] {
  const matches = expectedMatches(made);
  const accounts = made.map((account, index) => ({ ...account, match: matches[index] ?? 'none' }));
  const contacts = expectedContactMatches(accounts);
  const cases = expectedCaseMatches(accounts);
  return accounts.map((account) => ({
    ...account,
    contacts: account.contacts.map((contact) => ({ ...contact, match: contacts.get(contact.key) ?? 'none' })),
    salesCases: account.salesCases.map((salesCase) => ({ ...salesCase, match: cases.get(salesCase.key) ?? 'none' })),
  }));
}

function makeAccount(index: number, offset: number, earlier: readonly Made[], users: readonly WorldUser[], now: number, takenEmails: Set<string>, random: Random): Made {
  const presence = drawPresence(index, random.fork('presence'));
  const own = makeCompany(index, offset, random.fork('company'));
  const duplicate = drawDuplicate(index, presence, earlier, random.fork('duplicate'));
  const company = duplicate === null ? own : duplicated(own, duplicate.of.company, duplicate.kind);
  const plan = drawPlan(company, presence, duplicate?.kind ?? null, random.fork('plan'));
  const key = `account-${index + 1}`;
  const neighbourKeys = earlier.slice(-30).flatMap(({ account }) => (account.crm === null ? [] : [account.key]));
  const isOwn = plan.dirt.includes('internal');
  const acquaintances = isOwn ? [] : earlier.slice(-30).flatMap((one) => one.acquaintances);
  const contacts = makeContacts({ accountKey: key, company, presence, users, now, neighbourKeys, acquaintances, takenEmails }, random.fork('contacts'));
  const salesCases = makeSalesCases({ accountKey: key, company, presence, isInternal: isOwn, contacts, users, now, neighbourKeys }, random.fork('cases'));
  const children = [...contacts, ...salesCases];
  const account = {
    key,
    presence,
    dirt: plan.dirt,
    duplicateOf: duplicate?.of.account.key ?? null,
    psa: presence === 'crm' ? null : olderThan(psaView(company, plan, users, now, random.fork('psa')), children.map(({ psa }) => psa)),
    crm: presence === 'psa' ? null : olderThan(crmView(company, plan, users, now, random.fork('crm')), children.map(({ crm }) => crm)),
    contacts,
    salesCases,
  };
  return { company, account, acquaintances: isOwn ? [] : acquaintancesOf(contacts) };
}

/** About one account in twenty-five is a second copy of an earlier one in the same system. */
function drawDuplicate(index: number, presence: Presence, earlier: readonly Made[], random: Random): { of: Made; kind: DuplicateKind } | null {
  if (presence === 'both' || isInternal(index) || !random.chance(0.07)) return null;
  const originals = earlier.slice(-40).filter(({ account }) => account.duplicateOf === null && !account.dirt.includes('internal') && account[presence] !== null);
  if (originals.length === 0) return null;
  return { of: random.pick(originals), kind: random.pick(['duplicate-business-id', 'duplicate-domain', 'duplicate-name'] as const) };
}

/** The same company once more, or a sister company under the same web address. */
function duplicated(own: Company, original: Company, kind: DuplicateKind): Company {
  return kind === 'duplicate-domain' ? { ...own, domain: original.domain } : { ...original, index: own.index };
}

/** Nobody enters a person or a case before the company. */
function olderThan<T extends { readonly createdAt: number }>(view: T, children: readonly ({ readonly createdAt: number } | null)[]): T {
  const first = Math.min(...children.flatMap((child) => (child === null ? [] : [child.createdAt])));
  return { ...view, createdAt: Math.min(view.createdAt, first - dayMs) };
}

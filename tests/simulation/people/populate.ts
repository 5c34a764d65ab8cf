// The world as it stands before the product comes: companies, their people and their sales cases, on one side or on both.
// Invariant: at most fifty records in all.
import type { RemoteSide } from '../../../src/core/vocabulary.ts';
import type { Random } from '../../../src/lib/random.ts';
import type { Plan } from '../plan.ts';
import type { World } from '../world.ts';
import { businessId, companyName, someone, title } from './facts.ts';
import type { PersonFacts } from './facts.ts';
import { makeAccount, makeCase, makeContact } from './make.ts';
import type { CompanyFacts } from './make.ts';

type Ids = Readonly<Partial<Record<RemoteSide, string>>>;

const SIDES = ['psa', 'crm'] as const;
const WHERE = [['psa', 'crm'], ['psa', 'crm'], ['psa'], ['crm']] as const;

export function populate(world: World, plan: Plan, random: Random): void {
  world.as({ author: 'beginning', by: 'beginning' }, () => {
    const accounts: Ids[] = [];
    for (let number = 1; number <= plan.accounts; number++) {
      const name = companyName(random, random.chance(0.8) ? number : 1);
      const facts: CompanyFacts = { name, businessId: random.chance(0.6) ? businessId(random) : null, domain: random.chance(0.7) ? `yritys${number}.fi` : null };
      accounts.push(onSides(random.pick(WHERE), (side) => makeAccount(world, side, random, side === 'crm' && random.chance(0.3) ? { ...facts, name: `${name.slice(0, -3)} Oyj` } : facts)));
    }
    const contacts: (Ids & { readonly account: Ids })[] = [];
    let before: PersonFacts | null = null;
    for (let number = 1; number <= plan.contacts; number++) {
      const account = random.pick(accounts);
      const facts: PersonFacts = shared(random, someone(random, number), before);
      const ids = onSides(random.pick(WHERE), (side) => makeContact(world, side, random, facts, random.chance(0.9) ? (account[side] ?? null) : null));
      contacts.push({ ...ids, account });
      before = facts;
    }
    for (let number = 1; number <= plan.salesCases; number++) {
      const account = random.pick(accounts);
      const people = contacts.filter((contact) => contact.account === account);
      const contact: Ids = people.length > 0 && random.chance(0.6) ? random.pick(people) : {};
      const facts = { name: title(random, number), amount: random.chance(0.7) ? random.int(1, 90) * 500 : null };
      onSides(random.pick(WHERE), (side) => makeCase(world, side, random, facts, { account: random.chance(0.9) ? (account[side] ?? null) : null, contact: contact[side] ?? null }));
    }
  });
}

/** Severa keeps a contact person per customer, so one address may stand on two of them: of one person, or of an assistant. */
function shared(random: Random, facts: PersonFacts, before: PersonFacts | null): PersonFacts {
  if (before === null || !random.chance(0.2)) return facts;
  return random.chance(0.5) ? { ...before, phone: facts.phone } : { ...facts, email: before.email };
}

function onSides(sides: readonly RemoteSide[], make: (side: RemoteSide) => string | null): Ids {
  return Object.fromEntries(SIDES.flatMap((side) => {
    const id = sides.includes(side) ? make(side) : null;
    return id === null ? [] : [[side, id]];
  }));
}

// The sales cases of one account: a Severa project from the first lead on, a HubSpot deal, or both.
// Invariant: a case is older than its order date only while it is open, and a closed project was won or lost.

import type { Random } from '../../lib/random.ts';
import type { Company } from './company.ts';
import type { MadeContact } from './contacts.ts';
import { dayMs, plainDate } from './dates.ts';
import type { CurrencyCode } from './money.ts';
import { leadSources, stages } from './registries.ts';
import type { Stage } from './registries.ts';
import type { CrmDeal, Presence, PsaSalesCase, WorldSalesCase, WorldUser } from './world.ts';

interface SalesCaseContext {
  readonly accountKey: string;
  readonly company: Company;
  readonly presence: Presence;
  readonly isInternal: boolean;
  readonly contacts: readonly MadeContact[];
  readonly users: readonly WorldUser[];
  readonly now: number;
  /** Some earlier accounts of the CRM. */
  readonly neighbourKeys: readonly string[];
}

const subjects = [
  'Verkkopalvelun uudistus', 'Toiminnanohjauksen käyttöönotto', 'Kehityskumppanuus', 'Energiakatselmus', 'Palvelumuotoilu',
  'Tietoturva-auditointi', 'Rakennesuunnittelu', 'Brändityö', 'Koulutuspäivät', 'Integraatioprojekti', 'Jatkuva ylläpito',
  'Datastrategia', 'Tilinpäätöspalvelu', 'Prosessien kartoitus', 'Mobiilisovellus', 'Ympäristöselvitys', 'Hankesuunnittelu',
];

/** A case before anybody has looked at the whole world. */
type MadeCase = Omit<WorldSalesCase, 'match'>;

/** None to six cases, 1.6 on average. */
export function makeSalesCases(context: SalesCaseContext, random: Random): MadeCase[] {
  const count = context.isInternal ? random.int(2, 4) : random.chance(0.2) ? 0 : 1 + (random.chance(0.55) ? random.int(0, 2) : 0) + (random.chance(0.2) ? random.int(1, 3) : 0);
  return Array.from({ length: count }, (_, index) => makeSalesCase(context, index, random));
}

function makeSalesCase(context: SalesCaseContext, index: number, random: Random): MadeCase {
  const stage = drawStage(random);
  const presence = casePresence(context.presence, random);
  const ageDays = random.int(3, stage.state === 'InProgress' ? 200 : 900);
  const name = `${random.pick(subjects)}${random.chance(0.5) ? ` ${plainDate(context.now, -ageDays).slice(0, 4)}` : ''}`;
  const amount = random.chance(0.1) ? random.int(20_000, 400_000) : random.int(5, 120) * 500;
  const cents = random.chance(0.15) ? random.int(1, 99) : 0;
  const facts = { name, stage, ageDays, amount: `${amount}.${String(cents).padStart(2, '0')}` };
  const psa = presence === 'crm' ? null : psaCase(context, index, facts, random);
  const crm = presence === 'psa' || context.isInternal ? null : crmDeal(context, facts, random);
  // Salespeople who look a project up copy its number to the deal.
  const projectNumber = psa !== null && random.chance(0.25) ? psa.number : null;
  return { key: `${context.accountKey}/case-${index + 1}`, psa, crm: crm === null ? null : { ...crm, projectNumber } };
}

interface CaseFacts {
  readonly name: string;
  readonly stage: Stage;
  readonly ageDays: number;
  readonly amount: string;
}

function drawStage(random: Random): Stage {
  const draw = random.next();
  const key = draw < 0.52 ? 'won' : draw < 0.66 ? 'lost' : random.pick(['lead', 'meeting', 'proposal', 'sent', 'negotiation']);
  return stages.find((stage) => stage.key === key) as Stage;
}

function casePresence(account: Presence, random: Random): Presence {
  if (account !== 'both') return account;
  const draw = random.next();
  return draw < 0.5 ? 'both' : draw < 0.85 ? 'psa' : 'crm';
}

function psaCase(context: SalesCaseContext, index: number, facts: CaseFacts, random: Random): PsaSalesCase {
  const { now, company } = context;
  const { stage, ageDays } = facts;
  const staff = context.users.filter((user) => user.psa !== null);
  const isWon = stage.state === 'Won';
  const orderDays = stage.state === 'InProgress' ? random.int(-20, 120) : -Math.floor(ageDays * 0.85);
  const isDone = isWon && ageDays > 300 && random.chance(0.75);
  const knownContacts = context.contacts.filter((contact) => contact.psa !== null);
  return {
    number: 10_000 + company.index * 8 + index,
    name: context.isInternal ? `Sisäinen: ${facts.name}` : facts.name,
    stageKey: stage.key,
    // Salespeople adjust the stage's own figure now and then.
    probability: stage.state === 'InProgress' && random.chance(0.2) ? Math.min(95, stage.probability + 5) : stage.probability,
    expectedValue: { amount: facts.amount, currency: company.currency },
    expectedOrderDate: plainDate(now, orderDays),
    startDate: isWon ? plainDate(now, orderDays + 5) : null,
    deadline: isWon ? plainDate(now, isDone ? orderDays + random.int(60, 200) : random.int(-20, 200)) : null,
    isClosed: stage.state === 'Lost' || isDone,
    isInternal: context.isInternal,
    ownerKey: random.pick(staff).key,
    salesPersonKey: random.pick(staff).key,
    leadSourceKey: random.chance(0.7) ? random.pick(leadSources).key : null,
    projectStatusKey: isWon ? (isDone ? 'done' : random.pick(['planned', 'running', 'running', 'running', 'on-hold'])) : null,
    contactKey: knownContacts.length > 0 && random.chance(0.7) ? random.pick(knownContacts).key : null,
    createdAt: now - ageDays * dayMs - random.int(0, dayMs - 1),
  };
}

/** As typed once more: mostly the same, now and then shouted or with a space too many. */
function dealName(name: string, random: Random): string {
  const draw = random.next();
  return draw < 0.85 ? name : draw < 0.93 ? name.toUpperCase() : `${name} `;
}

function crmDeal(context: SalesCaseContext, facts: CaseFacts, random: Random): CrmDeal {
  const owners = context.users.filter((user) => user.crm !== null);
  const knownContacts = context.contacts.filter((contact) => contact.crm !== null);
  const { stage, ageDays } = facts;
  // A deal in a currency the PSA's customer does not use waits for a person.
  const currency: CurrencyCode = random.chance(0.03) ? 'USD' : context.company.currency;
  const amount = random.chance(0.12) ? `${random.int(5, 120) * 500}.00` : facts.amount;
  return {
    name: random.chance(0.6) ? dealName(facts.name, random) : `${context.company.name.core} / ${facts.name}`,
    projectNumber: null,
    stageKey: stage.key,
    value: random.chance(0.92) ? { amount, currency } : null,
    closeDate: random.chance(0.9) ? plainDate(context.now, stage.state === 'InProgress' ? random.int(-10, 150) : -Math.floor(ageDays * 0.85)) : null,
    ownerKey: random.chance(0.9) ? random.pick(owners).key : null,
    contactKeys: knownContacts.length === 0 ? [] : random.shuffle(knownContacts).slice(0, random.int(0, 2)).map((contact) => contact.key),
    hasCompany: random.chance(0.97),
    otherAccountKey: context.neighbourKeys.length > 0 && random.chance(0.05) ? random.pick(context.neighbourKeys) : null,
    createdAt: context.now - ageDays * dayMs - random.int(0, dayMs - 1),
  };
}

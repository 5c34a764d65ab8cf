// What a project bills beside hours and travel: fees of a price list, some planned for a day, some made by a rule every month,
// some that wait for a phase, and fixed prices of phases. Invariant: a rule is no fee, and what it makes names it.

import type { Random } from '../../lib/random.ts';
import { monthStart, plainDate } from './dates.ts';
import { cents, money, priceInCents } from './money.ts';
import type { Project } from './project.ts';
import { products } from './registries.ts';
import { enteredAt, workDay } from './work.ts';
import type { WorldFee, WorldFlatRate, WorldPhase } from './world-delivery.ts';

const PAST_MONTHS = 6;
const MONTHS_AHEAD = 4;

export function makeFees(project: Project, phases: readonly WorldPhase[], random: Random): WorldFee[] {
  if (project.twists.has('no-work')) return [];
  const drawn = Array.from({ length: random.chance(0.5) ? random.int(1, 4) : 0 }, (): Partial<WorldFee> => {
    const product = random.pick(products);
    const date = workDay(project, random);
    const isPlanned = random.chance(0.2);
    return {
      date,
      phaseKey: random.pick(phases).key,
      productKey: product.key,
      quantity: random.int(1, 6),
      isBillable: random.chance(0.95),
      billingSchedule: isPlanned ? 'OnDate' : 'Immediately',
      plannedBillingDate: isPlanned ? plainDate(project.now, random.int(5, 150)) : null,
      createdAt: enteredAt(project, date, random),
    };
  });
  return [...drawn, ...twisted(project, phases, random.fork('twists'))].map((given, index) => toFee(project, phases, given, index));
}

function twisted(project: Project, phases: readonly WorldPhase[], random: Random): Partial<WorldFee>[] {
  const { twists, now } = project;
  return [
    ...(twists.has('zero-price') ? [{ unitPrice: money(0, project.currency), date: project.startDate }, { unitPrice: money(0, project.currency) }] : []),
    ...(twists.has('planned-ahead') ? [20, 50, 80].map((days) => ({ billingSchedule: 'OnDate' as const, plannedBillingDate: plainDate(now, days) })) : []),
    ...(twists.has('phase-billing') ? [phases[0], phases.at(-1)].map((phase) => ({ billingSchedule: 'WhenPhaseCompleted' as const, billingPhaseKey: phase?.key ?? null, quantity: random.int(1, 3), date: project.startDate })) : []),
    ...(twists.has('recurring-fee') ? recurring(project) : []),
  ];
}

/** A monthly rule with what it has made: the months behind, and some ahead. */
function recurring(project: Project): Partial<WorldFee>[] {
  const ruleKey = `${project.caseKey}/rule`;
  const common = { productKey: 'licence', quantity: 1, date: project.startDate };
  const today = plainDate(project.now, 0);
  const months = Array.from({ length: PAST_MONTHS + 1 + MONTHS_AHEAD }, (_, index) => monthStart(today, index - PAST_MONTHS)).filter((month) => month >= project.startDate);
  const made = months.map((date) => ({ ...common, date, billingSchedule: 'OnDate' as const, plannedBillingDate: date, ruleKey }));
  return [{ ...common, key: ruleKey, billingSchedule: 'Recurring', isRule: true }, ...made];
}

function toFee(project: Project, phases: readonly WorldPhase[], given: Partial<WorldFee>, index: number): WorldFee {
  const product = products.find(({ key }) => key === given.productKey) ?? products[1];
  const price = given.unitPrice ?? money(priceInCents(product.price, project.currency), project.currency);
  const date = given.date ?? plainDate(project.now, -1);
  return {
    key: `${project.caseKey}/fee-${index + 1}`,
    caseKey: project.caseKey,
    phaseKey: phases[0]?.key ?? '',
    productKey: product.key,
    quantity: 1,
    unitPrice: price,
    unitCost: money(cents(price) * 0.6, project.currency),
    billingSchedule: 'Immediately',
    plannedBillingDate: null,
    billingPhaseKey: null,
    isRule: false,
    ruleKey: null,
    invoiceKey: null,
    rowKey: null,
    invoiceQuantity: null,
    createdAt: Math.min(project.now, Date.parse(date) + 10 * 3_600_000),
    ...given,
    date,
    isBillable: !project.salesCase.isInternal && (given.isBillable ?? true),
  };
}

/** One project in six has a fixed price on its first phase. */
export function makeFlatRates(project: Project, phases: readonly WorldPhase[], random: Random): WorldFlatRate[] {
  const { twists } = project;
  if (phases.length === 0 || project.salesCase.isInternal || twists.has('no-work')) return [];
  const isDrawn = random.chance(0.17);
  const drawn = { price: random.int(2, 40) * 500, includesHours: random.int(2, 20) * 5, plannedBillingDate: workDay(project, random) };
  const given: (Partial<Omit<WorldFlatRate, 'price'>> & { readonly price: number })[] = [
    ...(isDrawn ? [drawn] : []),
    ...(twists.has('flat-rates') ? [{ price: 2_500, plannedBillingDate: project.startDate }, { price: 4_000, plannedBillingDate: plainDate(project.now, 45) }] : []),
    ...(twists.has('phase-billing') ? [{ price: 1_500, billingSchedule: 'WhenPhaseCompleted' as const, phaseKey: phases.at(-1)?.key ?? '' }] : []),
  ];
  return given.map(({ price, ...more }, index) => ({
    key: `${project.caseKey}/flat-${index + 1}`,
    caseKey: project.caseKey,
    phaseKey: phases[0]?.key ?? '',
    price: money(priceInCents(price, project.currency), project.currency),
    includesHours: 20,
    billingSchedule: 'OnDate',
    plannedBillingDate: null,
    invoiceKey: null,
    rowKey: null,
    createdAt: Math.min(project.now, Date.parse(more.plannedBillingDate ?? project.startDate)),
    ...more,
  }));
}

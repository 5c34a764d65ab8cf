// The work on one project before anything is billed: phases, hours, fees, travel expenses and a flat rate.
// Invariant: nothing is dated before the project's start or after its last working day.

import type { Random } from '../../lib/random.ts';
import { dayMs, plainDate } from './dates.ts';
import { cents, money, priceInCents } from './money.ts';
import type { Project } from './project.ts';
import { products, travelExpenseTypes, workTypes } from './registries.ts';
import type { WorldFee, WorldFlatRate, WorldPhase, WorldTravelExpense, WorldWorkHour } from './world-delivery.ts';

const phaseNames = ['Suunnittelu', 'Toteutus', 'Käyttöönotto', 'Projektinhallinta'];
const descriptions = ['Työpaja asiakkaan tiloissa', 'Määrittely ja dokumentointi', 'Toteutus', 'Testaus ja korjaukset', 'Viikkopalaveri', 'Tuotantoon vienti – yöaika', 'Suunnittelu'];

export function makePhases(project: Project, random: Random): WorldPhase[] {
  return phaseNames.slice(0, random.int(1, 4)).map((name, index) => ({
    key: `${project.caseKey}/phase-${index + 1}`,
    caseKey: project.caseKey,
    name,
    isCompleted: project.salesCase.isClosed,
    startDate: project.startDate,
    deadline: project.salesCase.deadline ?? project.endDate,
    hoursEstimate: random.int(2, 30) * 5,
  }));
}

export function makeWorkHours(project: Project, phases: readonly WorldPhase[], random: Random): WorldWorkHour[] {
  const price = priceInCents(random.pick([85, 95, 105, 120, 135, 150]), project.currency);
  const count = random.int(25, 110);
  return Array.from({ length: count }, (_, index) => {
    const date = workDay(project, random);
    const workType = random.chance(0.08) ? 'travel' : random.pick(workTypes.filter((type) => type.isProductive)).key;
    const hasPrice = !project.salesCase.isInternal && workType !== 'travel' && random.chance(0.92);
    const isRemoved = hasPrice && random.chance(0.01);
    return {
      key: `${project.caseKey}/hour-${index + 1}`,
      caseKey: project.caseKey,
      phaseKey: random.pick(phases).key,
      userKey: random.pick(project.workerKeys),
      workTypeKey: workType,
      date,
      quantity: random.int(1, 32) / 4,
      description: random.chance(0.8) ? random.pick(descriptions) : null,
      unitPrice: money(hasPrice ? price : 0, project.currency),
      unitCost: money(4_500, 'EUR'),
      isBillable: hasPrice && !isRemoved,
      isApproved: ageDays(project, date) > 10 ? random.chance(0.97) : random.chance(0.25),
      billableStatus: isRemoved ? 'RemovedFromInvoice' : hasPrice ? 'Billable' : 'NotBillable',
      invoiceKey: null,
      rowKey: null,
      createdAt: enteredAt(project, date, random),
    };
  });
}

export function makeFees(project: Project, phases: readonly WorldPhase[], random: Random): WorldFee[] {
  return Array.from({ length: random.chance(0.5) ? random.int(1, 4) : 0 }, (_, index) => {
    const product = random.pick(products);
    const date = workDay(project, random);
    const price = money(priceInCents(product.price, project.currency), project.currency);
    const isPlanned = random.chance(0.2);
    return {
      key: `${project.caseKey}/fee-${index + 1}`,
      caseKey: project.caseKey,
      phaseKey: random.pick(phases).key,
      productKey: product.key,
      date,
      quantity: random.int(1, 6),
      unitPrice: price,
      unitCost: money(cents(price) * 0.6, project.currency),
      isBillable: !project.salesCase.isInternal && random.chance(0.95),
      billingSchedule: isPlanned ? 'OnDate' : 'Immediately',
      plannedBillingDate: isPlanned ? plainDate(project.now, random.int(5, 150)) : null,
      invoiceKey: null,
      rowKey: null,
      createdAt: enteredAt(project, date, random),
    };
  });
}

export function makeTravelExpenses(project: Project, phases: readonly WorldPhase[], random: Random): WorldTravelExpense[] {
  return Array.from({ length: random.chance(0.4) ? random.int(1, 5) : 0 }, (_, index) => {
    const type = random.pick(travelExpenseTypes);
    const date = workDay(project, random);
    const cost = money(type.cost * 100, 'EUR');
    return {
      key: `${project.caseKey}/travel-${index + 1}`,
      caseKey: project.caseKey,
      phaseKey: random.pick(phases).key,
      userKey: random.pick(project.workerKeys),
      expenseKey: type.key,
      date,
      quantity: type.isMileage ? random.int(12, 420) : random.int(1, 3),
      unitPrice: project.currency === 'EUR' ? cost : money(priceInCents(type.cost + 1, project.currency), project.currency),
      unitCost: cost,
      isBillable: !project.salesCase.isInternal && random.chance(0.8),
      invoiceKey: null,
      rowKey: null,
      createdAt: enteredAt(project, date, random),
    };
  });
}

/** One project in six has a fixed price on its first phase. */
export function makeFlatRate(project: Project, phases: readonly WorldPhase[], random: Random): WorldFlatRate | null {
  const phase = phases[0];
  if (phase === undefined || project.salesCase.isInternal || !random.chance(0.17)) return null;
  return {
    key: `${project.caseKey}/flat-1`,
    caseKey: project.caseKey,
    phaseKey: phase.key,
    price: money(priceInCents(random.int(2, 40) * 500, project.currency), project.currency),
    includesHours: random.int(2, 20) * 5,
    plannedBillingDate: workDay(project, random),
    invoiceKey: null,
    rowKey: null,
  };
}

/** A day of the project, moved off the week-end where there is room. */
function workDay(project: Project, random: Random): string {
  const start = Date.parse(project.startDate);
  const length = Math.max(0, Math.round((Date.parse(project.endDate) - start) / dayMs));
  const day = random.int(0, length);
  const weekday = new Date(start + day * dayMs).getUTCDay();
  const back = weekday === 6 ? 1 : weekday === 0 ? 2 : 0;
  return plainDate(start, day >= back ? day - back : day);
}

function ageDays(project: Project, date: string): number {
  return (project.now - Date.parse(date)) / dayMs;
}

/** Entered within some days of the work, never in the future. */
function enteredAt(project: Project, date: string, random: Random): number {
  return Math.min(project.now, Date.parse(date) + random.int(8, 120) * 3_600_000);
}

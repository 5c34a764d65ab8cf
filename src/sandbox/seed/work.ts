// The work on one project before anything is billed: phases, hours and travel expenses.
// Invariant: nothing is dated before the project's start or after its last working day.

import type { Random } from '../../lib/random.ts';
import { dayMs, plainDate } from './dates.ts';
import { money, priceInCents } from './money.ts';
import type { Project } from './project.ts';
import { travelExpenseTypes, workTypes } from './registries.ts';
import type { WorldPhase, WorldTravelExpense, WorldWorkHour } from './world-delivery.ts';

const phaseNames = ['Suunnittelu', 'Toteutus', 'Käyttöönotto', 'Projektinhallinta'];
const descriptions = ['Työpaja asiakkaan tiloissa', 'Määrittely ja dokumentointi', 'Toteutus', 'Testaus ja korjaukset', 'Viikkopalaveri', 'Tuotantoon vienti – yöaika', 'Suunnittelu'];

export function makePhases(project: Project, random: Random): WorldPhase[] {
  const count = random.int(1, 4);
  return phaseNames.slice(0, count).map((name, index) => ({
    key: `${project.caseKey}/phase-${index + 1}`,
    caseKey: project.caseKey,
    name,
    isCompleted: project.salesCase.isClosed || (index === 0 && count > 1 && project.twists.has('phase-billing')),
    startDate: project.startDate,
    deadline: project.salesCase.deadline ?? project.endDate,
    hoursEstimate: random.int(2, 30) * 5,
  }));
}

export function makeWorkHours(project: Project, phases: readonly WorldPhase[], random: Random): WorldWorkHour[] {
  const price = priceInCents(random.pick([85, 95, 105, 120, 135, 150]), project.currency);
  const count = random.int(25, 110);
  if (project.twists.has('no-work')) return [];
  return Array.from({ length: count }, (_, index) => {
    const date = workDay(project, random);
    const workType = random.chance(0.08) ? 'travel' : random.pick(workTypes.filter((type) => type.isProductive)).key;
    const hasPrice = !project.salesCase.isInternal && workType !== 'travel' && random.chance(0.92);
    const isRemoved = hasPrice && random.chance(0.01);
    const quantity = random.int(1, 32) / 4;
    return {
      key: `${project.caseKey}/hour-${index + 1}`,
      caseKey: project.caseKey,
      phaseKey: random.pick(phases).key,
      userKey: random.pick(project.workerKeys),
      workTypeKey: workType,
      date,
      quantity,
      description: random.chance(0.8) ? random.pick(descriptions) : null,
      unitPrice: money(hasPrice ? price : 0, project.currency),
      unitCost: money(4_500, 'EUR'),
      isBillable: hasPrice && !isRemoved,
      isApproved: ageDays(project, date) > 10 ? random.chance(0.97) : random.chance(0.25),
      billableStatus: isRemoved ? 'RemovedFromInvoice' : hasPrice ? 'Billable' : 'NotBillable',
      plannedInvoiceQuantity: hasPrice && project.twists.has('planned-quantity') ? plannedQuantity(quantity, index) : null,
      invoiceKey: null,
      rowKey: null,
      invoiceQuantity: null,
      createdAt: enteredAt(project, date, random),
    };
  });
}

export function makeTravelExpenses(project: Project, phases: readonly WorldPhase[], random: Random): WorldTravelExpense[] {
  if (project.twists.has('no-work')) return [];
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
      invoiceQuantity: null,
      createdAt: enteredAt(project, date, random),
    };
  });
}

/** Of every five hours one is billed for less, one for more, and now and then one for nothing. */
function plannedQuantity(quantity: number, index: number): number | null {
  if (index % 15 === 7) return 0;
  if (index % 5 === 1) return quantity + 0.5;
  return index % 5 === 2 ? Math.max(0.25, quantity - 0.75) : null;
}

/** A day of the project, moved off the week-end where there is room. */
export function workDay(project: Project, random: Random): string {
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
export function enteredAt(project: Project, date: string, random: Random): number {
  return Math.min(project.now, Date.parse(date) + random.int(8, 120) * 3_600_000);
}

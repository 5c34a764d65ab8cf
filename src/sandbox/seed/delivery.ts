// The work done for one account and what was billed of it, made from its won cases.
// Invariant: each case draws from a stream of its own, so one case's work never shifts another's.

import type { Random } from '../../lib/random.ts';
import { billProject } from './billing.ts';
import { makeFees, makeFlatRates } from './fees.ts';
import { joinInvoices } from './joint-invoices.ts';
import { toProject } from './project.ts';
import { makeProposal } from './proposals.ts';
import type { Twists } from './twists.ts';
import { makePhases, makeTravelExpenses, makeWorkHours } from './work.ts';
import type { WorldDelivery, WorldFee, WorldFlatRate, WorldInvoice, WorldPhase, WorldProposal, WorldTravelExpense, WorldWorkHour } from './world-delivery.ts';
import type { WorldAccount, WorldUser } from './world.ts';

/** @param twistsOf asks by the key of a case */
export function makeDelivery(account: WorldAccount, users: readonly WorldUser[], twistsOf: (caseKey: string) => Twists, now: number, random: Random): WorldDelivery {
  const delivery = { phases: [] as WorldPhase[], workHours: [] as WorldWorkHour[], fees: [] as WorldFee[], travelExpenses: [] as WorldTravelExpense[], flatRates: [] as WorldFlatRate[], proposals: [] as WorldProposal[], invoices: [] as WorldInvoice[] };
  for (const { key, psa } of account.salesCases) {
    if (psa === null || account.psa === null) continue;
    const stream = random.fork(key);
    if (!psa.isInternal && psa.stageKey !== 'lead' && psa.stageKey !== 'meeting' && stream.chance(0.6)) {
      delivery.proposals.push(makeProposal(key, psa, stream.fork('proposal')));
    }
    const project = toProject(account, key, psa, users, twistsOf(key), now, stream.fork('project'));
    if (project === null) continue;
    const phases = makePhases(project, stream.fork('phases'));
    const work = {
      phases,
      workHours: makeWorkHours(project, phases, stream.fork('hours')),
      fees: makeFees(project, phases, stream.fork('fees')),
      travelExpenses: makeTravelExpenses(project, phases, stream.fork('travel')),
      flatRates: makeFlatRates(project, phases, stream.fork('flat')),
    };
    const billed = billProject(project, work, stream.fork('billing'));
    delivery.phases.push(...phases);
    delivery.workHours.push(...billed.workHours);
    delivery.fees.push(...billed.fees);
    delivery.travelExpenses.push(...billed.travelExpenses);
    delivery.flatRates.push(...billed.flatRates);
    delivery.invoices.push(...billed.invoices);
  }
  return joinInvoices(delivery);
}

// The work done for one account and what was billed of it, made from its won cases.
// Invariant: each case draws from a stream of its own, so one case's work never shifts another's.

import type { Random } from '../../lib/random.ts';
import { billProject } from './billing.ts';
import { toProject } from './project.ts';
import { makeProposal } from './proposals.ts';
import { makeFees, makeFlatRate, makePhases, makeTravelExpenses, makeWorkHours } from './work.ts';
import type { WorldDelivery, WorldFee, WorldFlatRate, WorldInvoice, WorldPhase, WorldProposal, WorldTravelExpense, WorldWorkHour } from './world-delivery.ts';
import type { WorldAccount, WorldUser } from './world.ts';

export function makeDelivery(account: WorldAccount, users: readonly WorldUser[], now: number, random: Random): WorldDelivery {
  const delivery = { phases: [] as WorldPhase[], workHours: [] as WorldWorkHour[], fees: [] as WorldFee[], travelExpenses: [] as WorldTravelExpense[], flatRates: [] as WorldFlatRate[], proposals: [] as WorldProposal[], invoices: [] as WorldInvoice[] };
  for (const { key, psa } of account.salesCases) {
    if (psa === null || account.psa === null) continue;
    const stream = random.fork(key);
    if (!psa.isInternal && psa.stageKey !== 'lead' && psa.stageKey !== 'meeting' && stream.chance(0.6)) {
      delivery.proposals.push(makeProposal(key, psa, stream.fork('proposal')));
    }
    const project = toProject(account, key, psa, users, now, stream.fork('project'));
    if (project === null) continue;
    const phases = makePhases(project, stream.fork('phases'));
    const flatRate = makeFlatRate(project, phases, stream.fork('flat'));
    const billed = billProject(
      project,
      {
        workHours: makeWorkHours(project, phases, stream.fork('hours')),
        fees: makeFees(project, phases, stream.fork('fees')),
        travelExpenses: makeTravelExpenses(project, phases, stream.fork('travel')),
        flatRates: flatRate === null ? [] : [flatRate],
      },
      stream.fork('billing'),
    );
    delivery.phases.push(...phases);
    delivery.workHours.push(...billed.workHours);
    delivery.fees.push(...billed.fees);
    delivery.travelExpenses.push(...billed.travelExpenses);
    delivery.flatRates.push(...billed.flatRates);
    delivery.invoices.push(...billed.invoices);
  }
  return delivery;
}

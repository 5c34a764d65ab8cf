// A seeded sales case as a row of the Severa sandbox: one project for life, from the lead to the closed books.
// Invariant: an internal project has no sales status of its own worth reading and no expected value.

import type { PsaSalesCase, WorldAccount } from '../seed/world.ts';
import type { Target } from './populate-target.ts';

export function salesCaseRow(target: Target, account: WorldAccount, psa: PsaSalesCase): Readonly<Record<string, unknown>> {
  const { registry } = target;
  return {
    name: psa.name,
    number: psa.number,
    isInternal: psa.isInternal,
    isClosed: psa.isClosed,
    closedDate: psa.isClosed ? (psa.deadline ?? psa.expectedOrderDate) : null,
    customer: reference(target.guid(account.key)),
    customerContact: psa.contactKey === null ? null : reference(target.guid(psa.contactKey)),
    projectOwner: reference(target.guid(psa.ownerKey)),
    salesPerson: reference(target.guid(psa.salesPersonKey)),
    businessUnit: reference(registry('businessunits', 'main')),
    currency: reference(registry('currencies', psa.expectedValue.currency)),
    leadSource: psa.leadSourceKey === null ? null : reference(registry('leadsources', psa.leadSourceKey)),
    projectStatus: { guid: target.guid(`project-status/${psa.number}`), projectStatusTypeGuid: registry('projectstatustypes', psa.projectStatusKey ?? 'planned'), description: null },
    probability: psa.probability,
    expectedOrderDate: psa.expectedOrderDate,
    expectedValue: psa.isInternal ? null : { amount: Number(psa.expectedValue.amount), currencyCode: psa.expectedValue.currency },
    startDate: psa.startDate,
    deadline: psa.deadline,
    paymentTerm: account.psa?.paymentTermDays ?? null,
    completionEstimatePercentage: psa.projectStatusKey === 'done' ? 100 : null,
  };
}

function reference(guid: string): { readonly guid: string } {
  return { guid };
}

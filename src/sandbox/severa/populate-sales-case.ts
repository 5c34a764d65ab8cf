// A seeded sales case as a row of the Severa sandbox: one project for life, from the lead to the closed books.
// Invariant: an internal project has no sales status of its own worth reading and no expected value.

import { stages } from '../seed/registries.ts';
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

/** The stages a case has passed, evenly from its first day to its order or today. An internal project knows one only. */
export function stageHistory(psa: PsaSalesCase, now: number): readonly { readonly stageKey: string; readonly at: number; readonly isLast: boolean }[] {
  const open = stages.filter(({ state }) => state === 'InProgress').map(({ key }) => key);
  const at = open.indexOf(psa.stageKey);
  const passed = psa.isInternal ? [psa.stageKey] : at === -1 ? [...open, psa.stageKey] : open.slice(0, at + 1);
  const until = Math.max(psa.createdAt, Math.min(now, Date.parse(psa.expectedOrderDate)));
  const step = (until - psa.createdAt) / Math.max(1, passed.length - 1);
  return passed.map((stageKey, index) => ({ stageKey, at: Math.round(psa.createdAt + step * index), isLast: index === passed.length - 1 }));
}

function reference(guid: string): { readonly guid: string } {
  return { guid };
}

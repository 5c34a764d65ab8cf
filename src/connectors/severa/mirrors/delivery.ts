// Home of users, phases, proposals with their rows and the history of sales statuses, as Severa shows them. Of a user only what
// the mirror names: the row also holds a social-security number, a bank account and a birth date.
import { z } from 'zod';
import { below } from '../routes.ts';
import { day, decimal, flag, guid, instant, money, named, reference, text } from './cells.ts';
import type { ShownRow } from './cells.ts';
import { each, filtered, under } from './source.ts';
import type { MirrorSource } from './source.ts';

const user: ShownRow = z
  .object({ guid, firstName: text, lastName: text, email: text, title: text, isActive: flag, businessUnit: named })
  .transform((row) => ({
    guid: row.guid,
    values: {
      firstName: row.firstName,
      lastName: row.lastName,
      email: row.email?.toLowerCase() ?? null,
      title: row.title,
      active: row.isActive ?? true,
      businessUnit: row.businessUnit.name,
    },
  }));

const phase: ShownRow = z
  .object({
    guid, project: reference, parentPhase: reference, name: text, code: text, isCompleted: flag, isLocked: flag, startDate: day, deadline: day, workHoursEstimate: decimal,
  })
  .transform((row) => ({
    guid: row.guid,
    values: {
      project: row.project,
      parent: row.parentPhase,
      name: row.name,
      code: row.code,
      completed: row.isCompleted ?? false,
      locked: row.isLocked ?? false,
      startDate: row.startDate,
      deadline: row.deadline,
      hoursEstimate: row.workHoursEstimate,
    },
  }));

const proposal: ShownRow = z
  .object({
    guid, number: text, name: text, project: reference, customer: reference, proposalDate: day, proposalStatus: named, totalIncludingVat: money, totalExcludingVat: money, createdDateTime: instant,
  })
  .transform((row) => ({
    guid: row.guid,
    values: {
      number: row.number,
      name: row.name,
      project: row.project,
      customer: row.customer,
      date: row.proposalDate,
      status: row.proposalStatus.name,
      totalExcludingTax: row.totalExcludingVat.amount,
      totalIncludingTax: row.totalIncludingVat.amount,
      currency: row.totalExcludingVat.currencyCode ?? row.totalIncludingVat.currencyCode,
      createdAt: row.createdDateTime,
    },
  }));

const proposalLine = z.object({
  guid, proposal: reference, name: text, product: reference, workType: reference, phase: reference, projectFee: reference, quantity: decimal, measurementUnit: text, unitPrice: money, unitCost: money,
});

/** Work rows name a work type and a phase, fee rows a product and a unit. */
function proposalRow(kind: 'work' | 'fee'): ShownRow {
  return proposalLine.transform((row) => ({
    guid: row.guid,
    values: {
      kind,
      proposal: row.proposal,
      name: row.name,
      of: kind === 'work' ? row.workType : row.product,
      phase: row.phase,
      fee: row.projectFee,
      quantity: row.quantity,
      unit: row.measurementUnit,
      unitPrice: row.unitPrice.amount,
      currency: row.unitPrice.currencyCode,
      unitCost: row.unitCost.amount,
    },
  }));
}

const statusEntry: ShownRow = z
  .object({ guid, project: reference, salesStatusType: reference, timeStamp: instant, createdBy: reference })
  .transform((row) => ({ guid: row.guid, values: { project: row.project, status: row.salesStatusType, at: row.timeStamp, by: row.createdBy } }));

const proposalLists = [
  { name: 'proposalworkrows', row: proposalRow('work') },
  { name: 'proposalfeerows', row: proposalRow('fee') },
] as const;

export const deliverySources: readonly MirrorSource[] = [
  { mirror: 'users', lists: [{ route: '/v1/users', row: user }], below: {}, byId: each('/v1/users', user) },
  {
    mirror: 'phases',
    lists: [{ route: '/v1/phases', row: phase }],
    below: { project: (parent) => [filtered('/v1/phases', 'projectGuids', parent, phase)] },
    byId: each('/v1/phases', phase),
  },
  {
    mirror: 'proposals',
    lists: [{ route: '/v1/proposals', row: proposal }],
    below: { project: (parent) => [under('/v1/projects/{projectGuid}/proposals', parent, proposal)] },
    byId: each('/v1/proposals', proposal),
  },
  {
    mirror: 'proposalRows',
    lists: proposalLists.map(({ name, row }) => ({ route: `/v1/${name}`, row })),
    below: { proposal: (parent) => proposalLists.map(({ name, row }) => under(`/v1/proposals/{proposalGuid}/${name}`, parent, row)) },
    byId: { kind: 'each', routes: proposalLists.map(({ name, row }) => ({ route: `/v1/${name}/{guid}`, row })) },
  },
  {
    mirror: 'statusHistory',
    lists: null,
    below: { project: (parent) => [{ ...below.statusHistory(parent), row: statusEntry, whole: true }] },
    byId: { kind: 'none' },
  },
];

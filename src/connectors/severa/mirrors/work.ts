// Home of what was done and may be billed, as Severa shows it: hours, fees, travel expenses and flat rates. An hour has a
// billable status, the others only whether they are billable; a flat rate has no stamps. Descriptions of hours are never taken.
import { z } from 'zod';
import type { MirrorValue } from '../../../entities/mirrors/mirror.ts';
import { day, decimal, flag, guid, instant, money, named, reference, text } from './cells.ts';
import type { ShownRow } from './cells.ts';
import { each, filtered, under } from './source.ts';
import type { MirrorSource } from './source.ts';

/** Shared by whatever goes on an invoice. */
const item = z.object({
  guid,
  createdDateTime: instant,
  project: reference,
  phase: reference,
  customer: reference,
  user: reference,
  eventDate: day,
  quantity: decimal,
  unitPrice: money,
  unitCost: money,
  isBillable: flag,
  invoice: reference,
  invoiceRowGuid: guid,
  invoiceQuantity: decimal,
});

function billing(row: z.infer<typeof item>): Record<string, MirrorValue> {
  return {
    project: row.project,
    phase: row.phase,
    customer: row.customer,
    user: row.user,
    date: row.eventDate,
    quantity: row.quantity,
    unitPrice: row.unitPrice.amount,
    currency: row.unitPrice.currencyCode,
    unitCost: row.unitCost.amount,
    costCurrency: row.unitCost.currencyCode,
    billable: row.isBillable,
    invoice: row.invoice,
    invoiceRow: row.invoiceRowGuid,
    invoiceQuantity: row.invoiceQuantity,
    createdAt: row.createdDateTime,
  };
}

/** When it is to be billed. */
const planned = z.object({ billingSchedule: text, plannedBillingDate: day, billingDependencyPhase: reference });

function plan({ billingSchedule, plannedBillingDate, billingDependencyPhase }: z.infer<typeof planned>): Record<string, MirrorValue> {
  return { schedule: billingSchedule, plannedBillingDate, billingPhase: billingDependencyPhase };
}

const workHour: ShownRow = item
  .extend({ workType: named, isApproved: flag, isProductive: flag, plannedInvoiceQuantity: decimal, billableStatus: text })
  .transform((row) => ({
    guid: row.guid,
    values: {
      ...billing(row),
      workType: row.workType.guid,
      workTypeName: row.workType.name,
      approved: row.isApproved,
      productive: row.isProductive,
      plannedInvoiceQuantity: row.plannedInvoiceQuantity,
      billableStatus: row.billableStatus,
    },
  }));

const projectFee: ShownRow = item
  .extend({ ...planned.shape, product: named, name: text, measurementUnit: text, isRecurrenceRule: flag, recurrenceRuleGuid: guid })
  .transform((row) => ({
    guid: row.guid,
    values: {
      ...billing(row),
      ...plan(row),
      product: row.product.guid,
      name: row.name ?? row.product.name,
      unit: row.measurementUnit,
      isRule: row.isRecurrenceRule ?? false,
      rule: row.recurrenceRuleGuid,
    },
  }));

const travelExpense: ShownRow = item.extend({ ...planned.shape, travelExpense: named, measurementUnit: text }).transform((row) => ({
  guid: row.guid,
  values: {
    ...billing(row),
    ...plan(row),
    expenseType: row.travelExpense.guid,
    name: row.travelExpense.name,
    unit: row.measurementUnit,
  },
}));

const flatRate: ShownRow = z
  .object({
    ...planned.shape, guid, project: reference, phase: reference, price: money, includesHours: decimal, billAdditionalHours: flag, pricePerAdditionalHour: money, invoiceGuid: guid,
  })
  .transform((row) => ({
    guid: row.guid,
    values: {
      project: row.project,
      phase: row.phase,
      ...plan(row),
      price: row.price.amount,
      currency: row.price.currencyCode,
      includesHours: row.includesHours,
      billsMoreHours: row.billAdditionalHours,
      pricePerMoreHour: row.pricePerAdditionalHour.amount,
      invoice: row.invoiceGuid,
    },
  }));

/** An item's own list below a project, and the list of what stands on an invoice. */
function itemSource(mirror: string, name: string, row: ShownRow): MirrorSource {
  return {
    mirror,
    lists: [{ route: `/v1/${name}`, row }],
    deleted: `/v1/deleted${name}`,
    below: {
      project: (parent) => [under(`/v1/projects/{projectGuid}/${name}`, parent, row)],
      invoice: (parent) => [under(`/v1/invoices/{invoiceGuid}/${name}`, parent, row)],
    },
    byId: each(`/v1/${name}`, row),
  };
}

const fees = itemSource('projectFees', 'projectfees', projectFee);

export const workSources: readonly MirrorSource[] = [
  itemSource('workHours', 'workhours', workHour),
  {
    ...fees,
    below: {
      ...fees.below,
      // Without being asked for, rules are left out, which the list of all shows.
      project: (parent) => [{ ...under('/v1/projects/{projectGuid}/projectfees', parent, projectFee), query: [['includeRecurringRules', true]] }],
    },
  },
  itemSource('travelExpenses', 'projecttravelexpenses', travelExpense),
  {
    mirror: 'flatRates',
    lists: [{ route: '/v1/flatrates', row: flatRate }],
    below: {
      project: (parent) => [{ ...under('/v1/projects/{projectGuid}/flatrates', parent, flatRate), whole: true }],
      invoice: (parent) => [filtered('/v1/flatrates', 'invoiceGuid', parent, flatRate)],
    },
    byId: each('/v1/flatrates', flatRate),
  },
];

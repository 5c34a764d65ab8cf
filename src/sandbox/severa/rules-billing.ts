// Consequences on hours, fees, expenses and flat rates: what the vendor fills from project, product and type, what locks an
// hour, and the lists of deleted rows, which exist for these (and phase members) and for nothing else.
import { toInstant } from '../../lib/clock.ts';
import { isHourModifiable } from './computed-billing.ts';
import type { Database } from './database.ts';
import { attachToInvoice, releaseFromInvoice } from './invoicing.ts';
import { invalidBody, invalidOperation } from './refusal.ts';
import { amountIn, flagIn, guidIn, type Row } from './row.ts';
import type { Rules } from './rule.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Customer project with a price above zero: what the vendor's glossary calls billable. */
function billableByDefault(database: Database, row: Fields): boolean {
  const project = database.get('projects', guidIn(row, 'project'));
  return project !== null && !flagIn(project, 'isInternal') && amountIn(row, 'unitPrice') > 0;
}

const keepDeleted =
  (collection: string): NonNullable<Rules['removed']> =>
  (database, row, now) => {
    const customer = database.get('projects', guidIn(row, 'project'))?.['customer'] ?? null;
    database.add(collection, { ...row, customer, deletedDateTime: toInstant(now) }, now);
  };

const refuseInvoiced: NonNullable<Rules['checkRemoval']> = (_database, row) => {
  if (guidIn(row, 'invoice') !== null) throw invalidOperation('It cannot be deleted: it is on an invoice.');
};

/** Writing the invoice of an item puts it on that invoice or takes it off. */
const followInvoice: NonNullable<Rules['altered']> = (database, before, after, now) => {
  const [from, to] = [guidIn(before, 'invoice'), guidIn(after, 'invoice')];
  if (from === to) return;
  const kind = itemCollection(after);
  if (from !== null) releaseFromInvoice(database, kind, { ...after, invoice: before['invoice'] } as Row, now);
  if (to !== null) attachToInvoice(database, database.entry('invoices', to).row, kind, database.entry(kind, after.guid).row, now);
};

function itemCollection(row: Row): 'workhours' | 'projectfees' | 'projecttravelexpenses' {
  if (guidIn(row, 'workType') !== null) return 'workhours';
  return guidIn(row, 'travelExpense') !== null ? 'projecttravelexpenses' : 'projectfees';
}

/** Fields of an hour that approval and invoicing leave open: they are how it is unlocked. */
const openFields = new Set(['isApproved', 'invoice', 'invoiceQuantity', 'invoiceRowComment', 'invoiceRowDescription', 'lastUpdatedDateTime', 'lastUpdatedBy']);

export const billingRules: Readonly<Record<string, Rules>> = {
  workhours: {
    complete: (database, row) => {
      const project = database.get('phases', guidIn(row, 'phase'))?.['project'] ?? row['project'] ?? null;
      const workType = database.get('worktypes', guidIn(row, 'workType'));
      const contract = database.get('users', guidIn(row, 'user'))?.['workContract'] as Fields | null | undefined;
      const next = { ...row, project, unitCost: row['unitCost'] ?? contract?.['hourCost'] ?? workType?.['hourCost'] ?? null };
      return { ...next, isBillable: row['isBillable'] ?? billableByDefault(database, next), isApproved: row['isApproved'] ?? false, invoice: row['invoice'] ?? null };
    },
    check: (database, next, before) => {
      const phase = database.get('phases', guidIn(next, 'phase'));
      if (flagIn(phase, 'isLocked')) throw invalidOperation('The phase is locked.');
      if (database.facts.phaseMemberRequired && phase) {
        const isMember = database.rowsBy('phasemembers', 'phase', phase.guid).some((member) => guidIn(member, 'user') === guidIn(next, 'user'));
        if (!isMember) throw invalidOperation('The user is not a member of the phase.');
      }
      if (!before || isHourModifiable(database, before)) return;
      const touched = Object.keys(next).filter((field) => next[field] !== before[field] && !openFields.has(field));
      if (touched.length > 0) throw invalidOperation('The work hour is approved, invoiced or closed and cannot be changed.');
    },
    adjust: (database, before, changes) => {
      const phase = 'phase' in changes ? { project: database.get('phases', guidIn(changes, 'phase'))?.['project'] ?? before['project'] } : {};
      const status = changes['isBillable'] === true ? { billableStatus: 'Billable' } : {};
      return { changes: { ...changes, ...phase, ...status } };
    },
    altered: followInvoice,
    checkRemoval: (database, row) => {
      if (!isHourModifiable(database, row)) throw invalidOperation('The work hour is approved, invoiced or closed and cannot be deleted.');
    },
    removed: keepDeleted('deletedworkhours'),
  },
  projectfees: {
    complete: (database, row) => {
      const product = database.get('products', guidIn(row, 'product'));
      const root = database.get('projects', guidIn(row, 'project'))?.['rootPhase'] ?? null;
      const unitPrice = row['unitPrice'] ?? product?.['unitPrice'] ?? null;
      const next = { ...row, phase: row['phase'] ?? root, unitPrice, unitCost: row['unitCost'] ?? product?.['unitCost'] ?? null };
      return {
        ...next,
        name: row['name'] ?? product?.['name'] ?? null,
        measurementUnit: row['measurementUnit'] ?? product?.['measurementUnit'] ?? null,
        vatRate: row['vatRate'] ?? product?.['vatRate'] ?? null,
        productType: row['productType'] ?? product?.['type'] ?? null,
        billingSchedule: row['billingSchedule'] ?? 'Immediately',
        isBillable: row['isBillable'] ?? billableByDefault(database, next),
        isRecurrenceRule: row['isRecurrenceRule'] ?? false,
        invoice: row['invoice'] ?? null,
      };
    },
    check: (_database, next) => {
      if (next['name'] === null && guidIn(next, 'product') === null) throw invalidBody('name', 'The name field is required when there is no product.');
    },
    altered: followInvoice,
    checkRemoval: refuseInvoiced,
    removed: keepDeleted('deletedprojectfees'),
  },
  projecttravelexpenses: {
    complete: (database, row) => {
      const type = database.get('travelexpensetypes', guidIn(row, 'travelExpense'));
      const unitCost = row['unitCost'] ?? type?.['unitCost'] ?? null;
      const next = { ...row, unitCost, unitCostExcludingPurchaseVat: row['unitCostExcludingPurchaseVat'] ?? unitCost };
      return {
        ...next,
        measurementUnit: row['measurementUnit'] ?? type?.['measurementUnit'] ?? null,
        vatRate: row['vatRate'] ?? type?.['vatRate'] ?? null,
        purchaseVatRate: row['purchaseVatRate'] ?? type?.['purchaseVatRate'] ?? null,
        billingSchedule: row['billingSchedule'] ?? 'Immediately',
        isBillable: row['isBillable'] ?? billableByDefault(database, next),
        invoice: row['invoice'] ?? null,
      };
    },
    altered: followInvoice,
    checkRemoval: refuseInvoiced,
    removed: keepDeleted('deletedprojecttravelexpenses'),
  },
  flatrates: {
    complete: (database, row) => {
      const project = database.get('phases', guidIn(row, 'phase'))?.['project'] ?? row['project'] ?? null;
      return { ...row, project, invoiceGuid: row['invoiceGuid'] ?? null };
    },
  },
};

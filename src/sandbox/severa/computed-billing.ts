// Worked-out fields of what is billed: whether an hour may still be changed, whether an invoice may be deleted, totals of a
// proposal. An invoice's own totals are stored, because they stay when prices change later.
import type { Database } from './database.ts';
import type { SeveraFacts } from './options.ts';
import { amountIn, flagIn, guidIn, numberIn, textIn, type Row } from './row.ts';

type Work = (database: Database, row: Row) => unknown;

const customerOfProject: Work = (database, row) => database.get('projects', guidIn(row, 'project'))?.['customer'];

const freeText =
  (field: string): Work =>
  (_database, row) => {
    const value = textIn(row[field] as Record<string, unknown> | null, 'value');
    return value === null ? null : { value, text: value, plainText: value, allowTags: false, tagContext: null };
  };

function proposalTotal(includingVat: boolean): Work {
  return (database, row) => {
    const fees = database.rowsBy('proposalfeerows', 'proposal', row.guid);
    const work = database.rowsBy('proposalworkrows', 'proposal', row.guid);
    const total = [...fees, ...work].reduce((sum, line) => {
      const net = numberIn(line, 'quantity') * amountIn(line, 'unitPrice');
      return sum + (includingVat ? net * (1 + numberIn(line, 'vatRate') / 100) : net);
    }, 0);
    const currency = database.get('currencies', guidIn(database.get('projects', guidIn(row, 'project')), 'currency'));
    return { amount: roundedToCents(total), currencyCode: textIn(currency, 'code') ?? organizationCurrency(database) };
  };
}

/** Half a cent goes away from zero. */
export function roundedToCents(amount: number): number {
  return (Math.sign(amount) * Math.round(Math.abs(amount) * 100 + 1e-7)) / 100 || 0;
}

/** A total of an invoice as the organisation rounds it. */
export function roundedTotal(facts: SeveraFacts, amount: number): number {
  return facts.currencyRoundingType === 'NearestInteger' ? Math.sign(amount) * Math.round(Math.abs(roundedToCents(amount))) || 0 : roundedToCents(amount);
}

export function organizationCurrency(database: Database): string {
  return textIn(database.rows('currencies').find((currency) => flagIn(currency, 'isOrganizationCurrency')) ?? null, 'code') ?? 'EUR';
}

/** Drafts without a number, or the newest number; credit notes never. */
export function canDeleteInvoice(database: Database, invoice: Row): boolean {
  if (flagIn(invoice, 'isCreditNote') || guidIn(invoice, 'creditNoteInvoice') !== null) return false;
  return typeof invoice['number'] !== 'number' || invoice['number'] === database.table('invoices').newestNumber;
}

/** Approval, invoicing and the closing date of the organisation lock an hour. */
export function isHourModifiable(database: Database, hour: Row): boolean {
  const closing = textIn(database.rows('organizationsettings')[0] ?? null, 'worktimeEntryClosingDate');
  const closed = closing !== null && (textIn(hour, 'eventDate') ?? '') <= closing;
  return !flagIn(hour, 'isApproved') && guidIn(hour, 'invoice') === null && !closed;
}

export const computedBilling: Readonly<Record<string, Readonly<Record<string, Work>>>> = {
  workhours: {
    customer: customerOfProject,
    isProductive: (database, row) => row['isProductive'] ?? flagIn(database.get('worktypes', guidIn(row, 'workType')), 'isProductive'),
    isModifiable: isHourModifiable,
    billableStatus: (_database, row) => {
      if (row['billableStatus'] === 'RemovedFromInvoice' && row['isBillable'] !== true) return 'RemovedFromInvoice';
      return row['isBillable'] === true ? 'Billable' : 'NotBillable';
    },
  },
  projectfees: { customer: customerOfProject },
  projecttravelexpenses: { customer: customerOfProject },
  invoices: { canBeDeleted: canDeleteInvoice, freeText1: freeText('freeText1'), freeText2: freeText('freeText2') },
  proposals: {
    customer: customerOfProject,
    totalIncludingVat: proposalTotal(true),
    totalExcludingVat: proposalTotal(false),
    freeText1: freeText('freeText1'),
    freeText2: freeText('freeText2'),
  },
};

// What was done for an account and what was billed of it, as plain data of the seeded world.
// Invariant: everything an invoice carries is on exactly one of its rows, and what carries no invoice is still to bill.

import type { CurrencyCode, WorldMoney } from './money.ts';

export interface WorldProposalRow {
  readonly kind: 'work' | 'fee';
  /** A work type's key or a product's, by kind. */
  readonly ofKey: string;
  readonly name: string;
  readonly quantity: number;
  readonly unit: string;
  readonly unitPrice: WorldMoney;
}

export interface WorldProposal {
  readonly key: string;
  readonly caseKey: string;
  readonly number: string;
  /** At most 50 characters, as Severa demands. */
  readonly name: string;
  readonly date: string;
  readonly statusKey: 'draft' | 'sent' | 'accepted' | 'rejected';
  readonly rows: readonly WorldProposalRow[];
  readonly createdAt: number;
}

export interface WorldPhase {
  readonly key: string;
  readonly caseKey: string;
  readonly name: string;
  readonly isCompleted: boolean;
  readonly startDate: string;
  readonly deadline: string;
  readonly hoursEstimate: number;
}

/** What hours, fees and expenses share: the billing of one piece of work. */
export interface Billable {
  readonly key: string;
  readonly caseKey: string;
  readonly phaseKey: string;
  /** Plain date. */
  readonly date: string;
  readonly quantity: number;
  readonly unitPrice: WorldMoney;
  readonly unitCost: WorldMoney;
  readonly isBillable: boolean;
  readonly invoiceKey: string | null;
  readonly rowKey: string | null;
  /** What the row counts of it; null while it is on no invoice. */
  readonly invoiceQuantity: number | null;
  readonly createdAt: number;
}

export interface WorldWorkHour extends Billable {
  readonly userKey: string;
  readonly workTypeKey: string;
  readonly description: string | null;
  readonly isApproved: boolean;
  readonly billableStatus: 'Billable' | 'NotBillable' | 'RemovedFromInvoice';
  /** What somebody wants billed instead of the hours done. */
  readonly plannedInvoiceQuantity: number | null;
}

export interface WorldFee extends Billable {
  readonly productKey: string;
  readonly billingSchedule: 'Immediately' | 'OnDate' | 'WhenPhaseCompleted' | 'Recurring';
  readonly plannedBillingDate: string | null;
  /** With WhenPhaseCompleted: the phase that has to be done. */
  readonly billingPhaseKey: string | null;
  /** A rule makes fees and is never billed itself. */
  readonly isRule: boolean;
  /** The rule that made it. */
  readonly ruleKey: string | null;
}

export interface WorldTravelExpense extends Billable {
  readonly userKey: string;
  readonly expenseKey: string;
}

export interface WorldFlatRate {
  readonly key: string;
  readonly caseKey: string;
  readonly phaseKey: string;
  readonly price: WorldMoney;
  readonly includesHours: number;
  readonly billingSchedule: 'OnDate' | 'WhenPhaseCompleted';
  readonly plannedBillingDate: string | null;
  readonly createdAt: number;
  readonly invoiceKey: string | null;
  readonly rowKey: string | null;
}

export interface WorldInvoiceRow {
  readonly key: string;
  readonly rowType: 'FlatRate' | 'Hours' | 'ProjectFees' | 'TravelExpenses';
  readonly description: string;
  /** Negative on a credit note. */
  readonly quantity: number;
  readonly unit: string;
  readonly unitPrice: WorldMoney;
  /** The flat rate it bills. */
  readonly flatRateKey: string | null;
}

export interface WorldInvoice {
  readonly key: string;
  /** Several cases of one account may share an invoice. */
  readonly caseKeys: readonly string[];
  /** Who pays, where it is not the account itself. */
  readonly payerKey: string | null;
  readonly statusKey: 'draft' | 'sent' | 'paid' | 'credited' | 'credit-note';
  readonly date: string;
  readonly dueDate: string;
  readonly paymentDate: string | null;
  readonly currency: CurrencyCode;
  /** Euros for one unit of its currency on its day. */
  readonly currencyRate: number;
  readonly vatPercentage: number;
  /** On a credit note: the invoice it takes back, wholly or in part; null on one made by hand. */
  readonly creditOf: string | null;
  readonly rows: readonly WorldInvoiceRow[];
  readonly totalExcludingTax: WorldMoney;
  readonly totalTax: WorldMoney;
  readonly totalIncludingTax: WorldMoney;
  readonly createdAt: number;
}

export interface WorldDelivery {
  readonly phases: readonly WorldPhase[];
  readonly workHours: readonly WorldWorkHour[];
  readonly fees: readonly WorldFee[];
  readonly travelExpenses: readonly WorldTravelExpense[];
  readonly flatRates: readonly WorldFlatRate[];
  readonly proposals: readonly WorldProposal[];
  readonly invoices: readonly WorldInvoice[];
}

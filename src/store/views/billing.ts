// What finance asks of the billable flow, and what it is told. Invariants: amounts are decimal strings with their currency beside
// them, and are not in an answer at all when the question says that nobody may see them; every answer says of which day it is and
// how fresh its rows are. Approval has no history: on an earlier day it is shown as it is known now.
import type { BillingState, LineKind } from '../../core/billing.ts';

/** What every question says. */
export interface Asking {
  /** Plain date: the flow as it was then, or is today. */
  readonly asOf: string;
  readonly withAmounts: boolean;
}

export interface Told {
  readonly asOf: string;
  /** When each feed was last read to its end (UTC instant), by its name, e.g. `psa:workHours`. */
  readonly freshness: Readonly<Record<string, string>>;
  /** The organisation's currency. */
  readonly currency: string;
}

export interface Paging {
  readonly offset: number;
  readonly limit: number;
}

export interface BillingFilter {
  /** Id of the account's link. */
  readonly account?: string;
  /** Ids of the PSA: whoever bought. */
  readonly customers?: readonly string[];
  /** Id of the PSA: whoever pays. */
  readonly billingCustomer?: string;
  /** Ids of the PSA. */
  readonly project?: string;
  readonly owner?: string;
  readonly states?: readonly BillingState[];
  readonly currency?: string;
  /** In the name of the customer or the project, or the beginning of an invoice's number. */
  readonly words?: string;
  /** Months `YYYY-MM` of the work or the invoice, both included. */
  readonly from?: string;
  readonly to?: string;
}

/** Amounts of one state in one currency. */
export interface BillingCell {
  readonly state: BillingState;
  readonly currency: string;
  /** Pieces of work, or invoices. */
  readonly count: number;
  readonly hours: string | null;
  readonly amount?: string;
  /** In the organisation's currency, of the lines whose rate is known. */
  readonly organisationAmount?: string | null;
  /** Lines whose rate is not known. */
  readonly unconverted: number;
  /** Since when the oldest has been there. */
  readonly oldest: string | null;
}

export interface Board extends Told {
  readonly cells: readonly BillingCell[];
}

export const BILLING_GROUPS = ['account', 'project', 'owner', 'month', 'state'] as const;
export type BillingGrouping = (typeof BILLING_GROUPS)[number];

export interface BillingGroup {
  /** Id of the PSA, a month or a state; null: what belongs to none. */
  readonly key: string | null;
  readonly label: string | null;
  /** The link of the account that it is, or that the project is of. */
  readonly account: string | null;
  readonly accountName: string | null;
  readonly cells: readonly BillingCell[];
}

export const LINE_SORTS = ['since', 'account', 'project', 'owner', 'state', 'hours', 'amount', 'organisationAmount'] as const;
export type LineSort = (typeof LINE_SORTS)[number];

export interface BillingLineView {
  readonly kind: LineKind;
  readonly id: string;
  readonly invoice: string | null;
  readonly invoiceNumber: string | null;
  readonly project: string | null;
  readonly projectName: string | null;
  /** As people in the PSA call it. */
  readonly projectNumber: string | null;
  readonly customer: string | null;
  readonly customerName: string | null;
  /** Only where somebody else pays. */
  readonly billingCustomer: string | null;
  readonly billingCustomerName: string | null;
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly state: BillingState;
  /** Since when it has been there: the day of work, the invoice's date, of an overdue one its due date. */
  readonly since: string | null;
  readonly ageDays: number | null;
  readonly date: string | null;
  readonly hours: string | null;
  readonly currency: string;
  readonly amount?: string;
  readonly organisationAmount?: string | null;
  /** The links of the account and of the deal it came from. */
  readonly account: string | null;
  readonly deal: string | null;
  /** How many remarks stand on the account and the project. */
  readonly remarks: number;
}

export interface Move {
  /** UTC instant. */
  readonly at: string;
  readonly kind: string;
  readonly id: string;
  /** Of an invoice. */
  readonly number: string | null;
  readonly customer: string | null;
  readonly customerName: string | null;
  /** The links of the account and of the deal. */
  readonly account: string | null;
  readonly project: string | null;
  readonly projectName: string | null;
  readonly deal: string | null;
  /** Null: it was not there. */
  readonly from: BillingState | null;
  /** Null: it is there no more. */
  readonly to: BillingState | null;
  readonly currency: string | null;
  readonly amount?: string | null;
}

/** What moved the same way, in one currency. */
export interface MoveSum {
  readonly kind: string;
  readonly from: BillingState | null;
  readonly to: BillingState | null;
  readonly currency: string | null;
  readonly count: number;
  readonly amount?: string | null;
}

/**
 * planned: fees, flat rates and expenses by the day they are to be billed. recurring: those made by a rule. drafts: by the invoice's
 * date. pipeline: open cases by expected order date, value × probability. `late`: what was planned for a month that is over.
 */
export const FORECAST_SOURCES = ['planned', 'recurring', 'drafts', 'pipeline'] as const;
export type ForecastSource = (typeof FORECAST_SOURCES)[number];

export interface ForecastCell {
  /** `YYYY-MM`; `late`: before the first month. */
  readonly month: string;
  readonly source: ForecastSource;
  readonly currency: string;
  readonly count: number;
  readonly amount?: string;
  readonly organisationAmount?: string | null;
}

/**
 * unplanned: projects with approved work that has waited for so many days, has no planned billing date, does not wait for an open
 * phase, and whose project is on no draft invoice. wonWithoutWork: won cases for which nobody has recorded hours, fees, expenses or
 * flat rates, or that have no project. workWithoutDeal: customers' projects with work whose case has no deal in the CRM.
 */
export const MISSING_LISTS = ['unplanned', 'wonWithoutWork', 'workWithoutDeal'] as const;
export type MissingList = (typeof MISSING_LISTS)[number];

export interface MissingItem {
  /** Id of the PSA; null: a case without a project. */
  readonly project: string | null;
  readonly number: string | null;
  readonly name: string | null;
  readonly customer: string | null;
  readonly customerName: string | null;
  /** The link of the account. */
  readonly account: string | null;
  readonly owner: string | null;
  readonly ownerName: string | null;
  /** The link of the sales case. */
  readonly deal: string | null;
  readonly count: number;
  readonly hours: string | null;
  /** The oldest waiting work, the expected order date, or the last work. */
  readonly date: string | null;
  readonly currency: string | null;
  readonly amount?: string | null;
}

/**
 * One difference. rows: an invoice's rows do not come to its total. lines: the account's lines do not come to the invoices.
 * local, crm: what we keep, or what the CRM last showed, is not the figure as it is now.
 */
export interface Drift {
  readonly what: 'rows' | 'lines' | 'local' | 'crm';
  /** Id of the PSA. */
  readonly customer: string;
  readonly account: string | null;
  readonly currency: string;
  /** The invoice, for `rows`; the figure, for `local` and `crm`. */
  readonly about: string | null;
  /** Of the invoice, for `rows`. */
  readonly number: string | null;
  /** Decimals, or texts of a text figure; null: there is none. */
  readonly expected: string | null;
  readonly found: string | null;
}

export interface DriftQuestion {
  /** Ids of the PSA; absent: every customer. */
  readonly customers?: readonly string[];
  readonly today: string;
  /** Figures of accounts that are kept and sent: amounts and texts that are switched on. */
  readonly figures: readonly string[];
}

export const CHOICES = ['account', 'project', 'owner'] as const;

/** What a filter may be set to. */
export interface Choice {
  /** Of an account the link, else the id of the PSA. */
  readonly id: string;
  readonly label: string | null;
}

export interface BillingViews {
  /** What every answer says besides. @param asOf plain date */
  freshness(asOf: string): Promise<Told>;
  board(question: Asking & { readonly filter: BillingFilter }): Promise<Board>;
  groups(question: Asking & Paging & { readonly by: BillingGrouping; readonly filter: BillingFilter }): Promise<Told & { readonly total: number; readonly groups: readonly BillingGroup[] }>;
  /** UsageError when it is to be sorted by an amount that nobody may see. */
  lines(
    question: Asking & Paging & { readonly filter: BillingFilter; readonly sort: { readonly by: LineSort; readonly descending: boolean } },
  ): Promise<Told & { readonly total: number; readonly lines: readonly BillingLineView[] }>;
  /** All lines, some at a time, account by account. */
  export(question: Asking & { readonly filter: BillingFilter }): AsyncIterable<readonly BillingLineView[]>;
  /** What moved after `since` and up to `until` (UTC instants), the newest first, with what became overdue by the calendar. */
  changes(
    question: Asking & Paging & { readonly since: string; readonly until: string; readonly customers?: readonly string[] },
  ): Promise<Told & { readonly total: number; readonly sums: readonly MoveSum[]; readonly moves: readonly Move[] }>;
  /** From the month of `asOf` on. */
  forecast(question: Asking & { readonly months: number; readonly customers?: readonly string[] }): Promise<Told & { readonly cells: readonly ForecastCell[] }>;
  missing(
    question: Asking & Paging & { readonly list: MissingList; readonly olderThanDays: number },
  ): Promise<Told & { readonly total: number; readonly items: readonly MissingItem[] }>;
  /** Account by account in bounded memory; `accounts` counts those that have something to compare. */
  drift(question: DriftQuestion): Promise<{ readonly accounts: number; readonly drift: readonly Drift[] }>;
  /** By name; with `ids` just these. Names that begin with the words come before names that only hold them. */
  choices(question: { readonly of: (typeof CHOICES)[number]; readonly words: string | null; readonly ids: readonly string[] | null; readonly limit: number }): Promise<readonly Choice[]>;
}

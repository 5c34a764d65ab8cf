// What sales, customer service and management ask of what was bought, and what they are told. Invariants: as in billing.ts: amounts
// are decimal strings with their currency beside them, and are not in an answer at all when the question says that nobody may see
// them. An account is asked for by the id of its link; null: there is no such account.
import type { Asking, BillingCell, Paging, Told } from './billing.ts';

/** What is known of an account at a glance. Dates are plain. */
export interface AccountHeader extends Told {
  readonly account: string;
  /** Ids of the PSA and of the CRM. */
  readonly customer: string | null;
  readonly company: string | null;
  readonly name: string | null;
  readonly businessId: string | null;
  /** E-mail, and the name that goes with it where a system tells. */
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly lifecycle: string | null;
  readonly industry: string | null;
  readonly segments: readonly string[];
  readonly valueClass: 'A' | 'B' | 'C' | null;
  readonly sizeClass: 'small' | 'medium' | 'large' | null;
  readonly customerSince: string | null;
  readonly lastInvoiceOn: string | null;
  readonly lastWorkOn: string | null;
  readonly nextBillingOn: string | null;
  readonly counts: {
    readonly contacts: number;
    readonly openDeals: number;
    readonly wonDeals: number;
    readonly lostDeals: number;
    readonly openProjects: number;
    /** Without those that were taken back. */
    readonly invoices: number;
  };
}

/**
 * deal: a sales case when it was made; dealWon, dealLost: when its stage became what it is, where the PSA tells. project: its first
 * day, of what is not still being sold. activity: by when it starts. touch: logged in the CRM and none of our activities.
 */
export const TIMELINE_KINDS = ['deal', 'dealWon', 'dealLost', 'proposal', 'project', 'projectClosed', 'invoice', 'creditNote', 'activity', 'touch'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export interface TimelineItem {
  /** UTC instant; where only the day is known, its first. */
  readonly at: string;
  /** Plain date, where only the day is known. */
  readonly on: string | null;
  readonly kind: TimelineKind;
  /** deal…, activity: the link. project…, proposal, invoice, creditNote: of the PSA. touch: of the CRM. */
  readonly id: string;
  readonly title: string | null;
  /** The number of a project, a proposal or an invoice. */
  readonly number: string | null;
  /** deal…: open, won, lost. proposal: its status. project…: open, closed. invoice, creditNote: as in the billable flow, null before it counts. activity: open, done. touch: how it went. */
  readonly state: string | null;
  /** activity, touch: task, meeting, call, email. */
  readonly what: string | null;
  /** The link of the sales case that it belongs to. */
  readonly deal: string | null;
  readonly currency: string | null;
  /** Of a credit note below zero. */
  readonly amount?: string | null;
}

export interface TimelinePage extends Told {
  /** The newest first. */
  readonly items: readonly TimelineItem[];
  /** For the next page; null: there is none. */
  readonly next: string | null;
}

export interface TimelineQuestion extends Asking {
  readonly account: string;
  readonly kinds?: readonly TimelineKind[];
  /** `next` of the page before. */
  readonly before?: string;
  readonly limit: number;
}

/** What was invoiced in one currency, net of what was taken back. */
export interface InvoicedTotal {
  readonly currency: string;
  /** Invoices without credit notes. */
  readonly invoices: number;
  readonly creditNotes: number;
  readonly amount?: string;
  /** Of the last 12 months. */
  readonly amount12m?: string;
  /** In the organisation's currency, of the lines whose rate is known. */
  readonly organisationAmount?: string | null;
  readonly organisationAmount12m?: string | null;
}

/**
 * In the organisation's currency. Costs are those of all work that is dated, billed or not, but that of internal projects, by the unit costs that
 * the PSA shows; `without`: pieces of work whose cost nobody knows in this currency, which so count as free.
 */
export interface Margin {
  readonly netInvoiced: string;
  readonly cost: string;
  readonly margin: string;
  /** Percent of what was invoiced, one decimal; null: nothing was. */
  readonly marginPercent: string | null;
  readonly items: number;
  readonly without: number;
  readonly hoursWithout: string;
}

export interface AccountTotals extends Told {
  readonly account: string;
  readonly invoiced: readonly InvoicedTotal[];
  /** Not approved, approved, on drafts, overdue: of the billable flow. */
  readonly open: readonly BillingCell[];
  readonly margin?: Margin;
}

export type TraceKind = 'hours' | 'fees' | 'travel' | 'flatRates' | 'other' | 'total';

/**
 * Agreed → done → invoiced, of one kind in one currency. agreed: the rows of accepted proposals; without any the expected value,
 * in `total` only. done: what may be billed, at its price. open: of that, what is on no invoice; draft: what is on drafts.
 * invoiced: net of what was taken back. `other`: of a proposal or an invoice, and of no kind that we know.
 */
export interface TraceLine {
  readonly kind: TraceKind;
  readonly currency: string;
  readonly agreedHours: string | null;
  readonly doneHours: string | null;
  readonly agreed?: string | null;
  readonly done?: string;
  readonly open?: string;
  readonly draft?: string;
  readonly invoiced?: string;
  readonly differences: readonly TraceDifference[];
}

/** noProposal: work or an invoice, and no accepted proposal (said of `total` only). */
export const TRACE_DIFFERENCES = ['noProposal', 'doneOverAgreed', 'doneNotInvoiced', 'invoicedOverAgreed'] as const;
export type TraceDifference = (typeof TRACE_DIFFERENCES)[number];

export interface Trace extends Told {
  /** The link of the sales case. */
  readonly deal: string;
  /** Of the PSA; null: it is no project there. */
  readonly project: string | null;
  readonly name: string | null;
  readonly account: string | null;
  readonly state: string | null;
  /** Where `agreed` of the total comes from. */
  readonly agreedBy: 'proposals' | 'expectedValue' | null;
  readonly lines: readonly TraceLine[];
}

/** Whose accounts or deals; owners by e-mail, industries and segments by their keys. */
export interface ReportFilter {
  readonly owner?: string;
  readonly industry?: string;
  readonly segment?: string;
}

export interface ReportSort<By extends string> {
  readonly by: By;
  readonly descending: boolean;
}

export const PROFIT_SORTS = ['netInvoiced', 'margin', 'marginPercent', 'cost', 'name'] as const;
export type ProfitSort = (typeof PROFIT_SORTS)[number];

/** Invoiced and done in the period. The whole report is amounts: UsageError `amounts-hidden` without the right to see them. */
export interface ProfitQuestion extends Asking, Paging {
  /** Plain dates, both included. */
  readonly from: string;
  readonly to: string;
  readonly filter: ReportFilter;
  readonly sort: ReportSort<ProfitSort>;
}

export interface ProfitableAccount extends Margin {
  /** Id of the PSA. */
  readonly customer: string;
  readonly account: string | null;
  readonly name: string | null;
  readonly owner: string | null;
  readonly ownerName: string | null;
  /** Lines whose rate is not known: they are not in the sums. */
  readonly unconverted: number;
}

export const DORMANT_SORTS = ['lastSeen', 'netInvoiced', 'name'] as const;
export type DormantSort = (typeof DORMANT_SORTS)[number];

/** Accounts that were invoiced or worked for before, and neither for so many months. Sorting by netInvoiced needs the right to see amounts. */
export interface DormantQuestion extends Asking, Paging {
  readonly months: number;
  readonly filter: ReportFilter;
  readonly sort: ReportSort<DormantSort>;
}

export interface DormantAccount {
  readonly customer: string;
  readonly account: string | null;
  readonly name: string | null;
  readonly owner: string | null;
  readonly ownerName: string | null;
  readonly lastWorkOn: string | null;
  readonly lastInvoiceOn: string | null;
  readonly openDeals: number;
  /** In the organisation's currency, of all time. */
  readonly netInvoiced?: string | null;
}

/** Open deals. Months `YYYY-MM` of the expected order, both included. */
export interface PipelineQuestion extends Asking {
  readonly filter: Pick<ReportFilter, 'owner'>;
  readonly from?: string;
  readonly to?: string;
}

/** Open deals of one stage, or of one month, in one currency. */
export interface PipelineCell {
  /** Of a deal without a value the organisation's. */
  readonly currency: string;
  readonly count: number;
  /** Deals without a value, which count as nothing. */
  readonly withoutValue: number;
  readonly value?: string;
  /** value × probability; a deal without one counts as nothing. */
  readonly weighted?: string;
  readonly organisationValue?: string | null;
  readonly organisationWeighted?: string | null;
}

export interface PipelineStage extends PipelineCell {
  /** Of the PSA; null: none. In the order of the PSA. */
  readonly stage: string | null;
  readonly name: string | null;
}

/** `late`: expected before the first month. `later`: after the last. `none`: nobody said when. */
export interface PipelineMonth extends PipelineCell {
  readonly month: string;
}

export const FUNNEL_STAGES = ['prospect', 'mql', 'sql', 'opportunity', 'customer'] as const;
export type FunnelStage = (typeof FUNNEL_STAGES)[number];

/**
 * contact: by the days on which the CRM says they became what they are, and their stage as it is now. account: by their stage
 * as it is now; its source is that of the contact who was there first.
 */
export interface FunnelQuestion extends Asking {
  readonly of: 'contact' | 'account';
  readonly filter: Pick<ReportFilter, 'owner'>;
  /** Plain dates, both included: those who became leads then; of contacts only. */
  readonly from?: string;
  readonly to?: string;
}

/** Who came from one source: how many have reached each stage, whichever they are in now. */
export interface FunnelRow {
  /** As the CRM calls it; null: not known. */
  readonly source: string | null;
  readonly reached: Readonly<Record<FunnelStage, number>>;
  /** Percent of the stage before that reached this one, one decimal; null: nobody was in the one before. */
  readonly conversion: Readonly<Record<Exclude<FunnelStage, 'prospect'>, string | null>>;
}

export interface HistoryViews {
  header(question: Pick<Asking, 'asOf'> & { readonly account: string }): Promise<AccountHeader | null>;
  /** @throws UsageError `cursor-unreadable` for a `before` that is none of ours */
  timeline(question: TimelineQuestion): Promise<TimelinePage | null>;
  totals(question: Asking & { readonly account: string }): Promise<AccountTotals | null>;
  /** @param question `deal`: the link of a sales case */
  trace(question: Asking & { readonly deal: string }): Promise<Trace | null>;
  profitable(question: ProfitQuestion): Promise<Told & { readonly total: number; readonly accounts: readonly ProfitableAccount[] }>;
  dormant(question: DormantQuestion): Promise<Told & { readonly total: number; readonly accounts: readonly DormantAccount[] }>;
  pipeline(question: PipelineQuestion): Promise<Told & { readonly stages: readonly PipelineStage[] }>;
  /** From the month of `asOf` on. */
  salesForecast(question: Asking & { readonly months: number; readonly filter: Pick<ReportFilter, 'owner'> }): Promise<Told & { readonly months: readonly PipelineMonth[] }>;
  /** `all`: every source together. */
  funnel(question: FunnelQuestion): Promise<Told & { readonly all: FunnelRow; readonly sources: readonly FunnelRow[] }>;
}

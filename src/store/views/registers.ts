// The lists that people look records up in: accounts, contacts, sales cases and touches, however many there are. Invariants: a page goes
// on behind the last item of the one before, whatever comes or goes meanwhile; and whoever may not see values is never sent any.

/** customer: has won a sales case or was invoiced. potential: all others. dormant: a customer with neither work nor an invoice for long. */
export const STANDINGS = ['customer', 'potential', 'dormant'] as const;
export type Standing = (typeof STANDINGS)[number];

/** allowed: there is an address that may be written to. refused: each address was refused. none: there is no address. */
export const MAIL_STATES = ['allowed', 'refused', 'none'] as const;
export type MailState = (typeof MAIL_STATES)[number];

export interface RegisterQuestion<Filter, By extends string> {
  readonly filter: Filter;
  /** What a person searches for: each word is the beginning of a word of the record. */
  readonly words: string | null;
  readonly sort: { readonly by: By; readonly descending: boolean };
  /** The last item of the page before, by its id. */
  readonly after: string | null;
  readonly limit: number;
  /** Whether to count what matches. */
  readonly counted: boolean;
}

export interface RegisterPage<Item> {
  readonly items: readonly Item[];
  /** For `after`; null: this is the last page. */
  readonly next: string | null;
  /** Null when it was not asked for, or when there are more than are worth counting. */
  readonly total: number | null;
}

interface Owned {
  /** Id of the owner in the registry of a system. */
  readonly owner?: string;
}

export interface AccountFilter extends Owned {
  readonly ids?: readonly string[];
  readonly standing?: Standing;
  /** Plain date: dormant is whoever was last worked for or invoiced before it. */
  readonly dormantBefore: string;
  readonly lifecycle?: readonly string[];
  readonly industry?: string;
  readonly segment?: string;
  readonly valueClass?: readonly string[];
  readonly sizeClass?: readonly string[];
  readonly active?: boolean;
}
export const ACCOUNT_SORTS = ['name', 'customerSince', 'lastInvoiceOn'] as const;

export interface AccountLine {
  /** Of the link; so are all ids here unless it says otherwise. */
  readonly id: string;
  readonly name: string | null;
  readonly businessId: string | null;
  readonly domain: string | null;
  readonly city: string | null;
  readonly ownerName: string | null;
  readonly lifecycle: string | null;
  readonly industry: string | null;
  readonly segments: readonly string[];
  readonly valueClass: string | null;
  readonly sizeClass: string | null;
  readonly isCustomer: boolean;
  readonly active: boolean;
  readonly customerSince: string | null;
  readonly lastInvoiceOn: string | null;
  readonly openCases: number;
}

export interface ContactFilter extends Owned {
  readonly ids?: readonly string[];
  readonly account?: string;
  readonly mail?: MailState;
  readonly legalBasis?: boolean;
  readonly role?: string;
  readonly language?: string;
  readonly lifecycle?: readonly string[];
  readonly active?: boolean;
  /** Of the account. */
  readonly standing?: Standing;
  readonly dormantBefore: string;
  readonly industry?: string;
  readonly segment?: string;
}
export const CONTACT_SORTS = ['name'] as const;

export interface ContactLine {
  readonly id: string;
  readonly name: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly jobTitle: string | null;
  readonly account: string | null;
  readonly accountName: string | null;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly mail: MailState;
  /** Addresses that must not be written to. */
  readonly optOuts: readonly string[];
  readonly legalBasis: readonly string[];
  readonly role: string | null;
  readonly language: string | null;
  readonly lifecycle: string | null;
  readonly ownerName: string | null;
  readonly active: boolean;
}

export interface CaseFilter extends Owned {
  readonly state?: readonly string[];
  readonly stage?: readonly string[];
  readonly account?: string;
  readonly currency?: string;
  /** Plain dates, both included. */
  readonly expectedFrom?: string;
  readonly expectedUntil?: string;
  /** Decimals, both included. */
  readonly valueFrom?: string;
  readonly valueUntil?: string;
}
export const CASE_SORTS = ['name', 'expectedOrderDate', 'value'] as const;

export interface CaseLine {
  readonly id: string;
  readonly name: string | null;
  readonly number: string | null;
  readonly account: string | null;
  readonly accountName: string | null;
  readonly ownerName: string | null;
  readonly stage: string | null;
  readonly stageName: string | null;
  /** open, won or lost. */
  readonly state: string | null;
  readonly probability: string | null;
  readonly expectedOrderDate: string | null;
  readonly currency: string | null;
  readonly value?: string | null;
}

/** What is in one stage, in one currency. */
export interface StageSum {
  readonly stage: string | null;
  readonly name: string | null;
  readonly currency: string | null;
  readonly count: number;
  readonly withoutValue: number;
  readonly value?: string;
  /** By probability. */
  readonly weighted?: string;
}

export interface TouchFilter extends Owned {
  readonly kind?: readonly string[];
  readonly account?: string;
  readonly contact?: string;
  /** UTC instants: at or after, and before. */
  readonly from?: string;
  readonly until?: string;
}

export interface TouchParty {
  /** Null: nobody here knows who it is. */
  readonly id: string | null;
  readonly name: string | null;
}

export interface TouchLine {
  /** Of the CRM. */
  readonly id: string;
  /** email, meeting, call or task. */
  readonly kind: string | null;
  /** UTC instant. */
  readonly at: string | null;
  readonly title: string | null;
  readonly direction: string | null;
  readonly outcome: string | null;
  readonly ownerName: string | null;
  readonly accounts: readonly TouchParty[];
  readonly contacts: readonly TouchParty[];
  readonly deals: readonly TouchParty[];
}

/** Owners, industries, segments, stages, roles and languages by what they are called; lifecycle stages as they stand. */
export interface RegisterChoice {
  readonly value: string;
  readonly label: string;
  /** Of a stage: open, won or lost. */
  readonly state?: string;
}
export const CHOICE_LISTS = ['owners', 'industries', 'segments', 'stages', 'roles', 'languages', 'lifecycles'] as const;

type Page<Filter, By extends string, Item> = (question: RegisterQuestion<Filter, By>) => Promise<RegisterPage<Item>>;

/** Each throws UsageError `cursor-unreadable` when what the page goes on behind is not there any more. */
export interface RegisterViews {
  readonly accountLines: Page<AccountFilter, (typeof ACCOUNT_SORTS)[number], AccountLine>;
  readonly contactLines: Page<ContactFilter, (typeof CONTACT_SORTS)[number], ContactLine>;
  /** Without the internal ones. UsageError `amounts-hidden` when it is to be sorted or filtered by a value that nobody may see. */
  caseLines(question: RegisterQuestion<CaseFilter, (typeof CASE_SORTS)[number]> & { readonly withValues: boolean }): Promise<RegisterPage<CaseLine>>;
  /** Of the same sales cases, in the order of the stages. */
  stageSums(question: { readonly filter: CaseFilter; readonly words: string | null; readonly withValues: boolean }): Promise<readonly StageSum[]>;
  /** By the moment. @param withContacts whether it may be said who they were with */
  touchLines(question: Omit<RegisterQuestion<TouchFilter, 'at'>, 'words'> & { readonly withContacts: boolean }): Promise<RegisterPage<TouchLine>>;
  registerChoices(): Promise<Readonly<Record<(typeof CHOICE_LISTS)[number], readonly RegisterChoice[]>>>;
}

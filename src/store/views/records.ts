// What belongs to one account or one contact: its people, its sales cases, what was logged. Invariant: as in history.ts: ids are those of
// links, null means that there is no such record, and amounts are not in an answer when the question says that nobody may see them.

export interface AccountContact {
  readonly id: string;
  readonly name: string | null;
  readonly jobTitle: string | null;
  readonly active: boolean;
  readonly emails: readonly { readonly address: string; readonly forbidden: boolean }[];
  readonly phones: readonly string[];
}

export interface RelatedSalesCase {
  readonly id: string;
  readonly name: string | null;
  readonly number: string | null;
  /** open, won, lost. */
  readonly state: string | null;
  /** What the PSA calls it. */
  readonly stage: string | null;
  /** Plain date. */
  readonly expectedOrderDate: string | null;
  /** The name where a system tells it, else the e-mail. */
  readonly owner: string | null;
  readonly currency: string | null;
  readonly amount?: string | null;
}

export interface ContactTouch {
  readonly id: string;
  /** UTC instant. */
  readonly at: string;
  /** email, meeting, call, task. */
  readonly kind: string | null;
  readonly title: string | null;
  readonly outcome: string | null;
}

/** The first ones, and how many there are. */
export interface Related<Item> {
  readonly items: readonly Item[];
  readonly total: number;
}

export interface RecordViews {
  /** The link that stands for this id now: one that was joined into another is the other. */
  standing(question: { readonly entity: string; readonly id: string }): Promise<string | null>;
  contactsOf(question: { readonly account: string }): Promise<Related<AccountContact> | null>;
  salesCasesOf(question: { readonly account: string; readonly withAmounts: boolean }): Promise<Related<RelatedSalesCase> | null>;
  salesCasesOfContact(question: { readonly contact: string; readonly withAmounts: boolean }): Promise<Related<RelatedSalesCase>>;
  /** The newest first. */
  touchesOf(question: { readonly contact: string; readonly limit: number }): Promise<readonly ContactTouch[]>;
}

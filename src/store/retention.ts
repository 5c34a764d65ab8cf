// Rules by which contacts are proposed for forgetting, and what they propose. Invariants: a rule is never changed in place: the last of its
// versions counts, and each says who made it and when; a rule forgets nobody: each proposal waits for a person.

export interface RetentionRule {
  readonly name: string;
  /** Nothing is known of the contact since so many months. */
  readonly quietMonths: number;
  /** True: also people of accounts that have bought something. */
  readonly customersToo: boolean;
  /** True: only those without a legal basis. */
  readonly withoutBasis: boolean;
  /** True: only those who are not in use any more. */
  readonly inactiveOnly: boolean;
}

export interface RetentionRuleVersion {
  readonly id: string;
  /** Counts from 1 per rule. */
  readonly version: number;
  /** Null: taken away. */
  readonly rule: RetentionRule | null;
  readonly by: string;
  readonly at: string;
}

/** Someone a rule fits. */
export interface Quiet {
  readonly linkId: string;
  /** Plain date of the last that is known of them. */
  readonly quietSince: string | null;
}

export type ProposalState = 'open' | 'approved' | 'kept';

export interface Proposal extends Quiet {
  readonly id: string;
  readonly ruleId: string;
  readonly state: ProposalState;
  readonly at: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  /** The erasure request that it became. */
  readonly requestId: string | null;
}

export interface ProposalPlace {
  readonly at: string;
  readonly id: string;
}

/** With what people know them by; `reason`s follow from the rule. */
export interface FoundContact extends Quiet {
  readonly name: string | null;
  readonly accountName: string | null;
  readonly isCustomer: boolean;
  readonly hasBasis: boolean;
  readonly active: boolean;
}

export interface RetentionRules {
  /** The last version of each rule; with `history` every one, the newest of a rule first. */
  rules(query?: { readonly history: boolean }): Promise<readonly RetentionRuleVersion[]>;
  /** False, and nothing is saved, where `seen` (0: none) is not its last version any more. */
  saveRule(change: Pick<RetentionRuleVersion, 'id' | 'rule' | 'by' | 'at'> & { readonly seen: number }): Promise<boolean>;
  /**
   * Whom a rule fits: the longest quiet first. Never somebody with an open sales case (of their own or of their account), with a
   * restriction that stands, or whom somebody has decided to keep less than a year ago.
   * @param today plain date
   */
  quiet(question: { readonly rule: RetentionRule; readonly today: string; readonly limit: number }): Promise<{ readonly items: readonly FoundContact[]; readonly total: number }>;
  /** Proposes those whom a rule fits and who are not proposed yet, and takes back open proposals whom it fits no more. Answers how many are new. */
  propose(given: { readonly ruleId: string; readonly rule: RetentionRule; readonly today: string; readonly at: string; readonly newId: () => string }): Promise<number>;
  /** Takes back the open proposals of a rule that is gone. */
  withdraw(ruleId: string): Promise<number>;
  /** The oldest first. */
  proposals(question: { readonly state: ProposalState; readonly after: ProposalPlace | null; readonly limit: number }): Promise<{ readonly items: readonly (Proposal & FoundContact)[]; readonly next: ProposalPlace | null; readonly total: number }>;
  proposal(id: string): Promise<Proposal | null>;
  /** False: it is not open any more. */
  decide(given: { readonly id: string; readonly state: 'approved' | 'kept'; readonly by: string; readonly at: string; readonly requestId: string | null }): Promise<boolean>;
}

// Finding a record by what a person calls it. Invariant: what is found by a stronger word (an id) is never mixed with what is
// found by a weaker one (the beginning of a name).

export interface FoundRecord {
  /** Id of the link. */
  readonly id: string;
  readonly name: string | null;
  /** Business ID of an account, number of a sales case. */
  readonly number: string | null;
}

export interface Findings {
  /** All that the word fits, at most a few. */
  readonly found: readonly FoundRecord[];
  /** When nothing fits: names that are like it. */
  readonly near: readonly string[];
}

export interface FindingViews {
  /** By id (of any system), business ID or number, name, or the beginning of an id or a name, in this order. */
  find(question: { readonly entity: 'account' | 'salesCase'; readonly word: string }): Promise<Findings>;
}

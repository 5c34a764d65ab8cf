// Who did what, and who was refused: one line for each deed and each sign-in. Invariants: a line is never changed or taken away; it names the
// person or program of ours who did it and the ids of what it was done to, and never a value or a person at a customer.

export type AuditOutcome = 'done' | 'refused' | 'failed';

export interface AuditNote {
  /** UTC instant. */
  readonly at: string;
  /** The e-mail of a person, or the name of a token. */
  readonly actor: string;
  /** Name of the deed in the contract of the API, or of what happened to a session. */
  readonly action: string;
  /** What varies in its address, by name, and what the deed says of itself: ids. `person`: the id of who did it. */
  readonly target: Readonly<Record<string, string>>;
  /** As it was answered: below 400 it was done, from 500 on it failed, and a part of it may have been done. */
  readonly status: number;
  readonly requestId: string;
}

export interface AuditLine extends AuditNote {
  readonly id: string;
}

/** Where a page begins: after this line, in the order of the list. */
export interface AuditPlace {
  /** UTC instant. */
  readonly since: string;
  readonly id: string;
}

export interface AuditQuestion {
  /** Key of one of `actors`. */
  readonly actor?: string;
  readonly actions?: readonly string[];
  /** UTC instants, the second one exclusive. */
  readonly from?: string;
  readonly until?: string;
  readonly outcome?: AuditOutcome;
  readonly after: AuditPlace | null;
  readonly limit: number;
}

export interface Audit {
  note(line: AuditNote): Promise<void>;
  /** The newest first; total null when there are too many to count quickly. */
  lines(question: AuditQuestion): Promise<{ readonly items: readonly AuditLine[]; readonly next: AuditPlace | null; readonly total: number | null }>;
  /** Everybody of whom there is a line; their keys may stand in an address, their names may not. */
  actors(): Promise<readonly { readonly key: string; readonly name: string }[]>;
}

// Who did what, and who was refused: one line for each deed and each sign-in. Invariants: a line is never changed or taken away, and if
// somebody does so behind the program's back it is found (the chain); it names the person or program of ours who did it and the ids of
// what it was done to, and never a value or a person at a customer.

export type AuditOutcome = 'done' | 'refused' | 'failed';

export interface AuditNote {
  /** UTC instant. */
  readonly at: string;
  /** The e-mail of a person, or the name of a token; empty once the name has been blanked. */
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

/** What the chain needs of the keys, which lie outside of the database. */
export interface AuditSeal {
  /** What stands for an actor in the chain and in addresses. The same for ever; nobody without the key can tell whom it stands for. */
  keyOf(actor: string): string;
  sign(text: string): string;
  /** Whether one of our keys has signed it. */
  isOurs(text: string, signature: string, publicKey: string): boolean;
  readonly publicKey: string;
}

/** The end of the chain at a moment, signed: from then on nothing up to it can be changed unnoticed. */
export interface AuditHead {
  /** How many lines there were. */
  readonly number: number;
  readonly hash: string;
  /** UTC instant. */
  readonly at: string;
  readonly signature: string;
  /** Of the pair that signed: base64url of the raw 32 bytes. */
  readonly publicKey: string;
}

/**
 * changed: a line is not as it was written. missing: it is gone. added: it was put in past the program. order: places are missing or were
 * swapped. name: it shows another name than whose deed it was. head: the end is not as it was signed. cut: what was there at an earlier
 * head is not there, or is another.
 */
export const AUDIT_FAULTS = ['changed', 'missing', 'added', 'order', 'name', 'head', 'cut'] as const;
export type AuditFault = (typeof AUDIT_FAULTS)[number];

export interface AuditCheck {
  readonly lines: number;
  /** Null before the first line. */
  readonly head: AuditHead | null;
  /** All faults are counted, the first ones are named. `number`: the place in the chain; null where it has none. */
  readonly faults: number;
  readonly found: readonly { readonly fault: AuditFault; readonly number: number | null; readonly lineId: string | null }[];
}

export interface Audit {
  note(line: AuditNote): Promise<void>;
  /** The newest first; total null when there are too many to count quickly. */
  lines(question: AuditQuestion): Promise<{ readonly items: readonly AuditLine[]; readonly next: AuditPlace | null; readonly total: number | null }>;
  /** Everybody of whom there is a line; their keys may stand in an address, their names may not. */
  actors(): Promise<readonly { readonly key: string; readonly name: string }[]>;
  head(): Promise<AuditHead | null>;
  /** Reads the whole chain, and holds it against the heads that were written down outside of the database. */
  check(): Promise<AuditCheck>;
}

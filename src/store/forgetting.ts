// What the store must do to forget a person and to keep them forgotten. Invariants: arming is one transaction: from its commit on
// nothing of the person can be read, planned or written again; and everything that enters the store is held against the suppressions
// in the very transaction that would keep it. Keys come in clear and are kept as keyed hashes only (lib/keyed-hash.ts).
import type { PersonRef, RecordAddress, Shown, Subject } from '../core/subject.ts';
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';

/** A place of ours that says something of the person. */
export interface LocalTrace {
  /** Stable within one look: table, row and column. */
  readonly place: string;
  /**
   * record: the person's own record and all that hangs on its link; goes when armed. pointer: a record of others that names the
   * person's ids; the id goes when armed. text: free text that may name the person. staff: a row about one of the customer's own.
   */
  readonly kind: 'record' | 'pointer' | 'text' | 'staff';
  /** In our words: `side_state.fields`, `remark.words`; for texts with the entity and field: `salesCase.notes`. */
  readonly what: string;
  readonly linkId: string | null;
  /** Of a text of a mirror: the row of the system that it is the copy of. */
  readonly copyOf: RecordAddress | null;
  /** How many rows, of pointers. */
  readonly count: number;
  /** Of a text, as it stands. */
  readonly text: string | null;
  /** Of `record`, what it holds, for an access export: label → value. */
  readonly content: Readonly<Record<string, string>>;
}

export interface ArmOrder {
  readonly requestId: string;
  /** Of the request's row: it becomes `armed` in the same transaction. */
  readonly seenVersion: number;
  readonly subject: Subject;
  /** In clear; also those of ids that were merged away. */
  readonly keys: readonly string[];
  /** Of texts where a machine cannot be sure (core/sensitive-text.ts): the places where a person has said to redact them too. Sure hits always go. */
  readonly redact: readonly string[];
  /** From `siblings`, as the ledger file has been told of them: what is suppressed there is exactly what the file knows. */
  readonly siblings: readonly Sibling[];
  readonly at: string;
}

/** The person as another workspace knows them. */
export interface Sibling {
  readonly workspace: string;
  readonly subject: Subject;
  /** Those of the order that are the person's own there, and the ids of their records there; in clear. */
  readonly keys: readonly string[];
}

/** Something that was forgotten has been shown again, and was not taken in. No identifier in it. */
export interface Sighting {
  readonly requestId: string;
  readonly side: RemoteSide | 'local';
  readonly entity: EntityName;
  /** Where to look, sealed by whoever noted it; null where it never had an id. */
  readonly refId: string | null;
  readonly at: string;
}

/** One suppression as the ledger file and a rotation see it. */
export interface Suppression {
  readonly workspace: string;
  readonly requestId: string;
  /** `<number of keys it was hashed under>.<base64url>` */
  readonly hash: string;
  readonly at: string;
}

/** What was there again of people who are forgotten, and is not any more; without saying of whom. */
export interface ForgottenAgain {
  /** Links of persons. */
  readonly links: number;
  /** Records of others, mirrored rows, remarks and events that told of them. */
  readonly others: number;
}

/** After this one the next page begins. */
export const placeOfSuppression = ({ hash, requestId }: Pick<Suppression, 'hash' | 'requestId'>): string => `${hash} ${requestId}`;

/** Where the id of a sighting is sealed (lib/crypto.ts). */
export const placeOfSighting = (workspace: string, requestId: string): { readonly workspace: string; readonly record: string; readonly purpose: string } => ({ workspace, record: requestId, purpose: 'sighting' });

export interface Forgetting {
  /** Those of the keys that are suppressed, in clear as they were given. */
  suppressed(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Whose these are, by what we know: the links of contacts that offer one of the keys, in id order. */
  whose(keys: readonly string[]): Promise<readonly string[]>;
  /** Those of these addresses and numbers, as they were given, that contacts of other links show too: a shared one is nobody's own. */
  othersWith(shown: Pick<Shown, 'emails' | 'phones'>, linkIds: readonly string[]): Promise<Pick<Shown, 'emails' | 'phones'>>;
  /** Records of other kinds, on both systems, that these links' persons are tied to: their accounts, and the sales cases and activities of those or that name the person. */
  around(linkIds: readonly string[]): Promise<readonly RecordAddress[]>;
  localTraces(subject: Subject): Promise<readonly LocalTrace[]>;
  /**
   * In one transaction: keys suppressed, the request armed, links of the person ended and all that hangs on them deleted, ids of the
   * person taken out of all other records, texts redacted; in the siblings too. False when the request has moved on or is not `approved`.
   */
  arm(order: ArmOrder): Promise<boolean>;
  /** The same, keys suppressed too, with what has come in, or was noticed, since the request was armed. False when it is not. */
  clear(order: ArmOrder): Promise<boolean>;
  /**
   * Other workspaces of the installation on the same accounts of the systems: there the person is forgotten and suppressed too, under
   * hashes of their own and by what is the person's own there: an address that somebody with another name shows there as well is not.
   * In name order; for the ledger file and for the order.
   */
  siblings(order: Pick<ArmOrder, 'subject' | 'keys'>): Promise<readonly Sibling[]>;
  /** The person may come back: their suppressions of this request go, also where siblings have them. Answers how many. */
  lift(requestId: string): Promise<number>;
  sightings(requestId?: string): Promise<readonly Sighting[]>;
  /** They have been dealt with. */
  dropSightings(requestId: string): Promise<void>;
  /** @param query `after`: see placeOfSuppression */
  suppressions(query: { after?: string; limit: number }): Promise<readonly Suppression[]>;
  /** Takes over suppressions of the ledger file that the database does not know. Answers how many were new. */
  replay(suppressions: readonly Suppression[]): Promise<number>;
  /**
   * After a replay: forgets whatever of ours offers a suppressed key, in a record, a pointer, a mirrored row or a text, as arming would.
   * Names are known of those only whose records are here: what tells of somebody by name alone stays.
   */
  forgetSuppressed(): Promise<ForgottenAgain>;
  /** Keys (core/subject.ts refKey) of ids that must not be written to or read from by anybody but an erasure: refs of persons whose request is armed and not over. */
  frozen(refs: readonly PersonRef[]): Promise<ReadonlySet<string>>;
}

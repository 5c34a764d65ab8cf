// What a system is asked about one person: everything it holds of them, its treatment, and whether anything is left. Invariants:
// a trace names what it found exactly, so that treating it twice does no more than once; nothing is treated by a guess: what was
// found by name alone, or only looks like the name in a text, is not `sure` and waits for a person. Bystanders lose nothing.
import type { Treatment } from '../core/erasure-state.ts';
import type { Subject } from '../core/subject.ts';
import type { EntityName } from '../core/vocabulary.ts';
import type { RejectedError, RetryableError } from '../lib/errors.ts';

export interface Trace {
  /**
   * Stable: the same thing has the same id in every look. In the system's own words before it, e.g. `contacts:123`, `notes:9`,
   * `activityparticipants:<activity>/<participant>`.
   */
  readonly id: string;
  /** contact, user, communication, address, note, salesNote, activity, participant, call, email, meeting, task, hour, association, subscription, text, file. */
  readonly kind: string;
  /** What is to be done with it by default; `manual` where the system has no way for a program. */
  readonly treatment: Exclude<Treatment, 'retain'>;
  /** False: found by name only, or a text that a machine cannot be sure of. */
  readonly sure: boolean;
  /** How many other persons it is tied to as well. */
  readonly others: number;
  /** Ids of the person's own records that it was tied to; only of what goes because nobody else had a part in it. */
  readonly ties?: readonly string[];
  /** Texts that say something of the person: name of the field → as it stands. */
  readonly texts: Readonly<Record<string, string>>;
  /** What it holds of the person, for an access export and a review: label → value. Texts included. */
  readonly content: Readonly<Record<string, string>>;
  /** Why a person must do it by hand, as a stable code; only of `manual`. */
  readonly reason?: string;
  /** Plain date of what bookkeeping may rest on: of an invoice, of somebody's hour. */
  readonly on?: string;
}

export interface TreatOrder {
  readonly trace: Trace;
  readonly treatment: 'delete' | 'redact' | 'detach';
  /** Of `redact`: the texts that are to be stored, by field, made from what the trace showed. */
  readonly texts: Readonly<Record<string, string>>;
}

export type TreatOutcome =
  /** `anonymised`: the system keeps an emptied row. `absent`: it was not there any more. */
  | { readonly kind: 'done'; readonly how: 'deleted' | 'anonymised' | 'redacted' | 'detached' | 'absent' }
  /** A text has been changed since: read and decide again. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'rejected'; readonly error: RejectedError }
  | { readonly kind: 'failed' | 'unknown'; readonly error: RetryableError };

export interface Found {
  /** Together with what was asked: also ids, addresses and names that the system showed and we did not know. */
  readonly subject: Subject;
  /** In the order in which they must be treated: what hangs on the person before the person. */
  readonly traces: readonly Trace[];
  /** Addresses and numbers of the subject that somebody else has there too: nobody is told by them alone, in a text neither. Absent: none. */
  readonly shared?: Pick<Subject, 'emails' | 'phones'>;
}

/** What a system keeps in spite of a treatment, and lets no program take away: the earlier wording of a text, in the history of its property. */
export type Residue = 'property-history';

/** What a system lets a person be forgotten by. Calls are counted and paced as all others. */
export interface Privacy {
  /** Everything the system holds of them. Throws the errors of lib/errors.ts. */
  traces(subject: Subject): Promise<Found>;
  /** One outcome per order, in order; a treated one is not asked for again. */
  treat(orders: readonly TreatOrder[]): Promise<readonly TreatOutcome[]>;
  /** A cheap look for what is left: by ids, addresses and the texts that were treated. Empty: nothing. Emptied rows of the system are nothing. */
  left(subject: Subject, treated: readonly Trace[]): Promise<readonly Trace[]>;
  /** Where the system keeps persons, for the record of processing and the check at start: entity or mirror → how it is reached. */
  readonly reaches: Readonly<Record<string, string>>;
  /** By treatment. Absent: a treatment leaves nothing behind. */
  readonly keeps?: Readonly<Partial<Record<Treatment, Residue>>>;
  /** Mirrors whose rows have texts that are never copied: those of the person's customers come with the subject, as records around it. */
  readonly uncopied?: readonly EntityName[];
}

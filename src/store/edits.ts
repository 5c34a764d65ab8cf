// A person's edit of our own record, and what people said about the addresses of a contact. Invariant: an edit takes effect whole,
// on the very row that its maker saw, or not at all; whoever was there first is told to the one who comes second.
import type { EntityName, FieldName, Fields, Side, Value } from '../core/vocabulary.ts';

/** May this address be written to: what a person has put down, with where that is known from. */
export interface ConsentChange {
  readonly address: string;
  readonly allowed: boolean;
  /** In the person's words: a form, a call. Null where nobody has said. */
  readonly source: string | null;
  /** Plain date; null where nobody has said. */
  readonly on: string | null;
}

export interface ConsentEntry extends ConsentChange {
  readonly by: string;
  /** UTC instant. */
  readonly at: string;
}

/** Questions that the edit answers by itself, with the value decided on as that of `local`. */
export interface DecidedConflict {
  readonly field: FieldName;
  readonly base: Readonly<Partial<Record<Side, Value>>>;
  /** As the sides show it once the edit is done. */
  readonly values: Readonly<Partial<Record<Side, Value>>>;
}

export interface LocalEdit {
  readonly linkId: string;
  /** Of our record's row. */
  readonly seenVersion: number;
  /** Only what changes; null clears. */
  readonly fields: Fields;
  /** All keys that the record has then. */
  readonly keys: readonly string[];
  readonly decided: readonly DecidedConflict[];
  readonly consents: readonly ConsentChange[];
  readonly by: string;
}

/** moved: the row is not the one that was seen. absent: there is no such record of ours. suppressed: it would show somebody who must stay forgotten. */
export type EditResult = 'done' | 'moved' | 'absent' | 'suppressed';

export interface Edits {
  /** Sets the fields, says who and when, and marks the link with a person's priority. */
  edit(entity: EntityName, edit: LocalEdit): Promise<EditResult>;
  /** A record that only we have yet, as a link of its own with a person's priority. Answers the id of the link; null: it is of somebody who must stay forgotten. */
  addLocal(entity: EntityName, record: Pick<LocalEdit, 'fields' | 'keys' | 'by'>): Promise<string | null>;
  /** What people have put down about the addresses of this link's person, the newest first. */
  consents(linkId: string): Promise<readonly ConsentEntry[]>;
}

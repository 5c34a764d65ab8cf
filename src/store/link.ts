// What a store knows of one link: its records on each side, what was announced, what a person has answered and what is owed.
// Invariant: plain data; a link never has two records of one side.
import type { EntityName, FieldName, Fields, Handles, RemoteSide, Side, Tombstone, Value, WaitsFor } from '../core/vocabulary.ts';

export interface SideState {
  readonly side: Side;
  /** The record's id on that side; the link's own id on `local`. */
  readonly id: string;
  readonly fields: Fields;
  /** What this side showed when all last agreed; a field without a key has no base. */
  readonly base: Fields;
  readonly handles: Handles;
  /** Grows with every change of this row. */
  readonly version: number;
  readonly mapVersion: string;
  readonly asOf: string;
  readonly modifiedAt: string | null;
  readonly modifiedBy: string | null;
  readonly gone: Gone | null;
  /** What becomes of the link's other records now that this one is gone; null while it is here or nobody has said. */
  readonly verdict: Verdict | null;
}

/** retired: we took it out of use ourselves, and its system still shows it. */
export type Gone = Tombstone['how'] | 'retired';

/** unlink: the others go on without it. archive: they are taken out of use too. */
export type Verdict = 'unlink' | 'archive';

/** new: nobody has looked for a counterpart. proposed: waits in the match inbox. ended: joined into another or given up. */
export type LinkStage = 'new' | 'proposed' | 'active' | 'ended';

export interface Resolution {
  readonly conflictId: string;
  readonly field: FieldName;
  readonly value: Value;
  /** The sides' values that the person saw; a resolution holds only while they stand. */
  readonly values: Readonly<Partial<Record<Side, Value>>>;
}

export interface Intent {
  readonly linkId: string;
  readonly side: Side;
  readonly kind: 'create' | 'update' | 'archive';
  readonly at: string;
  /** What was to be stored, in the side's own words; nothing for an archive. */
  readonly sent: Fields;
  /** sent: announced, outcome not recorded (a crash, perhaps). unknown: the call ended without an answer. */
  readonly state: 'sent' | 'unknown';
}

export interface LinkState {
  readonly id: string;
  readonly entity: EntityName;
  readonly stage: LinkStage;
  /** The key that joined it; null while it has one remote side. */
  readonly matchedBy: string | null;
  /** The link whose counterpart this one shares (several records here, one there); null for a link that stands for itself. */
  readonly partOf: string | null;
  /** The systems in which whoever brought it wants it made, and no others; absent: as the gates say. */
  readonly targets?: readonly RemoteSide[];
  readonly sides: Readonly<Partial<Record<Side, SideState>>>;
  readonly intents: readonly Intent[];
  readonly resolutions: readonly Resolution[];
  /** Writes still owed, as the last `record` listed them. */
  readonly held: readonly HeldRecord[];
}

/** A write that waits; one row per side, field, reason and what it waits for. */
export interface HeldRecord {
  readonly side: Side;
  readonly field: FieldName | null;
  readonly reason: string;
  /** Absent: it waits for a person, a right or another try. */
  readonly waitsFor?: WaitsFor;
  /** Of a set: the elements that have yet to come or go; absent: whatever the sides differ in. */
  readonly elements?: readonly string[];
}

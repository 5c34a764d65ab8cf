// The rows a store keeps about links, one type per kind. Both stores keep exactly these; what the engine sees of them is
// store.ts. Invariant: a row is never changed in place: whoever holds one may keep it.
import type { EntityName, Reason, RemoteSide, Side, Value, WaitsFor } from '../../core/vocabulary.ts';
import type { ConflictItem, HeldItem, Intent, LinkStage, SideState } from '../store.ts';

export interface LinkRow {
  readonly id: string;
  readonly entity: EntityName;
  readonly stage: LinkStage;
  readonly matchedBy: string | null;
  /** The link that an ended one was joined into: never an ended one that was joined itself. */
  readonly into: string | null;
  readonly partOf: string | null;
  /** Null: as the gates say. */
  readonly targets: readonly RemoteSide[] | null;
}

export interface SideRow extends SideState {
  readonly entity: EntityName;
  readonly linkId: string;
  readonly keys: readonly string[];
  /** Over fields, handles and keys: the same exactly when a page that shows all of them brings nothing new. */
  readonly hash: string;
  /** When a look first missed the record; a second miss, later enough, is a delete. */
  readonly suspectedAt: string | null;
  /** When a page last showed it: every page of a sweep, any other only with news. */
  readonly shownAt: string;
}

export interface DirtyRow {
  readonly linkId: string;
  readonly entity: EntityName;
  readonly reason: Reason;
  /** Its place in the queue of its priority. */
  readonly since: string;
  /** Differs after every marking, so that a worker sees whether it cleared what it took. */
  readonly mark: number;
}

export interface ConflictRow extends ConflictItem {
  readonly state: 'open' | 'resolved' | 'closed';
  /** What a person chose; null while nobody has. */
  readonly resolution: { readonly side: Side; readonly value: Value; readonly by: string; readonly at: string } | null;
}

export interface HeldRow extends Omit<HeldItem, 'waitsFor' | 'elements'> {
  readonly waitsFor: WaitsFor | null;
  readonly elements: readonly string[] | null;
}
export type IntentRow = Intent;

export interface ProposalRow {
  readonly id: string;
  readonly entity: EntityName;
  readonly links: readonly string[];
  readonly by: string;
  readonly reason: string;
  readonly since: string;
  /** void: one of its links went another way before anybody decided. */
  readonly state: 'open' | 'accepted' | 'rejected' | 'void';
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

export interface LeaseRow {
  readonly key: string;
  readonly epoch: number;
  /** Milliseconds; from then on another may take it. */
  readonly expiresAt: number;
}

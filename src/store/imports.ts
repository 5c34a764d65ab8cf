// What an import writes into our own records, many at a time. Invariants: a batch is one transaction, in which every record is held
// against those who must stay forgotten and written down for undo; a record that has moved since it was looked at stays as it is.
import type { EntityName, RemoteSide } from '../core/vocabulary.ts';
import type { EditResult, LocalEdit } from './edits.ts';
import type { ImageRecord, JournalEntry } from './upkeep.ts';

export interface ImportedRecord extends Omit<LocalEdit, 'seenVersion' | 'decided'> {
  /** Null: there is none yet; `linkId` is the id that its link gets. */
  readonly seenVersion: number | null;
  /** Of a new one: the systems in which it is to be made; null: as the gates say. */
  readonly targets: readonly RemoteSide[] | null;
  /** It is of somebody who must stay forgotten: that they were brought again is noted, and nothing is written. */
  readonly isForgotten: boolean;
  readonly journal: readonly JournalEntry[];
  readonly images: readonly ImageRecord[];
}

export interface Imports {
  /** What became of each, in the order given. Links are marked with the priority of a poll: people's edits pass them. */
  saveImported(entity: EntityName, records: readonly ImportedRecord[]): Promise<readonly EditResult[]>;
}

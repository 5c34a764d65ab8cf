// What waits for people, as lists that stay quick however long they are: conflicts, possible matches and held writes. Invariant: a
// page goes on behind the last item of the one before, so whatever comes or goes meanwhile, nothing is shown twice.
import type { EntityName, FieldName, Side } from '../../core/vocabulary.ts';
import type { ConflictItem, HeldItem, MatchItem } from '../store.ts';

/** Where a page ends: the item's instant and what tells it from others of that instant. */
export interface Place {
  readonly since: string;
  readonly id: string;
}

export interface PageQuestion<Filter> {
  readonly filter: Filter;
  /** False: the oldest first. */
  readonly descending: boolean;
  readonly after: Place | null;
  readonly limit: number;
}

export interface Listed<Item> {
  readonly items: readonly Item[];
  /** Null: this is the last page. */
  readonly next: Place | null;
  readonly total: number;
}

interface Waiting {
  readonly entities?: readonly EntityName[];
  /** A link's id. */
  readonly record?: string;
  /** Instants: at or after, and before. */
  readonly from?: string;
  readonly until?: string;
}

export interface ConflictFilter extends Waiting {
  /** What the record is called, or how its words begin. */
  readonly words?: string;
  /** Of the record, by the id in a system's registry. */
  readonly owner?: string;
  readonly field?: FieldName;
  /** Its value is no longer what all last agreed on. */
  readonly changed?: Side;
  /** It has a value that can be chosen. */
  readonly choosable?: Side;
}

/** open: it waits. resolved: decided, and about to be carried out. closed: over. */
export interface ConflictView extends ConflictItem {
  readonly state: 'open' | 'resolved' | 'closed';
  /** What a person decided; null while nobody has, or when it was over before anybody did. */
  readonly decision: { readonly side: Side; readonly by: string; readonly at: string } | null;
}

export interface ConflictCount {
  readonly entity: EntityName;
  readonly field: FieldName;
  readonly count: number;
  /** Since when the oldest waits. */
  readonly oldest: string;
}

export interface MatchFilter extends Waiting {
  readonly by?: string;
}

export interface MatchView extends MatchItem {
  readonly state: 'open' | 'accepted' | 'rejected' | 'void';
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

export interface MatchCount {
  readonly entity: EntityName;
  readonly by: string;
  readonly reason: string;
  readonly count: number;
  readonly oldest: string;
}

export interface HeldFilter extends Waiting {
  readonly sides?: readonly Side[];
  /** The reason without a system's code. */
  readonly kinds?: readonly string[];
}

export interface HeldView extends HeldItem {
  readonly id: string;
}

export interface HeldCount {
  readonly entity: EntityName;
  readonly side: Side;
  readonly kind: string;
  readonly count: number;
  readonly oldest: string;
}

export interface InboxViews {
  openConflicts(question: PageQuestion<ConflictFilter>): Promise<Listed<ConflictView>>;
  countConflicts(filter: ConflictFilter): Promise<number>;
  /** Also one that is over; null: there is none. `open`: the conflict that waits about the same field of the same record now. */
  conflict(id: string): Promise<(ConflictView & { readonly open: string | null }) | null>;
  /** By entity and field. */
  conflictCounts(): Promise<readonly ConflictCount[]>;
  openMatches(question: PageQuestion<MatchFilter>): Promise<Listed<MatchView>>;
  match(id: string): Promise<MatchView | null>;
  matchCounts(): Promise<readonly MatchCount[]>;
  heldWrites(question: PageQuestion<HeldFilter>): Promise<Listed<HeldView>>;
  heldCounts(): Promise<readonly HeldCount[]>;
}

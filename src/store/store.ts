// The engine's port to memory: everything that must survive a crash, for one workspace. Each function is one transaction.
// Two stores implement it (memory, PostgreSQL) under one contract suite. Three laws hold in both:
// a commit under a lease that was taken over fails; a snapshot never replaces one that is known to be newer (`asOf`); and
// `record` writes what the plan saw, so whatever moved on meanwhile keeps its link dirty.
import type { EntityName, FieldName, Fields, Handles, Reason, Side, Snapshot, Tombstone, Value } from '../core/vocabulary.ts';

export interface Lease {
  readonly key: string;
  readonly epoch: number;
}

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
  readonly gone: Tombstone['how'] | null;
}

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
  readonly kind: 'create' | 'update';
  readonly at: string;
  /** sent: announced, outcome not recorded (a crash, perhaps). unknown: the call ended without an answer. */
  readonly state: 'sent' | 'unknown';
}

/** A write that is about to be sent, under its link's lease. */
export type Announcement = Omit<Intent, 'state'> & { readonly lease: Lease };

export interface LinkState {
  readonly id: string;
  readonly entity: EntityName;
  readonly stage: LinkStage;
  /** The key that joined it; null while it has one remote side. */
  readonly matchedBy: string | null;
  readonly sides: Readonly<Partial<Record<Side, SideState>>>;
  readonly intents: readonly Intent[];
  readonly resolutions: readonly Resolution[];
  /** Writes still owed, as the last `record` listed them. */
  readonly held: readonly HeldRecord[];
}

/** A link taken for work: its lease and the mark that cleared it from the dirty list if nothing new comes. */
export interface TakenLink {
  readonly link: LinkState;
  readonly lease: Lease;
  readonly dirtyMark: number;
  readonly reason: Reason;
}

export interface SeenRecord {
  readonly seen: Snapshot;
  /** Match keys, `kind:value`, values already normalised. */
  readonly keys: readonly string[];
}

export interface SavedPage {
  readonly entity: EntityName;
  readonly side: Side;
  readonly reason: Reason;
  readonly mapVersion: string;
  readonly records: readonly SeenRecord[];
  readonly tombstones: readonly Tombstone[];
  /** Null leaves the feed where it is (a guard's look, a single read). */
  readonly checkpoint: { readonly feed: string; readonly value: string | null } | null;
}

export interface PageCount {
  readonly read: number;
  readonly created: number;
  readonly changed: number;
}

export interface KeyHit {
  readonly key: string;
  readonly linkId: string;
  readonly side: Side;
}

export type MatchDecision =
  /** `from` gives its sides to `into` and ends. */
  | { readonly kind: 'join'; readonly into: string; readonly from: string; readonly by: string }
  /** The pair waits for a person; both links are held until then. */
  | { readonly kind: 'propose'; readonly links: readonly string[]; readonly by: string; readonly reason: string }
  /** No counterpart: go on alone. */
  | { readonly kind: 'alone'; readonly linkId: string };

/** What one side's row becomes. `seenVersion` null: the row is new (a create). */
export interface SideRecord {
  readonly side: Side;
  readonly seenVersion: number | null;
  /** What the plan saw in the fields: where the row has moved on, a field that still shows this takes the record's value. */
  readonly seen: Fields;
  readonly id: string;
  readonly fields: Fields;
  readonly base: Fields;
  readonly handles: Handles;
  readonly mapVersion: string;
  readonly asOf: string;
  readonly modifiedAt: string | null;
  readonly modifiedBy: string | null;
  readonly keys: readonly string[];
}

export interface ConflictRecord {
  readonly field: FieldName;
  readonly base: Readonly<Partial<Record<Side, Value>>>;
  readonly values: Readonly<Partial<Record<Side, Value>>>;
  readonly authors: Readonly<Partial<Record<Side, { readonly by: string | null; readonly at: string | null }>>>;
  /** The side whose value would win if nobody decides, offered as the default. */
  readonly suggestion: Side | null;
}

export interface HeldRecord {
  readonly side: Side;
  readonly field: FieldName | null;
  readonly reason: string;
}

export interface JournalEntry {
  readonly runId: string | null;
  readonly linkId: string;
  readonly entity: EntityName;
  readonly side: Side;
  readonly action: 'create' | 'update' | 'overwrite';
  readonly outcome: 'done' | 'rejected' | 'unknown';
  readonly fields: readonly FieldName[];
  readonly reason: string | null;
  readonly at: string;
}

/** The whole outcome of one link's turn. Conflicts and held writes are the full present list: what is not in it is over. */
export interface LinkRecord {
  readonly lease: Lease;
  readonly linkId: string;
  readonly dirtyMark: number;
  /** False keeps the link dirty (a failed write to try again). */
  readonly settled: boolean;
  readonly sides: readonly SideRecord[];
  readonly conflicts: readonly ConflictRecord[];
  readonly held: readonly HeldRecord[];
  readonly journal: readonly JournalEntry[];
  /** Conflicts whose resolution has been carried out. */
  readonly carriedOut: readonly string[];
  /** Intents that stay open, by side; all others of the link are closed. */
  readonly unknown: readonly Side[];
}

export interface ConflictItem extends ConflictRecord {
  readonly id: string;
  readonly linkId: string;
  readonly entity: EntityName;
  readonly since: string;
}

export interface MatchItem {
  readonly id: string;
  readonly entity: EntityName;
  readonly by: string;
  readonly reason: string;
  readonly since: string;
  readonly links: readonly LinkState[];
}

export interface HeldItem extends HeldRecord {
  readonly linkId: string;
  readonly entity: EntityName;
  readonly since: string;
}

export interface Inbox {
  readonly conflicts: readonly ConflictItem[];
  readonly matches: readonly MatchItem[];
  readonly held: readonly HeldItem[];
}

export type Answer =
  | { readonly kind: 'conflict'; readonly id: string; readonly side: Side; readonly by: string }
  | { readonly kind: 'match'; readonly id: string; readonly accept: boolean; readonly by: string };

export interface Run {
  readonly id: string;
  readonly kind: 'backfill' | 'cycle' | 'sweep' | 'dry-run';
  readonly state: 'running' | 'done' | 'halted' | 'failed';
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** The report of the run; its shape is cli/report.ts. */
  readonly report: unknown;
}

export interface Store {
  /** Null when somebody else holds it. A new holder always gets a higher epoch. */
  takeLease(key: string, ttlMs: number): Promise<Lease | null>;
  /** StaleError when it was taken over. */
  renewLease(lease: Lease, ttlMs: number): Promise<void>;
  releaseLease(...leases: readonly Lease[]): Promise<void>;

  checkpoint(feed: string): Promise<string | null>;
  /** StaleError under a lost lease. New records become links of stage `new`; changed ones mark their link dirty. */
  savePage(page: SavedPage, lease: Lease): Promise<PageCount>;

  /** In id order, for counting, matching and reports; no lease. */
  links(query: { entity: EntityName; stage?: LinkStage; dirty?: boolean; ids?: readonly string[]; after?: string; limit: number }): Promise<readonly LinkState[]>;
  /** Links that are not ended and whose records carry one of these keys. */
  byKeys(entity: EntityName, keys: readonly string[]): Promise<readonly KeyHit[]>;
  /** Only links still `new` move; anything else in a decision makes it void. A pair once rejected is never proposed again. */
  decideMatches(entity: EntityName, decisions: readonly MatchDecision[]): Promise<void>;
  /**
   * Gives the record `refId` to this link, as the create of unknown outcome it was, and closes that intent. False when the
   * record belongs to a link that has other sides, or is not known. StaleError under a lost lease.
   */
  adopt(entity: EntityName, side: Side, refId: string, lease: Lease, linkId: string): Promise<boolean>;
  markDirty(entity: EntityName, ids: readonly string[] | 'all', reason: Reason): Promise<void>;

  /** Active dirty links nobody works on, most urgent first. */
  take(query: { entity: EntityName; limit: number; ttlMs: number }): Promise<readonly TakenLink[]>;
  /** StaleError if any lease was lost: then nothing is announced and nothing may be sent. The leases start anew. */
  announce(intents: readonly Announcement[], ttlMs: number): Promise<void>;
  /** Per link all or nothing; answers the ids that were not recorded because their lease was lost. Frees the leases. */
  record(records: readonly LinkRecord[]): Promise<readonly string[]>;

  inbox(query: { entity?: EntityName; limit: number }): Promise<Inbox>;
  /** Active links with at least two sides, and what waits for a person: writes that only wait for a right are not counted. */
  counts(entity: EntityName): Promise<{ readonly linked: number; readonly conflicts: number; readonly matches: number; readonly held: number }>;
  /** False when it is not open any more. Marks the links dirty with a person's priority. */
  answer(answer: Answer): Promise<boolean>;

  saveRun(run: Run): Promise<void>;
  runs(query: { id?: string; limit: number }): Promise<readonly Run[]>;
  journal(query: { runId?: string; limit: number }): Promise<readonly JournalEntry[]>;

  /** Reserves `count` calls: how long to wait before the first may go; the following ones go `intervalMs` apart. */
  reserve(bucket: string, quota: { readonly intervalMs: number; readonly burst: number; readonly count: number; readonly now: number }): Promise<number>;
  /** Nobody may call before `until` (ms). */
  holdBack(bucket: string, until: number): Promise<void>;

  /** Small facts about connections and this workspace (probed facts, registries, approvals); JSON values. */
  fact(name: string): Promise<unknown>;
  saveFact(name: string, value: unknown): Promise<void>;
}

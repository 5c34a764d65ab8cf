// The engine's port to memory: everything that must survive a crash, for one workspace. Each function is one transaction.
// Two stores implement it (memory, PostgreSQL) under one contract suite. Three laws hold in both:
// a commit under a lease that was taken over fails; a snapshot never replaces one that is known to be newer (`asOf`); and
// `record` writes what the plan saw, so whatever moved on meanwhile keeps its link dirty.
import type { EntityName, FieldName, Fields, Handles, Reason, Side, Snapshot, Tombstone, Value } from '../core/vocabulary.ts';
import type { Gone, HeldRecord, Intent, LinkStage, LinkState, Verdict } from './link.ts';
import type { Edits } from './edits.ts';
import type { Erasures } from './erasures.ts';
import type { Forgetting } from './forgetting.ts';
import type { Hints } from './hints.ts';
import type { Imports } from './imports.ts';
import type { RuleOverrides } from './rules.ts';
import type { Schedules } from './schedules.ts';
import type { SettingOverrides } from './settings.ts';
import type { ImageRecord, JournalEntry, Upkeep } from './upkeep.ts';

export type { Gone, HeldRecord, Intent, LinkStage, LinkState, Resolution, SideState, Verdict } from './link.ts';
export type { WaitingHint } from './hints.ts';
export type { RuleOverride } from './rules.ts';
export type { SettingOverride } from './settings.ts';
export type { Image, ImageRecord, JournalEntry, Tally } from './upkeep.ts';

export interface Lease {
  readonly key: string;
  readonly epoch: number;
}

/** A write that is about to be sent, under its link's lease. */
export type Announcement = Omit<Intent, 'state'> & { readonly lease: Lease };

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
  /** Records of people who must stay forgotten, left out. */
  readonly suppressed: number;
}

/** A record as others refer to it; on `local` the id is a link's id. */
export interface LinkedRef {
  readonly side: Side;
  readonly id: string;
}

export interface Linked extends LinkedRef {
  /** The link it belongs to now. */
  readonly linkId: string;
  /** The ids of that link's records that are not gone. */
  readonly ids: Readonly<Partial<Record<Side, string>>>;
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
  | { readonly kind: 'alone'; readonly linkId: string }
  /** It stays new and is listed as held: nothing about it can be decided until its data is put right. */
  | { readonly kind: 'hold'; readonly linkId: string; readonly reason: string }
  /** Its counterpart is the one that `of` has: a link of its own that shares it. */
  | { readonly kind: 'part'; readonly linkId: string; readonly of: string }
  /** It was a part of `of` and is one no more: it is matched afresh. */
  | { readonly kind: 'apart'; readonly linkId: string; readonly of: string };

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
  /** For a side that is gone: what a policy says. Where the row has moved on since, it is not taken. */
  readonly verdict?: Verdict;
  /** A record that was gone is in use again. Where the row has moved on since, it is not taken. */
  readonly isBack?: true;
}

export interface ConflictRecord {
  readonly field: FieldName;
  readonly base: Readonly<Partial<Record<Side, Value>>>;
  readonly values: Readonly<Partial<Record<Side, Value>>>;
  readonly authors: Readonly<Partial<Record<Side, { readonly by: string | null; readonly at: string | null }>>>;
  /** The side whose value would win if nobody decides, offered as the default. */
  readonly suggestion: Side | null;
}

/** The whole outcome of one link's turn. Conflicts and held writes are the full present list: what is not in it is over. */
export interface LinkRecord {
  readonly lease: Lease;
  readonly linkId: string;
  readonly dirtyMark: number;
  /** False keeps the link dirty (a failed write to try again). */
  readonly settled: boolean;
  readonly sides: readonly SideRecord[];
  /** Records that we have taken out of use ourselves: gone, nobody is asked about them, and the others go on without them. */
  readonly gone?: readonly { readonly side: Side; readonly how: Gone }[];
  readonly conflicts: readonly ConflictRecord[];
  readonly held: readonly HeldRecord[];
  readonly journal: readonly JournalEntry[];
  /** What was there before each write, for undo. */
  readonly images?: readonly ImageRecord[];
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
  readonly kind: 'backfill' | 'cycle' | 'sweep' | 'dry-run' | 'undo' | 'import';
  readonly state: 'running' | 'done' | 'halted' | 'failed';
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** A person asked for it as a whole: what it does counts against no limit. */
  readonly approved: boolean;
  /** The report of the run; its shape is cli/report.ts. */
  readonly report: unknown;
}

/** A token good for one use, kept as its hash. `data` is what its maker wants to find again. */
export interface Ticket {
  readonly purpose: string;
  readonly hash: string;
  readonly data: unknown;
  readonly expiresAt: string;
  /** Earlier ones of its purpose are good no more. */
  readonly isOnly?: boolean;
}

/** Values of fields that we work out ourselves, for our own record of a link. */
export interface LocalValues {
  readonly linkId: string;
  readonly fields: Fields;
}

export interface Store extends Schedules, Upkeep, RuleOverrides, SettingOverrides, Edits, Imports, Hints, Forgetting, Erasures {
  /** Null when somebody else holds it. A new holder always gets a higher epoch. */
  takeLease(key: string, ttlMs: number): Promise<Lease | null>;
  /** StaleError when it was taken over. */
  renewLease(lease: Lease, ttlMs: number): Promise<void>;
  releaseLease(...leases: readonly Lease[]): Promise<void>;

  checkpoint(feed: string): Promise<string | null>;
  /**
   * StaleError under a lost lease. New records become links of stage `new`; changed ones mark their link dirty. What would bring back
   * somebody who must stay forgotten is left out.
   */
  savePage(page: SavedPage, lease: Lease): Promise<PageCount>;

  /** In id order, for counting, matching and reports; no lease. */
  links(query: { entity: EntityName; stage?: LinkStage; dirty?: boolean; ids?: readonly string[]; after?: string; limit: number }): Promise<readonly LinkState[]>;
  /** Links that are not ended and whose records carry one of these keys. */
  byKeys(entity: EntityName, keys: readonly string[]): Promise<readonly KeyHit[]>;
  /**
   * For each of these records that is known, the link it belongs to; a link's id that was joined into another is followed.
   * In the order of `refs`, each once.
   */
  linked(entity: EntityName, refs: readonly LinkedRef[]): Promise<readonly Linked[]>;
  /** The links that are parts of these, in id order. */
  parts(entity: EntityName, linkIds: readonly string[]): Promise<readonly LinkState[]>;
  /** Only links still `new` move, and parts that leave; anything else in a decision makes it void. A pair once rejected is never proposed again. */
  decideMatches(entity: EntityName, decisions: readonly MatchDecision[]): Promise<void>;
  /**
   * Gives the record `refId` to this link, as the create of unknown outcome it was, and closes that intent. False when the
   * record belongs to a link that has other sides, or is not known. StaleError under a lost lease.
   * @param bases by side, what had been agreed on when it was sent; a base that is there stays
   */
  adopt(entity: EntityName, side: Side, refId: string, lease: Lease, linkId: string, bases: Readonly<Record<string, Fields>>): Promise<boolean>;
  markDirty(entity: EntityName, ids: readonly string[] | 'all', reason: Reason): Promise<void>;
  /**
   * Marks the links of this entity with a held write that waits for something which is there by now, or for a link that will
   * never have it: one that is over or unknown. Answers how many were not dirty before; asking again and again is harmless.
   */
  wakeWaiting(entity: EntityName): Promise<number>;

  /** Active dirty links nobody works on, most urgent first; with `ids` only of these. */
  take(query: { entity: EntityName; ids?: readonly string[]; limit: number; ttlMs: number }): Promise<readonly TakenLink[]>;
  /** StaleError if any lease was lost: then nothing is announced and nothing may be sent. The leases start anew. */
  announce(intents: readonly Announcement[], ttlMs: number): Promise<void>;
  /** Per link all or nothing; answers the ids that were not recorded because their lease was lost. Frees the leases. */
  record(records: readonly LinkRecord[]): Promise<readonly string[]>;
  /**
   * Sets these fields of our own records and marks the links where that changed something; other fields stay. A link that has no
   * record of ours, or one that is gone, is passed over. Answers how many changed.
   */
  saveLocal(entity: EntityName, values: readonly LocalValues[], reason: Reason): Promise<number>;

  inbox(query: { entity?: EntityName; limit: number }): Promise<Inbox>;
  /** Active links with at least two sides, and what waits for a person: writes that wait for something else are not counted. */
  counts(entity: EntityName): Promise<{ readonly linked: number; readonly conflicts: number; readonly matches: number; readonly held: number }>;
  /**
   * False when it is not open any more. Marks the links dirty with a person's priority. An answer about a whole record is the
   * verdict on the sides that are gone: `archive` by the side that is gone, `unlink` by one that is present.
   */
  answer(answer: Answer): Promise<boolean>;
  /** The same answer to many conflicts about fields, all in one; answers how many were open and had a value of the side. */
  answerAll(answer: { readonly ids: readonly string[]; readonly side: Side; readonly by: string }): Promise<number>;

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

  /** Sealed texts by name, which open only with the key (lib/crypto.ts); null when there is none. */
  secret(name: string): Promise<string | null>;
  saveSecret(name: string, sealed: string): Promise<void>;
  /** Also forgets those that ran out. */
  saveTicket(ticket: Ticket): Promise<void>;
  /** The ticket's data, to one caller only; null when there is none, or none any more. */
  takeTicket(purpose: string, hash: string): Promise<unknown>;
}

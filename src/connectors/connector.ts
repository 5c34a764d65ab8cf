// THE port to the outside: what the engine may ask of a system, and nothing more. Pages in, batches out. Every function
// throws only the errors of lib/errors.ts; a write never throws for one record's sake: each write has its own outcome.
import type { EntityName, FieldName, Fields, Handles, Hint, RemoteSide, Snapshot, SystemName, Tombstone } from '../core/vocabulary.ts';
import type { MirrorName, MirrorRow } from '../entities/mirrors/mirror.ts';
import type { RejectedError, RetryableError } from '../lib/errors.ts';
import type { Privacy } from './privacy.ts';

export interface Page {
  readonly snapshots: readonly Snapshot[];
  readonly tombstones: readonly Tombstone[];
  /** Opaque; store it with the page's records in one transaction. Given back, reading goes on after this page. */
  readonly checkpoint: string;
  /** True on the last page: the checkpoint then starts the next `changes`, also when it came from `all`. */
  readonly complete: boolean;
  /** Rows of mirrors that the same calls showed. */
  readonly mirrored?: readonly { readonly mirror: MirrorName; readonly rows: readonly MirrorRow[] }[];
}

export interface FieldCapability {
  readonly write: boolean;
  /** Read only by `deep`, one call per record: neither `changes` nor `all` shows it. */
  readonly deep: boolean;
}

export interface Capabilities {
  /** Records per by-id read. 1: the system has no batch. */
  readonly batchRead: number;
  /** Writes that are worth waiting for, to be given together. 1: each is a call of its own. */
  readonly batchWrite: number;
  /** A create carries our key in a unique property, so that an unknown outcome is looked up exactly. */
  readonly keyedCreate: boolean;
  readonly archive: boolean;
}

export interface Create {
  readonly kind: 'create';
  /** Ours; the same for every try of one create. */
  readonly key: string;
  readonly fields: Fields;
}

export interface Update {
  readonly kind: 'update';
  readonly key: string;
  readonly id: string;
  readonly handles: Handles;
  /** Only what changes; null clears. */
  readonly fields: Fields;
  /** What the planner saw, for what a set element or a sub-row replaces. */
  readonly seen: Fields;
}

/** Takes a record out of use without erasing it: archived where that exists, else made inactive. */
export interface Archive {
  readonly kind: 'archive';
  readonly key: string;
  readonly id: string;
  readonly handles: Handles;
}

export type Write = Create | Update | Archive;

export type Outcome =
  /** Stored. `snapshot` is what the system answered; `unsettled` fields were part of the write and did not get through. */
  | { readonly kind: 'done'; readonly key: string; readonly snapshot: Snapshot; readonly unsettled: readonly Unsettled[] }
  /** Out of use: the record is gone from the system's lists, or stays there as `snapshot` shows it (made inactive). */
  | { readonly kind: 'archived'; readonly key: string; readonly snapshot: Snapshot | null }
  /** Nothing stored; the data is refused. */
  | { readonly kind: 'rejected'; readonly key: string; readonly error: RejectedError }
  /** Nothing stored; worth another try later. */
  | { readonly kind: 'failed'; readonly key: string; readonly error: RetryableError }
  /** Perhaps stored: look before trying again. */
  | { readonly kind: 'unknown'; readonly key: string; readonly error: RetryableError };

export interface Unsettled {
  readonly field: FieldName;
  readonly code: string;
  /** True when another try may do. */
  readonly retry: boolean;
}

/** What one side cannot hold of some fields, with the reason a person is told. */
export interface Representation {
  readonly fields: Fields;
  readonly cannot: Readonly<Record<FieldName, string>>;
}

export interface EntityAdapter {
  readonly entity: EntityName;
  readonly fields: Readonly<Record<FieldName, FieldCapability>>;
  /** Changes whenever the mapping of values changes: fields are then re-based, not written. */
  readonly mapVersion: string;
  readonly can: Capabilities;
  /** What changed since the checkpoint, overlapping on purpose. */
  changes(checkpoint: string): AsyncIterable<Page>;
  /** Everything, resumable from a page's checkpoint. */
  all(checkpoint: string | null): AsyncIterable<Page>;
  /** Records that the system itself lists as gone; absent where it has no such list. */
  gone?(): AsyncIterable<readonly Tombstone[]>;
  /** By id; an id without an answer is absent from the map. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, Snapshot | Tombstone>>;
  /** The deep fields of these records. */
  deep(records: readonly { readonly id: string; readonly handles: Handles }[]): AsyncIterable<readonly Snapshot[]>;
  /** Records changed since an instant, as the exactest cheap look the system offers: the guard before a batch of updates. */
  guard(since: string, ids: readonly string[]): Promise<readonly (Snapshot | Tombstone)[]>;
  /** Where a create with an unknown outcome ended: by our key, else by natural keys among records made since `since`. */
  find(creates: readonly Create[], since: string): Promise<ReadonlyMap<string, readonly Snapshot[]>>;
  /** @param until from then on (ms) nothing more is sent: the rest has failed and is decided on again */
  write(writes: readonly Write[], until?: number): Promise<readonly Outcome[]>;
  /**
   * What a read would show after storing these values, with the fields that follow from them. Wrong may cost a write, never a value. Pure.
   * @param shown what the record shows now; absent for a new one
   */
  represent(fields: Fields, shown?: Fields): Representation;
}

export interface MirrorPage {
  readonly rows: readonly MirrorRow[];
  /** Ids that the system says are deleted, with the instant of the look. */
  readonly gone: readonly { readonly id: string; readonly asOf: string }[];
  readonly checkpoint: string;
  readonly complete: boolean;
}

/** A kind of row that only flows in. What a feed leaves out is found by a sweep and by looks at the rows of one parent. */
export interface MirrorAdapter {
  readonly mirror: MirrorName;
  /** Null: the system lists these only under their parents, or an entity's feed shows them. */
  readonly feed: {
    /** What changed since the checkpoint, overlapping on purpose, and what was deleted where the system says so. */
    changes(checkpoint: string): AsyncIterable<MirrorPage>;
    /** Everything, resumable from a page's checkpoint. */
    all(checkpoint: string | null): AsyncIterable<MirrorPage>;
  } | null;
  /** Columns of ours by whose value the system lists the rows of one parent. */
  readonly parents: readonly string[];
  /** The rows that name this parent now, in pages. RangeError for a column that is not in `parents`. */
  of(column: string, parent: string): AsyncIterable<readonly MirrorRow[]>;
  /** By id; null for one that the system does not know, absent where it cannot be asked. One call each where it has no filter by ids. */
  read(ids: readonly string[]): Promise<ReadonlyMap<string, MirrorRow | null>>;
}

/** The fact whether invoicing a piece of work moves its own time of change: only after `yes` does its feed show it. */
export const INVOICING_MOVES_ITEMS = 'invoicingMovesItems';

/** How the organisation bills. */
export interface MoneySettings {
  /** ISO 4217. */
  readonly currency: string;
  /** required: only approved hours may be invoiced. none: hours are not approved at all. always: approval is kept, and asked of nobody. */
  readonly approval: 'none' | 'required' | 'always';
  /** How an invoice's total is rounded. */
  readonly rounding: 'cents' | 'integer';
  /** Organisation currency for one unit of each currency, decimal. */
  readonly rates: Readonly<Record<string, string>>;
}

export interface RegistryItem {
  readonly id: string;
  readonly label: string;
  readonly active: boolean;
  readonly email?: string;
  readonly code?: string;
}

/** A stage of deals, and what it means in the other system. */
export interface StageMeaning {
  readonly pipeline: string;
  readonly pipelineLabel: string;
  readonly id: string;
  readonly label: string;
  readonly state: 'open' | 'won' | 'lost';
  readonly active: boolean;
  /** Id of the sales status it means; null: none. */
  readonly status: string | null;
  /** True: the settings say so; else it is the likeliest. */
  readonly isAsked: boolean;
}

export interface CheckResult {
  /** Scopes the credential has; null when the system does not say. */
  readonly scopes: readonly string[] | null;
  /** Features that lack a scope, with the scopes they need. */
  readonly missing: Readonly<Record<string, readonly string[]>>;
  readonly account: string | null;
  readonly facts: Readonly<Record<string, string>>;
}

/** How an admin allows us into an account by a page of the system itself. */
export interface Consent {
  /** The page to send the admin to; it sends them back to `redirectUri` with `code` and `state`. */
  page(asked: { readonly state: string; readonly redirectUri: string }): string;
  /**
   * Takes the code and keeps the access it gives. Keeps nothing when the code is refused, or when it is for another account than
   * `account` (null: any).
   */
  accept(given: { readonly code: string; readonly redirectUri: string; readonly account: string | null }): Promise<{ readonly account: string; readonly scopes: readonly string[] }>;
}

export interface Connector {
  readonly system: SystemName;
  readonly side: RemoteSide;
  readonly entities: ReadonlyMap<EntityName, EntityAdapter>;
  readonly mirrors: ReadonlyMap<MirrorName, MirrorAdapter>;
  /** Read about once an hour. Absent: the system bills nobody. */
  money?(): Promise<MoneySettings>;
  check(): Promise<CheckResult>;
  /** Finds by safe reads what the references only guess; given back as `facts`, the connector follows it. */
  probe(): Promise<Readonly<Record<string, string>>>;
  /** Told what the other systems are the home of, before anything is read or written; a map between registries follows from it. */
  meet(choices: Readonly<Record<string, readonly RegistryItem[]>>): Promise<void>;
  /** Set-up the system needs (properties of ours): what was made, or with dryRun what would be. Idempotent. */
  prepare(options: { readonly dryRun: boolean; readonly choices: Readonly<Record<string, readonly RegistryItem[]>> }): Promise<readonly string[]>;
  registry(name: string): Promise<readonly RegistryItem[]>;
  /** The registries this system is the home of. */
  readonly registries: readonly string[];
  /** Calls made through this connector in this process: route → count. */
  readonly calls: ReadonlyMap<string, number>;
  /** How often this process was told that it calls too much. */
  throttled(): number;
  /**
   * What the events of one delivery say, each record once per kind. Events of another account, of records that are not ours to
   * know, of our own writes, or in a shape that is not understood say nothing. Pure. Absent: the system sends no events.
   */
  receive?(events: readonly unknown[]): readonly Hint[];
  /** The stages and what they mean, from lists that are kept; null: they may not be read. Absent: the system has no stages. */
  stages?(): Promise<readonly StageMeaning[] | null>;
  /** Absent: access is not given by a page. */
  readonly consent?: Consent;
  /** Absent: the system holds no persons. */
  readonly privacy?: Privacy;
}

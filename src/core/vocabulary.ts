// The words of the product as types. One word per idea; every other file uses exactly these.
// A value is canonical: the same shape whichever system it came from. `null` is an empty value; a missing key is a field
// that nobody has looked at, and nothing may be concluded from it.

export const SIDES = ['psa', 'crm', 'local'] as const;
export type Side = (typeof SIDES)[number];
/** A side behind a connector. `local` is ours: its writes commit with the bookkeeping. */
export type RemoteSide = Exclude<Side, 'local'>;

export type SystemName = 'severa' | 'hubspot' | 'sauma';
export type EntityName = string;
export type FieldName = string;

/** Decimal string (`1234.50`) and ISO 4217 code. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** One element of a set; merged per `key`, its other attributes follow the element. */
export interface SetElement {
  readonly key: string;
  readonly [attribute: string]: string | boolean | null;
}

export type Value = string | number | boolean | Money | readonly SetElement[] | null;
export type Fields = Readonly<Record<FieldName, Value>>;

/** What a connector keeps to write a record later (ids of its sub-rows). Opaque to everybody else. */
export type Handles = Readonly<Record<string, string>>;

/** The fields a system showed at one read. */
export interface Snapshot {
  readonly id: string;
  readonly fields: Fields;
  readonly handles: Handles;
  /** The record is known to have looked like this at this UTC instant (not: when we received it). */
  readonly asOf: string;
  /** When and by whom the system says it was last changed; null when it does not say. */
  readonly modifiedAt: string | null;
  readonly modifiedBy: string | null;
  /** Ids that were merged into this record. */
  readonly formerIds: readonly string[];
}

/** A positive sign that a record is gone. `missing` is one by-id 404: a suspicion that needs a second look. */
export interface Tombstone {
  readonly id: string;
  readonly how: 'deleted' | 'archived' | 'merged' | 'erased' | 'missing';
  readonly into: string | null;
  readonly asOf: string;
}

export function isTombstone(seen: Snapshot | Tombstone): seen is Tombstone {
  return 'how' in seen;
}

/** Why a record or a field changed hands; a lower number goes first, so that an edit passes a running backfill. */
export const PRIORITY = { person: 0, webhook: 10, poll: 20, sweep: 30, backfill: 40 } as const;
export type Reason = keyof typeof PRIORITY;

/**
 * What an event of a system says about one record: look here, and why. `erased` is for whoever forgets people; all others
 * only make the record be read again.
 */
export interface Hint {
  readonly entity: EntityName;
  readonly id: string;
  readonly kind: 'changed' | 'deleted' | 'merged' | 'restored' | 'erased' | 'related';
}

/** What a held write waits for: a link's record on the held side, a record that nobody has seen yet, or one that points here. */
export type WaitsFor =
  | { readonly kind: 'link'; readonly linkId: string }
  | { readonly kind: 'record'; readonly entity: EntityName; readonly side: Side; readonly id: string }
  | { readonly kind: 'key'; readonly entity: EntityName; readonly keys: readonly string[] };

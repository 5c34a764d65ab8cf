// Home of a stored record and its table. Invariants: `values` is replaced, never changed in place, so older index
// versions stay as they were; ids only grow, so a table's order is creation order and ascending id.
import type { ObjectType } from './object-types.ts';
import { instant } from './wire.ts';

/** Who made a change, as property history and webhooks tell it. */
export interface Source {
  readonly type: string;
  readonly id: string | null;
  readonly userId: number | null;
}

export interface Change {
  readonly value: string;
  readonly at: number;
  readonly source: Source;
}

export type Values = Readonly<Record<string, string>>;

/** What the search index will hold from `visibleAt` on. */
export interface IndexVersion {
  readonly visibleAt: number;
  readonly values: Values;
  readonly updatedAt: number;
}

export interface StoredRecord {
  readonly id: string;
  readonly type: ObjectType;
  readonly createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
  values: Values;
  /** Newest first. */
  readonly history: Map<string, Change[]>;
  /** Oldest first; the last one visible is what a search sees. */
  index: IndexVersion[];
}

export interface Table {
  readonly type: ObjectType;
  readonly rows: Map<string, StoredRecord>;
  /** Ascending; may hold ids of rows that are gone. */
  readonly order: string[];
  /** Merged-away id → survivor. */
  readonly aliases: Map<string, string>;
  /** Unique property → lower-case value → id, of records that are not archived. */
  readonly unique: Map<string, Map<string, string>>;
  nextId: number;
}

export function newTable(type: ObjectType, firstId: number): Table {
  return { type, rows: new Map(), order: [], aliases: new Map(), unique: new Map(), nextId: firstId };
}

/** The record behind an id, following merges; archived ones included. */
export function resolve(table: Table, id: string): StoredRecord | null {
  let current = id;
  for (let next = table.aliases.get(current); next !== undefined; next = table.aliases.get(current)) current = next;
  return table.rows.get(current) ?? null;
}

/** A record's property as HubSpot reads it: the id and the dates are not stored among the values. */
export function valueOf(record: Pick<StoredRecord, 'id' | 'type' | 'createdAt'>, version: Omit<IndexVersion, 'visibleAt'>, name: string): string | null {
  if (name === 'hs_object_id') return record.id;
  if (name === record.type.createdProperty && version.values[name] === undefined) return instant(record.createdAt);
  if (name === record.type.modifiedProperty) return instant(version.updatedAt);
  return version.values[name] ?? null;
}

/** First position in `order` whose id is not less than `id`. */
export function positionOf(order: readonly string[], id: string): number {
  const wanted = Number(id);
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(order[middle]) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

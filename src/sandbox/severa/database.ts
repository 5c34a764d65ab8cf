// All rows of one Severa organisation and the clockwork of their stamps. A new row has no lastUpdatedDateTime; every later
// change sets it unless the caller says the vendor does not notice that change.
import { toInstant } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import type { SeveraFacts } from './options.ts';
import { Missing } from './refusal.ts';
import type { Row } from './row.ts';
import { shapeOf } from './shapes.ts';
import { Table, type Entry } from './table.ts';

export class Database {
  readonly facts: SeveraFacts;
  /** While true, writes leave the times of change as they are (a fault). */
  frozen = false;
  readonly #tables = new Map<string, Table>();
  readonly #guids: Random;

  constructor(facts: SeveraFacts, random: Random) {
    this.facts = facts;
    this.#guids = random.fork('guids');
  }

  table(collection: string): Table {
    let table = this.#tables.get(collection);
    if (!table) this.#tables.set(collection, (table = new Table()));
    return table;
  }

  collections(): readonly string[] {
    return [...this.#tables.keys()];
  }

  get(collection: string, guid: string | null): Row | null {
    return guid === null ? null : (this.table(collection).get(guid)?.row ?? null);
  }

  /** Throws Missing when there is no such row. */
  entry(collection: string, guid: string): Entry {
    const entry = this.table(collection).get(guid);
    if (!entry) throw new Missing(`no ${collection} ${guid}`);
    return entry;
  }

  rows(collection: string): Row[] {
    return [...this.table(collection).entries()].map((entry) => entry.row);
  }

  rowsBy(collection: string, field: string, key: string): Row[] {
    return this.table(collection)
      .by(field, key)
      .map((entry) => entry.row);
  }

  /** Adds a row as it is, with guid, stamps and the defaults of its shape where it has none. */
  add(collection: string, given: Readonly<Record<string, unknown>>, now: number): Row {
    const shape = shapeOf(collection);
    const row: Record<string, unknown> & { guid: string } = { ...given, guid: typeof given['guid'] === 'string' ? given['guid'] : this.newGuid() };
    for (const field of shape.fields.values()) {
      if (row[field.name] !== undefined || field.writeOnly) continue;
      if (field.fallback !== undefined) row[field.name] = field.fallback;
      else if (field.kind === 'flag' && !field.nullable && !field.readOnly) row[field.name] = false;
    }
    if (shape.audit !== 'none') {
      row['createdDateTime'] ??= toInstant(now);
      row['createdBy'] ??= null;
      row['lastUpdatedDateTime'] ??= null;
      row['lastUpdatedBy'] ??= null;
    }
    const stamps = [row['createdDateTime'], row['lastUpdatedDateTime']].map((stamp) => (typeof stamp === 'string' ? Date.parse(stamp) : -Infinity));
    this.table(collection).insert(row, shape.audit === 'none' ? now : Math.max(...stamps));
    return row;
  }

  /** `unnoticed`: the vendor does not move the row's time of change for this. Throws Missing. */
  alter(collection: string, guid: string, changes: Readonly<Record<string, unknown>>, now: number, how: { by?: string | null; unnoticed?: boolean } = {}): Row {
    const entry = this.entry(collection, guid);
    let row: Row = { ...entry.row, ...changes, guid };
    if (!this.frozen && how.unnoticed !== true) {
      if (shapeOf(collection).audit !== 'none') {
        row = { ...row, lastUpdatedDateTime: toInstant(now), lastUpdatedBy: how.by ? { guid: how.by } : null };
      }
      entry.changedAt = now;
    }
    this.table(collection).replace(entry, row);
    return row;
  }

  /** Throws Missing. */
  drop(collection: string, guid: string): Row {
    const entry = this.entry(collection, guid);
    this.table(collection).remove(entry);
    return entry.row;
  }

  /** 8-4-4-4-12 hexadecimal digits, but never a UUID of RFC 4122: its version and variant are outside the standard's. */
  newGuid(): string {
    const digits = (count: number): string => Array.from({ length: count }, () => this.#guids.int(0, 15).toString(16)).join('');
    const version = this.#guids.pick(['0', '9', 'a', 'b', 'c', 'd', 'e', 'f']);
    const variant = this.#guids.pick(['0', '1', '2', '3', '4', '5', '6', '7']);
    return `${digits(8)}-${digits(4)}-${version}${digits(3)}-${variant}${digits(3)}-${digits(12)}`;
  }
}

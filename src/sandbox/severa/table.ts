// One collection of the sandbox: rows in the order they came, found by guid or by what a field refers to. A row is replaced,
// never changed in place; `sequence` never changes, so paging by it neither misses nor doubles a row.
import { keyIn, type Row } from './row.ts';

/** What the server knows of a row beside its fields: when each since-filter last saw it change (ms). */
export interface Entry {
  row: Row;
  /** Removed from its table. */
  gone: boolean;
  readonly sequence: number;
  changedAt: number;
  salesStatusChangedAt: number;
  projectStatusChangedAt: number;
}

export class Table {
  readonly #byGuid = new Map<string, Entry>();
  readonly #indexes = new Map<string, Map<string, Set<Entry>>>();
  #ordered: Entry[] = [];
  #gaps = 0;
  #sequence = 0;
  /** Null when it has to be worked out anew. */
  #newest: number | null = 0;

  /** The highest `number` in use; 0 when there is none. */
  get newestNumber(): number {
    if (this.#newest === null) {
      this.#newest = 0;
      for (const { row } of this.entries()) this.#newest = Math.max(this.#newest, numberOf(row));
    }
    return this.#newest;
  }

  get(guid: string): Entry | null {
    return this.#byGuid.get(guid) ?? null;
  }

  /** In the order of coming, from the first whose sequence is greater than `after`. */
  *entries(after = 0): IterableIterator<Entry> {
    let low = 0;
    let high = this.#ordered.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ordered[middle] as Entry).sequence <= after) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < this.#ordered.length; at++) {
      const entry = this.#ordered[at] as Entry;
      if (!entry.gone) yield entry;
    }
  }

  /** As many as `count` in the order of coming, after the first `skip` of them. */
  slice(skip: number, count: number): Entry[] {
    if (this.#gaps > 0) this.#closeGaps();
    return this.#ordered.slice(skip, skip + count);
  }

  /** Rows whose field holds or refers to `key`; the index of a field is built when first asked for. */
  by(field: string, key: string): Entry[] {
    let index = this.#indexes.get(field);
    if (!index) {
      this.#indexes.set(field, (index = new Map()));
      for (const entry of this.entries()) addTo(index, keyIn(entry.row, field), entry);
    }
    return [...(index.get(key) ?? [])].toSorted((a, b) => a.sequence - b.sequence);
  }

  insert(row: Row, changedAt: number): Entry {
    if (this.#byGuid.has(row.guid)) throw new Error(`there is already a row ${row.guid}`);
    this.#sequence += 1;
    if (this.#newest !== null) this.#newest = Math.max(this.#newest, numberOf(row));
    const entry: Entry = { row, gone: false, sequence: this.#sequence, changedAt, salesStatusChangedAt: changedAt, projectStatusChangedAt: changedAt };
    this.#byGuid.set(row.guid, entry);
    this.#ordered.push(entry);
    for (const [field, index] of this.#indexes) addTo(index, keyIn(row, field), entry);
    return entry;
  }

  replace(entry: Entry, row: Row): void {
    for (const [field, index] of this.#indexes) {
      const before = keyIn(entry.row, field);
      const after = keyIn(row, field);
      if (before === after) continue;
      if (before !== null) index.get(before)?.delete(entry);
      addTo(index, after, entry);
    }
    this.#renumber(numberOf(entry.row), numberOf(row));
    entry.row = row;
  }

  #renumber(before: number, after: number): void {
    if (before === after || this.#newest === null) return;
    this.#newest = before === this.#newest && after < before ? null : Math.max(this.#newest, after);
  }

  remove(entry: Entry): void {
    this.#byGuid.delete(entry.row.guid);
    entry.gone = true;
    for (const [field, index] of this.#indexes) {
      const key = keyIn(entry.row, field);
      if (key !== null) index.get(key)?.delete(entry);
    }
    if (numberOf(entry.row) === this.#newest) this.#newest = null;
    this.#gaps += 1;
    if (this.#gaps >= 1000 && this.#gaps * 2 >= this.#ordered.length) this.#closeGaps();
  }

  #closeGaps(): void {
    this.#ordered = this.#ordered.filter((kept) => !kept.gone);
    this.#gaps = 0;
  }
}

/** Proposals keep their number as text. */
function numberOf(row: Row): number {
  return Number(row['number'] ?? 0) || 0;
}

function addTo(index: Map<string, Set<Entry>>, key: string | null, entry: Entry): void {
  if (key === null) return;
  const entries = index.get(key);
  if (entries) entries.add(entry);
  else index.set(key, new Set([entry]));
}

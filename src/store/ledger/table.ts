// Rows of one kind by key, with the groups they are looked up by. Invariant: it knows every row's state before the
// current turn, so a turn can be undone whole (memory) or written out as exactly what changed (PostgreSQL).
import { deepFreeze } from './storable.ts';

export interface Change<Row> {
  readonly before: Row | null;
  readonly after: Row | null;
}

export class Table<Row> {
  readonly #keyOf: (row: Row) => string;
  readonly #groupsOf: (row: Row) => readonly string[];
  readonly #rows = new Map<string, Row>();
  readonly #groups = new Map<string, Set<string>>();
  readonly #before = new Map<string, Row | null>();

  constructor(keyOf: (row: Row) => string, groupsOf: (row: Row) => readonly string[] = () => []) {
    this.#keyOf = keyOf;
    this.#groupsOf = groupsOf;
  }

  get(key: string): Row | null {
    return this.#rows.get(key) ?? null;
  }

  all(): IteratorObject<Row> {
    return this.#rows.values();
  }

  in(group: string): readonly Row[] {
    return [...(this.#groups.get(group) ?? [])].map((key) => this.#rows.get(key) as Row);
  }

  /** A row as it is stored: not a change. */
  load(row: Row): void {
    this.#set(this.#keyOf(row), row);
  }

  put(row: Row): void {
    deepFreeze(row);
    const key = this.#keyOf(row);
    this.#remember(key);
    this.#set(key, row);
  }

  delete(key: string): void {
    if (!this.#rows.has(key)) return;
    this.#remember(key);
    this.#set(key, null);
  }

  /** What the turn has changed so far; a row made and deleted again is not among it. */
  changes(): readonly Change<Row>[] {
    return [...this.#before].map(([key, before]) => ({ before, after: this.get(key) })).filter(({ before, after }) => before !== after);
  }

  commit(): void {
    this.#before.clear();
  }

  rollback(): void {
    for (const [key, before] of this.#before) this.#set(key, before);
    this.#before.clear();
  }

  #remember(key: string): void {
    if (!this.#before.has(key)) this.#before.set(key, this.get(key));
  }

  #set(key: string, row: Row | null): void {
    const old = this.#rows.get(key);
    if (old !== undefined) {
      for (const group of this.#groupsOf(old)) {
        const members = this.#groups.get(group);
        members?.delete(key);
        if (members?.size === 0) this.#groups.delete(group);
      }
    }
    if (row === null) this.#rows.delete(key);
    else this.#rows.set(key, row);
    if (row === null) return;
    for (const group of this.#groupsOf(row)) {
      const members = this.#groups.get(group);
      if (members) members.add(key);
      else this.#groups.set(group, new Set([key]));
    }
  }
}

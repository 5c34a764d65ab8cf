// What a worker had decided when it wrote: caught at the port, between the engine and the connector. Invariant: every write
// of the engine that reaches a vendor belongs to the latest decision of its worker about that record.
import type { EntityAdapter, Write } from '../../../src/connectors/connector.ts';
import type { Fields, RemoteSide } from '../../../src/core/vocabulary.ts';
import { BELOW_CUSTOMER, spelled } from '../records.ts';
import type { LinkState, Store } from '../../../src/store/store.ts';

export interface Decision {
  readonly worker: string;
  readonly side: RemoteSide;
  readonly link: LinkState;
  /** Null for a create. */
  readonly id: string | null;
  readonly fields: Fields;
  readonly seen: Fields;
  readonly at: number;
}

export class Decisions {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #latest = new Map<string, Decision>();
  readonly #made = new Set<Decision>();
  readonly #decided: ((decision: Decision) => void)[] = [];

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  onDecided(watcher: (decision: Decision) => void): void {
    this.#decided.push(watcher);
  }

  /** The decision behind an update of a record. */
  ofRecord(worker: string, side: RemoteSide, id: string): Decision | null {
    return this.#latest.get(`${worker} ${side} ${id}`) ?? null;
  }

  /**
   * The decision behind a create, by our key in the vendor's record, else by what the record holds when it comes into being:
   * two may have one name. What Severa gets with a later call says nothing yet; of equals, the one without a record made this.
   */
  ofCreate(worker: string, side: RemoteSide, about: { readonly key: string | null; readonly fields: Fields }): Decision | null {
    const mine = [...this.#latest.values()].filter((one) => one.worker === worker && one.side === side && one.id === null);
    if (about.key !== null) return mine.findLast((one) => one.link.id === about.key) ?? null;
    const named = mine.filter((one) => one.fields['name'] === about.fields['name']);
    const told = Object.entries(about.fields).filter(([field]) => side !== 'psa' || !BELOW_CUSTOMER.has(field));
    const likeness = (one: Decision): number => told.filter(([field, value]) => spelled(field, one.fields[field]) === spelled(field, value)).length;
    return named.toSorted((a, b) => likeness(b) - likeness(a) || Number(this.#made.has(a)) - Number(this.#made.has(b)))[0] ?? null;
  }

  /** What is written to a record just made belongs to the decision to make it. */
  made(decision: Decision, id: string): void {
    this.#made.add(decision);
    this.#latest.set(`${decision.worker} ${decision.side} ${id}`, decision);
  }

  watch(worker: string): (adapter: EntityAdapter, side: RemoteSide) => EntityAdapter {
    return (adapter, side) => ({
      ...adapter,
      get fields() {
        return adapter.fields;
      },
      write: async (writes, until) => {
        const ids = writes.map((write) => write.key);
        const links = new Map((await this.#store.links({ entity: adapter.entity, ids, limit: ids.length })).map((link) => [link.id, link]));
        for (const write of writes) this.#note(worker, side, write, links.get(write.key));
        return await adapter.write(writes, until);
      },
    });
  }

  #note(worker: string, side: RemoteSide, write: Write, link: LinkState | undefined): void {
    if (!link) return;
    const id = write.kind === 'update' ? write.id : null;
    const decision: Decision = { worker, side, link, id, fields: write.fields, seen: write.kind === 'update' ? write.seen : {}, at: this.#now() };
    const key = `${worker} ${side} ${id ?? `new ${write.key}`}`;
    this.#latest.delete(key);
    this.#latest.set(key, decision);
    for (const watcher of this.#decided) watcher(decision);
  }
}

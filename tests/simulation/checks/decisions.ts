// What a worker had decided when it wrote: caught at the port, between the engine and the connector. Invariant: every write
// of the engine that reaches a vendor belongs to the latest decision of its worker about that record.
import type { EntityAdapter, Write } from '../../../src/connectors/connector.ts';
import type { FieldName, Fields, RemoteSide } from '../../../src/core/vocabulary.ts';
import { overlaid } from '../overlaid.ts';
import { isBelow, keyOf, kindOf, refOf, spelled } from '../records/kinds.ts';
import type { Kind, Ref } from '../records/kinds.ts';
import type { LinkState, Store } from '../../../src/store/store.ts';

export interface Decision {
  readonly worker: string;
  readonly side: RemoteSide;
  readonly kind: Kind;
  readonly what: Write['kind'];
  readonly link: LinkState;
  /** Null for a create. */
  readonly id: string | null;
  readonly fields: Fields;
  readonly seen: Fields;
  readonly at: number;
}

/** What taking a record out of use means where nothing is archived. */
const OUT_OF_USE: Readonly<Record<Kind, Fields>> = { account: { active: false }, contact: { active: false }, salesCase: { closed: true } };
const NAMES: Readonly<Record<Kind, readonly string[]>> = { account: ['name'], contact: ['lastName', 'firstName'], salesCase: ['name'] };

function haveOneName(kind: Kind, a: Fields, b: Fields): boolean {
  return NAMES[kind].every((field) => spelled(kind, field, a[field]) === spelled(kind, field, b[field]));
}

export class Decisions {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #latest = new Map<string, Decision>();
  readonly #made = new Set<Decision>();
  readonly #decided: ((decision: Decision) => void)[] = [];
  readonly #moved: ((ref: Ref, from: Decision, to: Decision) => void)[] = [];

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  onDecided(watcher: (decision: Decision) => void): void {
    this.#decided.push(watcher);
  }

  /** A record was taken for what another decision made. */
  onMoved(watcher: (ref: Ref, from: Decision, to: Decision) => void): void {
    this.#moved.push(watcher);
  }

  /**
   * The decision behind a change of a record. Two creates may send the same: which of them made a record shows only when it gets
   * a field that one of them did not have.
   */
  ofRecord(worker: string, ref: Ref, field: FieldName | null = null): Decision | null {
    const decision = this.#latest.get(`${worker} ${keyOf(ref)}`);
    if (decision === undefined || decision.id !== null || field === null || field in decision.fields) return decision ?? null;
    const namesake = [...this.#latest.values()].find((one) => one !== decision && one.worker === worker && one.side === ref.side && one.kind === ref.kind && one.id === null && field in one.fields && haveOneName(one.kind, one.fields, decision.fields));
    if (namesake === undefined) return decision;
    const taken = [...this.#latest].find(([key, one]) => one === namesake && !key.startsWith(`${worker} new `))?.[0];
    const other = taken === undefined ? null : refOf(taken.slice(worker.length + 1));
    this.#made.delete(decision);
    for (const watcher of this.#moved) watcher(ref, decision, namesake);
    this.made(namesake, ref);
    if (other === null) return namesake;
    for (const watcher of this.#moved) watcher(other, namesake, decision);
    this.made(decision, other);
    return namesake;
  }

  /**
   * The decision behind a create, by our key in the vendor's record, else by what the record holds when it comes into being:
   * two may have one name. What Severa gets with a later call says nothing yet; of equals, the one without a record made this.
   */
  ofCreate(worker: string, { side, kind }: Pick<Ref, 'side' | 'kind'>, about: { readonly key: string | null; readonly fields: Fields }): Decision | null {
    const mine = [...this.#latest.values()].filter((one) => one.worker === worker && one.side === side && one.kind === kind && one.id === null);
    if (about.key !== null) return mine.findLast((one) => one.link.id === about.key) ?? null;
    const named = mine.filter((one) => haveOneName(kind, one.fields, about.fields));
    const told = Object.entries(about.fields).filter(([field]) => !isBelow(side, kind, field));
    const likeness = (one: Decision): number => told.filter(([field, value]) => spelled(kind, field, one.fields[field]) === spelled(kind, field, value)).length;
    return named.toSorted((a, b) => likeness(b) - likeness(a) || Number(this.#made.has(a)) - Number(this.#made.has(b)))[0] ?? null;
  }

  /** What is written to a record just made belongs to the decision to make it. */
  made(decision: Decision, ref: Ref): void {
    this.#made.add(decision);
    this.#latest.set(`${decision.worker} ${keyOf(ref)}`, decision);
  }

  watch(worker: string): (adapter: EntityAdapter, side: RemoteSide) => EntityAdapter {
    return (adapter, side) =>
      overlaid(adapter, {
        write: async (writes, until) => {
          const ids = writes.map((write) => write.key);
          const links = new Map((await this.#store.links({ entity: adapter.entity, ids, limit: ids.length })).map((link) => [link.id, link]));
          for (const write of writes) this.#note(worker, { side, kind: kindOf(adapter.entity) }, write, links.get(write.key));
          return await adapter.write(writes, until);
        },
      });
  }

  #note(worker: string, { side, kind }: Pick<Ref, 'side' | 'kind'>, write: Write, link: LinkState | undefined): void {
    if (!link) return;
    const id = write.kind === 'create' ? null : write.id;
    const fields = write.kind === 'archive' ? OUT_OF_USE[kind] : write.fields;
    const decision: Decision = { worker, side, kind, what: write.kind, link, id, fields, seen: write.kind === 'update' ? write.seen : {}, at: this.#now() };
    const key = `${worker} ${id === null ? `new ${side}:${kind}:${write.key}` : keyOf({ side, kind, id })}`;
    this.#latest.delete(key);
    this.#latest.set(key, decision);
    for (const watcher of this.#decided) watcher(decision);
  }
}

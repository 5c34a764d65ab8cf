// The two vendors of one seed and everything that happens to their records. Invariant: whoever changes a record does it
// through `as`, so the list of writes is the whole truth about who wrote what, and in which order.
import { isSet, makeSet } from '../../src/core/value.ts';
import type { FieldName, Fields, RemoteSide, Value } from '../../src/core/vocabulary.ts';
import type { Random } from '../../src/lib/random.ts';
import { createHubspotModel } from '../../src/sandbox/hubspot/model.ts';
import type { HubspotModel } from '../../src/sandbox/hubspot/model.ts';
import { createSeveraModel } from '../../src/sandbox/severa/model.ts';
import type { SeveraModel } from '../../src/sandbox/severa/model.ts';
import type { Plan } from './plan.ts';
import { CrmRecords } from './records/crm.ts';
import { ENTITIES, followsFrom, keyOf, PROPERTIES, refOf, spelled, targetOf, TYPES } from './records/kinds.ts';
import type { Kind, Ref } from './records/kinds.ts';
import { PsaRecords } from './records/psa.ts';
import { populateRegisters } from './registers.ts';
import type { Registers } from './registers.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trace } from './trace.ts';

/** officer: an erasure. vendor: what a system changes by itself when somebody has changed something else. */
export type Author = 'person' | 'workflow' | 'engine' | 'officer' | 'beginning' | 'vendor';

/** One committed change of one field. */
export interface Written extends Ref {
  readonly number: number;
  readonly at: number;
  readonly author: Author;
  /** The worker, for the engine's. */
  readonly by: string;
  readonly field: FieldName;
  readonly before: Value;
  readonly after: Value;
  /** No time stamp moved with it. */
  readonly hidden: boolean;
}

export interface Birth extends Ref {
  readonly at: number;
  readonly author: Author;
  readonly by: string;
}

export interface Death extends Birth {}

export interface Deed {
  readonly author: Author;
  readonly by: string;
  readonly hidden?: boolean;
  /** Which side it may touch; both when left out. */
  readonly side?: RemoteSide;
  /** What the engine's request is about, and what it had decided to write to a record; null: nothing. */
  readonly asked?: { readonly kind: Kind; readonly decided: (ref: Ref) => Fields | null };
}

export const CREDENTIALS = {
  psa: { clientId: 'simulation', clientSecret: 'simulation-secret' },
  crm: { token: 'pat-eu1-simulation' },
} as const;
export const APP = { appId: '1000001', portalId: '42424242', clientId: 'simulation-app', clientSecret: 'simulation-app-secret' } as const;

const SIDES = ['psa', 'crm'] as const;
/** How old the records are that the product finds. */
const BEGINNING_MS = 3_600_000;

export class World {
  readonly psa: SeveraModel;
  readonly crm: HubspotModel;
  readonly registers: Registers;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly writes: Written[] = [];
  readonly births: Birth[] = [];
  readonly deaths: Death[] = [];
  readonly #records: { readonly psa: PsaRecords; readonly crm: CrmRecords };
  #isBeginning = false;
  readonly #hidden = new Set<string>();
  readonly #seen = new Map<string, Fields>();
  readonly #watchers: ((written: Written) => void)[] = [];
  readonly #changedAt = new Map<string, number>();
  readonly #byField = new Map<string, Written[]>();

  constructor(plan: Plan, random: Random, scheduler: Scheduler, trace: Trace) {
    this.scheduler = scheduler;
    this.trace = trace;
    const quota = plan.armed.has('quota');
    this.psa = createSeveraModel({ ...CREDENTIALS.psa, quota, pageMax: plan.pageMax, random: random.fork('psa') });
    const index = { searchLagMs: plan.searchLagMs, searchJitterMs: plan.searchJitterMs };
    this.crm = createHubspotModel({ ...CREDENTIALS.crm, ...APP, quota, tier: 'free', timeZone: 'UTC', ...index, random: random.fork('crm') });
    this.registers = populateRegisters(this.psa, this.crm, scheduler.now() - 400 * 86_400_000);
    this.#records = { psa: new PsaRecords(this.psa, this.registers), crm: new CrmRecords(this.crm, this.registers) };
  }

  /** The time that a vendor writes on what is made now; what stands there at the beginning is older. */
  get writtenAt(): number {
    return this.scheduler.now() - (this.#isBeginning ? BEGINNING_MS : 0);
  }

  onWrite(watcher: (written: Written) => void): void {
    this.#watchers.push(watcher);
  }

  /** Lets somebody change records, and writes down what changed. */
  as<T>(deed: Deed, work: () => T): T {
    this.#isBeginning = deed.author === 'beginning';
    try {
      return work();
    } finally {
      for (const side of SIDES) if ((deed.side ?? side) === side) this.#look(side, deed);
    }
  }

  /** As last looked at; null for a record that is not there. */
  fieldsOf(ref: Ref): Fields | null {
    return this.#seen.get(keyOf(ref)) ?? null;
  }

  live(side: RemoteSide, kind: Kind): readonly Ref[] {
    const start = `${side}:${kind}:`;
    return [...this.#seen.keys()].filter((key) => key.startsWith(start)).map(refOf);
  }

  /** Every write to one field, in order; the first is its beginning. */
  history(ref: Ref, field: FieldName): readonly Written[] {
    return this.#byField.get(`${keyOf(ref)}:${field}`) ?? [];
  }

  /** The same, with what records held that were merged into this one. */
  wholeHistory(ref: Ref, field: FieldName): readonly Written[] {
    const merged = ref.side === 'psa' ? [] : this.deaths.filter((death) => death.kind === ref.kind && death.id !== ref.id && this.crm.state.get(TYPES[ref.kind], death.id)?.id === ref.id);
    return [ref, ...merged].flatMap((one) => this.history(one, field));
  }

  /** A reference to a record that was merged away is one to the record that it lives on in. */
  standing({ side, kind }: Pick<Ref, 'side' | 'kind'>, field: FieldName, value: Value): Value {
    const target = side === 'crm' ? targetOf(kind, field) : null;
    const now = (id: string): string => (target === null ? id : (this.crm.state.get(TYPES[target], id)?.id ?? id));
    if (target === null || value === null) return value;
    if (isSet(value)) return makeSet(value.map((element) => ({ ...element, key: now(element.key) })));
    return typeof value === 'string' ? now(value) : value;
  }

  /** Other records were merged into it. */
  isSurvivor({ side, kind, id }: Ref): boolean {
    return side === 'crm' && this.deaths.some((death) => death.side === side && death.kind === kind && death.id !== id && this.crm.state.get(TYPES[kind], death.id)?.id === id);
  }

  /** No feed tells of the field's last change: only a sweep does. */
  isHidden(ref: Ref, field: FieldName): boolean {
    // Severa never tells of a change of segments.
    return this.#hidden.has(`${keyOf(ref)}:${field}`) || (ref.side === 'psa' && field === 'segments');
  }

  /** When anything of the record changed last (ms). */
  lastChange(ref: Ref): number {
    return this.#changedAt.get(keyOf(ref)) ?? 0;
  }

  hasDied(ref: Ref): boolean {
    const key = keyOf(ref);
    return this.deaths.some((death) => keyOf(death) === key);
  }

  /** It was away and came back, which no list of changes tells. */
  isRestored(ref: Ref): boolean {
    return this.hasDied(ref) && this.fieldsOf(ref) !== null;
  }

  /** HubSpot has a property for it, or needs none. */
  hasProperty(kind: Kind, field: FieldName): boolean {
    const property = PROPERTIES[kind][field];
    return property === null || (property !== undefined && this.crm.state.definitions(TYPES[kind]).properties.includes(property));
  }

  #look(side: RemoteSide, deed: Deed): void {
    for (const kind of ENTITIES) {
      const now = this.#records[side].all(kind);
      for (const [id, fields] of now) this.#compare({ side, kind, id }, fields, deed);
      for (const ref of this.live(side, kind)) if (!now.has(ref.id)) this.#bury(ref, deed);
    }
  }

  #compare(ref: Ref, fields: Fields, deed: Deed): void {
    const key = keyOf(ref);
    const before = this.#seen.get(key);
    if (before === fields) return;
    if (before === undefined) {
      this.births.push({ at: this.scheduler.now(), author: deed.author, by: deed.by, ...ref });
      this.trace.add(deed.by, `${deed.author} makes ${key} ${JSON.stringify([fields['name'] ?? fields['lastName'] ?? null])}`);
    }
    this.#seen.set(key, fields);
    const changed = Object.keys(fields).filter((field) => before === undefined || spelled(ref.kind, field, before[field]) !== spelled(ref.kind, field, fields[field]));
    for (const field of changed) {
      const author = before !== undefined && follows(ref, field, fields[field] ?? null, changed, deed) ? 'vendor' : deed.author;
      this.#write({ ...ref, field, before: before?.[field] ?? null, after: fields[field] ?? null, author, by: deed.by, hidden: deed.hidden ?? false });
    }
  }

  #write(write: Omit<Written, 'number' | 'at'>): void {
    const written: Written = { ...write, number: this.writes.length, at: this.scheduler.now() };
    const key = keyOf(write);
    const place = `${key}:${write.field}`;
    if (written.hidden) this.#hidden.add(place);
    this.writes.push(written);
    this.#changedAt.set(key, written.at);
    const list = this.#byField.get(place);
    if (list) list.push(written);
    else this.#byField.set(place, [written]);
    if (JSON.stringify(written.before) !== JSON.stringify(written.after)) {
      this.trace.add(written.by, `${written.author} writes ${key} ${write.field}: ${JSON.stringify(written.before)} -> ${JSON.stringify(written.after)}${written.hidden ? ' (hidden)' : ''}`);
    }
    for (const watcher of this.#watchers) watcher(written);
  }

  #bury(ref: Ref, { author, by }: Deed): void {
    this.#seen.delete(keyOf(ref));
    this.deaths.push({ at: this.scheduler.now(), author, by, ...ref });
    this.trace.add(by, `${author} takes away ${keyOf(ref)}`);
  }
}

/** True for what a vendor changes by itself because of what the engine has asked for. */
function follows(ref: Ref, field: FieldName, after: Value, changed: readonly FieldName[], { author, asked }: Deed): boolean {
  if (author !== 'engine' || asked === undefined) return false;
  if (ref.kind !== asked.kind) return true;
  const causes = followsFrom(ref.side, ref.kind, field);
  if (causes === null) return false;
  const all = asked.decided(ref) ?? {};
  const decided = all[field];
  // HubSpot keeps an opt-out by the address, whoever has it.
  if (field === 'optOuts' && ref.side === 'crm' && decided === undefined) return true;
  const isAsked = decided !== undefined && (isSet(decided) || spelled(ref.kind, field, decided) === spelled(ref.kind, field, after));
  return !isAsked && (causes.length === 0 || causes.some((cause) => changed.includes(cause) || cause in all));
}

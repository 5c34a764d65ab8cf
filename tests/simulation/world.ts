// The two vendors of one seed and everything that happens to their records. Invariant: whoever changes a record does it
// through `as`, so the list of writes is the whole truth about who wrote what, and in which order.
import type { FieldName, Fields, RemoteSide, Value } from '../../src/core/vocabulary.ts';
import type { Random } from '../../src/lib/random.ts';
import { createHubspotModel } from '../../src/sandbox/hubspot/model.ts';
import type { HubspotModel } from '../../src/sandbox/hubspot/model.ts';
import { createSeveraModel } from '../../src/sandbox/severa/model.ts';
import type { SeveraModel } from '../../src/sandbox/severa/model.ts';
import type { Plan } from './plan.ts';
import { crmFields, psaFields, spelled } from './records.ts';
import { populateRegisters } from './registers.ts';
import type { Registers } from './registers.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trace } from './trace.ts';

export type Author = 'person' | 'workflow' | 'engine' | 'beginning';

/** One committed change of one field. */
export interface Written {
  readonly number: number;
  readonly at: number;
  readonly author: Author;
  /** The worker, for the engine's. */
  readonly by: string;
  readonly side: RemoteSide;
  readonly id: string;
  readonly field: FieldName;
  readonly before: Value;
  readonly after: Value;
  /** No time stamp moved with it. */
  readonly hidden: boolean;
}

export interface Birth {
  readonly at: number;
  readonly author: Author;
  readonly by: string;
  readonly side: RemoteSide;
  readonly id: string;
}

export interface Death extends Birth {}

export const CREDENTIALS = {
  psa: { clientId: 'simulation', clientSecret: 'simulation-secret' },
  crm: { token: 'pat-eu1-simulation' },
} as const;

const app = { appId: '1000001', portalId: '42424242', clientId: 'simulation-app', clientSecret: 'simulation-app-secret' };

export class World {
  readonly psa: SeveraModel;
  readonly crm: HubspotModel;
  readonly registers: Registers;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly writes: Written[] = [];
  readonly births: Birth[] = [];
  readonly deaths: Death[] = [];
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
    this.crm = createHubspotModel({ ...CREDENTIALS.crm, ...app, quota, tier: 'free', searchLagMs: plan.searchLagMs, searchJitterMs: plan.searchJitterMs, random: random.fork('crm') });
    this.registers = populateRegisters(this.psa, this.crm, scheduler.now() - 400 * 86_400_000);
  }

  onWrite(watcher: (written: Written) => void): void {
    this.#watchers.push(watcher);
  }

  /** Lets somebody change records, and writes down what changed. */
  as<T>(author: Author, by: string, hidden: boolean, work: () => T): T {
    try {
      return work();
    } finally {
      this.#look(author, by, hidden);
    }
  }

  records(side: RemoteSide): ReadonlyMap<string, Fields> {
    if (side === 'psa') return new Map(this.psa.state.list('customers').map((row) => [row.guid, psaFields(this.psa, this.registers, row)]));
    return new Map(this.crm.state.list('companies').map((record) => [record.id, crmFields(this.registers, record.properties)]));
  }

  /** As last looked at; null for a record that is not there. */
  fieldsOf(side: RemoteSide, id: string): Fields | null {
    return this.#seen.get(`${side}:${id}`) ?? null;
  }

  liveIds(side: RemoteSide): readonly string[] {
    return [...this.#seen.keys()].filter((key) => key.startsWith(`${side}:`)).map((key) => key.slice(side.length + 1));
  }

  /** Every write to one field, in order; the first is its beginning. */
  history(side: RemoteSide, id: string, field: FieldName): readonly Written[] {
    return this.#byField.get(`${side}:${id}:${field}`) ?? [];
  }

  /** No feed tells of the field's last change: only a sweep does. */
  isHidden(side: RemoteSide, id: string, field: FieldName): boolean {
    // Severa never tells of a change of segments.
    return this.#hidden.has(`${side}:${id}`) || (side === 'psa' && field === 'segments');
  }

  /** When anything of the record changed last (ms). */
  lastChange(side: RemoteSide, id: string): number {
    return this.#changedAt.get(`${side}:${id}`) ?? 0;
  }

  lastWrite(side: RemoteSide, id: string, field: FieldName): Written | null {
    return this.history(side, id, field).at(-1) ?? null;
  }

  #look(author: Author, by: string, hidden: boolean): void {
    for (const side of ['psa', 'crm'] as const) {
      const now = this.records(side);
      for (const [id, fields] of now) this.#compare(side, id, fields, { author, by, hidden });
      for (const id of this.liveIds(side)) if (!now.has(id)) this.#bury(side, id, author, by);
    }
  }

  #compare(side: RemoteSide, id: string, fields: Fields, who: { readonly author: Author; readonly by: string; readonly hidden: boolean }): void {
    const key = `${side}:${id}`;
    const before = this.#seen.get(key);
    if (before === undefined) {
      this.births.push({ at: this.scheduler.now(), author: who.author, by: who.by, side, id });
      this.trace.add(who.by, `${who.author} makes ${key} ${JSON.stringify(fields['name'])}`);
    }
    this.#seen.set(key, fields);
    for (const [field, value] of Object.entries(fields)) {
      if (before !== undefined && spelled(field, before[field]) === spelled(field, value)) continue;
      this.#write({ side, id, field, before: before?.[field] ?? null, after: value, ...who });
    }
  }

  #write(write: Omit<Written, 'number' | 'at'>): void {
    const written: Written = { ...write, number: this.writes.length, at: this.scheduler.now() };
    const key = `${write.side}:${write.id}`;
    if (written.hidden) this.#hidden.add(key);
    this.writes.push(written);
    this.#changedAt.set(key, written.at);
    const list = this.#byField.get(`${key}:${write.field}`);
    if (list) list.push(written);
    else this.#byField.set(`${key}:${write.field}`, [written]);
    if (JSON.stringify(written.before) !== JSON.stringify(written.after)) {
      this.trace.add(written.by, `${written.author} writes ${key} ${write.field}: ${JSON.stringify(written.before)} -> ${JSON.stringify(written.after)}${written.hidden ? ' (hidden)' : ''}`);
    }
    for (const watcher of this.#watchers) watcher(written);
  }

  #bury(side: RemoteSide, id: string, author: Author, by: string): void {
    this.#seen.delete(`${side}:${id}`);
    this.deaths.push({ at: this.scheduler.now(), author, by, side, id });
    this.trace.add(by, `${author} deletes ${side}:${id}`);
  }
}

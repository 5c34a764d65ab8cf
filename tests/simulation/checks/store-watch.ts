// What goes into the store, seen from outside: S8 honest cursors, and no silent overwrite (S1) of our own records.
// Invariant: watching changes nothing and takes no time.
import type { Rule } from '../../../src/core/rule.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import type { FieldName, RemoteSide } from '../../../src/core/vocabulary.ts';
import type { LinkRecord, LinkState, SavedPage, SideState, Store } from '../../../src/store/store.ts';
import { spelled } from '../records.ts';
import type { World } from '../world.ts';
import type { Findings } from './findings.ts';
import type { Looks } from './looks.ts';
import type { Things } from './things.ts';

/** HubSpot's index may show a change this much later. */
const INDEX_LAG_MS = 60_000;
/** The next cursor looks this far back again: what a page could not bring comes once more. */
const OVERLAP_MS = { psa: 120_000, crm: 180_000 - INDEX_LAG_MS } as const;

export class StoreWatch {
  readonly #world: World;
  readonly #store: Store;
  readonly #findings: Findings;
  readonly #things: Things;
  readonly #looks: Looks;
  readonly #policy: ReadonlyMap<FieldName, Rule>;
  /** Local edits nobody has agreed to yet: link and field → value. */
  readonly #ours = new Map<string, string>();

  constructor(parts: { readonly world: World; readonly store: Store; readonly findings: Findings; readonly things: Things; readonly looks: Looks; readonly policy: ReadonlyMap<FieldName, Rule> }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#findings = parts.findings;
    this.#things = parts.things;
    this.#looks = parts.looks;
    this.#policy = parts.policy;
  }

  watched(): Store {
    const store = this.#store;
    return {
      ...store,
      savePage: async (page, lease) => {
        const saved = await store.savePage(page, lease);
        await this.#judgeCursor(page);
        return saved;
      },
      record: async (records) => {
        const before = await this.#linksOf(records.map((record) => record.linkId));
        const lost = await store.record(records);
        for (const record of records) if (!lost.includes(record.linkId)) this.#judgeLocal(record, before.get(record.linkId));
        this.#count(records);
        return lost;
      },
      decideMatches: async (entity, decisions) => {
        for (const decision of decisions) {
          if (decision.kind === 'alone') continue;
          this.#world.trace.hit(decision.kind === 'join' ? `match joined by ${decision.by}` : 'match proposed');
          const ids = decision.kind === 'join' ? [decision.into, decision.from] : decision.links;
          this.#world.trace.add('store', `match ${decision.kind} ${ids.join(' + ')} by ${decision.by}`);
          for (const id of ids) this.#things.stir(id, null);
        }
        await store.decideMatches(entity, decisions);
      },
      answer: async (answer) => {
        const { conflicts, matches } = await store.inbox({ entity: 'account', limit: 500 });
        for (const conflict of conflicts) if (conflict.id === answer.id) this.#things.answer(conflict.linkId, conflict.field);
        for (const match of matches) if (match.id === answer.id) for (const link of match.links) this.#things.stir(link.id, null);
        return await store.answer(answer);
      },
      announce: async (intents, ttlMs) => {
        await store.announce(intents, ttlMs);
        for (const intent of intents) this.#world.trace.hit(`intent ${intent.kind} sent`);
      },
      adopt: async (entity, side, refId, lease, linkId) => {
        const adopted = await store.adopt(entity, side, refId, lease, linkId);
        if (adopted) this.#world.trace.hit('intent adopted');
        this.#world.trace.add('store', `adopt ${side}:${refId} into ${linkId}: ${String(adopted)}`);
        return adopted;
      },
    };
  }

  #count(records: readonly LinkRecord[]): void {
    const { trace } = this.#world;
    for (const record of records) {
      for (const conflict of record.conflicts) trace.hit(`conflict ${conflict.field === 'name' || conflict.field === 'businessId' ? conflict.field : 'other'}`);
      for (const entry of record.journal) {
        trace.hit(`outcome ${entry.action} ${entry.outcome}`);
        if (entry.action === 'overwrite') trace.hit(`overwrite by ${entry.reason ?? ''}`);
      }
      for (const side of record.unknown) trace.hit(`intent unknown ${side}`);
      for (const held of record.held) trace.hit(`held ${held.reason}`);
      const journal = record.journal.map((entry) => `${entry.side} ${entry.action} ${entry.outcome} [${entry.fields.join(' ')}]${entry.reason ? ` (${entry.reason})` : ''}`);
      const held = record.held.map((one) => `${one.side}.${one.field ?? '*'}=${one.reason}`);
      trace.add('store', `record ${record.linkId}${record.settled ? '' : ' unsettled'}: ${journal.join('; ')}${held.length > 0 ? ` held ${held.join(' ')}` : ''}${record.conflicts.length > 0 ? ` conflicts ${record.conflicts.map((one) => one.field).join(' ')}` : ''}`);
    }
  }

  async #linksOf(ids: readonly string[]): Promise<ReadonlyMap<string, LinkState>> {
    return new Map((await this.#store.links({ entity: 'account', ids, limit: ids.length })).map((link) => [link.id, link]));
  }

  /** Everything written before the cursor, and visible there, is known. */
  async #judgeCursor(page: SavedPage): Promise<void> {
    if (page.checkpoint === null || page.side === 'local' || page.checkpoint.value === null || page.checkpoint.feed !== `${page.side}:account`) return;
    const at = JSON.parse(page.checkpoint.value) as { readonly kind?: string; readonly since?: number; readonly pageToken?: string; readonly after?: string };
    if (at.since === undefined || at.pageToken !== undefined || at.after !== undefined) return;
    const { side } = page;
    if (side === 'psa') this.#looks.pulled(at.since);
    this.#world.trace.add('store', `cursor of ${side} at ${toInstant(at.since)}`);
    const known = new Map<string, LinkState>();
    for (const link of await this.#store.links({ entity: 'account', limit: 1_000 })) {
      const state = link.sides[side];
      if (state) known.set(state.id, link);
    }
    for (const id of this.#world.liveIds(side)) {
      // A record that was touched again since comes with the next cursor, and what moves no time stamp with a sweep.
      const last = this.#world.lastChange(side, id);
      if (last > at.since - OVERLAP_MS[side] || this.#world.isHidden(side, id, 'name')) continue;
      const state = known.get(id)?.sides[side];
      if (state === undefined) this.#findings.add('S8', `the cursor of ${side} passed ${toInstant(last)}, but ${side}:${id} is unknown`, [id]);
      // What was answered later than the page began is not undone by it; the pages that follow look back far enough.
      else if (state.gone === null && Date.parse(state.asOf) <= at.since) this.#judgeRecord(state, side, id);
    }
  }

  #judgeRecord({ fields }: SideState, side: RemoteSide, id: string): void {
    for (const [field, value] of Object.entries(this.#world.fieldsOf(side, id) ?? {})) {
      if (!(field in fields) || this.#world.isHidden(side, id, field) || spelled(field, fields[field]) === spelled(field, value)) continue;
      const shown = JSON.stringify(fields[field]);
      this.#findings.add('S8', `the cursor of ${side} has passed the last change of ${side}:${id}, but ${field} is known as ${shown}, not as ${JSON.stringify(value)}`, this.#things.wordsOf(side, id));
    }
  }

  /** What a person wrote in our own CRM may only give way with a line in the journal. */
  #judgeLocal(record: LinkRecord, before: LinkState | undefined): void {
    const now = record.sides.find(({ side }) => side === 'local');
    const local = before?.sides.local;
    if (!now || !local) return;
    const bySomebody = now.modifiedBy === 'Milla Myyjä' && record.journal.length === 0;
    for (const [field, value] of Object.entries(now.fields)) {
      const was = spelled(field, local.fields[field]);
      const is = spelled(field, value);
      const key = `${record.linkId} ${field}`;
      if (bySomebody && was !== is) {
        this.#ours.set(key, is);
        this.#things.stir(record.linkId, field);
        continue;
      }
      if (this.#ours.get(key) !== was) continue;
      const agreed = now.base[field] !== undefined && spelled(field, local.base[field]) === was;
      const named = record.journal.some((entry) => entry.action === 'overwrite' && entry.side === 'local' && entry.fields.includes(field));
      const chosen = before.resolutions.some((resolution) => resolution.field === field);
      if (was !== is && !agreed && !named && !chosen) this.#findings.add('S1', `our own ${field} of ${record.linkId} lost ${was} to ${is} without a word (rule ${String(this.#policy.get(field)?.onConflict)})`, [record.linkId]);
      if (was !== is || agreed) this.#ours.delete(key);
    }
  }

  /** After this much calm HubSpot's index shows everything. */
  static readonly settleMs = INDEX_LAG_MS + 10_000;
}

// What goes into the store, seen from outside: S8 honest cursors, and no silent overwrite (S1) of our own records.
// Invariant: watching changes nothing and takes no time.
import { toInstant } from '../../../src/lib/clock.ts';
import type { FieldName, Value } from '../../../src/core/vocabulary.ts';
import { WHOLE_RECORD } from '../../../src/core/plan.ts';
import type { LinkRecord, LinkState, SavedPage, SideState, Store } from '../../../src/store/store.ts';
import { LOCAL_AUTHOR } from '../people/local.ts';
import { definitions, keyOf, kindOf, spelled, TYPES } from '../records/kinds.ts';
import type { Kind, Ref } from '../records/kinds.ts';
import type { World } from '../world.ts';
import { keepsElements, keysIn } from './elements.ts';
import type { Findings } from './findings.ts';
import type { Forgotten } from './forgotten.ts';
import type { Looks } from './looks.ts';
import type { Things } from './things.ts';
import type { Policies } from './writes.ts';

/** HubSpot's index may show a change this much later. */
const INDEX_LAG_MS = 60_000;
/** The next cursor looks this far back again: what a page could not bring comes once more. */
const OVERLAP_MS = { psa: 120_000, crm: 180_000 - INDEX_LAG_MS } as const;
const NAMED: readonly FieldName[] = ['name', 'businessId', 'value', 'optOuts', WHOLE_RECORD];

interface Parts {
  readonly world: World;
  readonly store: Store;
  readonly findings: Findings;
  readonly things: Things;
  readonly looks: Looks;
  readonly policies: Policies;
  readonly forgotten: Forgotten | null;
}

function refsIn(link: LinkState): readonly Ref[] {
  return Object.values(link.sides).flatMap(({ side, id }) => (side === 'local' ? [] : [{ side, kind: kindOf(link.entity), id }]));
}

export class StoreWatch {
  readonly #parts: Parts;
  /** Local edits nobody has agreed to yet, by link and field. */
  readonly #ours = new Map<string, { readonly before: Value; readonly after: Value }>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  watched(): Store {
    const { store, world, things } = this.#parts;
    return {
      ...store,
      savePage: async (page, lease) => {
        const saved = await store.savePage(page, lease);
        if (page.reason === 'webhook') world.trace.hit('event followed');
        await this.#judgeCursor(page);
        return saved;
      },
      record: async (records) => {
        const before = await this.#linksOf(records.map((record) => record.linkId));
        for (const link of before.values()) things.note(link);
        const lost = await store.record(records);
        for (const record of records) if (!lost.includes(record.linkId)) this.#judgeLocal(record, before.get(record.linkId));
        this.#count(records, before);
        return lost;
      },
      decideMatches: async (entity, decisions) => {
        for (const decision of decisions) {
          if (decision.kind === 'alone') continue;
          world.trace.hit(decision.kind === 'join' ? `match joined by ${decision.by}` : `match ${decision.kind}`);
          const ids = decision.kind === 'join' ? [decision.into, decision.from] : decision.kind === 'propose' ? decision.links : decision.kind === 'part' ? [decision.linkId, decision.of] : [decision.linkId];
          world.trace.add('store', `match ${decision.kind} ${ids.join(' + ')}`);
          for (const id of ids) things.stir(kindOf(entity), id, null);
        }
        await store.decideMatches(entity, decisions);
        // Who was joined is one from here on, also when whoever joined them dies before recording anything.
        const joined = decisions.flatMap((decision) => (decision.kind === 'join' ? [decision.into] : []));
        for (const link of (await this.#linksOf(joined)).values()) things.note(link);
      },
      answer: async (answer) => {
        const { conflicts, matches } = await store.inbox({ limit: 500 });
        for (const conflict of conflicts) if (conflict.id === answer.id) things.answer(kindOf(conflict.entity), conflict.linkId, conflict.field);
        const match = matches.find(({ id }) => id === answer.id);
        for (const link of match?.links ?? []) things.stir(kindOf(link.entity), link.id, null);
        const isTaken = await store.answer(answer);
        if (match && isTaken && answer.kind === 'match') {
          if (answer.accept) things.joinAll(match.links.flatMap((link) => refsIn(link)));
          else things.keepApart(match.links.map((link) => ({ linkId: link.id, refs: refsIn(link) })));
        }
        return isTaken;
      },
      announce: async (intents, ttlMs) => {
        await store.announce(intents, ttlMs);
        for (const intent of intents) world.trace.hit(`intent ${intent.kind} sent`);
      },
      adopt: async (...asked) => {
        const adopted = await store.adopt(...asked);
        const [, side, refId, , linkId] = asked;
        if (adopted) world.trace.hit('intent adopted');
        world.trace.add('store', `adopt ${side}:${refId} into ${linkId}: ${String(adopted)}`);
        return adopted;
      },
    };
  }

  #count(records: readonly LinkRecord[], links: ReadonlyMap<string, LinkState>): void {
    const { trace } = this.#parts.world;
    for (const record of records) {
      for (const { field } of record.conflicts) trace.hit(`conflict ${NAMED.includes(field) ? field : 'by a first meeting'}`);
      for (const entry of record.journal) {
        trace.hit(`outcome ${entry.action} ${entry.outcome}`);
        if (entry.action === 'overwrite') trace.hit(`overwrite by ${entry.reason ?? ''}`);
      }
      for (const side of record.unknown) trace.hit(`intent ${side in (links.get(record.linkId)?.sides ?? {}) ? 'update' : 'create'} unknown`);
      for (const held of record.held) trace.hit(`held ${held.reason}`);
      const journal = record.journal.map((entry) => `${entry.side} ${entry.action} ${entry.outcome} [${entry.fields.join(' ')}]${entry.reason ? ` (${entry.reason})` : ''}`);
      const held = record.held.map((one) => `${one.side}.${one.field ?? '*'}=${one.reason}`);
      const kind = links.get(record.linkId)?.entity ?? '';
      trace.add('store', `record ${kind} ${record.linkId}${record.settled ? '' : ' unsettled'}: ${journal.join('; ')}${held.length > 0 ? ` held ${held.join(' ')}` : ''}${record.conflicts.length > 0 ? ` conflicts ${record.conflicts.map((one) => one.field).join(' ')}` : ''}`);
    }
  }

  async #linksOf(ids: readonly string[]): Promise<ReadonlyMap<string, LinkState>> {
    const { store } = this.#parts;
    const links = new Map<string, LinkState>();
    for (const entity of this.#parts.policies.keys()) for (const link of await store.links({ entity, ids, limit: ids.length })) links.set(link.id, link);
    return links;
  }

  /** Everything written before the cursor, and visible there, is known. */
  async #judgeCursor(page: SavedPage): Promise<void> {
    if (page.checkpoint === null || page.side === 'local' || page.checkpoint.value === null || page.checkpoint.feed !== `${page.side}:${page.entity}`) return;
    const at = JSON.parse(page.checkpoint.value) as { readonly since?: number; readonly pageToken?: string; readonly after?: string };
    if (at.since === undefined || at.pageToken !== undefined || at.after !== undefined) return;
    const { world, store, looks, findings } = this.#parts;
    const { side } = page;
    const kind = kindOf(page.entity);
    looks.pulled(side, kind, at.since);
    world.trace.add('store', `cursor of ${side}:${kind} at ${toInstant(at.since)}`);
    const known = new Map<string, LinkState>();
    for (const link of await store.links({ entity: kind, limit: 1_000 })) {
      const state = link.sides[side];
      if (state) known.set(state.id, link);
    }
    for (const ref of world.live(side, kind)) {
      // A record that was touched again since comes with the next cursor, and what moves no time stamp with a sweep.
      // An association that came or went dates the record anew, and it leaves the window too.
      const dated = side === 'crm' ? Date.parse(world.crm.state.get(TYPES[kind], ref.id)?.updatedAt ?? '') || 0 : 0;
      const last = Math.max(world.lastChange(ref), dated);
      if (last > at.since - OVERLAP_MS[side] || world.isRestored(ref) || this.#parts.forgotten?.isTheirs(ref)) continue;
      const state = known.get(ref.id)?.sides[side];
      if (state === undefined) findings.add('S8', `the cursor of ${side} passed ${toInstant(last)}, but ${keyOf(ref)} is unknown`, [ref.id]);
      // What was answered later than the page began is not undone by it; the pages that follow look back far enough.
      else if (state.gone === null && Date.parse(state.asOf) <= at.since) this.#judgeRecord(state, ref);
    }
  }

  #judgeRecord({ fields }: SideState, ref: Ref): void {
    const { world, findings, things } = this.#parts;
    for (const [field, value] of Object.entries(world.fieldsOf(ref) ?? {})) {
      const standing = (one: Value | undefined): Value => world.standing(ref, field, one ?? null);
      // With an address goes what was said of it, and no list tells of either.
      const marked = definitions[ref.kind].fields.get(field)?.marks ?? field;
      const isHidden = world.isHidden(ref, field) || world.isHidden(ref, marked) || this.#parts.forgotten?.touches(ref, field) === true;
      if (!(field in fields) || isHidden || spelled(ref.kind, field, standing(fields[field])) === spelled(ref.kind, field, standing(value))) continue;
      const shown = JSON.stringify(fields[field]);
      findings.add('S8', `the cursor of ${ref.side} has passed the last change of ${keyOf(ref)}, but ${field} is known as ${shown}, not as ${JSON.stringify(value)}`, things.wordsOf(ref));
    }
  }

  /** What a person wrote in our own CRM may only give way with a line in the journal. */
  #judgeLocal(record: LinkRecord, before: LinkState | undefined): void {
    const now = record.sides.find(({ side }) => side === 'local');
    const local = before?.sides.local;
    if (!now || !local) return;
    const kind: Kind = kindOf(before.entity);
    this.#judgeLoosening(record, before, now.fields);
    const bySomebody = now.modifiedBy === LOCAL_AUTHOR && record.journal.length === 0;
    for (const [field, value] of Object.entries(now.fields)) {
      const was = spelled(kind, field, local.fields[field]);
      const is = spelled(kind, field, value);
      const key = `${record.linkId} ${field}`;
      if (bySomebody && was !== is) {
        this.#ours.set(key, { before: local.fields[field] ?? null, after: value });
        this.#parts.things.stir(kind, record.linkId, field);
        continue;
      }
      const edit = this.#ours.get(key);
      if (edit === undefined || spelled(kind, field, edit.after) !== was) continue;
      const agreed = now.base[field] !== undefined && spelled(kind, field, local.base[field]) === was;
      const named = record.journal.some((entry) => entry.action === 'overwrite' && entry.side === 'local' && entry.fields.includes(field));
      const chosen = before.resolutions.some((resolution) => resolution.field === field) || keepsElements(edit, value);
      const rule = this.#parts.policies.get(kind)?.get(field)?.onConflict;
      if (was !== is && !agreed && !named && !chosen) this.#parts.findings.add('S1', `our own ${field} of ${record.linkId} lost ${was} to ${is} without a word (rule ${String(rule)})`, [record.linkId]);
      if (was !== is || agreed) this.#ours.delete(key);
    }
  }

  /** Only a person lets us write to an address again that was not to be used. */
  #judgeLoosening(record: LinkRecord, before: LinkState, now: LinkRecord['sides'][number]['fields']): void {
    const loosened = keysIn(before.sides.local?.fields['optOuts']).filter((key) => !keysIn(now['optOuts']).includes(key) && keysIn(now['emails']).includes(key));
    if (loosened.length === 0 || this.#parts.things.answeredSince(record.linkId, 'optOuts', 0)) return;
    this.#parts.findings.add('S1', `an opt-out of ${record.linkId} was taken back in our own CRM, and nobody had answered for it`, [record.linkId]);
  }

  /** After this much calm HubSpot's index shows everything. */
  static readonly settleMs = INDEX_LAG_MS + 10_000;
}

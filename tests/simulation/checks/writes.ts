// S1 no silent overwrite, S3 minimal writes, S7 no echo: judged at the moment the engine's write is committed at a vendor,
// knowing what everybody had written before and what the engine had decided on.
import type { Rule } from '../../../src/core/rule.ts';
import type { FieldName, RemoteSide } from '../../../src/core/vocabulary.ts';
import { isEmpty } from '../../../src/core/value.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import type { Store } from '../../../src/store/store.ts';
import { definitions, isBelow, keyOf, spelled } from '../records/kinds.ts';
import type { Ref } from '../records/kinds.ts';
import { FRESH_MS } from '../worker.ts';
import type { World, Written } from '../world.ts';
import type { Decision, Decisions } from './decisions.ts';
import { keepsElements, keysIn } from './elements.ts';
import type { Findings } from './findings.ts';
import type { Forgotten } from './forgotten.ts';
import type { Looks } from './looks.ts';
import type { Things } from './things.ts';

/** From the look to the commit: as long as a look is trusted, and the waits that one call may need. */
const LONGEST_WINDOW_MS = FRESH_MS + 30_000;

/** A deed may be noticed this much later than another that was done after it. */
const LATEST_NEWS_MS = 240_000;

export type Policies = ReadonlyMap<string, ReadonlyMap<FieldName, Rule>>;

interface Unproven {
  readonly linkId: string;
  readonly worker: string;
  readonly ref: Ref;
  readonly field: FieldName;
  readonly lost: string;
  readonly lostAt: number;
  readonly at: number;
}

interface Parts {
  readonly decisions: Decisions;
  readonly findings: Findings;
  readonly looks: Looks;
  readonly things: Things;
  readonly policies: Policies;
  readonly readOnly: RemoteSide | null;
  readonly forgotten: Forgotten | null;
}

export class WriteChecks {
  /** Overwritten edits that the journal must name. */
  readonly #unproven: Unproven[] = [];
  readonly #world: World;
  readonly #parts: Parts;
  readonly #decidedBy = new Map<number, Decision>();

  constructor(world: World, parts: Parts) {
    this.#world = world;
    this.#parts = parts;
    world.onWrite((written) => {
      if (written.author === 'engine') this.#judge(written);
    });
  }

  /** Every overwritten edit has its line in the journal, unless its worker was stopped before it could write one. */
  async proveLosses(store: Store, crashed: ReadonlySet<string>): Promise<void> {
    const { findings, things } = this.#parts;
    const journal = await store.journal({ limit: 100_000 });
    for (const { linkId, worker, ref, field, lost, lostAt, at } of this.#unproven) {
      if (crashed.has(worker) || this.#parts.forgotten?.isTheirLink(linkId)) continue;
      const named = journal.some((entry) => entry.linkId === linkId && entry.side === ref.side && entry.fields.includes(field) && entry.action === 'overwrite' && Date.parse(entry.at) >= at);
      const chosen = things.answeredSince(linkId, field, lostAt);
      if (!named && !chosen) findings.add('S1', `${keyOf(ref)} ${field}: ${lost} was overwritten and no line of the journal says by which rule`, things.wordsOf(ref));
    }
  }

  #judge(written: Written): void {
    const { side, field } = written;
    if (side === this.#parts.readOnly) this.#find('S3', `${keyOf(written)} ${field} was written although the connection is read-only`, written);
    const decision = this.#parts.decisions.ofRecord(written.by, written, field);
    const history = this.#world.history(written, field);
    const previous = history.at(-2);
    // A new record of our own: what a create may hold is judged with the record.
    if (previous === undefined) return;
    if (decision === null || !(field in decision.fields)) {
      this.#find('S3', `${keyOf(written)} ${field} was written without having been decided on`, written);
      return;
    }
    this.#decidedBy.set(written.number, decision);
    // Where nothing is archived, a field shows that a record is out of use.
    if (decision.what === 'archive') return;
    this.#judgeFlow(written, decision);
    if (field === 'optOuts') this.#judgeLoosening(written, decision);
    this.#judgeCause(written, previous);
    if (previous.author === 'person' || previous.author === 'workflow') this.#judgeLoss(written, previous, decision);
  }

  #judgeFlow(written: Written, decision: Decision): void {
    const { side, kind, field } = written;
    const rule = this.#parts.policies.get(kind)?.get(field);
    if (!rule?.flow.some((pair) => pair.endsWith(`>${side}`))) this.#find('S3', `${field} of ${kind} may not be written to ${side}`, written);
    if (field in decision.seen && spelled(kind, field, decision.seen[field]) === spelled(kind, field, decision.fields[field])) {
      this.#find('S3', `${side} ${field} was seen to hold what was written`, written);
    }
  }

  /** Only a person lets us write to an address again that was not to be used. */
  #judgeLoosening(written: Written, decision: Decision): void {
    const [before, after] = [keysIn(written.before), keysIn(written.after)];
    const emails = keysIn(this.#world.fieldsOf(written)?.['emails']);
    const loosened = before.filter((key) => !after.includes(key) && emails.includes(key));
    if (loosened.length === 0 || this.#parts.things.answeredSince(decision.link.id, 'optOuts', 0)) return;
    this.#find('S1', `${keyOf(written)}: an opt-out was taken back, and nobody had answered for it`, written);
  }

  /** Each change of ours needs somebody's deed since our last one. */
  #judgeCause(written: Written, previous: Written): void {
    // The other half of a create, or of one decision that takes several calls.
    if (previous.author !== 'engine') return;
    const { kind, field } = written;
    const before = this.#decidedBy.get(previous.number);
    const isRest = before !== undefined && spelled(kind, field, before.fields[field]) === spelled(kind, field, written.after);
    const isOneWork = isRest || before === this.#decidedBy.get(written.number) || (previous === this.#world.history(written, field)[0] && isEmpty(previous.after));
    if (!isOneWork && !this.#isNewsOfSweep(written, before) && !this.#parts.things.stirredSince(written, field, before === undefined ? 0 : knownUntil(before))) {
      this.#find('S7', `${keyOf(written)} ${field} was written twice, to ${JSON.stringify(previous.after)} and to ${JSON.stringify(written.after)}, and nobody had done anything between`, written);
    }
  }

  /** Any pull dates a record, but only a sweep shows a hidden edit: one before that date may be later than what was known. */
  #isNewsOfSweep({ field, at, kind }: Written, before: Decision | undefined): boolean {
    const psa = before?.link.sides.psa;
    if (before === undefined || psa === undefined) return false;
    const history = this.#world.history({ side: 'psa', kind, id: psa.id }, field);
    if (field !== 'segments' && !history.some((one) => one.hidden)) return false;
    const known = history.findLast((one) => one.at <= before.at && spelled(kind, field, one.after) === spelled(kind, field, psa.fields[field]));
    return known !== undefined && history.some((one) => one.author !== 'engine' && one.number > known.number && one.at <= at);
  }

  #judgeLoss(written: Written, lost: Written, decision: Decision): void {
    const { side, kind, field } = written;
    const ref: Ref = { side, kind, id: written.id };
    const value = spelled(kind, field, lost.after);
    if (value === spelled(kind, field, written.after) || keepsElements(lost, written.after) || this.#isAboutNothing(written, lost) || this.#isPrimaryNow(written, lost)) return;
    const known = spelled(kind, field, decision.seen[field]) === value;
    if (known) {
      const base = decision.link.sides[side]?.base[field];
      // At a first meeting an empty field says nothing, also one that somebody has just emptied; and of sets only what is there.
      if (base === undefined && (isEmpty(lost.after) || keepsElements({ before: [], after: lost.after }, written.after))) return;
      // Met now, but as the others had agreed on it before.
      const others = Object.values(decision.link.sides).flatMap((state) => (state.side === side || state.base[field] === undefined ? [] : [spelled(kind, field, state.base[field])]));
      if (base === undefined && others.includes(value)) return;
      const agreed = base !== undefined && (spelled(kind, field, base) === value || keepsElements({ ...lost, before: base }, written.after));
      if (agreed) this.#judgeReturn(written, lost);
      else this.#unproven.push({ linkId: decision.link.id, worker: written.by, ref, field, lost: JSON.stringify(lost.after), lostAt: lost.at, at: written.at });
      return;
    }
    // The look before a write shows the record itself: what hangs below it is as old as the last pull, and what moves no time
    // stamp as the last sweep.
    const below = isBelow(side, kind, field);
    const isUntold = below && (field === 'segments' || lost.hidden);
    const looked = isUntold ? 0 : below ? this.#parts.looks.pulledUntil(side, kind) : this.#lookedAt(decision, ref);
    if (lost.at > looked && (below || written.at - looked <= LONGEST_WINDOW_MS)) {
      this.#world.trace.hit('race');
      return;
    }
    const when = `written at ${time(lost.at)}, last looked at ${time(looked)}, overwritten at ${time(written.at)}`;
    this.#find('S1', `${keyOf(ref)} ${field}: the ${lost.author}'s ${JSON.stringify(lost.after)} was overwritten by ${JSON.stringify(written.after)} unseen (${when})`, written);
  }

  /** With an address goes what was said of it. */
  #isAboutNothing(written: Written, lost: Written): boolean {
    const marked = definitions[written.kind].fields.get(written.field)?.marks ?? null;
    if (marked === null || isEmpty(lost.after)) return false;
    const present = keysIn(this.#world.fieldsOf(written)?.[marked]);
    return !keysIn(lost.after).some((key) => present.includes(key));
  }

  /** An account that was among the others and is the contact's own by now is tied to it still: HubSpot keeps one link for both. */
  #isPrimaryNow(written: Written, lost: Written): boolean {
    if (written.field !== 'otherAccounts' || isEmpty(lost.after)) return false;
    const present = [...keysIn(written.after), this.#world.fieldsOf(written)?.['account']];
    return keysIn(lost.after).every((key) => present.includes(key));
  }

  /** What all had agreed to gives way only to a later deed, or to one that had not been seen yet. */
  #judgeReturn(written: Written, lost: Written): void {
    // A blank that is filled loses nothing; and what stood there from the beginning, or from a merge, was never agreed to as it is.
    if (isEmpty(lost.after) || lost === this.#world.history(written, written.field)[0] || this.#parts.things.stirredSince(written, written.field, lost.at - LATEST_NEWS_MS, lost)) return;
    const value = JSON.stringify(lost.after);
    this.#find('S7', `${keyOf(written)} ${written.field}: ${value}, which all had agreed to, gave way to ${JSON.stringify(written.after)}, and nobody had done anything`, written);
  }

  #lookedAt(decision: Decision, ref: Ref): number {
    const asOf = Date.parse(decision.link.sides[decision.side]?.asOf ?? '') || 0;
    return Math.max(asOf, this.#parts.looks.before(decision.worker, ref, decision.at));
  }

  #find(code: string, message: string, ref: Ref): void {
    this.#parts.findings.add(code, message, this.#parts.things.wordsOf(ref));
  }
}

/** What happened later cannot have been decided on; an answer dates a record of which it shows a part only. */
function knownUntil({ link, at }: Decision): number {
  return Math.min(at, ...Object.values(link.sides).map((state) => Date.parse(state.asOf))) - LONGEST_WINDOW_MS;
}

function time(at: number): string {
  return toInstant(at).slice(11, 23);
}

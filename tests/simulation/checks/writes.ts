// S1 no silent overwrite, S3 minimal writes, S7 no echo: judged at the moment the engine's write is committed at a vendor,
// knowing what everybody had written before and what the engine had decided on.
import type { Rule } from '../../../src/core/rule.ts';
import type { FieldName, RemoteSide } from '../../../src/core/vocabulary.ts';
import { isEmpty, isSet } from '../../../src/core/value.ts';
import { toInstant } from '../../../src/lib/clock.ts';
import { BELOW_CUSTOMER, spelled } from '../records.ts';
import { FRESH_MS } from '../worker.ts';
import type { World, Written } from '../world.ts';
import type { Decision, Decisions } from './decisions.ts';
import type { Findings } from './findings.ts';
import type { Looks } from './looks.ts';
import type { Things } from './things.ts';

/** From the look to the commit: as long as a look is trusted, and the waits that one call may need. */
const LONGEST_WINDOW_MS = FRESH_MS + 30_000;
/** What the vendor makes of other fields, not written by us. */
const DERIVED: ReadonlySet<string> = new Set(['psa:domain', 'crm:domain', 'psa:number']);

export interface Unproven {
  readonly linkId: string;
  readonly worker: string;
  readonly side: RemoteSide;
  readonly id: string;
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
  readonly policy: ReadonlyMap<FieldName, Rule>;
}

export class WriteChecks {
  /** Overwritten edits that the journal must name. */
  readonly unproven: Unproven[] = [];
  /** Edits lost in the window that neither vendor lets us close. */
  races = 0;
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

  #judge(written: Written): void {
    const { side, id, field } = written;
    const decision = this.#parts.decisions.ofRecord(written.by, side, id);
    const history = this.#world.history(side, id, field);
    const previous = history.at(-2);
    // A new record of our own: what a create may hold is judged with the record.
    if (previous === undefined || previous.after === undefined) return;
    if (decision === null || !(field in decision.fields)) {
      if (!DERIVED.has(`${side}:${field}`)) this.#find('S3', `${side}:${id} ${field} was written without having been decided on`, written);
      return;
    }
    this.#decidedBy.set(written.number, decision);
    this.#judgeFlow(written, decision);
    this.#judgeCause(written, previous);
    if (previous.author === 'person' || previous.author === 'workflow') this.#judgeLoss(written, previous, decision);
  }

  #judgeFlow(written: Written, decision: Decision): void {
    const { side, field } = written;
    const rule = this.#parts.policy.get(field);
    if (!rule?.flow.some((pair) => pair.endsWith(`>${side}`))) this.#find('S3', `${field} may not be written to ${side}`, written);
    if (field in decision.seen && spelled(field, decision.seen[field]) === spelled(field, decision.fields[field])) {
      this.#find('S3', `${side} ${field} was seen to hold what was written`, written);
    }
  }

  /** Each change of ours needs somebody's deed since our last one. */
  #judgeCause(written: Written, previous: Written): void {
    // The other half of a create, or of one decision that takes several calls.
    if (previous.author !== 'engine') return;
    const before = this.#decidedBy.get(previous.number);
    const isRest = before !== undefined && spelled(written.field, before.fields[written.field]) === spelled(written.field, written.after);
    const isOneWork = isRest || before === this.#decidedBy.get(written.number) || (previous === this.#world.history(written.side, written.id, written.field)[0] && isEmpty(previous.after));
    if (!isOneWork && !this.#isNewsOfSweep(written, before) && !this.#parts.things.stirredSince(written.side, written.id, written.field, before === undefined ? 0 : knownUntil(before))) {
      this.#find('S7', `${written.side}:${written.id} ${written.field} was written twice, to ${JSON.stringify(previous.after)} and to ${JSON.stringify(written.after)}, and nobody had done anything between`, written);
    }
  }

  /** Any pull dates a customer, but only a sweep reads its segments: an edit before that date may be later than what was known of them. */
  #isNewsOfSweep({ field, at }: Written, before: Decision | undefined): boolean {
    const psa = before?.link.sides.psa;
    if (field !== 'segments' || before === undefined || psa === undefined) return false;
    const history = this.#world.history('psa', psa.id, field);
    const known = history.findLast((one) => one.at <= before.at && spelled(field, one.after) === spelled(field, psa.fields[field]));
    return known !== undefined && history.some((one) => one.author !== 'engine' && one.number > known.number && one.at <= at);
  }

  #judgeLoss(written: Written, lost: Written, decision: Decision): void {
    const { side, id, field } = written;
    const value = spelled(field, lost.after);
    if (value === spelled(field, written.after) || keepsElements(lost, written)) return;
    const known = spelled(field, decision.seen[field]) === value;
    if (known) {
      const base = decision.link.sides[side]?.base[field];
      // At a first meeting an empty field says nothing, also one that somebody has just emptied.
      if (base === undefined && isEmpty(lost.after)) return;
      const agreed = base !== undefined && (spelled(field, base) === value || keepsElements({ ...lost, before: base }, written));
      if (!agreed) this.unproven.push({ linkId: decision.link.id, worker: written.by, side, id, field, lost: JSON.stringify(lost.after), lostAt: lost.at, at: written.at });
      return;
    }
    // Severa's guard is one list of customers: what hangs below them is as old as the last pull.
    const isBelow = side === 'psa' && BELOW_CUSTOMER.has(field);
    // Of segments only a sweep tells.
    const looked = field === 'segments' && isBelow ? 0 : isBelow ? this.#parts.looks.pulledUntil : this.#lookedAt(decision);
    if (lost.at > looked && (isBelow || written.at - looked <= LONGEST_WINDOW_MS)) {
      this.races += 1;
      this.#world.trace.hit('race');
      return;
    }
    const when = `written at ${time(lost.at)}, last looked at ${time(looked)}, overwritten at ${time(written.at)}`;
    this.#find('S1', `${side}:${id} ${field}: the ${lost.author}'s ${JSON.stringify(lost.after)} was overwritten by ${JSON.stringify(written.after)} unseen (${when})`, written);
  }

  #lookedAt(decision: Decision): number {
    const { side } = decision;
    const asOf = Date.parse(decision.link.sides[side]?.asOf ?? '') || 0;
    return Math.max(asOf, this.#parts.looks.before(decision.worker, side, decision.id ?? '', decision.at));
  }

  #find(code: string, message: string, { side, id }: Written): void {
    this.#parts.findings.add(code, message, this.#parts.things.wordsOf(side, id));
  }
}

/** Of a set an edit is what was added and what was removed. */
function keepsElements(edit: Written, written: Written): boolean {
  if (!isSet(edit.after) || !isSet(written.after)) return false;
  const [before, after, now] = [edit.before, edit.after, written.after].map((value) => new Set(isSet(value) ? value.map((element) => element.key) : []));
  if (!before || !after || !now) return false;
  const added = [...after].filter((key) => !before.has(key));
  const removed = [...before].filter((key) => !after.has(key));
  return added.every((key) => now.has(key)) && !removed.some((key) => now.has(key));
}

/** What happened later cannot have been decided on. */
function knownUntil({ link, at }: Decision): number {
  return Math.min(at, ...Object.values(link.sides).map((state) => Date.parse(state.asOf)));
}

function time(at: number): string {
  return toInstant(at).slice(11, 23);
}

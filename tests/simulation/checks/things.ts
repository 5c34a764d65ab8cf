// Which records are one thing: joined on a link, or made by the engine from each other. With it: S4 no resurrection, S6 no
// duplicates. Invariant: what two people made apart is two things until a link joins it.
import { keysOf } from '../../../src/core/match-key.ts';
import type { FieldName, Fields, Value } from '../../../src/core/vocabulary.ts';
import { definitions, familyOf, keyOf, kindOf, refOf, spelled, targetOf, TYPES } from '../records/kinds.ts';
import type { Kind, Ref } from '../records/kinds.ts';
import type { LinkState } from '../../../src/store/store.ts';
import type { World, Written } from '../world.ts';
import type { Decision, Decisions } from './decisions.ts';
import type { Findings } from './findings.ts';

interface Stir {
  readonly at: number;
  readonly linkId: string;
  readonly kind: Kind;
  readonly field: FieldName | null;
}

export class Things {
  readonly #world: World;
  readonly #decisions: Decisions;
  readonly #findings: Findings;
  readonly #parent = new Map<string, string>();
  /** Link id → records it was seen with. */
  readonly #linked = new Map<string, Set<string>>();
  /** Records that a link was seen with. */
  readonly #recorded = new Set<string>();
  /** Records that a link was seen with beside another. */
  readonly #paired = new Set<string>();
  readonly #stirs: Stir[] = [];
  readonly #answers: { readonly at: number; readonly linkId: string; readonly field: FieldName }[] = [];
  readonly #made: ((ref: Ref, decision: Decision) => void)[] = [];
  readonly #sent: Decision[] = [];
  /** Record → the create that made it. */
  readonly #maker = new Map<string, Decision>();
  #births = 0;

  constructor(world: World, decisions: Decisions, findings: Findings) {
    this.#world = world;
    this.#decisions = decisions;
    this.#findings = findings;
    decisions.onDecided((decision) => {
      if (decision.what === 'create') this.#sent.push(decision);
      this.note(decision.link);
    });
    decisions.onMoved((ref, from, to) => this.#move(keyOf(ref), from, to));
  }

  onMade(watcher: (ref: Ref, decision: Decision) => void): void {
    this.#made.push(watcher);
  }

  /** A create has sent this value. */
  wasSent(side: Ref['side'], linkId: string, field: FieldName, value: Value): boolean {
    return this.#sent.some((one) => one.side === side && one.link.id === linkId && spelled(one.kind, field, one.fields[field]) === spelled(one.kind, field, value));
  }

  /** A person has said that these records are one, whatever they were before. */
  joinAll(refs: readonly Ref[]): void {
    const keys = refs.map(keyOf);
    for (const key of keys) this.#parent.set(key, key);
    for (const key of keys) this.#join(key, keys[0] as string);
  }

  /** A person has said that these links are not one: what was taken for one is several from here on. */
  keepApart(links: readonly { readonly linkId: string; readonly refs: readonly Ref[] }[]): void {
    const keys = links.map(({ refs }) => refs.map(keyOf));
    for (const [index, { linkId }] of links.entries()) {
      const mine = keys[index] as readonly string[];
      for (const other of keys.flat().filter((key) => !mine.includes(key))) this.#linked.get(linkId)?.delete(other);
      for (const key of mine) this.#parent.set(key, mine[0] as string);
    }
  }

  /** Something happened about a link that no vendor shows: an answer, an edit of our own record. Null: to all of it. */
  stir(kind: Kind, linkId: string, field: FieldName | null): void {
    this.#stirs.push({ at: this.#world.scheduler.now(), kind, linkId, field });
  }

  /** A person has answered a conflict: whatever was there before may give way to the answer. */
  answer(kind: Kind, linkId: string, field: FieldName): void {
    this.stir(kind, linkId, field);
    this.#answers.push({ at: this.#world.scheduler.now(), linkId, field });
  }

  /** @param since ms */
  answeredSince(linkId: string, field: FieldName, since: number): boolean {
    return this.#answers.some((one) => one.linkId === linkId && one.field === field && one.at >= since);
  }

  /** @param since ms. @param except a write that does not count */
  stirredSince(ref: Ref, field: FieldName, since: number, except: Written | null = null): boolean {
    const root = this.#root(keyOf(ref));
    const isOf = (key: string): boolean => this.#root(key) === root;
    const family = familyOf(field);
    const deed = (one: Written): boolean => one !== except && one.author !== 'engine' && one.at > since && family.includes(one.field) && isOf(keyOf(one));
    if (this.#world.writes.some(deed)) return true;
    // Two records that were merged, or one that came back, bring all they have.
    if ([this.#world.births, this.#world.deaths].some((list) => list.some((one) => one.author !== 'engine' && one.at > since && one.kind === ref.kind && isOf(keyOf(one))))) return true;
    if (this.#stirs.some((one) => one.at > since && (one.field === null || family.includes(one.field)) && [...(this.#linked.get(one.linkId) ?? [])].some(isOf))) return true;
    // A reference can be written once what it points to is there, and not any more once that is gone.
    const target = targetOf(ref.kind, field);
    if (target === null) return false;
    const isTarget = (one: { readonly kind: Kind; readonly at: number }): boolean => one.kind === target && one.at > since;
    return [this.#world.births, this.#world.deaths, this.#stirs].some((list) => list.some(isTarget));
  }

  /** Words that find the record, its counterparts and its links in the trace. */
  wordsOf(ref: Ref): readonly string[] {
    const root = this.#root(keyOf(ref));
    const records = [...new Set([...this.#parent.keys(), keyOf(ref)])].filter((key) => this.#root(key) === root);
    const links = [...this.#linked].filter(([, keys]) => [...keys].some((key) => this.#root(key) === root)).map(([linkId]) => linkId);
    return [...records, ...records.map((key) => refOf(key).id), ...links];
  }

  /** Ids of the records that are one thing with this one. */
  oneWith(ref: Ref): readonly string[] {
    if (!this.#parent.has(keyOf(ref))) return [];
    const root = this.#root(keyOf(ref));
    return [...this.#parent.keys()].filter((key) => this.#root(key) === root).map((key) => refOf(key).id);
  }

  /** Somebody has edited one of our own records of this kind, or answered for one. */
  isStirred(kind: Kind): boolean {
    return this.#stirs.some((stir) => stir.kind === kind);
  }

  /** Judges what the engine has just made. @param doubled a proxy had sent the request twice */
  judgeBirths(doubled: boolean): void {
    for (const birth of this.#world.births.slice(this.#births)) {
      this.#births += 1;
      if (birth.author !== 'engine') continue;
      const { by } = birth;
      const ref: Ref = { side: birth.side, kind: birth.kind, id: birth.id };
      const record = keyOf(ref);
      const key = ref.side === 'crm' ? (this.#world.crm.state.get(TYPES[ref.kind], ref.id)?.properties['sauma_key'] ?? null) : null;
      const decision = this.#decisions.ofCreate(by, ref, { key, fields: this.#world.fieldsOf(ref) ?? {} });
      if (decision === null) {
        this.#findings.add('S3', `${record} was made without having been decided on`, [ref.id]);
        continue;
      }
      this.#decisions.made(decision, ref);
      for (const watcher of this.#made) watcher(ref, decision);
      this.#maker.set(record, decision);
      this.#letGo(decision);
      const others = [...(this.#linked.get(decision.link.id) ?? [])];
      const root = others[0] === undefined ? record : this.#root(others[0]);
      const twins = [...this.#parent.keys()].filter((other) => this.#root(other) === root && refOf(other).side === ref.side);
      this.#parent.set(record, record);
      // What a proxy has doubled is another customer to everybody but the proxy, until somebody joins it.
      if (doubled && ref.side === 'psa') continue;
      for (const other of others) this.#join(record, other);
      this.#linkedOf(decision.link.id).add(record);
      this.#judge(record, decision, twins);
    }
  }

  #judge(record: string, decision: Decision, twins: readonly string[]): void {
    const words = [record, decision.link.id, ...twins.map((twin) => refOf(twin).id)];
    const there = twins.filter((twin) => this.#world.fieldsOf(refOf(twin)) !== null);
    const strange = there.filter((twin) => this.#isUnrecognisable(twin, decision));
    for (const twin of strange) {
      this.#parent.set(twin, twin);
      this.#linkedOf(decision.link.id).delete(twin);
    }
    const alive = there.filter((twin) => !strange.includes(twin));
    if (alive.length > 0) this.#findings.add('S6', `${record} was made although ${alive.join(', ')} is the same thing`, words);
    // A record that was deleted before anybody had written down that it was made is as if it had never been.
    const buried = this.#world.deaths.filter((death) => this.#recorded.has(keyOf(death)) && twins.includes(keyOf(death)) && death.at < decision.at);
    if (buried.length > 0 && alive.length === 0) this.#findings.add('S4', `${record} was made although somebody had taken away ${buried.map(keyOf).join(', ')}`, words);
  }

  #isUnrecognisable(twin: string, { link }: Decision): boolean {
    const maker = this.#maker.get(twin);
    return maker?.link.id === link.id && this.#isStrange(twin, maker.fields);
  }

  /**
   * What was made for another link may have got one of its own: the maker died, people renamed what it had made, which had no
   * time to get its addresses, and another record that bears all that was sent was taken for it.
   */
  #letGo({ link }: Decision): void {
    for (const record of this.#linkedOf(link.id)) {
      const maker = this.#maker.get(record);
      if (maker === undefined || maker.link.id === link.id || this.#world.fieldsOf(refOf(record)) === null) continue;
      const isReplaced = [...this.#linkedOf(maker.link.id)].some((other) => other !== record && refOf(other).side === maker.side);
      if (!isReplaced || !this.#isStrange(record, maker.fields)) continue;
      this.#parent.set(record, record);
      this.#linkedOf(maker.link.id).delete(record);
    }
  }

  /**
   * People have changed all that it could be recognised by before anybody had written down what it was made for: nothing tells
   * it from somebody else's. Half a name tells nobody.
   */
  #isStrange(record: string, sent: Fields): boolean {
    if (this.#paired.has(record)) return false;
    const { kind } = refOf(record);
    const [told, now] = [sent, this.#world.fieldsOf(refOf(record)) ?? {}].map((fields) => keysOf(definitions[kind].matching, fields, new Set()));
    return !told?.some((key) => now?.includes(key));
  }

  /** It was made for another link than it was taken for. */
  #move(record: string, from: Decision, to: Decision): void {
    this.#linkedOf(from.link.id).delete(record);
    this.#parent.set(record, record);
    for (const other of this.#linkedOf(to.link.id)) if (refOf(other).side !== refOf(record).side) this.#join(record, other);
    this.#linkedOf(to.link.id).add(record);
    this.#maker.set(record, to);
  }

  /** What a link was seen to hold. */
  note(link: LinkState): void {
    const kind = kindOf(link.entity);
    const records = Object.values(link.sides).flatMap(({ side, id }) => (side === 'local' ? [] : [keyOf({ side, kind, id })]));
    const linked = this.#linkedOf(link.id);
    for (const record of records) {
      if (records.length > 1) this.#paired.add(record);
      linked.add(record);
      this.#recorded.add(record);
      this.#join(record, records[0] as string);
    }
  }

  #linkedOf(linkId: string): Set<string> {
    const known = this.#linked.get(linkId) ?? new Set<string>();
    this.#linked.set(linkId, known);
    return known;
  }

  #join(one: string, other: string): void {
    this.#parent.set(one, this.#parent.get(one) ?? one);
    this.#parent.set(this.#root(one), this.#root(other));
  }

  #root(key: string): string {
    let at = key;
    for (let next = this.#parent.get(at); next !== undefined && next !== at; next = this.#parent.get(at)) at = next;
    if (!this.#parent.has(key)) this.#parent.set(key, key);
    return at;
  }
}

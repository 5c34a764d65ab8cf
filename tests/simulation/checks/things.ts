// Which records are one thing: joined on a link, or made by the engine from each other. With it: S4 no resurrection, S6 no
// duplicates. Invariant: what two people made apart is two things until a link joins it.
import type { FieldName, RemoteSide } from '../../../src/core/vocabulary.ts';
import type { World, Written } from '../world.ts';
import type { Decision, Decisions } from './decisions.ts';
import type { Findings } from './findings.ts';

export class Things {
  readonly #world: World;
  readonly #decisions: Decisions;
  readonly #findings: Findings;
  readonly #parent = new Map<string, string>();
  /** Link id → records it was seen with. */
  readonly #linked = new Map<string, Set<string>>();
  /** Records that a link was seen with. */
  readonly #recorded = new Set<string>();
  readonly #stirs: { readonly at: number; readonly linkId: string; readonly field: FieldName | null }[] = [];
  readonly #answers: { readonly at: number; readonly linkId: string; readonly field: FieldName }[] = [];
  #births = 0;

  constructor(world: World, decisions: Decisions, findings: Findings) {
    this.#world = world;
    this.#decisions = decisions;
    this.#findings = findings;
    decisions.onDecided((decision) => this.#decided(decision));
  }

  /** A person did something about a link that no vendor shows: an answer, an edit of our own record. Null: to all of it. */
  stir(linkId: string, field: FieldName | null): void {
    this.#stirs.push({ at: this.#world.scheduler.now(), linkId, field });
  }

  /** A person has answered a conflict: whatever was there before may give way to the answer. */
  answer(linkId: string, field: FieldName): void {
    this.stir(linkId, field);
    this.#answers.push({ at: this.#world.scheduler.now(), linkId, field });
  }

  /** @param since ms */
  answeredSince(linkId: string, field: FieldName, since: number): boolean {
    return this.#answers.some((one) => one.linkId === linkId && one.field === field && one.at >= since);
  }

  /** @param since ms */
  stirredSince(side: RemoteSide, id: string, field: FieldName, since: number): boolean {
    const root = this.#root(`${side}:${id}`);
    const isOf = (key: string): boolean => this.#root(key) === root;
    const deed = (one: Written): boolean => one.author !== 'engine' && one.at > since && (one.field === field || related(one.field) === field) && isOf(`${one.side}:${one.id}`);
    if (this.#world.writes.some(deed)) return true;
    return this.#stirs.some((one) => one.at > since && (one.field === null || one.field === field) && [...(this.#linked.get(one.linkId) ?? [])].some(isOf));
  }

  /** Words that find the record, its counterparts and its links in the trace. */
  wordsOf(side: RemoteSide, id: string): readonly string[] {
    const root = this.#root(`${side}:${id}`);
    const records = [...new Set([...this.#parent.keys(), `${side}:${id}`])].filter((key) => this.#root(key) === root);
    const links = [...this.#linked].filter(([, keys]) => [...keys].some((key) => this.#root(key) === root)).map(([linkId]) => linkId);
    return [...records.map((key) => key.slice(4)), ...links];
  }

  /** Judges what the engine has just made. @param doubled a proxy had sent the request twice */
  judgeBirths(doubled: boolean): void {
    for (const birth of this.#world.births.slice(this.#births)) {
      this.#births += 1;
      if (birth.author !== 'engine') continue;
      const { side, id, by } = birth;
      const key = side === 'crm' ? (this.#world.crm.state.get('companies', id)?.properties['sauma_key'] ?? null) : null;
      const decision = this.#decisions.ofCreate(by, side, { key, fields: this.#world.fieldsOf(side, id) ?? {} });
      if (decision === null) {
        this.#findings.add('S3', `${side}:${id} was made without having been decided on`, [id]);
        continue;
      }
      this.#decisions.made(decision, id);
      const others = [...(this.#linked.get(decision.link.id) ?? [])];
      const root = others[0] === undefined ? `${side}:${id}` : this.#root(others[0]);
      const twins = [...this.#parent.keys()].filter((other) => this.#root(other) === root && other.startsWith(`${side}:`));
      this.#parent.set(`${side}:${id}`, `${side}:${id}`);
      // What a proxy has doubled is another customer to everybody but the proxy, until somebody joins it.
      if (doubled && side === 'psa') continue;
      for (const other of others) this.#join(`${side}:${id}`, other);
      this.#linkedOf(decision.link.id).add(`${side}:${id}`);
      this.#judge(`${side}:${id}`, decision, twins);
    }
  }

  #judge(record: string, decision: Decision, twins: readonly string[]): void {
    const { side } = decision;
    const words = [record.slice(4), decision.link.id, ...twins.map((twin) => twin.slice(4))];
    const alive = twins.filter((twin) => this.#world.fieldsOf(side, twin.slice(4)) !== null);
    if (alive.length > 0) this.#findings.add('S6', `${record} was made although ${alive.join(', ')} is the same thing`, words);
    // A record that was deleted before anybody had written down that it was made is as if it had never been.
    const buried = this.#world.deaths.filter((death) => this.#recorded.has(`${death.side}:${death.id}`) && twins.includes(`${death.side}:${death.id}`) && death.at < decision.at);
    if (buried.length > 0 && alive.length === 0) this.#findings.add('S4', `${record} was made although a person had deleted ${buried.map((death) => `${death.side}:${death.id}`).join(', ')}`, words);
  }

  #decided({ link }: Decision): void {
    const records = Object.values(link.sides).filter((state) => state.side !== 'local').map((state) => `${state.side}:${state.id}`);
    const linked = this.#linkedOf(link.id);
    for (const record of records) {
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

/** Severa makes the domain of the website. */
function related(field: FieldName): FieldName {
  return field === 'website' ? 'domain' : field;
}

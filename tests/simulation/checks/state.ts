// What must hold of the store as a whole, after every crash and at the end: S5 no phantom delete, S9 true bases, and at the end
// L1 to L3: everything has arrived, or waits where a person can see it.
import type { Rule } from '../../../src/core/rule.ts';
import { SIDES } from '../../../src/core/vocabulary.ts';
import type { FieldName, Fields, RemoteSide, Side, Value } from '../../../src/core/vocabulary.ts';
import type { EngineContext } from '../../../src/engine/context.ts';
import type { Inbox, LinkState, SideState, Store } from '../../../src/store/store.ts';
import { CRM_PROPERTIES, spelled } from '../records.ts';
import type { World } from '../world.ts';
import type { Findings } from './findings.ts';
import type { Things } from './things.ts';

const TRACKED = Object.keys(CRM_PROPERTIES);

export interface StateParts {
  readonly world: World;
  readonly store: Store;
  readonly findings: Findings;
  readonly things: Things;
  readonly policy: ReadonlyMap<FieldName, Rule>;
}

async function everyLink(store: Store): Promise<readonly LinkState[]> {
  return (await store.links({ entity: 'account', limit: 1_000 })).filter((link) => link.stage !== 'ended');
}

function remoteStates(link: LinkState): readonly (SideState & { readonly side: RemoteSide })[] {
  return Object.values(link.sides).filter((state): state is SideState & { readonly side: RemoteSide } => state.side !== 'local');
}

/** At any time. */
export async function checkTruth({ world, store, findings, things }: StateParts): Promise<void> {
  for (const link of await everyLink(store)) {
    for (const state of remoteStates(link)) {
      const { side, id } = state;
      const words = [...things.wordsOf(side, id), link.id];
      const died = world.deaths.some((death) => death.side === side && death.id === id);
      if (state.gone !== null && !died) findings.add('S5', `${side}:${id} is taken for ${state.gone} and is there`, words);
      for (const field of TRACKED) {
        const base = state.base[field];
        const history = world.history(side, id, field);
        // Severa's segments are read by a sweep only: between two of them a base is made of what we did.
        if (base === undefined || history.length === 0 || world.isHidden(side, id, field)) continue;
        if (!history.some((written) => spelled(field, written.after) === spelled(field, base))) {
          findings.add('S9', `the base of ${side}:${id} ${field} is ${JSON.stringify(base)}, which was never there`, words);
        }
      }
    }
  }
}

/** A field of a record that is not asked about. */
type Excuse = (side: RemoteSide, id: string, field: FieldName) => boolean;

/** Once people and faults have stopped. @param code the invariant that is asked for */
export async function checkAgreement(parts: StateParts, engine: EngineContext, code: 'L1' | 'L2', excused: Excuse): Promise<void> {
  const { world, store, findings, things } = parts;
  const inbox = await store.inbox({ entity: 'account', limit: 1_000 });
  const linked = new Set<string>();
  for (const link of await everyLink(store)) {
    for (const state of remoteStates(link)) linked.add(`${state.side}:${state.id}`);
    if (remoteStates(link).some((state) => state.gone !== null)) continue;
    for (const what of disagreements(parts, engine, link, { inbox, excused })) {
      const words = [...remoteStates(link).flatMap((state) => things.wordsOf(state.side, state.id)), link.id];
      findings.add(code, `${link.id}: ${what}`, words);
    }
  }
  for (const side of ['psa', 'crm'] as const) {
    for (const id of world.liveIds(side)) if (!linked.has(`${side}:${id}`) && !excused(side, id, 'name')) findings.add(code, `nobody knows ${side}:${id}`, [id]);
  }
}

function disagreements(parts: StateParts, engine: EngineContext, link: LinkState, about: { readonly inbox: Inbox; readonly excused: Excuse }): readonly string[] {
  const { inbox, excused } = about;
  const { world } = parts;
  if (inbox.matches.some((match) => match.links.some((one) => one.id === link.id))) return [];
  if (link.stage !== 'active') return [`it is still ${link.stage}`];
  const shown = new Map<Side, Fields>();
  for (const state of Object.values(link.sides)) {
    const fields = state.side === 'local' ? state.fields : world.fieldsOf(state.side, state.id);
    if (fields === null) return [];
    shown.set(state.side, fields);
  }
  const held = inbox.held.filter((one) => one.linkId === link.id);
  const missing = SIDES.filter((side) => !shown.has(side) && !held.some((one) => one.side === side));
  const found = missing.map((side) => `it has no record on ${side}`);
  for (const field of TRACKED) {
    if (inbox.conflicts.some((conflict) => conflict.linkId === link.id && conflict.field === field)) continue;
    if (held.some((one) => one.field === field || one.field === null) || remoteStates(link).some((state) => excused(state.side, state.id, field))) continue;
    for (const [one, other] of pairs([...shown.keys()])) {
      const [a, b] = [shown.get(one)?.[field] ?? null, shown.get(other)?.[field] ?? null];
      if (spelled(field, a) === spelled(field, b) || isEmptySet(a, b)) continue;
      const rule = parts.policy.get(field);
      if (rule === undefined || !mustAgree(rule, one, other)) continue;
      if (represents(engine, one, field, b, a) || represents(engine, other, field, a, b)) continue;
      found.push(`${field} is ${JSON.stringify(a)} on ${one} and ${JSON.stringify(b)} on ${other}`);
    }
  }
  for (const intent of link.intents) if (!held.some((one) => one.side === intent.side)) found.push(`its ${intent.kind} on ${intent.side} is still ${intent.state}`);
  return found;
}

/** Both ways, or one way into a side that nobody else may write to. */
function mustAgree({ flow }: Rule, one: Side, other: Side): boolean {
  const ways = [`${one}>${other}`, `${other}>${one}`].filter((pair) => flow.some((known) => known === pair));
  if (ways.length !== 1) return ways.length === 2;
  const target = (ways[0] as string).split('>')[1] ?? '';
  return flow.filter((pair) => pair.endsWith(`>${target}`)).length === 1;
}

/** A side that holds one value as another: a lawful difference. */
function represents(engine: EngineContext, side: Side, field: FieldName, given: Value, shown: Value): boolean {
  if (side === 'local') return false;
  const held = engine.connectors.get(side)?.entities.get('account')?.represent({ [field]: given }).fields[field];
  return held !== undefined && spelled(field, held) === spelled(field, shown);
}

function isEmptySet(a: Value, b: Value): boolean {
  return [a, b].every((value) => value === null || (Array.isArray(value) && value.length === 0));
}

function pairs<T>(list: readonly T[]): readonly (readonly [T, T])[] {
  return list.flatMap((one, index) => list.slice(index + 1).map((other) => [one, other] as const));
}

// What must hold of the store as a whole, after every crash and at the end: S5 no phantom delete, S9 true bases, and at the end
// L1 to L3: everything has arrived, or waits where a person can see it.
import { isEmpty, isSet } from '../../../src/core/value.ts';
import { WHOLE_RECORD } from '../../../src/core/plan.ts';
import type { Rule } from '../../../src/core/rule.ts';
import { SIDES } from '../../../src/core/vocabulary.ts';
import type { FieldName, Fields, RemoteSide, Side, Value } from '../../../src/core/vocabulary.ts';
import type { EngineContext } from '../../../src/engine/context.ts';
import type { Inbox, LinkState, SideState, Store } from '../../../src/store/store.ts';
import { definitions, ENTITIES, followsFrom, hasPlace, keyOf, kindOf, spelled, targetOf, TRACKED } from '../records/kinds.ts';
import type { Kind, Ref } from '../records/kinds.ts';
import type { Plan } from '../plan.ts';
import type { World } from '../world.ts';
import { keysIn } from './elements.ts';
import type { Findings } from './findings.ts';
import type { Forgotten } from './forgotten.ts';
import { LONG_AGO } from './ends.ts';
import { refsOf } from './refs.ts';
import type { Refs } from './refs.ts';
import type { Things } from './things.ts';
import type { Policies } from './writes.ts';

export interface StateParts {
  readonly world: World;
  readonly store: Store;
  readonly findings: Findings;
  readonly things: Things;
  readonly policies: Policies;
  readonly plan: Plan;
  /** Null where nobody asks for it. */
  readonly forgotten: Forgotten | null;
}

type RemoteState = SideState & { readonly side: RemoteSide };

function remoteStates(link: LinkState): readonly RemoteState[] {
  return Object.values(link.sides).filter((state): state is RemoteState => state.side !== 'local');
}

function refTo(link: LinkState, state: RemoteState): Ref {
  return { side: state.side, kind: kindOf(link.entity), id: state.id };
}

function wordsOf({ things }: StateParts, link: LinkState): readonly string[] {
  return [...remoteStates(link).flatMap((state) => things.wordsOf(refTo(link, state))), link.id];
}

/** At any time. */
export async function checkTruth(parts: StateParts): Promise<void> {
  const { world, store, findings, things } = parts;
  for (const kind of ENTITIES) {
    for (const link of await store.links({ entity: kind, limit: 1_000 })) {
      if (link.stage === 'ended') continue;
      for (const state of remoteStates(link)) {
        const ref = refTo(link, state);
        if (state.gone !== null && state.gone !== 'retired' && !world.hasDied(ref)) findings.add('S5', `${keyOf(ref)} is taken for ${state.gone} and is there`, wordsOf(parts, link));
        for (const field of TRACKED[kind]) {
          const base = state.base[field];
          const history = world.wholeHistory(ref, field);
          // Severa's segments are read by a sweep only: between two of them a base is made of what we did. A set is merged element
          // by element, and so is its base.
          if (base === undefined || history.length === 0 || world.isHidden(ref, field) || Array.isArray(base)) continue;
          const standing = (value: Value): Value => world.standing(ref, field, value);
          // What a create has sent counts as having been there: nobody can tell whose edit it is that shows now.
          if (things.wasSent(ref.side, link.id, field, base) || parts.forgotten?.touches(ref, field)) continue;
          if (!history.some((written) => spelled(kind, field, standing(written.after)) === spelled(kind, field, standing(base)))) {
            findings.add('S9', `the base of ${keyOf(ref)} ${field} is ${JSON.stringify(base)}, which was never there`, wordsOf(parts, link));
          }
        }
      }
    }
  }
}

/** A field of a record that is not asked about. */
type Excuse = (ref: Ref, field: FieldName) => boolean;

interface About {
  readonly refs: Refs;
  readonly inbox: Inbox;
  readonly excused: Excuse;
  readonly isLast: boolean;
}

/** Once people and faults have stopped. @param code the invariant that is asked for */
export async function checkAgreement(parts: StateParts, engine: EngineContext, code: 'L1' | 'L2', excused: Excuse): Promise<void> {
  const { world, store, findings } = parts;
  const about: About = { refs: await refsOf(world, store), inbox: await store.inbox({ limit: 5_000 }), excused, isLast: code === 'L2' };
  const linked = new Set<string>();
  for (const kind of ENTITIES) {
    for (const link of about.refs.links[kind]) {
      for (const state of remoteStates(link)) linked.add(keyOf(refTo(link, state)));
      if (remoteStates(link).some((state) => parts.forgotten?.isTheirs(refTo(link, state)))) continue;
      for (const what of disagreements(parts, engine, link, about)) findings.add(code, `${kind} ${link.id}: ${what}`, wordsOf(parts, link));
    }
    for (const side of ['psa', 'crm'] as const) {
      for (const ref of world.live(side, kind)) {
        const isNew = !linked.has(keyOf(ref)) && !parts.forgotten?.isTheirs(ref);
        if (isNew && !excused(ref, nameOf(kind))) findings.add(code, `nobody knows ${keyOf(ref)}`, [ref.id]);
      }
    }
  }
}

function nameOf(kind: Kind): FieldName {
  return kind === 'contact' ? 'lastName' : 'name';
}

function disagreements(parts: StateParts, engine: EngineContext, link: LinkState, about: About): readonly string[] {
  const { inbox, excused } = about;
  const { world } = parts;
  const kind = kindOf(link.entity);
  if (inbox.matches.some((match) => match.links.some((one) => one.id === link.id)) || link.partOf !== null) return [];
  const held = inbox.held.filter((one) => one.linkId === link.id);
  if (link.stage !== 'active') return isWaiting(link, held, about) ? [] : [`it is still ${link.stage}`];
  if (inbox.conflicts.some((conflict) => conflict.linkId === link.id && conflict.field === WHOLE_RECORD)) return [];
  const resting = restingSides(parts, link, about, held.length > 0);
  if (resting.trouble !== null) return [resting.trouble];
  const shown = new Map<Side, Fields>();
  for (const state of Object.values(link.sides)) {
    if (state.gone !== null) continue;
    const fields = state.side === 'local' ? state.fields : world.fieldsOf({ side: state.side, kind, id: state.id });
    // It was taken away, which only a sweep may show.
    if (fields === null) return [];
    shown.set(state.side, fields);
  }
  if (resting.isOver || shown.size === 0) return [];
  const isEnding = remoteStates(link).some(({ gone, verdict }) => gone !== null && verdict !== 'unlink');
  const found = SIDES.filter((side) => !isEnding && !(side in link.sides) && side !== parts.plan.readOnly && !(side === 'local' && isKeptOut(parts, kind, shown)) && !held.some((one) => one.side === side)).map((side) => `it has no record on ${side}`);
  for (const field of TRACKED[kind]) {
    if (inbox.conflicts.some((conflict) => conflict.linkId === link.id && conflict.field === field)) continue;
    if (held.some((one) => one.field === field || one.field === null) || remoteStates(link).some((state) => excused(refTo(link, state), field) || isAboutThem(parts, refTo(link, state), field))) continue;
    for (const [one, other] of pairs([...shown.keys()])) {
      const what = difference(parts, engine, { link, field, one, other }, shown, about);
      if (what !== null) found.push(what);
    }
  }
  for (const intent of link.intents) if (!held.some((one) => one.side === intent.side)) found.push(`its ${intent.kind} on ${intent.side} is still ${intent.state}`);
  if (about.isLast) for (const one of held) found.push(...undueWaits(about, one));
  return found;
}

/** A pointer to somebody who was forgotten, which is not followed, or a text that named them, which a later look cleans (F5). */
function isAboutThem({ forgotten }: StateParts, ref: Ref, field: FieldName): boolean {
  return forgotten?.touches(ref, field) === true;
}

/** A closed gate to our own CRM leaves no line: nobody waits there. */
function isKeptOut({ plan }: StateParts, kind: Kind, shown: ReadonlyMap<Side, Fields>): boolean {
  if (!plan.gates || kind !== 'salesCase') return false;
  const views = [...shown.values()];
  const isRecent = views.some(({ expectedOrderDate }) => typeof expectedOrderDate === 'string' && expectedOrderDate >= LONG_AGO);
  return views.some(({ internal }) => internal === true) || !views.some(({ state }) => state === 'open' || (state === 'won' && isRecent));
}

/** New for good: nothing tells it from others, or what it points to waits for an answer itself. */
function isWaiting(link: LinkState, held: Inbox['held'], { refs }: About): boolean {
  const kind = kindOf(link.entity);
  const open = new Set(ENTITIES.flatMap((one) => refs.links[one].filter(({ stage }) => stage !== 'active').map(({ id }) => id)));
  const isOpen = (target: Value): boolean => typeof target === 'string' && open.has(target);
  const pointsToOpen = remoteStates(link).some((state) => Object.entries(state.fields).some(([field, value]) => isOpen(refs.toCommon(kind, state.side, field, value))));
  return held.some(({ reason }) => reason.startsWith('shared-') || (reason.startsWith('unlinked-') && pointsToOpen));
}

/** Records that are gone: whoever is left agrees among themselves, or nobody is left. */
function restingSides({ world }: StateParts, link: LinkState, { isLast }: About, isHeld: boolean): { readonly trouble: string | null; readonly isOver: boolean } {
  const gone = remoteStates(link).filter((state) => state.gone !== null);
  const back = gone.find((state) => isLast && state.gone !== 'retired' && world.fieldsOf(refTo(link, state)) !== null);
  if (back) return { trouble: `${keyOf(refTo(link, back))} is there and is still taken for ${back.gone}`, isOver: false };
  const isOver = gone.length > 0 && remoteStates(link).every((state) => state.gone !== null);
  const undecided = gone.find((state) => state.verdict === null && !isHeld && !isOver);
  return { trouble: undecided && isLast ? `nobody has decided what becomes of it now that ${keyOf(refTo(link, undecided))} is gone` : null, isOver };
}

interface Pair {
  readonly link: LinkState;
  readonly field: FieldName;
  readonly one: Side;
  readonly other: Side;
}

function difference(parts: StateParts, engine: EngineContext, { link, field, one, other }: Pair, shown: ReadonlyMap<Side, Fields>, about: About): string | null {
  const kind = kindOf(link.entity);
  const marked = definitions[kind].fields.get(field)?.marks ?? null;
  // What is said of an address that a side does not have says nothing there.
  // The main account is no other one, even where it is still listed as one.
  const main = field === 'otherAccounts' ? [one, other].map((side) => about.refs.toCommon(kind, side, 'account', shown.get(side)?.['account'] ?? null)) : [];
  // HubSpot shows of its main address only whether it may be used.
  const address = marked === null || link.sides.crm === undefined ? null : (parts.world.crm.state.get('contacts', link.sides.crm.id)?.properties['email']?.toLowerCase() ?? '');
  const isShown = (key: string): boolean => address === null || ![one, other].includes('crm') || key === address;
  const isTold = (key: string): boolean => !main.includes(key) && isShown(key) && (marked === null || [one, other].every((side) => keysIn(shown.get(side)?.[marked]).includes(key)));
  const told = (value: Value): Value => (isSet(value) ? value.filter(({ key }) => isTold(key)) : value);
  const common = (side: Side): Value => told(about.refs.toCommon(kind, side, field, shown.get(side)?.[field] ?? null));
  const [a, b] = [common(one), common(other)];
  if (spelled(kind, field, a) === spelled(kind, field, b)) return null;
  const rule = parts.policies.get(kind)?.get(field);
  if (rule === undefined || !mustAgree(parts.world, kind, field, rule, [one, other])) return null;
  // What two merged accounts are to each other is a question of its own.
  const target = targetOf(kind, field);
  const own = target === null || !(one === 'crm' || other === 'crm') ? null : shown.get('crm')?.[field];
  if (target !== null && typeof own === 'string' && parts.world.isSurvivor({ side: 'crm', kind: target, id: own })) return null;
  if ([[one, b], [other, a]].some(([side, given]) => represents(engine, kind, field, side as Side, given as Value, shown, about.refs))) return null;
  if (isFilledIn(parts.world, link, field, one, b) || isFilledIn(parts.world, link, field, other, a)) return null;
  if (hadNoRoom(parts.world, link, field, one, shown, about.refs, b) || hadNoRoom(parts.world, link, field, other, shown, about.refs, a)) return null;
  return `${field} is ${JSON.stringify(a)} on ${one} and ${JSON.stringify(b)} on ${other}`;
}

/** HubSpot dates a deal that is closed without a date: nobody has said so, and the others need not hear of it. */
function isFilledIn(world: World, link: LinkState, field: FieldName, side: Side, wanted: Value): boolean {
  const state = link.sides[side];
  if (side === 'local' || state === undefined || !isEmpty(wanted)) return false;
  const kind = kindOf(link.entity);
  const isFollowing = (followsFrom(side, kind, field) ?? []).length > 0;
  return isFollowing && world.history({ side, kind, id: state.id }, field).at(-1)?.author === 'vendor';
}

/** How much of a set a side has room for; what it had no room for once is not offered again until it is written anyway. */
const ROOM: Readonly<Record<string, number>> = { 'crm:emails': 1, 'crm:phones': 2, 'psa:contacts': 1 };

function hadNoRoom(world: World, link: LinkState, field: FieldName, side: Side, shown: ReadonlyMap<Side, Fields>, refs: Refs, wanted: Value): boolean {
  const room = ROOM[`${side}:${field}`];
  const state = link.sides[side];
  if (room === undefined || state === undefined || side === 'local') return false;
  const kind = kindOf(link.entity);
  const common = (value: Value | undefined): readonly string[] => keysIn(refs.toCommon(kind, side, field, value ?? null));
  const own = common(shown.get(side)?.[field]);
  const given = keysIn(wanted);
  const missing = given.filter((key) => !own.includes(key));
  const history = world.wholeHistory({ side, kind, id: state.id }, field);
  // A landline number never goes to the place of a mobile one.
  const isTaken = (key: string): boolean => field === 'phones' && !/^\+358(?:4|50)/u.test(key) && Boolean(world.crm.state.get('contacts', state.id)?.properties['phone']);
  const wasFull = (key: string): boolean => isTaken(key) || history.some(({ after }) => common(after).length >= room && !common(after).includes(key));
  return own.every((key) => given.includes(key)) && missing.every(wasFull);
}

/** Both ways, or one way into a side that nobody else may write to. */
function mustAgree(world: World, kind: Kind, field: FieldName, rule: Rule, [one, other]: readonly [Side, Side]): boolean {
  const mayHold = (side: Side): boolean => side === 'local' || (hasPlace(side, kind, field) && (side === 'psa' || world.hasProperty(kind, field)));
  const flow = rule.flow.filter((pair) => mayHold(SIDES.find((side) => pair.endsWith(`>${side}`)) as Side));
  const ways = [`${one}>${other}`, `${other}>${one}`].filter((pair) => flow.some((known) => known === pair));
  if (ways.length !== 1) return ways.length === 2;
  const target = (ways[0] as string).split('>')[1] ?? '';
  return flow.filter((pair) => pair.endsWith(`>${target}`)).length === 1;
}

/** A side that holds one value as another: a lawful difference. @param given in common words */
function represents(engine: EngineContext, kind: Kind, field: FieldName, side: Side, given: Value, shown: ReadonlyMap<Side, Fields>, refs: Refs): boolean {
  if (side === 'local') return false;
  const own = shown.get(side) ?? {};
  const asked = refs.toSide(kind, side, field, given);
  const held = engine.connectors.get(side)?.entities.get(kind)?.represent({ [field]: asked }, own).fields[field];
  return held !== undefined && spelled(kind, field, held) === spelled(kind, field, own[field]);
}

/** In the end nothing waits for another try, nor for what is there by now. */
function undueWaits({ refs }: About, held: Inbox['held'][number]): readonly string[] {
  const { side, field, reason, waitsFor } = held;
  const where = `${side} ${field ?? 'record'}`;
  if (/^(?:failed|unknown|not-sent)/u.test(reason)) return [`${where} is still held: ${reason}`];
  if (waitsFor?.kind === 'link' && refs.isOn(waitsFor.linkId, side)) return [`${where} waits for ${waitsFor.linkId}, which is on ${side}`];
  return [];
}

function pairs<T>(list: readonly T[]): readonly (readonly [T, T])[] {
  return list.flatMap((one, index) => list.slice(index + 1).map((other) => [one, other] as const));
}


// One link's turn: what its sides show, what is decided about it and what is planned. Reads nothing and writes nothing, so
// counting, dry run and apply all see the same plan.
import { askedBy, passes } from '../core/gate.ts';
import type { Gate, GateFacts } from '../core/gate.ts';
import { GATE, NOT_NAMED, OUT_OF_SCOPE, plan, READ_ONLY, RESTRICTED } from '../core/plan.ts';
import type { Held, LinkPlan, Represent, Represented } from '../core/plan.ts';
import { reconcile } from '../core/reconcile.ts';
import type { Decision, SideView } from '../core/reconcile.ts';
import type { FieldRule } from '../core/rule.ts';
import { comparable } from '../core/normalise/comparable.ts';
import { isEmpty, makeSet, same } from '../core/value.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { EntityName, FieldName, Fields, RemoteSide, Side, Value } from '../core/vocabulary.ts';
import type { LinkState, SideState } from '../store/store.ts';
import { adapterOf, entityOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { isFullyRead } from './pull.ts';
import { toInstant } from '../lib/clock.ts';
import { fateOf, isGone, restingPlan, WHOLE } from './deletions.ts';
import type { Fate } from './deletions.ts';
import { idsIn } from './keys.ts';
import { baseWithOwnWrites, takenBack } from './own-writes.ts';
import { withFittingMarks, withOwedMarks, withSilentMarks } from './marks.ts';
import { basisMissing, withheld } from './restricted.ts';
import { mayWrite, rulesInForce, unstorable } from './rules.ts';
import type { Surroundings } from './surroundings.ts';

/** What holds for every link of an entity during one cycle. */
export interface Stance {
  readonly entity: EntityName;
  readonly rules: readonly FieldRule[];
  /** Remote sides on which records may be made now. */
  readonly creatable: readonly RemoteSide[];
  /** Those on which they could be made, were all sides read: a link that lacks one of them stays due. */
  readonly postponed: readonly RemoteSide[];
  /** Fields that a side of which this process is unsure could not store: another process may have made a place for them. */
  readonly doubtful: ReadonlyMap<RemoteSide, ReadonlySet<FieldName>>;
}

export interface Turn {
  readonly link: LinkState;
  readonly views: readonly SideView[];
  /** What a side shows beside its record, in records of its own, in the side's own ids. */
  readonly beside?: Readonly<Partial<Record<Side, Fields>>>;
  readonly decisions: ReadonlyMap<FieldName, Decision>;
  readonly plan: LinkPlan;
  /** Resolutions that still fit what the sides show. */
  readonly carriedOut: readonly string[];
  readonly fate: Fate;
  /** It decides on a part of the link only: whatever else there is to do has its own turn. */
  readonly isPartial?: true;
}

/** What this process could not learn in this cycle. */
export interface Doubts {
  /** From `unsureOf`. */
  readonly unsure: ReadonlySet<RemoteSide>;
  /** Some side of the entity, or of one it points to, was not read to its end. */
  readonly unread: boolean;
}

export async function stanceOf(context: EngineContext, entity: EntityName, { unsure, unread }: Doubts): Promise<Stance> {
  const sides = [...context.connectors.keys()].filter((side) => adapterOf(context, side, entity) !== null);
  const read = await Promise.all(sides.map((side) => isFullyRead(context, side, entity)));
  const writable = sides.filter((side) => mayWrite(context, side));
  // A side that has not been read to its end may hold the counterpart already.
  const isKnown = !unread && read.every(Boolean);
  return {
    entity,
    rules: rulesInForce(context, entity),
    creatable: isKnown ? writable : [],
    postponed: isKnown ? [] : writable,
    doubtful: new Map([...unsure].map((side) => [side, unstorable(context, entity, side)])),
  };
}

/**
 * True when a side shows a field that this process finds no place for: whoever read it knows better. Decided on here, the
 * field would be agreed on as it is, and the side would never get what it should hold.
 */
export function isInDoubt({ doubtful }: Stance, link: LinkState): boolean {
  return [...doubtful].some(([side, fields]) => [...fields].some((field) => field in (link.sides[side]?.fields ?? {})));
}

function turnOf(context: EngineContext, stance: Stance, link: LinkState, around: Surroundings): Turn {
  const views = SIDES.flatMap((side) => viewOf(context, stance, link, side, around));
  const idle: Turn = { link, views, decisions: new Map(), plan: { writes: [], conflicts: [], held: [] }, carriedOut: [], fate: WHOLE };
  // The record of another link's person: that link speaks for it.
  if (link.partOf !== null) return idle;
  const fate = fateOf(context, stance.entity, link, around.parts(link.id).length > 0);
  const isRestricted = around.restricted(link.id);
  if (fate.kind !== 'goes-on') return { ...idle, fate, plan: isRestricted ? withheld(restingPlan(context, stance.entity, link, fate)) : restingPlan(context, stance.entity, link, fate) };
  const represent: Represent = (side, fields) => representOn(context, link, side, fields, around);
  const { chosen, carriedOut } = chosenOf(link, views);
  const entity = entityOf(context, stance.entity);
  const silent = withSilentMarks(entity, meantBy(views, stance.rules, represent));
  const meant = withOwedMarks(entity, silent, views, reconcile(silent, stance.rules, chosen));
  const decisions = new Map(reconcile(meant, stance.rules, chosen));
  const { creatable, held } = creatableOf(context, stance, link, views.map((view) => ({ ...view.fields, ...comingTo(view.side, decisions) })), around);
  // A record of ours that is about to be made brings its figures along, so that nobody has to be written to twice.
  const figures = creatable.has('local') ? around.figures(link.id) : {};
  const ours = Object.keys(figures).length === 0 ? [] : [figuresView(figures)];
  for (const [field, decision] of ours.length === 0 ? [] : reconcile([...meant, ...ours], stance.rules.filter(({ name }) => name in figures), chosen)) decisions.set(field, decision);
  const planned = plan({ views, meant: [...meantBy(meant, stance.rules, represent, true), ...ours], rules: stance.rules, decisions, represent, creatable });
  // From here on a write speaks the side's own language.
  const writes = planned.writes.map((write) => ({ ...write, fields: fittingOn(context, link, write.side, { ...around.toSide(write.side, write.fields).fields, ...(write.side === 'local' ? figures : {}) }) }));
  const isPartial = stance.postponed.some((side) => !(side in link.sides));
  const beside = Object.fromEntries(Object.values(link.sides).map((state) => [state.side, partsOn(context, link, around, state)]));
  return { link, views, beside, decisions, plan: { ...planned, writes, held: [...planned.held, ...held, ...heldUnseen(context, stance, link, views, planned.held)] }, carriedOut, fate, ...(isPartial ? { isPartial } : {}) };
}

/** What waits in fields that the side has not shown since (an answer to a create shows only some): nothing tells that it is over. */
function heldUnseen(context: EngineContext, { entity, rules }: Stance, { held }: LinkState, views: readonly SideView[], planned: readonly Held[]): readonly Held[] {
  return held.filter(({ side, field }) => {
    const view = views.find((one) => one.side === side);
    if (field === null || view === undefined || field in view.fields) return false;
    const isKnown = rules.some(({ name }) => name === field) && (side === 'local' || adapterOf(context, side, entity)?.fields[field] !== undefined);
    return isKnown && !planned.some((one) => one.side === side && one.field === field);
  }) as readonly Held[];
}

/** As a record of ours would show them, had it been there. */
function figuresView(figures: Fields): SideView {
  return { side: 'local', fields: figures, base: {}, modifiedAt: null, owed: new Set() };
}

/** A gate is asked about what the sides will show: nothing opens it later for what this very turn changes. */
function comingTo(side: Side, decisions: ReadonlyMap<FieldName, Decision>): Fields {
  return Object.fromEntries([...decisions].flatMap(([field, decision]) => (decision.kind === 'flow' && decision.to[side] !== undefined ? [[field, decision.to[side]] as const] : [])));
}

/**
 * Sides that have no record and may get one, with the fields it needs; a closed gate holds a remote one back, unless whoever brought
 * the record has named the systems.
 */
function creatableOf(context: EngineContext, stance: Stance, link: LinkState, views: readonly Fields[], around: Surroundings): { creatable: ReadonlyMap<Side, readonly FieldName[]>; held: readonly Held[] } {
  const required = entityOf(context, stance.entity).requiredToCreate;
  const gates = context.gates.get(stance.entity) ?? {};
  const creatable = new Map<Side, readonly FieldName[]>();
  const held: Held[] = [];
  const facts = { views, referredBy: around.referredBy(link.id), today: toInstant(context.clock.now()).slice(0, 10) };
  for (const side of [...stance.creatable, 'local'] as const) {
    if (side in link.sides) continue;
    const missing = side === 'local' ? null : around.restricted(link.id) ? RESTRICTED : basisMissing(context, stance.entity, views, Object.keys(link.sides) as Side[]);
    const gate = gates[side];
    const isNamed = side === 'local' ? undefined : link.targets?.includes(side);
    if (missing !== null) held.push({ side, field: null, reason: missing });
    else if (isNamed === false) held.push({ side, field: null, reason: NOT_NAMED });
    else if (isNamed === true || gate === undefined || passes(gate, facts)) creatable.set(side, side === 'local' ? [] : (required[side] ?? []));
    else if (side !== 'local') held.push(...waitAt(gate, facts, around.pointers(link.id)).map((wait): Held => ({ side, field: null, ...wait })));
  }
  return { creatable, held };
}

/** What opens a gate is an edit of the record itself, or a record that points to it; where something excludes it, only an edit. */
function waitAt(gate: Gate, facts: GateFacts, keys: readonly string[]): readonly Pick<Held, 'reason' | 'waitsFor'>[] {
  const open: Gate = { anyOf: gate.anyOf, unless: [] };
  const entities = passes(open, facts) ? [] : [...new Set(askedBy(open))];
  return entities.length === 0 ? [{ reason: OUT_OF_SCOPE }] : entities.map((entity) => ({ reason: GATE, waitsFor: { kind: 'key', entity, keys } }));
}

function representOn(context: EngineContext, link: LinkState, side: Side, fields: Fields, around: Surroundings): Represented {
  const { entity, sides } = link;
  const adapter = side === 'local' ? null : adapterOf(context, side, entity);
  const obstacle = side === 'local' || adapter === null ? null : !mayWrite(context, side) ? READ_ONLY : around.restricted(link.id) ? RESTRICTED : null;
  if (obstacle !== null) return { fields: {}, cannot: Object.fromEntries(Object.keys(fields).map((name) => [name, obstacle])) };
  const own = around.toSide(side, fields);
  const shown = adapter?.represent(fittingOn(context, link, side, own.fields), sides[side]?.fields) ?? { fields: own.fields, cannot: {} };
  return { fields: around.toCommon(side, shown.fields), cannot: shown.cannot, lacks: own.lacks };
}

/** A system has no place for a mark on what it does not have; ours keeps it for when that comes back. */
function fittingOn(context: EngineContext, { entity, sides }: LinkState, side: Side, fields: Fields): Fields {
  return side === 'local' ? fields : withFittingMarks(entityOf(context, entity), fields, sides[side]?.fields ?? null);
}

/** Null when a plan fails for this link: a bug of ours, which must not keep the other links waiting. */
export function turnOrNull(context: EngineContext, stance: Stance, link: LinkState, around: Surroundings): Turn | null {
  try {
    return turnOf(context, stance, link, around);
  } catch (error) {
    context.log.error({ link: link.id, entity: stance.entity, error }, 'no plan could be made for a link; it is left as it is');
    return null;
  }
}

function viewOf(context: EngineContext, stance: Stance, link: LinkState, side: Side, around: Surroundings): SideView[] {
  const state = link.sides[side];
  if (!state || isGone(link, state)) return [];
  if (side !== 'local' && adapterOf(context, side, stance.entity) === null) return [];
  const waiting = link.held.flatMap((held) => (held.side === side && held.field !== null ? [{ field: held.field, elements: held.elements }] : []));
  const due = [...waiting, ...takenBack(context, link, state, around)];
  const owed = new Set(due.map(({ field }) => field));
  const fields = { ...mappedFields(context, stance.entity, state), ...partsOn(context, link, around, state) };
  return [{ side, fields: around.toCommon(side, fields), base: around.toCommon(side, baseWithOwnWrites(context, link, state)), modifiedAt: state.modifiedAt, owed, owedElements: owedElementsOf(due, around) }];
}

function owedElementsOf(due: readonly { readonly field: FieldName; readonly elements?: readonly string[] | undefined }[], around: Surroundings): ReadonlyMap<FieldName, ReadonlySet<string>> {
  const byField = Map.groupBy(due, ({ field }) => field);
  return new Map([...byField].flatMap(([field, rows]) => (rows.every(({ elements }) => elements !== undefined) ? [[field, new Set(rows.flatMap(({ elements }) => elements ?? []).map((key) => around.nowCalled(field, key)))] as const] : [])));
}

/**
 * A system that keeps one person per account shows the person's other accounts as records of their own; none is left when the
 * last of them is gone. In the side's own ids.
 */
function partsOn(context: EngineContext, link: LinkState, around: Surroundings, state: SideState): Fields {
  if (!entityOf(context, link.entity).matching.some((rule) => rule.partsOn === state.side)) return {};
  const there = around.parts(link.id).flatMap((part) => part.sides[state.side] ?? []).filter(({ gone }) => gone === null);
  if (there.length === 0 && !(OTHERS in state.base)) return {};
  const own = idsIn(state.fields['account']);
  return { [OTHERS]: makeSet(there.flatMap(({ fields }) => idsIn(fields['account']).filter((id) => !own.includes(id)).map((key) => ({ key })))) };
}

const OTHERS: FieldName = 'otherAccounts';

/**
 * Fields that the side maps. Ours has every field, an empty one where nothing was stored yet; a field that a system has
 * unmapped stays stored and says nothing.
 */
function mappedFields(context: EngineContext, entity: EntityName, state: SideState): Fields {
  if (state.side === 'local') return { ...emptyFields(context, entity), ...state.fields };
  const mapped = adapterOf(context, state.side, entity)?.fields ?? {};
  return Object.fromEntries(Object.entries(state.fields).filter(([name]) => name in mapped));
}

export function emptyFields(context: EngineContext, entity: EntityName): Fields {
  return Object.fromEntries([...entityOf(context, entity).fields.keys()].map((name) => [name, null]));
}

/**
 * The views as the sides mean them: a side that shows what it would show of another's value, had it been given it, means that
 * value. So a write of ours whose answer was lost, or that nobody could record, is no edit, however the side shortened it.
 * @param evenAgreed also where that has been agreed on: a record yet to be made gets the value, not what a side made of it
 */
function meantBy(views: readonly SideView[], rules: readonly FieldRule[], represent: Represent, evenAgreed = false): readonly SideView[] {
  return views.map((view) => {
    if (view.side === 'local') return view;
    const meant: Record<FieldName, Value> = {};
    for (const { name, kind, compare } of rules) {
      const now = view.fields[name];
      if (kind === 'set' || now === undefined || isEmpty(now)) continue;
      const textOf = (value: Value): string => comparable(compare, value);
      const text = textOf(now);
      const base = view.base[name];
      if (!evenAgreed && base !== undefined && textOf(base) === text) continue;
      const others = views.flatMap((other) => (other === view || !(name in other.fields) ? [] : [other.fields[name] ?? null]));
      const source = others.find((value) => !isEmpty(value) && textOf(value) !== text && textOf(represent(view.side, { [name]: value }).fields[name] ?? null) === text);
      if (source !== undefined && others.every((value) => textOf(value) !== text)) meant[name] = source;
    }
    return Object.keys(meant).length === 0 ? view : { ...view, fields: { ...view.fields, ...meant } };
  });
}

/** A person's answer counts only while the sides show what the person saw. */
function chosenOf(link: LinkState, views: readonly SideView[]): { chosen: Fields; carriedOut: readonly string[] } {
  const chosen: Record<FieldName, Value> = {};
  const carriedOut: string[] = [];
  for (const resolution of link.resolutions) {
    const stands = Object.entries(resolution.values).every(([side, value]) => {
      const now = views.find((view) => view.side === side)?.fields[resolution.field];
      return now !== undefined && value !== undefined && same(now, value);
    });
    if (!stands) continue;
    chosen[resolution.field] = resolution.value;
    carriedOut.push(resolution.conflictId);
  }
  return { chosen, carriedOut };
}

// One link's turn: what its sides show, what is decided about it and what is planned. Reads nothing and writes nothing, so
// counting, dry run and apply all see the same plan.
import { askedBy, passes } from '../core/gate.ts';
import type { Gate } from '../core/gate.ts';
import { GATE, OUT_OF_SCOPE, plan, READ_ONLY } from '../core/plan.ts';
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
import { baseWithOwnWrites } from './own-writes.ts';
import { mayWrite, rulesInForce, unstorable } from './rules.ts';
import type { Surroundings } from './surroundings.ts';

/** What holds for every link of an entity during one cycle. */
export interface Stance {
  readonly entity: EntityName;
  readonly rules: readonly FieldRule[];
  /** Remote sides on which records may be made now. */
  readonly creatable: readonly RemoteSide[];
  /** Fields that a side of which this process is unsure could not store: another process may have made a place for them. */
  readonly doubtful: ReadonlyMap<RemoteSide, ReadonlySet<FieldName>>;
}

export interface Turn {
  readonly link: LinkState;
  readonly views: readonly SideView[];
  readonly decisions: ReadonlyMap<FieldName, Decision>;
  readonly plan: LinkPlan;
  /** Resolutions that still fit what the sides show. */
  readonly carriedOut: readonly string[];
  readonly fate: Fate;
  /** It decides on a part of the link only: whatever else there is to do has its own turn. */
  readonly isPartial?: true;
}

/** @param unsure from `unsureOf` */
export async function stanceOf(context: EngineContext, entity: EntityName, unsure: ReadonlySet<RemoteSide>): Promise<Stance> {
  const sides = [...context.connectors.keys()].filter((side) => adapterOf(context, side, entity) !== null);
  const read = await Promise.all(sides.map((side) => isFullyRead(context, side, entity)));
  return {
    entity,
    rules: rulesInForce(context, entity),
    // A side that has not been read to its end may hold the counterpart already.
    creatable: read.every(Boolean) ? sides.filter((side) => mayWrite(context, side)) : [],
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
  const fate = fateOf(context, stance.entity, link);
  if (fate.kind !== 'goes-on') return { ...idle, fate, plan: restingPlan(context, stance.entity, link, fate) };
  const represent: Represent = (side, fields) => representOn(context, link, side, fields, around);
  const { chosen, carriedOut } = chosenOf(link, views);
  const meant = meantBy(views, stance.rules, represent);
  const decisions = reconcile(meant, stance.rules, chosen);
  const { creatable, held } = creatableOf(context, stance, link, views, around);
  const planned = plan({ views, meant, rules: stance.rules, decisions, represent, creatable });
  // From here on a write speaks the side's own language.
  const writes = planned.writes.map((write) => ({ ...write, fields: around.toSide(write.side, write.fields).fields }));
  return { link, views, decisions, plan: { ...planned, writes, held: [...planned.held, ...held] }, carriedOut, fate };
}

/** Sides that have no record and may get one, with the fields it needs; a closed gate holds a remote one back. */
function creatableOf(context: EngineContext, stance: Stance, link: LinkState, views: readonly SideView[], around: Surroundings): { creatable: ReadonlyMap<Side, readonly FieldName[]>; held: readonly Held[] } {
  const required = entityOf(context, stance.entity).requiredToCreate;
  const gates = context.gates.get(stance.entity) ?? {};
  const creatable = new Map<Side, readonly FieldName[]>();
  const held: Held[] = [];
  const facts = { views: views.map(({ fields }) => fields), referredBy: around.referredBy(link.id), today: toInstant(context.clock.now()).slice(0, 10) };
  for (const side of [...stance.creatable, 'local'] as const) {
    if (side in link.sides) continue;
    const gate = gates[side];
    if (gate === undefined || passes(gate, facts)) creatable.set(side, side === 'local' ? [] : (required[side] ?? []));
    else if (side !== 'local') held.push({ side, field: null, ...waitAt(gate, around.pointers(link.id)) });
  }
  return { creatable, held };
}

/** What opens a gate is an edit of the record itself, or a record that points to it. */
function waitAt(gate: Gate, keys: readonly string[]): Pick<Held, 'reason' | 'waitsFor'> {
  const [entity] = askedBy(gate);
  return entity === undefined ? { reason: OUT_OF_SCOPE } : { reason: GATE, waitsFor: { kind: 'key', entity, keys } };
}

function representOn(context: EngineContext, { entity, sides }: LinkState, side: Side, fields: Fields, around: Surroundings): Represented {
  const adapter = side === 'local' ? null : adapterOf(context, side, entity);
  if (side !== 'local' && adapter && !mayWrite(context, side)) return { fields: {}, cannot: Object.fromEntries(Object.keys(fields).map((name) => [name, READ_ONLY])) };
  const own = around.toSide(side, fields);
  const shown = adapter?.represent(own.fields, sides[side]?.fields) ?? { fields: own.fields, cannot: {} };
  return { fields: around.toCommon(side, shown.fields), cannot: shown.cannot, lacks: own.lacks };
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
  const owed = new Set(link.held.flatMap((held) => (held.side === side && held.field !== null ? [held.field] : [])));
  const fields = { ...mappedFields(context, stance.entity, state), ...partsOn(around.parts(link.id), side) };
  return [{ side, fields: around.toCommon(side, fields), base: around.toCommon(side, baseWithOwnWrites(context, link, state)), modifiedAt: state.modifiedAt, owed, owedElements: owedElementsOf(link, side) }];
}

function owedElementsOf({ held }: LinkState, side: Side): ReadonlyMap<FieldName, ReadonlySet<string>> {
  const mine = held.filter((one) => one.side === side && one.field !== null);
  const byField = Map.groupBy(mine, (one) => one.field as FieldName);
  return new Map([...byField].flatMap(([field, rows]) => (rows.every(({ elements }) => elements !== undefined) ? [[field, new Set(rows.flatMap(({ elements }) => elements ?? []))] as const] : [])));
}

/** A system that keeps one person per account shows the person's other accounts as records of their own. */
function partsOn(parts: readonly LinkState[], side: Side): Fields {
  const there = parts.flatMap((part) => part.sides[side] ?? []).filter((state) => state.gone === null);
  const accounts = there.flatMap((state) => idsIn(state.fields['account']).map((key) => ({ key })));
  return accounts.length === 0 ? {} : { otherAccounts: makeSet(accounts) };
}

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
 */
function meantBy(views: readonly SideView[], rules: readonly FieldRule[], represent: Represent): readonly SideView[] {
  return views.map((view) => {
    if (view.side === 'local') return view;
    const meant: Record<FieldName, Value> = {};
    for (const { name, kind, compare } of rules) {
      const now = view.fields[name];
      if (kind === 'set' || now === undefined || isEmpty(now)) continue;
      const textOf = (value: Value): string => comparable(compare, value);
      const text = textOf(now);
      const base = view.base[name];
      if (base !== undefined && textOf(base) === text) continue;
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

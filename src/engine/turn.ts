// One link's turn: what its sides show, what is decided about it and what is planned. Reads nothing and writes nothing, so
// counting, dry run and apply all see the same plan.
import { plan, READ_ONLY } from '../core/plan.ts';
import type { Held, LinkPlan, Represent } from '../core/plan.ts';
import { reconcile } from '../core/reconcile.ts';
import type { Decision, SideView } from '../core/reconcile.ts';
import type { FieldRule } from '../core/rule.ts';
import { comparable } from '../core/normalise/comparable.ts';
import { isEmpty, same } from '../core/value.ts';
import { SIDES } from '../core/vocabulary.ts';
import type { EntityName, FieldName, Fields, RemoteSide, Side, Value } from '../core/vocabulary.ts';
import type { LinkState, SideState } from '../store/store.ts';
import { adapterOf, entityOf } from './context.ts';
import type { EngineContext } from './context.ts';
import { isFullyRead } from './pull.ts';
import { mayWrite, rulesInForce, unstorable } from './rules.ts';

/** What holds for every link of an entity during one cycle. */
export interface Stance {
  readonly entity: EntityName;
  readonly rules: readonly FieldRule[];
  readonly represent: Represent;
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
}

/** @param unsure from `unsureOf` */
export async function stanceOf(context: EngineContext, entity: EntityName, unsure: ReadonlySet<RemoteSide>): Promise<Stance> {
  const sides = [...context.connectors.keys()].filter((side) => adapterOf(context, side, entity) !== null);
  const read = await Promise.all(sides.map((side) => isFullyRead(context, side, entity)));
  return {
    entity,
    rules: rulesInForce(context, entity),
    represent: (side, fields) => representOn(context, entity, side, fields),
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

function turnOf(context: EngineContext, stance: Stance, link: LinkState): Turn {
  const gone = Object.values(link.sides).filter((state) => state.gone !== null);
  const views = SIDES.flatMap((side) => viewOf(context, stance, link, side));
  if (gone.length > 0) {
    // No side writes over a deletion and none brings the record back; a person or a policy decides.
    const held: Held[] = gone.map((state) => ({ side: state.side, field: null, reason: `gone-${state.gone}` }));
    // What is owed stays owed: a record may come back.
    held.push(...link.held.filter(({ field }) => field !== null));
    return { link, views, decisions: new Map(), plan: { writes: [], conflicts: [], held }, carriedOut: [] };
  }
  const { chosen, carriedOut } = chosenOf(link);
  const meant = meantBy(views, stance);
  const decisions = reconcile(meant, stance.rules, chosen);
  const required = entityOf(context, stance.entity).requiredToCreate;
  const missing = ([...stance.creatable, 'local'] as const).filter((side) => !(side in link.sides));
  const creatable = new Map<Side, readonly FieldName[]>(missing.map((side) => [side, side === 'local' ? [] : (required[side] ?? [])]));
  return { link, views, decisions, plan: plan({ views, meant, rules: stance.rules, decisions, represent: stance.represent, creatable }), carriedOut };
}

function representOn(context: EngineContext, entity: EntityName, side: Side, fields: Fields): ReturnType<Represent> {
  const adapter = side === 'local' ? null : adapterOf(context, side, entity);
  if (side === 'local' || !adapter) return { fields, cannot: {} };
  if (!mayWrite(context, side)) return { fields: {}, cannot: Object.fromEntries(Object.keys(fields).map((name) => [name, READ_ONLY])) };
  return adapter.represent(fields);
}

/** Null when a plan fails for this link: a bug of ours, which must not keep the other links waiting. */
export function turnOrNull(context: EngineContext, stance: Stance, link: LinkState): Turn | null {
  try {
    return turnOf(context, stance, link);
  } catch (error) {
    context.log.error({ link: link.id, entity: stance.entity, error }, 'no plan could be made for a link; it is left as it is');
    return null;
  }
}

function viewOf(context: EngineContext, stance: Stance, link: LinkState, side: Side): SideView[] {
  const state = link.sides[side];
  if (!state || state.gone !== null) return [];
  if (side !== 'local' && adapterOf(context, side, stance.entity) === null) return [];
  const owed = new Set(link.held.flatMap((held) => (held.side === side && held.field !== null ? [held.field] : [])));
  return [{ side, fields: mappedFields(context, stance.entity, state), base: state.base, modifiedAt: state.modifiedAt, owed }];
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
function meantBy(views: readonly SideView[], { represent, rules }: Stance): readonly SideView[] {
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
function chosenOf(link: LinkState): { chosen: Fields; carriedOut: readonly string[] } {
  const chosen: Record<FieldName, Value> = {};
  const carriedOut: string[] = [];
  for (const resolution of link.resolutions) {
    const stands = Object.entries(resolution.values).every(([side, value]) => {
      const now = link.sides[side as Side]?.fields[resolution.field];
      return now !== undefined && value !== undefined && same(now, value);
    });
    if (!stands) continue;
    chosen[resolution.field] = resolution.value;
    carriedOut.push(resolution.conflictId);
  }
  return { chosen, carriedOut };
}

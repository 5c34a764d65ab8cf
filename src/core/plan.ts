// Plan: what one link's decisions ask of each side. A write holds only fields whose stored form would differ from what the
// side shows; what a side cannot hold waits with its reason. Pure: nothing is written here.
import { comparable } from './normalise/comparable.ts';
import type { Decision, SideView } from './reconcile.ts';
import type { FieldRule } from './rule.ts';
import { isEmpty } from './value.ts';
import { SIDES } from './vocabulary.ts';
import type { FieldName, Fields, Side, Value } from './vocabulary.ts';

export interface PlannedWrite {
  readonly side: Side;
  readonly kind: 'create' | 'update';
  readonly fields: Fields;
}

export interface Held {
  readonly side: Side;
  readonly field: FieldName | null;
  readonly reason: string;
}

/** The reason of writes to a connection that may not be written: they wait for a right, not for a person's look at each. */
export const READ_ONLY = 'connection-read-only';

export interface LinkPlan {
  readonly writes: readonly PlannedWrite[];
  readonly conflicts: readonly { readonly field: FieldName; readonly suggestion: Side | null }[];
  readonly held: readonly Held[];
}

/** What storing these values on a side would show, and what it cannot hold (connector.represent; everything for local). */
export type Represent = (side: Side, fields: Fields) => { readonly fields: Fields; readonly cannot: Readonly<Record<FieldName, string>> };

export interface PlanInput {
  readonly views: readonly SideView[];
  /** The same as the sides mean them, where that differs: a new record gets what is meant, not what a side has made of it. */
  readonly meant?: readonly SideView[];
  readonly rules: readonly FieldRule[];
  readonly decisions: ReadonlyMap<FieldName, Decision>;
  readonly represent: Represent;
  /** Sides that have no record yet and may get one, with the fields they must have. */
  readonly creatable: ReadonlyMap<Side, readonly FieldName[]>;
}

export function plan(input: PlanInput): LinkPlan {
  const writes: PlannedWrite[] = [];
  const held: Held[] = [];
  const conflicts: LinkPlan['conflicts'][number][] = [];
  for (const [field, decision] of input.decisions) {
    if (decision.kind === 'conflict') conflicts.push({ field, suggestion: decision.suggestion });
  }
  for (const view of input.views) {
    held.push(...stillOwed(view, input));
    const wanted = wantedOf(view.side, input.decisions);
    const { fields, cannot } = input.represent(view.side, wanted);
    for (const [field, reason] of Object.entries(cannot)) held.push({ side: view.side, field, reason });
    const needed = Object.keys(wanted).filter((field) => !(field in cannot) && differs(input.rules, field, fields[field] ?? null, view.fields[field] ?? null));
    if (needed.length > 0) writes.push({ side: view.side, kind: 'update', fields: pick(wanted, needed) });
  }
  for (const [side, required] of input.creatable) {
    const created = planCreate(side, required, input);
    held.push(...created.held);
    if (created.write) writes.push(created.write);
  }
  return { writes, conflicts, held };
}

function planCreate(side: Side, required: readonly FieldName[], input: PlanInput): { write: PlannedWrite | null; held: readonly Held[] } {
  const wanted: Record<FieldName, Value> = {};
  for (const rule of input.rules) {
    const value = valueFor(side, rule, input);
    if (value !== undefined && !isEmpty(value)) wanted[rule.name] = value;
  }
  const { cannot } = input.represent(side, wanted);
  const held: Held[] = Object.entries(cannot).map(([field, reason]) => ({ side, field, reason }));
  const storable = pick(wanted, Object.keys(wanted).filter((field) => !(field in cannot)));
  const missing = required.filter((field) => !(field in storable));
  if (missing.length > 0) return { write: null, held: [...held, ...missing.map((field) => ({ side, field, reason: 'required-field-empty' }))] };
  return { write: { side, kind: 'create', fields: storable }, held };
}

/** The value a new record gets: what a side that may speak to it will hold; nothing while people still disagree. */
function valueFor(side: Side, rule: FieldRule, input: PlanInput): Value | undefined {
  const decision = input.decisions.get(rule.name);
  if (decision === undefined || decision.kind === 'conflict') return undefined;
  // Ours first: it keeps what it is given, while another side may have shortened it.
  for (const view of (input.meant ?? input.views).toSorted((a, b) => Number(b.side === 'local') - Number(a.side === 'local') || SIDES.indexOf(a.side) - SIDES.indexOf(b.side))) {
    if (!rule.rule.flow.includes(`${view.side}>${side}`)) continue;
    const coming = decision.kind === 'flow' ? decision.to[view.side] : undefined;
    const value = coming === undefined ? view.fields[rule.name] : coming;
    if (value !== undefined && !isEmpty(value)) return value;
  }
  return undefined;
}

/** A write that did not get through stays owed while people disagree and while nothing may be written to the side. */
function stillOwed(view: SideView, input: PlanInput): readonly Held[] {
  return input.rules.flatMap((rule) => {
    if (!view.owed.has(rule.name)) return [];
    if (input.decisions.get(rule.name)?.kind === 'conflict') return [{ side: view.side, field: rule.name, reason: 'waits-for-decision' }];
    if (rule.rule.flow.some((pair) => pair.endsWith(`>${view.side}`))) return [];
    const shown = view.fields[rule.name] ?? null;
    const differing = input.views.some((other) => rule.name in other.fields && differs(input.rules, rule.name, other.fields[rule.name] ?? null, shown));
    return differing ? [{ side: view.side, field: rule.name, reason: 'not-writable' }] : [];
  });
}

function wantedOf(side: Side, decisions: ReadonlyMap<FieldName, Decision>): Fields {
  const wanted: Record<FieldName, Value> = {};
  for (const [field, decision] of decisions) {
    const value = decision.kind === 'flow' ? decision.to[side] : undefined;
    if (value !== undefined) wanted[field] = value;
  }
  return wanted;
}

function differs(rules: readonly FieldRule[], field: FieldName, a: Value, b: Value): boolean {
  const compare = rules.find((rule) => rule.name === field)?.compare ?? 'exact';
  return comparable(compare, a) !== comparable(compare, b);
}

export function pick(fields: Fields, names: readonly FieldName[]): Fields {
  return Object.fromEntries(names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])));
}

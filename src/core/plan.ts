// Plan: what one link's decisions ask of each side. A write holds only fields whose stored form would differ from what the
// side shows; what a side cannot hold waits with its reason. Pure: nothing is written here.
import { comparable } from './normalise/comparable.ts';
import type { Decision, SideView } from './reconcile.ts';
import type { FieldRule } from './rule.ts';
import { canonical, isEmpty, isSet } from './value.ts';
import { SIDES } from './vocabulary.ts';
import type { FieldName, Fields, Side, Value, WaitsFor } from './vocabulary.ts';

export interface PlannedWrite {
  readonly side: Side;
  /** archive: take it out of use; it has no fields. */
  readonly kind: 'create' | 'update' | 'archive';
  readonly fields: Fields;
}

export interface Held {
  readonly side: Side;
  readonly field: FieldName | null;
  readonly reason: string;
  /** Absent: it waits for a person, a right or another try. */
  readonly waitsFor?: WaitsFor;
  /** Of a set: the elements that have yet to come or go. Whatever else the sides differ in is as it should be. */
  readonly elements?: readonly string[];
}

/** Why a reference, or a part of a set of them, has no place on a side yet. */
export interface Lack {
  readonly reason: string;
  readonly waitsFor: WaitsFor;
  readonly elements?: readonly string[];
}

/** The reason of writes to a connection that may not be written: they wait for a right, not for a person's look at each. */
export const READ_ONLY = 'connection-read-only';
/** It would go to a record that is gone, should that come back. */
export const RECORD_GONE = 'record-gone';
/** Nothing is made yet: no deal, no lifecycle stage that would let it pass. */
export const GATE = 'gate';
/** Nothing is made: the rules want no such records there. */
export const OUT_OF_SCOPE = 'out-of-scope';
/** Whoever imported it named the systems in which it is to be made, and this is none of them. */
export const NOT_NAMED = 'not-named';
/** Nothing about this person is written elsewhere for the time being (GDPR article 18). */
export const RESTRICTED = 'restricted';
/** Nobody has said on what ground this person is kept, and the settings ask for one before a record is made. */
export const NO_LEGAL_BASIS = 'no-legal-basis';
/** Reasons that wait for a right or a rule. */
export const NOT_FOR_A_PERSON: readonly string[] = [READ_ONLY, GATE, OUT_OF_SCOPE, NOT_NAMED, RECORD_GONE, RESTRICTED, NO_LEGAL_BASIS];
/** How reasons begin that wait for another record. */
export const UNLINKED = 'unlinked-';

/** True for what waits for a right, a rule or another record; everything else needs somebody's look. */
export function waitsByItself(reason: string): boolean {
  return NOT_FOR_A_PERSON.includes(reason) || reason.startsWith(UNLINKED);
}

/** The field name of a conflict about the record as a whole: each side says whether its own is 'gone' or 'present'. */
export const WHOLE_RECORD: FieldName = '(record)';

export interface LinkPlan {
  readonly writes: readonly PlannedWrite[];
  readonly conflicts: readonly { readonly field: FieldName; readonly suggestion: Side | null }[];
  readonly held: readonly Held[];
}

/** What storing these values on a side would show, and what it cannot hold (connector.represent; everything for local). */
export type Represent = (side: Side, fields: Fields) => Represented;

export interface Represented {
  readonly fields: Fields;
  readonly cannot: Readonly<Record<FieldName, string>>;
  /** References that wait; a field that is also in `fields` goes without them meanwhile. */
  readonly lacks?: Readonly<Record<FieldName, Lack>>;
}

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
    const shown = input.represent(view.side, wanted);
    held.push(...heldBy(view.side, shown, (field) => differingElements(wanted[field], view.fields[field])));
    const { fields } = shown;
    const needed = Object.keys(wanted).filter((field) => isStorable(field, shown) && differs(input.rules, field, fields[field] ?? null, view.fields[field] ?? null));
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
  const shown = input.represent(side, wanted);
  const held = heldBy(side, shown, () => undefined);
  const storable = pick(wanted, Object.keys(wanted).filter((field) => isStorable(field, shown)));
  const missing = required.filter((field) => !(field in storable));
  const empty = missing.filter((field) => !held.some((one) => one.field === field));
  if (missing.length > 0) return { write: null, held: [...held, ...empty.map((field) => ({ side, field, reason: 'required-field-empty' }))] };
  return { write: { side, kind: 'create', fields: storable }, held };
}

function heldBy(side: Side, { cannot, lacks = {} }: Represented, elementsOf: (field: FieldName) => readonly string[] | undefined): readonly Held[] {
  return [
    ...Object.entries(cannot).map(([field, reason]) => withElements({ side, field, reason }, elementsOf(field))),
    ...Object.entries(lacks).flatMap(([field, lack]) => (field in cannot ? [] : [{ side, field, ...lack }])),
  ];
}

function withElements(held: Held, elements: readonly string[] | undefined): Held {
  return elements === undefined ? held : { ...held, elements };
}

/** Keys of the elements that only one of two sets has, or that differ; undefined for other values. */
export function differingElements(a: Value | undefined, b: Value | undefined): readonly string[] | undefined {
  if (!isSet(a) && !isSet(b)) return undefined;
  const texts = [a, b].map((value) => new Map(isSet(value) ? value.map((element) => [element.key, canonical([element])] as const) : []));
  return [...new Set(texts.flatMap((text) => [...text.keys()]))].filter((key) => texts[0]?.get(key) !== texts[1]?.get(key)).toSorted();
}

function isStorable(field: FieldName, { fields, cannot, lacks = {} }: Represented): boolean {
  return !(field in cannot) && (!(field in lacks) || field in fields);
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
    const elements = view.owedElements?.get(rule.name);
    const owed = (reason: string): Held => withElements({ side: view.side, field: rule.name, reason }, elements && [...elements]);
    if (input.decisions.get(rule.name)?.kind === 'conflict') return [owed('waits-for-decision')];
    if (rule.rule.flow.some((pair) => pair.endsWith(`>${view.side}`))) return [];
    const shown = view.fields[rule.name] ?? null;
    const differing = input.views.some((other) => rule.name in other.fields && differs(input.rules, rule.name, other.fields[rule.name] ?? null, shown));
    return differing ? [owed('not-writable')] : [];
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

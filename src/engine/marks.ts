// Marks: sets whose elements are marks on those of another set, as an opt-out is one on an address. Invariants: wherever a marked
// element arrives, the mark arrives with it; a side that has no such element says nothing of its mark, so no mark is lifted by
// taking away what it is on.
import type { Decision, SideView } from '../core/reconcile.ts';
import { isSet, makeSet } from '../core/value.ts';
import type { FieldName, Fields, SetElement, Value } from '../core/vocabulary.ts';
import type { Entity } from '../entities/entity.ts';

interface Marking {
  readonly field: FieldName;
  /** What the marks are on. */
  readonly on: FieldName;
}

/** The views with the marks that a side had agreed to on elements which it does not have now. */
export function withSilentMarks(entity: Entity, views: readonly SideView[]): readonly SideView[] {
  return markingsOf(entity).reduce((all, { field, on }) => all.map((view) => {
    if (!(field in view.fields) || !(on in view.fields)) return view;
    const there = keysOf(view.fields[on]);
    const silent = elementsOf(view.base[field]).filter(({ key }) => !there.has(key) && !keysOf(view.fields[field]).has(key));
    return silent.length === 0 ? view : { ...view, fields: { ...view.fields, [field]: makeSet([...elementsOf(view.fields[field]), ...silent]) } };
  }), views);
}

/**
 * The views with what is owed to sides that have just got, or are about to get, an element which another side marks.
 * @param views from `withSilentMarks`
 * @param shown the same as the sides show them
 */
export function withOwedMarks(entity: Entity, views: readonly SideView[], shown: readonly SideView[], decisions: ReadonlyMap<FieldName, Decision>): readonly SideView[] {
  return markingsOf(entity).reduce((all, { field, on }) => all.map((view) => {
    const real = shown.find(({ side }) => side === view.side)?.fields[field];
    const decision = decisions.get(on);
    const coming = decision?.kind === 'flow' ? decision.to[view.side] : undefined;
    const before = new Set([...keysOf(view.base[on])].filter((key) => keysOf(view.fields[on]).has(key)));
    const marked = new Set(all.flatMap((other) => (other.side === view.side ? [] : [...keysOf(other.fields[field])])));
    const owed = [...keysOf(coming ?? view.fields[on])].filter((key) => !before.has(key) && marked.has(key) && !keysOf(real).has(key));
    if (real === undefined || owed.length === 0) return view;
    const without = (value: Value | undefined): Value => makeSet(elementsOf(value).filter(({ key }) => !owed.includes(key)));
    const base = field in view.base ? { ...view.base, [field]: without(view.base[field]) } : view.base;
    const isWhole = view.owed.has(field) && view.owedElements?.get(field) === undefined;
    const owedElements = new Map([...(view.owedElements ?? []), ...(isWhole ? [] : [[field, new Set([...(view.owedElements?.get(field) ?? []), ...owed])] as const])]);
    return { ...view, fields: { ...view.fields, [field]: without(view.fields[field]) }, base, owed: new Set([...view.owed, field]), owedElements };
  }), views);
}

/** What is to be written, without marks on what the side will not have. @param shown what it shows; null for a new record */
export function withFittingMarks(entity: Entity, fields: Fields, shown: Fields | null): Fields {
  return markingsOf(entity).reduce((all, { field, on }) => {
    const there = all[on] ?? shown?.[on];
    const marks = all[field];
    if (!isSet(marks) || (there === undefined && shown !== null)) return all;
    return { ...all, [field]: marks.filter(({ key }) => keysOf(there).has(key)) };
  }, fields);
}

function markingsOf({ fields }: Entity): readonly Marking[] {
  return [...fields.values()].flatMap(({ name, marks }) => (marks === undefined ? [] : [{ field: name, on: marks }]));
}

function elementsOf(value: Value | undefined): readonly SetElement[] {
  return isSet(value) ? value : [];
}

function keysOf(value: Value | undefined): ReadonlySet<string> {
  return new Set(elementsOf(value).map(({ key }) => key));
}

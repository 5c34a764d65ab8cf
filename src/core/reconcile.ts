// Reconcile: what every field of one linked thing should become, given what each side shows now and what it showed when all
// last agreed. Pure, total, symmetric, and free of the order of its arguments.
import { decide, follow, makePart } from './decide.ts';
import type { Decision, Part } from './decide.ts';
import { followTight, reconcileSet } from './reconcile-set.ts';
import type { FieldRule } from './rule.ts';
import { isSet } from './value.ts';
import { SIDES } from './vocabulary.ts';
import type { FieldName, Fields, Side, Value } from './vocabulary.ts';

export type { Decision } from './decide.ts';

export interface SideView {
  readonly side: Side;
  /** A field without a key is not held, or not looked at, by the side. */
  readonly fields: Fields;
  /** A field without a key has no base. */
  readonly base: Fields;
  readonly modifiedAt: string | null;
  /** Fields whose last write to this side did not get through: agreed on, and still to be stored here. */
  readonly owed: ReadonlySet<FieldName>;
  /** Of owed sets: which of their elements. A field without a key owes whatever the sides differ in. */
  readonly owedElements?: ReadonlyMap<FieldName, ReadonlySet<string>>;
}

/** @param chosen values a person has decided on, by field: they win over every rule. */
export function reconcile(views: readonly SideView[], rules: readonly FieldRule[], chosen: Fields = {}): ReadonlyMap<FieldName, Decision> {
  const ordered = views.toSorted((a, b) => placeOf(a.side) - placeOf(b.side) || (a.side < b.side ? -1 : 1));
  const decisions = new Map<FieldName, Decision>();
  for (const rule of rules) {
    const parts = ordered.flatMap((view) => partOf(view, rule));
    if (parts.length > 0) decisions.set(rule.name, decideField(parts, rule, chosen[rule.name]));
  }
  return decisions;
}

/** A side we have no place for comes after those we have: the laws hold for any number of them. */
function placeOf(side: Side): number {
  return SIDES.includes(side) ? SIDES.indexOf(side) : SIDES.length;
}

function partOf(view: SideView, rule: FieldRule): Part[] {
  const now = view.fields[rule.name];
  if (now === undefined) return [];
  const owedElements = view.owedElements?.get(rule.name) ?? null;
  return [makePart(rule, { side: view.side, now, base: view.base[rule.name], modifiedAt: view.modifiedAt, owed: view.owed.has(rule.name), owedElements })];
}

function decideField(parts: readonly Part[], rule: FieldRule, chosen: Value | undefined): Decision {
  const isSets = rule.kind === 'set' && [chosen ?? null, ...parts.map((part) => part.now)].every((value) => value === null || isSet(value));
  if (chosen === undefined) return isSets ? reconcileSet(parts, rule) : decide(parts, rule);
  return isSets && rule.rule.onConflict === 'restrictive' ? followTight(chosen, parts, rule) : follow(chosen, parts, rule);
}

// Reconcile: what every field of one linked thing should become, given what each side shows now and what it showed when all
// last agreed. Pure, total, symmetric, and free of the order of its arguments.
import { decide, makePart, mayFlow } from './decide.ts';
import type { Decision, Part } from './decide.ts';
import { comparable } from './normalise/comparable.ts';
import { reconcileSet } from './reconcile-set.ts';
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
}

/** @param chosen values a person has decided on, by field: they win over every rule. */
export function reconcile(views: readonly SideView[], rules: readonly FieldRule[], chosen: Fields = {}): ReadonlyMap<FieldName, Decision> {
  const ordered = SIDES.flatMap((side) => views.filter((view) => view.side === side));
  const decisions = new Map<FieldName, Decision>();
  for (const rule of rules) {
    const parts = ordered.flatMap((view) => partOf(view, rule));
    if (parts.length > 0) decisions.set(rule.name, decideField(parts, rule, chosen[rule.name]));
  }
  return decisions;
}

function partOf(view: SideView, rule: FieldRule): Part[] {
  const now = view.fields[rule.name];
  if (now === undefined) return [];
  return [makePart(rule, { side: view.side, now, base: view.base[rule.name], modifiedAt: view.modifiedAt, owed: view.owed.has(rule.name) })];
}

function decideField(parts: readonly Part[], rule: FieldRule, chosen: Value | undefined): Decision {
  if (chosen !== undefined) return follow(chosen, parts, rule);
  if (rule.kind === 'set' && parts.every((part) => part.now === null || isSet(part.now))) return reconcileSet(parts, rule);
  return decide(parts, rule);
}

/** A person's value goes wherever this field may be written at all. */
function follow(chosen: Value, parts: readonly Part[], rule: FieldRule): Decision {
  const text = comparable(rule.compare, chosen);
  const losers = parts.filter((part) => part.text !== text && parts.some((other) => other.side !== part.side && mayFlow(other, part, rule)));
  if (losers.length === 0) return { kind: 'agree' };
  return { kind: 'flow', to: Object.fromEntries(losers.map((part) => [part.side, chosen])), overwritten: [], by: 'person' };
}

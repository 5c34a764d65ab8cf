// Sets merge per element: every key is decided like a value of its own that is there or is not, so two people who each add
// one never conflict. Without a base nothing was removed: the first meeting is the union.
import { decide, makePart } from './decide.ts';
import type { Decision, Part } from './decide.ts';
import type { FieldRule } from './rule.ts';
import { canonical, isSet, makeSet } from './value.ts';
import type { SetElement, Side, Value } from './vocabulary.ts';

/** One decision for the whole set; a conflict over one element is a conflict over the set. */
export function reconcileSet(parts: readonly Part[], rule: FieldRule): Decision {
  const keys = new Set(parts.flatMap((part) => [...elementsOf(part.now), ...elementsOf(part.base ?? null)].map((element) => element.key)));
  const to: Partial<Record<Side, Value>> = {};
  const overwritten = new Set<Side>();
  let by = 'set';
  for (const key of [...keys].toSorted()) {
    const decision = decide(parts.map((part) => elementPart(part, key, rule)), rule);
    if (decision.kind === 'conflict') return decision;
    if (decision.kind !== 'flow') continue;
    for (const side of decision.overwritten) overwritten.add(side);
    if (decision.overwritten.length > 0) by = decision.by;
    for (const part of parts) {
      const wanted = decision.to[part.side];
      if (wanted !== undefined) to[part.side] = withElement(to[part.side] ?? part.now, key, elementsOf(wanted)[0] ?? null);
    }
  }
  for (const part of parts) if (to[part.side] !== undefined && canonical(to[part.side] as Value) === part.text) delete to[part.side];
  if (Object.keys(to).length === 0 && overwritten.size === 0) {
    return { kind: parts.some((part) => part.changed || part.base === undefined) ? 'agree' : 'steady' };
  }
  return { kind: 'flow', to, overwritten: [...overwritten].toSorted(), by };
}

function elementPart(part: Part, key: string, rule: FieldRule): Part {
  const { side, modifiedAt, owed } = part;
  const only = (value: Value): Value => elementsOf(value).filter((element) => element.key === key).slice(-1);
  return makePart(rule, { side, now: only(part.now), base: part.base === undefined ? undefined : only(part.base), modifiedAt, owed });
}

/** Attributes that only this side knows stay with the element. */
function withElement(value: Value, key: string, element: SetElement | null): Value {
  const elements = elementsOf(value);
  const others = elements.filter((one) => one.key !== key);
  return makeSet(element === null ? others : [...others, { ...elements.find((one) => one.key === key), ...element }]);
}

function elementsOf(value: Value): readonly SetElement[] {
  return isSet(value) ? value : [];
}

// Sets merge per element: every key is decided like a value of its own that is there or is not, so two people who each add
// one never conflict. Without a base nothing was removed: the first meeting is the union.
import { decide, follow, holderOf, makePart, mayFlow } from './decide.ts';
import type { Decision, Part } from './decide.ts';
import type { FieldRule } from './rule.ts';
import { canonical, isSet, makeSet } from './value.ts';
import type { SetElement, Side, Value } from './vocabulary.ts';

/** One decision for the whole set; a conflict over one element is a conflict over the set. */
export function reconcileSet(parts: readonly Part[], rule: FieldRule): Decision {
  return merge(parts, rule, new Set(), (_, elements) => decide(elements, rule));
}

/**
 * A person's answer to a conflict over a set that sync only tightens: it settles what was in question and may add. Whatever
 * else a side holds was not asked about, so a tightening that the chosen value does not know is not undone with it.
 */
export function followTight(chosen: Value, parts: readonly Part[], rule: FieldRule): Decision {
  const wanted = new Map(elementsOf(chosen).map((element) => [element.key, element]));
  const decision = merge(parts, rule, wanted.keys(), (key, elements) => {
    const element = wanted.get(key);
    const own = decide(elements, rule);
    return element === undefined && own.kind !== 'conflict' ? own : follow(element === undefined ? [] : [element], elements, rule);
  });
  return decision.kind === 'flow' ? { ...decision, by: 'person' } : { kind: 'agree' };
}

function merge(parts: readonly Part[], rule: FieldRule, more: Iterable<string>, decideOne: (key: string, elements: readonly Part[]) => Decision): Decision {
  const keys = new Set([...more, ...parts.flatMap((part) => [...elementsOf(part.now), ...elementsOf(part.base ?? null)].map((element) => element.key))]);
  const to: Partial<Record<Side, Value>> = {};
  const overwritten = new Set<Side>();
  let by = 'set';
  for (const key of [...keys].toSorted()) {
    const decision = decideOne(key, parts.map((part) => elementPart(part, key, rule)));
    if (decision.kind === 'conflict') return decision;
    if (decision.kind !== 'flow') continue;
    for (const side of decision.overwritten) overwritten.add(side);
    if (decision.overwritten.length > 0) by = decision.by;
    for (const part of parts) {
      const wanted = decision.to[part.side];
      if (wanted !== undefined) to[part.side] = withElement(to[part.side] ?? part.now, key, elementsOf(wanted)[0] ?? null);
    }
  }
  const decided = { ...to };
  for (const part of parts) if (decided[part.side] !== undefined) to[part.side] = withWhatFits(decided[part.side] as Value, part, parts, decided, rule);
  for (const part of parts) if (to[part.side] !== undefined && canonical(to[part.side] as Value) === part.text) delete to[part.side];
  if (Object.keys(to).length === 0 && overwritten.size === 0) {
    return { kind: parts.some((part) => part.changed || part.base === undefined) ? 'agree' : 'steady' };
  }
  return { kind: 'flow', to, overwritten: [...overwritten].toSorted(), by };
}

/**
 * A side that is written anyway is offered what all the others hold: an element that had no room there may have some now that
 * another has gone.
 */
function withWhatFits(wanted: Value, part: Part, parts: readonly Part[], to: Readonly<Partial<Record<Side, Value>>>, rule: FieldRule): Value {
  const others = parts.filter((other) => other.side !== part.side);
  const held = (other: Part): readonly SetElement[] => elementsOf(to[other.side] ?? other.now);
  const source = holderOf(others.filter((other) => mayFlow(other, part, rule)), rule);
  if (source === null) return wanted;
  const present = new Set([...elementsOf(wanted), ...elementsOf(part.now)].map(({ key }) => key));
  const more = held(source).filter(({ key }) => !present.has(key) && others.every((other) => held(other).some((element) => element.key === key)));
  return more.length === 0 ? wanted : makeSet([...elementsOf(wanted), ...more]);
}

function elementPart(part: Part, key: string, rule: FieldRule): Part {
  const { side, modifiedAt } = part;
  // A side that has room for less than the others is owed nothing for what it lacks: only what was on its way is.
  const owed = part.owed && (part.owedElements?.has(key) ?? true);
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

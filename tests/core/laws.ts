// The laws of the planner, as properties over random scenes and worlds. A law is checked with as many cases as one likes:
// few in the tests, many in a script.
import fc from 'fast-check';
import { comparable } from '../../src/core/normalise/comparable.ts';
import { reconcile } from '../../src/core/reconcile.ts';
import type { Decision, SideView } from '../../src/core/reconcile.ts';
import type { FieldRule, Pair, Rule } from '../../src/core/rule.ts';
import { isEmpty, isSet, same } from '../../src/core/value.ts';
import type { Fields, Side, Value } from '../../src/core/vocabulary.ts';
import { anyRules, onConflict, order, sceneOf, someSides, text } from './arbitraries.ts';
import type { Scene } from './arbitraries.ts';
import { law } from './law.ts';
import type { Law } from './law.ts';
import { matchLaws } from './laws-of-matching.ts';
import { ruleLaws } from './laws-of-rules.ts';
import { setLaws } from './laws-of-sets.ts';
import { tightLaws } from './laws-of-tightness.ts';
import { worldLaws } from './laws-of-worlds.ts';

const mirrorSide = (side: Side): Side => (side === 'psa' ? 'crm' : side === 'crm' ? 'psa' : side);
const mirrorOrder = <T,>(rule: readonly Side[] | T): readonly Side[] | T => (Array.isArray(rule) ? rule.map((side) => mirrorSide(side as Side)) : rule);

function mirrorRule(rule: FieldRule): FieldRule {
  const flow = rule.rule.flow.map((pair) => pair.split('>').map((side) => mirrorSide(side as Side)).join('>') as Pair);
  return { ...rule, rule: { flow, onConflict: mirrorOrder(rule.rule.onConflict), onFirst: mirrorOrder(rule.rule.onFirst) } as Rule };
}

/** What a decision says, whichever of two equal spellings it carries and whichever of two like-minded sides it names. */
function gist(decision: Decision, rule: FieldRule, views: readonly SideView[], mirrored: boolean): unknown {
  const side = (one: Side): Side => (mirrored ? mirrorSide(one) : one);
  const spelt = (value: Value): string => comparable(rule.compare, value);
  if (decision.kind === 'flow') {
    const to = Object.entries(decision.to).map(([one, value]) => `${side(one as Side)}=${spelt(value)}`).toSorted();
    return { kind: decision.kind, by: decision.by, to, overwritten: decision.overwritten.map(side).toSorted() };
  }
  if (decision.kind !== 'conflict' || decision.suggestion === null) return decision;
  return { kind: decision.kind, suggestion: spelt(views.find((view) => view.side === decision.suggestion)?.fields[rule.name] ?? null) };
}

/** Sets are put together from elements, and elements from what sides know of them. */
function traitsOf(values: readonly Value[]): readonly string[] {
  const elements = values.flatMap((value) => (isSet(value) ? value : []));
  return elements.flatMap((element) => Object.entries(element).map(([name, one]) => `${element.key} ${name}=${one}`));
}

const decided = ({ views, rules, chosen }: Scene): readonly [string, Decision][] =>
  [...reconcile(views, rules, chosen)].toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The same fields, told in another order. */
function reordered(fields: Fields): fc.Arbitrary<Fields> {
  const entries = Object.entries(fields).map(([name, value]) => (isSet(value) ? fc.shuffledSubarray([...value], { minLength: value.length }) : fc.constant(value)).map((one) => [name, one] as const));
  return fc.tuple(...entries).chain((all) => fc.shuffledSubarray(all, { minLength: all.length })).map((all) => Object.fromEntries(all));
}

const orderedRules = anyRules.chain((rules) =>
  fc.tuple(order, onConflict).map(([sides, conflict]) => rules.map((rule) => ({ ...rule, rule: { ...rule.rule, onConflict: conflict, onFirst: sides } }))),
);

export const laws: readonly Law[] = [
  law('answers for every field that any side shows, whatever it is given', fc.property(sceneOf(anyRules), (scene) => {
    const decisions = reconcile(scene.views, scene.rules, scene.chosen);
    for (const { name } of scene.rules) expectThat(decisions.has(name) === scene.views.some((view) => name in view.fields), name);
  })),
  law('does not depend on the order of sides or rules', fc.property(sceneOf(anyRules).chain((scene) =>
    fc.tuple(fc.constant(scene), fc.shuffledSubarray([...scene.views], { minLength: scene.views.length }), fc.shuffledSubarray([...scene.rules], { minLength: scene.rules.length })),
  ), ([scene, views, rules]) => {
    const [a, b] = [decided(scene), decided({ ...scene, views, rules })];
    expectThat(JSON.stringify(a) === JSON.stringify(b), `${JSON.stringify(a)} and ${JSON.stringify(b)}`);
  })),
  law('does not depend on the order of the elements of sets or of fields', fc.property(sceneOf(anyRules).chain((scene) =>
    fc.tuple(fc.constant(scene), fc.tuple(...scene.views.map((view) => fc.tuple(reordered(view.fields), reordered(view.base)))), reordered(scene.chosen)),
  ), ([scene, shuffled, chosen]) => {
    const views = scene.views.map((view, index) => ({ ...view, fields: shuffled[index]?.[0] ?? {}, base: shuffled[index]?.[1] ?? {} }));
    const other = new Map(decided({ rules: scene.rules, views, chosen }));
    for (const [name, decision] of decided(scene)) {
      const rule = scene.rules.find((one) => one.name === name) as FieldRule;
      const [a, b] = [gist(decision, rule, scene.views, false), gist(other.get(name) as Decision, rule, views, false)];
      expectThat(JSON.stringify(a) === JSON.stringify(b), `${JSON.stringify(a)} and ${JSON.stringify(b)}`);
    }
  })),
  law('treats both systems alike: swapping them mirrors every decision', fc.property(sceneOf(orderedRules), (scene) => {
    const views = scene.views.map((view) => ({ ...view, side: mirrorSide(view.side) }));
    const mirrored = reconcile(views, scene.rules.map(mirrorRule), scene.chosen);
    for (const [name, decision] of decided(scene)) {
      const rule = scene.rules.find((one) => one.name === name) as FieldRule;
      const [a, b] = [gist(decision, rule, scene.views, false), gist(mirrored.get(name) as Decision, rule, views, true)];
      expectThat(JSON.stringify(a) === JSON.stringify(b), `${JSON.stringify(a)} and ${JSON.stringify(b)}`);
    }
  })),
  law('flows only ways that the rule allows, and never a value to a side that shows it', fc.property(sceneOf(anyRules), (scene) => {
    for (const [name, decision] of decided(scene)) {
      if (decision.kind !== 'flow') continue;
      const rule = scene.rules.find((one) => one.name === name) as FieldRule;
      for (const [side, value] of Object.entries(decision.to)) {
        const view = scene.views.find((one) => one.side === side) as SideView;
        expectThat(rule.rule.flow.some((pair) => pair.endsWith(`>${side}`)), `${name} flows to ${side}`);
        expectThat(comparable(rule.compare, view.fields[name] ?? null) !== comparable(rule.compare, value) || !same(view.fields[name] ?? null, value), `${name} on ${side}`);
      }
    }
  })),
  law('writes nothing where all sides are the same', fc.property(anyRules, someSides, text, fc.boolean(), (rules, sides, value, based) => {
    const views = sides.map((side): SideView => ({ side, fields: { name: value }, base: based ? { name: value } : {}, modifiedAt: null, owed: new Set() }));
    for (const decision of reconcile(views, rules).values()) expectThat(decision.kind === (based ? 'steady' : 'agree'), decision.kind);
  })),
  law('makes no value up: what flows is what some side shows, or of a set some sides together', fc.property(sceneOf(orderedRules), (scene) => {
    for (const [name, decision] of decided({ ...scene, chosen: {} })) {
      if (decision.kind !== 'flow') continue;
      const shown = traitsOf(scene.views.map((view) => view.fields[name] ?? null));
      for (const value of Object.values(decision.to)) {
        const whole = isEmpty(value) || scene.views.some((view) => view.fields[name] !== undefined && same(view.fields[name], value));
        expectThat(whole || (isSet(value) && traitsOf([value]).every((trait) => shown.includes(trait))), name);
      }
    }
  })),
  ...worldLaws,
  ...setLaws,
  ...ruleLaws,
  ...tightLaws,
  ...matchLaws,
];

function expectThat(holds: boolean, detail: string): void {
  if (!holds) throw new Error(detail);
}

// Laws of what sync may only tighten (`restrictive`): a switch that is on, an element that is there. Whoever tightens reaches
// every side; nobody loosens without a person.
import fc from 'fast-check';
import type { Decision, SideView } from '../../src/core/reconcile.ts';
import { reconcile } from '../../src/core/reconcile.ts';
import type { FieldRule } from '../../src/core/rule.ts';
import { makeSet } from '../../src/core/value.ts';
import type { Side, Value } from '../../src/core/vocabulary.ts';
import { EVERY_WAY, order, someSides } from './arbitraries.ts';
import { law } from './law.ts';
import type { Law } from './law.ts';
import { edit, everywhere, fatesOf, makeWorld, round } from './world.ts';
import type { Fate, World } from './world.ts';

const KEYS = ['a', 'b', 'c'];
const keys = fc.subarray(KEYS);
const setOf = (some: Iterable<string>): Value => makeSet([...some].map((key) => ({ key })));

interface Life {
  readonly sides: readonly Side[];
  readonly rule: FieldRule;
  readonly start: readonly (readonly string[])[];
  readonly steps: readonly { readonly edits: readonly { readonly side: Side; readonly shows: readonly string[] }[]; readonly fates: Partial<Record<Side, Fate>> }[];
}

const life: fc.Arbitrary<Life> = fc.tuple(someSides, order, fc.constantFrom('set' as const, 'bool' as const)).chain(([sides, onFirst, kind]) =>
  fc.record({
    sides: fc.constant(sides),
    rule: fc.constant<FieldRule>({ name: 'field', kind, compare: 'exact', rule: { flow: EVERY_WAY, onConflict: 'restrictive', onFirst } }),
    start: fc.array(keys, { minLength: sides.length, maxLength: sides.length }),
    steps: fc.array(
      fc.record({
        edits: fc.array(fc.record({ side: fc.constantFrom(...sides), shows: keys }), { maxLength: 3 }),
        fates: fatesOf(fc.constantFrom<Fate>('done', 'failed', 'crash')),
      }),
      { maxLength: 5 },
    ),
  }),
);

/** A switch is a set of one element. */
const valueFor = ({ rule }: Life, some: readonly string[]): Value => (rule.kind === 'bool' ? some.includes('a') : setOf(some));
const shownBy = (value: Value | undefined): readonly string[] => (Array.isArray(value) ? (value as readonly { key: string }[]).map(({ key }) => key) : value === true ? ['a'] : []);
const shownIn = (world: World): ReadonlyMap<Side, readonly string[]> => new Map([...world.cells].map(([side, { now }]) => [side, shownBy(now)]));

function live(one: Life): World {
  const world = makeWorld(one.rule, new Map(one.sides.map((side, index) => [side, valueFor(one, one.start[index] ?? [])])), new Map(), true);
  for (const { edits, fates } of one.steps) {
    for (const { side, shows } of edits) edit(world, side, valueFor(one, shows));
    tighten(world, fates);
  }
  return world;
}

/** A round that is no person's answer. */
function tighten(world: World, fates: Partial<Record<Side, Fate>> = {}): Decision | undefined {
  const before = shownIn(world);
  const { decision } = round(world, fates);
  for (const [side, now] of shownIn(world)) {
    const loosened = (before.get(side) ?? []).filter((key) => !now.includes(key));
    if (loosened.length > 0) throw new Error(`${side} lost ${loosened.join()} by ${JSON.stringify(decision)}`);
  }
  return decision;
}

export const tightLaws: readonly Law[] = [
  law('never loosens what is tight without a person, whatever fails', fc.property(life, (one) => {
    const world = live(one);
    for (let rest = 0; rest < 3; rest++) tighten(world);
  })),
  law('asks about a loosening only, offering a side that is still tight, and else makes every side as tight as any', fc.property(life, (one) => {
    const world = live(one);
    const decision = tighten(world);
    const shown = shownIn(world);
    if (decision?.kind === 'conflict') {
      const offered = decision.suggestion === null ? [] : (shown.get(decision.suggestion) ?? []);
      return demand(offered.some((key) => [...shown.values()].some((others) => !others.includes(key))), `offers ${decision.suggestion} of ${JSON.stringify([...shown])}`);
    }
    tighten(world);
    demand(new Set([...shownIn(world).values()].map(String)).size === 1, JSON.stringify([...shownIn(world)]));
    demand(round(world).writes === 0, 'it writes again');
  })),
  law('loosens what a person was asked about and keeps every tightening nobody asked about', fc.property(
    someSides.filter((sides) => sides.includes('local')), fc.nat(3), fc.nat(3), order, fc.array(fc.constantFrom<Fate>('failed', 'crash'), { maxLength: 2 }),
    (sides, loosener, tightener, onFirst, fates) => {
      const rule: FieldRule = { name: 'field', kind: 'set', compare: 'exact', rule: { flow: EVERY_WAY, onConflict: 'restrictive', onFirst } };
      const world = makeWorld(rule, new Map(sides.map((side) => [side, setOf(['old', 'other'])])), new Map(), true);
      round(world);
      const [who, other] = [sides[loosener % sides.length] as Side, sides[tightener % sides.length] as Side];
      edit(world, who, setOf(['other']));
      edit(world, other, setOf(other === who ? ['new', 'other'] : ['new', 'old', 'other']));
      demand(tighten(world)?.kind === 'conflict', 'nobody asked');
      const answer = setOf(['other']);
      // The answer stands until a round with it is recorded.
      let open: Value | undefined = answer;
      for (const fate of [...fates, 'done', 'done'] as const) {
        round(world, everywhere(fate), open);
        if (fate !== 'crash') open = undefined;
      }
      for (const [side, shown] of shownIn(world)) demand(shown.join() === 'new,other', `${side}: ${shown.join()}`);
      demand(round(world).writes === 0, 'it writes again');
    },
  )),
  law('joins what is tight anywhere when sides first meet, whatever the order says', fc.property(
    someSides.chain((sides) => fc.tuple(fc.constant(sides), fc.array(keys, { minLength: sides.length, maxLength: sides.length }), fc.subarray([...sides]))), fc.oneof(order, fc.constant('ask' as const)),
    ([sides, shown, met], onFirst) => {
      const rule: FieldRule = { name: 'field', kind: 'set', compare: 'exact', rule: { flow: EVERY_WAY, onConflict: 'restrictive', onFirst } };
      const together = [...new Set(sides.flatMap((side, index) => (met.includes(side) ? (shown[index] ?? []) : [])))];
      // Those who have met agree already.
      const now = (side: Side, index: number): readonly string[] => (met.includes(side) ? together : (shown[index] ?? []));
      const views = sides.map((side, index): SideView => ({ side, fields: { field: setOf(now(side, index)) }, base: met.includes(side) ? { field: setOf(together) } : {}, modifiedAt: null, owed: new Set() }));
      const decision = reconcile(views, [rule]).get('field') as Decision;
      const all = KEYS.filter((key) => sides.some((side, index) => now(side, index).includes(key)));
      for (const [index, side] of sides.entries()) {
        const written = decision.kind === 'flow' ? decision.to[side] : undefined;
        const after = written === undefined ? now(side, index) : shownBy(written);
        demand(after.toSorted().join() === all.join(), `${side}: ${after.join()} by ${JSON.stringify(decision)}`);
      }
    },
  )),
];

function demand(holds: boolean, detail: string): void {
  if (!holds) throw new Error(detail);
}

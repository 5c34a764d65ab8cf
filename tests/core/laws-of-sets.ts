// Laws of sets: elements that different people add and remove never get in each other's way, whatever fails on the way.
import fc from 'fast-check';
import type { FieldRule } from '../../src/core/rule.ts';
import { makeSet } from '../../src/core/value.ts';
import type { SetElement, Side, Value } from '../../src/core/vocabulary.ts';
import { EVERY_WAY, onConflict, order, set, someSides } from './arbitraries.ts';
import { law } from './law.ts';
import type { Law } from './law.ts';
import { comeToRest, edit, everywhere, fatesOf, makeWorld, round } from './world.ts';
import type { Cell, Fate, Store, World } from './world.ts';

interface Step {
  readonly changes: readonly { readonly side: Side; readonly removes: boolean; readonly pick: number }[];
  readonly fates: Partial<Record<Side, Fate>>;
}

const steps = (sides: readonly Side[], fate: fc.Arbitrary<Fate>): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      changes: fc.array(fc.record({ side: fc.constantFrom(...sides), removes: fc.boolean(), pick: fc.nat(9) }), { maxLength: 3 }),
      fates: fatesOf(fate),
    }),
    { maxLength: 6 },
  );

const life = (...fates: readonly Fate[]) =>
  someSides.filter((sides) => sides.includes('local')).chain((sides) =>
    fc.record({ sides: fc.constant(sides), conflict: onConflict.filter((rule) => rule !== 'ask' && rule !== 'restrictive'), first: order, steps: steps(sides, fc.constantFrom(...fates)) }),
  );

/** Sides with one slot, without labels, with labels of their own, or with room for nothing. */
const SET_STORES: readonly Store[] = [
  (value) => value,
  (value) => (Array.isArray(value) ? value.slice(0, 1) : value),
  (value) => (Array.isArray(value) ? (value as readonly SetElement[]).map(({ key }) => ({ key })) : value),
  (value) => (Array.isArray(value) ? (value as readonly SetElement[]).map(({ key }) => ({ key, label: 'work' })) : value),
  () => null,
];

const losing = someSides.chain((sides) =>
  fc.record({
    start: fc.tuple(...sides.map((side) => set.map((value) => [side, value] as const))),
    rule: fc.record({ flow: fc.oneof(fc.constant(EVERY_WAY), fc.constant(EVERY_WAY.filter((pair) => pair.startsWith('psa>')))), onConflict, onFirst: fc.oneof(order, fc.constant('ask' as const)) }),
    stores: fc.tuple(...sides.filter((side) => side !== 'local').map((side) => fc.constantFrom(...SET_STORES.keys()).map((store) => [side, store] as const))),
    knows: fc.boolean(),
    steps: fc.array(fc.record({ edits: fc.array(fc.record({ side: fc.constantFrom(...sides), value: set }), { maxLength: 2 }), fates: fatesOf(fc.constantFrom<Fate>('done', 'failed', 'crash')) }), { maxLength: 4 }),
  }),
);

function elementsOf(cell: Cell): readonly SetElement[] {
  return Array.isArray(cell.now) ? (cell.now as readonly SetElement[]) : [];
}

export const setLaws: readonly Law[] = [
  law('keeps every element that was added and drops every one that was removed, wherever it was done and whatever failed', fc.property(life('done', 'failed'), ({ sides, conflict, first, steps: story }) => {
    const rule: FieldRule = { name: 'field', kind: 'set', compare: 'exact', rule: { flow: EVERY_WAY, onConflict: conflict, onFirst: first } };
    const start = sides.map((side): [Side, Value] => [side, [{ key: `start-${side}` }]]);
    const world: World = makeWorld(rule, new Map(start), new Map(), true);
    round(world);
    const expected = new Set(sides.map((side) => `start-${side}`));
    let added = 0;
    for (const { changes, fates } of story) {
      for (const { side, removes, pick } of changes) {
        const elements = elementsOf(world.cells.get(side) as Cell);
        const gone = elements[pick % Math.max(1, elements.length)];
        if (removes && gone) {
          edit(world, side, elements.filter((one) => one !== gone));
          expected.delete(gone.key);
        } else if (!removes) {
          added += 1;
          expected.add(`n${added}`);
          edit(world, side, makeSet([...elements, { key: `n${added}` }]));
        }
      }
      round(world, fates);
    }
    for (let rest = 0; rest < 2; rest++) round(world);
    for (const [side, cell] of world.cells) {
      const keys = elementsOf(cell).map(({ key }) => key);
      if (keys.join() !== [...expected].toSorted().join()) throw new Error(`${side}: ${keys.join()} instead of ${[...expected].toSorted().join()}`);
    }
    const { decision, writes } = round(world);
    if (writes > 0 || decision?.kind !== 'steady') throw new Error(`not at rest: ${JSON.stringify(decision)}`);
  })),
  law('ends with equal elements on every side when people change the same ones', fc.property(life('done', 'failed', 'crash'), ({ sides, conflict, first, steps: story }) => {
    const rule: FieldRule = { name: 'field', kind: 'set', compare: 'exact', rule: { flow: EVERY_WAY, onConflict: Array.isArray(conflict) ? conflict : first, onFirst: first } };
    const world: World = makeWorld(rule, new Map(sides.map((side): [Side, Value] => [side, [{ key: 'a', label: side }]])), new Map(), true);
    for (const { changes, fates } of story) {
      for (const { side, removes, pick } of changes) edit(world, side, removes ? [] : makeSet([{ key: 'a', label: `l${pick}` }]));
      round(world, fates);
    }
    for (let rest = 0; rest < 2; rest++) round(world);
    const texts = [...world.cells.values()].map((cell) => JSON.stringify(elementsOf(cell)));
    if (new Set(texts).size > 1) throw new Error(texts.join(' '));
  })),
  law('comes to rest with sets within three rounds and then writes nothing, where sides have slots and labels of their own', fc.property(losing, ({ start, rule, stores, knows, steps: story }) => {
    const world = makeWorld({ name: 'field', kind: 'set', compare: 'exact', rule }, new Map(start), new Map(stores.map(([side, store]) => [side, SET_STORES[store] as Store])), knows);
    for (const { edits, fates } of story) {
      for (const { side, value } of edits) edit(world, side, value);
      round(world, fates);
    }
    comeToRest(world);
    round(world);
    const { decision, writes } = round(world);
    if (writes > 0 || decision?.kind !== 'steady') throw new Error(`${JSON.stringify(decision)} with ${JSON.stringify([...world.cells])}`);
  })),
  law('keeps an element that one side adds alone on every side that has room for it, and drops one that it removes', fc.property(
    someSides.chain((sides) => fc.tuple(fc.constant(sides), fc.constantFrom(...sides))), onConflict, order, fc.boolean(), fc.array(fc.constantFrom<Fate>('failed', 'crash'), { maxLength: 2 }),
    ([sides, author], conflict, first, removes, fates) => {
      const rule: FieldRule = { name: 'field', kind: 'set', compare: 'exact', rule: { flow: EVERY_WAY, onConflict: conflict, onFirst: first } };
      const world = makeWorld(rule, new Map(sides.map((side): [Side, Value] => [side, makeSet([{ key: 'a', label: side }, { key: 'b' }])])), new Map(), true);
      comeToRest(world);
      const { now } = world.cells.get(author) as Cell;
      if (removes && conflict === 'restrictive') return;
      edit(world, author, removes ? elementsOf({ now } as Cell).filter(({ key }) => key !== 'b') : makeSet([...elementsOf({ now } as Cell), { key: 'c', label: 'home' }]));
      for (const fate of fates) round(world, everywhere(fate));
      round(world);
      for (const [side, cell] of world.cells) {
        const keys = elementsOf(cell).map(({ key }) => key).join();
        if (keys !== (removes ? 'a' : 'a,b,c')) throw new Error(`${side}: ${keys}`);
      }
      if (round(world).writes > 0) throw new Error('it writes again');
    },
  )),
];

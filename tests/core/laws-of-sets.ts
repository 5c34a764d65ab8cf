// Laws of sets: elements that different people add and remove never get in each other's way, whatever fails on the way.
import fc from 'fast-check';
import type { FieldRule } from '../../src/core/rule.ts';
import { makeSet } from '../../src/core/value.ts';
import type { SetElement, Side, Value } from '../../src/core/vocabulary.ts';
import { EVERY_WAY, onConflict, order, someSides } from './arbitraries.ts';
import { law } from './law.ts';
import type { Law } from './law.ts';
import { edit, makeWorld, round } from './world.ts';
import type { Cell, Fate, World } from './world.ts';

interface Step {
  readonly changes: readonly { readonly side: Side; readonly removes: boolean; readonly pick: number }[];
  readonly fates: Partial<Record<Side, Fate>>;
}

const steps = (sides: readonly Side[], fate: fc.Arbitrary<Fate>): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      changes: fc.array(fc.record({ side: fc.constantFrom(...sides), removes: fc.boolean(), pick: fc.nat(9) }), { maxLength: 3 }),
      fates: fc.record({ psa: fate, crm: fate }),
    }),
    { maxLength: 6 },
  );

const life = (...fates: readonly Fate[]) =>
  someSides.filter((sides) => sides.includes('local')).chain((sides) =>
    fc.record({ sides: fc.constant(sides), conflict: onConflict.filter((rule) => rule !== 'ask'), first: order, steps: steps(sides, fc.constantFrom(...fates)) }),
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
];

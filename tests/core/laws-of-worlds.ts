// Laws of whole worlds: however people edit and writes fail, edits survive or are answered for, and the sides come to rest.
import fc from 'fast-check';
import type { FieldRule, Pair } from '../../src/core/rule.ts';
import type { Side, Value } from '../../src/core/vocabulary.ts';
import { EVERY_WAY, onConflict, order, someSides, text } from './arbitraries.ts';
import { law } from './law.ts';
import type { Law } from './law.ts';
import { comeToRest, edit, everywhere, fatesOf, makeWorld, round, storeOf, textOf } from './world.ts';
import type { Fate, Store, World } from './world.ts';

const keep: Store = (value) => value;
const STORES: Readonly<Record<string, Store>> = {
  keep,
  lower: (value) => (typeof value === 'string' ? value.toLowerCase() : value),
  cut: (value) => (typeof value === 'string' ? value.slice(0, 4) : value),
  tidy: (value) => (typeof value === 'string' ? value.replace(/\s+/gu, ' ').trim() || null : value),
};

const FLOWS: Readonly<Record<string, readonly Pair[]>> = {
  'every way': EVERY_WAY,
  'from psa': EVERY_WAY.filter((pair) => pair.startsWith('psa>')),
  'not to psa': EVERY_WAY.filter((pair) => !pair.endsWith('>psa')),
  'from local': EVERY_WAY.filter((pair) => pair.startsWith('local>')),
};

interface Act {
  readonly edits: readonly { readonly side: Side; readonly value: Value }[];
  readonly fates: Partial<Record<Side, Fate>>;
}

const act = (sides: readonly Side[], fates: readonly Fate[]): fc.Arbitrary<Act> =>
  fc.record({
    edits: fc.array(fc.record({ side: fc.constantFrom(...sides), value: text }), { maxLength: 3 }),
    fates: fatesOf(fc.constantFrom(...fates)),
  });

interface Life {
  readonly rule: FieldRule;
  readonly start: readonly (readonly [Side, Value])[];
  /** Names of stores, so that a counterexample can be read. */
  readonly stores: readonly (readonly [Side, string])[];
  readonly knows: boolean;
  readonly acts: readonly Act[];
}

/** @param losing whether sides may keep a shortened form */
function life(fates: readonly Fate[], losing: boolean, flows: readonly string[]): fc.Arbitrary<Life> {
  const store = losing ? fc.constantFrom(...Object.keys(STORES)) : fc.constant('keep');
  return someSides.chain((sides) =>
    fc.record({
      rule: fc
        .record({ compare: fc.constantFrom('exact' as const, 'text' as const), flow: fc.constantFrom(...flows), onConflict, onFirst: fc.oneof(order, fc.constant('ask' as const)) })
        .map(({ compare, flow, ...rule }): FieldRule => ({ name: 'field', kind: 'text', compare, rule: { ...rule, flow: FLOWS[flow] as readonly Pair[] } })),
      start: fc.tuple(...sides.map((side) => text.map((value) => [side, value] as const))),
      stores: fc.tuple(...sides.filter((side) => side !== 'local').map((side) => store.map((name) => [side, name] as const))),
      knows: fc.boolean(),
      acts: fc.array(act(sides, fates), { maxLength: 5 }),
    }),
  );
}

function live({ rule, start, stores, knows, acts }: Life): World {
  const world = makeWorld(rule, new Map(start), new Map(stores.map(([side, name]) => [side, STORES[name] as Store])), knows);
  for (const { edits, fates } of acts) {
    for (const { side, value } of edits) edit(world, side, value);
    round(world, fates);
  }
  return world;
}

export const worldLaws: readonly Law[] = [
  law('never silently overwrites what a person wrote, whatever fails', fc.property(life(['done', 'failed'], false, Object.keys(FLOWS)), (one) => {
    const world = live(one);
    comeToRest(world);
    demand(world.silent.length === 0, world.silent.join('\n'));
  })),
  law('never silently overwrites what a person wrote, where sides shorten what they store', fc.property(life(['done'], true, ['every way']), (one) => {
    const world = live(one);
    comeToRest(world);
    demand(world.silent.length === 0, world.silent.join('\n'));
  })),
  law('comes to rest after two rounds and then writes nothing, whatever failed before', fc.property(life(['done', 'failed', 'crash'], true, Object.keys(FLOWS)), (one) => {
    const world = live(one);
    comeToRest(world);
    const { decision, writes } = round(world);
    demand(writes === 0 && decision?.kind === 'steady', JSON.stringify(decision));
  })),
  law('ends with every side showing its own form of one value, whatever failed before', fc.property(life(['done', 'failed', 'crash'], false, ['every way']), (one) => {
    const world = live(one);
    comeToRest(world);
    const texts = [...world.cells].map(([, cell]) => textOf(world, cell.now));
    demand(new Set(texts).size === 1, texts.join());
  })),
  law('ends with every side showing its own form of ours, where sides shorten and writes fail', fc.property(life(['done', 'failed'], true, ['every way']), (one) => {
    const world = live(one);
    const local = world.cells.get('local');
    comeToRest(world);
    if (!local) return;
    for (const [side, cell] of world.cells) {
      const expected = textOf(world, storeOf(world, side)(local.now ?? null));
      demand(textOf(world, cell.now) === expected, `${side} shows ${JSON.stringify(cell.now)}, ours ${JSON.stringify(local.now)}`);
    }
  })),
  law('brings an edit made on one side alone to every other, under every rule and however often a write fails', fc.property(
    someSides.chain((sides) => fc.tuple(fc.constant(sides), fc.constantFrom(...sides))), text, text, onConflict, order, fc.array(fc.constantFrom<Fate>('failed', 'crash'), { maxLength: 3 }),
    ([sides, author], before, after, conflict, first, fates) => {
      const rule: FieldRule = { name: 'field', kind: 'text', compare: 'exact', rule: { flow: EVERY_WAY, onConflict: conflict, onFirst: first } };
      const world = makeWorld(rule, new Map(sides.map((side) => [side, before])), new Map(), true);
      round(world);
      edit(world, author, after);
      for (const fate of fates) round(world, everywhere(fate));
      round(world);
      for (const cell of world.cells.values()) demand(textOf(world, cell.now) === textOf(world, after), JSON.stringify(cell.now));
      demand(round(world).writes === 0, 'it writes again');
    },
  )),
  law('does not lose or send again what had been stored when it died before it could record', fc.property(
    someSides.chain((sides) => fc.tuple(fc.constant(sides), fc.constantFrom(...sides))), fc.constantFrom('text' as const, 'set' as const), onConflict, order, fc.constantFrom<Value>(null, 'Aino', 'Bertta'), fc.constantFrom<Value>(null, 'Aino', 'Bertta'),
    ([sides, author], kind, conflict, first, before, after) => {
      const valueOf = (word: Value): Value => (kind === 'text' ? word : typeof word === 'string' ? [{ key: 'stays' }, { key: word }] : [{ key: 'stays' }]);
      const rule: FieldRule = { name: 'field', kind, compare: 'exact', rule: { flow: EVERY_WAY, onConflict: conflict, onFirst: first } };
      const world = makeWorld(rule, new Map(sides.map((side) => [side, valueOf(before)])), new Map(), true);
      round(world);
      edit(world, author, valueOf(after));
      // What a tight set loses is a question, not a write.
      if (round(world, everywhere('crash')).decision?.kind === 'conflict') return;
      const { decision } = round(world);
      const again = decision?.kind === 'flow' ? Object.keys(decision.to).filter((side) => side !== 'local') : [];
      demand(again.length === 0, `sends again to ${again.join()}`);
      for (const [side, cell] of world.cells) demand(textOf(world, cell.now) === textOf(world, valueOf(after)), `${side}: ${JSON.stringify(cell.now)}`);
      demand(round(world).writes === 0, 'it writes again');
    },
  )),
  law('never writes back what a side made of a write', fc.property(life(['done'], true, ['every way']), text, fc.nat(3), (one, value, pick) => {
    const world = live(one);
    comeToRest(world);
    const [side] = [...world.cells][pick % world.cells.size] as [Side, unknown];
    edit(world, side, value);
    const first = round(world);
    if (first.decision?.kind === 'conflict') return;
    demand(round(world).writes === 0, 'an echo');
  })),
];

function demand(holds: boolean, detail: string): void {
  if (!holds) throw new Error(detail);
}

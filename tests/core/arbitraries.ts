// Random values, rules and views for the planner's laws. Few different values, so that meetings and clashes are common.
import fc from 'fast-check';
import type { SideView } from '../../src/core/reconcile.ts';
import type { FieldKind, FieldRule, Pair, Rule } from '../../src/core/rule.ts';
import { SIDES } from '../../src/core/vocabulary.ts';
import type { SetElement, Side, Value } from '../../src/core/vocabulary.ts';

/** The product's sides and one it has never heard of: the laws hold for any number of them. */
export const ALL_SIDES: readonly Side[] = [...SIDES, 'erp' as Side];
export const EVERY_WAY: readonly Pair[] = ALL_SIDES.flatMap((from) => ALL_SIDES.flatMap((to) => (from === to ? [] : [`${from}>${to}` as Pair])));

export const order: fc.Arbitrary<readonly Side[]> = fc.shuffledSubarray([...ALL_SIDES], { minLength: ALL_SIDES.length });
/** Two, three or four. */
export const someSides: fc.Arbitrary<readonly Side[]> = fc.subarray([...ALL_SIDES], { minLength: 2 });

export const text: fc.Arbitrary<Value> = fc.constantFrom(null, '', '  ', 'Aino Oy', 'aino oy', 'Aino  Oy', 'Bertta', 'Cecilia Partners', '0');
const element: fc.Arbitrary<SetElement> = fc.record({ key: fc.constantFrom('a', 'b', 'c'), label: fc.constantFrom('work', 'home', null) });
export const set: fc.Arbitrary<Value> = fc.uniqueArray(element, { selector: ({ key }) => key });
const money: fc.Arbitrary<Value> = fc.record({ amount: fc.constantFrom('1', '1.0', '1.00', '-2', 'about ten', ''), currency: fc.constantFrom('EUR', 'SEK') });

const valueOf: Readonly<Record<FieldKind, fc.Arbitrary<Value>>> = {
  text,
  choice: text,
  ref: text,
  date: fc.constantFrom(null, '2026-01-31', '2026-02-01'),
  instant: fc.constantFrom(null, '2026-01-31T09:00:00.000Z', '2026-01-31T09:00:01.000Z'),
  number: fc.constantFrom(null, 0, 1, 1.5),
  bool: fc.constantFrom(null, true, false),
  money: fc.oneof(fc.constant(null), money),
  set: fc.oneof(fc.constant(null), set),
};

export const onConflict: fc.Arbitrary<Rule['onConflict']> = fc.oneof(order, fc.constantFrom('ask' as const, 'newest' as const, 'fill-blank' as const, 'restrictive' as const));

/** Any rule that the types allow, sensible or not. */
export const anyRule: fc.Arbitrary<FieldRule> = fc.record({
  name: fc.constantFrom('name', 'phone', 'tags'),
  kind: fc.constantFrom('text', 'number', 'date', 'instant', 'bool', 'choice', 'money', 'ref', 'set'),
  compare: fc.constantFrom('exact', 'text', 'businessId', 'url', 'phone', 'email', 'country'),
  rule: fc.record({
    flow: fc.oneof(fc.constant(EVERY_WAY), fc.subarray([...EVERY_WAY])),
    onConflict: fc.oneof(onConflict, fc.shuffledSubarray([...ALL_SIDES])),
    onFirst: fc.oneof(order, fc.shuffledSubarray([...ALL_SIDES]), fc.constant('ask' as const)),
  }),
});

export const anyRules: fc.Arbitrary<readonly FieldRule[]> = fc.uniqueArray(anyRule, { selector: ({ name }) => name, minLength: 1 });

export interface Scene {
  readonly rules: readonly FieldRule[];
  readonly views: readonly SideView[];
  readonly chosen: Readonly<Record<string, Value>>;
}

/** Sides that hold, miss, owe and have met any field in any way; now and then a value of a wrong kind. */
export function sceneOf(rules: fc.Arbitrary<readonly FieldRule[]>): fc.Arbitrary<Scene> {
  return fc.tuple(rules, someSides).chain(([given, sides]) =>
    fc.record({
      rules: fc.constant(given),
      views: fc.tuple(...sides.map((side) => viewOf(side, given))),
      chosen: fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, fieldsOf(given)),
    }),
  );
}

function viewOf(side: Side, rules: readonly FieldRule[]): fc.Arbitrary<SideView> {
  return fc.record({
    side: fc.constant(side),
    fields: fieldsOf(rules),
    base: fieldsOf(rules),
    modifiedAt: fc.constantFrom(null, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00Z', 'yesterday'),
    owed: fc.subarray(rules.map(({ name }) => name)).map((names) => new Set(names)),
  });
}

function fieldsOf(rules: readonly FieldRule[]): fc.Arbitrary<Readonly<Record<string, Value>>> {
  const stray = fc.oneof(...Object.values(valueOf));
  const values = rules.map(({ name, kind }) =>
    fc.oneof({ weight: 5, arbitrary: valueOf[kind] }, { weight: 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: stray }).map((value) => (value === undefined ? [] : [[name, value] as const])),
  );
  return fc.tuple(...values).map((entries) => Object.fromEntries(entries.flat()));
}

// Laws of the rules, against an oracle that shares nothing with the planner: one base, edits on some of the sides, and what a
// person reading the rule would expect.
import fc from 'fast-check';
import type { Decision, SideView } from '../../src/core/reconcile.ts';
import { reconcile } from '../../src/core/reconcile.ts';
import type { FieldRule, Rule } from '../../src/core/rule.ts';
import { isEmpty } from '../../src/core/value.ts';
import type { Side, Value } from '../../src/core/vocabulary.ts';
import { EVERY_WAY, onConflict, order, someSides } from './arbitraries.ts';
import { law } from './law.ts';
import type { Law } from './law.ts';

const word = fc.constantFrom<Value>(null, 'Aino', 'Bertta', 'Cecilia');
const minute = fc.constantFrom(1, 2, 3).map((one) => `2026-01-01T00:0${one}:00Z`);

interface Meeting {
  readonly sides: readonly Side[];
  readonly base: Value;
  /** What each side shows, in the order of the sides. */
  readonly shown: readonly Value[];
  readonly times: readonly string[];
}

const meeting: fc.Arbitrary<Meeting> = someSides.chain((sides) =>
  fc.record({
    sides: fc.constant(sides),
    base: word,
    shown: fc.array(word, { minLength: sides.length, maxLength: sides.length }),
    times: fc.array(minute, { minLength: sides.length, maxLength: sides.length }),
  }),
);

function decide({ sides, base, shown, times }: Meeting, rule: Rule, hasMet: boolean, chosen?: Value): Decision {
  const fieldRule: FieldRule = { name: 'field', kind: 'text', compare: 'exact', rule };
  const views = sides.map((side, index): SideView => ({ side, fields: { field: shown[index] ?? null }, base: hasMet ? { field: base } : {}, modifiedAt: times[index] ?? null, owed: new Set() }));
  return reconcile(views, [fieldRule], chosen === undefined ? {} : { field: chosen }).get('field') as Decision;
}

/** What the rule says of several changes; undefined: a person must. */
function winnerOf(one: Meeting, changed: readonly number[], rule: Rule['onConflict']): Value | undefined {
  const value = (index: number): Value => one.shown[index] ?? null;
  const sole = (indexes: readonly number[]): Value | undefined => (new Set(indexes.map(value)).size === 1 ? value(indexes[0] as number) : undefined);
  const agreed = sole(changed);
  if (agreed !== undefined) return agreed;
  if (rule === 'newest') return sole(changed.filter((index) => changed.every((other) => (one.times[index] ?? '') >= (one.times[other] ?? ''))));
  if (rule === 'fill-blank') return sole(changed.filter((index) => !isEmpty(value(index))));
  if (typeof rule === 'string') return undefined;
  const first = rule.find((side) => changed.includes(one.sides.indexOf(side)));
  return first === undefined ? undefined : value(one.sides.indexOf(first));
}

function demandFlow(decision: Decision, one: Meeting, value: Value, heard: readonly number[]): void {
  const expected = one.sides.filter((_, index) => (one.shown[index] ?? null) !== value);
  if (expected.length === 0) return demand(decision.kind === 'agree', 'agree', decision);
  if (decision.kind !== 'flow') return demand(false, `a flow of ${JSON.stringify(value)}`, decision);
  demand(Object.keys(decision.to).toSorted().join() === expected.toSorted().join(), `to ${expected.join()}`, decision);
  demand(Object.values(decision.to).every((written) => (written ?? null) === value), `of ${JSON.stringify(value)}`, decision);
  const lost = heard.filter((index) => (one.shown[index] ?? null) !== value).map((index) => one.sides[index] as Side);
  demand(one.sides.every((side) => decision.overwritten.includes(side) === lost.includes(side)), `overwriting ${lost.join()}`, decision);
}

export const ruleLaws: readonly Law[] = [
  law('lets a change that all who changed agree on win, and else whom the rule names, or asks', fc.property(meeting, onConflict.filter((rule) => rule !== 'restrictive'), order, (one, rule, onFirst) => {
    const decision = decide(one, { flow: EVERY_WAY, onConflict: rule, onFirst }, true);
    const changed = one.sides.flatMap((_, index) => ((one.shown[index] ?? null) === one.base ? [] : [index]));
    if (changed.length === 0) return demand(decision.kind === 'steady', 'steady', decision);
    const value = winnerOf(one, changed, rule);
    if (value === undefined) return demand(decision.kind === 'conflict', 'conflict', decision);
    demandFlow(decision, one, value, changed);
  })),
  law('fills blanks at the first meeting, and takes the first side with a value where they differ, or asks', fc.property(meeting, onConflict.filter((rule) => rule !== 'restrictive'), fc.oneof(order, fc.constant('ask' as const)), (one, rule, onFirst) => {
    const decision = decide(one, { flow: EVERY_WAY, onConflict: rule, onFirst }, false);
    const filled = one.sides.flatMap((_, index) => (isEmpty(one.shown[index] ?? null) ? [] : [index]));
    if (filled.length === 0) return demand(decision.kind === 'agree', 'agree', decision);
    const values = new Set(filled.map((index) => one.shown[index] ?? null));
    const first = onFirst === 'ask' ? undefined : filled.toSorted((a, b) => onFirst.indexOf(one.sides[a] as Side) - onFirst.indexOf(one.sides[b] as Side))[0];
    if (values.size > 1 && first === undefined) return demand(decision.kind === 'conflict', 'conflict', decision);
    demandFlow(decision, one, one.shown[first ?? (filled[0] as number)] ?? null, filled);
  })),
  law('carries a clear made on one side to every other, under every rule', fc.property(someSides.chain((sides) => fc.tuple(fc.constant(sides), fc.constantFrom(...sides))), onConflict, order, ([sides, author], rule, onFirst) => {
    const shown = sides.map((side): Value => (side === author ? null : 'Aino'));
    const one: Meeting = { sides, base: 'Aino', shown, times: sides.map(() => '2026-01-01T00:00:00Z') };
    demandFlow(decide(one, { flow: EVERY_WAY, onConflict: rule, onFirst }, true), one, null, [sides.indexOf(author)]);
  })),
  law('does what a person decided on every side, under every rule', fc.property(meeting, word, onConflict, order, fc.boolean(), (one, chosen, rule, onFirst, hasMet) => {
    const decision = decide(one, { flow: EVERY_WAY, onConflict: rule, onFirst }, hasMet, chosen);
    demandFlow(decision, one, chosen, []);
    demand(decision.kind !== 'flow' || decision.by === 'person', 'by a person', decision);
  })),
];

function demand(holds: boolean, expected: string, decision: Decision): void {
  if (!holds) throw new Error(`expected ${expected}, decided ${JSON.stringify(decision)}`);
}

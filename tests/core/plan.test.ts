// Plan: what one link's decisions ask of each side.
import { describe, expect, it } from 'vitest';
import { pick, plan } from '../../src/core/plan.ts';
import type { LinkPlan, Represent } from '../../src/core/plan.ts';
import { reconcile } from '../../src/core/reconcile.ts';
import type { SideView } from '../../src/core/reconcile.ts';
import type { FieldRule } from '../../src/core/rule.ts';
import type { FieldName, Side } from '../../src/core/vocabulary.ts';
import { ruleOf, viewsOf } from './support.ts';
import type { Shown } from './support.ts';

const keep: Represent = (_, fields) => ({ fields, cannot: {} });
const lower: Represent = (_, fields) => ({ fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value.toLowerCase() : value])), cannot: {} });
const refuse: Represent = (_, fields) => ({ fields: {}, cannot: Object.fromEntries(Object.keys(fields).map((name) => [name, 'too-long'])) });
const create = (side: Side, ...required: readonly FieldName[]): ReadonlyMap<Side, readonly FieldName[]> => new Map([[side, required]]);

function planOf(views: readonly SideView[], more: { rules?: readonly FieldRule[]; represent?: Represent; creatable?: ReadonlyMap<Side, readonly FieldName[]> } = {}): LinkPlan {
  const { rules = [ruleOf()], represent = keep, creatable = new Map() } = more;
  return plan({ views, rules, decisions: reconcile(views, rules), represent, creatable });
}
const sides = (shown: Readonly<Partial<Record<Side, Shown>>>): readonly SideView[] => viewsOf(shown);

describe('an update', () => {
  it('holds only what changes, clears too', () => {
    expect(planOf(sides({ psa: ['a', null], crm: ['a', 'a'] })).writes).toEqual([{ side: 'crm', kind: 'update', fields: { name: null } }]);
    expect(planOf(sides({ psa: ['a', 'a'], crm: ['a', 'a'] }))).toEqual({ writes: [], conflicts: [], held: [] });
  });

  it('is left out where the side would show the same after it', () => {
    const views = sides({ psa: ['a', 'A'], crm: ['a', 'a'] });
    expect(planOf(views, { represent: lower }).writes).toEqual([]);
    expect(planOf(views).writes).toEqual([{ side: 'crm', kind: 'update', fields: { name: 'A' } }]);
  });

  it('waits with its reason where the side cannot hold the value', () => {
    expect(planOf(sides({ psa: ['a', 'b'], crm: ['a', 'a'] }), { represent: refuse })).toEqual({ writes: [], conflicts: [], held: [{ side: 'crm', field: 'name', reason: 'too-long' }] });
  });

  it('of other fields goes on while one is in conflict', () => {
    const ask = ruleOf({ onConflict: 'ask' });
    const views = sides({ psa: ['a', 'p'], crm: ['a', 'c'] }).map((view) => ({ ...view, fields: { ...view.fields, city: view.side }, base: { ...view.base, city: 'psa' } }));
    expect(planOf(views, { rules: [ask, ruleOf({}, { name: 'city' })] })).toEqual({
      writes: [{ side: 'psa', kind: 'update', fields: { city: 'crm' } }],
      conflicts: [{ field: 'name', suggestion: null }],
      held: [],
    });
  });
});

describe('a write that is owed', () => {
  const clash = { psa: ['b', 'b'], crm: { is: ['a', 'c'], owed: true } } as const;
  it('stays owed while a person decides', () => {
    expect(planOf(sides(clash), { rules: [ruleOf({ onConflict: 'ask' })] }).held).toEqual([{ side: 'crm', field: 'name', reason: 'waits-for-decision' }]);
  });

  it('stays owed while nothing may be written to the side, and no longer than it differs', () => {
    const rules = [ruleOf({ flow: ['crm>psa'] })];
    expect(planOf(sides({ psa: ['b', 'b'], crm: { is: ['a', 'a'], owed: true } }), { rules }).held).toEqual([{ side: 'crm', field: 'name', reason: 'not-writable' }]);
    expect(planOf(sides({ psa: ['b', 'b'], crm: { is: ['b', 'b'], owed: true } }), { rules }).held).toEqual([]);
    expect(planOf(sides({ psa: ['b', 'b'], crm: { is: ['a', 'a'], owed: true } }))).toEqual({ writes: [{ side: 'crm', kind: 'update', fields: { name: 'b' } }], conflicts: [], held: [] });
  });
});

describe('a create', () => {
  it('holds what the other sides will hold', () => {
    expect(planOf(sides({ psa: ['a', 'b'], local: ['a', 'a'] }), { creatable: create('crm', 'name') }).writes).toContainEqual({ side: 'crm', kind: 'create', fields: { name: 'b' } });
  });

  it('does not bring back what is being cleared', () => {
    expect(planOf(sides({ psa: ['a', null], local: ['a', 'a'] }), { creatable: create('crm') }).writes).toContainEqual({ side: 'crm', kind: 'create', fields: {} });
  });

  it('takes the whole value where a side has shortened it, whatever the order of sides', () => {
    const views = sides({ psa: ['Berit', 'Berit'], local: ['Berit Oy', 'Berit Oy'] });
    for (const order of [views, views.toReversed()]) expect(planOf(order, { creatable: create('crm') }).writes).toEqual([{ side: 'crm', kind: 'create', fields: { name: 'Berit Oy' } }]);
  });

  it('leaves out what may not flow there and what people disagree on', () => {
    expect(planOf(sides({ psa: ['a', 'a'] }), { rules: [ruleOf({ flow: ['crm>psa'] })], creatable: create('crm') }).writes).toEqual([{ side: 'crm', kind: 'create', fields: {} }]);
    expect(planOf(sides({ psa: ['a', 'p'], local: ['a', 'l'] }), { rules: [ruleOf({ onConflict: 'ask' })], creatable: create('crm') }).writes).toEqual([{ side: 'crm', kind: 'create', fields: {} }]);
  });

  it('waits for what the side requires', () => {
    expect(planOf(sides({ psa: [null] }), { creatable: create('crm', 'name') })).toEqual({ writes: [], conflicts: [], held: [{ side: 'crm', field: 'name', reason: 'required-field-empty' }] });
    expect(planOf(sides({ psa: ['a'] }), { represent: refuse, creatable: create('crm', 'name') })).toEqual({
      writes: [],
      conflicts: [],
      held: [{ side: 'crm', field: 'name', reason: 'too-long' }],
    });
  });
});

describe('picking fields', () => {
  it('keeps clears and leaves out what is not there', () => {
    expect(pick({ a: null, b: 'x', c: 1 }, ['a', 'c', 'd'])).toEqual({ a: null, c: 1 });
  });
});

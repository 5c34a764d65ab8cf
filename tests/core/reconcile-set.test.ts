// Sets, element by element.
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../src/core/reconcile.ts';
import type { SideView } from '../../src/core/reconcile.ts';
import type { SetElement, Side, Value } from '../../src/core/vocabulary.ts';
import { agree, conflict, decisionOf, flow, ruleOf, steady, viewsOf } from './support.ts';

const tags = ruleOf({}, { kind: 'set', compare: 'exact' });
const set = (...keys: readonly string[]): Value => keys.map((key) => ({ key }));
const phone = (label: string, rest: Partial<SetElement> = {}): Value => [{ key: '1', label, ...rest }];
const x = (label: string): SetElement => ({ key: 'x', label });
const told = (since: string): Value => [{ key: 'a', since }];

describe('elements of a set', () => {
  it('added on two sides are on both', () => {
    expect(decisionOf({ psa: [set('a'), set('a', 'p')], crm: [set('a'), set('a', 'c')], local: [set('a'), set('a')] }, tags)).toEqual(
      flow('set', { psa: set('a', 'c', 'p'), crm: set('a', 'c', 'p'), local: set('a', 'c', 'p') }),
    );
  });

  it('removed on one side and added on another do both', () => {
    expect(decisionOf({ psa: [set('a', 'b'), set('b')], crm: [set('a', 'b'), set('a', 'b', 'c')] }, tags)).toEqual(flow('set', { psa: set('b', 'c'), crm: set('b', 'c') }));
  });

  it('are all removed by a clear, and nothing else is', () => {
    expect(decisionOf({ psa: [set('a'), null], crm: [set('a', 'lawful'), set('a', 'lawful')] }, tags)).toEqual(flow('set', { crm: set('lawful') }));
  });

  it('are the union at the first meeting', () => {
    expect(decisionOf({ psa: [set('a')], crm: [set('b')], local: [null] }, tags)).toEqual(flow('set', { psa: set('a', 'b'), crm: set('a', 'b'), local: set('a', 'b') }));
    expect(decisionOf({ psa: [set('a', 'b')], crm: [set('b', 'a')] }, tags)).toEqual(agree);
  });

  it('that differ lawfully stay, and rest', () => {
    expect(decisionOf({ psa: [set('a', 'b'), set('a', 'b')], crm: [set('a'), set('a')] }, tags)).toEqual(steady);
  });

  it('that had no room on a side are offered to it when another of its own goes, unless somebody else lacks them too', () => {
    const changed = { psa: [set('a', 'b'), set('b')] as const, crm: [set('a'), set('a')] as const };
    expect(decisionOf({ ...changed, local: [set('a', 'b'), set('a', 'b')] }, tags)).toEqual(flow('set', { crm: set('b'), local: set('b') }));
    expect(decisionOf({ ...changed, local: [set('a'), set('a')] }, tags)).toEqual(flow('set', { crm: [], local: [] }));
  });

  it('are offered as ours holds them, whatever the sides are called', () => {
    const views = { psa: [[{ key: 'a' }, x('p')], [x('p')]], crm: [set('a'), set('a')], local: [[{ key: 'a' }, x('l')], [{ key: 'a' }, x('l')]] } as const;
    expect(decisionOf(views, tags)).toEqual(flow('set', { crm: [x('l')], local: [x('l')] }));
  });

  it('flow one way only where the rule says so, and strangers are taken out', () => {
    const oneWay = ruleOf({ flow: ['psa>crm'] }, { kind: 'set', compare: 'exact' });
    expect(decisionOf({ psa: [set('a'), set('a', 'b')], crm: [set('a'), set('a', 'c')] }, oneWay)).toEqual(flow('one-way', { crm: set('a', 'b') }, ['crm']));
  });
});

describe('one element changed on two sides', () => {
  it('ends the same on both: the order decides and the loser is named', () => {
    expect(decisionOf({ psa: [phone('x'), phone('work')], crm: [phone('x'), phone('home')] }, tags)).toEqual(flow('order', { psa: phone('home') }, ['psa']));
  });

  it('or removed on one of them does not swap places', () => {
    expect(decisionOf({ psa: [phone('x'), null], crm: [phone('x'), phone('home')] }, tags)).toEqual(flow('order', { psa: phone('home') }, ['psa']));
    expect(decisionOf({ psa: [phone('x'), phone('work')], crm: [phone('x'), []] }, tags)).toEqual(flow('order', { psa: [] }, ['psa']));
  });

  it('waits for a person under ask', () => {
    const ask = ruleOf({ onConflict: 'ask' }, { kind: 'set', compare: 'exact' });
    expect(decisionOf({ psa: [phone('x'), phone('work')], crm: [phone('x'), phone('home')] }, ask)).toEqual(conflict(null));
  });

  it('keeps what only the receiving side knows of it', () => {
    expect(decisionOf({ psa: [phone('x', { main: true }), phone('x', { main: true })], crm: [phone('x'), phone('home')] }, tags)).toEqual(flow('set', { psa: phone('home', { main: true }) }));
  });
});

describe('a set that is owed', () => {
  it('gets the elements that did not arrive', () => {
    expect(decisionOf({ psa: [set('a', 'n'), set('a', 'n')], crm: { is: [set('a'), set('a')], owed: true }, local: [set('a', 'n'), set('a', 'n')] }, tags)).toEqual(flow('set', { crm: set('a', 'n') }));
  });

  it('loses an element that was removed meanwhile, and keeps what was added there', () => {
    expect(decisionOf({ psa: [set('a', 'n'), set('a')], crm: { is: [set('a'), set('a', 'c')], owed: true }, local: [set('a', 'n'), set('a', 'n')] }, tags)).toEqual(
      flow('set', { psa: set('a', 'c'), local: set('a', 'c') }),
    );
  });

  it('keeps an element when every side is owed something', () => {
    expect(decisionOf({ psa: { is: [set('n'), set('n')], owed: true }, crm: { is: [null, null], owed: true } }, tags)).toEqual(flow('set', { crm: set('n') }));
  });
});

describe('a set on sides that are all owed something', () => {
  it('gets an element from whichever of them has it', () => {
    const erp: SideView = { side: 'erp' as Side, fields: { name: set('b') }, base: { name: set('b') }, modifiedAt: null, owed: new Set(['name']) };
    const views = [...viewsOf({ psa: { is: [set(), set()], owed: true }, crm: { is: [set('c'), set('c')], owed: true } }), erp];
    expect(reconcile(views, [ruleOf({ onConflict: 'restrictive', onFirst: 'ask' }, { kind: 'set', compare: 'exact' })]).get('name')).toEqual(
      flow('set', { psa: set('b', 'c'), crm: set('b', 'c'), ['erp' as Side]: set('b', 'c') }),
    );
  });
});

describe('opt-outs, which sync only tightens', () => {
  const optOuts = ruleOf({ onConflict: 'restrictive' }, { kind: 'set', compare: 'exact' });

  it('go everywhere from whoever adds one', () => {
    expect(decisionOf({ psa: [set('a'), set('a', 'p')], crm: [set('a'), set('a', 'c')], local: [set('a'), set('a')] }, optOuts)).toEqual(
      flow('set', { psa: set('a', 'c', 'p'), crm: set('a', 'c', 'p'), local: set('a', 'c', 'p') }),
    );
  });

  it('are a question when one is taken out while another side still has it, and the tight side is offered', () => {
    expect(decisionOf({ psa: [set('a'), set('a')], crm: [set('a'), set()], local: [set('a'), set('a')] }, optOuts)).toEqual(conflict('local'));
    expect(decisionOf({ psa: [set('a'), set('a')], crm: [set('a'), set()] }, optOuts)).toEqual(conflict('psa'));
  });

  it('are gone when every side has taken them out', () => {
    expect(decisionOf({ psa: [set('a'), set()], crm: [set('a'), set()] }, optOuts)).toEqual(agree);
  });

  it('come back where one side takes one out while another gives it anew', () => {
    expect(decisionOf({ psa: [set(), set('a')], crm: [set('a'), set()] }, optOuts)).toEqual(flow('restrictive', { crm: set('a') }, ['crm']));
  });

  it('are the union at the first meeting, also with a side that joins later', () => {
    expect(decisionOf({ psa: [set('a')], crm: [set('b')] }, optOuts)).toEqual(flow('set', { psa: set('a', 'b'), crm: set('a', 'b') }));
    expect(decisionOf({ psa: [set('a'), set('a')], local: [set('a'), set('a')], crm: [set('b')] }, optOuts)).toEqual(flow('set', { psa: set('a', 'b'), local: set('a', 'b'), crm: set('a', 'b') }));
  });

  it('that two sides tell differently never wait: the newest wins, else the same one in every run', () => {
    expect(decisionOf({ psa: { is: [set(), told('2026-02-01')], at: '2026-02-01T00:00:00Z' }, crm: { is: [set(), told('2026-01-01')], at: '2026-01-01T00:00:00Z' } }, optOuts)).toEqual(
      flow('restrictive', { crm: told('2026-02-01') }, ['crm']),
    );
    expect(decisionOf({ psa: [set(), told('2026-02-01')], crm: [set(), told('2026-01-01')] }, optOuts)).toEqual(flow('restrictive', { psa: told('2026-01-01') }, ['psa']));
  });

  it('are taken out by a person, who undoes no tightening that was not in question', () => {
    const sides = { psa: [set('a', 'b'), set('a', 'b', 'new')], crm: [set('a', 'b'), set('b')] } as const;
    expect(decisionOf(sides, optOuts)).toEqual(conflict('psa'));
    expect(decisionOf(sides, optOuts, set('b'))).toEqual(flow('person', { psa: set('b', 'new'), crm: set('b', 'new') }));
    expect(decisionOf(sides, optOuts, set('a', 'b', 'new'))).toEqual(flow('person', { crm: set('a', 'b', 'new') }));
    expect(decisionOf(sides, optOuts, null)).toEqual(flow('person', { psa: set('b', 'new'), crm: set('b', 'new') }));
  });

  it('may be added by a person on every side', () => {
    expect(decisionOf({ psa: [set(), set()], crm: [set(), set()] }, optOuts, set('typed'))).toEqual(flow('person', { psa: set('typed'), crm: set('typed') }));
    expect(decisionOf({ psa: [set('a'), set('a')], crm: [set('a'), set('a')] }, optOuts, set('a'))).toEqual(agree);
  });
});

describe('a set beside something that is none', () => {
  it('is decided as one value', () => {
    expect(decisionOf({ psa: [set('a'), 'text'], crm: [set('a'), set('a')] }, tags)).toEqual(flow('one-side-changed', { crm: 'text' }));
  });
});

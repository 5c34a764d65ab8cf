// Sets, element by element.
import { describe, expect, it } from 'vitest';
import type { SetElement, Value } from '../../src/core/vocabulary.ts';
import { agree, conflict, decisionOf, flow, ruleOf, steady } from './support.ts';

const tags = ruleOf({}, { kind: 'set', compare: 'exact' });
const set = (...keys: readonly string[]): Value => keys.map((key) => ({ key }));
const phone = (label: string, rest: Partial<SetElement> = {}): Value => [{ key: '1', label, ...rest }];

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

describe('a set beside something that is none', () => {
  it('is decided as one value', () => {
    expect(decisionOf({ psa: [set('a'), 'text'], crm: [set('a'), set('a')] }, tags)).toEqual(flow('one-side-changed', { crm: 'text' }));
  });
});

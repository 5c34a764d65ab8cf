// Equality of values: spelling of the data never makes a difference, content always does.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical, fieldsHash, isEmpty, isMoney, isSet, makeSet, same } from '../../src/core/value.ts';
import type { Fields, Value } from '../../src/core/vocabulary.ts';

const eur = (amount: string): Value => ({ amount, currency: 'EUR' });

describe('two values', () => {
  it.each<[Value, Value]>([
    [null, ''],
    [null, []],
    [eur('1'), eur('1.00')],
    [eur('-0'), eur('0.0')],
    [eur('+10'), eur('10')],
    [eur('100000000000000000000000.10'), eur('100000000000000000000000.1')],
    [[{ key: 'a' }, { key: 'b' }], [{ key: 'b' }, { key: 'a' }]],
    [[{ key: 'a', type: 'work', main: true }], [{ main: true, type: 'work', key: 'a' }]],
  ])('%j and %j are the same', (a, b) => {
    expect(same(a, b)).toBe(true);
    expect(fieldsHash({ x: a })).toBe(fieldsHash({ x: b }));
  });

  it('differ in type, content or currency', () => {
    const values: readonly Value[] = [null, 'null', 0, '0', false, 'false', true, 1, '1', eur('1'), '1 EUR', { amount: '1', currency: 'SEK' }, eur('one'), [{ key: 'a' }], [{ key: 'a', type: null }], '[{"key":"a"}]'];
    expect(new Set(values.map(canonical)).size).toBe(values.length);
  });

  it('may hold an amount that is none without harm', () => {
    expect(same(eur('about ten'), eur('about ten'))).toBe(true);
    expect(same(eur('about ten'), eur('about eleven'))).toBe(false);
    expect(same(eur(''), eur('0'))).toBe(false);
  });

  it('are empty only when there is nothing to lose', () => {
    expect(([null, '', []] as Value[]).map(isEmpty)).toEqual([true, true, true]);
    expect(([false, 0, ' ', eur('0'), [{ key: 'a' }]] as Value[]).map(isEmpty)).toEqual([false, false, false, false, false]);
  });

  it('show their kind', () => {
    expect([eur('1'), [], null, 'x', undefined].map(isMoney)).toEqual([true, false, false, false, false]);
    expect([[], eur('1'), null, 'x', undefined].map(isSet)).toEqual([true, false, false, false, false]);
  });
});

describe('a set', () => {
  it('is in key order with the last of equal keys, and stays so', () => {
    const set = makeSet([{ key: 'b', n: '1' }, { key: 'a' }, { key: 'b', n: '2' }]);
    expect(set).toEqual([{ key: 'a' }, { key: 'b', n: '2' }]);
    expect(makeSet(set)).toEqual(set);
  });

  it('equals itself in any order', () => {
    const elements = fc.uniqueArray(fc.record({ key: fc.string(), main: fc.boolean() }), { selector: ({ key }) => key });
    fc.assert(fc.property(elements, fc.infiniteStream(fc.nat()), (list, draws) => {
      const shuffled = list.map((element) => [draws.next().value as number, element] as const).toSorted(([a], [b]) => a - b).map(([, element]) => element);
      expect(same(list, shuffled)).toBe(true);
    }));
  });
});

describe('the hash of a record', () => {
  it('does not depend on the order of fields and does on every one of them', () => {
    expect(fieldsHash({ a: '1', b: '2' })).toBe(fieldsHash({ b: '2', a: '1' }));
    const records: readonly Fields[] = [{ a: '1', b: '2' }, { a: '2', b: '1' }, { a: '1' }, { a: '1', b: null }, {}];
    expect(new Set(records.map(fieldsHash)).size).toBe(5);
  });
});

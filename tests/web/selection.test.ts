// Which rows are selected, and what the keys do.
import { describe, expect, it } from 'vitest';
import { deedOf, noSelection, selectOnPage, toggle } from '../../src/web/table/selection.ts';

const idOf = (record: string): string => record;
const held = (selection: { readonly records: ReadonlyMap<string, string> }): readonly string[] => [...selection.records.keys()];

describe('a selection', () => {
  it('outlives a page change', () => {
    const first = selectOnPage(noSelection<string>(), ['a', 'b'], ['a', 'b'], idOf);
    const second = selectOnPage(first, ['c', 'd'], ['d'], idOf);
    expect(held(selectOnPage(second, ['a', 'b'], ['b'], idOf))).toEqual(['d', 'b']);
  });

  it('of everything ends when a row is taken out', () => {
    const all = { ...selectOnPage(noSelection<string>(), ['a', 'b'], ['a', 'b'], idOf), everything: true };
    expect(toggle(all, 'a', idOf)).toMatchObject({ everything: false });
    expect(held(toggle(all, 'a', idOf))).toEqual(['b']);
  });
});

describe('a key', () => {
  it.each([
    ['j', -1, 3, { kind: 'move', to: 0 }], ['j', 2, 3, { kind: 'move', to: 2 }], ['k', -1, 3, { kind: 'move', to: 0 }], ['k', 2, 3, { kind: 'move', to: 1 }],
    ['x', -1, 3, null], ['x', 1, 3, { kind: 'toggle' }], ['Enter', 1, 3, { kind: 'open' }], ['q', 1, 3, null], ['j', -1, 0, null],
  ])('%s on row %i of %i means %j', (key, at, count, deed) => {
    expect(deedOf(key, at, count)).toEqual(deed);
  });
});

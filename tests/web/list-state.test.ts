// What a list shows, in the address bar and to the server.
import { describe, expect, it } from 'vitest';
import { firstPage, isNarrowed, matchingQuery, nextSort, pageQuery, readListState, withFilter, writeListState, type ListSpec } from '../../src/web/table/list-state.ts';

const spec: ListSpec = {
  filters: [{ id: 'state', kind: 'choices', values: ['draft', 'sent'] }, { id: 'owner', kind: 'choice', values: null }, { id: 'due', kind: 'date-range', values: null }],
  sortable: ['amount'],
  searchable: true,
};
const read = (query: string) => readListState(new URLSearchParams(query), spec);

describe('an address', () => {
  it('opens the list it was written from', () => {
    const address = 'state=draft&state=sent&owner=7&dueFrom=2026-01-01&q=Kuutamo&sort=-amount&limit=100&cursor=abc&page=3';
    expect(writeListState(read(address), spec, new URLSearchParams()).toString()).toBe(address);
  });

  it('that says nothing is the first page in the usual order', () => {
    expect(read('')).toEqual({ filters: {}, search: '', sort: null, size: 50, cursor: null, page: 1 });
    expect(writeListState(read(''), spec, new URLSearchParams('tab=invoices&state=sent')).toString()).toBe('tab=invoices');
  });

  it('loses what the list does not know', () => {
    expect(read('state=stolen&owner=&owner=7&dueFrom=yesterday&sort=secret&limit=5000&page=-2&colour=red')).toMatchObject({ filters: { owner: ['7'] }, sort: null, size: 50, page: 1 });
  });
});

describe('the server', () => {
  it('is asked for one page', () => {
    expect(pageQuery(read('state=draft&sort=-amount&cursor=abc&page=2'))).toEqual({ state: ['draft'], q: '', sort: '-amount', limit: 50, cursor: 'abc' });
  });

  it('is asked for all that matches without page and size', () => {
    expect(matchingQuery(read('q=x&limit=100&cursor=abc'))).toEqual({ q: 'x', sort: null });
  });
});

describe('a change', () => {
  it('of filter, search or order begins at the first page', () => {
    const third = read('cursor=abc&page=3');
    expect(withFilter(third, 'state', ['sent'])).toMatchObject({ filters: { state: ['sent'] }, cursor: null, page: 1 });
    expect(firstPage(third, { search: 'x' })).toMatchObject({ search: 'x', cursor: null, page: 1 });
  });

  it('of a filter to nothing removes it', () => {
    const state = withFilter(read('state=sent'), 'state', []);
    expect([state.filters, isNarrowed(state), isNarrowed(read('q=x'))]).toEqual([{}, false, true]);
  });

  it('of order goes up, down and back to the usual', () => {
    const up = nextSort(null, 'amount');
    const down = nextSort(up, 'amount');
    expect([up, down, nextSort(down, 'amount'), nextSort(down, 'name')]).toEqual([{ column: 'amount', direction: 'asc' }, { column: 'amount', direction: 'desc' }, null, { column: 'name', direction: 'asc' }]);
    const usual = { column: 'amount', direction: 'desc' } as const;
    expect([nextSort(usual, 'amount', usual), nextSort(up, 'amount', usual), nextSort(usual, 'name', usual)]).toEqual([up, usual, { column: 'name', direction: 'asc' }]);
  });
});

// What a list shows: page, order, filters, search; as it stands in the address bar and as it is asked of the server. Invariants:
// an address opens the same list for everybody; what does not fit the list's declaration is dropped, never sent; a change of
// order, filter or search begins at the first page.
import type { Query } from '../api.ts';

export interface ListSpec {
  readonly filters: readonly FilterSpec[];
  readonly sortable: readonly string[];
  readonly searchable: boolean;
}

export interface FilterSpec {
  readonly id: string;
  readonly kind: 'choice' | 'choices' | 'date-range';
  /** Of a choice: what may be chosen; null: whatever the server offers. */
  readonly values: readonly string[] | null;
}

export interface Sort {
  readonly column: string;
  readonly direction: 'asc' | 'desc';
}

export interface ListState {
  /** Name of the query parameter → values. */
  readonly filters: Readonly<Record<string, readonly string[]>>;
  readonly search: string;
  /** Null: the server's usual order. */
  readonly sort: Sort | null;
  readonly size: PageSize;
  /** Opaque, from the server; null: the first page. */
  readonly cursor: string | null;
  /** Which page this is, counted from 1: for "101–200 of …" only. */
  readonly page: number;
}

export const PAGE_SIZES = [25, 50, 100] as const;
export type PageSize = (typeof PAGE_SIZES)[number];
const DEFAULT_SIZE: PageSize = 50;

/** Parameters that no filter may be named as. */
const RESERVED = { search: 'q', sort: 'sort', size: 'limit', cursor: 'cursor', page: 'page' } as const;

export function readListState(params: URLSearchParams, spec: ListSpec): ListState {
  const sort = params.get(RESERVED.sort);
  const column = sort?.replace(/^-/u, '') ?? '';
  const size = PAGE_SIZES.find((each) => String(each) === params.get(RESERVED.size)) ?? DEFAULT_SIZE;
  const page = Number(params.get(RESERVED.page) ?? 1);
  const cursor = params.get(RESERVED.cursor);
  return {
    filters: filtersIn(params, spec),
    search: spec.searchable ? (params.get(RESERVED.search) ?? '') : '',
    sort: sort !== null && spec.sortable.includes(column) ? { column, direction: sort.startsWith('-') ? 'desc' : 'asc' } : null,
    size,
    cursor,
    page: cursor !== null && Number.isSafeInteger(page) && page > 1 ? page : 1,
  };
}

/** As in the address bar: what is as usual is left out, so addresses stay short. Other parameters of the page are kept. */
export function writeListState(state: ListState, spec: ListSpec, kept: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(kept);
  for (const name of [...Object.values(RESERVED), ...spec.filters.flatMap(parametersOf)]) params.delete(name);
  for (const [name, values] of Object.entries(state.filters)) for (const value of values) params.append(name, value);
  if (state.search !== '') params.set(RESERVED.search, state.search);
  if (state.sort) params.set(RESERVED.sort, sortText(state.sort));
  if (state.size !== DEFAULT_SIZE) params.set(RESERVED.size, String(state.size));
  if (state.cursor !== null) {
    params.set(RESERVED.cursor, state.cursor);
    params.set(RESERVED.page, String(state.page));
  }
  return params;
}

/** What matches, without page and size: for exports and for deeds on everything that matches. */
export function matchingQuery(state: ListState): Query {
  return { ...state.filters, [RESERVED.search]: state.search, [RESERVED.sort]: state.sort && sortText(state.sort) };
}

/** What the server is asked for one page. */
export function pageQuery(state: ListState): Query {
  return { ...matchingQuery(state), [RESERVED.size]: state.size, [RESERVED.cursor]: state.cursor };
}

export function firstPage(state: ListState, change: Partial<ListState>): ListState {
  return { ...state, ...change, cursor: null, page: 1 };
}

export function withFilter(state: ListState, name: string, values: readonly string[]): ListState {
  const { [name]: _, ...others } = state.filters;
  return firstPage(state, { filters: values.length === 0 ? others : { ...others, [name]: values } });
}

/** A column's head was pressed: ascending, descending, then the usual order again. @param usual the usual order, where it is that of a column */
export function nextSort(sort: Sort | null, column: string, usual: Sort | null = null): Sort | null {
  if (sort?.column !== column) return { column, direction: 'asc' };
  if (sort.direction === 'asc') return { column, direction: 'desc' };
  return usual?.column === column && usual.direction === 'desc' ? { column, direction: 'asc' } : null;
}

/** The query parameters of one filter: a range has two. */
export function parametersOf({ id, kind }: Pick<FilterSpec, 'id' | 'kind'>): readonly string[] {
  return kind === 'date-range' ? [`${id}From`, `${id}Until`] : [id];
}

export function isNarrowed(state: ListState): boolean {
  return state.search !== '' || Object.keys(state.filters).length > 0;
}

function filtersIn(params: URLSearchParams, spec: ListSpec): ListState['filters'] {
  const found = spec.filters.flatMap((filter) => parametersOf(filter).map((name) => [name, valuesOf(filter, params.getAll(name))] as const));
  return Object.fromEntries(found.filter(([, values]) => values.length > 0));
}

function valuesOf({ kind, values }: FilterSpec, given: readonly string[]): readonly string[] {
  const known = kind === 'date-range' ? given.filter((value) => /^\d{4}-\d{2}-\d{2}$/u.test(value)) : given.filter((value) => value !== '' && (values === null || values.includes(value)));
  return kind === 'choices' ? [...new Set(known)] : known.slice(0, 1);
}

function sortText({ column, direction }: Sort): string {
  return direction === 'desc' ? `-${column}` : column;
}

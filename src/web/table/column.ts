// What a table is told about its rows and columns. Invariant: a column declares itself once; the wide table, the cards of a
// narrow screen and the choice of columns all come from it.
import type { ReactNode } from 'react';
import type { Query } from '../api.ts';
import type { FilterSpec } from './list-state.ts';

export interface Column<T> {
  /** Also what the server sorts by. */
  readonly id: string;
  readonly title: string;
  readonly render: (record: T) => ReactNode;
  readonly sortable?: boolean;
  /** Numbers stand at the right, so that their digits stand below each other. */
  readonly numeric?: boolean;
  /** Pixels; without it the column takes what it needs. */
  readonly width?: number;
  /** May be long: is cut with an ellipsis. */
  readonly long?: boolean;
  readonly initiallyHidden?: boolean;
  /** Of the first one: its cell is a link to the record by itself, so a card puts no button around it. */
  readonly isLink?: boolean;
}

export interface Filter extends Omit<FilterSpec, 'values'> {
  readonly label: string;
  /** Of a choice. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Of a choice whose options are looked up while one types: those in force stay among the options. Any value may be in the address then. */
  readonly onSearch?: (text: string) => void;
}

/** One page of a list, as every list of the API answers. */
export interface ListPage<T> {
  readonly items: readonly T[];
  /** For the page after this one; null on the last. */
  readonly next: string | null;
  /** Null when counting would cost too much. */
  readonly total: number | null;
}

/** What a deed on selected rows is about: these, or all that match. */
export type Selected<T> =
  | { readonly kind: 'records'; readonly records: readonly T[] }
  | { readonly kind: 'matching'; readonly query: Query; readonly total: number };

export function filterSpecOf({ id, kind, options, onSearch }: Filter): FilterSpec {
  return { id, kind, values: onSearch ? null : (options?.map(({ value }) => value) ?? null) };
}

// Home of what a mirror is made of in Severa: lists that are read by since-filters, lists of what was deleted, lists below a
// parent, and a look by id. All of it is data; the walking is done once, in adapter.ts.
import type { MirrorName } from '../../../entities/mirrors/mirror.ts';
import type { ShownRow } from './cells.ts';

export interface MirrorList {
  readonly route: string;
  readonly path?: string;
  readonly query?: readonly (readonly [name: string, value: string | boolean])[];
  readonly row: ShownRow;
}

export interface Below extends MirrorList {
  /** It comes in one answer, without pages. */
  readonly whole?: true;
}

export interface MirrorSource {
  readonly mirror: MirrorName;
  /** Read one after the other, by one checkpoint; null: there is no list of all. */
  readonly lists: readonly MirrorList[] | null;
  /** The list of what was deleted, by `deletedSince`. */
  readonly deleted?: string;
  /** Column of the mirror → the lists of the rows that hold this value in it. */
  readonly below: Readonly<Record<string, (parent: string) => readonly Below[]>>;
  /** How rows are looked at by their ids. many: one list filtered by ids. each: routes `{guid}`, the first that knows it. */
  readonly byId:
    | { readonly kind: 'many'; readonly list: (ids: readonly string[]) => MirrorList }
    | { readonly kind: 'each'; readonly routes: readonly { readonly route: string; readonly row: ShownRow }[] }
    | { readonly kind: 'none' };
}

/** A list whose path names the parent. */
export function under<Row>(template: string, parent: string, row: Row): { readonly route: string; readonly path: string; readonly row: Row } {
  return { route: template, path: template.replace(/\{[^}]*\}/, encodeURIComponent(parent)), row };
}

/** A list that is cut down to the parent by a filter. */
export function filtered(route: string, filter: string, parent: string, row: ShownRow): Below {
  return { route, query: [[filter, parent]], row };
}

export function each(route: string, row: ShownRow): MirrorSource['byId'] {
  return { kind: 'each', routes: [{ route: `${route}/{guid}`, row }] };
}

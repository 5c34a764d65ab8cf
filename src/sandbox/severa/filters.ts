// The kinds of filter a list can have. A filter that is not asked for says null; all that are asked for have to hold.
import type { Database } from './database.ts';
import type { SeveraFacts } from './options.ts';
import { valueAt } from './output.ts';
import type { Query } from './query.ts';
import { flagIn, keyIn, textIn, type Row } from './row.ts';
import type { Entry } from './table.ts';

export type Fits = (row: Row, entry: Entry) => boolean;
export type Filter = (query: Query, database: Database) => Fits | null;

/** true or false as the field is; a field that was never set is false. */
export const flag =
  (name: string, field: string = name): Filter =>
  (query) => {
    const asked = query.flag(name);
    return asked === null ? null : (row) => flagIn(row, field) === asked;
  };

/** The exact value, or the guid of a reference. */
export const equal =
  (name: string, field: string = name): Filter =>
  (query) => {
    const asked = query.text(name);
    return asked === null ? null : (row) => keyIn(row, field) === asked;
  };

/** One of the values asked for: repeated names. */
export const among =
  (name: string, field: string): Filter =>
  (query) => {
    const asked = new Set(query.texts(name));
    return asked.size === 0 ? null : (row) => asked.has(keyIn(row, field) ?? '');
  };

/** As `among`, for a value that is worked out or lies in a row referred to. */
export const amongAt =
  (name: string, collection: string, path: string): Filter =>
  (query, database) => {
    const asked = new Set(query.texts(name));
    return asked.size === 0 ? null : (row) => asked.has(keyIn({ value: valueAt(database, collection, row, path) }, 'value') ?? '');
  };

/** One of the values asked for is the link's in some row of a linking collection. */
export const linked =
  (name: string, links: string, from: string, to: string, owner: (row: Row) => string | null = (row) => row.guid): Filter =>
  (query, database) => {
    const asked = new Set(query.texts(name));
    if (asked.size === 0) return null;
    return (row) => database.rowsBy(links, from, owner(row) ?? '').some((link) => asked.has(keyIn(link, to) ?? ''));
  };

/** Part of any of these fields, whatever the case. */
export const search =
  (collection: string, ...paths: readonly string[]): Filter =>
  (query, database) => {
    const asked = query.text('textToSearch')?.toLowerCase() ?? '';
    if (asked === '') return null;
    const texts = (row: Row): unknown[] => paths.map((path) => valueAt(database, collection, row, path)).flat();
    return (row) => texts(row).some((text) => typeof text === 'string' && text.toLowerCase().includes(asked));
  };

/** Added or changed then or later. */
export const since =
  (name: string = 'changedSince', stamp: 'changedAt' | 'salesStatusChangedAt' | 'projectStatusChangedAt' = 'changedAt'): Filter =>
  (query, database) => {
    const asked = query.instant(name);
    if (asked === null) return null;
    const from = rounded(asked, database.facts);
    return (_row, entry) => rounded(entry[stamp], database.facts) >= from;
  };

/** As `since`, by a field of the row. */
export const sinceField =
  (name: string, field: string): Filter =>
  (query, database) => {
    const asked = query.instant(name);
    if (asked === null) return null;
    const from = rounded(asked, database.facts);
    return (row) => rounded(Date.parse(textIn(row, field) ?? ''), database.facts) >= from;
  };

/** A calendar date at or after the one asked for. */
export const fromDate =
  (name: string, field: string): Filter =>
  (query) => {
    const asked = query.date(name);
    return asked === null ? null : (row) => (textIn(row, field)?.slice(0, 10) ?? '') >= asked;
  };

export const untilDate =
  (name: string, field: string): Filter =>
  (query) => {
    const asked = query.date(name);
    return asked === null ? null : (row) => (textIn(row, field)?.slice(0, 10) ?? '9') <= asked;
  };

export const registryFilters = (collection: string, flagName: 'active' | 'isActive' = 'active'): readonly Filter[] => [
  flag(flagName, 'isActive'),
  search(collection, 'name', 'code'),
];

function rounded(instant: number, facts: SeveraFacts): number {
  return facts.sinceRounding === 'minute' ? Math.round(instant / 60_000) * 60_000 : instant;
}

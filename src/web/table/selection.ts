// Which rows are selected, and which one the keyboard is on. Invariants: a selection outlives a page change, so rows of several
// pages can be dealt with at once; it ends when other rows match.

export interface Selection<T> {
  /** By id. */
  readonly records: ReadonlyMap<string, T>;
  /** All that match are meant, also on pages not seen. */
  readonly everything: boolean;
}

export function noSelection<T>(): Selection<T> {
  return { records: new Map(), everything: false };
}

/** What is selected after the rows of this page have become `chosen`; other pages' rows stay. */
export function selectOnPage<T>(selection: Selection<T>, page: readonly T[], chosen: readonly T[], idOf: (record: T) => string): Selection<T> {
  const records = new Map(selection.records);
  for (const record of page) records.delete(idOf(record));
  for (const record of chosen) records.set(idOf(record), record);
  return { records, everything: false };
}

export function toggle<T>(selection: Selection<T>, record: T, idOf: (record: T) => string): Selection<T> {
  const records = new Map(selection.records);
  if (!records.delete(idOf(record))) records.set(idOf(record), record);
  return { records, everything: false };
}

export type KeyDeed = { readonly kind: 'move'; readonly to: number } | { readonly kind: 'toggle' } | { readonly kind: 'open' } | null;

/**
 * What a key means in a list of `count` rows with row `at` under the keyboard (-1: none yet).
 * @param key as the browser names it
 */
export function deedOf(key: string, at: number, count: number): KeyDeed {
  if (count === 0) return null;
  if (key === 'j') return { kind: 'move', to: Math.min(at + 1, count - 1) };
  if (key === 'k') return { kind: 'move', to: Math.max(at - 1, 0) };
  if (at < 0) return null;
  if (key === 'x') return { kind: 'toggle' };
  return key === 'Enter' ? { kind: 'open' } : null;
}

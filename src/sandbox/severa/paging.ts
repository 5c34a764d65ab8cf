// The two ways the vendor pages, never both on one route. Token lists go by a row's sequence, so a row that changes between
// pages is neither missed nor doubled; offset lists are counted afresh each time and can do both, as the vendor's can.
import type { SandboxResponse } from '../contract.ts';
import { keyIn, type Row } from './row.ts';
import { invalidParameter } from './refusal.ts';
import { json, type Context } from './route.ts';
import type { Entry } from './table.ts';

interface Listed {
  readonly style: 'token' | 'offset' | 'none';
  /** Rows when rowCount is left out; null: all there are. */
  readonly rows: number | null;
  /** Entries in order of sequence, from the first after the given one. */
  entries(after: number): Iterable<Entry>;
  fits(entry: Entry): boolean;
  /** A stretch of all entries, where every one of them fits: what an offset list needs not count its way to. */
  slice?(skip: number, count: number): readonly Entry[];
  render(row: Row): unknown;
}

export function answerList(context: Context, listed: Listed): SandboxResponse {
  if (listed.style === 'none') return json(200, rendered(context, listed, [...fitting(listed, 0, Infinity)]));
  return listed.style === 'token' ? answerTokenPage(context, listed) : answerOffsetPage(context, listed);
}

function answerTokenPage(context: Context, listed: Listed): SandboxResponse {
  const after = readToken(context);
  const wanted = rowCount(context, listed);
  const found = [...fitting(listed, after, wanted + 1)];
  let page = found.slice(0, wanted);
  if (context.fault === 'short-page') page = page.slice(0, Math.max(1, Math.floor(page.length / 2)));
  if (context.fault === 'empty-page-with-token') return json(200, [], { NextPageToken: writeToken(context, after) });
  const more = found.length > page.length;
  const last = context.fault === 'repeat-token' ? after : (page.at(-1)?.sequence ?? after);
  return json(200, rendered(context, listed, page), more ? { NextPageToken: writeToken(context, last) } : {});
}

function answerOffsetPage(context: Context, listed: Listed): SandboxResponse {
  const first = context.query.integer('firstRow') ?? 0;
  if (first < 0) throw invalidParameter('firstRow', 'firstRow cannot be negative.');
  const wanted = rowCount(context, listed);
  let page = offsetPage(context, listed, first, wanted);
  if (context.fault === 'short-page') page = page.slice(0, Math.max(1, Math.floor(page.length / 2)));
  return json(200, rendered(context, listed, page));
}

function offsetPage(context: Context, listed: Listed, first: number, wanted: number): readonly Entry[] {
  if (context.query.sortings.length > 0) return sorted(context, [...fitting(listed, 0, Infinity)]).slice(first, first + wanted);
  return listed.slice?.(first, wanted) ?? [...fitting(listed, 0, first + wanted)].slice(first);
}

function* fitting(listed: Listed, after: number, most: number): IterableIterator<Entry> {
  let left = most;
  if (left <= 0) return;
  for (const entry of listed.entries(after)) {
    if (!listed.fits(entry)) continue;
    yield entry;
    left -= 1;
    if (left <= 0) return;
  }
}

function rendered(context: Context, listed: Listed, entries: readonly Entry[]): unknown[] {
  const rows = entries.map((entry) => listed.render(entry.row));
  if (context.fault !== 'null-timestamp') return rows;
  return rows.map((row) => ('lastUpdatedDateTime' in (row as object) ? { ...(row as object), lastUpdatedDateTime: null } : row));
}

/** More than the maximum is cut to it, without a word. */
function rowCount(context: Context, listed: Listed): number {
  const asked = context.query.integer('rowCount');
  if (asked === null) return listed.rows === null ? Infinity : Math.min(listed.rows, context.pageMax);
  if (asked < 1) throw invalidParameter('rowCount', 'rowCount has to be at least 1.');
  return Math.min(asked, context.pageMax);
}

function sorted(context: Context, entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => {
    for (const { field, descending } of context.query.sortings) {
      const order = compare(keyIn(a.row, field), keyIn(b.row, field));
      if (order !== 0) return descending ? -order : order;
    }
    return a.sequence - b.sequence;
  });
}

function compare(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const numbers = [Number(a), Number(b)] as const;
  if (!Number.isNaN(numbers[0]) && !Number.isNaN(numbers[1])) return numbers[0] - numbers[1];
  return a.localeCompare(b, 'fi');
}

function writeToken(context: Context, sequence: number): string {
  return Buffer.from(`${context.template}\n${sequence}`).toString('base64url');
}

/** Throws Refusal 400 for a token of another list or of nobody. */
function readToken(context: Context): number {
  const token = context.query.text('pageToken');
  if (token === null || token === '') return 0;
  const [template, sequence] = Buffer.from(token, 'base64url').toString('utf8').split('\n');
  if (template !== context.template || !/^\d+$/.test(sequence ?? '')) throw invalidParameter('pageToken', 'The page token is not valid.');
  return Number(sequence);
}

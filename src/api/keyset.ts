// Pages that go on behind the last item of the one before. Invariant: a cursor goes on with the question that it was given for, and
// with no other.
import { toInstant } from '../lib/clock.ts';
import { tokenHash } from '../lib/crypto.ts';
import { UsageError } from '../lib/errors.ts';

interface Paged {
  readonly limit?: number;
  readonly cursor?: string | undefined;
  readonly format?: string;
  readonly locale?: string;
}

export interface Place {
  readonly since: string;
  readonly id: string;
}

/** Most digits that every number of the database has room for. */
const NUMBER = /^\d{1,18}$/u;

/**
 * Where the page begins; null: at the first item.
 * @param ids what tells the items of one instant apart
 * @throws UsageError `cursor-unreadable` for one of another question, or one that was made up
 */
export function placeIn(query: Paged, ids: 'texts' | 'numbers' = 'texts'): Place | null {
  if (query.cursor === undefined) return null;
  const [mark, since, id] = Buffer.from(query.cursor, 'base64url').toString().split('\n');
  if (mark !== markOf(query) || since === undefined || id === undefined || !isInstant(since) || !(ids === 'numbers' ? NUMBER.test(id) : isPlain(id))) throw cursorUnreadable();
  return { since, id };
}

export function cursorUnreadable(): UsageError {
  return new UsageError('cursor-unreadable', 'The cursor is not of this question: begin without it.');
}

/** A UTC instant as we write it, of a year that the database knows. */
export function isInstant(text: string): boolean {
  const at = Date.parse(text);
  return /^(?!0000)\d{4}-/u.test(text) && !Number.isNaN(at) && toInstant(at) === text;
}

/** Without what no id has and no database takes. */
export function isPlain(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- these are just what is refused
  return !/[\u0000-\u001f\u007f]/u.test(text);
}

/** The cursor of the next page, if there is one. */
export function cursorOf(query: Paged, next: Place | null): string | null {
  return next === null ? null : Buffer.from([markOf(query), next.since, next.id].join('\n')).toString('base64url');
}

/** Another length of page is the same question. */
export function markOf({ limit: _limit, cursor: _cursor, format: _format, locale: _locale, ...question }: Paged): string {
  return tokenHash(JSON.stringify(question)).slice(0, 12);
}

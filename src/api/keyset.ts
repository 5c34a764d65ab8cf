// Pages that go on behind the last item of the one before. Invariant: a cursor goes on with the question that it was given for, and
// with no other.
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

/** Where the page begins; null: at the first item. @throws UsageError `cursor-unreadable` for one of another question, or one that was made up */
export function placeIn(query: Paged): Place | null {
  if (query.cursor === undefined) return null;
  const [mark, since, id] = Buffer.from(query.cursor, 'base64url').toString().split('\n');
  if (mark !== markOf(query) || since === undefined || id === undefined || Number.isNaN(Date.parse(since))) throw new UsageError('cursor-unreadable', 'The cursor is not of this question: begin without it.');
  return { since, id };
}

/** The cursor of the next page, if there is one. */
export function cursorOf(query: Paged, next: Place | null): string | null {
  return next === null ? null : Buffer.from([markOf(query), next.since, next.id].join('\n')).toString('base64url');
}

/** Another length of page is the same question. */
export function markOf({ limit: _limit, cursor: _cursor, format: _format, locale: _locale, ...question }: Paged): string {
  return tokenHash(JSON.stringify(question)).slice(0, 12);
}

// Pages of an answer. Invariant: a cursor goes on with the question that it was given for, and with no other.
import { tokenHash } from '../lib/crypto.ts';
import { UsageError } from '../lib/errors.ts';

interface Paged {
  readonly limit?: number;
  readonly cursor?: string | undefined;
}

/** Where the page begins. @throws UsageError `cursor-unreadable` for one of another question, or one that was made up */
export function offsetOf(query: Paged): number {
  if (query.cursor === undefined) return 0;
  const [, offset, mark] = /^(\d{1,9})\.([\w-]+)$/u.exec(Buffer.from(query.cursor, 'base64url').toString('latin1')) ?? [];
  if (offset === undefined || mark !== markOf(query)) throw new UsageError('cursor-unreadable', 'The cursor is not of this question: begin without it.');
  return Number(offset);
}

/** The cursor of the next page, if there is one. */
export function nextOf(query: Paged & { readonly limit: number }, offset: number, total: number): string | null {
  const next = offset + query.limit;
  return next < total ? Buffer.from(`${next}.${markOf(query)}`).toString('base64url') : null;
}

/** Another length of page is the same question. */
function markOf({ limit: _limit, cursor: _cursor, ...question }: Paged): string {
  return tokenHash(JSON.stringify(question)).slice(0, 12);
}

// Home of archiving: taking records out of use so that people can bring them back for 90 days. Invariant: only a record that
// still stands under its own id is archived, for an id that was merged away may lead to the survivor.
import { isTombstone } from '../../core/vocabulary.ts';
import { AccessError, RejectedError, RetryableError } from '../../lib/errors.ts';
import type { Archive, Outcome } from '../connector.ts';
import { moved } from './batch-call.ts';
import { readObjects } from './object-reads.ts';
import type { ObjectContext } from './object-reads.ts';
import { BUCKET, PAGE, routes } from './paths.ts';

/** Two calls per 100. */
export async function archiveObjects(at: ObjectContext, writes: readonly Archive[]): Promise<ReadonlyMap<Archive, Outcome>> {
  const outcomes = new Map<Archive, Outcome>();
  for (let start = 0; start < writes.length; start += PAGE) {
    const chunk = writes.slice(start, start + PAGE);
    try {
      const present = await readObjects(at, chunk.map(({ id }) => id), false);
      const standing: Archive[] = [];
      for (const write of chunk) {
        const seen = present.get(write.id);
        if (seen === undefined || (!isTombstone(seen) && seen.id !== write.id)) outcomes.set(write, { kind: 'failed', key: write.key, error: moved(at.map) });
        else if (isTombstone(seen)) outcomes.set(write, archived(write));
        else standing.push(write);
      }
      if (standing.length === 0) continue;
      const inputs = [...new Set(standing.map(({ id }) => id))].map((id) => ({ id }));
      await at.http.call({ ...routes.batch(at.map.type, 'archive'), json: { inputs }, bucket: BUCKET, replay: 'repeat', reply: null });
      for (const write of standing) outcomes.set(write, archived(write));
    } catch (error) {
      for (const write of chunk.filter((one) => !outcomes.has(one))) outcomes.set(write, failureOf(write, error));
    }
  }
  return outcomes;
}

function archived({ key }: Archive): Outcome {
  return { kind: 'archived', key, snapshot: null };
}

/** Archiving twice is the same as once: an answer that was lost leaves nothing open. */
function failureOf({ key }: Archive, error: unknown): Outcome {
  if (error instanceof RejectedError) return { kind: 'rejected', key, error };
  if (error instanceof RetryableError) return { kind: 'failed', key, error };
  if (error instanceof AccessError) return { kind: 'failed', key, error: new RetryableError(error.code, error.message, { cause: error }) };
  throw error;
}

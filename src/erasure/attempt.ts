// One thing that the tick does for one request. Invariant: whatever becomes of it, the tick goes on with the others; somebody else having
// been quicker is nothing to tell of.
import { isExpected, StaleError } from '../lib/errors.ts';
import type { ErasureContext } from './context.ts';

/** Answers whether it was done. @param about ids for the log */
export async function attempted({ log }: Pick<ErasureContext, 'log'>, about: Readonly<Record<string, string>>, act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (error instanceof StaleError) return false;
    log.error({ error, ...about }, isExpected(error) ? 'an erasure could not go on; it is tried again' : 'an erasure failed that should not have; report this');
    return false;
  }
}

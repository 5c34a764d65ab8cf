// Home of waiting between attempts: how long, and that everybody holds back when the quota is spent.
// All waits go through the clock that was passed in, so that a simulation needs no real time.
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { Random } from '../lib/random.ts';
import type { HttpCall } from './call.ts';
import type { Pacer } from './pacer.ts';
import { AttemptFailure } from './refusal.ts';

const longestWaitMs = 30_000;
/** A longer wait is handed to the caller (`afterMs`) instead of holding a worker. */
const patienceMs = 60_000;
/** A write was decided on before its first attempt: a person may have written since, so an older one is decided on afresh. */
const writePatienceMs = 15_000;

/** Resolves to true after waiting, to false at once when another attempt is not worth it. */
export async function waitBeforeRetry(context: {
  readonly error: Error;
  readonly attemptNumber: number;
  /** When the call was first made (ms). */
  readonly startedAt: number;
  readonly call: Pick<HttpCall<unknown>, 'route' | 'bucket' | 'replay'>;
  readonly system: string;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}): Promise<boolean> {
  const { error, attemptNumber, startedAt, call, system, pacer, clock, random, log } = context;
  if (!(error instanceof AttemptFailure) || attemptNumber > error.retries) return false;
  const asked = error.waitMs ?? Math.min(longestWaitMs, 1_000 * 2 ** (attemptNumber - 1));
  // Jitter spreads the workers that were refused together.
  const waitMs = asked + random.int(0, 250);
  if (error.quota) await pacer.backOff(call.bucket, waitMs);
  if (asked > patienceMs) return false;
  if (call.replay !== 'safe' && clock.now() + waitMs - startedAt > writePatienceMs) return false;
  log.warn({ system, route: call.route, code: error.outcome.code, attempt: attemptNumber, waitMs }, 'trying again');
  await clock.sleep(waitMs);
  return true;
}

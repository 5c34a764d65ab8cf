// Discovery: who is meant and everything that is there of them. Invariant: nothing goes to the review before every system has been looked
// through; one that does not answer is asked again, later each time, and the request says which it waits for.
import { dataOf, sealData } from './request-data.ts';
import type { RequestData } from './request-data.ts';
import type { ErasureRequest } from '../store/erasures.ts';
import { toInstant } from '../lib/clock.ts';
import type { ErasureContext } from './context.ts';
import { lookFor } from './look.ts';
import type { Look } from './look.ts';
import { moved, requestOf } from './requests.ts';

/** How long a system that did not answer is left alone. */
const AGAIN_MS = 5 * 60_000;

/** Of a request that is `verified` or `discovering`: as it is afterwards, in `review` once everything has been looked through. */
export async function discover(context: ErasureContext, request: ErasureRequest): Promise<ErasureRequest> {
  const begun = request.state === 'discovering' ? request : await moved(context, request, { state: 'discovering' });
  const data = dataOf(context, begun);
  return saveLook(context, begun, data, await lookFor(context, data.asked));
}

/** What a look has found, and whether it was whole. */
export function saveLook(context: ErasureContext, request: ErasureRequest, data: RequestData, found: Look): Promise<ErasureRequest> {
  const isWhole = found.looks.every(({ problem }) => problem === null);
  return moved(context, request, {
    state: isWhole ? 'review' : 'discovering',
    nextAt: isWhole ? null : toInstant(context.clock.now() + AGAIN_MS),
    sealed: sealData(context, request.id, { ...data, ...found }),
  });
}

/** Everything is looked through once more; what was decided stays, as far as it is found again. */
export async function discoverAgain(context: ErasureContext, id: string): Promise<ErasureRequest> {
  return moved(context, await requestOf(context, id), { state: 'discovering', nextAt: toInstant(context.clock.now()) });
}

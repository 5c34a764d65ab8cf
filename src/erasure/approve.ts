// Approval: a person says that what was reviewed is to be done. Invariants: only of a plan in which nothing is open, and that is the one
// they saw; what is to be done is written down as steps in the same commit, and nothing has been touched yet.
import { keptUntil, textsAfter, toBeDone } from '../core/erasure-plan.ts';
import type { PlanItem } from '../core/erasure-plan.ts';
import type { StepState } from '../core/erasure-state.ts';
import { toInstant } from '../lib/clock.ts';
import { StaleError, UsageError } from '../lib/errors.ts';
import type { ErasureRequest, ErasureStep } from '../store/erasures.ts';
import type { ErasureContext } from './context.ts';
import { dataOf, sealStep } from './request-data.ts';
import type { RequestData } from './request-data.ts';
import { moved, requestOf, stateProblem } from './requests.ts';
import { planFor } from './review.ts';
import { spentStep } from './spent.ts';

const FIRST_STATE: Readonly<Partial<Record<PlanItem['treatment'], StepState>>> = { retain: 'retained', manual: 'manual' };

/**
 * @param said `version`: of the request as it was reviewed; whatever it is when left out
 * @throws UsageError `which-person`, `not-looked`, `undecided`
 */
export async function approve(context: ErasureContext, id: string, { by, version }: { readonly by: string; readonly version?: number }): Promise<ErasureRequest> {
  const request = await requestOf(context, id);
  if (request.state !== 'review') throw stateProblem(request.state);
  if (version !== undefined && version !== request.version) throw new StaleError('request-moved', 'what was found or decided has changed since it was reviewed. Look at the review again.');
  const data = dataOf(context, request);
  if (data.candidates.length > 0) throw new UsageError('which-person', 'what was asked by does not tell for sure who is meant. Say first who it is.');
  if (data.looks.some(({ problem }) => problem !== null)) throw new UsageError('not-looked', 'not every system has been looked through yet.');
  const plan = planFor(context, data);
  if (plan.some(({ needsDecision }) => needsDecision)) throw new UsageError('undecided', 'something waits for a decision. Look at the review.');
  const at = toInstant(context.clock.now());
  const steps = toBeDone(plan).map((item, position) => stepOf(context, request.id, data, item, position, at));
  return moved(context, request, { state: 'approved', approved: { by, at }, retainedUntil: keptUntil(plan), nextAt: at }, steps);
}

function stepOf(context: ErasureContext, requestId: string, data: RequestData, item: PlanItem, position: number, at: string): ErasureStep {
  const id = context.newId();
  const trace = data.looks.find(({ system }) => system === item.system)?.traces.find((one) => one.id === item.traceId) ?? null;
  return {
    id, requestId, version: 1, position, system: item.system, kind: item.kind, treatment: item.treatment, ground: item.ground, until: item.until,
    state: FIRST_STATE[item.treatment] ?? 'found', attempts: 0, problem: item.reason, at,
    sealed: trace === null ? null : sealStep(context, id, item.treatment === 'retain' ? spentStep({ trace, texts: {} }, data.subject) : { trace, texts: textsAfter(item) }),
  };
}

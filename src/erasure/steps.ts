// What a look has found again, as a step. Invariant: what no machine is sure of and nobody has decided on is a person's to do.
import type { Trace } from '../connectors/privacy.ts';
import { isUndecided, textsAfter } from '../core/erasure-plan.ts';
import type { PlanItem } from '../core/erasure-plan.ts';
import { toInstant } from '../lib/clock.ts';
import type { ErasureRequest, ErasureStep } from '../store/erasures.ts';
import { UNSURE } from './by-hand.ts';
import type { ErasureContext } from './context.ts';
import { sealStep } from './request-data.ts';
import { isUnsure } from './spent.ts';

/** @param known the step that it was before, if it was one */
export function stepAnew(context: ErasureContext, { id: requestId }: Pick<ErasureRequest, 'id'>, { item, trace, position, known }: { readonly item: PlanItem; readonly trace: Trace; readonly position: number; readonly known?: ErasureStep | undefined }): ErasureStep {
  const id = known?.id ?? context.newId();
  const fresh = { id, requestId, version: 1, position, system: item.system, kind: trace.kind, ground: null, until: null };
  const treatment = isUndecided(item) ? 'manual' : item.treatment;
  const isManual = treatment === 'manual';
  return {
    ...(known ? { ...known, version: known.version + 1 } : fresh), treatment, state: isManual ? 'manual' : 'found', attempts: 0,
    problem: isUndecided(item) ? UNSURE : item.reason, at: toInstant(context.clock.now()), sealed: sealStep(context, id, { trace, texts: textsAfter(item), isUnsure: !isManual && isUnsure(item) }),
  };
}

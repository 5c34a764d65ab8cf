// What a person does by hand in a system, and what the next look makes of their word. Invariant: a step is gone only when a look that had found
// it finds it no more; where no look can tell, it stays the word of a person; what is still there goes back to them.
import type { Trace } from '../connectors/privacy.ts';
import type { ErasureStep } from '../store/erasures.ts';
import type { ErasureContext } from './context.ts';
import { sealStep, stepDataOf } from './request-data.ts';

/** A person has said that it is done, and it has not been looked for since. */
const SAID = 'confirmed';
/** No look can tell whether it is gone. */
const WORD_ALONE = 'confirmed-by-person';
const STILL_THERE = 'still-there';
/** A machine is not sure of what it says, and no person has said anything of it. */
export const UNSURE = 'unsure';
/** Before the code of a refusal: another try by itself would only be refused again. */
export const REFUSED = 'refused:';

/** The system will not have it done so; a person has to. */
export function isRefused({ state, problem }: Pick<ErasureStep, 'state' | 'problem'>): boolean {
  return state === 'failed' && problem !== null && problem.startsWith(REFUSED);
}

export function isByHand(step: Pick<ErasureStep, 'state' | 'problem' | 'treatment'>): boolean {
  return step.treatment === 'manual' || isRefused(step);
}

/** To be looked for before the request is over. */
export function isSaid({ state, problem }: Pick<ErasureStep, 'state' | 'problem'>): boolean {
  return state === 'done' && problem === SAID;
}

/** Done, as far as anybody knows by the word of a person. */
export function isWordAlone({ state, problem }: Pick<ErasureStep, 'state' | 'problem'>): boolean {
  return state === 'done' && (problem === WORD_ALONE || problem === SAID);
}

export const SAID_DONE: Pick<ErasureStep, 'state' | 'treatment' | 'problem'> = { state: 'done', treatment: 'manual', problem: SAID };

/** As a look has to be asked about it: one with words, by its words. */
export function soughtOf(trace: Trace): Trace {
  return trace.treatment === 'manual' && Object.keys(trace.texts).length > 0 ? { ...trace, treatment: 'redact' } : trace;
}

/** The step after a look. @param shown ids of what the look has found in its system */
export function afterLook(context: ErasureContext, step: ErasureStep, shown: ReadonlySet<string>): ErasureStep {
  if (!isByHand(step)) return step;
  const data = stepDataOf(context, step);
  const isThere = data.trace !== null && shown.has(data.trace.id);
  const seen = { ...step, version: step.version + 1, sealed: isThere ? sealStep(context, step.id, { ...data, isSeen: true }) : step.sealed };
  if (step.state === 'done' || step.state === 'gone') {
    if (isThere) return { ...seen, state: 'manual', problem: STILL_THERE };
    if (!isSaid(step)) return step;
    // The look by ids finds every contact that is there.
    return data.isSeen === true || step.kind === 'contact' ? { ...seen, state: 'gone', problem: null } : { ...seen, problem: WORD_ALONE };
  }
  return isThere && data.isSeen !== true ? seen : step;
}

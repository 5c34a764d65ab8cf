// Erasing in the systems: every step in its order, what hangs on the person before the person. Invariants: a step is announced before it is
// sent, and one without an answer is simply treated again, because treating twice does no more than once; a system that does not answer
// keeps back its own steps only, and each says why.
import type { Privacy, TreatOrder, TreatOutcome, Trace } from '../connectors/privacy.ts';
import { hitsIn, redacted } from '../core/sensitive-text.ts';
import type { StepState } from '../core/erasure-state.ts';
import { toInstant } from '../lib/clock.ts';
import { StaleError } from '../lib/errors.ts';
import type { ErasureRequest, ErasureStep } from '../store/erasures.ts';
import type { ErasureContext } from './context.ts';
import { READ_ONLY, systemsOf, whyNot } from './look.ts';
import { dataOf, sealStep, stepDataOf } from './request-data.ts';
import type { StepData } from './request-data.ts';

/** Before the code of a refusal: another try by itself would only be refused again. */
const REFUSED = 'refused:';
const OPEN: ReadonlySet<StepState> = new Set(['found', 'sent', 'failed']);

/** A machine has still to do it. */
export function isOpen({ state, problem }: ErasureStep): boolean {
  return OPEN.has(state) && !isRefused({ state, problem });
}

/** The system will not have it done so; a person has to. */
export function isRefused({ state, problem }: Pick<ErasureStep, 'state' | 'problem'>): boolean {
  return state === 'failed' && problem !== null && problem.startsWith(REFUSED);
}

/** Does what can be done now. Answers the steps as they stand afterwards. */
export async function eraseOpen(context: ErasureContext, request: ErasureRequest, steps: readonly ErasureStep[]): Promise<readonly ErasureStep[]> {
  const now = new Map(steps.map((step) => [step.id, step]));
  const save = async (step: ErasureStep, change: Partial<ErasureStep>): Promise<ErasureStep> => {
    const next = { ...step, ...change, version: step.version + 1, at: toInstant(context.clock.now()) };
    if (!(await context.requests.saveStep(next, step.version))) throw new StaleError('step-moved', 'a step was changed by somebody else meanwhile. Try again.');
    now.set(next.id, next);
    return next;
  };
  // What is ours has gone with the arming.
  for (const step of steps) if (step.system === 'sauma' && isOpen(step)) await save(step, { state: 'done', problem: null });
  // What the law kept until now may be a person's to do.
  for (const step of steps) if (step.state === 'found' && stepDataOf(context, step).trace?.treatment === 'manual') await save(step, { state: 'manual' });
  for (const { system, side, privacy } of systemsOf(context)) {
    const ofSystem = [...now.values()].filter((step) => step.system === system && isOpen(step)).toSorted((a, b) => a.position - b.position);
    // Since it was approved, programs have been forbidden to write there.
    if (context.modes[side] !== 'read-write') for (const step of ofSystem) await save(step.state === 'sent' ? await save(step, { state: 'failed' }) : step, { state: 'manual', treatment: 'manual', problem: READ_ONLY });
    else if (!context.stop?.aborted) await eraseIn(context, request, privacy, ofSystem, save);
  }
  return [...now.values()].toSorted((a, b) => a.position - b.position);
}

type Save = (step: ErasureStep, change: Partial<ErasureStep>) => Promise<ErasureStep>;

async function eraseIn(context: ErasureContext, request: ErasureRequest, privacy: Privacy, steps: readonly ErasureStep[], save: Save): Promise<void> {
  const sent: Sent[] = [];
  for (const step of steps) {
    const data = stepDataOf(context, step);
    if (data.trace !== null) sent.push({ step: await save(step, { state: 'sent', attempts: step.attempts + 1, problem: null }), data, trace: data.trace });
  }
  if (sent.length === 0) return;
  const outcomes = await treated(context, privacy, sent);
  for (const [index, one] of sent.entries()) {
    const outcome = outcomes[index] ?? { kind: 'unknown' };
    const settled = outcome.kind === 'moved' ? await treatAnew(context, request, privacy, one, save) : outcome;
    await save(settled.step ?? one.step, changeOf(settled));
  }
}

interface Sent {
  readonly step: ErasureStep;
  readonly data: StepData;
  readonly trace: Trace;
}

type Settled = { readonly kind: TreatOutcome['kind']; readonly code?: string; readonly step?: ErasureStep };

async function treated(context: ErasureContext, privacy: Privacy, sent: readonly Sent[]): Promise<readonly Settled[]> {
  try {
    return (await privacy.treat(sent.map(({ step, data, trace }) => orderOf(step, trace, data.texts)))).map(settledOf);
  } catch (error) {
    const [first] = sent;
    if (!first) throw error;
    const code = whyNot(context, first.step.system, error);
    return sent.map(() => ({ kind: 'failed', code }));
  }
}

/** The text has been changed since it was looked at: what it says now is what has to be cleaned. */
async function treatAnew(context: ErasureContext, request: ErasureRequest, privacy: Privacy, { step, data, trace }: Sent, save: Save): Promise<Settled> {
  const { subject } = dataOf(context, request);
  try {
    const fresh = (await privacy.left(subject, [trace])).find(({ id }) => id === trace.id);
    if (!fresh) return { kind: 'done' };
    // Only the texts that were to be changed: what a voucher needs is not among them.
    const texts = Object.fromEntries(Object.entries(fresh.texts).flatMap(([field, text]) => (field in trace.texts && !(field in data.texts) ? [] : [[field, redacted(text, hitsIn(text, subject), data.which)]])));
    const kept = await save(step, { sealed: sealStep(context, step.id, { ...data, trace: fresh, texts }) });
    const [outcome] = await privacy.treat([orderOf(kept, fresh, texts)]);
    return { ...(outcome ? settledOf(outcome) : { kind: 'unknown' }), step: kept };
  } catch (error) {
    return { kind: 'failed', code: whyNot(context, step.system, error) };
  }
}

function orderOf({ treatment }: ErasureStep, trace: Trace, texts: Readonly<Record<string, string>>): TreatOrder {
  return { trace, treatment: treatment === 'redact' || treatment === 'detach' ? treatment : 'delete', texts };
}

function settledOf(outcome: TreatOutcome): Settled {
  return { kind: outcome.kind, ...('error' in outcome ? { code: outcome.error.code } : {}) };
}

function changeOf({ kind, code }: Settled): Partial<ErasureStep> {
  if (kind === 'done') return { state: 'done', problem: null };
  if (kind === 'rejected') return { state: 'failed', problem: `${REFUSED}${code ?? 'unknown'}` };
  return { state: 'failed', problem: kind === 'moved' ? 'text-moved' : (code ?? 'no-answer') };
}

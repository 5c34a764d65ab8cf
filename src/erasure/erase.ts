// Erasing in the systems: every step in its order, what hangs on the person before the person. Invariants: a step is announced before it is
// sent, and one without an answer is simply treated again, because treating twice does no more than once; a system that does not answer
// keeps back its own steps only, and each says why.
import type { Privacy, TreatOrder, TreatOutcome, Trace } from '../connectors/privacy.ts';
import { hitsIn, redacted } from '../core/sensitive-text.ts';
import type { StepState } from '../core/erasure-state.ts';
import type { Subject } from '../core/subject.ts';
import { toInstant } from '../lib/clock.ts';
import { StaleError } from '../lib/errors.ts';
import type { ErasureRequest, ErasureStep } from '../store/erasures.ts';
import { isRefused, REFUSED, UNSURE } from './by-hand.ts';
import type { ErasureContext } from './context.ts';
import { READ_ONLY, systemsOf, whyNot } from './look.ts';
import { dataOf, sealStep, stepDataOf } from './request-data.ts';
import type { StepData } from './request-data.ts';
import { spentStep } from './spent.ts';

const OPEN: ReadonlySet<StepState> = new Set(['found', 'sent', 'failed']);

/** A machine has still to do it. */
export function isOpen({ state, problem }: ErasureStep): boolean {
  return OPEN.has(state) && !isRefused({ state, problem });
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
  const { subject } = dataOf(context, request);
  const outcomes = await treated(context, privacy, sent);
  for (const [index, one] of sent.entries()) {
    const outcome = outcomes[index] ?? { kind: 'unknown' };
    const settled = outcome.kind === 'moved' ? await treatAnew(context, request, privacy, one, save) : outcome;
    const data = settled.data ?? one.data;
    await save(settled.step ?? one.step, changeOf(context, one.step.id, settled, data, subject));
  }
}

interface Sent {
  readonly step: ErasureStep;
  readonly data: StepData;
  readonly trace: Trace;
}

interface Settled {
  readonly kind: TreatOutcome['kind'];
  readonly code?: string;
  /** As they were written down anew. */
  readonly step?: ErasureStep;
  readonly data?: StepData;
}

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

/** The text has been changed since it was looked at: of what it says now, what is sure goes, and the rest is a person's to look at. */
async function treatAnew(context: ErasureContext, request: ErasureRequest, privacy: Privacy, { step, data, trace }: Sent, save: Save): Promise<Settled> {
  const { subject, decisions } = dataOf(context, request);
  const mayAsk = step.treatment === 'redact' && decisions[`${step.system}:${trace.id}`] !== 'leave';
  const hasUnsure = (text: string): boolean => mayAsk && hitsIn(text, subject).some(({ sure }) => !sure);
  try {
    const fresh = (await privacy.left(subject, [trace])).find(({ id }) => id === trace.id);
    // A look tells of sure hits only: what was unsure may be there still, in other words.
    if (!fresh) return { kind: 'done', data: { ...data, isUnsure: Object.values(trace.texts).some(hasUnsure) } };
    // Only the texts that were to be changed: what a voucher needs is not among them. One that stands as it was decided on is treated so.
    const open = Object.entries(fresh.texts).filter(([field]) => !(field in trace.texts) || field in data.texts);
    const changed = open.filter(([field, text]) => trace.texts[field] !== text);
    const texts = { ...Object.fromEntries(open.map(([field]) => [field, data.texts[field] ?? ''])), ...Object.fromEntries(changed.map(([field, text]) => [field, redacted(text, hitsIn(text, subject), 'sure')])) };
    const anew = { ...data, trace: fresh, texts, isUnsure: data.isUnsure === true || changed.some(([, text]) => hasUnsure(text)) };
    const kept = await save(step, { sealed: sealStep(context, step.id, anew) });
    const [outcome] = await privacy.treat([orderOf(kept, fresh, texts)]);
    return { ...(outcome ? settledOf(outcome) : { kind: 'unknown' }), step: kept, data: anew };
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

function changeOf(context: ErasureContext, stepId: string, { kind, code }: Settled, data: StepData, subject: Subject): Partial<ErasureStep> {
  const sealed = (): string => sealStep(context, stepId, spentStep(data, subject));
  if (kind === 'done') return data.isUnsure === true ? { state: 'manual', treatment: 'manual', problem: UNSURE, sealed: sealed() } : { state: 'done', problem: null, sealed: sealed() };
  if (kind === 'rejected') return { state: 'failed', problem: `${REFUSED}${code ?? 'unknown'}` };
  return { state: 'failed', problem: kind === 'moved' ? 'text-moved' : (code ?? 'no-answer') };
}

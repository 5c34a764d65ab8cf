// Verification: looks for what is left, at once and after an hour, a day and a month, because indexes lag and systems bring things back.
// Invariants: whatever is found again is erased again, and then the same look is made once more; only a look that found nothing counts.
import type { Trace } from '../connectors/privacy.ts';
import { isUndecided, placesToRedact, textsAfter, toBeDone } from '../core/erasure-plan.ts';
import type { PlanItem } from '../core/erasure-plan.ts';
import type { RecordAddress } from '../core/subject.ts';
import type { SystemName } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import { CHECKS } from '../store/erasures.ts';
import type { Check, ErasureRequest, ErasureStep } from '../store/erasures.ts';
import { keysOf } from './arm.ts';
import type { ErasureContext } from './context.ts';
import { isRefused } from './erase.ts';
import { asAllowed, counterparts, oneWith, systemsOf, whyNot } from './look.ts';
import { dataOf, sealStep, stepDataOf } from './request-data.ts';
import type { RequestData } from './request-data.ts';
import { planFor } from './review.ts';
import { together } from './subjects.ts';

const HOUR_MS = 3_600_000;
const AFTER_MS: Readonly<Record<Check, number>> = { now: 0, hour: HOUR_MS, day: 24 * HOUR_MS, month: 31 * 24 * HOUR_MS };

/** The look that comes next, and when (UTC instant); null when all have been made and found nothing. */
export function nextCheck({ checks, erasedAt }: Pick<ErasureRequest, 'checks' | 'erasedAt'>): { readonly check: Check; readonly at: string } | null {
  if (erasedAt === null) return null;
  const open = CHECKS.find((check) => checks.findLast((made) => made.check === check)?.found !== 0);
  if (open === undefined) return null;
  return { check: open, at: checkAt(erasedAt, open) };
}

export function checkAt(erasedAt: string, check: Check): string {
  return toInstant(Date.parse(erasedAt) + AFTER_MS[check]);
}

export interface Looked {
  /** How many things were found again. */
  readonly found: number;
  /** All steps, with those that have to be done again or anew. */
  readonly steps: readonly ErasureStep[];
  /** Systems that could not be asked: then the look does not count. */
  readonly silent: readonly SystemName[];
}

export async function lookAgain(context: ErasureContext, request: ErasureRequest, steps: readonly ErasureStep[]): Promise<Looked> {
  const known = dataOf(context, request);
  const data = { ...known, subject: together(known.subject, { around: await aroundNow(context, known, steps) }) };
  const silent: SystemName[] = [];
  let next = steps;
  const here = await forgetHere(context, request, data);
  let found = here;
  for (const { system, privacy } of systemsOf(context)) {
    const ofSystem = next.filter((step) => step.system === system);
    // What a person does there by hand, because no program can or the system will not have it done by one.
    const spared = new Set(ofSystem.filter((step) => step.treatment === 'manual' || isRefused(step)).flatMap((step) => stepDataOf(context, step).trace?.id ?? []));
    const treated = ofSystem.filter(({ state }) => state === 'done' || state === 'gone').flatMap((step) => stepDataOf(context, step).trace ?? []);
    try {
      const shown = await privacy.left(data.subject, treated);
      // What came in again stands in a record that had nothing to be treated before, too: a text that was on its way to it.
      const more = here === 0 ? [] : (await privacy.traces(data.subject)).traces.filter((trace) => trace.treatment === 'redact' && !shown.some(({ id }) => id === trace.id));
      const left = leftToDo(context, data, system, asAllowed(context, system, [...shown, ...more])).filter(({ trace }) => !spared.has(trace.id));
      found += left.length;
      next = left.length === 0 ? next.map((step) => (step.system === system && step.state === 'done' ? { ...step, state: 'gone' as const, version: step.version + 1 } : step)) : reopened(context, request, next, system, left);
    } catch (error) {
      whyNot(context, system, error);
      silent.push(system);
    }
  }
  const ours = next.map((step) => (step.system === 'sauma' && step.state === 'done' ? { ...step, state: 'gone' as const, version: step.version + 1 } : step));
  return { found, steps: ours, silent };
}

/** Where texts of the person stand, or stood, with the records that are one with those now: sync may have copied them while they were being cleaned. */
async function aroundNow(context: ErasureContext, { subject }: RequestData, steps: readonly ErasureStep[]): Promise<readonly RecordAddress[]> {
  const treated = await Promise.all(systemsOf(context).map(({ system, side }) => oneWith(context, side, steps.filter((step) => step.system === system).flatMap((step) => stepDataOf(context, step).trace ?? []))));
  const here = (await context.forgetting.localTraces(subject)).flatMap(({ kind, linkId }) => (kind === 'text' && linkId !== null ? [{ side: 'local' as const, id: linkId }] : []));
  return [...treated.flat(), ...(await counterparts(context, here))];
}

/** Nothing suppressed can enter here; if something did all the same, it goes as it would when arming. */
async function forgetHere(context: ErasureContext, request: ErasureRequest, data: RequestData): Promise<number> {
  const { forgetting, log } = context;
  const keys = keysOf(data);
  const again = (await forgetting.whose(keys)).length + planFor(context, { ...data, looks: [], local: await forgetting.localTraces(data.subject) }).filter(({ kind, sure, texts }) => (kind === 'text' ? texts.some(({ before, after }) => before !== after) : sure)).length;
  if (again === 0) return 0;
  log.warn({ request: request.id, count: again }, 'something of somebody who was forgotten was here again and is taken out');
  await forgetting.clear({ requestId: request.id, seenVersion: request.version, subject: data.subject, keys, redact: placesToRedact(planFor(context, data)), at: toInstant(context.clock.now()) });
  return again;
}

interface Left {
  readonly trace: Trace;
  readonly item: PlanItem;
}

/** What is left is judged as what was found first was: what the law keeps, others need or a person left stays. */
function leftToDo(context: ErasureContext, data: RequestData, system: SystemName, traces: readonly Trace[]): readonly Left[] {
  const plan = planFor(context, { ...data, looks: [{ system, at: null, problem: null, traces }], local: [] });
  return toBeDone(plan).flatMap((item): Left[] => {
    const trace = traces.find(({ id }) => id === item.traceId);
    return trace === undefined || isUndecided(item) || item.treatment === 'retain' ? [] : [{ trace, item }];
  });
}

function reopened(context: ErasureContext, request: ErasureRequest, steps: readonly ErasureStep[], system: SystemName, left: readonly Left[]): readonly ErasureStep[] {
  const at = toInstant(context.clock.now());
  const byTrace = new Map(steps.filter((step) => step.system === system && step.state !== 'retained').map((step) => [stepDataOf(context, step).trace?.id, step]));
  const again = left.map(({ trace, item }, index): ErasureStep => {
    const known = byTrace.get(trace.id);
    const id = known?.id ?? context.newId();
    const fresh = { id, requestId: request.id, version: 1, position: steps.length + index, system, kind: trace.kind, ground: null, until: null };
    const sealed = sealStep(context, id, { trace, texts: textsAfter(item), which: item.decision === 'treat' ? 'all' : 'sure' });
    return { ...(known ? { ...known, version: known.version + 1 } : fresh), treatment: item.treatment, state: item.treatment === 'manual' ? 'manual' : 'found', attempts: 0, problem: item.reason, at, sealed };
  });
  const ids = new Map(again.map((step) => [step.id, step]));
  return [...steps.map((step) => ids.get(step.id) ?? step), ...again.filter(({ id }) => !steps.some((step) => step.id === id))];
}

// What a person does after the approval: failed steps tried again, steps done by hand, somebody who was shown again forgotten again or let
// back. Invariants: what is done is never done anew; whoever comes back does so by a person's word, and the ledger file knows of it first.
import { toBeDone } from '../core/erasure-plan.ts';
import { NOBODY } from '../core/subject.ts';
import type { PersonRef } from '../core/subject.ts';
import { toInstant } from '../lib/clock.ts';
import { StaleError, UsageError } from '../lib/errors.ts';
import type { ErasureRequest, ErasureStep } from '../store/erasures.ts';
import { placeOfSighting } from '../store/forgetting.ts';
import { suppress } from './arm.ts';
import { isRefused, SAID_DONE } from './by-hand.ts';
import type { ErasureContext } from './context.ts';
import { lookFor } from './look.ts';
import { dataOf, NOBODY_ASKED, sealData, sealStep, stepDataOf } from './request-data.ts';
import type { Asked } from './request-data.ts';
import { moved, requestOf, stateProblem } from './requests.ts';
import { planFor } from './review.ts';
import { decisionsNow, spentRequest, spentStep } from './spent.ts';
import { stepAnew } from './steps.ts';
import { withoutStrangers } from './strangers.ts';
import { together } from './subjects.ts';

/** Tries the failed steps again, and no others. @param chosen `steps`: only these of them */
export async function retry(context: ErasureContext, id: string, { steps: chosen }: { readonly steps?: readonly string[] }): Promise<ErasureRequest> {
  const request = await requestOf(context, id);
  if (request.state !== 'erasing' && request.state !== 'verifying') throw stateProblem(request.state);
  const steps = await context.requests.steps(request.id);
  const failed = steps.filter((step) => step.state === 'failed' && (chosen === undefined || chosen.includes(step.id)));
  if (failed.length === 0) throw new UsageError('step-unknown', 'none of these steps has failed.');
  for (const step of failed) await saved(context, step, { problem: null, attempts: 0 });
  return moved(context, request, { state: 'erasing', nextAt: toInstant(context.clock.now()) });
}

/** A person has done it in the system itself; the next look, at once, looks for it. */
export async function confirmManual(context: ErasureContext, id: string, stepId: string, { by }: { readonly by: string }): Promise<ErasureRequest> {
  const request = await requestOf(context, id);
  const step = (await context.requests.steps(request.id)).find((one) => one.id === stepId);
  if (!step || !(step.state === 'manual' || isRefused(step))) throw new UsageError('step-unknown', 'there is no such step to be done by hand.');
  const { subject } = dataOf(context, request);
  await saved(context, step, { ...SAID_DONE, sealed: sealStep(context, step.id, spentStep(stepDataOf(context, step), subject)) });
  context.log.info({ request: request.id, step: stepId, by }, 'a step of an erasure was done by hand');
  return moved(context, request, { nextAt: toInstant(context.clock.now()) });
}

/** What was shown again after all was over goes too. */
export async function eraseAgain(context: ErasureContext, id: string, _said: { readonly by: string }): Promise<ErasureRequest> {
  const request = await requestOf(context, id);
  // Whoever was let back is forgotten by a request of their own.
  if (request.state !== 'completed' || request.reappearedAt === null) throw stateProblem(request.state);
  const data = dataOf(context, request);
  const asked = await askedAgain(context, request);
  if (asked === null) return seenToNothing(context, request);
  const found = await lookFor(context, asked);
  if (found.looks.some(({ problem }) => problem !== null)) throw new UsageError('not-looked', 'not every system answers just now. Try again in a while.');
  const subject = together(data.subject, await withoutStrangers(context, data.subject, found.subject));
  await suppress(context, request, subject);
  const next = { ...data, ...found, subject, asked, decisions: decisionsNow(data, found.looks) };
  const old = await context.requests.steps(request.id);
  const at = toInstant(context.clock.now());
  const plan = toBeDone(planFor(context, next)).filter(({ system, treatment }) => system !== 'sauma' && treatment !== 'retain');
  const steps = plan.flatMap((item, index): ErasureStep[] => {
    const trace = found.looks.find(({ system }) => system === item.system)?.traces.find((one) => one.id === item.traceId);
    return trace === undefined ? [] : [stepAnew(context, request, { item, trace, position: old.length + index })];
  });
  const again = await moved(context, request, { state: 'erasing', erasedAt: null, completedAt: null, checks: [], reappearedAt: null, nextAt: at, sealed: sealData(context, request.id, spentRequest(next)) }, [...old, ...steps]);
  await context.forgetting.dropSightings(request.id);
  return again;
}

/** The person asks to be known again. */
export async function lift(context: ErasureContext, id: string, { by }: { readonly by: string }): Promise<ErasureRequest> {
  const request = await requestOf(context, id);
  if (request.state !== 'completed' || request.lifted !== null) throw stateProblem(request.state);
  const { ledgerFile, forgetting } = context;
  const offTheFile = (): Promise<void> => ledgerFile.rewrite((all) => all.filter((one) => one.requestId !== request.id));
  await offTheFile();
  await forgetting.lift(request.id);
  // Whoever started in between has written down once more what the database still knew.
  await offTheFile();
  await forgetting.dropSightings(request.id);
  context.log.info({ request: request.id, by }, 'somebody who was forgotten may be known again');
  return moved(context, request, { reappearedAt: null, lifted: { by, at: toInstant(context.clock.now()) } });
}

/** It was turned away here, and no system is known to hold anything. */
async function seenToNothing(context: ErasureContext, request: ErasureRequest): Promise<ErasureRequest> {
  await context.forgetting.dropSightings(request.id);
  return moved(context, request, { reappearedAt: null });
}

/** By the ids that were shown again; and by who it was about, as long as that is known. Null: by nothing, for it was shown to us alone. */
async function askedAgain(context: ErasureContext, request: ErasureRequest): Promise<Asked | null> {
  const { asked, subject } = dataOf(context, request);
  const refs = await sightedRefs(context, request);
  const known = subject === NOBODY ? NOBODY_ASKED : { ...asked, emails: subject.emails, phones: subject.phones, names: subject.names };
  const all = { ...known, linkIds: [], refs: [...subject.refs, ...refs] };
  return all.refs.length > 0 || all.emails.length > 0 ? all : null;
}

/** Where the systems have shown the person again. */
export async function sightedRefs(context: ErasureContext, request: ErasureRequest): Promise<readonly PersonRef[]> {
  const sightings = await context.forgetting.sightings(request.id);
  return sightings.flatMap(({ side, entity, refId }): PersonRef[] =>
    (side === 'local' || refId === null || entity !== 'contact' ? [] : [{ side, kind: 'contact', id: context.sealer.open(refId, placeOfSighting(context.workspace, request.id)) }]));
}

async function saved(context: ErasureContext, step: ErasureStep, change: Partial<ErasureStep>): Promise<void> {
  const next = { ...step, ...change, version: step.version + 1, at: toInstant(context.clock.now()) };
  if (!(await context.requests.saveStep(next, step.version))) throw new StaleError('step-moved', 'a step was changed by somebody else meanwhile. Look at the request again.');
}

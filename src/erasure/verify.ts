// Verification: looks for what is left, at once and after an hour, a day and a month, because indexes lag and systems bring things back.
// Invariants: whatever is found again is erased again, and then the same look is made once more; only a look that found nothing counts. The
// looks are cheap, by what was treated and by what tells the person; that of the month goes through everything once more.
import type { Found, Trace } from '../connectors/privacy.ts';
import { isUndecided, toBeDone } from '../core/erasure-plan.ts';
import type { PlanItem } from '../core/erasure-plan.ts';
import { hitsIn } from '../core/sensitive-text.ts';
import { refKey } from '../core/subject.ts';
import type { PersonRef, RecordAddress, Subject } from '../core/subject.ts';
import type { RemoteSide, SystemName } from '../core/vocabulary.ts';
import { toInstant } from '../lib/clock.ts';
import { CHECKS } from '../store/erasures.ts';
import type { Check, ErasureRequest, ErasureStep } from '../store/erasures.ts';
import { sightedRefs } from './again.ts';
import { keysOf, suppress } from './arm.ts';
import { afterLook, isByHand, soughtOf } from './by-hand.ts';
import type { ErasureContext } from './context.ts';
import { asAllowed, counterparts, oneWith, systemsOf, whyNot } from './look.ts';
import { personOf } from './person.ts';
import { dataOf, NOBODY_ASKED, sealData, stepDataOf } from './request-data.ts';
import type { RequestData } from './request-data.ts';
import { planFor } from './review.ts';
import { decisionsNow } from './spent.ts';
import { stepAnew } from './steps.ts';
import { withoutStrangers } from './strangers.ts';
import { together, without } from './subjects.ts';

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
  /** The request's, with what the look has shown of the person that nobody knew. */
  readonly sealed: string;
}

/** @param isThorough every system is looked through as it was before the review */
export async function lookAgain(context: ErasureContext, request: ErasureRequest, steps: readonly ErasureStep[], isThorough: boolean): Promise<Looked> {
  const known = dataOf(context, request);
  const made = await madeMeanwhile(context, request);
  const data = { ...known, subject: together(known.subject, { around: await aroundNow(context, known, steps), refs: made }) };
  const silent: SystemName[] = [];
  let next = steps;
  const here = await forgetHere(context, request, data);
  let { found } = here;
  const before = together(known.subject, here.shown);
  let subject = together(before, { refs: made });
  for (const { system, side, privacy } of systemsOf(context)) {
    const ofSystem = next.filter((step) => step.system === system);
    const [byHand, byMachine] = [ofSystem.filter(isByHand), ofSystem.filter((step) => !isByHand(step) && (step.state === 'done' || step.state === 'gone'))];
    const traceOf = (step: ErasureStep): readonly Trace[] => { const { trace } = stepDataOf(context, step); return trace === null ? [] : [trace]; };
    try {
      const left = await privacy.left(data.subject, [...byMachine.flatMap(traceOf), ...byHand.flatMap(traceOf).map(soughtOf)]);
      const fresh = contactsIn(left, side).filter((ref) => !data.subject.refs.some((one) => refKey(one) === refKey(ref)));
      const isBack = here.found > 0 || fresh.length > 0;
      // What came in again stands in a record that had nothing to be treated before, too: a text that was on its way to it.
      const whole = isBack || isThorough ? await privacy.traces(together(data.subject, { refs: fresh })) : null;
      const more = (whole?.traces ?? []).filter((trace) => !left.some(({ id }) => id === trace.id) && (trace.treatment === 'redact' ? isBack || isTold(trace, data.subject) : fresh.length > 0 && trace.sure));
      // In the order of treatment: what hangs on a person that nobody knew of is found by nothing once they are gone.
      const shown = [...more, ...left];
      const ids = new Set(shown.map(({ id }) => id));
      next = next.map((step) => (step.system === system ? afterLook(context, step, ids) : step));
      found += byHand.filter((step) => (step.state === 'done' || step.state === 'gone') && traceOf(step).some(({ id }) => ids.has(id))).length;
      const theirs = new Set(byHand.flatMap(traceOf).map(({ id }) => id));
      const again = leftToDo(context, data, system, asAllowed(context, system, shown)).filter(({ trace }) => !theirs.has(trace.id));
      subject = together(subject, await shownBy(context, data.subject, { side, again, whole }));
      found += again.length;
      next = again.length === 0 ? next.map((step) => (step.system === system && step.state === 'done' && !isByHand(step) ? { ...step, state: 'gone' as const, version: step.version + 1 } : step)) : reopened(context, request, next, system, again);
    } catch (error) {
      whyNot(context, system, error);
      silent.push(system);
    }
  }
  const ours = next.map((step) => (step.system === 'sauma' && step.state === 'done' ? { ...step, state: 'gone' as const, version: step.version + 1 } : step));
  await keepAway(context, request, before, subject);
  return { found, steps: ours, silent, sealed: sealData(context, request.id, { ...known, subject }) };
}

/** Surely said of them: words that only look like the name come up for ever, with every namesake. */
function isTold({ texts }: Trace, subject: Subject): boolean {
  return Object.values(texts).some((text) => hitsIn(text, subject).some(({ sure }) => sure));
}

/** Records of theirs under ids that are kept away by now: a worker was making one when they were forgotten, and nobody could know its id. */
async function madeMeanwhile(context: ErasureContext, request: ErasureRequest): Promise<readonly PersonRef[]> {
  const refs = await sightedRefs(context, request);
  const own = await context.forgetting.suppressed(refs.map(refKey));
  return refs.filter((ref) => own.has(refKey(ref)));
}

interface Shown {
  readonly side: RemoteSide;
  readonly again: readonly Left[];
  /** Everything, where it has been looked for. */
  readonly whole: Found | null;
}

function contactsIn(traces: readonly Trace[], side: RemoteSide): readonly PersonRef[] {
  return traces.flatMap(({ id, kind }): PersonRef[] => (kind === 'contact' ? [{ side, kind: 'contact', id: id.slice(id.indexOf(':') + 1) }] : []));
}

/** What the system knows of the person under ids that nobody knew; what others show too is not theirs. */
async function shownBy(context: ErasureContext, subject: Subject, { side, again, whole }: Shown): Promise<Partial<Subject>> {
  if (whole === null) return {};
  const refs = contactsIn(again.flatMap(({ trace, item }) => (isUndecided(item) ? [] : [trace])), side);
  const told = await withoutStrangers(context, subject, together(whole.subject, { refs }));
  const added = { emails: told.emails.filter((email) => !subject.emails.includes(email)), phones: told.phones.filter((phone) => !subject.phones.includes(phone)) };
  const others = await context.forgetting.othersWith(added, subject.linkIds);
  const { names, emails, phones } = without(told, [...others.emails, ...(whole.shared?.emails ?? [])], [...others.phones, ...(whole.shared?.phones ?? [])]);
  return { names, emails, phones, refs: [...told.refs, ...(await copiesOf(context, told.refs.filter((ref) => !subject.refs.some((one) => refKey(one) === refKey(ref)))))] };
}

/** What sync has made of these in the other system, or joined to them, is theirs too: left there, it would come back as somebody new. */
async function copiesOf({ store }: ErasureContext, refs: readonly PersonRef[]): Promise<readonly PersonRef[]> {
  const contacts = refs.filter(({ kind }) => kind === 'contact');
  const linked = contacts.length === 0 ? [] : await store.linked('contact', contacts.map(({ side, id }) => ({ side, id })));
  return linked.flatMap(({ ids }) => (['psa', 'crm'] as const).flatMap((side): PersonRef[] => (ids[side] === undefined ? [] : [{ side, kind: 'contact', id: ids[side] }])));
}

/** What nobody knew of when the person was armed must not come back either: into the file and the store, before a system is called. */
async function keepAway(context: ErasureContext, request: ErasureRequest, before: Subject, subject: Subject): Promise<void> {
  const known = new Set(keysOf({ subject: before }));
  if (keysOf({ subject }).every((key) => known.has(key))) return;
  await suppress(context, request, subject);
}

/** Where texts of the person stand, or stood, with the records that are one with those now: sync may have copied them while they were being cleaned. */
async function aroundNow(context: ErasureContext, { subject }: RequestData, steps: readonly ErasureStep[]): Promise<readonly RecordAddress[]> {
  const treated = await Promise.all(systemsOf(context).map(({ system, side }) => oneWith(context, side, steps.filter((step) => step.system === system).flatMap((step) => stepDataOf(context, step).trace ?? []))));
  const here = (await context.forgetting.localTraces(subject)).flatMap(({ kind, linkId }) => (kind === 'text' && linkId !== null ? [{ side: 'local' as const, id: linkId }] : []));
  return [...treated.flat(), ...(await counterparts(context, here))];
}

/** Nothing suppressed can enter here; if something did all the same, it goes as it would when arming, and what it shows of the person with it. */
async function forgetHere(context: ErasureContext, request: ErasureRequest, data: RequestData): Promise<{ readonly found: number; readonly shown: Partial<Subject> }> {
  const { forgetting, log } = context;
  const traces = await forgetting.localTraces(data.subject);
  // Of what is here again nobody has decided anything: what is sure goes.
  const found = (await forgetting.whose(keysOf(data))).length + planFor(context, { ...data, looks: [], local: traces, decisions: {} }).filter(({ kind, sure, texts }) => (kind === 'text' ? texts.some(({ before, after }) => before !== after) : sure)).length;
  if (found === 0) return { found, shown: {} };
  log.warn({ request: request.id, count: found }, 'something of somebody who was forgotten was here again and is taken out');
  const { subject: { names, emails, phones, refs, linkIds }, candidates } = await personOf(context, NOBODY_ASKED, data.subject);
  const shown = candidates.length > 0 ? {} : { names, emails, phones, refs, linkIds };
  await suppress(context, request, together(data.subject, shown));
  return { found, shown };
}

interface Left {
  readonly trace: Trace;
  readonly item: PlanItem;
}

/** What is left is judged as what was found first was: what the law keeps or others need stays. What nobody has decided on is a person's to do. */
function leftToDo(context: ErasureContext, data: RequestData, system: SystemName, traces: readonly Trace[]): readonly Left[] {
  const plan = planFor(context, { ...data, looks: [{ system, at: null, problem: null, traces }], local: [], decisions: decisionsNow(data, [{ system, traces }]) });
  return toBeDone(plan).flatMap((item): Left[] => {
    const trace = traces.find(({ id }) => id === item.traceId);
    return trace === undefined || item.treatment === 'retain' ? [] : [{ trace, item }];
  });
}

function reopened(context: ErasureContext, request: ErasureRequest, steps: readonly ErasureStep[], system: SystemName, left: readonly Left[]): readonly ErasureStep[] {
  const byTrace = new Map(steps.filter((step) => step.system === system && step.state !== 'retained').map((step) => [stepDataOf(context, step).trace?.id, step]));
  const again = left.map(({ trace, item }, index) => stepAnew(context, request, { item, trace, position: steps.length + index, known: byTrace.get(trace.id) }));
  const ids = new Map(again.map((step) => [step.id, step]));
  return [...steps.map((step) => ids.get(step.id) ?? step), ...again.filter(({ id }) => !steps.some((step) => step.id === id))];
}

// The review: the plan for everything that was found, and what a person has to say about it. Invariants: the plan is worked out anew from
// what was found and what was said, never kept; nothing can be approved while something waits for a person's word.
import type { Residue } from '../connectors/privacy.ts';
import { planOf } from '../core/erasure-plan.ts';
import type { Decision, PlanItem } from '../core/erasure-plan.ts';
import { isArmed } from '../core/erasure-state.ts';
import { refKey } from '../core/subject.ts';
import type { PersonRef } from '../core/subject.ts';
import { UsageError } from '../lib/errors.ts';
import type { ErasureRequest } from '../store/erasures.ts';
import { toInstant } from '../lib/clock.ts';
import { today } from './context.ts';
import type { ErasureContext } from './context.ts';
import { saveLook } from './discover.ts';
import { lookFor, systemsOf } from './look.ts';
import { candidatesOf } from './person.ts';
import { dataOf, sealData } from './request-data.ts';
import type { RequestData, SharedPoint } from './request-data.ts';
import { moved, requestOf, stateProblem } from './requests.ts';

export interface ReviewItem extends PlanItem {
  /** What it holds of the person: label → value. */
  readonly content: Readonly<Record<string, string>>;
  /** What the system keeps of it all the same, as a code; null: nothing. */
  readonly keeps: Residue | null;
}

export interface Review {
  readonly request: ErasureRequest;
  readonly items: readonly ReviewItem[];
  /** How many wait for a person's word. */
  readonly undecided: number;
  readonly shared: readonly SharedPoint[];
  /** Several people share what was asked by: which is it? `accountLink`: our id of their account. */
  readonly candidates: readonly { readonly linkId: string; readonly name: string; readonly emails: readonly string[]; readonly accountLink: string | null }[];
}

/** Empty before it has been looked for the person, and once the erasing has begun: from then on the steps say what is done with each thing. */
export async function reviewOf(context: ErasureContext, id: string): Promise<Review> {
  const request = await requestOf(context, id);
  const data = dataOf(context, request);
  // What is being erased is told by its steps.
  const items = isArmed(request.state) ? [] : planFor(context, data).map((item) => ({ ...item, content: contentOf(data, item), keeps: keptBy(context, item) }));
  const candidates = await candidatesOf(context, data.candidates);
  return { request, items, undecided: items.filter(({ needsDecision }) => needsDecision).length, shared: data.shared, candidates };
}

function keptBy(context: ErasureContext, { system, treatment }: PlanItem): Residue | null {
  return systemsOf(context).find((one) => one.system === system)?.privacy.keeps?.[treatment] ?? null;
}

export function planFor(context: Pick<ErasureContext, 'settings' | 'timeZone' | 'clock'>, { subject, looks, local, decisions }: RequestData): readonly PlanItem[] {
  return planOf({ subject, found: looks, local, decisions, today: today(context), financialYearEnd: context.settings.financialYearEnd });
}

/**
 * Whoever is said to be the person is looked for everywhere by that record's id, too: what was found by a name alone leads on.
 * @throws UsageError `step-unknown` for an item that is not in the plan
 */
export async function decide(context: ErasureContext, id: string, { decisions }: { readonly decisions: readonly { readonly item: string; readonly choice: Decision }[]; readonly by: string }): Promise<ErasureRequest> {
  const request = await requestOf(context, id);
  if (request.state !== 'review') throw stateProblem(request.state);
  const data = dataOf(context, request);
  const known = new Set(planFor(context, data).map((item) => item.id));
  if (decisions.some(({ item }) => !known.has(item))) throw new UsageError('step-unknown', 'something of what was decided is not in the plan any more. Look at the review again.');
  const next = { ...data, decisions: { ...data.decisions, ...Object.fromEntries(decisions.map(({ item, choice }) => [item, choice])) } };
  const refs = acceptedRefs(context, next).filter((ref) => !data.asked.refs.some((known) => refKey(known) === refKey(ref)));
  if (refs.length === 0) return moved(context, request, { sealed: sealData(context, request.id, next) });
  const asked = { ...next.asked, refs: [...next.asked.refs, ...refs] };
  return saveLook(context, request, { ...next, asked }, await lookFor(context, asked));
}

/** Records that were found by less than proof, and are the person by an officer's word. */
function acceptedRefs({ connectors }: ErasureContext, { looks, decisions, subject }: RequestData): readonly PersonRef[] {
  const known = new Set(subject.refs.map(refKey));
  return [...connectors.values()].flatMap(({ system, side }) =>
    (looks.find((look) => look.system === system)?.traces ?? []).flatMap(({ id, kind }): PersonRef[] => {
      const ref: PersonRef = { side, kind: 'contact', id: id.slice(id.indexOf(':') + 1) };
      return kind === 'contact' && decisions[`${system}:${id}`] === 'treat' && !known.has(refKey(ref)) ? [ref] : [];
    }),
  );
}

/** Says which of several people who share an address is meant; everything is looked through for them. */
export async function choosePerson(context: ErasureContext, id: string, { linkIds }: { readonly linkIds: readonly string[]; readonly by: string }): Promise<ErasureRequest> {
  const request = await requestOf(context, id);
  const data = dataOf(context, request);
  if (linkIds.length === 0 || linkIds.some((linkId) => !data.candidates.includes(linkId))) throw new UsageError('which-person', 'choose among those who are known by what was asked by. The review lists them.');
  const next: RequestData = { ...data, asked: { ...data.asked, linkIds: [...data.asked.linkIds, ...linkIds] }, candidates: [] };
  return moved(context, request, { state: 'discovering', nextAt: toInstant(context.clock.now()), sealed: sealData(context, request.id, next) });
}

function contentOf({ looks, local }: RequestData, { system, traceId }: PlanItem): Readonly<Record<string, string>> {
  if (system === 'sauma') return local.find(({ place }) => place === traceId)?.content ?? {};
  return looks.find((look) => look.system === system)?.traces.find(({ id }) => id === traceId)?.content ?? {};
}

// How a request stands, for whoever follows it. Invariant: accepted, done and verified are told apart, each with the instant at which it
// became true; what waits says for whom.
import { alarmsFor } from '../core/deadline.ts';
import { isArmed, isOver, mayMove } from '../core/erasure-state.ts';
import type { SystemName } from '../core/vocabulary.ts';
import { CHECKS } from '../store/erasures.ts';
import type { Check, ErasureRequest, ErasureStep } from '../store/erasures.ts';
import { today } from './context.ts';
import type { ErasureContext } from './context.ts';
import { isRefused, isWordAlone } from './by-hand.ts';
import { isOpen } from './erase.ts';
import { systemsOf } from './look.ts';
import { dataOf } from './request-data.ts';
import type { RequestData } from './request-data.ts';
import { requestOf } from './requests.ts';
import { planFor } from './review.ts';
import { checkAt } from './verify.ts';

export type Next = 'identity' | 'discovery' | 'person' | 'decisions' | 'approval' | 'erasing' | 'system' | 'byHand' | 'failed' | 'checks' | 'retention' | 'reappeared' | 'nothing';
export type WaitsForWhom = 'officer' | 'system' | 'machine' | 'time' | 'nobody';
export type Alarm = 'none' | 'soon' | 'near' | 'late';
export type Deed = 'askIdentity' | 'identity' | 'discover' | 'decide' | 'approve' | 'refuse' | 'cancel' | 'extend' | 'retry' | 'again' | 'lift';

export interface SystemStatus {
  readonly system: SystemName;
  /** Null: it has not been looked through yet. */
  readonly lookedAt: string | null;
  readonly problem: string | null;
  readonly found: number;
  readonly done: number;
  /** Of those that are done: by the word of a person alone. */
  readonly confirmed: number;
  readonly kept: number;
  readonly byHand: number;
  readonly failed: number;
  readonly open: number;
}

export interface RequestStatus extends Omit<ErasureRequest, 'sealed' | 'subjectHash' | 'checks' | 'approved'> {
  readonly next: Next;
  readonly waitsFor: WaitsForWhom;
  /** Whole days until the due day; below nought: it has passed. */
  readonly daysLeft: number;
  readonly alarm: Alarm;
  readonly isExtended: boolean;
  readonly acceptedAt: string | null;
  readonly doneAt: string | null;
  readonly verifiedAt: string | null;
  readonly approvedBy: string | null;
  /** By what it was asked, for whoever has the right; null once the request tells it no more. */
  readonly about: string | null;
  readonly systems: readonly SystemStatus[];
  readonly steps: readonly Omit<ErasureStep, 'sealed' | 'requestId' | 'version' | 'position'>[];
  readonly checks: readonly { readonly check: Check; readonly at: string | null; readonly dueAt: string | null; readonly found: number | null }[];
  readonly deeds: readonly Deed[];
  readonly hasReceipt: boolean;
}

export async function statusOf(context: ErasureContext, id: string): Promise<RequestStatus> {
  return toldOf(context, await requestOf(context, id));
}

export async function statusesOf(context: ErasureContext, requests: readonly ErasureRequest[]): Promise<readonly RequestStatus[]> {
  const all: RequestStatus[] = [];
  for (const request of requests) all.push(await toldOf(context, request));
  return all;
}

async function toldOf(context: ErasureContext, request: ErasureRequest): Promise<RequestStatus> {
  const { sealed: _sealed, subjectHash: _hash, approved, ...plain } = request;
  const data = dataOf(context, request);
  const steps = await context.requests.steps(request.id);
  const next = nextOf(context, request, data, steps);
  return {
    ...plain, next, waitsFor: WAITS_FOR[next], ...deadlineOf(context, request, steps), isExtended: request.extended !== null, acceptedAt: approved?.at ?? null, approvedBy: approved?.by ?? null,
    doneAt: isDone(request, steps) ? request.erasedAt : null, verifiedAt: request.completedAt, about: aboutOf(data), systems: systemsTold(context, request, data, steps),
    steps: steps.map(({ sealed: _data, requestId: _request, version: _version, position: _position, ...step }) => step),
    checks: CHECKS.map((check) => {
      const made = request.checks.findLast((one) => one.check === check);
      return { check, at: made?.at ?? null, found: made?.found ?? null, dueAt: request.erasedAt === null ? null : checkAt(request.erasedAt, check) };
    }),
    deeds: deedsOf(context, request, data, steps), hasReceipt: request.erasedAt !== null,
  };
}

const WAITS_FOR: Readonly<Record<Next, WaitsForWhom>> = {
  identity: 'officer', discovery: 'machine', person: 'officer', decisions: 'officer', approval: 'officer', erasing: 'machine', system: 'system', byHand: 'officer', failed: 'officer',
  checks: 'time', retention: 'time', reappeared: 'officer', nothing: 'nobody',
};

function nextOf(context: ErasureContext, request: ErasureRequest, data: RequestData, steps: readonly ErasureStep[]): Next {
  switch (request.state) {
    case 'received':
    case 'identityPending':
      return 'identity';
    case 'verified':
      return 'discovery';
    case 'discovering':
      return data.looks.some(({ problem }) => problem !== null) ? 'system' : 'discovery';
    case 'review':
      if (data.candidates.length > 0) return 'person';
      return planFor(context, data).some(({ needsDecision }) => needsDecision) ? 'decisions' : 'approval';
    case 'approved':
    case 'armed':
    case 'retentionDue':
      return 'erasing';
    case 'erasing':
      return steps.some((step) => isOpen(step) && step.state === 'failed') ? 'system' : 'erasing';
    case 'verifying':
      if (steps.some(isRefused)) return 'failed';
      return steps.some(({ state }) => state === 'manual') ? 'byHand' : 'checks';
    case 'completed':
      if (request.reappearedAt !== null) return 'reappeared';
      return request.retainedUntil === null ? 'nothing' : 'retention';
    default:
      return 'nothing';
  }
}

/** What a person does by hand is done when they say so. */
function isDone({ erasedAt }: ErasureRequest, steps: readonly ErasureStep[]): boolean {
  return erasedAt !== null && steps.every((step) => ['done', 'gone', 'retained'].includes(step.state));
}

/** What a person still has to do by hand is not done, however much a machine has. @param steps of the request */
export function deadlineOf(context: Pick<ErasureContext, 'timeZone' | 'clock' | 'settings'>, request: ErasureRequest, steps: readonly ErasureStep[]): { readonly daysLeft: number; readonly alarm: Alarm } {
  const now = today(context);
  const daysLeft = Math.round((Date.parse(request.dueOn) - Date.parse(now)) / 86_400_000);
  const isDoneOnce = request.completedAt !== null || (request.erasedAt !== null && !steps.some((step) => step.state === 'manual' || isRefused(step)));
  if (isOver(request.state) || isDoneOnce) return { daysLeft, alarm: 'none' };
  if (daysLeft < 0) return { daysLeft, alarm: 'late' };
  const passed = alarmsFor(request.dueOn, context.settings.alarmDays).filter((day) => day <= now).length;
  return { daysLeft, alarm: passed === 0 ? 'none' : passed === 1 && context.settings.alarmDays.length > 1 ? 'soon' : 'near' };
}

function aboutOf({ asked, subject }: RequestData): string | null {
  const names = asked.names.map(({ first, last }) => `${first} ${last}`.trim());
  const words = [...names, ...asked.emails, ...asked.phones];
  const called = subject.names.map(({ first, last }) => `${first} ${last}`.trim());
  const ids = called.length > 0 ? called : [...asked.linkIds, ...asked.refs.map(({ id }) => id)];
  return (words.length > 0 ? words : ids).join(', ') || null;
}

function systemsTold(context: ErasureContext, request: ErasureRequest, data: RequestData, steps: readonly ErasureStep[]): readonly SystemStatus[] {
  const plan = steps.length > 0 || isArmed(request.state) ? null : planFor(context, data);
  return (['sauma', ...systemsOf(context).map(({ system }) => system)] as const).map((system) => {
    const look = data.looks.find((one) => one.system === system);
    const of = steps.filter((step) => step.system === system);
    const planned = plan?.filter((item) => item.system === system) ?? [];
    const count = (fits: (step: ErasureStep) => boolean): number => of.filter(fits).length;
    const lookedAt = system === 'sauma' ? (data.looks[0]?.at ?? null) : (look?.at ?? null);
    return {
      system, lookedAt, problem: look?.problem ?? of.find(({ problem, state }) => problem !== null && state === 'failed')?.problem ?? null, found: plan === null ? of.length : planned.length,
      done: count(({ state }) => state === 'done' || state === 'gone'), confirmed: count(isWordAlone), kept: count(({ state }) => state === 'retained'), byHand: count(({ state }) => state === 'manual'),
      failed: count(({ state }) => state === 'failed'), open: plan === null ? count((step) => isOpen(step) && step.state !== 'failed') : planned.length,
    };
  });
}

function deedsOf(context: ErasureContext, request: ErasureRequest, data: RequestData, steps: readonly ErasureStep[]): readonly Deed[] {
  const { state } = request;
  const isReady = state === 'review' && nextOf(context, request, data, steps) === 'approval';
  const may: Readonly<Record<Deed, boolean>> = {
    askIdentity: state === 'received',
    identity: mayMove(state, 'verified') && state !== 'verified',
    discover: state === 'review',
    decide: state === 'review',
    approve: isReady,
    refuse: mayMove(state, 'refused') && state !== 'refused',
    cancel: mayMove(state, 'cancelled') && state !== 'cancelled',
    extend: request.extended === null && !isOver(state) && !isArmed(state) && today(context) <= request.dueOn,
    retry: (state === 'erasing' || state === 'verifying') && steps.some((step) => step.state === 'failed'),
    again: state === 'completed' && request.reappearedAt !== null,
    lift: state === 'completed' && request.lifted === null,
  };
  return (Object.keys(may) as Deed[]).filter((deed) => may[deed]);
}


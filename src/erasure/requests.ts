// A request's life but for the erasing itself: received, identity, extension, refusal, cancelling. Invariants: the same person's open
// request is not made twice; what a person does with a request is one allowed move from the state they saw; nothing here says whether
// anybody is known.
import { dueOn } from '../core/deadline.ts';
import { isArmed, isOver, mayMove } from '../core/erasure-state.ts';
import type { ErasureState } from '../core/erasure-state.ts';
import { emailKey, refKey } from '../core/subject.ts';
import type { PersonName, PersonRef } from '../core/subject.ts';
import { normalisePersonName } from '../core/normalise/person-name.ts';
import { normalisePhone } from '../core/normalise/phone.ts';
import { toInstant } from '../lib/clock.ts';
import { todayIn } from '../lib/day.ts';
import { StaleError, UsageError } from '../lib/errors.ts';
import type { ErasureRequest, ErasureStep, Origin } from '../store/erasures.ts';
import { today } from './context.ts';
import type { ErasureContext } from './context.ts';
import { dataOf, emptyData, sealData } from './request-data.ts';
import type { Asked } from './request-data.ts';
import { calledOff } from './spent.ts';
import { takeBack } from './take-back.ts';

/** By what somebody is asked for: one of them is enough. */
export interface AskedBy {
  readonly email?: string;
  readonly phone?: string;
  /** `First Last` or `Last, First`; half a name is refused, because nobody is found by it. */
  readonly name?: string;
  /** Of a known contact. */
  readonly linkId?: string;
  /** What the record of that contact is called, to tell the request from others: half a name, too. */
  readonly called?: string;
  /** Ids in the systems, of whoever is known there alone. */
  readonly refs?: readonly PersonRef[];
}

export interface Received extends AskedBy {
  readonly origin: Origin;
  /** Of ours; or the system that told. */
  readonly by: string;
  /** Plain date; today when left out. */
  readonly receivedOn?: string;
}

/**
 * Takes a request in, or finds the open one about the same.
 * @throws UsageError as of `askedOf`, before anything is written
 */
export async function receive(context: ErasureContext, received: Received): Promise<{ readonly request: ErasureRequest; readonly existed: boolean }> {
  const asked = askedOf(received);
  const receivedAt = toInstant(context.clock.now());
  const id = context.newId();
  const subjectHash = hashOf(context, asked);
  const on = received.receivedOn ?? todayIn(context.timeZone, context.clock.now());
  if (on > today(context)) throw new UsageError('received-later', 'a request cannot have arrived after today. Give the day on which it arrived.');
  const request: ErasureRequest = {
    id, version: 1, state: 'received', origin: received.origin, requestedBy: received.by, receivedAt: on === today(context) ? receivedAt : `${on}T12:00:00.000Z`,
    dueOn: dueOn(on, { extended: false }), extended: null, identity: null, approved: null, armedAt: null, erasedAt: null, completedAt: null, refused: null,
    cancelled: null, lifted: null, checks: [], nextAt: null, retainedUntil: null, reappearedAt: null, sealed: sealData(context, id, emptyData(asked)), subjectHash,
  };
  if (await context.requests.addRequest(request)) return { request, existed: false };
  const [open] = (await context.requests.requests({ subjectHash, limit: 20 })).filter(({ state }) => !isOver(state));
  if (!open) throw new StaleError('request-moved', 'a request about the same person was being closed. Try again.');
  return { request: open, existed: true };
}

/** Whoever asked is asked to show that it is them. */
export async function awaitIdentity(context: ErasureContext, id: string): Promise<ErasureRequest> {
  return moved(context, await requestOf(context, id), { state: 'identityPending' });
}

/** @param said `how`: what was done to be sure, never a copy of a document */
export async function recordIdentity(context: ErasureContext, id: string, { how, by }: { readonly how: string; readonly by: string }): Promise<ErasureRequest> {
  const at = toInstant(context.clock.now());
  return moved(context, await requestOf(context, id), { state: 'verified', identity: { how, by, at }, nextAt: at });
}

/** Two months more; to be told to the person, with the reason, within the first month. */
export async function extend(context: ErasureContext, id: string, { reason, by }: { readonly reason: string; readonly by: string }): Promise<ErasureRequest> {
  const request = await requestOf(context, id);
  if (request.extended !== null) throw new UsageError('request-state', 'it has been extended already, and the law allows it once.');
  if (request.refused !== null || request.cancelled !== null) throw stateProblem(request.state);
  if (isArmed(request.state)) throw new UsageError('request-state', 'the erasing has begun, so there is nothing to be extended any more. Whatever is left is done as soon as it can be.');
  if (today(context) > request.dueOn) throw new UsageError('too-late', 'the first month is over, and within it the person had to be told of an extension.');
  const due = dueOn(todayIn(context.timeZone, Date.parse(request.receivedAt)), { extended: true });
  return moved(context, request, { extended: { reason, by, at: toInstant(context.clock.now()) }, dueOn: due });
}

export async function refuse(context: ErasureContext, id: string, { reason, by }: { readonly reason: string; readonly by: string }): Promise<ErasureRequest> {
  return stopped(context, await requestOf(context, id), { state: 'refused', refused: { reason, by, at: toInstant(context.clock.now()) } });
}

/** Only before it is armed. */
export async function cancel(context: ErasureContext, id: string, { by }: { readonly by: string }): Promise<ErasureRequest> {
  return stopped(context, await requestOf(context, id), { state: 'cancelled', cancelled: { by, at: toInstant(context.clock.now()) } });
}

/** What was found is kept no longer; and what was written down to arm it leaves the ledger file. */
async function stopped(context: ErasureContext, request: ErasureRequest, change: Pick<ErasureRequest, 'state'> & Partial<ErasureRequest>): Promise<ErasureRequest> {
  const over = await moved(context, request, { ...change, nextAt: null, sealed: sealData(context, request.id, calledOff(dataOf(context, request))) });
  if (request.state === 'approved') await takeBack(context, request.id);
  return over;
}

/**
 * @param id or a beginning of it that no other one has
 * @throws UsageError `request-unknown`
 */
export async function requestOf({ requests }: Pick<ErasureContext, 'requests'>, id: string): Promise<ErasureRequest> {
  const whole = await requests.request(id);
  if (whole !== null) return whole;
  const found = id.length < 4 ? [] : await requests.requests({ id, limit: 2 });
  const [only] = found;
  if (!only || found.length > 1) throw new UsageError('request-unknown', found.length > 1 ? `several requests begin with ${id}. Give more of the id.` : 'there is no such request. "npx sauma erase list" shows them.');
  return only;
}

/**
 * The request as it is after one allowed move, written down.
 * @throws UsageError `request-state` for a move that is not allowed; StaleError when somebody else has moved it meanwhile
 */
export async function moved(context: Pick<ErasureContext, 'requests'>, request: ErasureRequest, change: Partial<Omit<ErasureRequest, 'id' | 'version'>>, steps?: readonly ErasureStep[]): Promise<ErasureRequest> {
  if (change.state !== undefined && !mayMove(request.state, change.state)) throw stateProblem(request.state);
  const next = { ...request, ...change, version: request.version + 1 };
  if (!(await context.requests.saveRequest(next, request.version, ...(steps === undefined ? [] : [steps])))) throw new StaleError('request-moved', 'somebody else has moved this request meanwhile. Look at it again.');
  return next;
}

export function stateProblem(state: ErasureState): UsageError {
  return new UsageError('request-state', `that cannot be done with a request that is ${state}. "npx sauma erase status" shows what it waits for.`);
}

const given = (text: string | undefined): readonly string[] => (text === undefined || text.trim() === '' ? [] : [text.trim()]);

/** @throws UsageError `email-unfit`, `phone-unfit` or `name-unfit` for what nobody could be found by, `asked-for-nobody` for nothing at all */
export function askedOf({ email, phone, name, linkId, called, refs }: AskedBy): Asked {
  const names = given(name).map(nameOf);
  const asked: Asked = { emails: given(email), phones: given(phone), names: [...names, ...given(called).map(nameOf)], linkIds: given(linkId), refs: refs ?? [] };
  if (asked.emails.some((one) => !/^[^\s@]+@[^\s@]+$/u.test(one))) throw new UsageError('email-unfit', 'this is no e-mail address. Give it as name@company.fi.');
  if (asked.phones.some((one) => !/\d{5}/u.test(one.replace(/\D/gu, '')))) throw new UsageError('phone-unfit', 'this is no phone number. Give all of its digits.');
  if (names.some(({ first, last }) => normalisePersonName(first, last) === null)) throw new UsageError('name-unfit', 'this is half a name, and nobody is found by it. Give the whole name, first and last; whoever has one name only is found by an e-mail address, a phone number or as a contact.');
  if (Object.values(asked).every((list) => list.length === 0)) throw new UsageError('asked-for-nobody', 'say who it is about: an e-mail address, a phone number, a name or a contact.');
  return asked;
}

/** The same for every spelling of the same. */
export function hashOf({ hashes, workspace }: Pick<ErasureContext, 'hashes' | 'workspace'>, { emails, phones, names, linkIds, refs }: Asked): string {
  const words = [
    ...emails.map(emailKey), ...phones.map((phone) => `phone:${normalisePhone(phone)}`), ...names.map(({ first, last }) => `name:${normalisePersonName(first, last) ?? `${first} ${last}`.trim().toLowerCase()}`),
    ...linkIds.map((linkId) => `link:${linkId}`), ...refs.map(refKey),
  ];
  return hashes.hash(`request ${JSON.stringify(words.toSorted())}`, workspace);
}

function nameOf(text: string): PersonName {
  const [before = '', ...after] = text.split(',').map((part) => part.trim());
  if (after.length > 0) return { first: after.join(' '), last: before };
  const words = before.split(/\s+/u);
  return words.length === 1 ? { first: '', last: before } : { first: words.slice(0, -1).join(' '), last: words.at(-1) ?? '' };
}

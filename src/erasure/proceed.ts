// The machine's part of a request, from wherever it stands until something waits for a person, a system or a date. Invariants: one worker
// at a time does it, whoever it is; every move is written down before the next begins, so that a crash anywhere is gone on from.
import { toInstant } from '../lib/clock.ts';
import { dayAfter, midnightIn } from '../lib/day.ts';
import type { ErasureRequest, ErasureStep } from '../store/erasures.ts';
import { arm } from './arm.ts';
import { isSaid } from './by-hand.ts';
import { asSetNow, today } from './context.ts';
import type { ErasureContext } from './context.ts';
import { discover } from './discover.ts';
import { eraseOpen, isOpen } from './erase.ts';
import { receipt } from './receipt.ts';
import { dataOf, sealData } from './request-data.ts';
import { moved, requestOf } from './requests.ts';
import { spentRequest } from './spent.ts';
import { lookAgain, nextCheck } from './verify.ts';

const LEASE_MS = 120_000;
/** Pauses between tries: the first one, and the longest. */
const PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;

/** Answers the request as it is then; at once when somebody else is at it. */
export async function proceed(given: ErasureContext, id: string): Promise<ErasureRequest> {
  const context = await asSetNow(given);
  const { id: whole } = await requestOf(context, id);
  const lease = await context.store.takeLease(`erasure:${whole}`, LEASE_MS);
  if (lease === null) return requestOf(context, whole);
  try {
    for (;;) {
      const before = await requestOf(context, whole);
      if (context.stop?.aborted) return before;
      await context.store.renewLease(lease, LEASE_MS);
      const after = await step(context, before);
      if (after === null) return before;
      // Two looks of a system that keep finding something wait for their time as well.
      if (after.state === before.state && after.nextAt !== null && Date.parse(after.nextAt) > context.clock.now()) return after;
    }
  } finally {
    await context.store.releaseLease(lease);
  }
}

/** One move of the machine; null when it waits for something else. */
async function step(context: ErasureContext, request: ErasureRequest): Promise<ErasureRequest | null> {
  switch (request.state) {
    case 'verified':
      return discover(context, request);
    case 'discovering':
      return isDue(context, request) ? discover(context, request) : null;
    case 'approved':
      return arm(context, request);
    case 'armed':
      return begun(context, request);
    case 'erasing':
      return isDue(context, request) ? erase(context, request) : null;
    case 'verifying':
      return verify(context, request);
    case 'completed':
      return release(context, request);
    case 'retentionDue':
      return moved(context, request, { state: 'erasing', nextAt: toInstant(context.clock.now()) });
    default:
      return null;
  }
}

function isDue({ clock }: Pick<ErasureContext, 'clock'>, { nextAt }: ErasureRequest): boolean {
  return nextAt !== null && Date.parse(nextAt) <= clock.now();
}

/** What is ours has gone, and each step has its own part of what was found: the request keeps no more of it than where it was. */
function begun(context: ErasureContext, request: ErasureRequest): Promise<ErasureRequest> {
  return moved(context, request, { state: 'erasing', nextAt: toInstant(context.clock.now()), sealed: sealData(context, request.id, spentRequest(dataOf(context, request))) });
}

async function erase(context: ErasureContext, request: ErasureRequest): Promise<ErasureRequest> {
  const steps = await eraseOpen(context, request, await context.requests.steps(request.id));
  const open = steps.filter(isOpen);
  if (open.length > 0) {
    const tries = Math.min(...open.map(({ attempts }) => attempts));
    return moved(context, request, { nextAt: toInstant(context.clock.now() + Math.min(PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS)) });
  }
  const at = toInstant(context.clock.now());
  return moved(context, request, { state: 'verifying', erasedAt: request.erasedAt ?? at, nextAt: at });
}

async function verify(context: ErasureContext, request: ErasureRequest): Promise<ErasureRequest | null> {
  const steps = await context.requests.steps(request.id);
  // What a person has done by hand since the last look is looked for too.
  const next = nextCheck(request) ?? (steps.some(isSaid) ? { check: 'month' as const, at: toInstant(context.clock.now()) } : null);
  if (next === null) return complete(context, request, steps);
  if (!isDue(context, request)) return null;
  const looked = await lookAgain(context, request, steps, next.check === 'month' && Date.parse(next.at) <= context.clock.now());
  const { sealed } = looked;
  const at = toInstant(context.clock.now());
  if (looked.silent.length > 0) return moved(context, request, { sealed, nextAt: toInstant(context.clock.now() + PAUSE_MS * 4) });
  const isClean = looked.found === 0;
  // Somebody was shown again before the look's time: it is made then all the same.
  if (isClean && Date.parse(next.at) > context.clock.now()) {
    await context.forgetting.dropSightings(request.id);
    return moved(context, request, { sealed, nextAt: next.at }, looked.steps);
  }
  const checks = [...request.checks, { check: next.check, at, found: looked.found }];
  if (!isClean && stuck(checks)) {
    context.log.error({ request: request.id, check: next.check, found: looked.found }, 'something that was erased keeps being found; look at the request');
    return moved(context, request, { state: 'erasing', sealed, checks, nextAt: toInstant(context.clock.now() + LONGEST_PAUSE_MS) }, looked.steps);
  }
  if (!isClean) return moved(context, request, { state: 'erasing', sealed, checks, nextAt: at }, looked.steps);
  // The proof goes first: one too many after a crash does no harm, one too few would.
  if (next.check === 'now') await receipt(context, { ...request, checks }, looked.steps);
  await context.forgetting.dropSightings(request.id);
  return moved(context, request, { sealed, checks, nextAt: nextCheck({ ...request, checks })?.at ?? at }, looked.steps);
}

/** Three times in a row the same look has found something. */
function stuck(checks: ErasureRequest['checks']): boolean {
  return checks.length >= 3 && checks.slice(-3).every(({ found }) => found > 0) && new Set(checks.slice(-3).map(({ check }) => check)).size === 1;
}

/** Null while something is left for a person to do by hand. */
async function complete(context: ErasureContext, request: ErasureRequest, steps: readonly ErasureStep[]): Promise<ErasureRequest | null> {
  if (steps.some(({ state }) => state === 'manual' || state === 'failed')) return request.nextAt === null ? null : moved(context, request, { nextAt: null });
  const at = toInstant(context.clock.now());
  const kept = steps.filter(({ state }) => state === 'retained').flatMap(({ until }) => until ?? []);
  const retainedUntil = kept.toSorted()[0] ?? null;
  const nextAt = retainedUntil === null ? null : toInstant(midnightIn(context.timeZone, dayAfter(retainedUntil)));
  const done = { ...request, state: 'completed' as const, completedAt: at, retainedUntil };
  await receipt(context, done, steps);
  return moved(context, request, { state: 'completed', completedAt: at, retainedUntil, nextAt });
}

/** What was kept by law may go once its date has passed. */
async function release(context: ErasureContext, request: ErasureRequest): Promise<ErasureRequest | null> {
  const { retainedUntil } = request;
  if (retainedUntil === null || retainedUntil >= today(context)) return null;
  const steps = await context.requests.steps(request.id);
  const next = steps.map((one) => (one.state === 'retained' && one.until !== null && one.until < today(context) ? { ...one, state: 'found' as const, version: one.version + 1, treatment: 'delete' as const } : one));
  return moved(context, request, { state: 'retentionDue', retainedUntil: null }, next);
}


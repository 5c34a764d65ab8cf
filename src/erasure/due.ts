// The tick of forgetting, once a minute in whoever works: requests whose time has come go on, deadlines raise alarms, somebody who was shown
// again is told of, and what requests told of people is forgotten. Invariants: one process does it at a time; a request that fails never
// keeps the others; no line of the log names a person.
import { toInstant } from '../lib/clock.ts';
import type { ErasureRequest } from '../store/erasures.ts';
import { attempted } from './attempt.ts';
import type { ErasureContext } from './context.ts';
import { takeErasedHints } from './intake.ts';
import { proceed } from './proceed.ts';
import { moved } from './requests.ts';
import { deadlineOf } from './status.ts';
import type { Alarm } from './status.ts';

const LEASE_MS = 600_000;
const DAY_MS = 86_400_000;
const MOST = 200;
const ALARMS = 'erasure-alarms';
const OPEN = ['received', 'identityPending', 'verified', 'discovering', 'review', 'approved', 'armed', 'erasing', 'verifying'] as const;

/** Answers how many requests were gone on with; null when somebody else is at it. */
export async function proceedDue(context: ErasureContext): Promise<number | null> {
  const lease = await context.store.takeLease('erasures', LEASE_MS);
  if (lease === null) return null;
  try {
    const now = toInstant(context.clock.now());
    await takeErasedHints(context);
    await noteSightings(context, now);
    await raiseAlarms(context);
    let count = 0;
    for (const { id } of await context.requests.requests({ due: now, limit: MOST })) {
      if (context.stop?.aborted) break;
      await context.store.renewLease(lease, LEASE_MS);
      if (await attempted(context, { request: id }, () => proceed(context, id))) count += 1;
    }
    await context.requests.expireRequests(toInstant(context.clock.now() - context.settings.requestDays * DAY_MS));
    return count;
  } finally {
    await context.store.releaseLease(lease);
  }
}

/** While a request is being looked after, it looks at once; once it is over, a person decides. */
async function noteSightings(context: ErasureContext, now: string): Promise<void> {
  for (const requestId of new Set((await context.forgetting.sightings()).map((sighting) => sighting.requestId))) {
    await attempted(context, { request: requestId }, () => noteSighting(context, requestId, now));
  }
}

async function noteSighting(context: ErasureContext, requestId: string, now: string): Promise<void> {
  const request = await context.requests.request(requestId);
  if (request === null) return;
  if (request.state === 'verifying' && (request.nextAt === null || request.nextAt > now)) await moved(context, request, { nextAt: now });
  if (request.state !== 'completed' || request.reappearedAt !== null) return;
  await moved(context, request, { reappearedAt: now });
  context.log.warn({ request: requestId }, 'somebody who was forgotten has been shown again and was not taken in; decide on the request: erase again, or let them back');
}

/** All of them: the one that is due first has come first. */
async function openRequests({ requests }: ErasureContext): Promise<readonly ErasureRequest[]> {
  const all: ErasureRequest[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await requests.requests({ states: OPEN, limit: MOST, ...(last && { after: last.id }) });
    all.push(...page);
    if (page.length < MOST) return all;
  }
}

async function raiseAlarms(context: ErasureContext): Promise<void> {
  const told = ((await context.store.fact(ALARMS)) ?? {}) as Readonly<Record<string, Alarm>>;
  const open = (await openRequests(context)).toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
  const now = new Map<string, ReturnType<typeof deadlineOf>>();
  for (const request of open) now.set(request.id, deadlineOf(context, request, await context.requests.steps(request.id)));
  for (const [id, { alarm, daysLeft }] of now) {
    if (alarm !== 'none' && told[id] !== alarm) context.log.warn({ request: id, daysLeft }, daysLeft < 0 ? 'the deadline of a request to be forgotten has passed' : 'the deadline of a request to be forgotten is near');
  }
  const next = Object.fromEntries([...now].flatMap(([id, { alarm }]) => (alarm === 'none' ? [] : [[id, alarm]])));
  if (JSON.stringify(next) !== JSON.stringify(told)) await context.store.saveFact(ALARMS, next);
}

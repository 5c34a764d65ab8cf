// Arming: the point of no return. Invariants: what must never come back is in the ledger file, on disk, before the database knows of it; and
// all that is ours of the person goes in one transaction with the suppression, before any system is called.
import { placesToRedact } from '../core/erasure-plan.ts';
import { personKeys, phoneKeys } from '../core/subject.ts';
import type { Subject } from '../core/subject.ts';
import { toInstant } from '../lib/clock.ts';
import { StaleError } from '../lib/errors.ts';
import type { ErasureRequest } from '../store/erasures.ts';
import type { Sibling } from '../store/forgetting.ts';
import type { ErasureContext } from './context.ts';
import { personOf } from './person.ts';
import { dataOf, sealData } from './request-data.ts';
import type { RequestData } from './request-data.ts';
import { moved, requestOf } from './requests.ts';
import { planFor } from './review.ts';
import { together } from './subjects.ts';
import { takeBack } from './take-back.ts';

/** @returns the armed request @throws StaleError when it has moved on */
export async function arm(context: ErasureContext, approved: ErasureRequest): Promise<ErasureRequest> {
  const { forgetting, clock } = context;
  const { request, data } = await asOfNow(context, approved);
  const at = toInstant(clock.now());
  const keys = keysOf(data);
  const siblings = await written(context, request.id, data, at);
  const redact = placesToRedact(planFor(context, data));
  const armed = await forgetting.arm({ requestId: request.id, seenVersion: request.version, subject: data.subject, keys, redact, siblings, at });
  if (!armed) {
    await takeBack(context, request.id);
    throw new StaleError('request-moved', 'the request has moved on before it could be armed. Look at it again.');
  }
  return requestOf(context, request.id);
}

/**
 * What must never come back, into the ledger file; for every other workspace of the installation on the same systems too, where the
 * person is forgotten with them. Answers those, as the order has to have them.
 */
async function written({ workspace, hashes, ledgerFile, forgetting }: ErasureContext, requestId: string, data: Pick<RequestData, 'subject'>, at: string): Promise<readonly Sibling[]> {
  const keys = keysOf(data);
  const siblings = await forgetting.siblings({ subject: data.subject, keys });
  for (const where of [{ workspace, keys }, ...siblings]) {
    await ledgerFile.add(where.keys.map((key) => ({ workspace: where.workspace, requestId, hash: hashes.hash(key, where.workspace), at })));
  }
  return siblings;
}

/** What has been noticed of the person since the request was armed, as arming would: into the file, then the store, where it goes at once. */
export async function suppress(context: ErasureContext, request: ErasureRequest, subject: Subject): Promise<void> {
  const at = toInstant(context.clock.now());
  const siblings = await written(context, request.id, { subject }, at);
  const isDone = await context.forgetting.clear({ requestId: request.id, seenVersion: request.version, subject, keys: keysOf({ subject }), redact: [], siblings, at });
  if (!isDone) throw new StaleError('request-moved', 'somebody else has moved this request meanwhile. Look at it again.');
}

/** Since the look a record of the person may have been made in a system or joined to theirs: it belongs to them too, and the first look after the erasing finds it. */
async function asOfNow(context: ErasureContext, request: ErasureRequest): Promise<{ readonly request: ErasureRequest; readonly data: RequestData }> {
  const data = dataOf(context, request);
  const { subject } = data;
  const { subject: now, candidates } = await personOf(context, data.asked, subject);
  const grown = together(subject, { refs: now.refs, linkIds: now.linkIds });
  if (candidates.length > 0 || (grown.refs.length === subject.refs.length && grown.linkIds.length === subject.linkIds.length)) return { request, data };
  const next = { ...data, subject: grown };
  return { request: await moved(context, request, { sealed: sealData(context, request.id, next) }), data: next };
}

/** What tells the person from all others, and must not be shown again. */
export function keysOf({ subject }: Pick<RequestData, 'subject'>): readonly string[] {
  return [...personKeys(subject), ...phoneKeys(subject)];
}

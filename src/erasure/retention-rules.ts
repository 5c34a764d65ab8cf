// Retention: once a day the rules are gone through and people proposed for forgetting; a person decides about each. Invariant: no rule
// forgets anybody: what is approved becomes an erasure request, which is looked through and approved like any other.
import { toInstant } from '../lib/clock.ts';
import type { RetentionRules } from '../store/retention.ts';
import { today } from './context.ts';
import type { ErasureContext } from './context.ts';
import { cancel, receive, recordIdentity } from './requests.ts';

const DAY_MS = 86_400_000;
/** When the rules were last gone through. */
export const PROPOSED_FACT = 'retention:proposed';

export interface RetentionContext extends Pick<ErasureContext, 'store' | 'clock' | 'timeZone' | 'newId' | 'log'> {
  readonly retention: RetentionRules;
}

/** Does nothing when it was done within the last day. */
export async function proposeDaily(context: RetentionContext): Promise<void> {
  const last = (await context.store.fact(PROPOSED_FACT)) as string | null;
  if (last !== null && context.clock.now() - Date.parse(last) < DAY_MS) return;
  await proposeNow(context);
}

/** Answers how many people are newly proposed. */
export async function proposeNow(context: RetentionContext): Promise<number> {
  const { retention, clock, newId, log, store } = context;
  const at = toInstant(clock.now());
  let proposed = 0;
  for (const { id, rule } of await retention.rules()) {
    if (rule === null) await retention.withdraw(id);
    else proposed += await retention.propose({ ruleId: id, rule, today: today(context), at, newId });
  }
  await store.saveFact(PROPOSED_FACT, at);
  if (proposed > 0) log.info({ proposed }, 'retention rules propose people to be forgotten: somebody with the right to it decides');
  return proposed;
}

/** The id of the request that a proposal became; null: it is not open any more. Whoever has one open already gets no second one. */
export async function approveProposal(context: ErasureContext & Pick<RetentionContext, 'retention'>, id: string, by: string): Promise<string | null> {
  const proposal = await context.retention.proposal(id);
  if (proposal === null || proposal.state !== 'open') return null;
  const { request, existed } = await receive(context, { origin: 'web', by, linkId: proposal.linkId });
  const decided = await context.retention.decide({ id, state: 'approved', by, at: toInstant(context.clock.now()), requestId: request.id });
  if (!decided) {
    if (!existed) await cancel(context, request.id, { by });
    return null;
  }
  // Nobody has asked, so nobody has to show who they are.
  if (!existed) await recordIdentity(context, request.id, { how: 'retentionRule', by });
  return request.id;
}

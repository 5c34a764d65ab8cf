// Requests that systems raise: the CRM erased somebody at their wish, or the PSA shows a contact as deleted. Invariants: the CRM's word is
// an identity check of its own, the PSA's is only a question to a person; one event raises one request, however often it comes.
import { toInstant } from '../lib/clock.ts';
import type { WaitingHint } from '../store/store.ts';
import { attempted } from './attempt.ts';
import type { ErasureContext } from './context.ts';
import { askedOf, hashOf, moved, receive } from './requests.ts';

const MOST = 200;

/** How the identity was checked where the CRM erased somebody. */
export const BY_VENDOR = 'vendor';

/** Answers how many requests were raised. */
export async function takeErasedHints(context: ErasureContext): Promise<number> {
  const hints = await context.store.erasedHints(MOST);
  let raised = 0;
  for (const hint of hints) {
    // What could not be taken in stays, and is looked at again.
    await attempted(context, { side: hint.side }, async () => {
      if (hint.entity === 'contact' && (await raise(context, hint))) raised += 1;
      await context.store.dropHints([hint]);
    });
  }
  return raised;
}

async function raise(context: ErasureContext, { side, id }: WaitingHint): Promise<boolean> {
  const [known] = await context.store.linked('contact', [{ side, id }]);
  const by = { refs: [{ side, kind: 'contact' as const, id }], ...(known ? { linkId: known.linkId } : {}) };
  // A contact that was deleted there and that we do not know says nothing about anybody; what was decided once is not asked again.
  if ((side === 'psa' && !known) || (await context.requests.requests({ subjectHash: hashOf(context, askedOf(by)), limit: 1 })).length > 0) return false;
  const { request, existed } = await receive(context, { origin: side, by: side, ...by });
  if (existed) return false;
  context.log.info({ request: request.id, side }, 'a system has erased or deleted a person: a request was received for it');
  const at = toInstant(context.clock.now());
  if (side === 'crm') await moved(context, request, { state: 'verified', identity: { how: BY_VENDOR, by: side, at }, nextAt: at });
  return true;
}


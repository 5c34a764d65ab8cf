// What an address has said about being written to. Invariant: only ever tighter: what it still subscribes to ends, an opt-out stays,
// because it is HubSpot's own way of never writing again. No id here holds the address.
import { RejectedError } from '../../../lib/errors.ts';
import type { Http } from '../../http.ts';
import type { Trace } from '../../privacy.ts';
import { BUCKET, routes } from '../paths.ts';
import { subscriptionsSchema } from '../wire.ts';
import { withoutScope } from './engagements.ts';

const ADDRESS = 'address';
const SUBSCRIBED = 'SUBSCRIBED';
const UNSAID = 'NOT_SPECIFIED';
const KIND = 'subscription';

/** One call per address. @param contact whose addresses they are */
export async function subscriptionTraces(http: Http, contact: string, emails: readonly string[]): Promise<readonly Trace[]> {
  const traces: Trace[] = [];
  for (const [index, address] of emails.entries()) {
    try {
      const call = { ...routes.subscriptions(address), query: [['channel', 'EMAIL']] as const, bucket: BUCKET, replay: 'safe' as const, reply: subscriptionsSchema };
      const { data } = await http.call({ ...call, accept: [404] });
      const said = (data?.results ?? []).filter(({ status }) => status !== UNSAID);
      if (said.length === 0) continue;
      const content = Object.fromEntries(said.map(({ subscriptionName, subscriptionId, status, legalBasis }) => [subscriptionName ?? subscriptionId, [status, legalBasis].filter((one) => one !== null).join(', ')]));
      traces.push({ id: `subscriptions:${contact}/${index}`, kind: KIND, treatment: 'detach', sure: true, others: 0, texts: {}, content: { [ADDRESS]: address, ...content } });
    } catch (error) {
      // What HubSpot takes for no address it cannot write to either.
      if (error instanceof RejectedError) continue;
      return [withoutScope('subscriptions', KIND, error)];
    }
  }
  return traces;
}

/** Nothing is sent for an address that subscribes to nothing. */
export async function endSubscriptions(http: Http, { content }: Trace): Promise<void> {
  const { [ADDRESS]: address = '', ...said } = content;
  if (!Object.values(said).some((status) => status === SUBSCRIBED || status.startsWith(`${SUBSCRIBED},`))) return;
  await http.call({ ...routes.unsubscribe(address), query: [['channel', 'EMAIL']], bucket: BUCKET, replay: 'repeat', reply: null });
}

// Home of telling HubSpot that an address must not be written to. Invariant: only ever tighter; an address that was opted out
// is never opted in here. It is the one address of a person that travels in a path: HubSpot knows no other way.
import { isSet, makeSet } from '../../core/value.ts';
import type { Outcome } from '../connector.ts';
import type { Row } from './batch-call.ts';
import { newOptOuts } from './contact-emails.ts';
import { troubleOf } from './link-calls.ts';
import type { Trouble } from './link-calls.ts';
import type { ObjectContext } from './object-reads.ts';
import { BUCKET, routes } from './paths.ts';
import type { Schema } from './schema.ts';

const FIELD = 'optOuts';
const REFUSED = 'opt-out-refused';

/** One call per newly opted-out address, after the record itself was stored: an address that is refused does not keep the others waiting. */
export async function optOut(at: ObjectContext, schema: Schema, write: Row['write'], outcome: Outcome & { readonly kind: 'done' }): Promise<Outcome> {
  if (!schema.composites.has(FIELD) || !(FIELD in write.fields)) return outcome;
  const before = write.kind === 'update' ? write.seen : {};
  const told: string[] = [];
  let trouble: Trouble | null = null;
  for (const address of newOptOuts(write.fields, before)) {
    try {
      await at.http.call({ ...routes.unsubscribe(address), query: [['channel', 'EMAIL']], bucket: BUCKET, replay: 'repeat', reply: null });
      told.push(address);
    } catch (error) {
      const met = troubleOf(error);
      trouble = met.code === 'link-refused' ? { ...met, code: REFUSED } : met;
      // Any other trouble is not about the address: the next call would meet it too.
      if (trouble.code !== REFUSED) break;
    }
  }
  // A read shows the opt-out of the main address only.
  const main = outcome.snapshot.handles['email']?.toLowerCase() ?? (write.kind === 'update' ? write.handles['email']?.toLowerCase() : undefined);
  const shown = isSet(before[FIELD]) ? before[FIELD].map(({ key }) => key) : [];
  const now = [...shown, ...told].filter((address) => main === undefined || address === main);
  const fields = { ...outcome.snapshot.fields, [FIELD]: makeSet(now.map((key) => ({ key }))) };
  return { ...outcome, snapshot: { ...outcome.snapshot, fields }, unsettled: trouble === null ? outcome.unsettled : [...outcome.unsettled, { field: FIELD, ...trouble }] };
}

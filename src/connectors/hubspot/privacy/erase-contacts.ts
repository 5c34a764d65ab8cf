// The permanent deletion of contacts. Invariants: by id only, for an unknown address would be written down by the very call that
// forgets it; one that has become somebody else since it was found is read and decided on again; one that is not there is done.
import { RejectedError } from '../../../lib/errors.ts';
import type { Http } from '../../http.ts';
import type { TreatOrder, TreatOutcome } from '../../privacy.ts';
import { batchRead } from '../object-reads.ts';
import { BUCKET, routes } from '../paths.ts';
import { binnedById } from './contacts.ts';
import { askingFor } from './linked-records.ts';
import { IDENTITY, isSomebodyElse } from './person.ts';
import type { Target } from './target.ts';
import { failureOf } from './write-texts.ts';

type Properties = Readonly<Record<string, string | null>>;

/** A look at all of them, and one call each; one more where some are not live. */
export async function eraseContacts(http: Http, targets: readonly Target[]): Promise<ReadonlyMap<TreatOrder, TreatOutcome>> {
  const outcomes = new Map<TreatOrder, TreatOutcome>();
  if (targets.length === 0) return outcomes;
  try {
    const live = new Map((await batchRead({ http, map: { type: 'contacts' } }, askingFor('contacts', IDENTITY), targets.map(({ id }) => id))).map((record) => [record.id, record.properties]));
    const missing = targets.filter(({ id }) => !live.has(id));
    const binned = new Map((missing.length === 0 ? [] : await binnedById(http, missing.map(({ id }) => id))).map((record) => [record.id, record.properties]));
    for (const { order, id } of targets) outcomes.set(order, await eraseOne(http, order, id, live.get(id) ?? binned.get(id) ?? null, binned.has(id)));
  } catch (error) {
    const outcome = failureOf(error);
    for (const { order } of targets) if (!outcomes.has(order)) outcomes.set(order, outcome);
  }
  return outcomes;
}

async function eraseOne(http: Http, { trace }: TreatOrder, id: string, present: Properties | null, isBinned: boolean): Promise<TreatOutcome> {
  if (present === null) return { kind: 'done', how: 'absent' };
  if (isSomebodyElse(trace.content, present)) return { kind: 'moved' };
  try {
    const { status } = await http.call({ ...routes.erase, json: { objectId: id }, bucket: BUCKET, replay: 'repeat', accept: [404], reply: null });
    if (status !== 404) return { kind: 'done', how: 'deleted' };
    if (!isBinned) return { kind: 'done', how: 'absent' };
    return { kind: 'rejected', error: new RejectedError('in-recycle-bin', 'The contact is in the recycle bin of HubSpot, where only people reach it: restore it there and let it be erased again') };
  } catch (error) {
    return failureOf(error);
  }
}

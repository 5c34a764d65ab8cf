// Carrying out what was decided about a person's traces. Invariants: what hangs on the person goes before the person, and while any of
// it may still have to go the contact stays; what others share is taken off the contact before the contact goes, or it might go with it;
// every treatment done twice is the same as done once.
import { RejectedError, RetryableError } from '../../../lib/errors.ts';
import type { Http } from '../../http.ts';
import type { TreatOrder, TreatOutcome } from '../../privacy.ts';
import { takeAway } from '../link-calls.ts';
import type { Trouble } from '../link-calls.ts';
import { eraseContacts } from './erase-contacts.ts';
import { AROUND, ENGAGEMENTS } from './held.ts';
import type { EngagementType } from './held.ts';
import { overwrite, TIED_TO_OTHERS } from './overwrite.ts';
import { endSubscriptions } from './subscriptions.ts';
import { targetOf } from './target.ts';
import type { Target } from './target.ts';
import { failureOf } from './write-texts.ts';

export async function treatOrders(http: Http, orders: readonly TreatOrder[]): Promise<readonly TreatOutcome[]> {
  const outcomes = new Map<TreatOrder, TreatOutcome>();
  const targets = orders.map(targetOf);
  const persons = targets.filter(({ order, type, part }) => type === 'contacts' && part === null && order.treatment === 'delete');
  const take = (found: ReadonlyMap<TreatOrder, TreatOutcome>): void => {
    for (const [order, outcome] of found) outcomes.set(order, outcome);
  };

  for (const type of [...AROUND, ...ENGAGEMENTS]) {
    const goes = (AROUND as readonly string[]).includes(type) ? ['redact'] : ['redact', 'delete'];
    const some = targets.filter((target) => target.type === type && target.part === null && goes.includes(target.order.treatment));
    if (some.length > 0) take(await overwrite(http, type, some, new Set(persons.map(({ id }) => id))));
  }
  for (const type of ENGAGEMENTS) {
    const some = targets.filter((target) => target.type === type && target.order.trace.kind === 'association' && target.order.treatment === 'detach');
    if (some.length > 0) take(await detach(http, type, some));
  }
  for (const { order, type } of targets) {
    if (type === 'subscriptions' && order.treatment === 'detach') outcomes.set(order, await endSubscriptions(http, order.trace).then(() => DETACHED, failureOf));
  }
  if ([...outcomes].some(isOpen)) for (const { order } of persons) outcomes.set(order, WAITS);
  else take(await eraseContacts(http, persons));
  return orders.map((order) => outcomes.get(order) ?? none(order));
}

const DETACHED: TreatOutcome = { kind: 'done', how: 'detached' };
const WAITS: TreatOutcome = { kind: 'failed', error: new RetryableError('waits-for-others', 'The contact goes when everything that hangs on it has gone') };

/** Of what is refused a person knows; but what is still tied to others must not go with the contact. */
function isOpen([{ trace }, outcome]: readonly [TreatOrder, TreatOutcome]): boolean {
  if (outcome.kind === 'rejected') return trace.kind === 'association' || outcome.error.code === TIED_TO_OTHERS;
  return outcome.kind !== 'done';
}

async function detach(http: Http, type: EngagementType, targets: readonly Target[]): Promise<ReadonlyMap<TreatOrder, TreatOutcome>> {
  const drops = new Map([...Map.groupBy(targets, ({ id }) => id)].map(([id, some]) => [id, some.flatMap(({ part }) => part ?? [])]));
  const stuck = await takeAway(http, type, 'contacts', drops);
  return new Map(targets.map(({ order, id }) => [order, detached(stuck.get(id))]));
}

function detached(trouble: Trouble | undefined): TreatOutcome {
  if (trouble === undefined) return DETACHED;
  const words = 'HubSpot did not take the person off an activity that others share';
  if (trouble.retry) return { kind: 'failed', error: new RetryableError(trouble.code, `${words}; it will be tried again`) };
  return { kind: 'rejected', error: new RejectedError(trouble.code, `${words}; do it there by hand`) };
}

function none({ treatment }: TreatOrder): TreatOutcome {
  return { kind: 'rejected', error: new RejectedError('no-such-treatment', `HubSpot has no way to ${treatment} this; do it there by hand`) };
}

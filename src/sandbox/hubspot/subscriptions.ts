// Home of changes to subscription states, whoever makes them, and of what they show on contacts. Invariant: a contact's
// read-only opt-out properties say what its own main address is subscribed to, also when the address came later.
import { optOutsOf } from './consent.ts';
import type { Consents, SubscriptionState } from './consent.ts';
import { objectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import type { Source } from './record.ts';
import { calculate, holderOf } from './records.ts';

/** `email` in lower case. Subscribing to anything ends an opt-out from everything. */
export function setSubscription(portal: Portal, email: string, id: number, state: SubscriptionState): void {
  remember(portal.consents, email, id, state);
  if (state.status === 'SUBSCRIBED') portal.consents.unsubscribedAll.delete(email);
  showOnContact(portal, email, state.at);
}

/** `email` in lower case. */
export function unsubscribeFromAll(portal: Portal, email: string, source: Source, now: number): void {
  const { consents } = portal;
  consents.unsubscribedAll.set(email, now);
  for (const { id } of consents.definitions) remember(consents, email, id, { status: 'UNSUBSCRIBED', legalBasis: null, legalBasisExplanation: null, at: now, source });
  showOnContact(portal, email, now);
}

function remember(consents: Consents, email: string, id: number, state: SubscriptionState): void {
  const states = consents.states.get(email) ?? new Map<number, SubscriptionState>();
  consents.states.set(email, states.set(id, state));
}

function showOnContact(portal: Portal, email: string, now: number): void {
  const contact = holderOf(portal, objectType('contacts'), 'email', email);
  // An additional address shows nothing: the properties are about the main one.
  if (contact?.values['email'] === email) calculate(portal, contact, optOutsOf(portal.consents, email), now, true);
}

// Home of subscription states as data. Invariant: they belong to an e-mail address, not to a contact record, and are kept
// when the record goes.
import type { Source } from './record.ts';

export interface SubscriptionDefinition {
  readonly id: number;
  readonly name: string;
  readonly description: string;
}

export const SUBSCRIPTION_DEFINITIONS: readonly SubscriptionDefinition[] = [
  { id: 41_001, name: 'Marketing Information', description: 'Marketing offers and updates' },
  { id: 41_002, name: 'One to One', description: 'One to One emails' },
  { id: 41_003, name: 'Customer Service Communication', description: 'Receive feedback requests and customer service information' },
];

export interface SubscriptionState {
  readonly status: 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NOT_SPECIFIED';
  readonly legalBasis: string | null;
  readonly legalBasisExplanation: string | null;
  readonly at: number;
  readonly source: Source;
}

export interface Consents {
  readonly definitions: readonly SubscriptionDefinition[];
  /** Address in lower case → definition id → state. */
  readonly states: Map<string, Map<number, SubscriptionState>>;
  /** Address in lower case → when it unsubscribed from everything. */
  readonly unsubscribedAll: Map<string, number>;
}

export function newConsents(): Consents {
  return {
    definitions: SUBSCRIPTION_DEFINITIONS,
    states: new Map(),
    unsubscribedAll: new Map(),
  };
}

/** The contact properties that mirror an address's states, all of them; '' where nothing is opted out of. */
export function optOutsOf(consents: Consents, email: string): Readonly<Record<string, string>> {
  const each = consents.definitions.map(({ id }) => [`hs_email_optout_${id}`, checkBox(consents.states.get(email)?.get(id)?.status === 'UNSUBSCRIBED')]);
  return { hs_email_optout: checkBox(consents.unsubscribedAll.has(email)), ...Object.fromEntries(each) };
}

/** A check box as HubSpot keeps it: no value when it is off. */
function checkBox(on: boolean): string {
  return on ? 'true' : '';
}

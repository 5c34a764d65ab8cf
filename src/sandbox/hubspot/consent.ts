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

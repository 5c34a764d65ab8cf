// Home of the webhook settings, subscriptions and waiting events as data. Invariant: an event waits in the shape it will
// be delivered in, oldest first.

export interface Subscription {
  readonly id: number;
  readonly eventType: string;
  readonly objectTypeId: string | null;
  readonly propertyName: string | null;
  readonly active: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface WebhookTarget {
  readonly targetUrl: string;
  readonly maxConcurrentRequests: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Webhooks {
  target: WebhookTarget | null;
  readonly subscriptions: Map<number, Subscription>;
  nextId: number;
  /** Events in the shape they are delivered in, oldest first. */
  pending: Readonly<Record<string, unknown>>[];
}

export const newWebhooks = (): Webhooks => ({ target: null, subscriptions: new Map(), nextId: 1_001, pending: [] });

// Home of turning a change into waiting webhook events. Invariant: an event waits only when an active
// subscription asks for it and a target URL is set; one change makes one event per subscription.
import type { ObjectType } from './object-types.ts';
import type { Portal } from './portal.ts';
import type { Source } from './record.ts';
import type { Subscription } from './webhooks.ts';

export interface Occurrence {
  readonly kind: 'creation' | 'deletion' | 'merge' | 'restore' | 'propertyChange' | 'associationChange' | 'privacyDeletion';
  readonly type: ObjectType;
  readonly id: string;
  readonly at: number;
  readonly source: Source;
  readonly property?: { readonly name: string; readonly value: string };
  /** Further keys of merge and association events. */
  readonly more?: Readonly<Record<string, unknown>>;
}

const FLAGS: Readonly<Record<string, string>> = { creation: 'NEW', deletion: 'DELETED', privacyDeletion: 'DELETED', restore: 'RESTORED' };

export function announce(portal: Portal, occurrence: Occurrence): void {
  const { webhooks, settings } = portal;
  if (webhooks.target === null) return;
  const { kind, type, property } = occurrence;
  for (const subscription of webhooks.subscriptions.values()) {
    if (!subscription.active || !asksFor(subscription, occurrence)) continue;
    webhooks.pending.push({
      // Not unique in the real service either: never a key by itself.
      eventId: portal.random.webhooks.int(1, 4_000_000_000),
      subscriptionId: subscription.id,
      portalId: Number(settings.portalId),
      appId: Number(settings.appId),
      occurredAt: occurrence.at,
      subscriptionType: subscription.eventType,
      attemptNumber: 0,
      objectId: Number(occurrence.id),
      ...(subscription.objectTypeId === null ? {} : { objectTypeId: type.typeId }),
      changeSource: occurrence.source.type,
      ...(occurrence.source.id === null ? {} : { sourceId: occurrence.source.id }),
      ...(FLAGS[kind] === undefined ? {} : { changeFlag: FLAGS[kind] }),
      ...(property === undefined ? {} : { propertyName: property.name, propertyValue: property.value }),
      ...occurrence.more,
    });
  }
}

function asksFor(subscription: Subscription, { kind, type, property }: Occurrence): boolean {
  const own = type.webhook !== null && subscription.eventType === `${type.webhook}.${kind}`;
  const general = subscription.eventType === `object.${kind}` && subscription.objectTypeId === type.typeId;
  return (own || general) && (property === undefined || subscription.propertyName === property.name);
}

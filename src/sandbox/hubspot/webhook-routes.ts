// Home of the routes of webhook settings and subscriptions. Invariant: one target per app, at most 1,000 subscriptions, and
// one property-change subscription per property.
import type { SandboxResponse } from '../contract.ts';
import type { Call } from './call.ts';
import { OBJECT_TYPES } from './object-types.ts';
import type { Subscription } from './webhooks.ts';
import { asObject, asText, batchAnswer, batchInputs, instant, invalid, noContent, notFound, optionalText, refuse, respond } from './wire.ts';
import type { Json } from './wire.ts';

const EVENT = /^(company|contact|deal|line_item|object|product|ticket)\.(associationChange|creation|deletion|merge|propertyChange|restore)$|^contact\.privacyDeletion$/;
const MAX_SUBSCRIPTIONS = 1_000;

export function readSettings(call: Call): SandboxResponse {
  const { target } = ownApp(call).portal.webhooks;
  if (target === null) throw notFound();
  const { targetUrl, maxConcurrentRequests, createdAt, updatedAt } = target;
  return respond(200, { targetUrl, throttling: { maxConcurrentRequests }, createdAt: instant(createdAt), updatedAt: instant(updatedAt) });
}

export function writeSettings(call: Call): SandboxResponse {
  const { webhooks } = ownApp(call).portal;
  const body = call.body();
  const targetUrl = asText(body['targetUrl'], 'targetUrl');
  if (!/^https?:\/\//.test(targetUrl) || !URL.canParse(targetUrl)) throw invalid(`The target URL is not valid: ${targetUrl}`);
  const maxConcurrentRequests = Number(asObject(body['throttling'], 'throttling')['maxConcurrentRequests']);
  if (!(maxConcurrentRequests > 5)) throw invalid('maxConcurrentRequests must be greater than 5.');
  webhooks.target = { targetUrl, maxConcurrentRequests, createdAt: webhooks.target?.createdAt ?? call.now, updatedAt: call.now };
  return readSettings(call);
}

export function deleteSettings(call: Call): SandboxResponse {
  ownApp(call).portal.webhooks.target = null;
  return noContent();
}

export function listSubscriptions(call: Call): SandboxResponse {
  return respond(200, { results: [...ownApp(call).portal.webhooks.subscriptions.values()].map(present) });
}

export function readSubscription(call: Call): SandboxResponse {
  return respond(200, present(subscriptionOf(call, Number(call.param('subscriptionId')))));
}

export function createSubscription(call: Call): SandboxResponse {
  const { webhooks } = ownApp(call).portal;
  const subscription = subscriptionFrom(call, call.body());
  const same = [...webhooks.subscriptions.values()].some(
    (each) => each.eventType === subscription.eventType && each.propertyName === subscription.propertyName && each.objectTypeId === subscription.objectTypeId,
  );
  if (same) throw refuse(409, 'CONFLICT', `A subscription to ${subscription.eventType} already exists.`);
  if (webhooks.subscriptions.size >= MAX_SUBSCRIPTIONS) throw invalid(`There can be at most ${MAX_SUBSCRIPTIONS} subscriptions.`);
  webhooks.subscriptions.set(subscription.id, subscription);
  webhooks.nextId += 1;
  return respond(201, present(subscription));
}

function subscriptionFrom(call: Call, body: Json): Subscription {
  const eventType = asText(body['eventType'], 'eventType');
  const propertyName = optionalText(body['propertyName'], 'propertyName');
  const objectTypeId = optionalText(body['objectTypeId'], 'objectTypeId');
  if (!EVENT.test(eventType)) throw invalid(`Unknown event type: ${eventType}`);
  if (eventType.endsWith('.propertyChange') !== (propertyName !== null)) throw invalid('A property name is needed for property changes, and only for them.');
  if (propertyName === 'hs_lastmodifieddate') throw invalid('hs_lastmodifieddate cannot be subscribed to.');
  if (eventType.startsWith('object.') && !OBJECT_TYPES.some((type) => type.typeId === objectTypeId)) throw invalid('An object event needs an object type id.');
  return { id: call.portal.webhooks.nextId, eventType, propertyName, objectTypeId, active: body['active'] === true, createdAt: call.now, updatedAt: call.now };
}

export function updateSubscription(call: Call): SandboxResponse {
  return respond(200, present(activate(call, Number(call.param('subscriptionId')), call.body()['active'] === true)));
}

export function deleteSubscription(call: Call): SandboxResponse {
  const subscription = subscriptionOf(call, Number(call.param('subscriptionId')));
  call.portal.webhooks.subscriptions.delete(subscription.id);
  return noContent();
}

export function batchUpdateSubscriptions(call: Call): SandboxResponse {
  const changes = batchInputs(call.body(), MAX_SUBSCRIPTIONS).map((raw) => asObject(raw, 'an input'));
  for (const change of changes) subscriptionOf(call, Number(change['id']));
  return batchAnswer(call.now, 200, changes.map((change) => present(activate(call, Number(change['id']), change['active'] === true))));
}

function activate(call: Call, id: number, active: boolean): Subscription {
  const changed = { ...subscriptionOf(call, id), active, updatedAt: call.now };
  call.portal.webhooks.subscriptions.set(id, changed);
  return changed;
}

function subscriptionOf(call: Call, id: number): Subscription {
  const subscription = ownApp(call).portal.webhooks.subscriptions.get(id);
  if (subscription === undefined) throw notFound();
  return subscription;
}

function ownApp(call: Call): Call {
  if (call.param('appId') !== call.portal.settings.appId) throw notFound();
  return call;
}

function present(subscription: Subscription): unknown {
  const { id, propertyName, objectTypeId, createdAt, updatedAt, ...rest } = subscription;
  return {
    id: String(id),
    ...rest,
    ...(propertyName === null ? {} : { propertyName }),
    ...(objectTypeId === null ? {} : { objectTypeId }),
    createdAt: instant(createdAt),
    updatedAt: instant(updatedAt),
  };
}

// Home of the routes of communication preferences. Invariant: unsubscribing from everything shows on every contact with
// the address as the read-only `hs_email_optout`; the batch routes need Marketing Hub Enterprise.
import type { SandboxResponse } from '../contract.ts';
import type { Call } from './call.ts';
import type { SubscriptionDefinition, SubscriptionState } from './consent.ts';
import { setSubscription, unsubscribeFromAll } from './subscriptions.ts';
import { asObject, asText, batchInputs, flagParameter, instant, invalid, optionalText, refuse, respond } from './wire.ts';
import type { Json } from './wire.ts';

const STATES = ['SUBSCRIBED', 'UNSUBSCRIBED', 'NOT_SPECIFIED'];
const FIRST_DAY = Date.UTC(2019, 0, 1);

export function listDefinitions(call: Call): SandboxResponse {
  const results = call.portal.consents.definitions.map((definition) => ({
    id: String(definition.id),
    name: definition.name,
    description: definition.description,
    purpose: 'Marketing',
    communicationMethod: 'Email',
    isActive: true,
    isDefault: true,
    isInternal: false,
    createdAt: instant(FIRST_DAY),
    updatedAt: instant(FIRST_DAY),
  }));
  return answer(call, results);
}

export function readStatuses(call: Call): SandboxResponse {
  needChannel(call);
  return answer(call, statusesOf(call, address(call)));
}

export function writeStatus(call: Call): SandboxResponse {
  return answer(call, [setStatus(call, address(call), call.body())]);
}

/** Empty unless `verbose`. */
export function readUnsubscribedAll(call: Call): SandboxResponse {
  needChannel(call);
  return answer(call, flagParameter(call.query, 'verbose') ? [wideStatus(call, address(call))] : []);
}

export function unsubscribeAll(call: Call): SandboxResponse {
  needChannel(call);
  const email = address(call);
  unsubscribeFromAll(call.portal, email, call.source, call.now);
  const results = statusesOf(call, email).map((status) => ({ ...status, setStatusSuccessReason: 'UNSUBSCRIBE_FROM_ALL_OCCURRED' }));
  return answer(call, flagParameter(call.query, 'verbose') ? results : []);
}

export function batchReadStatuses(call: Call): SandboxResponse {
  return answer(call, addresses(call).map((email) => ({ subscriberIdString: email, statuses: statusesOf(call, email) })));
}

export function batchReadUnsubscribedAll(call: Call): SandboxResponse {
  return answer(call, addresses(call).map((email) => ({ subscriberIdString: email, wideStatuses: [wideStatus(call, email)] })));
}

export function batchWriteStatuses(call: Call): SandboxResponse {
  needEnterprise(call);
  const inputs = batchInputs(call.body(), 100).map((raw) => asObject(raw, 'an input'));
  return answer(call, inputs.map((input) => setStatus(call, asText(input['subscriberIdString'], 'subscriberIdString').toLowerCase(), input)));
}

function addresses(call: Call): string[] {
  needEnterprise(call);
  needChannel(call);
  return batchInputs(call.body(), 100).map((input) => asText(input, 'an address').toLowerCase());
}

function needEnterprise(call: Call): void {
  if (!call.portal.settings.marketingEnterprise) throw refuse(403, 'BANNED', 'This endpoint requires Marketing Hub Enterprise.');
}

function needChannel(call: Call): void {
  if (call.query.get('channel') !== 'EMAIL') throw invalid('The query parameter channel must be EMAIL.');
}

function address(call: Call): string {
  return call.param('subscriberIdString').toLowerCase();
}

function setStatus(call: Call, email: string, input: Json): unknown {
  const { consents, settings } = call.portal;
  const definition = consents.definitions.find((each) => each.id === Number(input['subscriptionId']));
  if (definition === undefined) throw invalid(`Subscription ${String(input['subscriptionId'])} does not exist.`);
  const status = asText(input['statusState'], 'statusState') as SubscriptionState['status'];
  if (!STATES.includes(status)) throw invalid(`Invalid statusState: ${status}`);
  if (input['channel'] !== 'EMAIL') throw invalid('channel must be EMAIL.');
  const legalBasis = optionalText(input['legalBasis'], 'legalBasis');
  const legalBasisExplanation = optionalText(input['legalBasisExplanation'], 'legalBasisExplanation');
  if (settings.dataPrivacy && (legalBasis === null || legalBasisExplanation === null)) throw invalid('legalBasis and legalBasisExplanation are required.');
  const before = consents.states.get(email)?.get(definition.id)?.status ?? 'NOT_SPECIFIED';
  const resubscribed = before === 'UNSUBSCRIBED' && status === 'SUBSCRIBED';
  setSubscription(call.portal, email, definition.id, { status, legalBasis, legalBasisExplanation, at: call.now, source: call.source });
  return { ...present(call, email, definition), setStatusSuccessReason: before === status ? 'NO_STATUS_CHANGE' : resubscribed ? 'RESUBSCRIBE_OCCURRED' : 'REQUESTED_CHANGE_OCCURRED' };
}

function statusesOf(call: Call, email: string): Record<string, unknown>[] {
  return call.portal.consents.definitions.map((definition) => present(call, email, definition));
}

function present(call: Call, email: string, definition: SubscriptionDefinition): Record<string, unknown> {
  const state = call.portal.consents.states.get(email)?.get(definition.id);
  return {
    subscriberIdString: email,
    subscriptionId: definition.id,
    subscriptionName: definition.name,
    channel: 'EMAIL',
    status: state?.status ?? 'NOT_SPECIFIED',
    source: state?.source.type ?? 'DEFAULT',
    legalBasis: state?.legalBasis ?? null,
    legalBasisExplanation: state?.legalBasisExplanation ?? null,
    timestamp: instant(state?.at ?? FIRST_DAY),
  };
}

function wideStatus(call: Call, email: string): unknown {
  const at = call.portal.consents.unsubscribedAll.get(email);
  return {
    subscriberIdString: email,
    channel: 'EMAIL',
    wideStatusType: 'PORTAL_WIDE',
    status: at === undefined ? 'NOT_SPECIFIED' : 'UNSUBSCRIBED',
    timestamp: instant(at ?? FIRST_DAY),
  };
}

function answer(call: Call, results: readonly unknown[]): SandboxResponse {
  return respond(200, { status: 'COMPLETE', results, startedAt: instant(call.now), completedAt: instant(call.now) });
}

// Webhooks: who is told what, signed how, and what may go wrong on the way.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SandboxEvent } from '../../../src/sandbox/contract.ts';
import { signatureV3 } from '../../../src/sandbox/hubspot/deliveries.ts';
import type { HubspotOptions, WebhookOptions } from '../../../src/sandbox/hubspot/options.ts';
import { OBJECTS, START, company, contact, openAccount } from './support.ts';
import type { Account, Loose } from './support.ts';

const W = '/app-webhooks/2026-09/4711';
const URL_SET = 'https://sauma.example/hooks?tenant=a%40b';

function listening(subscriptions: readonly object[], options: Partial<HubspotOptions> = {}): Account {
  const account = openAccount(options);
  account.call('PUT', `${W}/settings`, { targetUrl: URL_SET, throttling: { maxConcurrentRequests: 10 } });
  for (const each of subscriptions) expect(account.post(`${W}/subscriptions`, { active: true, ...each }).status).toBe(201);
  return account;
}
const events = (deliveries: readonly SandboxEvent[]): Loose[] => deliveries.flatMap((delivery) => JSON.parse(delivery.body) as Loose[]);

/** Deliveries of thirty creations. */
function thirty(webhooks: Partial<WebhookOptions>): readonly SandboxEvent[] {
  const account = listening([{ eventType: 'company.creation' }], { webhooks });
  const inputs = Array.from({ length: 30 }, (_, at) => ({ properties: { name: `Yritys ${at}` } }));
  return account.post(`${OBJECTS}/companies/batch/create`, { inputs }).events;
}
const objects = (deliveries: readonly SandboxEvent[]): number[] => events(deliveries).map((event) => event.objectId as number);

describe('webhooks', () => {
  it('are signed over exactly what is sent, by v3 and by v1', () => {
    const account = listening([{ eventType: 'company.creation' }]);
    const [delivery] = account.post(`${OBJECTS}/companies`, { properties: { name: 'Koivu Oy' } }).events;
    expect(delivery?.url).toBe(URL_SET);
    expect(delivery?.dueAt).toBe(START + 1_000);
    const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
    const timestamp = Number(delivery?.headers['x-hubspot-request-timestamp']);
    expect(delivery?.headers['x-hubspot-signature-v3']).toBe(signatureV3(secret, 'POST', 'https://sauma.example/hooks?tenant=a@b', delivery?.body ?? '', timestamp));
    expect(delivery?.headers['x-hubspot-signature']).toBe(createHash('sha256').update(secret + delivery?.body).digest('hex'));
  });

  it('count the tries of one delivery, each signed at its own time', () => {
    const account = listening([{ eventType: 'company.creation' }]);
    const [first] = account.post(`${OBJECTS}/companies`, { properties: { name: 'Koivu Oy' } }).events;
    const second = first?.again?.(1, START + 400_000);
    expect(events([first, second].filter((delivery) => delivery !== undefined)).map((event) => event.attemptNumber)).toEqual([0, 1]);
    expect(second?.headers['x-hubspot-request-timestamp']).toBe(String(START + 400_000));
    expect(second?.headers['x-hubspot-signature-v3']).toBe(
      signatureV3('yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy', 'POST', URL_SET, second?.body ?? '', START + 400_000),
    );
  });

  it('match the published test vector of the v3 signature', () => {
    const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
    expect(signatureV3(secret, 'POST', 'https://www.example.com/webhook_uri', "{'example_field':'example_value'}", 1_693_657_560_000)).toBe('K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=');
  });

  it('tell a creation and one change per subscribed property, with who did it', () => {
    const account = listening([{ eventType: 'company.creation' }, { eventType: 'company.propertyChange', propertyName: 'name' }, { eventType: 'company.propertyChange', propertyName: 'city' }]);
    const made = account.post(`${OBJECTS}/companies`, { properties: { name: 'Koivu Oy', phone: '1' } });
    const [creation, change, ...rest] = events(made.events);
    expect(rest).toEqual([]);
    expect(creation).toMatchObject({ subscriptionType: 'company.creation', objectId: Number(made.body.id), portalId: 24_601, appId: 4711, occurredAt: START, attemptNumber: 0, changeSource: 'INTEGRATION', sourceId: '4711' });
    expect(change).toMatchObject({ subscriptionType: 'company.propertyChange', propertyName: 'name', propertyValue: 'Koivu Oy', occurredAt: START });
    account.model.state.edit('companies', made.body.id as string, { city: 'Espoo' }, { now: START + 5, userId: 77 });
    expect(events(account.model.state.takeEvents(START + 6))).toMatchObject([{ propertyName: 'city', propertyValue: 'Espoo', changeSource: 'CRM_UI', sourceId: 'userId:77' }]);
  });

  it('say nothing of inactive subscriptions, other types and unchanged values', () => {
    const account = listening([{ eventType: 'deal.creation' }, { eventType: 'company.creation', active: false }, { eventType: 'company.propertyChange', propertyName: 'name' }]);
    const id = company(account, { name: 'Koivu Oy' });
    expect(account.call('PATCH', `${OBJECTS}/companies/${id}`, { properties: { name: 'Koivu Oy' } }).events).toEqual([]);
  });

  it('tell deletions, restores, merges and associations', () => {
    const account = listening([
      { eventType: 'contact.deletion' },
      { eventType: 'contact.restore' },
      { eventType: 'contact.merge' },
      { eventType: 'contact.privacyDeletion' },
      { eventType: 'contact.associationChange' },
      { eventType: 'object.creation', objectTypeId: '0-46' },
    ]);
    const [firm, first, second] = [company(account), contact(account, { email: 'a@koivu.example' }), contact(account, { email: 'b@koivu.example' })];
    const linked = account.call('PUT', `${OBJECTS}/contacts/${first}/associations/default/companies/${firm}`);
    expect(events(linked.events)).toMatchObject([{ subscriptionType: 'contact.associationChange', associationType: 'CONTACT_TO_COMPANY', fromObjectId: Number(first), toObjectId: Number(firm), associationRemoved: false, isPrimaryAssociation: true }]);
    expect(events(account.call('DELETE', `${OBJECTS}/contacts/${second}`).events)).toMatchObject([{ subscriptionType: 'contact.deletion', objectId: Number(second) }]);
    account.model.state.restore('contacts', second, START);
    expect(events(account.model.state.takeEvents(START))).toMatchObject([{ subscriptionType: 'contact.restore' }]);
    const merged = account.post(`${OBJECTS}/contacts/merge`, { primaryObjectId: first, objectIdToMerge: second });
    expect(events(merged.events).map((event) => event.subscriptionType)).toEqual(['contact.associationChange', 'contact.merge']);
    expect(events(merged.events).at(-1)).toMatchObject({ subscriptionType: 'contact.merge', primaryObjectId: Number(first), mergedObjectIds: [Number(second)], newObjectId: Number(merged.body.id), numberOfPropertiesMoved: expect.any(Number) });
    const note = account.post(`${OBJECTS}/notes`, { properties: { hs_timestamp: '1' } });
    expect(events(note.events)).toMatchObject([{ subscriptionType: 'object.creation', objectTypeId: '0-46' }]);
    const erased = account.post(`${OBJECTS}/contacts/gdpr-delete`, { objectId: merged.body.id });
    expect(events(erased.events).map((event) => event.subscriptionType)).toEqual(['contact.privacyDeletion', 'contact.deletion']);
  });

  it('come in batches of at most a hundred', () => {
    const account = listening([{ eventType: 'company.creation' }, { eventType: 'company.propertyChange', propertyName: 'name' }]);
    const inputs = Array.from({ length: 100 }, (_, at) => ({ properties: { name: `Yritys ${at}` } }));
    const { events: deliveries } = account.post(`${OBJECTS}/companies/batch/create`, { inputs });
    expect(deliveries.map((delivery) => (JSON.parse(delivery.body) as unknown[]).length)).toEqual([100, 100]);
  });

  it('may be repeated, disordered and retried', () => {
    const plain = objects(thirty({}));
    expect(objects(thirty({ duplicateChance: 1 }))).toEqual([...plain, ...plain]);
    const disordered = objects(thirty({ reorder: true }));
    expect(disordered).not.toEqual(plain);
    expect(disordered.toSorted((a, b) => a - b)).toEqual(plain);
    const retried = thirty({ retries: 2, retryAfterMs: 60_000 });
    expect(retried.map((delivery) => [delivery.dueAt - START, events([delivery])[0].attemptNumber as number])).toEqual([[1_000, 0], [61_000, 1], [121_000, 2]]);
  });
});

describe('webhook settings', () => {
  it('are one per app and refuse what the service refuses', () => {
    const account = openAccount();
    expect(account.get(`${W}/settings`).status).toBe(404);
    const settings = (targetUrl: string, maxConcurrentRequests: number): number => account.call('PUT', `${W}/settings`, { targetUrl, throttling: { maxConcurrentRequests } }).status;
    expect([settings('nowhere', 10), settings('https://sauma.example/h', 5), settings('https://sauma.example/h', 6)]).toEqual([400, 400, 200]);
    const subscribe = (body: object): number => account.post(`${W}/subscriptions`, body).status;
    expect(subscribe({ eventType: 'note.creation' })).toBe(400);
    expect(subscribe({ eventType: 'company.propertyChange' })).toBe(400);
    expect(subscribe({ eventType: 'company.propertyChange', propertyName: 'hs_lastmodifieddate' })).toBe(400);
    expect(subscribe({ eventType: 'company.propertyChange', propertyName: 'name' })).toBe(201);
    expect(subscribe({ eventType: 'company.propertyChange', propertyName: 'name' })).toBe(409);
    expect(account.get('/webhooks/v3/999/subscriptions').status).toBe(404);
    expect(account.call('DELETE', `${W}/settings`).status).toBe(204);
    expect(account.get(`${W}/settings`).status).toBe(404);
  });

  it('switch subscriptions on and off together', () => {
    const account = listening([{ eventType: 'company.creation' }, { eventType: 'deal.creation' }]);
    const list = (): Loose[] => account.get(`${W}/subscriptions`).body.results as Loose[];
    account.post(`${W}/subscriptions/batch/update`, { inputs: list().map((row) => ({ id: Number(row.id), active: false })) });
    expect(list().map((row) => row.active)).toEqual([false, false]);
    expect(account.post(`${OBJECTS}/companies`, { properties: { name: 'X' } }).events).toEqual([]);
  });
});

// An edit in HubSpot that an event tells of: it reaches the other sides without waiting for the poll, whatever becomes of the
// delivery on its way.
import { expect, it } from 'vitest';
import type { ApiContext, OpenRoute } from '../../src/api/route.ts';
import { routeTable } from '../../src/api/server.ts';
import { takeHints } from '../../src/engine/hints.ts';
import { Secret } from '../../src/lib/secret.ts';
import type { SandboxEvent } from '../../src/sandbox/contract.ts';
import type { WebhookOptions } from '../../src/sandbox/hubspot/options.ts';
import { noCallers, noRoles } from '../support/no-data.ts';
import { company, customer, editCompany, inSevera, LATER_MS, linkOf, shown, story } from './act.ts';
import type { Stage } from './stage.ts';

const PUBLIC_URL = 'https://sauma.example';
const TARGET = '/webhooks/hubspot/main';
const SETTINGS = '/app-webhooks/2026-09/1000001';

interface Listening {
  readonly stage: Stage;
  readonly guid: string;
  readonly id: string;
  /** What HubSpot has to tell since the last time. */
  readonly told: () => readonly SandboxEvent[];
  readonly call: (method: string, path: string, body: object) => readonly SandboxEvent[];
  /** The deliveries come in; the statuses they are answered with. */
  readonly arrive: (events: readonly SandboxEvent[]) => Promise<readonly number[]>;
}

/** One company on both sides, agreed on, and an app that is told of what happens to companies. */
async function listening(webhooks: Partial<WebhookOptions> = {}): Promise<Listening> {
  const stage = await story({ hubspot: { webhooks } });
  const guid = customer(stage, { name: 'Kuura Oy', vatNumber: '2501113-6' });
  const id = company(stage, { name: 'Kuura Oy', business_id: '2501113-6' });
  stage.clock.advance(LATER_MS);
  await stage.cycle();
  const call = (method: string, path: string, body: object): readonly SandboxEvent[] => {
    const headers = { authorization: 'Bearer pat-eu1-stage', 'content-type': 'application/json' };
    const { response, events } = stage.hubspot.handle({ method, path, query: '', headers, body: JSON.stringify(body) }, stage.clock.now());
    if (response.status >= 300) throw new RangeError(JSON.stringify(response));
    return events;
  };
  call('PUT', `${SETTINGS}/settings`, { targetUrl: `${PUBLIC_URL}${TARGET}`, throttling: { maxConcurrentRequests: 10 } });
  for (const eventType of ['company.creation', 'company.deletion', 'company.merge', 'company.restore']) call('POST', `${SETTINGS}/subscriptions`, { eventType, active: true });
  call('POST', `${SETTINGS}/subscriptions`, { eventType: 'company.propertyChange', propertyName: 'name', active: true });
  const api: ApiContext = {
    workspaces: new Map([['main', { ...noCallers, store: stage.store, connectors: stage.engine.connectors, webhookSecret: new Secret('stage-app-secret') }]]),
    ...noRoles,
    publicUrl: PUBLIC_URL,
    clock: stage.clock,
    log: stage.engine.log,
    newId: stage.engine.newId,
    ready: () => Promise.resolve(true),
    wake: () => Promise.resolve(),
  };
  const route = routeTable(api).find(({ permission }) => permission === 'public-signed') as OpenRoute;
  return {
    stage,
    guid,
    id,
    call,
    told: () => call('GET', '/account-info/2026-09/details', {}),
    arrive: async (events) => {
      const replies: number[] = [];
      for (const { headers, body } of events) {
        const reply = await route.handle({ target: TARGET, params: { workspace: 'main' }, query: new URLSearchParams(), headers, body: Buffer.from(body), requestId: 'r', gone: new AbortController().signal });
        replies.push(reply.status);
      }
      return replies;
    },
  };
}

it('an edit is seen before the search shows it, and reaches Severa and our own CRM', async () => {
  const { stage, guid, id, told, arrive } = await listening();
  editCompany(stage, id, { name: 'Kuura Group Oy' });
  expect(await arrive(told())).toEqual([200]);
  expect(await takeHints(stage.engine, 'account')).toEqual({ looked: 1, changed: 1 });
  await stage.cycle();
  expect(inSevera(stage, guid)['name']).toBe('Kuura Group Oy');
  const { id: linkId } = await linkOf(stage, 'crm', id);
  expect(await shown(stage, linkId, 'name')).toEqual({ psa: 'Kuura Group Oy', crm: 'Kuura Group Oy', local: 'Kuura Group Oy' });
});

it('deliveries that come twice, again and in disorder change nothing but when we look', async () => {
  const { stage, guid, id, told, arrive } = await listening({ duplicateChance: 1, reorder: true, retries: 2, retryAfterMs: 10_000 });
  for (const name of ['Kuura 1', 'Kuura 2', 'Kuura 3']) editCompany(stage, id, { name });
  const sent = told().toReversed();
  expect(await arrive(sent)).toEqual(sent.map(() => 200));
  expect(await takeHints(stage.engine, 'account')).toEqual({ looked: 1, changed: 1 });
  await stage.cycle();
  await arrive(sent);
  expect(await takeHints(stage.engine, 'account')).toEqual({ looked: 1, changed: 0 });
  expect(inSevera(stage, guid)['name']).toBe('Kuura 3');
});

it('a deletion is believed at once when the record is gone, and never on the word of the event alone', async () => {
  const { stage, id, told, arrive } = await listening();
  const goneNow = async (): Promise<unknown> => (await stage.store.links({ entity: 'account', limit: 10 })).find((link) => link.sides.crm?.id === id)?.sides.crm?.gone;
  stage.hubspot.state.archive('companies', id, stage.clock.now());
  const deletion = told();
  stage.hubspot.state.restore('companies', id, stage.clock.now());
  await arrive(deletion);
  expect(await takeHints(stage.engine, 'account')).toMatchObject({ looked: 1 });
  expect(await goneNow()).toBeNull();
  stage.hubspot.state.archive('companies', id, stage.clock.now());
  await arrive(told());
  await takeHints(stage.engine, 'account');
  expect(await goneNow()).toMatch(/deleted|archived/);
});

it('our own writes bring no look', async () => {
  const { stage, id, call, arrive } = await listening();
  expect(await arrive(call('PATCH', `/crm/objects/2026-09/companies/${id}`, { properties: { name: 'Kuura Group Oy' } }))).toEqual([200]);
  expect(await takeHints(stage.engine, 'account')).toEqual({ looked: 0, changed: 0 });
});

it('without any delivery the poll finds the same', async () => {
  const { stage, guid, id } = await listening();
  editCompany(stage, id, { name: 'Kuura Group Oy' });
  stage.clock.advance(LATER_MS);
  await stage.cycle();
  expect(inSevera(stage, guid)['name']).toBe('Kuura Group Oy');
});

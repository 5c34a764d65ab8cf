// Latency: how many cycles an edit in HubSpot takes to Severa when an event tells of it, and when only the poll finds it. Cycles
// and no seconds: how soon a cycle follows is a matter of the schedule, and an event wakes one at once.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { serveApi } from '../../../src/api/server.ts';
import type { ApiServer } from '../../../src/api/server.ts';
import { Secret } from '../../../src/lib/secret.ts';
import { DIRECTIONS, somePeople } from '../edits.ts';
import type { Part, Row } from '../part.ts';
import type { Stage, SyncedStage } from '../stages.ts';
import { noCallers, noRoles } from '../../support/no-data.ts';
import type { Access } from '../vendors.ts';

const EDITED = 20;
const MOST_CYCLES = 10;
const CYCLE_EVERY_MS = 60_000;

export const events: Part = {
  name: 'events',
  title: 'Latency',
  how: 'Cycles, one a minute, until the other side shows what somebody has edited. An event brings a cycle of its own at once, by real deliveries to the real server.',
  run: async (stages) => {
    const stage = await stages.synced();
    await stage.settle();
    const [intoHubspot, intoSevera] = DIRECTIONS as [(typeof DIRECTIONS)[number], (typeof DIRECTIONS)[number]];
    stages.say('edits that the poll finds');
    const polled = await cyclesTo(stage, intoSevera, 'Found by the poll', () => stage.product.shift(CYCLE_EVERY_MS));
    await stage.settle();
    const other = await cyclesTo(stage, intoHubspot, 'Found by the other poll', () => stage.product.shift(CYCLE_EVERY_MS));
    await stage.settle();
    stages.say('edits that events tell of');
    const told = await withEvents(stage, (delivered) => cyclesTo(stage, intoSevera, 'Told by events', delivered));
    await stage.settle();
    return [
      { what: `${EDITED} edits, HubSpot → Severa, told by events`, measured: cycles(told), against: { ...cycles(polled), what: 'found by the poll' } },
      { what: `${EDITED} edits, Severa → HubSpot, found by the poll`, measured: cycles(other), against: null },
    ];
  },
};

function cycles(value: number): Row['measured'] {
  return { value, unit: value === 1 ? 'cycle' : 'cycles' };
}

/** @param next what has to happen before each cycle */
async function cyclesTo(stage: Stage, { from, to, name }: (typeof DIRECTIONS)[number], title: string, next: () => Promise<void>): Promise<number> {
  const { vendors, product } = stage;
  const people = await somePeople(stage, EDITED);
  await vendors.ask('entitle', { system: from, people, title });
  for (let count = 1; count <= MOST_CYCLES; count++) {
    await next();
    await product.run();
    if ((await vendors.ask('entitled', { system: to, people, title })) === people.length) return count;
  }
  throw new Error(`${MOST_CYCLES} cycles have not carried an edit, ${name}`);
}

/** The server listens, and HubSpot tells it of every new job title; `delivered` waits for the cycle that it asks for. */
async function withEvents(stage: SyncedStage, work: (delivered: () => Promise<void>) => Promise<number>): Promise<number> {
  const woken = wakeUpCall();
  const { server, publicUrl } = await listening(stage, woken.ring);
  const { hubspot } = stage.vendors.access;
  const settings = `/app-webhooks/2026-09/${hubspot.appId}`;
  await call(hubspot, 'PUT', `${settings}/settings`, { targetUrl: `${publicUrl}/webhooks/hubspot/main`, throttling: { maxConcurrentRequests: 10 } });
  await call(hubspot, 'POST', `${settings}/subscriptions`, { eventType: 'contact.propertyChange', propertyName: 'jobtitle', active: true });
  try {
    return await work(async () => {
      // What has happened leaves the sandbox with the next request.
      await call(hubspot, 'GET', '/account-info/2026-09/details');
      await woken.rung();
    });
  } finally {
    await call(hubspot, 'DELETE', `${settings}/settings`);
    await server.close();
  }
}

async function listening({ product, vendors }: SyncedStage, wake: () => void): Promise<{ readonly server: ApiServer; readonly publicUrl: string }> {
  const { open, clock } = product;
  const port = await freePort();
  // The address is signed with the rest, so it has to be known before anybody listens there.
  const publicUrl = `http://127.0.0.1:${port}`;
  const workspaces = new Map([[open.workspace, { ...noCallers, store: open.store, connectors: open.engine.connectors, webhookSecret: new Secret(vendors.access.hubspot.webhookSecret) }]]);
  const server = await serveApi({ ...noRoles, port, workspaces, publicUrl, clock, log: open.log, newId: open.engine.newId, ready: () => Promise.resolve(true), wake: () => Promise.resolve(wake()) });
  return { server, publicUrl };
}

/** A bell that is heard also when it rang before somebody listened. */
function wakeUpCall(): { readonly ring: () => void; readonly rung: () => Promise<void> } {
  let bell = Promise.withResolvers<void>();
  return {
    ring: () => bell.resolve(),
    rung: async () => {
      await bell.promise;
      bell = Promise.withResolvers<void>();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function call({ url, token }: Access['hubspot'], method: string, path: string, body?: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const reply = await fetch(`${url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  if (!reply.ok) throw new Error(`${method} ${path} was answered with ${reply.status}`);
}

// The server's routes without sockets: one workspace over a store in memory, connected to the HubSpot sandbox by an app.
import { createHmac } from 'node:crypto';
import { callRoute } from '../../src/api/access.ts';
import type { ApiContext, ApiReply, Route, TextReply } from '../../src/api/route.ts';
import { routeTable } from '../../src/api/server.ts';
import type { Connector } from '../../src/connectors/connector.ts';
import { hubspotConsent } from '../../src/connectors/hubspot/consent.ts';
import { receiveEvents } from '../../src/connectors/hubspot/receive.ts';
import { grantVault } from '../../src/cli/grant-vault.ts';
import { createSealer } from '../../src/lib/crypto.ts';
import { createLog } from '../../src/lib/log.ts';
import { Secret } from '../../src/lib/secret.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { BASE_URL, CLIENT, openInstallation } from '../connectors/hubspot/installed.ts';
import type { Installation } from '../connectors/hubspot/installed.ts';
import { scriptedSide } from '../engine/scripted-side.ts';
import { noCallers, noRoles } from '../support/no-data.ts';

export const PUBLIC_URL = 'https://sauma.example';
const SCOPES = { 'accounts.read': ['crm.objects.companies.read'] };

export interface Bench extends Installation {
  readonly api: ApiContext;
  /** Workspaces that somebody was woken for. */
  readonly woken: string[];
  readonly logged: string[];
  /** As the server would call the route. What follows the answer has been done. */
  call(method: 'GET' | 'POST', target: string, given?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string }): Promise<TextReply>;
  /** A genuine delivery of these events. */
  deliver(events: unknown, change?: { readonly secret?: string; readonly workspace?: string; readonly headers?: Readonly<Record<string, string>>; readonly at?: number }): Promise<TextReply>;
}

export function openBench(change: Partial<ApiContext> = {}, webhookSecret: string | null = CLIENT.clientSecret): Bench {
  const installation = openInstallation();
  const { store, clock } = installation;
  const connectorFor = (of: typeof store, workspace: string): Connector => {
    const vault = grantVault({ store: of, sealer: createSealer(() => [Buffer.alloc(32, 9)]), workspace, side: 'crm' });
    const { access } = installation.process({ vault });
    const consent = hubspotConsent({ baseUrl: BASE_URL, credentials: { kind: 'oauth', ...CLIENT, refreshToken: null, vault }, scopes: SCOPES, access });
    return { ...scriptedSide('crm', clock, 100).connector, receive: (events) => receiveEvents(events, '24601'), ...(consent ? { consent } : {}) };
  };
  const north = createMemoryStore({ clock, newId: () => 'north' });
  const woken: string[] = [];
  const logged: string[] = [];
  let ids = 0;
  const api: ApiContext = {
    workspaces: new Map([
      ['main', { ...noCallers, store, connectors: new Map([['crm' as const, connectorFor(store, 'main')]]), webhookSecret: webhookSecret === null ? null : new Secret(webhookSecret) }],
      ['north', { ...noCallers, store: north, connectors: new Map(), webhookSecret: new Secret('the secret of another workspace') }],
    ]),
    ...noRoles,
    publicUrl: PUBLIC_URL,
    clock,
    log: createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } }),
    newId: () => `request-${++ids}`,
    ready: () => Promise.resolve(true),
    wake: (workspace) => Promise.resolve(void woken.push(workspace)),
    ...change,
  };
  const routes = routeTable(api);
  const bench: Bench = Object.assign(installation, {
    api,
    woken,
    logged,
    call: async (method: 'GET' | 'POST', target: string, { headers = {}, body = '' }: Parameters<Bench['call']>[2] = {}) => {
      const [path = ''] = target.split('?');
      const route = routes.find((one) => one.method === method && matching(one, path));
      if (!route) throw new RangeError(`no route ${method} ${path}`);
      const query = new URLSearchParams(target.slice(path.length + 1));
      const reply: ApiReply = await callRoute(api, route, { target, params: matching(route, path) ?? {}, query, headers, body: Buffer.from(body), requestId: api.newId(), gone: new AbortController().signal });
      if (typeof reply.body !== 'string') throw new RangeError(`${target} answers a file`);
      const text = reply as TextReply;
      await text.afterwards?.();
      return text;
    },
    deliver: (events: unknown, given: Parameters<Bench['deliver']>[1] = {}) => {
      const target = `/webhooks/hubspot/${given.workspace ?? 'main'}`;
      const body = typeof events === 'string' ? events : JSON.stringify(events);
      const timestamp = String(clock.now() + (given.at ?? 0));
      const signature = createHmac('sha256', given.secret ?? CLIENT.clientSecret).update(`POST${PUBLIC_URL}${target}${body}${timestamp}`).digest('base64');
      return bench.call('POST', target, { headers: { 'x-hubspot-request-timestamp': timestamp, 'x-hubspot-signature-v3': signature, ...given.headers }, body });
    },
  });
  return bench;
}

/** What stands in the place of the route's names; null when the path is not the route's. */
function matching(route: Route, path: string): Record<string, string> | null {
  const [asked, own] = [path.split('/'), route.path.split('/')];
  if (asked.length !== own.length || own.some((part, index) => !part.startsWith(':') && part !== asked[index])) return null;
  return Object.fromEntries(own.flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), decodeURIComponent(asked[index] ?? '')]] : [])));
}

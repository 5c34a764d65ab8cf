// An app at the HubSpot sandbox without sockets: its install page, its token route, and vaults over a store in memory as
// processes of one installation have them.
import { grantVault } from '../../../src/cli/grant-vault.ts';
import { createHttp } from '../../../src/connectors/http.ts';
import type { Http } from '../../../src/connectors/http.ts';
import { explain } from '../../../src/connectors/hubspot/refusals.ts';
import { createAccess } from '../../../src/connectors/hubspot/tokens.ts';
import type { Access, HubspotApp } from '../../../src/connectors/hubspot/tokens.ts';
import { unpaced } from '../../../src/connectors/pacer.ts';
import type { Transport } from '../../../src/connectors/transport.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { createSealer } from '../../../src/lib/crypto.ts';
import { createLog } from '../../../src/lib/log.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import { createHubspotModel } from '../../../src/sandbox/hubspot/model.ts';
import type { HubspotModel } from '../../../src/sandbox/hubspot/model.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import type { Store } from '../../../src/store/store.ts';

export const START = Date.parse('2026-11-21T08:00:00Z');
export const BASE_URL = 'http://hubspot.test';
export const REDIRECT = 'https://sauma.example/oauth/hubspot/callback';
export const CLIENT = { clientId: 'client-1', clientSecret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy' };

export interface Installation {
  readonly model: HubspotModel;
  readonly store: Store;
  readonly clock: Clock & { advance(ms: number): void };
  /** Forms of the token calls that were sent. */
  readonly tokenCalls: URLSearchParams[];
  /** Tokens that HubSpot has given, in order. */
  readonly given: { readonly access_token: string; readonly refresh_token: string }[];
  /** What the next token call, or the next so many, meet instead of HubSpot. */
  fault: { readonly status: number; readonly body: unknown; readonly times?: number } | null;
  /** The admin agrees on the install page; the code that comes back. */
  consent(scope?: string): string;
  /** Another process of the installation. */
  process(app?: Partial<HubspotApp>): { readonly access: Access; readonly http: Http };
  /** The status of a call to HubSpot with these headers. */
  statusWith(headers: Readonly<Record<string, string>>): number;
  /** Ends a token; a refresh token's access tokens live on. */
  revoke(token: string | undefined): void;
}

export function openInstallation(): Installation {
  let now = START;
  let ids = 0;
  // Sleeping lets the others go on, as real time would.
  const clock = { now: () => now, sleep: (ms: number) => new Promise<void>((resolve) => setImmediate(() => { now += ms; resolve(); })), advance: (ms: number) => void (now += ms) };
  const model = createHubspotModel({ token: 'pat-eu1-none', appId: '4711', portalId: '24601', ...CLIENT, random: seededRandom(7), quota: false, searchLagMs: 0 });
  const store = createMemoryStore({ clock, newId: () => `id-${++ids}` });
  const sealer = createSealer(() => [Buffer.alloc(32, 9)]);
  const vault = grantVault({ store, sealer, workspace: 'main', side: 'crm' });
  const tokenCalls: URLSearchParams[] = [];
  const given: Installation['given'] = [];
  const handle = (method: string, target: string, headers: Readonly<Record<string, string>>, body: string) => {
    const [path = '', query = ''] = target.split('?');
    return model.handle({ method, path, query, headers, body }, now).response;
  };
  const transport: Transport = async ({ method, url, headers, body }) => {
    await new Promise((resolve) => setImmediate(resolve));
    const { pathname, search } = new URL(url);
    if (pathname.endsWith('/token')) tokenCalls.push(new URLSearchParams(body ?? ''));
    const fault = installation.fault;
    if (fault && pathname.endsWith('/token')) {
      const left = (fault.times ?? 1) - 1;
      installation.fault = left > 0 ? { ...fault, times: left } : null;
      return { status: fault.status, headers: {}, body: JSON.stringify(fault.body) };
    }
    const reply = handle(method, `${pathname}${search}`, headers, body ?? '');
    if (pathname.endsWith('/token') && reply.status === 200) given.push(reply.body as Installation['given'][number]);
    return { status: reply.status, headers: { ...reply.headers }, body: JSON.stringify(reply.body) };
  };
  const installation: Installation = {
    model,
    store,
    clock,
    tokenCalls,
    given,
    fault: null,
    consent: (scope = 'crm.objects.companies.read') => {
      const query = new URLSearchParams({ client_id: CLIENT.clientId, redirect_uri: REDIRECT, scope, state: 's', approve: 'true' }).toString();
      return new URL(handle('GET', `/oauth/authorize?${query}`, {}, '').headers['location'] ?? '').searchParams.get('code') ?? '';
    },
    process: (app = {}) => {
      const credentials: HubspotApp = { kind: 'oauth', ...CLIENT, refreshToken: null, vault, ...app };
      const access = createAccess({ credentials, clock, http: () => http });
      const http = createHttp({ system: 'hubspot', baseUrl: BASE_URL, pacer: unpaced, clock, random: seededRandom(1), log: createLog({ level: 'silent' }), authorize: (fresh) => access.authorize(fresh), explain, transport });
      return { access, http };
    },
    statusWith: (headers) => handle('GET', '/crm/objects/2026-09/companies', headers, '').status,
    revoke: (token) => void handle('POST', '/oauth/2026-09/token/revoke', { 'content-type': 'application/x-www-form-urlencoded' }, new URLSearchParams({ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, token: token ?? '' }).toString()),
  };
  return installation;
}

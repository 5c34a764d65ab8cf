// The server on a real socket: what it answers, what it never answers, and how it ends.
import { request as rawRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../../src/api/route.ts';
import type { ApiContext, ApiWorkspace } from '../../src/api/route.ts';
import { routeTable, serveApi } from '../../src/api/server.ts';
import type { ApiServer } from '../../src/api/server.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { RetryableError } from '../../src/lib/errors.ts';
import { signatureV3 } from '../../src/sandbox/hubspot/deliveries.ts';
import { CLIENT } from '../connectors/hubspot/installed.ts';
import { openBench, PUBLIC_URL } from './bench.ts';
import type { Bench } from './bench.ts';

const opened: ApiServer[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

async function open(change: Partial<ApiContext> = {}): Promise<{ readonly bench: Bench; readonly server: ApiServer }> {
  const bench = openBench({ clock: systemClock, ...change });
  const server = await serveApi({ ...bench.api, port: 0 });
  opened.push(server);
  return { bench, server };
}

/** A delivery as HubSpot sends it. */
function delivery(body: string, target = '/webhooks/hubspot/main'): RequestInit & { headers: Record<string, string> } {
  const now = systemClock.now();
  const signature = signatureV3(CLIENT.clientSecret, 'POST', `${PUBLIC_URL}${target}`, body, now);
  return { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-hubspot-request-timestamp': String(now), 'x-hubspot-signature-v3': signature } };
}
const bearer = { authorization: `Bearer sauma_main_${'a'.repeat(43)}` };
const fetchFile = (server: ApiServer): Promise<Response> => fetch(`${server.url}/api/v1/billing/lines?format=csv&locale=en`, { headers: bearer });
const line = (customerName: string): object => ({ customerName, state: 'paid', kind: 'invoiceRow', currency: 'EUR' });
/** A workspace whose export gives these batches, and whose every caller is from finance. */
function exporting(...batches: readonly (readonly object[] | Error | (() => AsyncGenerator<readonly object[]>))[]): Partial<ApiContext> {
  const lines = async function* (): AsyncGenerator<readonly object[]> {
    for (const batch of batches) {
      if (batch instanceof Error) throw batch;
      if (typeof batch === 'function') yield* batch();
      else yield batch;
    }
  };
  const workspace = { views: { export: lines }, access: { useToken: () => Promise.resolve({ roles: ['finance'] }) } } as unknown as ApiWorkspace;
  return { workspaces: new Map([['main', workspace]]), roles: { finance: { label: { fi: 'Talous', en: 'Finance' }, reads: ['billableFlow', 'amounts'], changes: [] } } };
}
const codeOf = async (reply: Response): Promise<[number, unknown]> => [reply.status, ((await reply.json()) as { code?: unknown }).code];

describe('every route', () => {
  it('says who may call it; those that need no caller are in this table', () => {
    const routes = routeTable(openBench().api);
    for (const route of routes) expect(PERMISSIONS).toContain(route.permission);
    // Of the others the contract says which rights they need: matrix.pg.test.ts.
    expect(routes.filter(({ permission }) => permission !== 'caller').map(({ method, path, permission }) => `${method} ${path} ${permission}`)).toEqual([
      'GET /healthz public',
      'GET /readyz public',
      'POST /webhooks/hubspot/:workspace public-signed',
      'GET /oauth/hubspot/install/:workspace ticket',
      'GET /oauth/hubspot/callback ticket',
      'GET /api/v1/openapi.json public',
      ...['', '/start.js', '/swagger-ui-bundle.js', '/swagger-ui.css'].map((path) => `GET /api/docs${path} public`),
      'GET /api/v1/login public',
      'GET /api/v1/login/callback ticket',
      'GET /api/v1/login/invited ticket',
      'GET /api/v1/login/left public',
    ]);
  });

  it('that needs a signature or a ticket lets nobody in without one, whatever is sent', async () => {
    const { bench, server } = await open();
    for (const route of routeTable(bench.api).filter(({ permission }) => permission !== 'public')) {
      const address = `${server.url}${route.path.replace(':workspace', 'main')}`;
      const bare = { method: route.method, ...(route.body ? { body: '[]', headers: { 'content-type': route.body.type } } : {}) };
      const reply = await fetch(address, { ...bare, redirect: 'manual' });
      // Nobody can come back from a sign-in where none is set up.
      const refusals = route.path === '/api/v1/login/callback' ? [503] : [401, 403];
      expect([route.path, refusals.includes(reply.status), reply.headers.get('set-cookie')]).toEqual([route.path, true, null]);
    }
  });
});

describe('the server', () => {
  it('tells whether it lives and whether it can work', async () => {
    let ready = true;
    const { server } = await open({ ready: () => Promise.resolve(ready) });
    const states = async (): Promise<readonly number[]> => [(await fetch(`${server.url}/healthz`)).status, (await fetch(`${server.url}/readyz`)).status];
    expect(await states()).toEqual([200, 200]);
    ready = false;
    expect(await states()).toEqual([200, 503]);
  });

  it('sends nothing that a browser could keep, frame or guess at, and names each request', async () => {
    const { server } = await open();
    for (const path of ['/healthz', '/nowhere', '/oauth/hubspot/callback?code=x']) {
      const { headers } = await fetch(`${server.url}${path}`);
      expect(Object.fromEntries(headers)).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'x-request-id': expect.stringMatching(/^request-\d+$/) });
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect([headers.get('x-powered-by'), headers.get('etag')]).toEqual([null, null]);
      // The address of this server is https.
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    }
    const plain = await open({ publicUrl: null });
    expect((await fetch(`${plain.server.url}/healthz`)).headers.get('strict-transport-security')).toBeNull();
  });

  it('takes a genuine delivery byte for byte, with the query it was signed with', async () => {
    const { bench, server } = await open();
    const body = '[ {"subscriptionType":"company.creation","objectId":12,"portalId":24601,"note":"\\u00e4 ö"} ]\n';
    expect((await fetch(`${server.url}/webhooks/hubspot/main`, delivery(body))).status).toBe(200);
    const target = '/webhooks/hubspot/main?tenant=a%40b&x=1';
    expect((await fetch(`${server.url}${target}`, delivery(body, target))).status).toBe(200);
    expect((await fetch(`${server.url}${target}&y=2`, delivery(body, target))).status).toBe(401);
    expect(await bench.store.hints({ entity: 'account', side: 'crm', limit: 10 })).toMatchObject([{ id: '12', kind: 'changed' }]);
  });

  it('refuses other methods, other bodies, too much of them, and addresses that are none', async () => {
    const { bench, server } = await open();
    const hook = `${server.url}/webhooks/hubspot/main`;
    const post = (headers: Record<string, string>, body = '[]') => fetch(hook, { method: 'POST', headers, body }).then(codeOf);
    expect(await post({ 'content-type': 'text/plain' })).toEqual([415, 'body-type']);
    expect(await post({ 'content-type': 'application/json; charset=utf-16' })).toEqual([415, 'body-type']);
    expect(await post({ 'content-type': 'application/json', 'content-encoding': 'compress' })).toEqual([415, 'body-encoding']);
    expect(await post({ 'content-type': 'application/json' }, 'x'.repeat(2_000_001))).toEqual([413, 'body-too-large']);
    const put = await fetch(hook, { method: 'PUT', body: '[]' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'POST']);
    const head = await fetch(`${server.url}/oauth/hubspot/install/main?ticket=t`, { method: 'HEAD' });
    expect(head.status).toBe(405);
    expect(await fetch(`${server.url}/oauth/hubspot/callback`, { method: 'POST', body: 'a' }).then(codeOf)).toEqual([405, 'method-not-allowed']);
    for (const path of ['/', '/Healthz', '/healthz/', '/webhooks/hubspot', '/__proto__']) expect(await fetch(`${server.url}${path}`).then(codeOf)).toEqual([404, 'not-found']);
    expect(await fetch(`${server.url}/oauth/hubspot/install/%zz`).then(codeOf)).toEqual([400, 'malformed']);
    expect(bench.logged.join('')).not.toMatch(/"level":"error"/);
  });

  it('tells a failure by its kind only, and the log tells the rest', async () => {
    const { bench, server } = await open();
    const failing = (error: Error): void => void Object.assign(bench.store, { saveHints: () => Promise.reject(error) });
    const send = (): Promise<[number, unknown]> => fetch(`${server.url}/webhooks/hubspot/main`, delivery('[{"subscriptionType":"company.creation","objectId":12}]')).then(codeOf);
    failing(new RetryableError('database-unreachable', 'no database at db.internal'));
    expect(await send()).toEqual([503, 'database-unreachable']);
    failing(new Error('secret detail'));
    const reply = await fetch(`${server.url}/webhooks/hubspot/main`, delivery('[{"subscriptionType":"company.creation","objectId":12}]'));
    const text = await reply.text();
    expect([reply.status, reply.headers.get('content-type')]).toEqual([500, 'application/problem+json; charset=utf-8']);
    expect(text).not.toContain('secret detail');
    expect(bench.logged.join('')).toContain('secret detail');
  });

  it('logs no address, where tickets and codes stand', async () => {
    const { bench, server } = await open();
    await fetch(`${server.url}/oauth/hubspot/install/main?ticket=very-secret`);
    await fetch(`${server.url}/oauth/hubspot/callback?code=very-secret&state=main.very-secret`);
    expect(bench.logged.length).toBeGreaterThan(1);
    expect(bench.logged.join('')).not.toContain('very-secret');
  });

  it('answers before what follows, and carries that out before it ends', async () => {
    const followed = Promise.withResolvers<void>();
    let woken = 0;
    const { server } = await open({ wake: () => followed.promise.then(() => void woken++) });
    expect((await fetch(`${server.url}/webhooks/hubspot/main`, delivery('[{"subscriptionType":"company.creation","objectId":12}]'))).status).toBe(200);
    expect(woken).toBe(0);
    const closed = server.close();
    followed.resolve();
    await closed;
    expect(woken).toBe(1);
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed');
  });

  it('ends although a client holds its connection open', async () => {
    const { server } = await open();
    const { port } = new URL(server.url);
    const held = rawRequest({ port: Number(port), host: '127.0.0.1', path: '/healthz', headers: { connection: 'keep-alive' } });
    await new Promise<void>((resolve) => held.once('response', (reply) => reply.resume().once('end', resolve)).end());
    await server.close();
    expect(held.destroyed || held.socket?.destroyed !== false).toBe(true);
  });

  it('sends a file as it is made, and cuts it off where it fails, so that no part passes for the whole', async () => {
    const { bench, server } = await open(exporting([line('a')], [line('b')]));
    expect((await (await fetchFile(server)).text()).split('\r\n').slice(1).map((text) => text.split(',')[0])).toEqual(['a', 'b', '']);
    const broken = await open(exporting([line('a')], new Error('the database is gone')));
    const reply = await fetchFile(broken.server);
    expect(reply.status).toBe(200);
    await expect(reply.text()).rejects.toThrow();
    expect(broken.bench.logged.join('')).toContain('ended before it was whole');
    expect(bench.logged.join('')).toContain('GET /api/v1/billing/lines');
    expect(bench.logged.join('')).not.toContain('format=csv');
  });

  it('promises no file that it cannot begin', async () => {
    const { server } = await open(exporting(new RetryableError('database-unreachable', 'no database')));
    expect(await fetchFile(server).then(codeOf)).toEqual([503, 'database-unreachable']);
  });

  it('stops asking for rows when nobody takes them any more', { timeout: 20_000 }, async () => {
    const stopped = Promise.withResolvers<void>();
    const endless = async function* (): AsyncGenerator<readonly object[]> {
      try {
        for (;;) yield Array.from({ length: 1000 }, () => line('a'));
      } finally {
        stopped.resolve();
      }
    };
    const { server } = await open(exporting(endless));
    const gone = new AbortController();
    const reply = await fetch(`${server.url}/api/v1/billing/lines?format=csv`, { headers: bearer, signal: gone.signal });
    await reply.body?.getReader().read();
    gone.abort();
    await stopped.promise;
  });

  it('refuses a port that is taken', async () => {
    const { bench, server } = await open();
    await expect(serveApi({ ...bench.api, publicUrl: null, port: Number(new URL(server.url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

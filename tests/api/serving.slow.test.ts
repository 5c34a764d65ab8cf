// The server around the routes, on a real socket: the web app and its policy, how often it may be asked, what a monitor is told, and live
// lines that end when they should.
import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { ApiContext, ApiWorkspace } from '../../src/api/route.ts';
import { serveApi } from '../../src/api/server.ts';
import type { ApiServer } from '../../src/api/server.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { openBench } from './bench.ts';

const opened: ApiServer[] = [];
afterEach(async () => {
  for (const server of opened.splice(0)) await server.close();
});

const FILES = new Map(
  Object.entries({
    '/index.html': '<!doctype html><script src="/assets/main-1.js" nonce="__CSP_NONCE__"></script><meta property="csp-nonce" nonce="__CSP_NONCE__">',
    '/assets/main-1.js': 'console.log("ä")',
    '/assets/main-1.css': 'body{}',
    '/favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  }).map(([path, text]) => [path, Buffer.from(text)]),
);
const LIMITS = { caller: 1000, address: 1000, signIn: 1000, refused: 1000 };

async function open(change: Partial<ApiContext> = {}): Promise<{ readonly url: string; readonly server: ApiServer }> {
  const bench = openBench({ clock: systemClock, webApp: FILES, ...change });
  const server = await serveApi({ ...bench.api, port: 0 });
  opened.push(server);
  return { url: server.url, server };
}
const limited = (limits: Partial<typeof LIMITS>): Partial<ApiContext> => ({ server: { callsPerMinute: { ...LIMITS, ...limits }, trustedProxies: ['loopback'] } });
const browser = { headers: { accept: 'text/html,application/xhtml+xml' } };
const bearer = (token: string): RequestInit => ({ headers: { authorization: `Bearer sauma_main_${token.repeat(43)}` } });
/** A workspace whose every token is an admin's. */
const admitting = (more: object = {}): Partial<ApiContext> => ({
  roles: { admin: { label: { fi: 'Pääkäyttäjä', en: 'Admin' }, reads: ['runs', 'audit'], changes: [] } },
  workspaces: new Map([['main', { access: { useToken: () => Promise.resolve({ name: 'monitor', roles: ['admin'] }) }, sessions: { use: () => Promise.resolve(null) }, ...more } as unknown as ApiWorkspace]]),
});
/** The address as it is written, which fetch would tidy up. */
const raw = (url: string, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    get({ hostname, port, path, headers: { accept: 'text/html' } }, (reply) => resolve(reply.resume().statusCode ?? 0)).once('error', reject);
  });

describe('the web app', () => {
  it('is one page for every address that a browser opens, with styles allowed by a value of this answer only', async () => {
    const { url } = await open();
    const nonces = new Set<string>();
    for (const path of ['/', '/accounts/1?tab=work', '/index.html', '/billing']) {
      const reply = await fetch(url + path, browser);
      const page = await reply.text();
      const policy = reply.headers.get('content-security-policy') ?? '';
      const nonce = /style-src 'self' 'nonce-(?<nonce>[\w-]+)'/u.exec(policy)?.groups?.['nonce'] ?? '';
      expect([reply.status, reply.headers.get('content-type'), reply.headers.get('cache-control'), reply.headers.get('x-content-type-options'), reply.headers.get('referrer-policy')]).toEqual([200, 'text/html; charset=utf-8', 'no-store', 'nosniff', 'no-referrer']);
      expect(policy.replace(nonce, 'N')).toBe("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
      expect(page.match(/nonce="([^"]*)"/gu)).toEqual([`nonce="${nonce}"`, `nonce="${nonce}"`]);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(4);
  });

  it('answers with the app at its own address, whoever asks', async () => {
    const { url } = await open();
    const [front, other] = [await fetch(url, { headers: { accept: '*/*' } }), await fetch(`${url}/billing`, { headers: { accept: '*/*' } })];
    expect([front.status, front.headers.get('content-type'), other.status]).toEqual([200, 'text/html; charset=utf-8', 404]);
  });

  it('has files that may be kept for ever where their name tells their content, and small ones on the way', async () => {
    const { url } = await open();
    const script = await fetch(`${url}/assets/main-1.js`);
    expect([await script.text(), script.headers.get('content-type'), script.headers.get('cache-control'), script.headers.get('content-encoding')]).toEqual(['console.log("ä")', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable', 'gzip']);
    const icon = await fetch(`${url}/favicon.svg`, { headers: { 'accept-encoding': 'identity' } });
    expect([await icon.text(), icon.headers.get('content-type'), icon.headers.get('cache-control'), icon.headers.get('content-encoding')]).toEqual([FILES.get('/favicon.svg')?.toString(), 'image/svg+xml', 'no-cache', null]);
    const packed = await new Promise<Buffer>((resolve) => {
      get(`${url}/assets/main-1.css`, { headers: { 'accept-encoding': 'gzip' } }, (reply) => {
        const parts: Buffer[] = [];
        reply.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(Buffer.concat(parts)));
      });
    });
    expect(gunzipSync(packed).toString()).toBe('body{}');
  });

  it('is never what is answered to a program, to a file that is not there or to an address that leads elsewhere', async () => {
    const { url } = await open();
    for (const path of ['/assets/main-0.js', '/api/v1/nothing', '/api', '/oauth/x', '/webhooks/x']) {
      const reply = await fetch(url + path, browser);
      expect([path, reply.status, reply.headers.get('content-type')]).toEqual([path, 404, 'application/problem+json; charset=utf-8']);
    }
    expect((await fetch(`${url}/accounts`, { headers: { accept: 'application/json' } })).status).toBe(404);
    expect((await fetch(`${url}/accounts`, { method: 'POST', ...browser })).status).toBe(404);
    for (const path of ['/assets/../../package.json', '/assets/%2e%2e/package.json', '/assets/..%2f..%2fpackage.json', '/assets//etc/passwd', '/assets/%00', '/assets/.built-from']) expect([path, await raw(url, path)]).toEqual([path, 404]);
  });

  it('can be missing: then there is an API and nothing else', async () => {
    const { url } = await open({ webApp: null });
    expect((await fetch(url, browser)).status).toBe(404);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

const codes = async (count: number, ask: () => Promise<Response>): Promise<readonly number[]> => {
  const seen: number[] = [];
  for (let at = 0; at < count; at += 1) seen.push((await ask()).status);
  return seen;
};
const signingIn = (url: string, from: string): Promise<Response> => fetch(`${url}/api/v1/login`, { headers: { 'x-forwarded-for': from }, redirect: 'manual' });

describe('whoever asks too often', () => {
  it('is told to wait, and for how long; others are not', async () => {
    const { url } = await open({ ...admitting({ audit: { actors: () => Promise.resolve([]) } }), ...limited({ caller: 2 }) });
    const ask = (token: string): Promise<Response> => fetch(`${url}/api/v1/audit/actors`, bearer(token));
    expect(await codes(3, () => ask('a'))).toEqual([200, 200, 429]);
    const refused = await ask('a');
    expect([refused.headers.get('content-type'), Number(refused.headers.get('retry-after')) > 0, ((await refused.json()) as { code: string }).code]).toEqual(['application/problem+json; charset=utf-8', true, 'too-many-calls']);
    expect((await ask('b')).status).toBe(200);
  });

  it('is known by their session, whatever else is in the cookie', async () => {
    const { url } = await open(limited({ caller: 1 }));
    const ask = (cookie: string): Promise<Response> => fetch(`${url}/api/v1/session`, { headers: { cookie } });
    expect([(await ask('sauma_session=main.a')).status, (await ask('x=1; sauma_session=main.a')).status, (await ask('sauma_session=main.b')).status]).toEqual([401, 429, 401]);
  });

  it('gets few refusals with one token, and few from an address without any; a new token each time is held by the limit of the address', async () => {
    const { url } = await open(limited({ refused: 2 }));
    const ask = (token: string): Promise<Response> => fetch(`${url}/api/v1/freshness`, bearer(token));
    expect(await codes(3, () => ask('a'))).toEqual([401, 401, 429]);
    expect(await codes(3, () => fetch(`${url}/api/v1/freshness`))).toEqual([401, 401, 429]);
    expect((await ask('b')).status).toBe(401);
    const guessed = await open(limited({ address: 2 }));
    let guess = 0;
    expect(await codes(3, () => fetch(`${guessed.url}/api/v1/freshness`, bearer('abcdef'.charAt((guess += 1)))))).toEqual([401, 401, 429]);
    expect((await fetch(url, browser)).status).toBe(200);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('is not shut out by deliveries without a signature that come from the same address', async () => {
    const { url } = await open(limited({ refused: 1 }));
    expect(await codes(3, () => fetch(`${url}/webhooks/hubspot/main`, { method: 'POST', body: '[]', headers: { 'content-type': 'application/json' } }))).toEqual([401, 401, 401]);
    expect((await fetch(`${url}/api/v1/freshness`)).status).toBe(401);
  });

  it('is told apart by the address that a trusted proxy names, and never by one that somebody else names', async () => {
    const behind = await open(limited({ signIn: 1 }));
    expect([(await signingIn(behind.url, '192.0.2.1')).status, (await signingIn(behind.url, '192.0.2.2')).status, (await signingIn(behind.url, '192.0.2.1')).status].map((status) => status === 429)).toEqual([false, false, true]);
    const alone = await open({ server: { callsPerMinute: { ...LIMITS, signIn: 1 }, trustedProxies: [] } });
    expect([(await signingIn(alone.url, '192.0.2.1')).status, (await signingIn(alone.url, '192.0.2.2')).status].map((status) => status === 429)).toEqual([false, true]);
  });
});

describe('a monitor', () => {
  const workspace = {
    engine: { entities: new Map([['account', {}]]) },
    store: { counts: () => Promise.resolve({ linked: 12, conflicts: 3, matches: 2, held: 1 }) },
    views: { freshness: () => Promise.resolve({ freshness: { 'psa:workHours': new Date(systemClock.now() - 120_000).toISOString() } }), quotaUse: () => Promise.resolve([{ bucket: 'severa', callsToday: 77, waitMs: 500 }]) },
    audit: { actors: () => Promise.resolve([]) },
  };

  it('is told how the work stands and how routes answer, by their names', async () => {
    const { url } = await open(admitting(workspace));
    await fetch(`${url}/api/v1/audit/actors`, bearer('a'));
    await fetch(`${url}/api/v1/audit?actor=somebody`);
    const reply = await fetch(`${url}/metrics`, bearer('a'));
    const text = await reply.text();
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    for (const line of ['sauma_records{entity="account",state="conflicts",workspace="main"} 3', 'sauma_quota_calls_today{bucket="severa",workspace="main"} 77', 'sauma_quota_wait_seconds{bucket="severa",workspace="main"} 0.5', 'sauma_http_request_seconds_count{route="GET /api/v1/audit/actors",status="200"} 1', 'sauma_http_request_seconds_count{route="GET /api/v1/audit",status="401"} 1'])
      expect(text).toContain(line);
    expect(Number(/sauma_feed_age_seconds\{feed="psa:workHours",workspace="main"\} (?<age>[\d.]+)/u.exec(text)?.groups?.['age'])).toBeGreaterThanOrEqual(120);
    expect(text).toContain('process_resident_memory_bytes');
    expect(text).not.toContain('somebody');
  });

  it('is let in by a token that may read runs, wherever it calls from', async () => {
    const { url } = await open({ ...admitting(workspace), roles: { admin: { label: { fi: 'Pääkäyttäjä', en: 'Admin' }, reads: [], changes: [] } } });
    expect([(await fetch(`${url}/metrics`)).status, (await fetch(`${url}/metrics`, bearer('a'))).status]).toEqual([401, 403]);
  });
});

// Signing in: the whole way through a real OpenID provider without a browser, and what is refused on it.
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createIdentityProvider } from '../../src/api/identity-provider.ts';
import type { ApiContext } from '../../src/api/route.ts';
import { FIRST_INVITATION_TICKET, INVITATION_TICKET, invitationUrl } from '../../src/api/routes/login.ts';
import { signInAddresses } from '../../src/cli/web.ts';
import { tokenHash } from '../../src/lib/crypto.ts';
import { Secret } from '../../src/lib/secret.ts';
import { serveIdentity } from '../../src/sandbox/identity/server.ts';
import { HOST, openBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { openFalseProvider } from './false-provider.ts';
import { NOW, openFirm } from './firm.ts';

const firm = await openFirm();
const people = [
  { id: 'elli', name: 'Elli Esimerkki', email: 'elli@example.fi', about: 'Sales', claims: { groups: ['sellers', 'bowlers'] } },
  { id: 'olli', name: 'Olli Outo', email: 'olli@example.fi', about: 'Nobody', claims: { groups: ['bowlers'] } },
];
const identity = await serveIdentity({ port: 0, people });
identity.admit(signInAddresses(`http://${HOST}`));
const falseOne = await openFalseProvider('sauma');
afterAll(async () => {
  await identity.close();
  await falseOne.close();
});

let now = NOW;
// The one that the stores of the firm go by, too.
const clock = Object.assign(firm.api.clock, { now: () => now });
let ids = 0;
const login: ApiContext['login'] = { claim: 'groups', map: [{ value: 'sellers', roles: ['sales'], workspaces: ['main'] }, { value: 'northerners', roles: ['admin'], workspaces: ['north'] }], scopes: ['profile', 'email'], hosts: [] };
const contextWith = (signIn: { issuer: string; clientId: string; clientSecret: string } | null, change: Partial<ApiContext> = {}): ApiContext => ({
  ...firm.api, clock, newId: () => `id-${++ids}`, login,
  identityProvider: signIn && createIdentityProvider({ signIn: { ...signIn, clientSecret: new Secret(signIn.clientSecret) }, login: change.login ?? login, now: () => now }),
  ...change,
});
const real = { issuer: identity.url, clientId: identity.clientId, clientSecret: identity.clientSecret };
const lying = { issuer: falseOne.issuer, clientId: 'sauma', clientSecret: 'secret' };
const api = contextWith(real);

beforeEach(() => {
  now = NOW;
  falseOne.lie = {};
  falseOne.calls.length = 0;
});

/** From our login to where the provider sends back, as whoever is chosen there. @returns path and query of ours */
async function throughProvider(browser: Browser, who: string, returnTo = '/'): Promise<string> {
  const begun = await browser.call(`/api/v1/login?returnTo=${encodeURIComponent(returnTo)}`);
  expect(begun.status).toBe(302);
  const cookies = new Map<string, string>();
  let at = begun.headers['location'] ?? '';
  while (at.startsWith(identity.url)) {
    const reply = await fetch(at, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
    for (const set of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(set) ?? [];
      cookies.set(name, value);
    }
    const chosen = new RegExp(`href="([^"]+/as/${who})"`, 'u').exec(await reply.text())?.[1];
    at = new URL(reply.headers.get('location') ?? chosen ?? 'http://stuck.invalid', at).href;
  }
  const { origin, pathname, search } = new URL(at);
  expect(origin).toBe(`http://${HOST}`);
  return `${pathname}${search}`;
}

describe('signing in', () => {
  it('leads from the page that was asked for to the provider and back, with a session of the roles that the claims give', async () => {
    const browser = openBrowser(api);
    const back = await throughProvider(browser, 'elli', '/accounts/l1?tab=deals#top');
    expect(await browser.call(back)).toMatchObject({ status: 302, headers: { location: '/accounts/l1?tab=deals#top' } });
    expect(JSON.parse((await browser.call('/api/v1/session')).body)).toMatchObject({ user: { name: 'Elli Esimerkki', email: 'elli@example.fi' }, roles: [{ name: 'sales' }], workspaces: [{ name: 'main' }] });
  });

  it('anew leaves the session before it in this browser over', async () => {
    const browser = openBrowser(api);
    await browser.call(await throughProvider(browser, 'elli'));
    const before = new Map(browser.cookies);
    await browser.call(await throughProvider(browser, 'elli'));
    expect((await browser.call('/api/v1/session')).status).toBe(200);
    browser.cookies.clear();
    for (const [name, value] of before) browser.cookies.set(name, value);
    expect((await browser.call('/api/v1/session')).status).toBe(401);
  });

  it('asks the provider with a challenge, a state and a nonce that are new each time', async () => {
    const asked = await Promise.all([1, 2].map(async () => new URL((await openBrowser(api).call('/api/v1/login')).headers['location'] ?? '').searchParams));
    for (const name of ['state', 'nonce', 'code_challenge']) expect(new Set(asked.map((one) => one.get(name))).size).toBe(2);
    expect(Object.fromEntries(asked[0] ?? [])).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', scope: 'openid profile email', redirect_uri: `http://${HOST}/api/v1/login/callback` });
  });

  it('tells whoever has no role so, on a page with a way back, and begins no session', async () => {
    const browser = openBrowser(api);
    const answer = await browser.call(await throughProvider(browser, 'olli'));
    expect(answer).toMatchObject({ status: 403, headers: { 'content-type': 'text/html; charset=utf-8' }, body: expect.stringContaining('You have no role in Sauma') });
    expect(answer.body).toContain('href="/api/v1/login?again=yes"');
    expect((await browser.call('/api/v1/session')).status).toBe(401);
    expect((await browser.call('/api/v1/login', { headers: { 'accept-language': 'fi-FI,fi;q=0.9' } })).status).toBe(302);
  });

  it.each([
    '//evil.example', '/\\evil.example', 'https://evil.example/', '/\t/evil.example', '\\\\evil.example', 'javascript:alert(1)', '/..//evil.example', '/api/v1/session', '/%5C/../..//evil.example', '', 'accounts',
  ])('never leads elsewhere: %s', async (returnTo) => {
    const browser = openBrowser(api);
    const { location = '' } = (await browser.call(await throughProvider(browser, 'elli', returnTo))).headers;
    expect(new URL(location, `http://${HOST}`).origin).toBe(`http://${HOST}`);
    expect(location).toMatch(/^\/(?!\/|api\/)/u);
  });
});

const answered = async (context = contextWith(lying)): Promise<{ status: number; body: string; location: string | undefined }> => {
  const browser = openBrowser(context);
  const asked = new URL((await browser.call('/api/v1/login?returnTo=/x')).headers['location'] ?? 'http://none.invalid').searchParams;
  falseOne.nonce = asked.get('nonce') ?? '';
  const { status, body, headers } = await browser.call(`/api/v1/login/callback?code=c&state=${asked.get('state')}`);
  return { status, body, location: headers['location'] };
};

describe('an answer of the provider', () => {
  it('works once, in the browser that asked, and not after ten minutes', async () => {
    const [browser, other] = [openBrowser(api), openBrowser(api)];
    const stolen = await throughProvider(browser, 'elli');
    expect(await other.call(stolen)).toMatchObject({ status: 403, body: expect.stringContaining('another browser') });
    // The ticket is gone with the first that came, whoever that was.
    expect((await browser.call(stolen)).status).toBe(403);
    const again = await throughProvider(browser, 'elli');
    expect((await browser.call(again)).status).toBe(302);
    expect((await browser.call(again)).status).toBe(403);
    const late = await throughProvider(browser, 'elli');
    now += 10 * 60_000;
    expect((await browser.call(late)).status).toBe(403);
  });

  it('with another state, a code of another login, or a refusal lets nobody in', async () => {
    const browser = openBrowser(api);
    const first = new URLSearchParams((await throughProvider(browser, 'elli')).split('?')[1]);
    expect((await browser.call(`/api/v1/login/callback?code=${first.get('code')}&state=main.${'A'.repeat(43)}`)).status).toBe(403);
    const second = await throughProvider(browser, 'elli');
    const swapped = new URLSearchParams(second.split('?')[1]);
    swapped.set('code', first.get('code') ?? '');
    expect((await browser.call(`/api/v1/login/callback?${swapped.toString()}`)).status).toBe(403);
    const third = new URLSearchParams((await throughProvider(browser, 'elli')).split('?')[1]);
    const iss = encodeURIComponent(third.get('iss') ?? '');
    expect(await browser.call(`/api/v1/login/callback?error=access_denied&state=${third.get('state')}&iss=${iss}`)).toMatchObject({ status: 403, body: expect.stringContaining('cancelled') });
    expect((await browser.call('/api/v1/session')).status).toBe(401);
  });

  it('that is honest lets in', async () => {
    expect(await answered()).toMatchObject({ status: 302, location: '/x' });
  });

  it.each([
    ['another issuer', { claims: { iss: 'https://login.evil.example' } }],
    ['another client', { claims: { aud: 'somebody-else' } }],
    ['another nonce', { claims: { nonce: 'another' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['a time that is over', { claims: { exp: 1_000_000_000 } }],
    ['a key that is not the issuer’s', { forged: true }],
    ['a person other than it names', { userinfo: { sub: 'u2' } }],
  ])('with a token of %s lets nobody in', async (_what, lie) => {
    falseOne.lie = lie;
    expect(await answered()).toMatchObject({ status: 403, body: expect.stringContaining('You were not signed in') });
  });

  it('may name groups where the configuration says so, also deep in a claim or only when asked who it is', async () => {
    falseOne.lie = { claims: { groups: undefined, realm_access: { roles: ['sellers'] } } };
    expect((await answered(contextWith(lying, { login: { ...login, claim: 'realm_access.roles' } }))).status).toBe(302);
    falseOne.lie = { claims: { groups: undefined }, userinfo: { groups: 'sellers' } };
    expect((await answered()).status).toBe(302);
  });
});

const named = async (claims: Readonly<Record<string, unknown>>): Promise<unknown> => {
  falseOne.lie = { claims };
  const context = contextWith(lying);
  const browser = openBrowser(context);
  const asked = new URL((await browser.call('/api/v1/login')).headers['location'] ?? '').searchParams;
  falseOne.nonce = asked.get('nonce') ?? '';
  await browser.call(`/api/v1/login/callback?code=c&state=${asked.get('state')}`);
  return (JSON.parse((await browser.call('/api/v1/session')).body) as { user: unknown }).user;
};

describe('whoever signs in', () => {
  it('is not named by an address that nobody has verified, nor like a program', async () => {
    expect(await named({ email_verified: true })).toEqual({ name: 'Elli Esimerkki', email: 'elli@example.fi' });
    expect(await named({ email_verified: false })).toEqual({ name: 'Elli Esimerkki', email: null });
    expect(await named({ email_verified: false, name: ' Token admin' })).toEqual({ name: 'u1', email: null });
    expect(await named({ email: 'token admin', name: undefined })).toEqual({ name: 'u1', email: null });
  });
});

describe('the provider', () => {
  it('is never left for another host, unless the configuration names it', async () => {
    falseOne.lie = { tokenEndpoint: `${falseOne.issuer.replace('127.0.0.1', 'localhost')}/token` };
    const host = new URL(falseOne.issuer).host.replace('127.0.0.1', 'localhost');
    const ask = async (hosts: readonly string[]): Promise<number> => {
      const browser = openBrowser(contextWith(lying, { login: { ...login, hosts: [...hosts] } }));
      const asked = new URL((await browser.call('/api/v1/login')).headers['location'] ?? '').searchParams;
      falseOne.nonce = asked.get('nonce') ?? '';
      return (await browser.call(`/api/v1/login/callback?code=c&state=${asked.get('state')}`)).status;
    };
    expect(await ask([])).toBe(403);
    expect(falseOne.calls).not.toContain('/token');
    expect(await ask([host])).toBe(302);
  });

  it('that does not answer is asked again at the next try', async () => {
    const context = contextWith(lying);
    falseOne.lie = { status: 503 };
    expect(await openBrowser(context).call('/api/v1/login')).toMatchObject({ status: 503, body: expect.stringContaining('does not answer just now') });
    falseOne.lie = {};
    expect((await openBrowser(context).call('/api/v1/login')).status).toBe(302);
  });

  it('that is not set is said on a page, in the language of the browser', async () => {
    const browser = openBrowser(contextWith(null));
    expect(await browser.call('/api/v1/login', { headers: { 'accept-language': 'fi' } })).toMatchObject({ status: 503, headers: { 'content-language': 'fi' }, body: expect.stringContaining('OIDC_ISSUER') });
    expect(await openBrowser(api, 'rebound.example').call('/api/v1/login')).toMatchObject({ status: 400, body: expect.stringContaining('SAUMA_PUBLIC_URL') });
  });
});

const invite = async (workspace: string, ticket: string, expiresAt: number, first = false): Promise<string> => {
  await firm.api.workspaces.get(workspace)?.store.saveTicket({ purpose: first ? FIRST_INVITATION_TICKET : INVITATION_TICKET, hash: tokenHash(ticket), data: { name: 'Local admin', roles: ['admin'] }, expiresAt: new Date(expiresAt).toISOString() });
  return invitationUrl('', workspace, ticket);
};

describe('an invitation', () => {
  it('lets in one person, once, into one workspace, with its roles', async () => {
    const context = contextWith(null);
    const link = await invite('main', 'ticket-1', NOW + 60_000);
    const browser = openBrowser(context);
    expect(await browser.call(link)).toMatchObject({ status: 302, headers: { location: '/' } });
    expect(JSON.parse((await browser.call('/api/v1/session')).body)).toMatchObject({ user: { name: 'Local admin', email: null }, roles: [{ name: 'admin' }], workspaces: [{ name: 'main' }] });
    expect(await openBrowser(context).call(link)).toMatchObject({ status: 403, body: expect.stringContaining('has been used') });
    expect((await openBrowser(context).call(invitationUrl('', 'north', 'ticket-1'))).status).toBe(403);
  });

  it('for the first admin is good only while nobody has ever signed in', async () => {
    const links = [await invite('north', 'ticket-3', NOW + 60_000, true), await invite('north', 'ticket-4', NOW + 60_000, true)];
    const atOnce = await Promise.all(links.map(async (link) => (await openBrowser(contextWith(null)).call(link)).status));
    expect(atOnce.map(String).toSorted()).toEqual(['302', '403']);
    expect((await openBrowser(contextWith(null)).call(await invite('north', 'ticket-5', NOW + 60_000, true))).status).toBe(403);
  });

  it('is over at its time', async () => {
    const link = await invite('main', 'ticket-2', NOW - 1);
    expect((await openBrowser(contextWith(null)).call(link)).status).toBe(403);
  });
});

describe('what is written down', () => {
  it('has no state, code, nonce, ticket or cookie in it', async () => {
    const browser = openBrowser(api);
    const back = await throughProvider(browser, 'elli');
    await browser.call(back);
    const secrets = [...new URLSearchParams(back.split('?')[1]).values(), ...browser.cookies.values()].filter((value) => value !== identity.url);
    const logged = firm.logged.join('');
    expect(logged).toContain('somebody signed in');
    for (const secret of secrets) expect(logged).not.toContain(secret);
    expect(logged).not.toContain('elli@example.fi');
  });
});

// Sessions of people: how long they last, what ends them, whose pages may use them, and what they carry from workspace to workspace.
import { beforeEach, describe, expect, it } from 'vitest';
import { beginSession } from '../../src/api/session.ts';
import { siteOf } from '../../src/api/session-cookie.ts';
import type { Site } from '../../src/api/session-cookie.ts';
import type { ApiContext } from '../../src/api/route.ts';
import { HOST, openBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { NOW, openFirm } from './firm.ts';

const firm = await openFirm();
const MINUTE = 60_000;
let now = NOW;
const clock = { now: () => now, sleep: () => Promise.resolve() };
let ids = 0;
const map = [
  { value: 'sellers', roles: ['sales'], workspaces: ['*'] },
  { value: 'north-admins', roles: ['admin'], workspaces: ['north'] },
  { value: 'leavers', roles: ['gone'], workspaces: ['main'] },
];
const contextWith = (change: Partial<ApiContext> = {}): ApiContext => ({ ...firm.api, clock, newId: () => `id-${++ids}`, login: { ...firm.api.login, map }, ...change });
const api = contextWith();

interface Person {
  readonly subject?: string;
  readonly claims?: readonly string[];
  readonly granted?: readonly string[] | null;
}

async function signedIn({ subject = 'elli', claims = ['sellers'], granted = null }: Person = {}, context = api, host = HOST): Promise<Browser> {
  const browser = openBrowser(context, host);
  const site = siteOf(context, { host }) as Site;
  const person = { issuer: 'https://login.example.fi', subject, name: 'Elli Esimerkki', email: `${subject}@example.fi`, language: null };
  const cookie = await beginSession(context, site, { workspace: 'main', person, claims, granted });
  browser.told.set('begun', cookie);
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(cookie) ?? [];
  browser.cookies.set(name, value);
  return browser;
}

beforeEach(() => {
  now = NOW;
});

/** So long after now. */
const at = (ms: number): string => new Date(now + ms).toISOString();

describe('a session', () => {
  it('tells who is here, with the rights of their roles as they are now', async () => {
    const browser = await signedIn();
    const session = JSON.parse((await browser.call('/api/v1/session')).body) as Record<string, unknown>;
    expect(session).toEqual({
      user: { name: 'Elli Esimerkki', email: 'elli@example.fi' },
      roles: [{ name: 'sales', label: { fi: 'Myynti ja asiakaspalvelu', en: 'Sales and customer service' } }],
      reads: firm.api.roles['sales']?.reads,
      changes: firm.api.roles['sales']?.changes,
      workspace: { name: 'main', label: 'main', timeZone: 'Europe/Helsinki', currency: 'EUR' },
      workspaces: [{ name: 'main', label: 'main' }, { name: 'north', label: 'north' }],
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
      language: null,
    });
    const fewer = openBrowser(contextWith({ roles: { ...firm.api.roles, sales: { label: { fi: 'M', en: 'S' }, reads: ['touches'], changes: [] } } }));
    for (const [name, value] of browser.cookies) fewer.cookies.set(name, value);
    expect(JSON.parse((await fewer.call('/api/v1/session')).body)).toMatchObject({ reads: ['touches'], changes: [] });
  });

  it('is refused a question that none of its roles may ask, and answered one that they may', async () => {
    const browser = await signedIn();
    expect((await browser.call('/api/v1/billing/board')).status).toBe(403);
    expect((await browser.call('/api/v1/freshness')).status).toBe(200);
  });

  it('is over after half an hour without a call, and each call puts that off', async () => {
    const browser = await signedIn();
    for (let call = 0; call < 4; call++) {
      now += 29 * MINUTE;
      expect((await browser.call('/api/v1/session')).status).toBe(200);
    }
    now += 30 * MINUTE;
    expect(await browser.call('/api/v1/session')).toMatchObject({ status: 401, body: expect.stringContaining('session-over') });
  });

  it('is over twelve hours after the sign-in, however busy it is', async () => {
    const browser = await signedIn();
    for (const end = NOW + 12 * 60 * MINUTE - MINUTE; now + 20 * MINUTE < end; ) {
      now += 20 * MINUTE;
      expect((await browser.call('/api/v1/session')).status).toBe(200);
    }
    now = NOW + 12 * 60 * MINUTE;
    expect((await browser.call('/api/v1/session')).status).toBe(401);
  });

  it('is noted at most once a minute', async () => {
    const browser = await signedIn({ subject: 'minna' });
    const seen = async (): Promise<string | undefined> => (await api.workspaces.get('main')?.sessions.people(new Date(now).toISOString()))?.find(({ email }) => email === 'minna@example.fi')?.lastSeenAt;
    const first = await seen();
    now += 59_000;
    await browser.call('/api/v1/session');
    expect(await seen()).toEqual(first);
    now += 2_000;
    await browser.call('/api/v1/session');
    expect(Date.parse(String(await seen()))).toBe(now);
  });

  it('stands until it is ended or unused for too long, and looking is no use of it', async () => {
    await signedIn({ subject: 'stina' });
    const sessions = api.workspaces.get('main')?.sessions;
    const [open] = (await sessions?.people(at(0)))?.find(({ email }) => email === 'stina@example.fi')?.sessions ?? [];
    const stands = async (ms: number): Promise<boolean | undefined> => await sessions?.stands(open?.id ?? '', at(ms));
    expect([await stands(0), await stands(29 * MINUTE), await stands(31 * MINUTE), await stands(29 * MINUTE)]).toEqual([true, true, false, true]);
    await sessions?.end(open?.id ?? '', at(0));
    expect([await stands(0), await sessions?.stands('nobody', at(0))]).toEqual([false, false]);
  });

  it('opens nothing with a changed secret, in another workspace, or for a role that nobody has', async () => {
    const browser = await signedIn();
    const [[name, value] = ['', '']] = browser.cookies;
    for (const wrong of [`${value.slice(0, -1)}${value.endsWith('A') ? 'B' : 'A'}`, value.replace('main.', 'north.'), value.replace('main.', 'nowhere.'), 'x', '']) {
      browser.cookies.set(name, wrong);
      expect((await browser.call('/api/v1/session')).status).toBe(401);
    }
    expect((await (await signedIn({ claims: ['strangers'] })).call('/api/v1/session')).status).toBe(401);
    expect(JSON.parse((await (await signedIn({ claims: ['leavers'] })).call('/api/v1/session')).body)).toMatchObject({ roles: [], reads: [] });
  });

  it('takes the place of no token: a call with a token is the program, whoever is signed in beside it', async () => {
    const browser = await signedIn();
    expect((await browser.call('/api/v1/session', { headers: { authorization: `Bearer ${firm.tokens.get('sales')}` } })).status).toBe(403);
    expect((await browser.call('/api/v1/session', { headers: { authorization: 'Bearer nothing' } })).status).toBe(401);
  });
});

describe('ending a session', () => {
  it('ends it everywhere at once, and leaves the other ones of the person', async () => {
    const [one, other] = [await signedIn(), await signedIn()];
    const before = new Map(one.cookies);
    const left = await one.call('/api/v1/session/end', { method: 'POST', body: {}, headers: { 'x-csrf-token': await one.csrfToken() } });
    expect(left).toMatchObject({ status: 200, body: '{"location":"/api/v1/login/left"}' });
    expect(one.cookies.size).toBe(0);
    for (const [name, value] of before) one.cookies.set(name, value);
    expect((await one.call('/api/v1/session')).status).toBe(401);
    expect((await other.call('/api/v1/session')).status).toBe(200);
  });
});

const enter = async (browser: Browser, workspace: string) => browser.call('/api/v1/session/workspace', { method: 'POST', body: { workspace }, headers: { 'x-csrf-token': await browser.csrfToken() } });

describe('another workspace', () => {
  it('is another session with the roles of that workspace, as old as the sign-in; the one before is over', async () => {
    const browser = await signedIn({ claims: ['sellers', 'north-admins'] });
    const before = new Map(browser.cookies);
    const token = await browser.csrfToken();
    now += 20 * MINUTE;
    expect(await enter(browser, 'north')).toMatchObject({ status: 200 });
    expect(await browser.csrfToken()).not.toBe(token);
    expect(JSON.parse((await browser.call('/api/v1/session')).body)).toMatchObject({ workspace: { name: 'north' }, roles: [{ name: 'sales' }, { name: 'admin' }] });
    const old = openBrowser(api);
    for (const [name, value] of before) old.cookies.set(name, value);
    expect((await old.call('/api/v1/session')).status).toBe(401);
    for (now = NOW; now < NOW + 12 * 60 * MINUTE - 20 * MINUTE; now += 20 * MINUTE) await browser.call('/api/v1/session');
    now = NOW + 12 * 60 * MINUTE;
    expect((await browser.call('/api/v1/session')).status).toBe(401);
  });

  it('is refused to whoever has no role there, and to whoever came by a link into this one', async () => {
    expect(await enter(await signedIn({ claims: ['leavers'] }), 'north')).toMatchObject({ status: 403, body: expect.stringContaining('workspace-not-yours') });
    expect(await enter(await signedIn({ claims: [], granted: ['admin'] }), 'north')).toMatchObject({ status: 403 });
    expect(await enter(await signedIn(), 'nowhere')).toMatchObject({ status: 403 });
  });
});

const end = async (headers: Readonly<Record<string, string>>, withToken: boolean, context = api, host = HOST): Promise<number> => {
  const browser = await signedIn({}, context, host);
  const token = await browser.csrfToken();
  return (await browser.call('/api/v1/session/end', { method: 'POST', body: {}, headers: { ...headers, ...(withToken ? { 'x-csrf-token': token } : {}) } })).status;
};

describe('a call that changes something', () => {
  it.each([
    ['without the token', {}, false, 403],
    ['with the token of somebody else', { 'x-csrf-token': 'A'.repeat(43) }, false, 403],
    ['with the token, by no browser', {}, true, 200],
    ['with the token, from a page of ours', { origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' }, true, 200],
    ['with the token, from a page of somebody else', { origin: 'https://evil.example' }, true, 403],
    ['with the token, from another port of this machine', { origin: 'http://127.0.0.1:9999' }, true, 403],
    ['with the token, from a page without an address', { origin: 'null' }, true, 403],
    ['with the token, from the same site but not from us', { 'sec-fetch-site': 'same-site' }, true, 403],
    ['with the token, from elsewhere by what the browser says', { 'sec-fetch-site': 'cross-site' }, true, 403],
    ['without the token, from a page of ours', { origin: `http://${HOST}` }, false, 403],
  ] as const)('%s: the answer is as it should be', async (_case, headers, withToken, status) => {
    expect(await end(headers, withToken)).toBe(status);
  });

  it('is measured by the public address where there is one', async () => {
    const open = contextWith({ publicUrl: 'https://sauma.example.fi' });
    expect(await end({ origin: 'https://sauma.example.fi' }, true, open, 'sauma.example.fi')).toBe(200);
    expect(await end({ origin: 'http://sauma.example.fi' }, true, open, 'sauma.example.fi')).toBe(403);
    expect(await end({ origin: 'https://elsewhere.example.fi' }, true, open, 'elsewhere.example.fi')).toBe(403);
  });
});

describe('the cookie', () => {
  it('can be read by no script, and goes by https alone where the address is https', async () => {
    const plain = (await signedIn()).told.get('begun');
    expect(plain).toMatch(/^sauma_session=main\.[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);
    const sealed = (await signedIn({}, contextWith({ publicUrl: 'https://sauma.example.fi' }), 'sauma.example.fi')).told.get('begun');
    expect(sealed).toMatch(/^__Host-sauma_session=main\.[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure$/);
  });

  it('of an address that nobody has named is not looked at', async () => {
    const browser = await signedIn();
    const elsewhere = openBrowser(api, 'rebound.example');
    for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value);
    expect((await elsewhere.call('/api/v1/session')).status).toBe(401);
  });
});

// People and tokens as an admin sees them: who has been here, what ends their sessions, and tokens that are shown once.
import { describe, expect, it } from 'vitest';
import { beginSession } from '../../src/api/session.ts';
import type { ApiContext } from '../../src/api/route.ts';
import { HOST, openBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { openFirm } from './firm.ts';

const firm = await openFirm();
let ids = 0;
const api: ApiContext = {
  ...firm.api,
  newId: () => `id-${++ids}`,
  login: { ...firm.api.login, map: [{ value: 'admins', roles: ['admin'], workspaces: ['*'] }, { value: 'sellers', roles: ['sales'], workspaces: ['main'] }] },
};

async function signedIn(subject: string, claims: readonly string[], workspace = 'main'): Promise<Browser> {
  const browser = openBrowser(api);
  const person = { issuer: 'https://login.example.fi', subject, name: `${subject} esimerkki`, email: `${subject}@example.fi`, language: null };
  const cookie = await beginSession(api, { origin: `http://${HOST}`, secure: false }, { workspace, person, claims, granted: null });
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(cookie) ?? [];
  browser.cookies.set(name, value);
  return browser;
}

interface Person {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly sessions: readonly { readonly id: string; readonly own: boolean }[];
}
interface Token {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

async function items<Item>(browser: Browser, target: string): Promise<readonly Item[]> {
  return (JSON.parse((await browser.call(`/api/v1${target}`)).body) as { items: readonly Item[] }).items;
}

async function done(browser: Browser, target: string, body: unknown = {}) {
  return browser.call(`/api/v1${target}`, { method: 'POST', body, headers: { 'x-csrf-token': await browser.csrfToken() } });
}

describe('people', () => {
  it('are those of the workspace alone, with their roles as they are now and their open sessions', async () => {
    const admin = await signedIn('anna', ['admins']);
    await signedIn('sami', ['sellers']);
    await signedIn('sami', ['sellers']);
    await signedIn('piia', ['admins'], 'north');
    const people = await items<Person>(admin, '/people?sort=name');
    expect(people.map(({ name, roles, sessions }) => [name, roles, sessions.length])).toEqual([['anna esimerkki', ['admin'], 1], ['sami esimerkki', ['sales'], 2]]);
    expect(people[0]?.sessions.map(({ own }) => own)).toEqual([true]);
    expect((await items<Person>(admin, '/people?q=SAMI@')).map(({ name }) => name)).toEqual(['sami esimerkki']);
    expect((await items<Person>(admin, '/people?role=admin')).map(({ name }) => name)).toEqual(['anna esimerkki']);
  });

  it('are signed out by an admin, one session or all of them, at once', async () => {
    const admin = await signedIn('anna', ['admins']);
    const [one, other, third] = [await signedIn('kerttu', ['sellers']), await signedIn('kerttu', ['sellers']), await signedIn('kerttu', ['sellers'])];
    const [kerttu] = await items<Person>(admin, '/people?q=kerttu');
    expect(kerttu?.sessions).toHaveLength(3);
    const states = async (): Promise<readonly number[]> => Promise.all([one, other, third].map(async (each) => (await each.call('/api/v1/session')).status));
    expect(await done(admin, `/sessions/${kerttu?.sessions[0]?.id}/end`)).toMatchObject({ status: 200, body: '{"ended":1}' });
    expect((await states()).toSorted((a, b) => a - b)).toEqual([200, 200, 401]);
    expect(await done(admin, `/people/${kerttu?.id}/sign-out`)).toMatchObject({ status: 200, body: '{"ended":2}' });
    expect(await states()).toEqual([401, 401, 401]);
    expect((await done(admin, `/sessions/${kerttu?.sessions[0]?.id}/end`)).status).toBe(404);
  });

  it('of another workspace are out of reach', async () => {
    const admin = await signedIn('anna', ['admins']);
    const north = await signedIn('piia', ['admins'], 'north');
    const [piia] = await items<Person>(north, '/people?q=piia');
    expect((await done(admin, `/sessions/${piia?.sessions[0]?.id}/end`)).status).toBe(404);
    expect(await done(admin, `/people/${piia?.id}/sign-out`)).toMatchObject({ body: '{"ended":0}' });
    expect((await north.call('/api/v1/session')).status).toBe(200);
  });

  it('are no business of whoever is no admin', async () => {
    const sales = await signedIn('sami', ['sellers']);
    expect((await sales.call('/api/v1/people')).status).toBe(403);
    expect((await done(sales, '/people/x/sign-out')).status).toBe(403);
    expect((await done(sales, '/tokens', { name: 'mine', roles: ['finance'], days: 1 })).status).toBe(403);
  });
});

describe('service tokens', () => {
  it('are shown when they are made and never again, work with their roles, and stop when they are revoked', async () => {
    const admin = await signedIn('anna', ['admins']);
    const { id, token } = JSON.parse((await done(admin, '/tokens', { name: 'warehouse', roles: ['finance'], days: 30 })).body) as { id: string; token: string };
    const program = openBrowser(api);
    const asks = async (): Promise<number> => (await program.call('/api/v1/billing/board', { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await asks()).toBe(200);
    const listed = await admin.call('/api/v1/tokens?q=warehouse');
    expect(listed.body).not.toContain(token);
    expect((JSON.parse(listed.body) as { items: readonly Token[] }).items).toMatchObject([{ id, name: 'warehouse', roles: ['finance'], state: 'working', createdBy: 'anna@example.fi' }]);
    expect((await done(admin, `/tokens/${id}/revoke`)).status).toBe(200);
    expect(await asks()).toBe(401);
    expect((await done(admin, `/tokens/${id}/revoke`)).status).toBe(404);
    expect((await items<Token>(admin, '/tokens?state=revoked')).map(({ name }) => name)).toEqual(['warehouse']);
  });

  it('are made and revoked by people alone, and what was made is in the audit with who made it', async () => {
    const admin = await signedIn('anna', ['admins']);
    const { id } = JSON.parse((await done(admin, '/tokens', { name: 'monitor', roles: ['admin', 'finance'], days: 30 })).body) as { id: string };
    const program = firm.tokens.get('admin');
    for (const [target, body] of [['/tokens', { name: 'heir', roles: ['admin'], days: 3650 }], [`/tokens/${id}/revoke`, {}]] as const) {
      const reply = await firm.call(target, program, { method: 'POST', body });
      expect([reply.status, JSON.parse(reply.body as string)]).toMatchObject([403, { code: 'session-needed' }]);
    }
    expect((await items<Token>(admin, '/tokens?state=working&q=monitor')).map((one) => one.id)).toEqual([id]);
    expect(await items<Token>(admin, '/tokens?q=heir')).toEqual([]);
    const [anna] = await items<{ readonly id: string }>(admin, '/people?q=anna');
    const [refused, made] = await items<{ readonly target: object }>(admin, '/audit?action=addToken');
    expect(refused).toMatchObject({ actor: 'token admin', outcome: 'refused', target: {} });
    expect(made).toMatchObject({ actor: 'anna@example.fi', outcome: 'done', target: { token: id, name: 'monitor', roles: 'admin, finance', person: anna?.id } });
  });

  it('of a name that is taken, or with a role that nobody knows, are refused at the field', async () => {
    const admin = await signedIn('anna', ['admins']);
    await done(admin, '/tokens', { name: 'twice', roles: ['sales'], days: 1 });
    expect(await done(admin, '/tokens', { name: 'twice', roles: ['sales'], days: 1 })).toMatchObject({ status: 422, body: expect.stringContaining('"field":"name"') });
    expect(await done(admin, '/tokens', { name: 'other', roles: ['wizard'], days: 1 })).toMatchObject({ status: 422, body: expect.stringContaining('"field":"roles"') });
    expect(await done(admin, '/tokens', { name: 'other', roles: [], days: 0 })).toMatchObject({ status: 422 });
  });
});

describe('the roles', () => {
  it('are told as the server goes by them, with what gives them', async () => {
    const admin = await signedIn('anna', ['admins']);
    const told = JSON.parse((await admin.call('/api/v1/roles')).body) as { roles: readonly { name: string }[] };
    expect(told).toMatchObject({ issuer: null, claim: 'groups', map: [{ given: 'admins', roles: ['admin'], workspaces: ['*'] }, { given: 'sellers' }] });
    expect(told.roles.map(({ name }) => name)).toEqual(Object.keys(api.roles));
  });
});

// Who may call what: tokens, scopes and the OAuth install, with the exact refusals of each. What is refused is also never
// carried out, and calls are counted by route.
import { describe, expect, it } from 'vitest';
import { createFaultPlan } from '../../../src/sandbox/faults.ts';
import { seededRandom } from '../../../src/lib/random.ts';
import { OBJECTS, START, TOKEN, company, openAccount } from './support.ts';
import type { Account, Answer } from './support.ts';

const CLIENT = { client_id: 'client-1', client_secret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy' };
const REDIRECT = 'https://sauma.example/callback';

function install(account: Account, scope = 'crm.objects.companies.read'): string {
  const query = new URLSearchParams({ client_id: 'client-1', redirect_uri: REDIRECT, scope, state: 'xyz' }).toString();
  const page = account.get(`/oauth/authorize?${query}`);
  expect(page.status).toBe(200);
  const link = /<a id="approve" href="([^"]+)"/.exec(page.body as string)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const back = new URL(account.get(link).headers['location'] ?? '');
  expect(back.origin + back.pathname).toBe(REDIRECT);
  expect(back.searchParams.get('state')).toBe('xyz');
  return back.searchParams.get('code') ?? '';
}

const exchange = (account: Account, code: string): Answer => account.form('/oauth/2026-09/token', { ...CLIENT, grant_type: 'authorization_code', code, redirect_uri: REDIRECT });
const refresh = (account: Account, token: string): Answer => account.form('/oauth/2026-09/token', { ...CLIENT, grant_type: 'refresh_token', refresh_token: token });
const as = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

describe('access to the account', () => {
  it('refuses a missing and a wrong token with the same category', () => {
    const account = openAccount();
    for (const authorization of ['', 'Bearer pat-other', TOKEN]) {
      const answer = account.call('GET', `${OBJECTS}/companies`, undefined, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.body.category).toBe('INVALID_AUTHENTICATION');
      expect(answer.headers['x-hubspot-correlation-id']).toBe(answer.body.correlationId);
    }
  });

  it('names the scopes that a route lacks', () => {
    const account = openAccount({ scopes: ['crm.objects.companies.read'] });
    expect(account.get(`${OBJECTS}/0-2`).status).toBe(200);
    const write = account.post(`${OBJECTS}/companies`, { properties: { name: 'X' } });
    expect([write.status, write.body.category]).toEqual([403, 'MISSING_SCOPES']);
    expect(write.body.errors[0].context.requiredGranularScopes).toEqual(['crm.objects.companies.write']);
    expect(account.get(`${OBJECTS}/notes`).body.errors[0].context.requiredGranularScopes).toEqual(['crm.objects.contacts.read']);
    expect(account.get('/account-info/2026-09/details').status).toBe(200);
  });

  it('hides the body of a logged e-mail without its own scope', () => {
    const granted = ['crm.objects.contacts.read', 'crm.objects.contacts.write'];
    for (const [scopes, seen] of [[granted, null], [[...granted, 'sales-email-read'], 'Hei']] as const) {
      const account = openAccount({ scopes });
      account.post(`${OBJECTS}/emails`, { properties: { hs_timestamp: '1', hs_email_direction: 'EMAIL', hs_email_text: 'Hei', hs_email_subject: 'Tarjous' } });
      const [email] = account.get(`${OBJECTS}/emails?properties=hs_email_text,hs_email_subject`).body.results;
      expect(email.properties).toMatchObject({ hs_email_text: seen, hs_email_subject: 'Tarjous' });
    }
  });

  it('installs an app by a page, a code and a token of thirty minutes', () => {
    const account = openAccount();
    const tokens = exchange(account, install(account));
    expect(tokens.body).toMatchObject({ token_type: 'bearer', token_use: 'access_token', expires_in: 1800, hub_id: 24_601, scopes: ['oauth', 'crm.objects.companies.read'] });
    const token = tokens.body.access_token as string;
    expect(account.call('GET', `${OBJECTS}/companies`, undefined, as(token)).status).toBe(200);
    expect(account.call('GET', `${OBJECTS}/contacts`, undefined, as(token)).status).toBe(403);
    account.now = START + 1_800_000;
    const late = account.call('GET', `${OBJECTS}/companies`, undefined, as(token));
    expect([late.status, late.body.category]).toEqual([401, 'EXPIRED_AUTHENTICATION']);
    const fresh = refresh(account, tokens.body.refresh_token as string);
    expect(fresh.body.refresh_token).toBe(tokens.body.refresh_token);
    expect(account.call('GET', `${OBJECTS}/companies`, undefined, as(fresh.body.access_token as string)).status).toBe(200);
  });

  it('takes a code once, with the redirect it was given for', () => {
    const account = openAccount();
    const code = install(account);
    const elsewhere = account.form('/oauth/v1/token', { ...CLIENT, grant_type: 'authorization_code', code: install(account), redirect_uri: 'https://evil.example/' });
    expect(elsewhere.body).toMatchObject({ error: 'invalid_grant', status: 'BAD_REDIRECT_URI' });
    expect(exchange(account, code).status).toBe(200);
    const again = exchange(account, code);
    expect([again.status, again.body.status]).toEqual([400, 'BAD_AUTH_CODE']);
  });

  it('tells a wrong client from a wrong token', () => {
    const account = openAccount();
    const token = (fields: Record<string, string>): Answer => account.form('/oauth/v3/token', { ...CLIENT, grant_type: 'refresh_token', refresh_token: 'none', ...fields });
    expect(token({}).body).toMatchObject({ error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN', error_description: expect.any(String), message: expect.any(String) });
    expect(token({ client_secret: 'no' }).body).toMatchObject({ error: 'invalid_client', status: 'BAD_CLIENT_SECRET' });
    expect(token({ client_id: 'no' }).body).toMatchObject({ error: 'invalid_client', status: 'BAD_CLIENT_ID' });
    expect(token({ grant_type: 'client_credentials' }).body.error).toBe('unsupported_grant_type');
  });

  it('lets issued access tokens live when the refresh token is revoked', () => {
    const account = openAccount();
    const { access_token: access, refresh_token: refreshToken } = exchange(account, install(account)).body as Record<string, string>;
    const introspect = (token: string | undefined): Answer => account.form('/oauth/2026-09/token/introspect', { ...CLIENT, token: token ?? '' });
    expect(introspect(access).body).toMatchObject({ active: true, token_use: 'access_token', hub_id: 24_601, expires_in: 1800 });
    expect(account.form('/oauth/2026-09/token/revoke', { ...CLIENT, token: refreshToken ?? '' }).status).toBe(200);
    expect(introspect(refreshToken).body).toEqual({ active: false });
    expect(refresh(account, refreshToken ?? '').body).toMatchObject({ error: 'access_denied', status: 'BAD_HUB' });
    expect(account.call('GET', `${OBJECTS}/companies`, undefined, as(access ?? '')).status).toBe(200);
  });

  it('refuses to grant scopes the app has not got', () => {
    const account = openAccount({ scopes: ['crm.objects.companies.read'] });
    const query = new URLSearchParams({ client_id: 'client-1', redirect_uri: REDIRECT, scope: 'crm.objects.deals.write' }).toString();
    expect(account.get(`/oauth/authorize?${query}`).status).toBe(400);
    expect(account.get('/oauth/authorize?client_id=other').status).toBe(400);
  });

  it('answers unknown paths, unknown methods and too long addresses without touching anything', () => {
    const account = openAccount();
    expect(account.get('/crm/v9/objects/companies').status).toBe(404);
    expect(account.call('PUT', `${OBJECTS}/companies`).status).toBe(405);
    expect(account.get(`${OBJECTS}/companies?properties=${'a'.repeat(9_000)}`).status).toBe(414);
    expect(account.get(`${OBJECTS}/unicorns`).body.message).toBe('Unable to infer object type from: unicorns');
  });

  it('counts calls by route and object type, and leaves injected faults out', () => {
    const faults = createFaultPlan(seededRandom(1));
    const account = openAccount({ faults });
    company(account);
    account.get('/crm/v3/objects/0-2');
    account.get(`${OBJECTS}/companies`);
    faults.add({ kind: 'status-503', times: 1 });
    expect(account.get(`${OBJECTS}/companies`).status).toBe(503);
    faults.add({ kind: 'status-429', retryAfter: 3, times: 1 });
    const limited = account.get(`${OBJECTS}/companies`);
    expect([limited.status, limited.headers['retry-after'], limited.body.errorType]).toEqual([429, '3', 'RATE_LIMIT']);
    expect(account.model.calls.get('GET /crm/objects/2026-09/{objectType} companies')).toBe(2);
    expect(account.model.refused).toBe(1);
  });
});

// Access of an installed app: given once by a person, renewed by its time by one caller for all, and plainly told when it ends.
import { beforeEach, describe, expect, it } from 'vitest';
import { hubspotConsent } from '../../../src/connectors/hubspot/consent.ts';
import { createAccess } from '../../../src/connectors/hubspot/tokens.ts';
import type { Access } from '../../../src/connectors/hubspot/tokens.ts';
import type { Http } from '../../../src/connectors/http.ts';
import { grantVault } from '../../../src/cli/grant-vault.ts';
import { createSealer } from '../../../src/lib/crypto.ts';
import { openInstallation, REDIRECT } from './installed.ts';
import type { Installation } from './installed.ts';

const HALF_AN_HOUR = 1_800_000;
let at: Installation;
beforeEach(() => {
  at = openInstallation();
});

/** A process whose admin has installed the app. */
async function connected(): Promise<Access> {
  const { access } = at.process();
  expect(await access.accept?.({ code: at.consent(), redirectUri: REDIRECT, account: null })).toEqual({ account: '24601', scopes: ['oauth', 'crm.objects.companies.read'] });
  return access;
}
const kinds = (): (string | null)[] => at.tokenCalls.map((form) => form.get('grant_type'));
const renewals = (): number => kinds().filter((kind) => kind === 'refresh_token').length;
const revokeRefreshToken = (): void => at.revoke(at.given[0]?.refresh_token);
const refusal = (code: string, message: RegExp) => expect.objectContaining({ name: 'AccessError', code, message: expect.stringMatching(message) });
const readCompanies = (http: Http): Promise<unknown> => http.call({ method: 'GET', route: 'GET companies', path: '/crm/objects/2026-09/companies', bucket: 'hubspot', replay: 'safe', reply: null });

describe('an install', () => {
  it('gives access that is used until shortly before its end, and then renewed', async () => {
    const access = await connected();
    const first = await access.authorize(false);
    expect(at.statusWith(first)).toBe(200);
    expect(access.scopes()).toEqual(['oauth', 'crm.objects.companies.read']);
    at.clock.advance(HALF_AN_HOUR - 120_001);
    expect(await access.authorize(false)).toEqual(first);
    at.clock.advance(1);
    const second = await access.authorize(false);
    expect(second).not.toEqual(first);
    expect(at.statusWith(second)).toBe(200);
    expect(kinds()).toEqual(['authorization_code', 'refresh_token']);
  });

  it('is kept sealed, and serves every other process without a call of its own', async () => {
    const access = await connected();
    const kept = await at.store.secret('grant:crm');
    for (const { access_token: token, refresh_token: refresh } of at.given) for (const secret of [token, refresh]) expect(kept).not.toContain(secret);
    expect(await at.process().access.authorize(false)).toEqual(await access.authorize(false));
    expect(kinds()).toEqual(['authorization_code']);
  });

  it('keeps nothing when the code is refused, or when it is for another account', async () => {
    const { access } = at.process();
    await expect(access.accept?.({ code: 'made-up', redirectUri: REDIRECT, account: null })).rejects.toEqual(refusal('consent-refused', /BAD_AUTH_CODE.*sauma connect hubspot/));
    await expect(access.accept?.({ code: at.consent(), redirectUri: REDIRECT, account: '1' })).rejects.toEqual(refusal('other-account', /account 1,.*24601/));
    expect(await at.store.secret('grant:crm')).toBeNull();
    await expect(access.authorize(false)).rejects.toEqual(refusal('not-connected', /sauma connect hubspot/));
  });

  it('keeps whatever refresh token comes back with a renewal, and goes on with it', async () => {
    const access = await connected();
    at.clock.advance(HALF_AN_HOUR);
    at.fault = { status: 200, body: { access_token: 'C-other', refresh_token: 'rotated', expires_in: 1_800, hub_id: 24_601 } };
    expect(await access.authorize(false)).toEqual({ authorization: 'Bearer C-other' });
    at.clock.advance(HALF_AN_HOUR);
    at.fault = { status: 200, body: { access_token: 'C-next', expires_in: 1_800 } };
    expect(await at.process().access.authorize(false)).toEqual({ authorization: 'Bearer C-next' });
    at.clock.advance(HALF_AN_HOUR);
    await access.authorize(false).catch(() => undefined);
    expect(at.tokenCalls.slice(-2).map((form) => form.get('refresh_token'))).toEqual(['rotated', 'rotated']);
  });
});

describe('a renewal', () => {
  it('is one for twenty callers at once', async () => {
    const access = await connected();
    at.clock.advance(HALF_AN_HOUR);
    const given = await Promise.all(Array.from({ length: 20 }, () => access.authorize(false)));
    expect(new Set(given.map((headers) => headers['authorization'])).size).toBe(1);
    expect(renewals()).toBe(1);
  });

  it('is one for twenty processes at once', async () => {
    await connected();
    at.clock.advance(HALF_AN_HOUR);
    const given = await Promise.all(Array.from({ length: 20 }, () => at.process().access.authorize(false)));
    expect(new Set(given.map((headers) => headers['authorization'])).size).toBe(1);
    expect(renewals()).toBe(1);
  });

  it('that took so long that another process did it keeps nothing of its own', async () => {
    await connected();
    at.clock.advance(HALF_AN_HOUR);
    const { access } = at.process();
    const slow = access.authorize(false);
    at.clock.advance(10 * 60_000);
    const [one, other] = await Promise.all([slow, at.process().access.authorize(false)]);
    expect(one).toEqual(other);
    expect(at.statusWith(one)).toBe(200);
  });

  it('is tried once when a token is refused before its time, for all calls together', async () => {
    const { http, access } = at.process();
    await access.accept?.({ code: at.consent(), redirectUri: REDIRECT, account: null });
    at.revoke(at.given[0]?.access_token);
    await Promise.all(Array.from({ length: 5 }, () => readCompanies(http)));
    expect(renewals()).toBe(1);
  });

  it('waits for no one for ever', async () => {
    await connected();
    at.clock.advance(HALF_AN_HOUR);
    await at.store.takeLease('grant:crm', 3_600_000);
    await expect(at.process().access.authorize(false)).rejects.toMatchObject({ name: 'RetryableError', code: 'grant-busy' });
  });
});

describe('access that has ended', () => {
  it('says to install again when it was revoked, in both ways that HubSpot tells it', async () => {
    const access = await connected();
    revokeRefreshToken();
    expect(at.statusWith(await access.authorize(false))).toBe(200);
    at.clock.advance(HALF_AN_HOUR);
    await expect(access.authorize(false)).rejects.toEqual(refusal('access-revoked', /BAD_HUB.*sauma connect hubspot/));
    at.fault = { status: 400, body: { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN', message: 'missing or invalid refresh token' } };
    await expect(access.authorize(false)).rejects.toEqual(refusal('access-revoked', /BAD_REFRESH_TOKEN.*install the app again/));
  });

  it('comes back with a new install, for every process, without a restart', async () => {
    const access = await connected();
    revokeRefreshToken();
    at.clock.advance(HALF_AN_HOUR);
    await expect(access.authorize(false)).rejects.toThrow('revoked');
    await at.process().access.accept?.({ code: at.consent(), redirectUri: REDIRECT, account: '24601' });
    expect(at.statusWith(await access.authorize(false))).toBe(200);
  });

  it('is never what a wrong client secret means', async () => {
    await connected();
    at.clock.advance(HALF_AN_HOUR);
    await expect(at.process({ clientSecret: 'wrong' }).access.authorize(false)).rejects.toEqual(refusal('client-refused', /HUBSPOT_CLIENT_SECRET/));
    expect(at.statusWith(await at.process().access.authorize(false))).toBe(200);
  });

  it('is no matter of a moment in which HubSpot does not answer', async () => {
    const access = await connected();
    at.clock.advance(HALF_AN_HOUR);
    at.fault = { status: 503, body: {} };
    expect(at.statusWith(await access.authorize(false))).toBe(200);
  });
});

describe('a configured refresh token', () => {
  it('begins without an install, and a new one takes the place of what it led to', async () => {
    await connected();
    const refreshToken = at.given[0]?.refresh_token ?? '';
    const configured = (): Promise<Readonly<Record<string, string>>> => at.process({ refreshToken }).access.authorize(false);
    expect(at.statusWith(await configured())).toBe(200);
    expect(await configured()).toEqual(await configured());
    expect(renewals()).toBe(1);
    await expect(at.process({ refreshToken: 'another' }).access.authorize(false)).rejects.toEqual(refusal('access-revoked', /BAD_REFRESH_TOKEN/));
    // Without one, what is kept is used.
    expect(await at.process().access.authorize(false)).toEqual(await configured());
  });
});

it('a static token needs neither page nor vault', async () => {
  const credentials = { token: 'pat-eu1-x' };
  const access = createAccess({ credentials, clock: at.clock, http: () => at.process().http });
  expect(await access.authorize(true)).toEqual({ authorization: 'Bearer pat-eu1-x' });
  expect(access.scopes()).toBeNull();
  expect(hubspotConsent({ baseUrl: 'https://api.hubapi.com', credentials, scopes: {}, access })).toBeUndefined();
});

it('the install page is HubSpot’s own, with exactly the scopes of the features', async () => {
  const vault = grantVault({ store: at.store, sealer: createSealer(() => [Buffer.alloc(32)]), workspace: 'main', side: 'crm' });
  const credentials = { kind: 'oauth', clientId: 'client 1', clientSecret: 's', refreshToken: null, vault } as const;
  const access = createAccess({ credentials, clock: at.clock, http: () => at.process().http });
  const scopes = { 'accounts.read': ['crm.objects.companies.read', 'crm.objects.owners.read'], 'accounts.write': ['crm.objects.companies.read', 'crm.objects.companies.write'] };
  const pageAt = (baseUrl: string): string | undefined => hubspotConsent({ baseUrl, credentials, scopes, access })?.page({ state: 'main.x', redirectUri: REDIRECT });
  expect(pageAt('https://api.hubapi.com')).toBe(
    `https://app.hubspot.com/oauth/authorize?client_id=client%201&redirect_uri=${encodeURIComponent(REDIRECT)}&scope=crm.objects.companies.read%20crm.objects.companies.write%20crm.objects.owners.read%20oauth&state=main.x`,
  );
  expect(pageAt('http://127.0.0.1:4000')).toMatch(/^http:\/\/127\.0\.0\.1:4000\/oauth\/authorize\?/);
});

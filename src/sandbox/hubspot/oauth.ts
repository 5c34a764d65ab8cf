// Home of the OAuth install page and the token, introspect and revoke routes, with the v1 ones that HubSpot's own client still
// calls for the last two. Invariant: every refusal of a grant is a 400 in OAuth's own error shape; revoking a refresh token
// leaves its access tokens working until they expire.
import type { SandboxResponse } from '../contract.ts';
import type { Call } from './call.ts';
import type { Portal } from './portal.ts';
import { ACCESS_SECONDS } from './tokens.ts';
import { Refusal, refuse, respond } from './wire.ts';

const CODE_MS = 10 * 60_000;

/** A page with one link; following it comes back to the redirect URI with a single-use code. */
export function authorizePage(call: Call): SandboxResponse {
  const { portal, query } = call;
  const redirect = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== portal.settings.clientId) return page(400, 'Authorization failed', '<p>The client ID is not known.</p>');
  if (!URL.canParse(redirect)) return page(400, 'Authorization failed', '<p>The redirect URI is missing or not valid.</p>');
  const asked = (name: string): string[] => (query.get(name) ?? '').split(/\s+/).filter((scope) => scope !== '');
  const granted = portal.settings.scopes;
  const unknown = asked('scope').filter((scope) => !granted.includes(scope) && scope !== 'oauth');
  if (unknown.length > 0) return page(400, 'Authorization failed', `<p>These scopes cannot be granted: ${escape(unknown.join(', '))}</p>`);
  const scopes = [...new Set(['oauth', ...asked('scope'), ...asked('optional_scope').filter((scope) => granted.includes(scope))])];
  if (query.get('approve') !== 'true') {
    const link = `${call.request.path}?${new URLSearchParams([...query, ['approve', 'true']]).toString()}`;
    return page(200, 'Connect app to HubSpot', `<ul>${scopes.map((scope) => `<li>${escape(scope)}</li>`).join('')}</ul><p><a id="approve" href="${escape(link)}">Connect app</a></p>`);
  }
  const code = secret(portal, 'code', 4);
  portal.tokens.codes.set(code, { scopes, redirectUri: redirect, expiresAt: call.now + CODE_MS });
  const target = new URL(redirect);
  target.searchParams.set('code', code);
  const state = query.get('state');
  if (state !== null) target.searchParams.set('state', state);
  return respond(302, null, { location: target.href });
}

export function issueToken(call: Call): SandboxResponse {
  const form = new URLSearchParams(call.request.body);
  const { portal, now } = call;
  checkClient(portal, form);
  const grantType = form.get('grant_type');
  if (grantType === 'authorization_code') {
    const code = form.get('code') ?? '';
    const grant = portal.tokens.codes.get(code);
    portal.tokens.codes.delete(code);
    if (grant === undefined || grant.expiresAt <= now) throw oauthError('invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code');
    if (grant.redirectUri !== form.get('redirect_uri')) throw oauthError('invalid_grant', 'BAD_REDIRECT_URI', 'redirect_uri does not match the one used to authorize');
    const refresh = secret(portal, 'eu1', 4);
    portal.tokens.refresh.set(refresh, { scopes: grant.scopes, revoked: false });
    return respond(200, accessToken(portal, refresh, grant.scopes, now));
  }
  if (grantType === 'refresh_token') {
    const refresh = form.get('refresh_token') ?? '';
    const known = portal.tokens.refresh.get(refresh);
    if (known === undefined) throw oauthError('invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
    if (known.revoked) throw oauthError('access_denied', 'BAD_HUB', 'the app is no longer installed in this account');
    return respond(200, accessToken(portal, refresh, known.scopes, now));
  }
  throw oauthError('unsupported_grant_type', 'BAD_GRANT_TYPE', `missing or invalid grant_type: ${grantType ?? ''}`);
}

export function introspectToken(call: Call): SandboxResponse {
  const form = new URLSearchParams(call.request.body);
  const { portal, now } = call;
  checkClient(portal, form);
  const token = form.get('token') ?? '';
  const access = portal.tokens.access.get(token);
  const refresh = portal.tokens.refresh.get(token);
  const scopes = access !== undefined && access.expiresAt > now ? access.scopes : refresh?.revoked === false ? refresh.scopes : null;
  if (scopes === null) return respond(200, { active: false });
  return respond(200, {
    active: true,
    token,
    token_type: 'bearer',
    token_use: access === undefined ? 'refresh_token' : 'access_token',
    hub_id: Number(portal.settings.portalId),
    app_id: Number(portal.settings.appId),
    client_id: portal.settings.clientId,
    user_id: 1,
    scopes,
    ...(access === undefined ? {} : { expires_in: Math.floor((access.expiresAt - now) / 1000) }),
    is_private_distribution: portal.settings.tier !== 'marketplace',
  });
}

export function revokeToken(call: Call): SandboxResponse {
  const form = new URLSearchParams(call.request.body);
  checkClient(call.portal, form);
  const token = form.get('token') ?? '';
  const refresh = call.portal.tokens.refresh.get(token);
  if (refresh !== undefined) refresh.revoked = true;
  call.portal.tokens.access.delete(token);
  return respond(200, null);
}

export function describeAccessToken(call: Call): SandboxResponse {
  const token = call.param('token');
  const access = call.portal.tokens.access.get(token);
  if (access === undefined || access.expiresAt <= call.now) throw unknownToken();
  const { appId } = call.portal.settings;
  return respond(200, { ...description(call.portal, token, access.scopes), app_id: Number(appId), expires_in: Math.floor((access.expiresAt - call.now) / 1000), token_type: 'access' });
}

export function describeRefreshToken(call: Call): SandboxResponse {
  const token = call.param('token');
  const refresh = call.portal.tokens.refresh.get(token);
  if (refresh === undefined || refresh.revoked) throw unknownToken();
  return respond(200, { ...description(call.portal, token, refresh.scopes), client_id: call.portal.settings.clientId, token_type: 'refresh' });
}

export function deleteRefreshToken(call: Call): SandboxResponse {
  const refresh = call.portal.tokens.refresh.get(call.param('token'));
  if (refresh === undefined) throw unknownToken();
  refresh.revoked = true;
  return respond(204, null);
}

function description(portal: Portal, token: string, scopes: readonly string[]): Record<string, unknown> {
  const hub = portal.settings.portalId;
  return { token, user: 'installer@sandbox.example', hub_domain: `sandbox-${hub}.example`, scopes, hub_id: Number(hub), user_id: 1 };
}

function unknownToken(): Refusal {
  return refuse(404, null, 'The token is not known or not valid any more.');
}

function accessToken(portal: Portal, refresh: string, scopes: readonly string[], now: number): unknown {
  const token = secret(portal, 'C', 40);
  portal.tokens.access.set(token, { scopes, expiresAt: now + ACCESS_SECONDS * 1000 });
  return {
    token_type: 'bearer',
    token_use: 'access_token',
    access_token: token,
    refresh_token: refresh,
    expires_in: ACCESS_SECONDS,
    hub_id: Number(portal.settings.portalId),
    scopes,
    user_id: 1,
  };
}

function checkClient(portal: Portal, form: URLSearchParams): void {
  if (form.get('client_id') !== portal.settings.clientId) throw oauthError('invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client ID');
  if (form.get('client_secret') !== portal.settings.clientSecret) throw oauthError('invalid_client', 'BAD_CLIENT_SECRET', 'missing or invalid client secret');
}

function oauthError(error: string, status: string, message: string): Refusal {
  return new Refusal(400, { error, error_description: message, status, message });
}

/** `parts` groups of eight hex digits. */
function secret(portal: Portal, prefix: string, parts: number): string {
  const group = (): string => portal.random.ids.int(0, 0xffff_ffff).toString(16).padStart(8, '0');
  return `${prefix}-${Array.from({ length: parts }, group).join('-')}`;
}

function page(status: number, title: string, body: string): SandboxResponse {
  return respond(status, `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

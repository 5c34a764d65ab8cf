// Home of who is calling: the bearer token, its scopes, and the refusals of both. Invariant: a private token always has
// `oauth`; an OAuth token has what was granted, for 30 minutes. The old webhook routes know an app by its developer key in the
// query, the only way HubSpot's own client takes there; the private token serves as that key.
import type { SandboxRequest } from '../contract.ts';
import type { Call } from './call.ts';
import type { Portal } from './portal.ts';
import type { Route } from './routes.ts';
import { lacking } from './scopes.ts';
import { refuse } from './wire.ts';

export interface Caller {
  readonly scopes: ReadonlySet<string>;
  readonly oauth: boolean;
}

export function callerOf(portal: Portal, request: SandboxRequest, now: number): Caller {
  const key = request.path.startsWith('/webhooks/v3/') ? new URLSearchParams(request.query).get('hapikey') : null;
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? key ?? '';
  if (token === portal.settings.token) return { scopes: new Set([...portal.settings.scopes, 'oauth']), oauth: false };
  const access = portal.tokens.access.get(token);
  if (access === undefined) {
    throw refuse(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview');
  }
  if (access.expiresAt <= now) {
    throw refuse(401, portal.settings.expiredCategory, 'The OAuth token used to make this call expired.');
  }
  return { scopes: new Set(access.scopes), oauth: true };
}

export function checkScopes(route: Route, call: Call): void {
  const missing = route.scopes === null ? [] : lacking(route.scopes(call), call.scopes);
  if (missing.length === 0) return;
  throw refuse(403, 'MISSING_SCOPES', "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.", {
    errors: [{ message: 'One or more of the following scopes are required.', context: { requiredGranularScopes: missing } }],
    links: { scopes: 'https://developers.hubspot.com/scopes' },
  });
}

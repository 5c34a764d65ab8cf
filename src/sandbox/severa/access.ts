// Who may call: the vendor's own token route (not the RFC's names), refresh and sign-out, and the scopes a token carries.
// Credentials act for the organisation; a token that is unknown or past its time is 401, a scope it lacks is 403.
import { toInstant } from '../../lib/clock.ts';
import type { Random } from '../../lib/random.ts';
import { allScopes, type SeveraFacts, type SeveraOptions } from './options.ts';
import { objectBody } from './input.ts';
import { Refusal } from './refusal.ts';

interface Grant {
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  readonly refreshToken: string;
  readonly refreshExpiresAt: number;
}

export interface Access {
  /** POST /v1/token. Throws Refusal. */
  issue(body: unknown, now: number): Record<string, unknown>;
  /** POST /v1/refreshtoken: the body is the refresh token as a bare JSON string. Throws Refusal 401. */
  refresh(body: unknown, now: number): Record<string, unknown>;
  /** POST /v1/signout: the token of the body stops working. */
  signOut(body: unknown): void;
  /** Throws Refusal: 401 without a good token, 403 when a scope is missing. */
  check(headers: Readonly<Record<string, string>>, scopes: readonly string[], now: number): void;
  /** All access tokens stop working. */
  expireAll(): void;
}

export function createAccess(options: SeveraOptions, facts: SeveraFacts): Access {
  const granted = options.grantedScopes ?? allScopes;
  const random: Random = options.random.fork('tokens');
  const grants = new Map<string, Grant>();
  const refreshable = new Map<string, Grant>();
  const newToken = (): string => Array.from({ length: 40 }, () => random.int(0, 35).toString(36)).join('');

  const give = (scopes: readonly string[], now: number): Record<string, unknown> => {
    for (const [token, grant] of grants) if (grant.refreshExpiresAt < now) grants.delete(token);
    const grant = {
      scopes,
      expiresAt: now + facts.accessTokenSeconds * 1000,
      refreshToken: newToken(),
      refreshExpiresAt: now + facts.refreshTokenSeconds * 1000,
    };
    const accessToken = newToken();
    grants.set(accessToken, grant);
    refreshable.set(grant.refreshToken, grant);
    return {
      access_token: accessToken,
      access_token_type: 'Bearer',
      access_token_expires_in: facts.accessTokenSeconds,
      access_token_expires_utc: toInstant(grant.expiresAt),
      refresh_token: grant.refreshToken,
      refresh_token_expires_in: facts.refreshTokenSeconds,
      refresh_token_expires_utc: toInstant(grant.refreshExpiresAt),
      scope: scopes.join(' '),
    };
  };

  return {
    issue: (body, now) => {
      // Field clients send client_Id, client_Secret and the like: the case of the keys does not matter.
      const given = Object.fromEntries(Object.entries(objectBody(body)).map(([key, value]) => [key.toLowerCase(), value]));
      for (const key of ['client_id', 'client_secret']) {
        if (typeof given[key] !== 'string' || given[key] === '') {
          throw new Refusal(400, 'InvalidParameter', [{ message: `The ${key} field is required.`, location: { type: 'RequestBody', identifier: key } }]);
        }
      }
      if (given['client_id'] !== options.clientId || given['client_secret'] !== options.clientSecret) throw unauthenticated('The client credentials are not valid.');
      const asked = typeof given['scope'] === 'string' ? given['scope'].split(/[\s,]+/).filter(Boolean) : [];
      if (asked.length === 0) return give(granted, now);
      const allowed = asked.filter((scope) => granted.includes(scope));
      if (facts.ungrantedScope === 'refuse' && allowed.length < asked.length) {
        throw new Refusal(403, 'InsufficientApiScope', [{ message: 'A scope was asked for that is not granted.' }]);
      }
      return give(allowed, now);
    },
    refresh: (body, now) => {
      const grant = typeof body === 'string' ? refreshable.get(body) : undefined;
      if (!grant || grant.refreshExpiresAt <= now) throw unauthenticated('The refresh token is not valid.');
      refreshable.delete(grant.refreshToken);
      return give(grant.scopes, now);
    },
    signOut: (body) => {
      for (const [token, grant] of grants) {
        if (token !== body && grant.refreshToken !== body) continue;
        grants.delete(token);
        refreshable.delete(grant.refreshToken);
      }
    },
    check: (headers, scopes, now) => {
      const token = /^bearer\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
      const grant = token === undefined ? undefined : grants.get(token);
      if (!grant) throw unauthenticated('The access token is missing or not valid.');
      if (grant.expiresAt <= now) throw unauthenticated('The access token has expired.');
      const missing = scopes.filter((scope) => !grant.scopes.includes(scope));
      if (missing.length > 0) throw new Refusal(403, 'InsufficientApiScope', [{ message: `The access token lacks the scope ${missing.join(', ')}.` }]);
    },
    expireAll: () => grants.clear(),
  };
}

function unauthenticated(message: string): Refusal {
  return new Refusal(401, 'AuthenticationRequired', [{ message, location: { type: 'RequestHeader', identifier: 'Authorization' } }]);
}

// Home of Severa's access token. Asked for with exactly the scopes of the enabled features, kept until a minute before it
// expires, and never asked for twice at a time. What the credential may do is what the reply's `scope` says.
import type { Clock } from '../../lib/clock.ts';
import { AccessError } from '../../lib/errors.ts';
import type { Http } from '../http.ts';
import { tokenReply } from './rows.ts';

export interface SeveraCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Grant {
  readonly header: string;
  /** Scopes given; null when the reply does not say. */
  readonly scopes: readonly string[] | null;
  readonly expiresAt: number;
}

export interface TokenSource {
  /** The kept grant, or a new one when it is old or `fresh` is asked. Throws AccessError and RetryableError. */
  grant(fresh: boolean): Promise<Grant>;
}

const marginMs = 60_000;
/** When the reply does not say how long the token lasts. */
const assumedLifeMs = 10 * 60_000;

/** `scopes`: feature → scopes it needs. `http` is asked for late, since it needs this source for its own calls. */
export function createTokenSource(options: {
  readonly credentials: SeveraCredentials;
  readonly scopes: Readonly<Record<string, readonly string[]>>;
  readonly clock: Clock;
  readonly http: () => Http;
}): TokenSource {
  const { credentials, clock } = options;
  let kept: Grant | null = null;
  let pending: Promise<Grant> | null = null;

  const request = async (scopes: readonly string[]): Promise<Grant> => {
    const askedAt = clock.now();
    const wanted = [...new Set(scopes)].toSorted();
    const { data } = await options.http().call({
      method: 'POST',
      route: 'POST /v1/token',
      path: '/v1/token',
      json: { client_id: credentials.clientId, client_secret: credentials.clientSecret, ...(wanted.length > 0 ? { scope: wanted.join(' ') } : {}) },
      bucket: 'severa',
      replay: 'safe',
      reply: tokenReply,
      forToken: true,
    });
    return {
      header: `Bearer ${data.access_token}`,
      scopes: data.scope ? data.scope.split(/[\s,]+/).filter((scope) => scope !== '') : null,
      expiresAt: expiryOf(data.access_token_expires_in, data.access_token_expires_utc, askedAt),
    };
  };

  /** A server that refuses the whole request for one scope: feature by feature, so that the others still work. */
  const narrowed = async (refused: unknown): Promise<Grant> => {
    const granted: string[] = [];
    let grant: Grant | null = null;
    for (const scopes of Object.values(options.scopes)) {
      try {
        grant = await request([...granted, ...scopes]);
        granted.push(...scopes);
      } catch (error) {
        if (!isScopeRefusal(error)) throw error;
      }
    }
    if (grant === null) throw refused;
    return { ...grant, scopes: grant.scopes ?? granted };
  };

  const renew = async (): Promise<Grant> => {
    try {
      kept = await request(Object.values(options.scopes).flat());
    } catch (error) {
      if (!isScopeRefusal(error)) throw error;
      kept = await narrowed(error);
    }
    return kept;
  };

  return {
    async grant(fresh) {
      if (!fresh && kept !== null && clock.now() < kept.expiresAt - marginMs) return kept;
      pending ??= renew().finally(() => {
        pending = null;
      });
      return pending;
    },
  };
}

function isScopeRefusal(error: unknown): boolean {
  return error instanceof AccessError && error.code === 'scope-missing';
}

function expiryOf(seconds: number | null | undefined, utc: string | null | undefined, askedAt: number): number {
  if (seconds !== null && seconds !== undefined && seconds > 0) return askedAt + seconds * 1_000;
  const instant = utc ? Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(utc) ? utc : `${utc}Z`) : Number.NaN;
  return Number.isNaN(instant) ? askedAt + assumedLifeMs : instant;
}

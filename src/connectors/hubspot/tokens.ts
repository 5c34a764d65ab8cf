// Home of what proves to HubSpot who we are: a static token, or the access tokens of an installed app. Invariants: a token is
// renewed by its time and never by two at once, in this process or another; whatever refresh token comes back is kept before
// the access token is used.
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { tokenHash } from '../../lib/crypto.ts';
import { AccessError, RetryableError } from '../../lib/errors.ts';
import type { Consent } from '../connector.ts';
import type { Http } from '../http.ts';
import type { Grant, GrantVault, OpenVault } from '../options.ts';
import { BUCKET, routes } from './paths.ts';

/** The app, as its page at HubSpot tells it. */
export interface HubspotApp {
  readonly kind: 'oauth';
  readonly clientId: string;
  readonly clientSecret: string;
  /** A configured refresh token, to begin with; null: an install gives the first one. */
  readonly refreshToken: string | null;
  readonly vault: GrantVault;
}

export type HubspotCredentials = { readonly kind?: 'token'; readonly token: string } | HubspotApp;

export interface Access {
  /** Headers; with `fresh` never those of the token given last. @throws AccessError, RetryableError */
  authorize(fresh: boolean): Promise<Readonly<Record<string, string>>>;
  /** Scopes that were given; null when nobody says. */
  scopes(): readonly string[] | null;
  /** Takes the code of the install page and keeps the grant. Null for a static token. */
  readonly accept: Consent['accept'] | null;
}

/** A token that is about to run out would do so on the way. */
const MARGIN_MS = 120_000;
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 250;

const replySchema = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.number().positive(),
  hub_id: z.union([z.number(), z.string()]).nullish().transform((id) => (id === null || id === undefined ? null : String(id))),
  scopes: z.array(z.string()).nullish(),
});

/** `http` is asked for late, since it needs this for its own calls. */
export function createAccess(options: { readonly credentials: HubspotCredentials; readonly clock: Clock; readonly http: () => Http }): Access {
  const { credentials } = options;
  if (credentials.kind === 'oauth') return grantAccess({ ...options, app: credentials });
  // The token does not expire: a refusal of it stands, whether it is asked for afresh or not.
  return { authorize: () => Promise.resolve(bearer(credentials.token)), scopes: () => null, accept: null };
}

function grantAccess({ app, clock, http }: { readonly app: HubspotApp; readonly clock: Clock; readonly http: () => Http }): Access {
  const origin = app.refreshToken === null ? null : tokenHash(app.refreshToken);
  let kept: Grant | null = null;
  let pending: Promise<Grant> | null = null;

  const request = async (form: Readonly<Record<string, string>>, before: Grant | null): Promise<Grant> => {
    const askedAt = clock.now();
    const { data } = await http().call({
      ...routes.token,
      form: { ...form, client_id: app.clientId, client_secret: app.clientSecret },
      bucket: BUCKET,
      replay: 'safe',
      reply: replySchema,
      forToken: true,
    });
    return {
      refreshToken: data.refresh_token ?? form['refresh_token'] ?? '',
      accessToken: data.access_token,
      expiresAt: askedAt + data.expires_in * 1_000,
      account: data.hub_id ?? before?.account ?? null,
      scopes: data.scopes ?? before?.scopes ?? [],
      origin,
    };
  };

  /** What is kept, unless another refresh token has been configured since. */
  const stored = async (): Promise<Grant | null> => {
    const grant = await app.vault.load();
    return grant !== null && (origin === null || grant.origin === origin) ? grant : null;
  };
  const usable = (grant: Grant, refused: string | null): boolean => clock.now() < grant.expiresAt - MARGIN_MS && grant.accessToken !== refused;

  const renew = async (refused: string | null): Promise<Grant> => {
    for (;;) {
      const grant = await stored();
      if (grant && usable(grant, refused)) return grant;
      const renewed = await alone(clock, app.vault, async (vault) => {
        // Whoever had the vault before has perhaps renewed it.
        const before = await stored();
        if (before && usable(before, refused)) return before;
        const refreshToken = before?.refreshToken ?? app.refreshToken;
        if (refreshToken === null) throw notConnected();
        const next = await request({ grant_type: 'refresh_token', refresh_token: refreshToken }, before);
        return (await vault.save(next)) ? next : null;
      });
      if (renewed !== null) return renewed;
    }
  };

  return {
    authorize: async (fresh) => {
      if (!fresh && kept && usable(kept, null)) return bearer(kept.accessToken);
      pending ??= renew(fresh ? (kept?.accessToken ?? null) : null).finally(() => (pending = null));
      kept = await pending;
      return bearer(kept.accessToken);
    },
    scopes: () => kept?.scopes ?? null,
    accept: async ({ code, redirectUri, account }) => {
      const grant = await request({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }, null);
      if (grant.account === null || grant.refreshToken === '') throw new AccessError('consent-refused', 'HubSpot did not say which account was connected; run "npx sauma connect hubspot" and install the app again');
      if (account !== null && account !== grant.account) throw otherAccount(account, grant.account);
      if (!(await alone(clock, app.vault, (vault) => vault.save(grant)))) throw busy();
      kept = grant;
      return { account: grant.account, scopes: grant.scopes };
    },
  };
}

/** With the vault open, and closed afterwards. @throws RetryableError when others keep it for too long */
async function alone<T>(clock: Clock, vault: GrantVault, work: (vault: OpenVault) => Promise<T>): Promise<T> {
  const until = clock.now() + PATIENCE_MS;
  let open = await vault.open();
  for (; open === null; open = await vault.open()) {
    if (clock.now() >= until) throw busy();
    await clock.sleep(LOOK_AGAIN_MS);
  }
  try {
    return await work(open);
  } finally {
    await open.close();
  }
}

function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}

function notConnected(): AccessError {
  return new AccessError('not-connected', 'HubSpot is not connected yet; run "npx sauma connect hubspot" and open the address it prints');
}

function otherAccount(expected: string, given: string): AccessError {
  return new AccessError('other-account', `This workspace works with HubSpot account ${expected}, and the app was installed in account ${given}; choose ${expected} on the install page, or connect ${given} to a workspace of its own`);
}

function busy(): RetryableError {
  return new RetryableError('grant-busy', 'Another process is renewing the access to HubSpot; it will be tried again later');
}

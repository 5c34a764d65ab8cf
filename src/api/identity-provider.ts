// The identity provider as our login meets it: OpenID Connect, authorization code with PKCE. Invariants: an answer counts only for the
// browser, state and nonce it was asked with, from the issuer that is configured, signed by it; nothing but its hosts is ever called.
import * as oidc from 'openid-client';
import type { Config } from '../config.ts';
import { AccessError, RetryableError } from '../lib/errors.ts';
import type { Language, SignedIn } from '../store/sessions.ts';
import { personNames } from './caller-name.ts';
import { knownClaims } from './memberships.ts';

/** What a login is asked with; all of it is known to us alone until the answer comes. */
export interface LoginSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface Vouched {
  readonly person: SignedIn;
  /** Those that the configuration knows. */
  readonly claims: readonly string[];
}

export interface IdentityProvider {
  readonly issuer: string;
  /**
   * Its login page for this login.
   * @param again somebody who has just left is asked anew, whoever they were
   * @throws RetryableError when it cannot be reached now
   */
  page(asked: LoginSecrets & { readonly redirectUri: string; readonly again: boolean; readonly language: Language }): Promise<string>;
  /**
   * Who came back with its answer.
   * @param address where they came back to, with the answer in it
   * @throws AccessError when the answer is none to this login, or says no; RetryableError when it cannot be reached now
   */
  accept(address: URL, asked: LoginSecrets): Promise<Vouched>;
  /** Where it ends its own session; null: it has no such page, or cannot be reached. */
  leavingPage(returnTo: string): Promise<string | null>;
}

const TIMEOUT_SECONDS = 10;
/** What it says of its addresses and keys is asked again after this long. */
const KEPT_MS = 3_600_000;

interface Parts {
  readonly signIn: NonNullable<Config['signIn']>;
  readonly login: Config['settings']['login'];
  readonly now: () => number;
}

export function createIdentityProvider(parts: Parts): IdentityProvider {
  const { signIn, login, now } = parts;
  let known: { readonly at: number; readonly asked: Promise<oidc.Configuration> } | null = null;
  const configuration = (): Promise<oidc.Configuration> => {
    if (known === null || now() - known.at > KEPT_MS) known = { at: now(), asked: discover(parts) };
    const { asked } = known;
    asked.catch(() => {
      if (known?.asked === asked) known = null;
    });
    return asked;
  };
  return {
    issuer: signIn.issuer,
    page: async ({ state, nonce, verifier, redirectUri, again, language }) => {
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri, scope: ['openid', ...login.scopes].join(' '), state, nonce, ui_locales: language,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...(again ? { prompt: 'login' } : {}),
      });
      return url.href;
    },
    accept: async (address, { state, nonce, verifier }) => {
      const config = await configuration();
      try {
        const tokens = await oidc.authorizationCodeGrant(config, address, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
        const idClaims = tokens.claims() as oidc.IDToken;
        const more = config.serverMetadata().userinfo_endpoint === undefined ? {} : await oidc.fetchUserInfo(config, tokens.access_token, idClaims.sub);
        const claims = { ...more, ...idClaims };
        return { person: personOf(signIn.issuer, claims), claims: knownClaims(login, claims) };
      } catch (cause) {
        throw refusalOf(cause);
      }
    },
    leavingPage: async (returnTo) => {
      const config = await configuration().catch(() => null);
      if (config?.serverMetadata().end_session_endpoint === undefined) return null;
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo }).href;
    },
  };
}

async function discover({ signIn, login }: Parts): Promise<oidc.Configuration> {
  const issuer = new URL(signIn.issuer);
  const hosts = new Set([issuer.host, ...login.hosts]);
  const secret = signIn.clientSecret.reveal();
  const [post, basic] = [oidc.ClientSecretPost(secret), oidc.ClientSecretBasic(secret)];
  const authentication: oidc.ClientAuth = (server, ...rest) => (server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false ? post : basic)(server, ...rest);
  try {
    return await oidc.discovery(issuer, signIn.clientId, {}, authentication, {
      timeout: TIMEOUT_SECONDS,
      // eslint-disable-next-line typescript/no-deprecated -- marked so to be noticed: the configuration lets it be on this machine only
      execute: [oidc.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [])],
      [oidc.customFetch]: (url, options) => {
        const { host } = new URL(url);
        if (!hosts.has(host)) throw new AccessError('sign-in-host', `the identity provider sends us to ${host}. If it is its own, add it to login.hosts in config/default.json.`);
        return fetch(url, options as RequestInit);
      },
    });
  } catch (cause) {
    throw cause instanceof AccessError ? cause : new RetryableError('identity-unreachable', `the identity provider at ${signIn.issuer} cannot be reached, or does not answer as one. Check OIDC_ISSUER.`, { cause });
  }
}

function personOf(issuer: string, claims: Readonly<Record<string, unknown>>): SignedIn {
  const locale = typeof claims['locale'] === 'string' ? claims['locale'].trim().slice(0, 2).toLowerCase() : null;
  const subject = String(claims['sub']);
  return { issuer, subject, ...personNames(claims, subject), language: locale === 'fi' || locale === 'en' ? locale : null };
}

/** What was wrong is told by its code alone: the answer itself is full of secrets. */
function refusalOf(cause: unknown): Error {
  if (cause instanceof AccessError || cause instanceof RetryableError) return cause;
  if (cause instanceof oidc.AuthorizationResponseError) {
    const denied = cause.error === 'access_denied';
    return new AccessError(denied ? 'sign-in-denied' : 'sign-in-refused', `the identity provider let nobody in: ${denied ? 'access_denied' : 'an error'}.`, { cause });
  }
  const { code, name } = cause as { readonly code?: unknown; readonly name?: unknown };
  if (name === 'TimeoutError' || code === 'OAUTH_TIMEOUT' || (cause as { cause?: { code?: unknown } }).cause?.code === 'ECONNREFUSED') return new RetryableError('identity-unreachable', 'the identity provider did not answer.', { cause });
  return new AccessError('sign-in-refused', `the answer of the identity provider does not hold: ${typeof code === 'string' ? code : 'unknown'}.`, { cause });
}

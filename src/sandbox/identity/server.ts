// The demo's identity provider: a real OpenID provider on a loopback port, for one client, whose login page asks who one would like to be.
// Invariants: it lets nobody back in without asking; after `close()` no socket of it is left.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { interactionPolicy, Provider } from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import { loginPage, LOGIN_PAGE_POLICY } from './login-page.ts';
import { memoryAdapter } from './memory.ts';
import type { IdentityPerson } from './people.ts';

export interface IdentityServer {
  /** The issuer. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** From now on it serves a client at these addresses; before, it answers nothing. */
  admit(client: { readonly redirectUris: readonly string[]; readonly leavingUris: readonly string[] }): void;
  close(): Promise<void>;
}

export interface IdentityOptions {
  /** 0 takes any free one. */
  readonly port: number;
  readonly people: readonly IdentityPerson[];
}

const HOST = '127.0.0.1';
const CLIENT_ID = 'sauma-demo';
const INTERACTION = /^\/interaction\/(?<uid>[\w-]{10,})(?:\/as\/(?<person>[\w-]+))?$/u;
const LONG_SECONDS = 12 * 3_600;

/** Rejects when the port is taken. */
export async function serveIdentity({ port, people }: IdentityOptions): Promise<IdentityServer> {
  const clientSecret = randomBytes(24).toString('base64url');
  let provider: Provider | null = null;
  const server = createServer((request, response) => void answer(provider, people, request, response));
  await listen(server, port);
  const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    clientId: CLIENT_ID,
    clientSecret,
    admit: ({ redirectUris, leavingUris }) => {
      const client = { client_id: CLIENT_ID, client_secret: clientSecret, redirect_uris: [...redirectUris], post_logout_redirect_uris: [...leavingUris] };
      provider = new Provider(url, configurationOf(people, client));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function configurationOf(people: readonly IdentityPerson[], client: NonNullable<Configuration['clients']>[number]): Configuration {
  const claimNames = [...new Set(people.flatMap(({ claims }) => Object.keys(claims)))];
  const policy = interactionPolicy.base();
  // Whoever has just left wants to be somebody else: there is no way back in without being asked.
  policy.get('login')?.checks.add(new interactionPolicy.Check('ask_each_time', 'everybody is asked who they are', ({ oidc }) => oidc.result?.login === undefined));
  return {
    adapter: memoryAdapter(),
    clients: [{ ...client, grant_types: ['authorization_code'], response_types: ['code'] }],
    claims: { openid: ['sub', ...claimNames], profile: ['name'], email: ['email'] },
    conformIdTokenClaims: false,
    cookies: { keys: [randomBytes(24).toString('base64url')] },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    findAccount: (_context, id) => {
      const person = people.find((one) => one.id === id);
      if (!person) return undefined;
      const { name, email, claims } = person;
      return { accountId: id, claims: () => ({ sub: id, name, email, ...claims }) };
    },
    interactions: { policy, url: (_context, { uid }) => `/interaction/${uid}` },
    jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] } as NonNullable<Configuration['jwks']>,
    // The one client is ours: nobody is asked whether it may know who they are.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: CLIENT_ID, accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: LONG_SECONDS, IdToken: 600, Interaction: LONG_SECONDS, Session: LONG_SECONDS },
  };
}

async function answer(provider: Provider | null, people: readonly IdentityPerson[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (provider === null) return text(response, 503, 'not ready yet');
  const { uid, person } = INTERACTION.exec((request.url ?? '').split('?')[0] ?? '')?.groups ?? {};
  if (uid === undefined) return void provider.callback()(request, response);
  try {
    if (person !== undefined) await provider.interactionFinished(request, response, { login: { accountId: person, remember: false } });
    else {
      await provider.interactionDetails(request, response);
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': LOGIN_PAGE_POLICY, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      response.end(loginPage(people, ({ id }) => `/interaction/${uid}/as/${id}`));
    }
  } catch {
    text(response, 400, 'This login is over. Go back to Sauma and sign in again.');
  }
}

function text(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(body);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

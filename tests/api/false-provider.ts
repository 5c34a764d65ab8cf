// An identity provider that can lie: it signs whatever a test wants to hear, with its own key or with another one.
import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const real = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });

export interface FalseProvider {
  readonly issuer: string;
  /** What its next answers say; everything it does not name is as it should be. */
  lie: { readonly claims?: Readonly<Record<string, unknown>>; readonly forged?: boolean; readonly tokenEndpoint?: string; readonly userinfo?: Readonly<Record<string, unknown>>; readonly status?: number };
  /** The nonce that it was asked with. */
  nonce: string;
  /** Addresses it was called at. */
  readonly calls: string[];
  close(): Promise<void>;
}

export async function openFalseProvider(clientId: string): Promise<FalseProvider> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    provider.calls.push(path);
    const reply = (value: unknown, status = 200): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const { issuer, lie } = provider;
    if (lie.status !== undefined) return reply({ error: 'server_error' }, lie.status);
    if (path === '/.well-known/openid-configuration') {
      return reply({
        issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: lie.tokenEndpoint ?? `${issuer}/token`, jwks_uri: `${issuer}/keys`, token_endpoint_auth_methods_supported: ['client_secret_post'],
        ...(lie.userinfo ? { userinfo_endpoint: `${issuer}/me` } : {}),
      });
    }
    if (path === '/keys') return reply({ keys: [{ ...real.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] });
    if (path === '/me') return reply({ sub: 'u1', ...lie.userinfo });
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: clientId, sub: 'u1', iat: now, exp: now + 60, nonce: provider.nonce, name: 'Elli Esimerkki', email: 'elli@example.fi', groups: ['sellers'], ...lie.claims };
    return reply({ access_token: 'a', token_type: 'bearer', id_token: signed(claims, lie.forged === true ? other.privateKey : real.privateKey) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider: FalseProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lie: {},
    nonce: '',
    calls: [],
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
  return provider;
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(claims: object, key: typeof real.privateKey): string {
  const text = `${part({ alg: 'RS256', kid: 'one' })}.${part(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`;
}

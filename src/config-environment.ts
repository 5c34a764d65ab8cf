// The environment variables the program knows, read into typed values. A variable that is set wrongly, or set without the
// one it needs, refuses the start and names both. An empty variable counts as absent. Secrets leave here wrapped.
import { ConfigError } from './lib/errors.ts';
import { Secret } from './lib/secret.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface SeveraCredentials {
  readonly clientId: string;
  readonly clientSecret: Secret;
}

export type HubspotCredentials =
  | { readonly kind: 'token'; readonly token: Secret }
  | {
      readonly kind: 'oauth';
      readonly clientId: string;
      readonly clientSecret: Secret;
      /** Null: the one that an install gives (`sauma connect hubspot`). */
      readonly refreshToken: Secret | null;
    };

export function readText(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? null : value;
}

export function readSecret(env: Environment, name: string): Secret | null {
  const value = readText(env, name);
  return value === null ? null : new Secret(value);
}

/** 0 takes any free port. */
export function readPort(env: Environment, name: string, otherwise: number): number {
  const text = readText(env, name);
  if (text === null) return otherwise;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw wrongVariable(name, 'must be a port number from 0 to 65535');
  return port;
}

/** An http(s) address without a trailing slash, query or credentials. */
export function readAddress(env: Environment, name: string): string | null {
  const text = readText(env, name);
  if (text === null) return null;
  const url = parseUrl(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw wrongVariable(name, 'must be a whole address that begins with https:// or http://');
  }
  if (url.search || url.hash || url.username || url.password) {
    throw wrongVariable(name, 'must be a plain address, without ?, # or credentials in it');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** The origin at which people reach this server, like https://sauma.example.fi: cookies and links are for all of it, and for https. */
export function readPublicUrl(env: Environment, name: string): string | null {
  const address = readAddress(env, name);
  if (address === null) return null;
  const { origin } = new URL(address);
  if (!isEncrypted(address)) throw wrongVariable(name, `must begin with https://; only an address of this machine may do without. Write ${origin.replace('http:', 'https:')}, and let a proxy in front of Sauma end https`);
  if (address !== origin) throw wrongVariable(name, `must have no path: Sauma answers at the root of a host. Write ${origin}, or give Sauma a host name of its own`);
  return origin;
}

/** Or never on a network. */
function isEncrypted(address: string): boolean {
  return /^https:|^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/u.test(address);
}

/** Kept secret as a whole: it may carry a password. */
export function readDatabaseUrl(env: Environment, name: string): Secret | null {
  const text = readText(env, name);
  if (text === null) return null;
  const url = parseUrl(text);
  if (!url || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    throw wrongVariable(name, 'must be the address of a PostgreSQL server, like postgres://user:password@host:5432/database');
  }
  return new Secret(text);
}

/** Keys of 32 bytes, in base64 or hex with commas between; kept as base64. */
export function readKeys(env: Environment, name: string): Secret | null {
  const text = readText(env, name);
  if (text === null) return null;
  const keys = text.split(',').map((part) => readKey(part.trim(), name));
  if (new Set(keys).size < keys.length) throw wrongVariable(name, 'names a key twice. Give each once, the newest last');
  return new Secret(keys.join(','));
}

function readKey(text: string, name: string): string {
  const bytes = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (bytes.length !== 32 || !/^[A-Za-z0-9+/_=-]+$/.test(text)) {
    throw wrongVariable(name, 'must be 32 bytes in base64 or hex, or several such keys with commas between, the newest last. "openssl rand -base64 32" makes one');
  }
  return bytes.toString('base64');
}

/** Null when Severa is not connected. */
export function readSeveraCredentials(env: Environment): SeveraCredentials | null {
  const values = allOrNone(env, ['SEVERA_CLIENT_ID', 'SEVERA_CLIENT_SECRET']);
  return values && { clientId: values[0] as string, clientSecret: new Secret(values[1] as string) };
}

/** Null when HubSpot is not connected. */
export function readHubspotCredentials(env: Environment): HubspotCredentials | null {
  const token = readSecret(env, 'HUBSPOT_TOKEN');
  if (token) {
    if (readText(env, 'HUBSPOT_REFRESH_TOKEN') !== null) {
      throw wrongVariable('HUBSPOT_TOKEN', 'and HUBSPOT_REFRESH_TOKEN are both set, and only one can be used. Unset one of them');
    }
    return { kind: 'token', token };
  }
  const values = allOrNone(env, ['HUBSPOT_CLIENT_ID', 'HUBSPOT_CLIENT_SECRET']);
  const refreshToken = readSecret(env, 'HUBSPOT_REFRESH_TOKEN');
  if (!values) {
    if (refreshToken) throw wrongVariable('HUBSPOT_CLIENT_ID', 'is not set although HUBSPOT_REFRESH_TOKEN is. Set HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET of the app it was given to');
    return null;
  }
  const [clientId, clientSecret] = values as [string, string];
  return { kind: 'oauth', clientId, clientSecret: new Secret(clientSecret), refreshToken };
}

export interface SignInSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
}

/** Null when people do not sign in through an identity provider. */
export function readSignIn(env: Environment): SignInSettings | null {
  const values = allOrNone(env, ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET']);
  if (!values) return null;
  const issuer = readAddress(env, 'OIDC_ISSUER') as string;
  if (!isEncrypted(issuer)) throw wrongVariable('OIDC_ISSUER', 'must begin with https://; only a provider on this machine may do without');
  // An issuer is compared letter by letter, and the names of some end with a slash.
  return { issuer: (values[0] as string).endsWith('/') ? `${issuer}/` : issuer, clientId: values[1] as string, clientSecret: new Secret(values[2] as string) };
}

function allOrNone(env: Environment, names: readonly string[]): readonly string[] | null {
  const absent = names.filter((name) => readText(env, name) === null);
  if (absent.length === names.length) return null;
  if (absent.length > 0) {
    const present = names.filter((name) => !absent.includes(name));
    const verb = present.length > 1 ? 'are' : 'is';
    throw wrongVariable(absent[0] as string, `is not set although ${present.join(' and ')} ${verb}. Set ${names.join(', ')} all together, or none of them`);
  }
  return names.map((name) => readText(env, name) as string);
}

function wrongVariable(name: string, reason: string): ConfigError {
  return new ConfigError('environment-invalid', name, `environment: ${name} ${reason}.`);
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

// Home of HubSpot's install page: where an admin is sent to allow the app into an account. Invariant: asked is for exactly the
// scopes of the enabled features, and for the one that every app has.
import type { Consent } from '../connector.ts';
import type { Access, HubspotCredentials } from './tokens.ts';

const API_HOST = 'api.hubapi.com';
const PAGE_ORIGIN = 'https://app.hubspot.com';

/** Undefined for a static token, which needs no page. */
export function hubspotConsent(options: {
  readonly baseUrl: string;
  readonly credentials: HubspotCredentials;
  readonly scopes: Readonly<Record<string, readonly string[]>>;
  readonly access: Access;
}): Consent | undefined {
  const { credentials, access } = options;
  if (credentials.kind !== 'oauth' || access.accept === null) return undefined;
  const { hostname, origin } = new URL(options.baseUrl);
  const scopes = [...new Set(['oauth', ...Object.values(options.scopes).flat()])].toSorted();
  return {
    page: ({ state, redirectUri }) => {
      // HubSpot wants %20 between scopes, not +.
      const query = Object.entries({ client_id: credentials.clientId, redirect_uri: redirectUri, scope: scopes.join(' '), state });
      return `${hostname === API_HOST ? PAGE_ORIGIN : origin}/oauth/authorize?${query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
    },
    accept: access.accept,
  };
}

// Home of what HubSpot's token route says when it refuses. Invariant: only a refresh token or an installation that is gone
// counts as revoked; a wrong client is a matter of our configuration and must never make anybody install again.
import { z } from 'zod';

export interface GrantRefusal {
  readonly code: 'client-refused' | 'consent-refused' | 'access-revoked';
  readonly message: string;
}

const refusalSchema = z.looseObject({ error: z.enum(['invalid_client', 'invalid_grant', 'access_denied']), status: z.string().nullish() });
/** Of the code that comes back from the install page, not of a token. */
const ofTheCode = new Set(['BAD_AUTH_CODE', 'BAD_REDIRECT_URI']);

/** Null for a body that is no refusal of OAuth's shape. */
export function explainGrant(body: unknown): GrantRefusal | null {
  const parsed = refusalSchema.safeParse(body);
  if (!parsed.success) return null;
  const { error, status } = parsed.data;
  const told = status ?? error;
  if (error === 'invalid_client') {
    return { code: 'client-refused', message: `HubSpot does not know this app (${told}); give HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET the values of the app's page` };
  }
  if (ofTheCode.has(told)) {
    return { code: 'consent-refused', message: `HubSpot did not take the code of the install page (${told}); run "npx sauma connect hubspot" and install the app again` };
  }
  return { code: 'access-revoked', message: `HubSpot has revoked the access (${told}); run "npx sauma connect hubspot" and install the app again` };
}

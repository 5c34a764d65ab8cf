// Home of OAuth codes and tokens as data. Invariant: a code works once; an access token lives 30 minutes whatever happens
// to its refresh token.

export const ACCESS_SECONDS = 1_800;

export interface Grant {
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly expiresAt: number;
}

interface AccessToken {
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

export interface Tokens {
  readonly codes: Map<string, Grant>;
  readonly refresh: Map<string, { readonly scopes: readonly string[]; revoked: boolean }>;
  readonly access: Map<string, AccessToken>;
}

export const newTokens = (): Tokens => ({ codes: new Map(), refresh: new Map(), access: new Map() });

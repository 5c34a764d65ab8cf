// Who may call the API of a workspace: tokens for programs. Invariant: the token itself is never kept, only its hash, so that
// nobody who reads the database can call with it.

export interface ServiceToken {
  readonly id: string;
  /** No two tokens that are not revoked have the same. */
  readonly name: string;
  /** As in config/roles.json. */
  readonly roles: readonly string[];
  readonly createdBy: string;
  /** UTC instants. */
  readonly createdAt: string;
  readonly expiresAt: string;
  /** To the minute. */
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

export interface NewToken extends Omit<ServiceToken, 'lastUsedAt' | 'revokedAt'> {
  readonly hash: string;
}

export interface Access {
  /** Also those that are over, the newest first. */
  tokens(): Promise<readonly ServiceToken[]>;
  /** False: another one that is not revoked has the name. */
  addToken(token: NewToken): Promise<boolean>;
  /** False: there is none that could be revoked. @param at UTC instant */
  revokeToken(id: string, at: string): Promise<boolean>;
  /** The token with this hash, when it is neither revoked nor over at `at`; notes that it was used. */
  useToken(hash: string, at: string): Promise<ServiceToken | null>;
}

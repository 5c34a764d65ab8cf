// Who can sign in at the demo's identity provider. Invariant: nobody of them exists.

export interface IdentityPerson {
  /** What the provider knows them by; part of an address. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** What the login page says of them, beside the name. */
  readonly about: string;
  /** Claim → its value, beside the usual ones. */
  readonly claims: Readonly<Record<string, unknown>>;
}

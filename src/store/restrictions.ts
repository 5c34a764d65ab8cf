// Persons of whom nothing may be written to other systems for the time being (GDPR article 18): why, since when and by whom. Invariants:
// from the moment of a restriction no write that was planned before it is sent; what is lifted stays on record with its reason.

export interface Restriction {
  readonly id: string;
  readonly linkId: string;
  readonly reason: string;
  /** The name that whoever restricted goes by. */
  readonly by: string;
  /** UTC instant. */
  readonly at: string;
  readonly lifted: { readonly reason: string; readonly by: string; readonly at: string } | null;
}

export interface Restrictions {
  /** Those of these links that are restricted now, by themselves or by a record that was joined into them. */
  restricted(linkIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The newest first. */
  of(linkId: string): Promise<readonly Restriction[]>;
  /** Of all that are restricted now, the newest first, at most a thousand. */
  standing(): Promise<readonly Restriction[]>;
  /** False: there is no such contact, or it is restricted already. Whatever was planned for it is planned anew. */
  restrict(restriction: Omit<Restriction, 'lifted'>): Promise<boolean>;
  /** False: it is not restricted. What has waited is planned anew. */
  lift(given: { readonly linkId: string; readonly reason: string; readonly by: string; readonly at: string }): Promise<boolean>;
}

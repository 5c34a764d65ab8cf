// How an account's people came to be in the CRM and when somebody was in touch with them, as plain data of the seeded world.
// Invariant: nothing here is dated after the world's now but tasks and meetings that are still to come.

export interface WorldTouch {
  readonly key: string;
  readonly kind: 'email' | 'meeting' | 'call' | 'task';
  /** When it happened or is to happen (ms). */
  readonly at: number;
  readonly title: string;
  /** Of e-mails and calls. */
  readonly isInbound: boolean;
  readonly isDone: boolean;
  /** Of meetings and calls, in minutes. */
  readonly minutes: number;
  readonly ownerKey: string | null;
  readonly contactKeys: readonly string[];
  readonly caseKeys: readonly string[];
  readonly createdAt: number;
}

/** How a person came: the first source, forms filled in, and when each earlier stage was reached. */
export interface WorldOrigin {
  /** A value of HubSpot's own list of sources. */
  readonly source: string;
  readonly detail: string | null;
  /** The first visit (ms). */
  readonly firstSeenAt: number;
  readonly forms: readonly { readonly name: string; readonly at: number }[];
  readonly stages: readonly { readonly stage: string; readonly at: number }[];
}

export interface WorldEngagement {
  readonly touches: readonly WorldTouch[];
  /** By the key of the contact. */
  readonly origins: ReadonlyMap<string, WorldOrigin>;
}

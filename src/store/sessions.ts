// People who have signed in, and their sessions. Invariants: of a session only the hash of its secret is kept; a session belongs to
// one person in one workspace, and is over when it is ended, after half an hour without a call, and twelve hours after the sign-in.

/** Of a session that nobody uses, and of any, in milliseconds. */
export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_MOST_MS = 12 * 3_600_000;

export type Language = 'fi' | 'en';

/** Whoever signed in, as the identity provider tells it at each sign-in. */
export interface SignedIn {
  /** Who says so, and what that one calls this person. */
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email: string | null;
  readonly language: Language | null;
}

export interface NewSession {
  /** Of the session, and of the person if this is their first one here. */
  readonly id: string;
  readonly personId: string;
  readonly hash: string;
  readonly person: SignedIn;
  /** What the identity provider says of the person and the configuration knows; roles are worked out from it at each call. */
  readonly claims: readonly string[];
  /** Roles of a person whom no identity provider vouches for; null: by the claims. */
  readonly granted: readonly string[] | null;
  /** UTC instants: of the sign-in, and now. */
  readonly startedAt: string;
  readonly at: string;
  /** True: only if nobody has ever signed in here. */
  readonly asFirst: boolean;
}

export interface Session {
  readonly id: string;
  readonly person: SignedIn & { readonly id: string };
  readonly claims: readonly string[];
  readonly granted: readonly string[] | null;
  readonly startedAt: string;
}

export interface OpenSession {
  readonly id: string;
  readonly startedAt: string;
  /** To the minute. */
  readonly seenAt: string;
}

/** Somebody who has been here, with what their last sign-in said. */
export interface KnownPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** True: by a link of one use, not by an identity provider. */
  readonly local: boolean;
  readonly claims: readonly string[];
  readonly granted: readonly string[] | null;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** The newest first. */
  readonly sessions: readonly OpenSession[];
}

/** What is no issuer of any identity provider. */
export const LOCAL_ISSUER = 'local';

export interface Sessions {
  /** False, and nothing is begun: somebody was here before, who should have been the first. */
  begin(session: NewSession): Promise<boolean>;
  /** The session whose secret has this hash, when it is not over at `at`; notes that it was used. */
  use(hash: string, at: string): Promise<Session | null>;
  /** Whether this session is not over at `at`; to ask is no use of it. */
  stands(id: string, at: string): Promise<boolean>;
  /** False: there is none that could be ended. */
  end(id: string, at: string): Promise<boolean>;
  /** Ends every session of a person. Answers how many. */
  endAll(personId: string, at: string): Promise<number>;
  /** Everybody who has signed in here, whoever was here last first. */
  people(at: string): Promise<readonly KnownPerson[]>;
  /** True once anybody has signed in here. */
  anybody(): Promise<boolean>;
}

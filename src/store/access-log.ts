// Who has seen whom: of every contact that was shown to somebody, who it was, as what and on which day. Invariant: it is written before
// the answer leaves, and holds nothing of what was seen; with the contact it goes.

/** record: opened. list, file: on a list, in a file of one. account, salesCase, touches: beside those. inbox, run: in what waits or was done. privacy: by whoever looks after privacy. */
export const SEEN_AS = ['record', 'list', 'file', 'account', 'salesCase', 'touches', 'inbox', 'run', 'privacy', 'subjectExport', 'erasure', 'commandLine'] as const;
export type SeenAs = (typeof SEEN_AS)[number];

export interface Seen {
  /** The name that the caller goes by. */
  readonly actor: string;
  readonly what: SeenAs;
  /** Links of contacts; what is no link is passed over. */
  readonly linkIds: readonly string[];
  /** UTC instant. */
  readonly at: string;
}

export interface AccessEntry {
  readonly actor: string;
  readonly what: SeenAs;
  /** Plain date, UTC. */
  readonly day: string;
  /** Answers of that day. */
  readonly count: number;
  /** UTC instants. */
  readonly firstAt: string;
  readonly lastAt: string;
}

export interface AccessLog {
  note(seen: Seen): Promise<void>;
  /** The newest first, at most a thousand; also of what was joined into this link. */
  of(linkId: string): Promise<readonly AccessEntry[]>;
  /** Forgets the days before this plain date; answers how many lines. */
  forget(before: string): Promise<number>;
}

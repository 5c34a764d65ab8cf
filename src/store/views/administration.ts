// What an admin asks of the connections beside what the systems say themselves. Invariant: a question changes nothing.

export interface QuotaUse {
  readonly bucket: string;
  /** When a call of it was last let go; null: never. */
  readonly lastCallAt: string | null;
  /** Until when the system has asked us to wait; null: it has not, or that is over. */
  readonly heldUntil: string | null;
  /** How long a call that is asked for now waits for its turn, because others came before it. */
  readonly waitMs: number;
  /** Of the present day in UTC. */
  readonly callsToday: number;
}

export interface AdministrationViews {
  /** By bucket. @param now milliseconds */
  quotaUse(now: number): Promise<readonly QuotaUse[]>;
}

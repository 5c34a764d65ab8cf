// Home of the quota as a connector sees it: ask before every call, and say when the other side told us to hold back.
// The budget itself is one per connection and shared by all processes; whoever owns it implements this interface.

export interface Pacer {
  /** Resolves when one call may be made from the bucket. */
  take(bucket: string): Promise<void>;
  /** Nobody takes from the bucket for `ms` from now. */
  backOff(bucket: string, ms: number): Promise<void>;
}

/** For sandboxes with quotas off: never waits. */
export const unpaced: Pacer = {
  take: () => Promise.resolve(),
  backOff: () => Promise.resolve(),
};

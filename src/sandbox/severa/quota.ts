// Ten calls a second, one budget for the credential: a fixed window that opens with its first call. A refused call is not
// counted, which is why a client that keeps knocking still gets its ten in the next window.

export interface Quota {
  /** Counts a call; false when the window is full. */
  admit(now: number): boolean;
}

export function createQuota(limit: number, windowMs: number): Quota {
  let openedAt = -Infinity;
  let admitted = 0;
  return {
    admit: (now) => {
      if (now >= openedAt + windowMs || now < openedAt) {
        openedAt = now;
        admitted = 0;
      }
      if (admitted >= limit) return false;
      admitted += 1;
      return true;
    },
  };
}

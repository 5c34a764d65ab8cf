// Call budgets in memory: the generic cell rate algorithm. Invariant: however many callers there are, calls of one bucket
// go at the even pace of `intervalMs`, at most `burst` of them ahead of it, and none before a hold is over.
import type { Store } from '../store.ts';

interface Cell {
  /** When the even pace would let the next call go. */
  readonly theoretical: number;
  readonly heldUntil: number;
}

interface Quotas {
  reserve(bucket: string, quota: Parameters<Store['reserve']>[1]): number;
  holdBack(bucket: string, until: number): void;
}

export function makeQuotas(): Quotas {
  const cells = new Map<string, Cell>();
  const cellOf = (bucket: string): Cell => cells.get(bucket) ?? { theoretical: 0, heldUntil: 0 };
  return {
    reserve: (bucket, { intervalMs, burst, count, now }) => {
      const { theoretical, heldUntil } = cellOf(bucket);
      const start = Math.max(now, heldUntil, theoretical - burst * intervalMs);
      cells.set(bucket, { theoretical: Math.max(theoretical, start) + count * intervalMs, heldUntil });
      return start - now;
    },
    holdBack: (bucket, until) => {
      const cell = cellOf(bucket);
      cells.set(bucket, { ...cell, heldUntil: Math.max(cell.heldUntil, until) });
    },
  };
}

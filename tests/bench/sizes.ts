// How much is measured. Invariant: the quick sizes go through every step of the full ones.
import { PROMISED } from './big-world.ts';
import type { BigSizes } from './big-world.ts';
import type { Crowd } from './crowded.ts';

export interface Sizes {
  /** Companies of the world that most parts share. */
  readonly accounts: number;
  /** People whose title somebody changes. */
  readonly changed: number;
  /** Records that the naive loop carries. */
  readonly naive: number;
  /** Times that a rate is measured. */
  readonly runs: number;
  /** Companies of the small and the large world whose first syncs are compared by memory. */
  readonly memory: readonly [small: number, large: number];
  /** Companies of the world that is synced at the vendors' quotas. */
  readonly quota: number;
  /** Where the vendors are far away: how much longer an answer takes, and how many records are carried there. */
  readonly far: { readonly ms: number; readonly changed: number; readonly naive: number };
  /** The large firm that is read whole, and after how many hours its memory is looked at for the first time. */
  readonly money: { readonly world: BigSizes; readonly fewHours: number };
  /** What waits and what there is where the API is asked. */
  readonly crowd: Crowd;
}

export const FULL: Sizes = {
  accounts: 400, changed: 1_000, naive: 300, runs: 3, memory: [100, 1_000], quota: 40, far: { ms: 100, changed: 200, naive: 10 },
  money: { world: { ...PROMISED, ofOne: 5_000 }, fewHours: 5_000 },
  crowd: { accounts: 100_000, contacts: 100_000, conflicts: 100_000, hours: 100_000 },
};
export const QUICK: Sizes = {
  accounts: 25, changed: 30, naive: 10, runs: 1, memory: [3, 12], quota: 3, far: { ms: 5, changed: 10, naive: 3 },
  money: { world: { companies: 20, contacts: 60, deals: 40, hours: 900, invoices: 150, ofOne: 80 }, fewHours: 100 },
  crowd: { accounts: 1_200, contacts: 1_200, conflicts: 1_200, hours: 1_000 },
};

// Pacing by the connection's quota budget. Two rules, both kept: a call takes its slot in the store, so that all processes
// together stay below the limit, evenly spaced because the vendors' windows start when they like; and this process never
// sends more than the limit in any window, however late its slots come out of a busy event loop.
import type { Clock } from '../lib/clock.ts';
import type { Store } from '../store/store.ts';

export interface Quota {
  /** The vendor's limit: so many calls in any window. */
  readonly calls: number;
  readonly windowMs: number;
}

/** Differences between the moments of sending and of arriving. */
const MARGIN_MS = 10;
/** Long windows let a fifth of their calls go at once; short ones are kept even. */
const LONG_WINDOW_MS = 5_000;
const BURST_SHARE = 0.2;
const AIR = 1.02;

/** Fits connectors/pacer.ts, which the engine need not know. */
export function storePacer(store: Store, clock: Clock, quotas: Readonly<Record<string, Quota>>) {
  const sent = new Map<string, number[]>();
  const turns = new Map<string, Promise<void>>();

  /** Waits until the window has room for one more, in the order of asking. */
  async function pass(bucket: string, { calls, windowMs }: Quota): Promise<void> {
    const times = sent.get(bucket) ?? [];
    sent.set(bucket, times);
    const oldest = times.length >= calls ? (times[times.length - calls] as number) : null;
    const waitMs = oldest === null ? 0 : oldest + windowMs + MARGIN_MS - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs);
    times.push(clock.now());
    if (times.length > calls) times.splice(0, times.length - calls);
  }

  return {
    async take(bucket: string): Promise<void> {
      const quota = quotas[bucket];
      if (!quota) throw new RangeError(`no quota for ${bucket}`);
      const waitMs = await store.reserve(bucket, { ...spacing(quota), count: 1, now: clock.now() });
      if (waitMs > 0) await clock.sleep(waitMs);
      const turn = (turns.get(bucket) ?? Promise.resolve()).then(() => pass(bucket, quota));
      turns.set(bucket, turn.catch(() => undefined));
      await turn;
    },
    backOff: (bucket: string, ms: number): Promise<void> => store.holdBack(bucket, clock.now() + ms),
  };
}

/** Even spacing in the long run, and how many calls may go at once on top. */
function spacing({ calls, windowMs }: Quota): { intervalMs: number; burst: number } {
  const burst = windowMs >= LONG_WINDOW_MS ? Math.floor(calls * BURST_SHARE) : 0;
  return { intervalMs: (windowMs / (calls - burst)) * AIR, burst };
}

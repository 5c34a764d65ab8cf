// Home of lists that change rarely and are shared between processes: an hour's trust, one read at a time.
// Invariant: a fresh copy in the cache costs no call, and nobody can make us read more often than once a minute.
import type { Clock } from '../../lib/clock.ts';
import type { RegistryItem } from '../connector.ts';
import type { RegistryCache } from '../options.ts';

const trustedMs = 3_600_000;
const restMs = 60_000;

export interface CachedList {
  /** At most an hour old. */
  get(): Promise<readonly RegistryItem[]>;
  /** As new as the once-a-minute limit allows; `now` goes past the limit, for a decision that must not be wrong. */
  renew(how?: 'now'): Promise<readonly RegistryItem[]>;
  /** Replaces the list by what a write answered. */
  put(items: readonly RegistryItem[]): Promise<void>;
}

export function cachedList(options: {
  readonly name: string;
  readonly cache: RegistryCache;
  readonly clock: Clock;
  readonly read: () => Promise<readonly RegistryItem[]>;
}): CachedList {
  const { name, cache, clock, read } = options;
  let held: { readonly items: readonly RegistryItem[]; readonly readAt: number } | null = null;
  let reading: Promise<readonly RegistryItem[]> | null = null;

  const fresh = (copy: typeof held): copy is NonNullable<typeof held> => copy !== null && clock.now() - copy.readAt < trustedMs;
  const readAndKeep = async (): Promise<readonly RegistryItem[]> => {
    const readAt = clock.now();
    const items = await read();
    held = { items, readAt };
    await cache.save(name, items, readAt);
    return items;
  };
  const readNow = (): Promise<readonly RegistryItem[]> => {
    reading ??= readAndKeep().finally(() => {
      reading = null;
    });
    return reading;
  };

  return {
    async get() {
      if (fresh(held)) return held.items;
      const saved = await cache.load(name);
      if (!fresh(saved)) return readNow();
      held = saved;
      return saved.items;
    },
    async renew(how) {
      const rested = held === null || clock.now() - held.readAt >= restMs;
      return how === 'now' || rested || held === null ? readNow() : held.items;
    },
    async put(items) {
      held = { items, readAt: clock.now() };
      await cache.save(name, items, held.readAt);
    },
  };
}

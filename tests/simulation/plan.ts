// What one seed decides: the size of the world, who acts, and which kinds of trouble are armed. Invariant: every switch is
// its own draw, so that any mixture of troubles occurs.
import type { Random } from '../../src/lib/random.ts';

/** Trouble with one call to a vendor, in the words of the sandbox, and two of the network's own. */
export const CALL_FAULTS = [
  'status-429', 'status-429-after', 'status-500', 'status-502', 'status-503', 'status-423', 'status-477', 'expire-token',
  'malformed', 'half-body', 'timeout-before', 'timeout-after-commit', 'reset-before', 'reset-after-commit', 'bad-gateway-after-commit', 'twice',
  'short-page', 'empty-page-with-token', 'repeat-token', 'null-timestamp', 'unchanged-timestamp', 'mixed-rows',
] as const;
export type CallFault = (typeof CALL_FAULTS)[number];

/** Trouble in the world around. */
export const WORLD_FAULTS = [
  'person-between-read-and-write', 'delete-between-read-and-write', 'delete', 'same-record-on-both-sides', 'hidden-edit', 'workflow',
  'stubborn-record', 'crash', 'crash-in-recovery', 'pause', 'stale-index', 'quota', 'second-app',
] as const;
export type WorldFault = (typeof WORLD_FAULTS)[number];

export interface Plan {
  readonly seed: number;
  readonly accounts: number;
  readonly workers: number;
  readonly deeds: number;
  /** How long people and faults go on, ms. */
  readonly horizonMs: number;
  readonly pageMax: number;
  readonly searchLagMs: number;
  readonly searchJitterMs: number;
  readonly armed: ReadonlySet<CallFault | WorldFault>;
}

export interface PlanOptions {
  /** No trouble at all. */
  readonly calm?: boolean;
  /** Only these troubles may be armed, each with p = 0.5. */
  readonly only?: readonly (CallFault | WorldFault)[];
  /** These are armed in every seed. */
  readonly always?: readonly (CallFault | WorldFault)[];
}

export function planOf(seed: number, random: Random, options: PlanOptions = {}): Plan {
  const draw = random.fork('switches');
  const allowed = options.calm ? [] : (options.only ?? [...CALL_FAULTS, ...WORLD_FAULTS]);
  const drawn = [...CALL_FAULTS, ...WORLD_FAULTS].filter((name) => draw.chance(0.5) && allowed.includes(name));
  const armed = new Set([...drawn, ...(options.always ?? [])]);
  const size = random.fork('size');
  const lag = armed.has('stale-index') ? size.int(0, 50_000) : 500;
  return {
    seed,
    accounts: size.int(2, 7),
    workers: size.pick([1, 1, 2, 2, 3]),
    deeds: size.int(3, 16),
    horizonMs: size.int(240, 480) * 1_000,
    pageMax: size.pick([20, 100, 1_000]),
    searchLagMs: lag,
    searchJitterMs: armed.has('stale-index') ? size.int(0, 58_000 - lag) : 0,
    armed,
  };
}

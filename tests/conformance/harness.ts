// What the conformance suite needs of a system: its sandbox served over HTTP, a connector to it, and a person who edits.
// A harness holds everything that differs between systems, so that the suite itself names none.
import type { Connector, RegistryItem } from '../../src/connectors/connector.ts';
import type { RegistryCache } from '../../src/connectors/options.ts';
import type { Fields } from '../../src/core/vocabulary.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { FaultPlan, FaultRule } from '../../src/sandbox/faults.ts';

export interface StartOptions {
  /** `wrong`: the sandbox knows no such client. */
  readonly credentials?: 'right' | 'wrong';
  /** Without set-up of our own properties: what a connection with read rights alone sees. */
  readonly unprepared?: true;
}

/** Where a fault has to strike. */
type FaultTarget = Pick<FaultRule, 'method' | 'path'>;

export interface Running {
  readonly connector: Connector;
  readonly clock: SteppedClock;
  readonly faults: FaultPlan;
  /** Requests that change records: the create of an account, and the first request of an update. */
  readonly targets: { readonly create: FaultTarget; readonly update: FaultTarget; readonly list: FaultTarget };
  /** A person's edit in the system's own screens, in canonical names of a few fields: name, phone, employees. */
  readonly edit: (id: string, fields: Fields) => Promise<void>;
  /** A person makes an account there; gives its id. */
  readonly create: (fields: Fields) => Promise<string>;
  /** A person deletes it for good: by id it is not found any more. */
  readonly remove: (id: string) => Promise<void>;
  /** Time passes until the feed of changes shows everything done so far. */
  readonly catchUp: () => Promise<void>;
  /** The token in use ends early; does nothing where tokens do not. */
  readonly expireToken: () => void;
  readonly stop: () => Promise<void>;
}

export interface Harness {
  readonly name: string;
  /** Calls of `changes` when nothing has changed. */
  readonly idleCalls: number;
  /** True when tokens end and are renewed. */
  readonly renewsTokens: boolean;
  /** A value for every field that the connector says it can write; what the sandbox's registries allow. */
  sample(running: Running): Promise<Fields>;
  /** Words that must never be seen in an error: secrets and, in `sample`, personal data. */
  readonly secrets: readonly string[];
  start(options?: StartOptions): Promise<Running>;
}

export interface SteppedClock extends Clock {
  advance(ms: number): void;
}

/** Time that passes only by waiting or by being told to; a wait is over at once. */
export function steppedClock(startMs: number): SteppedClock {
  let now = startMs;
  return {
    now: () => now,
    sleep: (ms) => {
      now += Math.max(0, ms);
      return Promise.resolve();
    },
    advance: (ms) => {
      now += ms;
    },
  };
}

export function memoryRegistryCache(): RegistryCache {
  const saved = new Map<string, { readonly items: readonly RegistryItem[]; readonly readAt: number }>();
  return {
    load: (name) => Promise.resolve(saved.get(name) ?? null),
    save: (name, items, readAt) => {
      saved.set(name, { items, readAt });
      return Promise.resolve();
    },
  };
}

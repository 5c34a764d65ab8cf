// The life of one simulated worker process: it can be killed or frozen at any numbered step. Invariant: a dead process never
// goes on: whatever it waited for simply never comes back, while what it has already sent still arrives.
import type { Clock } from '../../src/lib/clock.ts';
import type { Random } from '../../src/lib/random.ts';
import type { Store } from '../../src/store/store.ts';
import type { Scheduler } from './scheduler.ts';

export interface Fate {
  /** Number of the step before which it is killed; null: it lives. */
  readonly crashAt: number | null;
  /** Labels of steps, and how often each is passed before it is the last one. */
  readonly crashOn: readonly { readonly label: string; readonly after: number }[];
  /** Number of the step before which it is frozen, and for how long. */
  readonly pauseAt: number | null;
  readonly pauseMs: number;
}

export const immortal: Fate = { crashAt: null, crashOn: [], pauseAt: null, pauseMs: 0 };

export class Process {
  readonly name: string;
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #fate: Fate;
  readonly #told: (what: 'crash' | 'pause', label: string) => void;
  #steps = 0;
  readonly #passed = new Map<string, number>();
  #dead = false;
  #frozenUntil = 0;
  #spared = false;
  #delayed = false;

  constructor(name: string, parts: { readonly scheduler: Scheduler; readonly random: Random; readonly fate: Fate; readonly told: (what: 'crash' | 'pause', label: string) => void }) {
    this.name = name;
    this.#scheduler = parts.scheduler;
    this.#random = parts.random;
    this.#fate = parts.fate;
    this.#told = parts.told;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** From now on nothing happens to it any more. */
  spare(): void {
    this.#spared = true;
    this.#frozenUntil = 0;
  }

  /** One numbered step, taken without waiting. False when the process is dead. */
  mark(label: string): boolean {
    if (this.#dead) return false;
    this.#steps += 1;
    if (this.#spared) return true;
    const passed = this.#passed.get(label) ?? 0;
    this.#passed.set(label, passed + 1);
    if (this.#steps === this.#fate.crashAt || this.#fate.crashOn.some((one) => one.label === label && passed >= one.after)) {
      this.#dead = true;
      this.#told('crash', label);
      return false;
    }
    // No lease helps a process that is frozen in the very moment of sending: it is frozen a step later.
    if (/^(create|update):.*before-send$/.test(label)) this.#delayed = this.#steps === this.#fate.pauseAt;
    else if (this.#steps === this.#fate.pauseAt || this.#delayed) {
      this.#delayed = false;
      this.#frozenUntil = this.#scheduler.now() + this.#fate.pauseMs;
      this.#told('pause', label);
    }
    return true;
  }

  /** One numbered step that takes up to `mostMs`; never comes back when the process dies meanwhile. */
  async pass(label: string, mostMs = 3): Promise<void> {
    if (!this.mark(label)) return never();
    await this.#scheduler.sleep(this.#random.int(0, mostMs));
    await this.#alive();
  }

  /** A clock for this process: a sleep goes on only while it lives and is not frozen. */
  clock(): Clock {
    return {
      now: () => this.#scheduler.now(),
      sleep: async (ms) => {
        await this.#scheduler.sleep(ms);
        await this.#alive();
      },
    };
  }

  /** The store as this process reaches it: every call takes time, and may be the last. */
  store(store: Store): Store {
    const reach = (name: string, call: (...args: unknown[]) => Promise<unknown>) => async (...args: unknown[]) => {
      await this.pass(`${name}:before`);
      try {
        return await call(...args);
      } finally {
        await this.pass(`${name}:after`, 0);
      }
    };
    const names = Object.keys(store) as (keyof Store)[];
    return Object.fromEntries(names.map((name) => [name, reach(name, store[name] as (...args: unknown[]) => Promise<unknown>)])) as unknown as Store;
  }

  async #alive(): Promise<void> {
    if (this.#dead) return never();
    while (this.#scheduler.now() < this.#frozenUntil) await this.#scheduler.sleep(this.#frozenUntil - this.#scheduler.now());
    if (this.#dead) return never();
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

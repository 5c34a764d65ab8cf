// One virtual clock and one thread for everything that happens in a simulated world. Invariant: whatever waits does so here,
// so the seed alone decides what happens next; between two events every promise that can go on has gone on.
import type { Random } from '../../src/lib/random.ts';

interface Event {
  readonly at: number;
  /** Decides between events of one instant. */
  readonly order: number;
  readonly work: () => void;
}

export class Scheduler {
  #now: number;
  readonly #random: Random;
  /** Latest first, so that the next one is taken from the end. */
  readonly #events: Event[] = [];

  constructor(start: number, random: Random) {
    this.#now = start;
    this.#random = random;
  }

  /** Milliseconds. */
  now(): number {
    return this.#now;
  }

  at(time: number, work: () => void): void {
    // Clocks tell whole milliseconds.
    const event = { at: Math.max(Math.ceil(time), this.#now), order: this.#random.next(), work };
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isAfter(this.#events[middle] as Event, event)) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.at(this.#now + Math.max(0, ms), resolve));
  }

  /** Runs until `done` says so. Throws when nothing is left to happen before that, or when it never ends. */
  async run(done: () => boolean, mostEvents = 500_000): Promise<void> {
    await settled();
    for (let count = 0; !done(); count++) {
      const event = this.#events.pop();
      if (!event) throw new Error('the world stands still');
      if (count > mostEvents) throw new Error('the world never comes to rest');
      this.#now = event.at;
      event.work();
      await settled();
    }
  }
}

function isAfter(a: Event, b: Event): boolean {
  return a.at > b.at || (a.at === b.at && a.order > b.order);
}

/** Microtasks run before the next macrotask: afterwards everybody waits for the scheduler. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

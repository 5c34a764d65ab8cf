// The forgetting of one person in one world, from the asking to the last look a month later. Invariant: the officer and the tick are
// processes as all others: their calls fail, they freeze and die, and somebody goes on.
import type { ErasureContext } from '../../../src/erasure/context.ts';
import { dataOf } from '../../../src/erasure/request-data.ts';
import { statusOf } from '../../../src/erasure/status.ts';
import type { EngineContext } from '../../../src/engine/context.ts';
import type { Random } from '../../../src/lib/random.ts';
import type { Ledger } from '../../../src/store/ledger/ledger.ts';
import type { Store } from '../../../src/store/store.ts';
import { Forgotten } from '../checks/forgotten.ts';
import type { Findings } from '../checks/findings.ts';
import { KEYS } from '../../support/keys.ts';
import type { Subject } from '../../../src/core/subject.ts';
import type { Things } from '../checks/things.ts';
import type { Process } from '../process.ts';
import type { Ref } from '../records/kinds.ts';
import type { World } from '../world.ts';
import { SuppressionFile } from './ledger-file.ts';
import { deskOf, lookAtDesk, tick } from './officer.ts';
import type { Asking } from './officer.ts';
import { HER, plant } from './planted.ts';
import { goOn, holdOn, letGo, tempt } from './temptations.ts';

interface Parts {
  readonly world: World;
  readonly findings: Findings;
  readonly random: Random;
  /** Whom people and checks reach. */
  readonly store: Store;
  readonly ledger: Ledger;
  readonly horizonMs: number;
  /** Whose calls are the officer's and not the engine's. */
  readonly engineOf: (process: Process) => EngineContext;
  readonly tell: (body: string) => void;
  readonly things: Things;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Looks at the desk until everything that can be done now is done. */
const MOST_LOOKS = 60;

export class Forgetting {
  readonly forgotten: Forgotten;
  readonly #parts: Parts;
  readonly #file = new SuppressionFile();
  readonly #facts = new Set<string>();
  readonly #asking: Asking;
  readonly #startedAt: number;
  #isTempted = false;

  constructor(parts: Parts) {
    const { world, random, horizonMs } = parts;
    this.#parts = parts;
    this.#startedAt = world.scheduler.now();
    const planted = plant(world, random.fork('planted'));
    const ask = random.fork('asking');
    this.#asking = { at: this.#startedAt + ask.int(40_000, Math.floor(horizonMs * 0.4)), byLink: ask.chance(0.5), planted };
    this.forgotten = new Forgotten({ ...parts, planted, facts: this.#facts });
  }

  /** What is needed of the store to see the arming, and to have something in hand that is old after it. */
  watched(store: Store): Store {
    const { random, world } = this.#parts;
    const draw = random.fork('stale');
    return {
      ...store,
      saveFact: async (name, value) => {
        this.#facts.add(name);
        await store.saveFact(name, value);
      },
      record: async (records) => {
        const lost = await store.record(records);
        for (const { linkId, sides } of records) for (const { side, seenVersion, id } of sides) if (side !== 'local' && seenVersion === null) this.forgotten.madeFor(linkId, { side, kind: 'contact', id });
        return lost;
      },
      clear: async (order) => {
        const isDone = await store.clear(order);
        if (isDone) this.forgotten.learned(order.subject);
        return isDone;
      },
      arm: async (order) => {
        const stale = draw.chance(0.5) ? await holdOn(store, order.subject.linkIds) : { taken: [], links: [] };
        const isOnItsWay = [...this.#parts.ledger.intents.all()].some(({ state }) => state === 'sent');
        const request = await store.request(order.requestId);
        const isArmed = await store.arm(order);
        if (!isArmed) {
          await letGo(store, stale);
          return false;
        }
        if (request === null) throw new RangeError('armed without a request');
        // Who it truly is, whatever was ordered.
        const { subject } = dataOf({ ...KEYS, workspace: 'main' }, request);
        this.forgotten.armed(subject, isOnItsWay);
        this.#letNamesakesGo(subject);
        if (!order.keys.every((key) => this.#file.lines.some(({ hash }) => hash === this.#hash(key)))) this.#parts.findings.add('F1', 'armed before the file of suppressions knew of it', [HER.lastName]);
        await this.forgotten.judgeOurs();
        await goOn(this.#temptation(), stale, subject.refs);
        await this.forgotten.judgeOurs();
        if (!this.#isTempted) for (let count = random.int(2, 6); count > 0; count--) world.scheduler.at(world.scheduler.now() + random.int(500, 120_000), () => void this.#tempt());
        this.#isTempted = true;
        return true;
      },
    };
  }

  /** The officer's day. @param isOver when to go home */
  async work(process: Process, random: Random, isOver: () => boolean): Promise<void> {
    const desk = this.#desk(process);
    while (!isOver()) {
      await lookAtDesk(desk, this.#asking, random, this.#parts.world.trace);
      await this.forgotten.judgeOurs();
      await desk.clock.sleep(random.int(2_000, 20_000));
    }
  }

  /** What every worker does between two cycles. */
  async tick(process: Process): Promise<void> {
    await tick(this.#desk(process), this.#parts.world.trace);
    await this.forgotten.judgeOurs();
  }

  /** Without trouble: everything that does not wait for a date. */
  async settle(process: Process): Promise<void> {
    const desk = this.#desk(process);
    const random = this.#parts.random.fork('settling');
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      await lookAtDesk(desk, { ...this.#asking, at: 0 }, random, this.#parts.world.trace);
      await tick(desk, this.#parts.world.trace);
      const [request] = (await desk.requests.requests({ limit: 50 })).filter(({ origin }) => origin === 'web');
      if (request !== undefined && (request.state === 'completed' || (request.state === 'verifying' && request.checks.at(-1)?.found === 0))) break;
      await desk.clock.sleep(5 * MINUTE_MS);
    }
    await this.forgotten.judgeOurs();
  }

  /** The month in which it is looked again. @param cycle of the engine, with a sweep */
  async verify(process: Process, cycle: () => Promise<void>): Promise<void> {
    const { findings, world } = this.#parts;
    const desk = this.#desk(process);
    for (const wait of [2 * HOUR_MS, 25 * HOUR_MS, 32 * DAY_MS, HOUR_MS, HOUR_MS]) {
      await desk.clock.sleep(wait);
      if (wait === 25 * HOUR_MS) await cycle();
      await tick(desk, world.trace);
    }
    await cycle();
    const [request] = (await desk.requests.requests({ limit: 50 })).filter(({ origin }) => origin === 'web');
    if (request === undefined) return findings.add('F4', 'the request is gone', [HER.lastName]);
    const { state, next, steps } = await statusOf(desk, request.id);
    world.trace.hit(`forgetting ${state === 'completed' ? state : `waits: ${next}`}`);
    // What a person has still to do by hand goes on being copied.
    await this.forgotten.judgeOurs(state === 'completed');
    const waiting = steps.filter((step) => step.state === 'manual' || step.state === 'failed');
    if (state === 'completed' && steps.every((step) => step.state === 'gone' || step.state === 'retained' || step.state === 'done')) this.forgotten.judgeVendors();
    const isTold = waiting.length > 0 && waiting.every(({ problem }) => problem !== null);
    if (state !== 'completed' && !isTold) findings.add('F4', `in the end the request is ${state} and next is ${next}: ${JSON.stringify(steps.map((step) => `${step.kind} ${step.state} ${step.problem ?? ''}`))} ${JSON.stringify(request.checks)}`, [request.id, HER.lastName]);
  }

  /**
   * What was made for her and bears another name by now, given by people before anybody had written down that it was made, is somebody
   * else's to the product: it shows her address under another name, and an address alone tells nobody (decision 0023).
   */
  #letNamesakesGo({ refs, linkIds }: Subject): void {
    const { things, world } = this.#parts;
    const hers = refs.flatMap(({ side, kind, id }): Ref[] => (kind === 'contact' ? [{ side, kind, id }] : []));
    const made = new Set(hers.flatMap((ref) => things.oneWith(ref)));
    for (const side of ['psa', 'crm'] as const) {
      for (const ref of world.live(side, 'contact').filter(({ id }) => made.has(id) && !hers.some((one) => one.id === id))) {
        const { firstName, lastName } = world.fieldsOf(ref) ?? {};
        if (firstName === HER.firstName && lastName === HER.lastName) continue;
        things.keepApart([...linkIds.map((linkId) => ({ linkId, refs: hers })), { linkId: '', refs: [ref] }]);
        world.trace.hit('forgetting lets go of a renamed record');
      }
    }
  }

  async #tempt(): Promise<void> {
    try {
      await tempt(this.#temptation());
    } catch (error) {
      this.#parts.findings.add('X1', `a temptation failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`, []);
    }
  }

  #temptation(): Parameters<typeof tempt>[0] {
    return { ...this.#parts, random: this.#parts.random.fork(`tempting ${this.#parts.world.scheduler.now()}`), forgotten: this.forgotten, planted: this.#asking.planted };
  }

  #hash(key: string): string {
    return KEYS.hashes.hash(key, 'main');
  }

  #desk(process: Process): ErasureContext {
    return deskOf(this.#parts.engineOf(process), process, this.#file);
  }
}

// One seed, from the beginning of its world to the verdict: people, workers and faults until the horizon, then calm, then the
// questions. Invariant: the seed and the code decide everything; the same seed gives the same trace.
import { feedOf } from '../../src/engine/context.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { Random } from '../../src/lib/random.ts';
import { makeLedger } from '../../src/store/ledger/ledger.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import type { Store } from '../../src/store/store.ts';
import { namedIn } from './calls.ts';
import { Decisions } from './checks/decisions.ts';
import { endChecks } from './checks/ends.ts';
import { Findings } from './checks/findings.ts';
import type { Finding } from './checks/findings.ts';
import { Looks } from './checks/looks.ts';
import { checkQuota } from './checks/quota.ts';
import { checkAgreement, checkTruth } from './checks/state.ts';
import type { StateParts } from './checks/state.ts';
import { StoreWatch } from './checks/store-watch.ts';
import { Things } from './checks/things.ts';
import { WriteChecks } from './checks/writes.ts';
import { Crew, OFFICE } from './crew.ts';
import { Forgetting } from './forgetting/forgetting.ts';
import { Network } from './network.ts';
import type { Call, Served } from './network.ts';
import { peopleOf } from './people/deeds.ts';
import type { Deeds } from './people/deeds.ts';
import { PERSON } from './people/facts.ts';
import { populate } from './people/populate.ts';
import { planOf } from './plan.ts';
import type { Plan, PlanOptions } from './plan.ts';
import { Postman } from './postman.ts';
import { immortal, Process } from './process.ts';
import { ENTITIES, keyOf } from './records/kinds.ts';
import type { Ref } from './records/kinds.ts';
import { Scheduler } from './scheduler.ts';
import { secondApp } from './second-app.ts';
import { KEYS } from '../support/keys.ts';
import { Trace } from './trace.ts';
import { engineOf, LEASE_MS, policiesOf } from './worker.ts';
import type { Sabotage } from './worker.ts';
import { World } from './world.ts';

export interface Verdict {
  readonly seed: number;
  readonly plan: Plan;
  readonly findings: readonly Finding[];
  readonly digest: string;
  readonly counts: ReadonlyMap<string, number>;
  /** The lines about a finding, or all. */
  trace(words?: readonly string[]): readonly string[];
}

export interface SimulationOptions extends PlanOptions {
  readonly sabotage?: Sabotage;
}

/** What somebody does, and when. */
export interface Step {
  readonly afterMs: number;
  readonly ref: Ref;
  readonly deed: () => void;
}

const START = Date.parse('2026-11-21T08:00:00Z');
const SIDES = ['psa', 'crm'] as const;
/** Between two cycles, once nothing happens any more: HubSpot's index shows everything by then. */
const CYCLE_MS = 65_000;
/** How long people go on in a life that is compared with another. */
const REPLAY_MS = 260_000;

export async function simulate(seed: number, options: SimulationOptions = {}): Promise<Verdict> {
  const simulation = new Simulation(seed, options);
  await simulation.live();
  await simulation.end();
  return simulation.verdict();
}

export class Simulation {
  readonly plan: Plan;
  readonly world: World;
  readonly #scheduler: Scheduler;
  readonly #random: Random;
  readonly #trace: Trace;
  readonly #findings: Findings;
  readonly #store: Store;
  readonly #things: Things;
  readonly #checks: WriteChecks;
  readonly #decisions: Decisions;
  readonly #looks = new Looks();
  readonly #served: Served[] = [];
  readonly #network: Network;
  readonly #postman: Postman;
  readonly #people: Deeds;
  readonly #crew: Crew;
  readonly #forgetting: Forgetting | null;
  readonly #stubborn = new Set<string>();

  constructor(seed: number, options: SimulationOptions) {
    this.#random = seededRandom(seed);
    this.plan = planOf(seed, this.#random, options);
    this.#scheduler = new Scheduler(START, this.#random.fork('scheduler'));
    this.#trace = new Trace(() => this.#scheduler.now());
    this.#findings = new Findings(this.#trace);
    this.world = new World(this.plan, this.#random.fork('world'), this.#scheduler, this.#trace);
    const timeoutMs = this.#random.fork('timeout').pick([5_000, 20_000, 60_000]);
    let number = 0;
    const newId = (): string => `id-${String(++number).padStart(4, '0')}`;
    const clock = { now: () => this.#scheduler.now(), sleep: (ms: number) => this.#scheduler.sleep(ms) };
    const ledger = makeLedger();
    const store = createMemoryStore({ clock, newId, ledger, ...KEYS });
    this.#decisions = new Decisions(store, clock.now);
    this.#things = new Things(this.world, this.#decisions, this.#findings);
    this.#network = new Network({
      world: this.world, plan: this.plan, random: this.#random.fork('network'),
      hooks: {
        arriving: (call) => this.#arriving(call),
        served: (call) => this.#noted(call),
        refuses: (ref) => this.#stubborn.has(keyOf(ref)),
        decided: (worker, ref) => this.#decisions.ofRecord(worker, ref)?.fields ?? null,
        told: (events) => this.#postman.carry(events),
      },
    });
    populate(this.world, this.plan, this.#random.fork('beginning'));
    if (this.plan.armed.has('stubborn-record')) for (const ref of this.world.live('psa', 'account').slice(0, 1)) this.#stubborn.add(keyOf(ref));
    const engineFor = (process: Process, over: Store, author?: 'officer'): EngineContext =>
      engineOf({ process, ...(author === undefined ? {} : { author }), store: over, network: this.#network, random: this.#random.fork(`${process.name}${author ?? ''}`), newId, plan: this.plan, timeoutMs, watch: this.#decisions.watch(process.name), sabotage: options.sabotage ?? {} });
    this.#forgetting = this.plan.forgets
      ? new Forgetting({ world: this.world, findings: this.#findings, random: this.#random.fork('forgetting'), store: options.sabotage?.store?.(store) ?? store, ledger, horizonMs: this.plan.horizonMs, engineOf: (process) => engineFor(process, this.#store, 'officer'), tell: (body) => this.#postman.arrive(body), things: this.#things })
      : null;
    const forgotten = this.#forgetting?.forgotten ?? null;
    const shared = { world: this.world, findings: this.#findings, things: this.#things, policies: policiesOf(this.plan), forgotten };
    this.#checks = new WriteChecks(this.world, { ...shared, decisions: this.#decisions, looks: this.#looks, readOnly: this.plan.readOnly });
    const ends = endChecks(this.world, this.plan, this.#findings, this.#things);
    this.#decisions.onDecided((decision) => ends.decided(decision));
    this.#things.onMade((ref, decision) => ends.made(ref, decision));
    const watched = new StoreWatch({ ...shared, looks: this.#looks, store }).watched();
    this.#store = this.#forgetting?.watched(watched) ?? watched;
    this.#crew = new Crew({
      plan: this.plan, scheduler: this.#scheduler, random: this.#random, trace: this.#trace, findings: this.#findings,
      engineOf: (process) => engineFor(process, this.#store),
      died: () => void checkTruth(this.#stateParts()),
      tick: async (process) => this.#forgetting?.tick(process),
      office: async (process, random) => this.#forgetting?.work(process, random, () => this.#crew.isOver),
    });
    const observer = new Process('observer', { scheduler: this.#scheduler, random: this.#random.fork('observer'), fate: immortal, told: () => undefined });
    const crm = engineFor(observer, store).connectors.get('crm');
    this.#postman = new Postman({ world: this.world, plan: this.plan, random: this.#random.fork('postman'), store, receive: (events) => crm?.receive?.(events) ?? [] });
    if (this.plan.events) this.#postman.subscribe();
    this.#people = peopleOf(this.world, this.plan, this.#store, this.#random.fork('people'));
  }

  /** People, workers and faults, until the horizon. */
  async live(): Promise<void> {
    const { deeds, horizonMs, workers, armed } = this.plan;
    const times = this.#random.fork('times');
    for (let number = 0; number < deeds; number++) this.#scheduler.at(START + times.int(15_000, horizonMs), () => void this.#deed());
    for (let number = 1; number <= workers; number++) this.#crew.start(`worker-${number}`, times.int(0, 5_000));
    if (this.#forgetting !== null) this.#crew.start(OFFICE, 0);
    if (armed.has('second-app') && armed.has('quota')) secondApp(this.world, this.#random.fork('second app'), () => this.#crew.isOver);
    await this.#scheduler.run(() => this.#scheduler.now() >= START + horizonMs);
    await this.#calmDown();
  }

  /** Calm: within three cycles everything agrees, a sweep brings what was hidden, and then nothing is written any more. */
  async end(): Promise<void> {
    const parts = this.#stateParts();
    const isStubborn = (ref: Ref): boolean => this.#stubborn.has(keyOf(ref));
    const { world } = this;
    const changes = (): number => world.writes.length + world.births.length + world.deaths.length;
    await this.#crew.alone('last', async (engine, process) => {
      await this.#forgetting?.settle(process);
      await this.#scheduler.sleep(StoreWatch.settleMs + LEASE_MS);
      await this.#cycles(engine, [false, false, false]);
      await checkAgreement(parts, engine, 'L1', (ref, field) => isStubborn(ref) || world.isHidden(ref, field) || world.isRestored(ref));
      // A record that a look has missed is believed to be gone after a second look, a minute later.
      // A sweep that was broken off is gone on with, and shows of what it has passed only how it was: the next begins anew.
      if (await this.#isSweepOpen()) await this.#cycles(engine, [true]);
      await this.#cycles(engine, [true, false, false]);
      await checkAgreement(parts, engine, 'L2', isStubborn);
      await checkTruth(parts);
      const before = { all: changes(), writes: world.writes.length };
      await this.#cycles(engine, [false, false]);
      for (const late of world.writes.slice(before.writes)) this.#findings.add('L1', `${keyOf(late)} ${late.field} is still being written`, this.#things.wordsOf(late));
      if (changes() > before.all) this.#findings.add('L1', 'there is no end to writing', []);
      await this.#checks.proveLosses(this.#store, this.#crew.crashed);
      await this.#forgetting?.verify(process, () => this.#crew.cycle(engine, true));
    });
    const { armed } = this.plan;
    // A process that was frozen wakes with slots that were due long ago: only the others' calls are spaced then.
    checkQuota(this.#served, this.#findings, { paced: armed.has('quota') && !this.#trace.counts.has('fault pause'), othersCall: armed.has('second-app'), refused: world.psa.refused + world.crm.refused });
  }

  /** Without people and trouble, until both sides know each other: records that are one thing. */
  async meet(): Promise<readonly (readonly Ref[])[]> {
    const pairs: (readonly Ref[])[] = [];
    this.#network.calm();
    await this.#crew.alone('first', async (engine) => {
      await this.#cycles(engine, [false, false, true, false]);
      for (const kind of ENTITIES) {
        for (const link of await this.#store.links({ entity: kind, stage: 'active', limit: 100 })) {
          const refs = SIDES.flatMap((side): Ref[] => (link.sides[side]?.gone === null ? [{ side, kind, id: link.sides[side].id }] : []));
          if (refs.length === 2) pairs.push(refs);
        }
      }
    });
    return pairs;
  }

  /** People do just this; then calm, and everything arrives. */
  async replay(steps: readonly Step[], isTroubled: boolean): Promise<void> {
    if (isTroubled) this.#network.stir();
    const startedAt = this.#scheduler.now();
    for (const { afterMs, ref, deed } of steps) this.#scheduler.at(startedAt + afterMs, () => this.world.as({ author: 'person', by: PERSON, side: ref.side }, deed));
    for (let number = 1; number <= this.plan.workers; number++) this.#crew.start(`worker-${number}`, number * 1_000);
    await this.#scheduler.run(() => this.#scheduler.now() >= startedAt + REPLAY_MS);
    await this.#calmDown();
    await this.#crew.alone('last', async (engine) => {
      await this.#scheduler.sleep(CYCLE_MS);
      await this.#cycles(engine, [false, false, true, false, false]);
    });
  }

  /** What somebody is asked about. */
  async contested(): Promise<ReadonlySet<string>> {
    const { conflicts, held } = await this.#store.inbox({ limit: 1_000 });
    // What a vendor has refused for good, a person looks at as well.
    const refused = held.filter(({ reason }) => reason.startsWith('rejected:'));
    return new Set([...conflicts, ...refused].map(({ entity, field }) => `${entity} ${field ?? ''}`));
  }

  verdict(): Verdict {
    const trace = this.#trace;
    return { seed: this.plan.seed, plan: this.plan, findings: this.#findings.list, digest: trace.digest(), counts: trace.counts, trace: (words = []) => trace.about(words) };
  }

  async #isSweepOpen(): Promise<boolean> {
    const resumed = await Promise.all(SIDES.flatMap((side) => ENTITIES.map((entity) => this.#store.checkpoint(`${feedOf(side, entity)}:all`))));
    return resumed.some((position) => position !== null);
  }

  #stateParts(): StateParts {
    return { world: this.world, store: this.#store, findings: this.#findings, things: this.#things, policies: policiesOf(this.plan), plan: this.plan, forgotten: this.#forgetting?.forgotten ?? null };
  }

  async #calmDown(): Promise<void> {
    this.#network.calm();
    this.#postman.calm();
    await this.#crew.end();
  }

  async #cycles(engine: EngineContext, sweeps: readonly boolean[]): Promise<void> {
    for (const sweep of sweeps) {
      await this.#crew.cycle(engine, sweep);
      await this.#scheduler.sleep(CYCLE_MS);
    }
  }

  async #deed(): Promise<void> {
    try {
      await this.#people.act();
    } catch (error) {
      this.#findings.add('X1', `a deed failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`, []);
    }
    this.#postman.collect();
  }

  /** Somebody gets in between our read and our write. */
  #arriving(call: Call): void {
    if (this.#crew.isOver || call.kind !== 'update') return;
    const { armed } = this.plan;
    const [ref] = namedIn(call.side, call.request);
    if (ref === undefined || this.world.fieldsOf(ref) === null) return;
    const random = this.#random.fork(`between ${this.#served.length}`);
    if (armed.has('delete-between-read-and-write') && random.chance(0.05)) {
      this.#trace.hit('fault delete-between-read-and-write');
      this.#people.takeAway(ref);
    } else if (armed.has('person-between-read-and-write') && random.chance(0.2)) {
      this.#trace.hit('fault person-between-read-and-write');
      const decision = this.#decisions.ofRecord(call.worker, ref);
      this.#people.edit(ref, random.chance(0.5) && decision ? Object.keys(decision.fields) : []);
    }
  }

  #noted(served: Served): void {
    this.#served.push(served);
    this.#looks.note(served);
    this.#forgetting?.forgotten.judgeCall(served);
    if (served.kind === 'create') this.#things.judgeBirths(served.fault === 'twice');
  }
}

// One seed, from the beginning of its world to the verdict: people, workers and faults until the horizon, then calm, then the
// questions. Invariant: the seed and the code decide everything; the same seed gives the same trace.
import { account } from '../../src/entities/account.ts';
import type { Rule } from '../../src/core/rule.ts';
import type { FieldName, RemoteSide } from '../../src/core/vocabulary.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { runOnce } from '../../src/engine/run.ts';
import { seededRandom } from '../../src/lib/random.ts';
import type { Random } from '../../src/lib/random.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import type { Store } from '../../src/store/store.ts';
import { Decisions } from './checks/decisions.ts';
import { Findings } from './checks/findings.ts';
import type { Finding } from './checks/findings.ts';
import { Looks } from './checks/looks.ts';
import { checkQuota } from './checks/quota.ts';
import { checkAgreement, checkTruth } from './checks/state.ts';
import { StoreWatch } from './checks/store-watch.ts';
import { Things } from './checks/things.ts';
import { WriteChecks } from './checks/writes.ts';
import { Network } from './network.ts';
import type { Call, Served } from './network.ts';
import { peopleOf, populate } from './people.ts';
import type { Deeds } from './people.ts';
import { planOf } from './plan.ts';
import type { Plan, PlanOptions } from './plan.ts';
import { immortal, Process } from './process.ts';
import type { Fate } from './process.ts';
import { Scheduler } from './scheduler.ts';
import { Trace } from './trace.ts';
import { engineOf, LEASE_MS } from './worker.ts';
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

const START = Date.parse('2026-11-21T08:00:00Z');

export async function simulate(seed: number, options: SimulationOptions = {}): Promise<Verdict> {
  const simulation = new Simulation(seed, options);
  await simulation.live();
  await simulation.end();
  return simulation.verdict();
}

class Simulation {
  readonly #random: Random;
  readonly #plan: Plan;
  readonly #scheduler: Scheduler;
  readonly #trace: Trace;
  readonly #findings: Findings;
  readonly #world: World;
  readonly #store: Store;
  readonly #things: Things;
  readonly #checks: WriteChecks;
  readonly #decisions: Decisions;
  readonly #looks = new Looks();
  readonly #served: Served[] = [];
  readonly #network: Network;
  readonly #people: Deeds;
  readonly #sabotage: Sabotage;
  readonly #timeoutMs: number;
  readonly #newId: () => string;
  readonly #policy: ReadonlyMap<FieldName, Rule>;
  readonly #processes: Process[] = [];
  readonly #stubborn = new Set<string>();
  readonly #crashed = new Set<string>();
  #over = false;
  #working = 0;

  constructor(seed: number, options: SimulationOptions) {
    this.#random = seededRandom(seed);
    this.#plan = planOf(seed, this.#random, options);
    this.#scheduler = new Scheduler(START, this.#random.fork('scheduler'));
    this.#trace = new Trace(() => this.#scheduler.now());
    this.#findings = new Findings(this.#trace);
    this.#world = new World(this.#plan, this.#random.fork('world'), this.#scheduler, this.#trace);
    this.#sabotage = options.sabotage ?? {};
    this.#timeoutMs = this.#random.fork('timeout').pick([5_000, 20_000, 60_000]);
    let number = 0;
    this.#newId = () => `id-${String(++number).padStart(4, '0')}`;
    const clock = { now: () => this.#scheduler.now(), sleep: (ms: number) => this.#scheduler.sleep(ms) };
    const store = createMemoryStore({ clock, newId: this.#newId });
    this.#decisions = new Decisions(store, clock.now);
    this.#things = new Things(this.#world, this.#decisions, this.#findings);
    this.#network = new Network({
      world: this.#world, plan: this.#plan, random: this.#random.fork('network'),
      hooks: { arriving: (call) => this.#arriving(call), served: (call) => this.#noted(call), refuses: (side, id) => this.#stubborn.has(`${side}:${id}`) },
    });
    populate(this.#world, this.#plan, this.#random.fork('beginning'));
    if (this.#plan.armed.has('stubborn-record')) for (const id of this.#world.liveIds('psa').slice(0, 1)) this.#stubborn.add(`psa:${id}`);
    const someone = new Process('observer', { scheduler: this.#scheduler, random: this.#random.fork('observer'), fate: immortal, told: () => undefined });
    this.#policy = this.#engine(someone, store).policy.get(account.name) as ReadonlyMap<FieldName, Rule>;
    const shared = { world: this.#world, findings: this.#findings, things: this.#things, policy: this.#policy };
    this.#checks = new WriteChecks(this.#world, { ...shared, decisions: this.#decisions, looks: this.#looks });
    this.#store = new StoreWatch({ ...shared, looks: this.#looks, store }).watched();
    this.#people = peopleOf(this.#world, this.#plan, this.#store, this.#random.fork('people'));
  }

  /** People, workers and faults, until the horizon. */
  async live(): Promise<void> {
    const { deeds, horizonMs, workers, armed } = this.#plan;
    const times = this.#random.fork('times');
    for (let number = 0; number < deeds; number++) this.#scheduler.at(START + times.int(15_000, horizonMs), () => void this.#deed());
    for (let number = 1; number <= workers; number++) this.#start(`worker-${number}`, 0, times.int(0, 5_000));
    if (armed.has('second-app') && armed.has('quota')) this.#secondApp();
    await this.#scheduler.run(() => this.#scheduler.now() >= START + horizonMs);
    this.#over = true;
    this.#network.calm();
    for (const process of this.#processes) process.spare();
    await this.#scheduler.run(() => this.#working === 0);
  }

  /** Calm: within three cycles everything agrees, a sweep brings what was hidden, and then nothing is written any more. */
  async end(): Promise<void> {
    const process = new Process('last', { scheduler: this.#scheduler, random: this.#random.fork('last'), fate: immortal, told: () => undefined });
    const engine = this.#engine(process, this.#store);
    const parts = { world: this.#world, store: this.#store, findings: this.#findings, things: this.#things, policy: this.#policy };
    const isStubborn = (side: RemoteSide, id: string): boolean => this.#stubborn.has(`${side}:${id}`);
    const work = async (): Promise<void> => {
      await this.#scheduler.sleep(StoreWatch.settleMs + LEASE_MS);
      for (let cycle = 0; cycle < 3; cycle++) await this.#cycle(engine, false);
      await checkAgreement(parts, engine, 'L1', (side, id, field) => isStubborn(side, id) || this.#world.isHidden(side, id, field));
      await this.#cycle(engine, true);
      for (let cycle = 0; cycle < 2; cycle++) await this.#cycle(engine, false);
      await checkAgreement(parts, engine, 'L2', () => false);
      await checkTruth(parts);
      const before = this.#world.writes.length + this.#world.births.length;
      for (let cycle = 0; cycle < 2; cycle++) await this.#cycle(engine, false);
      for (const late of this.#world.writes.slice(before)) this.#findings.add('L1', `${late.side}:${late.id} ${late.field} is still being written`, this.#things.wordsOf(late.side, late.id));
      if (this.#world.writes.length + this.#world.births.length > before) this.#findings.add('L1', 'there is no end to writing', []);
      await this.#proveLosses();
    };
    let done = false;
    void work().then(() => (done = true), (error: unknown) => {
      this.#findings.add('X1', `the end failed: ${String(error)}`, []);
      done = true;
    });
    await this.#scheduler.run(() => done);
    const { armed } = this.#plan;
    // A process that was frozen wakes with slots that were due long ago: only the others' calls are spaced then.
    checkQuota(this.#served, this.#findings, { paced: armed.has('quota') && !this.#trace.counts.has('fault pause'), othersCall: armed.has('second-app'), refused: this.#world.psa.refused + this.#world.crm.refused });
  }

  verdict(): Verdict {
    const trace = this.#trace;
    return { seed: this.#plan.seed, plan: this.#plan, findings: this.#findings.list, digest: trace.digest(), counts: trace.counts, trace: (words = []) => trace.about(words) };
  }

  async #deed(): Promise<void> {
    try {
      await this.#people.act();
    } catch (error) {
      this.#findings.add('X1', `a deed failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`, []);
    }
  }

  #engine(process: Process, store: Store): EngineContext {
    return engineOf({
      process, store, network: this.#network, random: this.#random.fork(process.name), newId: this.#newId, paced: this.#plan.armed.has('quota'),
      timeoutMs: this.#timeoutMs, watch: this.#decisions.watch(process.name), sabotage: this.#sabotage,
    });
  }

  /** A worker from its start to its end; one that is killed is started anew a little later. */
  #start(name: string, life: number, delayMs: number): void {
    this.#working += 1;
    this.#scheduler.at(this.#scheduler.now() + delayMs, () => {
      if (this.#over) {
        this.#working -= 1;
        return;
      }
      const random = this.#random.fork(`${name} ${life}`);
      const process = new Process(`${name}${life === 0 ? '' : `.${life}`}`, { scheduler: this.#scheduler, random, fate: this.#fate(random, life), told: (what, label) => this.#fell(what, label, name, life) });
      this.#processes.push(process);
      void this.#work(process, random);
    });
  }

  async #work(process: Process, random: Random): Promise<void> {
    try {
      const engine = this.#engine(process, this.#store);
      while (!this.#over) {
        await this.#cycle(engine, random.chance(0.12));
        await engine.clock.sleep(random.int(5_000, 70_000));
      }
    } catch (error) {
      this.#findings.add('X1', `${process.name} failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`, [process.name]);
    }
    this.#working -= 1;
  }

  async #cycle(engine: EngineContext, sweep: boolean): Promise<void> {
    const { cycles } = await runOnce(engine, [account.name], { dryRun: false, approved: true, sweep, deep: false });
    this.#trace.hit(sweep ? 'cycle sweep' : 'cycle');
    for (const [side, error] of cycles.flatMap((one) => [...one.errors])) this.#trace.add('engine', `cycle ended with ${side} ${error.name} ${error.message}`);
  }

  #fate(random: Random, life: number): Fate {
    const { armed } = this.#plan;
    const again = armed.has('crash-in-recovery') ? 3 : 1;
    return {
      crashAt: armed.has('crash') && life < again ? (life === 0 ? random.int(30, 900) : random.int(1, 250)) : null,
      pauseAt: armed.has('pause') && life === 0 ? random.int(60, 600) : null,
      pauseMs: random.int(30_000, LEASE_MS + 60_000),
    };
  }

  #fell(what: 'crash' | 'pause', label: string, name: string, life: number): void {
    this.#trace.hit(`${what} ${label}`);
    this.#trace.hit(`fault ${what === 'crash' && life > 0 ? 'crash-in-recovery' : what}`);
    this.#trace.add(name, `${what} at ${label}`);
    if (what === 'pause') return;
    this.#crashed.add(`${name}${life === 0 ? '' : `.${life}`}`);
    this.#working -= 1;
    void checkTruth({ world: this.#world, store: this.#store, findings: this.#findings, things: this.#things, policy: this.#policy });
    this.#start(name, life + 1, this.#random.fork(`${name} down ${life}`).int(100, 40_000));
  }

  /** Somebody gets in between our read and our write. */
  #arriving(call: Call): void {
    if (this.#over || call.kind !== 'update') return;
    const { armed } = this.#plan;
    const ids = call.side === 'psa' ? [/\/customers\/([^/]+)$/.exec(call.request.path)?.[1]] : (JSON.parse(call.request.body) as { inputs: { id: string }[] }).inputs.map((input) => input.id);
    const id = ids[0];
    if (id === undefined || this.#world.fieldsOf(call.side, id) === null) return;
    const random = this.#random.fork(`between ${this.#served.length}`);
    if (armed.has('delete-between-read-and-write') && random.chance(0.03)) {
      this.#trace.hit('fault delete-between-read-and-write');
      this.#people.delete(call.side, id);
    } else if (armed.has('person-between-read-and-write') && random.chance(0.2)) {
      this.#trace.hit('fault person-between-read-and-write');
      const decision = this.#decisions.ofRecord(call.worker, call.side, id);
      this.#people.edit(call.side, id, random.chance(0.5) && decision ? Object.keys(decision.fields) : []);
    }
  }

  #noted(served: Served): void {
    this.#served.push(served);
    this.#looks.note(served);
    if (served.kind === 'create') this.#things.judgeBirths(served.fault === 'twice');
  }

  /** Every overwritten edit has its line in the journal, unless its worker was stopped before it could write one. */
  async #proveLosses(): Promise<void> {
    const journal = await this.#store.journal({ limit: 100_000 });
    for (const { linkId, worker, side, id, field, lost, lostAt, at } of this.#checks.unproven) {
      if (this.#crashed.has(worker)) continue;
      const named = journal.some((entry) => entry.linkId === linkId && entry.side === side && entry.fields.includes(field) && entry.action === 'overwrite' && Date.parse(entry.at) >= at);
      const chosen = this.#things.answeredSince(linkId, field, lostAt);
      if (!named && !chosen) this.#findings.add('S1', `${side}:${id} ${field}: ${lost} was overwritten and no line of the journal says by which rule`, this.#things.wordsOf(side, id));
    }
  }

  #secondApp(): void {
    const random = this.#random.fork('second app');
    const call = (): void => {
      if (this.#over) return;
      this.#trace.hit('fault second-app');
      const request = { method: 'GET', path: '/crm/owners/2026-09', query: '', headers: { authorization: 'Bearer pat-eu1-simulation' }, body: '' };
      for (let count = random.int(1, 60); count > 0; count--) this.#world.crm.handle(request, this.#scheduler.now());
      for (let count = random.int(0, 6); count > 0; count--) this.#world.psa.handle({ ...request, path: '/rest-api/v1/customers' }, this.#scheduler.now());
      this.#scheduler.at(this.#scheduler.now() + random.int(1_000, 20_000), call);
    };
    this.#scheduler.at(START + 10_000, call);
  }
}

// The worker processes of one world: they start, work in cycles, die or freeze, and are started anew; and now and then a process
// to which nothing happens. Invariant: whoever has died never goes on; when it is over, everybody comes to an end by themselves.
import type { EngineContext } from '../../src/engine/context.ts';
import { runOnce } from '../../src/engine/run.ts';
import type { Random } from '../../src/lib/random.ts';
import type { Findings } from './checks/findings.ts';
import { fateOf, fateOfOfficer } from './fates.ts';
import type { Plan } from './plan.ts';
import { immortal, Process } from './process.ts';
import { ENTITIES } from './records/kinds.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trace } from './trace.ts';

interface Parts {
  readonly plan: Plan;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly trace: Trace;
  readonly findings: Findings;
  readonly engineOf: (process: Process) => EngineContext;
  /** A process has just been killed. */
  readonly died: () => void;
  /** What a worker does between two cycles. */
  readonly tick: (process: Process) => Promise<void>;
  /** The work of whoever is no worker, until it is over. */
  readonly office: (process: Process, random: Random) => Promise<void>;
}

/** Its process is no worker. */
export const OFFICE = 'office';

export class Crew {
  readonly crashed = new Set<string>();
  readonly #parts: Parts;
  readonly #processes: Process[] = [];
  #over = false;
  #working = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** A worker from its start to its end; one that is killed is started anew a little later. */
  start(name: string, delayMs: number, life = 0): void {
    const { scheduler, plan } = this.#parts;
    this.#working += 1;
    scheduler.at(scheduler.now() + delayMs, () => {
      if (this.#over) {
        this.#working -= 1;
        return;
      }
      const random = this.#parts.random.fork(`${name} ${life}`);
      const fate = (name === OFFICE ? fateOfOfficer : fateOf)(plan, random, life);
      const process = new Process(`${name}${life === 0 ? '' : `.${life}`}`, { scheduler, random, fate, told: (what, label) => this.#fell(what, label, name, life) });
      this.#processes.push(process);
      void (name === OFFICE ? this.#officeOf(process, random) : this.#work(process, random));
    });
  }

  /** Nobody dies any more, and whoever works comes to an end. */
  async end(): Promise<void> {
    this.#over = true;
    for (const process of this.#processes) process.spare();
    await this.#parts.scheduler.run(() => this.#working === 0);
  }

  /** One process to which nothing happens. */
  async alone(name: string, work: (engine: EngineContext, process: Process) => Promise<void>): Promise<void> {
    const { scheduler, random, findings, engineOf } = this.#parts;
    const process = new Process(name, { scheduler, random: random.fork(name), fate: immortal, told: () => undefined });
    let done = false;
    void work(engineOf(process), process).then(() => (done = true), (error: unknown) => {
      findings.add('X1', `${name} failed: ${storyOf(error)}`, []);
      done = true;
    });
    await scheduler.run(() => done);
  }

  async cycle(engine: EngineContext, sweep: boolean): Promise<void> {
    const { trace } = this.#parts;
    const { cycles } = await runOnce(engine, ENTITIES, { dryRun: false, approved: true, sweep, deep: false });
    trace.hit(sweep ? 'cycle sweep' : 'cycle');
    for (const [side, error] of cycles.flatMap((one) => [...one.errors])) trace.add('engine', `cycle ended with ${side} ${error.name} ${error.message}`);
  }

  async #work(process: Process, random: Random): Promise<void> {
    try {
      const engine = this.#parts.engineOf(process);
      while (!this.#over) {
        await this.cycle(engine, random.chance(0.12));
        await this.#parts.tick(process);
        await engine.clock.sleep(random.int(5_000, 90_000));
      }
    } catch (error) {
      this.#parts.findings.add('X1', `${process.name} failed: ${storyOf(error)}`, [process.name]);
    }
    this.#working -= 1;
  }

  async #officeOf(process: Process, random: Random): Promise<void> {
    try {
      await this.#parts.office(process, random);
    } catch (error) {
      this.#parts.findings.add('X1', `${process.name} failed: ${storyOf(error)}`, [process.name]);
    }
    this.#working -= 1;
  }

  #fell(what: 'crash' | 'pause', label: string, name: string, life: number): void {
    const { trace, random, died } = this.#parts;
    trace.hit(`${what} ${name === OFFICE ? 'office ' : ''}${label}`);
    trace.hit(`fault ${what === 'crash' && life > 0 ? 'crash-in-recovery' : what}`);
    trace.add(name, `${what} at ${label}`);
    if (what === 'pause') return;
    this.crashed.add(`${name}${life === 0 ? '' : `.${life}`}`);
    this.#working -= 1;
    died();
    this.start(name, random.fork(`${name} down ${life}`).int(100, 40_000), life + 1);
  }
}

function storyOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

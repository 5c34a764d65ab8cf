// The engine between two scripted systems over the store in memory: what a side shows of a value, when it fails and what a
// person does meanwhile are all a test's to say. Invariant: nothing waits; time moves only when a test moves it.
import type { FieldRule, Pair, Rule } from '../../src/core/rule.ts';
import type { Fields, RemoteSide, Side } from '../../src/core/vocabulary.ts';
import type { DeletePolicy, EngineContext, EngineLimits } from '../../src/engine/context.ts';
import { cycle } from '../../src/engine/cycle.ts';
import type { CycleOptions, EntityCycle } from '../../src/engine/cycle.ts';
import { toInstant } from '../../src/lib/clock.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createSealer } from '../../src/lib/crypto.ts';
import { createLog } from '../../src/lib/log.ts';
import type { LinkState, Store } from '../../src/store/store.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { account, MINUTE, scriptedSide } from './scripted-side.ts';
import type { ScriptedSide } from './scripted-side.ts';

export { MINUTE };

const START = Date.parse('2026-11-21T08:00:00Z');
const EVERY_WAY: readonly Pair[] = ['psa>crm', 'psa>local', 'crm>psa', 'crm>local', 'local>psa', 'local>crm'];

export interface TestClock extends Clock {
  advance(ms: number): void;
}

export function testClock(): TestClock {
  let now = START;
  return {
    now: () => now,
    sleep: (ms) => {
      now += ms;
      return Promise.resolve();
    },
    advance: (ms) => void (now += ms),
  };
}

export interface Bench {
  readonly psa: ScriptedSide;
  readonly crm: ScriptedSide;
  readonly store: Store;
  readonly clock: TestClock;
  readonly engine: EngineContext;
  /** One cycle, a minute later than whatever was before. */
  cycle(options?: Partial<CycleOptions>): Promise<EntityCycle>;
  /** The link with this record. */
  link(id: string): Promise<LinkState>;
  /** A person edits in Sauma. */
  editLocal(id: string, fields: Fields): Promise<void>;
}

export interface BenchOptions {
  readonly rules?: Readonly<Record<string, Partial<Rule>>>;
  readonly limits?: Partial<EngineLimits>;
  readonly sides?: readonly RemoteSide[];
  readonly modes?: Partial<EngineContext['modes']>;
  readonly deletes?: Readonly<Partial<Record<Side, DeletePolicy>>>;
}

const ruleOf = (given: Partial<Rule> = {}): FieldRule['rule'] => ({ flow: EVERY_WAY, onConflict: ['crm', 'local', 'psa'], onFirst: ['psa', 'crm', 'local'], ...given });

export function openBench(options: BenchOptions = {}): Bench {
  const clock = testClock();
  let number = 0;
  const newId = (): string => `id-${String(++number).padStart(5, '0')}`;
  const store = createMemoryStore({ clock, newId });
  const psa = scriptedSide('psa', clock, 1);
  const crm = scriptedSide('crm', clock, 100);
  const connectors = new Map([psa, crm].filter(({ side }) => options.sides?.includes(side) ?? true).map((one) => [one.side, one.connector]));
  const engine: EngineContext = {
    workspace: 'main',
    store,
    connectors,
    modes: { psa: 'read-write', crm: 'read-write', ...options.modes },
    entities: new Map([['account', account]]),
    policy: new Map([['account', new Map([...account.fields.keys()].map((name) => [name, ruleOf(options.rules?.[name])]))]]),
    gates: new Map(),
    sealer: createSealer(() => [Buffer.alloc(32, 1)]),
    deletes: new Map([['account', options.deletes ?? {}]]),
    freeMailDomains: new Set(),
    limits: { leaseMs: 5 * MINUTE, takeLinks: 50, guardBatch: 20, guardFreshMs: 0, guardModes: { psa: 'batch', crm: 'batch' }, guard: { updates: { share: 0.2, atLeast: 20 }, deletes: { share: 0.01, atLeast: 5 } }, absentLooks: 500, retention: { beforeImages: 30, journal: 365, conflicts: 365, billingMoves: 730, accessLog: 730, people: 730 }, turns: 3, cycleMs: 60 * MINUTE, ...options.limits },
    clock,
    newId,
    log: createLog({ level: 'silent' }),
    progress: () => undefined,
  };
  const link = async (id: string): Promise<LinkState> => {
    const found = (await store.links({ entity: 'account', limit: 10_000 })).find((one) => Object.values(one.sides).some((state) => state.id === id));
    if (!found) throw new Error(`no link has ${id}`);
    return found;
  };
  return {
    psa,
    crm,
    store,
    clock,
    engine,
    cycle: async (given) => {
      clock.advance(MINUTE);
      const { entities: [one] } = await cycle(engine, ['account'], { dryRun: false, approved: true, sweep: false, deep: false, ...given }, null);
      return one as EntityCycle;
    },
    link,
    editLocal: async (id, fields) => {
      const { id: linkId, sides } = await link(id);
      const local = sides.local;
      if (!local) throw new Error(`${linkId} has no local record`);
      await store.markDirty('account', [linkId], 'person');
      const taken = (await store.take({ entity: 'account', limit: 10_000, ttlMs: MINUTE }));
      for (const one of taken) {
        if (one.link.id !== linkId) {
          await store.releaseLease(one.lease);
          continue;
        }
        const now = toInstant(clock.now());
        const side = { side: 'local' as const, seenVersion: local.version, seen: local.fields, id: local.id, fields: { ...local.fields, ...fields }, base: local.base, handles: {}, mapVersion: '', asOf: now, modifiedAt: now, modifiedBy: 'a person', keys: [] };
        await store.record([{ lease: one.lease, linkId, dirtyMark: one.dirtyMark, settled: false, sides: [side], conflicts: [], held: one.link.held, journal: [], carriedOut: [], unknown: [] }]);
      }
    },
  };
}

/** Two records that have met: both sides and `local` hold the same, and nothing waits. */
export async function meet(bench: Bench, fields: Fields): Promise<{ readonly psaId: string; readonly crmId: string }> {
  const psaId = bench.psa.add(fields);
  const crmId = bench.crm.add(fields);
  await bench.cycle();
  return { psaId, crmId };
}

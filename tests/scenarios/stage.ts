// A stage for stories: both sandboxes behind HTTP, a store, and the production engine between them, on one virtual clock
// that a story moves. Waiting costs no real time; sockets and SQL are real.
import { createHubspotConnector } from '../../src/connectors/hubspot/connector.ts';
import type { RegistryCache } from '../../src/connectors/options.ts';
import { createSeveraConnector } from '../../src/connectors/severa/connector.ts';
import { unpaced } from '../../src/connectors/pacer.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import { loadConfig } from '../../src/config.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { runOnce } from '../../src/engine/run.ts';
import type { RunResult } from '../../src/engine/run.ts';
import type { CycleOptions } from '../../src/engine/cycle.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { Secret } from '../../src/lib/secret.ts';
import { createHubspotModel } from '../../src/sandbox/hubspot/model.ts';
import type { HubspotModel } from '../../src/sandbox/hubspot/model.ts';
import { serveSandbox } from '../../src/sandbox/http.ts';
import { createSandbox } from '../../src/sandbox/seed/start.ts';
import { createSeveraModel } from '../../src/sandbox/severa/model.ts';
import type { SeveraModel } from '../../src/sandbox/severa/model.ts';
import type { Store } from '../../src/store/store.ts';
void Secret;
void createHubspotModel;
void createSeveraModel;

export interface VirtualClock extends Clock {
  advance(ms: number): void;
}

/** Starts at `start`; sleeping moves it on. */
export function virtualClock(start = Date.parse('2026-11-21T08:00:00Z')): VirtualClock {
  let now = start;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += Math.max(0, ms);
      await new Promise((resolve) => setImmediate(resolve));
    },
    advance: (ms) => void (now += ms),
  };
}

export interface Stage {
  readonly severa: SeveraModel;
  readonly hubspot: HubspotModel;
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly engine: EngineContext;
  cycle(options?: Partial<CycleOptions>): Promise<RunResult>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly accounts?: number;
  readonly seed?: number;
  readonly timeoutMs?: number;
  store(parts: { clock: Clock; newId: () => string }): Promise<Store>;
  readonly change?: (engine: EngineContext) => EngineContext;
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const clock = virtualClock();
  const seed = options.seed ?? 1;
  const world = { seed, accounts: options.accounts ?? 0, quota: false, now: clock.now(), delivery: false };
  const severa = createSandbox('severa', world);
  const hubspot = createSandbox('hubspot', world);
  const servers = await Promise.all([serveSandbox(severa.model, { port: 0, clock }), serveSandbox(hubspot.model, { port: 0, clock })]);
  let number = 0;
  const newId = (): string => `id-${String(++number).padStart(6, '0')}`;
  const store = await options.store({ clock, newId });
  const config = loadConfig({ env: {}, rootDir: new URL('../..', import.meta.url).pathname });
  const shared = { pacer: unpaced, clock, random: seededRandom(seed), log: createLog({ level: 'silent' }), currency: 'EUR', customFields: [], facts: {}, scopes: {}, timeoutMs: options.timeoutMs ?? 5_000 };
  const cache = (side: RemoteSide): RegistryCache => ({
    load: async (name) => (await store.fact(`registry:${side}:${name}`)) as Awaited<ReturnType<RegistryCache['load']>>,
    save: (name, items, readAt) => store.saveFact(`registry:${side}:${name}`, { items, readAt }),
  });
  const connectors = new Map([
    ['psa' as const, createSeveraConnector({ ...shared, baseUrl: `${servers[0].url}/rest-api`, credentials: severa.credentials, registryCache: cache('psa') })],
    ['crm' as const, createHubspotConnector({ ...shared, baseUrl: servers[1].url, credentials: hubspot.credentials, registryCache: cache('crm') })],
  ]);
  const base: EngineContext = {
    workspace: 'main',
    store,
    connectors,
    modes: { psa: 'read-write', crm: 'read-write' },
    entities: config.entities,
    policy: config.policy,
    freeMailDomains: new Set(config.settings.freeMailDomains),
    limits: { leaseMs: 300_000, takeLinks: 200, guardBatch: 20, guardFreshMs: 30_000, guardModes: { psa: 'batch', crm: 'batch' }, updateShare: 0.2, updateAtLeast: 20, turns: 3 },
    clock,
    newId,
    log: shared.log,
    progress: () => undefined,
  };
  const engine = options.change ? options.change(base) : base;
  return {
    severa: severa.model,
    hubspot: hubspot.model,
    store,
    clock,
    engine,
    cycle: (given) => runOnce(engine, ['account'], { dryRun: false, approved: true, sweep: false, deep: false, ...given }),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

// A stage for stories: both sandboxes behind HTTP, a store, and the production engine between them, on one virtual clock
// that a story moves. Waiting costs no real time; sockets and SQL are real.
import { createHubspotConnector } from '../../src/connectors/hubspot/connector.ts';
import type { RegistryCache } from '../../src/connectors/options.ts';
import { createSeveraConnector } from '../../src/connectors/severa/connector.ts';
import { unpaced } from '../../src/connectors/pacer.ts';
import type { Pacer } from '../../src/connectors/pacer.ts';
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import { loadConfig } from '../../src/config.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { runOnce } from '../../src/engine/run.ts';
import type { RunResult } from '../../src/engine/run.ts';
import type { CycleOptions } from '../../src/engine/cycle.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createLog } from '../../src/lib/log.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { createHubspotModel } from '../../src/sandbox/hubspot/model.ts';
import type { HubspotModel } from '../../src/sandbox/hubspot/model.ts';
import type { HubspotOptions } from '../../src/sandbox/hubspot/options.ts';
import { populateHubspot } from '../../src/sandbox/hubspot/populate.ts';
import { serveSandbox } from '../../src/sandbox/http.ts';
import { generateWorld } from '../../src/sandbox/seed/generate.ts';
import { createSeveraModel } from '../../src/sandbox/severa/model.ts';
import type { SeveraModel } from '../../src/sandbox/severa/model.ts';
import type { SeveraOptions } from '../../src/sandbox/severa/options.ts';
import { populateSevera } from '../../src/sandbox/severa/populate.ts';
import type { Store } from '../../src/store/store.ts';

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
  /** What another process would work with: fresh connectors on the same vendors and store, unless told otherwise. */
  reopen(parts?: Parts): EngineContext;
  close(): Promise<void>;
}

/** What one process may have of its own. */
export interface Parts {
  readonly store?: Store;
  readonly pacer?: Pacer;
  readonly severaSecret?: string;
  readonly hubspotToken?: string;
  /** Feature → Severa scopes asked for; the whole grant when left out. */
  readonly scopes?: Readonly<Record<string, readonly string[]>>;
  readonly severaUrl?: string;
  readonly hubspotUrl?: string;
}

export interface StageOptions {
  readonly accounts?: number;
  readonly seed?: number;
  readonly timeoutMs?: number;
  /** Instead of a virtual one. */
  readonly clock?: VirtualClock;
  readonly severa?: Partial<SeveraOptions>;
  readonly hubspot?: Partial<HubspotOptions>;
  store(parts: { clock: Clock; newId: () => string }): Promise<Store>;
  readonly change?: (engine: EngineContext) => EngineContext;
}

const SEVERA = { clientId: 'story-client', clientSecret: 'story-secret' };
const HUBSPOT = { token: 'pat-eu1-story', appId: '1234567', portalId: '7654321', clientId: 'story-app', clientSecret: 'story-app-secret' };
const OPTIONS: CycleOptions = { dryRun: false, approved: true, sweep: false, deep: false };

/** One cycle of the accounts; approved unless told otherwise. */
export function cycleOf(engine: EngineContext, given?: Partial<CycleOptions>): Promise<RunResult> {
  return runOnce(engine, ['account'], { ...OPTIONS, ...given });
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const clock = options.clock ?? virtualClock();
  const seed = options.seed ?? 1;
  const random = seededRandom(seed);
  const world = generateWorld({ seed, accounts: options.accounts ?? 0, now: clock.now() });
  const severa = createSeveraModel({ ...SEVERA, quota: false, random: random.fork('severa'), ...options.severa });
  populateSevera(severa.state, world, { delivery: false });
  const hubspot = createHubspotModel({ ...HUBSPOT, quota: false, random: random.fork('hubspot'), ...options.hubspot });
  populateHubspot(hubspot.state, world);
  const servers = await Promise.all([serveSandbox(severa, { port: 0, clock }), serveSandbox(hubspot, { port: 0, clock })]);
  let number = 0;
  const newId = (): string => `id-${String(++number).padStart(6, '0')}`;
  const stageStore = await options.store({ clock, newId });
  const config = loadConfig({ env: {}, rootDir: new URL('../..', import.meta.url).pathname });
  const log = createLog({ level: 'silent' });
  const reopen = (parts: Parts = {}): EngineContext => {
    const store = parts.store ?? stageStore;
    const cache = (side: RemoteSide): RegistryCache => ({
      load: async (name) => (await store.fact(`registry:${side}:${name}`)) as Awaited<ReturnType<RegistryCache['load']>>,
      save: (name, items, readAt) => store.saveFact(`registry:${side}:${name}`, { items, readAt }),
    });
    const shared = { pacer: parts.pacer ?? unpaced, clock, random: random.fork('process'), log, currency: 'EUR', customFields: [], facts: {}, timeoutMs: options.timeoutMs ?? 5_000 };
    const severaCredentials = { clientId: SEVERA.clientId, clientSecret: parts.severaSecret ?? SEVERA.clientSecret };
    const connectors = new Map([
      ['psa' as const, createSeveraConnector({ ...shared, scopes: parts.scopes ?? {}, baseUrl: parts.severaUrl ?? `${servers[0].url}/rest-api`, credentials: severaCredentials, registryCache: cache('psa') })],
      ['crm' as const, createHubspotConnector({ ...shared, scopes: {}, baseUrl: parts.hubspotUrl ?? servers[1].url, credentials: { token: parts.hubspotToken ?? HUBSPOT.token }, registryCache: cache('crm') })],
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
      log,
      progress: () => undefined,
    };
    return options.change ? options.change(base) : base;
  };
  const engine = reopen();
  return {
    severa,
    hubspot,
    store: stageStore,
    clock,
    engine,
    cycle: (given) => cycleOf(engine, given),
    reopen,
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

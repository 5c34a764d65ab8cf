// A stage for stories: both sandboxes behind HTTP, a store, and the production engine between them, on one virtual clock
// that a story moves. Waiting costs no real time; sockets and SQL are real.
import { createHubspotConnector } from '../../src/connectors/hubspot/connector.ts';
import type { CustomFieldMap, RegistryCache } from '../../src/connectors/options.ts';
import { createSeveraConnector } from '../../src/connectors/severa/connector.ts';
import { unpaced } from '../../src/connectors/pacer.ts';
import type { Pacer } from '../../src/connectors/pacer.ts';
import type { Transport } from '../../src/connectors/transport.ts';
import type { Rule } from '../../src/core/rule.ts';
import type { EntityName, FieldName, RemoteSide } from '../../src/core/vocabulary.ts';
import { withCustomFields } from '../../src/entities/entity.ts';
import { entities as declaredEntities } from '../../src/entities/index.ts';
import type { FieldDefinition } from '../../src/entities/entity.ts';
import { ROLL_UP_RULE, ROLL_UPS, rollUpProperty, rollUpsOf, withRollUps } from '../../src/entities/roll-ups.ts';
import { loadConfig } from '../../src/config.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { runOnce } from '../../src/engine/run.ts';
import type { RunResult } from '../../src/engine/run.ts';
import type { CycleOptions } from '../../src/engine/cycle.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createSealer } from '../../src/lib/crypto.ts';
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
import type { Mirrors } from '../../src/store/mirrors.ts';
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

/** A field of the workspace's own, with its name in both systems. */
export interface OwnField {
  readonly definition: FieldDefinition;
  readonly names: Readonly<Record<RemoteSide, string>>;
  readonly rule: Rule;
}

/** What one process has of its own, where it is not what the stage has. */
export interface Parts {
  readonly store?: Store;
  readonly pacer?: Pacer;
  readonly transport?: Transport;
  readonly severaSecret?: string;
  readonly hubspotToken?: string;
  readonly severaUrl?: string;
  readonly hubspotUrl?: string;
}

/** How the product is set up; everything else of a stage stays when it is set up anew. */
export interface SetUp {
  readonly ownFields?: readonly OwnField[];
  /** Both when left out. */
  readonly systems?: readonly RemoteSide[];
  /** What cycles carry, in the order in which they depend on each other; accounts alone when left out. */
  readonly entities?: readonly EntityName[];
  /** As the product ships with them, or a story's own; none when left out. */
  readonly gates?: 'configured' | EngineContext['gates'];
  /** False leaves notes where they are, as the product ships; else they flow: free text is the handiest field of a story. */
  readonly notes?: boolean;
  /** Sums of money that are sent, as settings name them; none when left out. */
  readonly amounts?: readonly string[];
  readonly change?: (engine: EngineContext) => EngineContext;
  readonly parts?: Parts;
}

export interface Stage {
  readonly severa: SeveraModel;
  readonly hubspot: HubspotModel;
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly engine: EngineContext;
  cycle(options?: Partial<CycleOptions>): Promise<RunResult>;
  /** The product started anew on the same database and systems. */
  restart(setUp: SetUp): Stage;
  close(): Promise<void>;
}

export interface StageOptions extends SetUp {
  readonly accounts?: number;
  readonly seed?: number;
  readonly timeoutMs?: number;
  readonly quota?: boolean;
  /** A virtual one when left out. */
  readonly clock?: VirtualClock;
  readonly severa?: Partial<SeveraOptions>;
  readonly hubspot?: Partial<HubspotOptions>;
  /** Unpaced when left out. */
  readonly pacer?: (store: Store, clock: Clock) => Pacer;
  store(parts: { clock: Clock; newId: () => string }): Promise<Store>;
  /** Where rows that only flow in are kept; left out, nothing is mirrored and Severa has nothing of the kind. */
  mirrors?(parts: { clock: Clock; newId: () => string }): Mirrors;
}

const severaCredentials = { clientId: 'stage', clientSecret: 'stage-secret' };
const hubspotCredentials = { token: 'pat-eu1-stage' };
const hubspotApp = { appId: '1000001', portalId: '42424242', clientId: 'stage-app', clientSecret: 'stage-app-secret' };

export async function openStage(options: StageOptions): Promise<Stage> {
  const clock = options.clock ?? virtualClock();
  const seed = options.seed ?? 1;
  const world = generateWorld({ seed, accounts: options.accounts ?? 0, now: clock.now() });
  const random = seededRandom(seed);
  const quota = options.quota ?? false;
  const severa = createSeveraModel({ ...severaCredentials, quota, random: random.fork('severa'), ...options.severa });
  const hubspot = createHubspotModel({ ...hubspotCredentials, ...hubspotApp, quota, random: random.fork('hubspot'), ...options.hubspot });
  populateSevera(severa.state, world, { delivery: options.mirrors !== undefined });
  populateHubspot(hubspot.state, world);
  const servers = await Promise.all([serveSandbox(severa, { port: 0, clock }), serveSandbox(hubspot, { port: 0, clock })]);
  let number = 0;
  const newId = (): string => `id-${String(++number).padStart(6, '0')}`;
  const stageStore = await options.store({ clock, newId });
  const mirrors = options.mirrors?.({ clock, newId });
  const config = loadConfig({ env: {}, rootDir: new URL('../..', import.meta.url).pathname });
  const shared = { pacer: options.pacer?.(stageStore, clock) ?? unpaced, clock, random: seededRandom(seed), log: createLog({ level: 'silent' }), currency: 'EUR', facts: {}, scopes: {}, timeoutMs: options.timeoutMs ?? 5_000 };

  const engineFor = ({ ownFields = [], systems = ['psa', 'crm'], entities = [], gates = new Map(), notes = true, amounts = [], change, parts = {} }: SetUp): EngineContext => {
    const store = parts.store ?? stageStore;
    const cache = (side: RemoteSide): RegistryCache => ({
      load: async (name) => (await store.fact(`registry:${side}:${name}`)) as Awaited<ReturnType<RegistryCache['load']>>,
      save: (name, items, readAt) => store.saveFact(`registry:${side}:${name}`, { items, readAt }),
    });
    const own = { ...shared, ...(parts.pacer ? { pacer: parts.pacer } : {}), ...(parts.transport ? { transport: parts.transport } : {}) };
    const severaGiven = { ...severaCredentials, clientSecret: parts.severaSecret ?? severaCredentials.clientSecret };
    const hubspotGiven = { token: parts.hubspotToken ?? hubspotCredentials.token };
    const figures = mirrors ? [...ROLL_UPS.keys()].flatMap((entity) => rollUpsOf(entity, amounts).map((field) => ({ entity, field, name: rollUpProperty(field.name) }))) : [];
    const customFields = (side: RemoteSide): CustomFieldMap[] => [...ownFields.map(({ definition, names }) => ({ entity: 'account', field: definition, name: names[side] })), ...(side === 'crm' ? figures : [])];
    const declared = mirrors ? withRollUps(declaredEntities, amounts) : declaredEntities;
    // Switched on where a story carries them.
    const activities = entities.includes('activity');
    const connectors = new Map([
      ['psa' as const, createSeveraConnector({ ...own, ...(activities ? { activityTypes: [] } : {}), money: mirrors !== undefined, customFields: customFields('psa'), baseUrl: parts.severaUrl ?? `${servers[0].url}/rest-api`, credentials: severaGiven, registryCache: cache('psa') })],
      ['crm' as const, createHubspotConnector({ ...own, activities, touches: mirrors !== undefined, customFields: customFields('crm'), baseUrl: parts.hubspotUrl ?? servers[1].url, credentials: hubspotGiven, registryCache: cache('crm') })],
    ]);
    const engine: EngineContext = {
      workspace: 'main',
      store,
      connectors: new Map([...connectors].filter(([side]) => systems.includes(side))),
      modes: { psa: 'read-write', crm: 'read-write' },
      entities: new Map([...declared].filter(([name]) => config.entities.has(name) || entities.includes(name)).map(([name, entity]) => [name, withCustomFields(entity, ownFields.map(({ definition }) => definition))])),
      policy: new Map([...config.policy].map(([name, rules]) => [name, new Map([...rules, ...(notes ? noted(rules) : []), ...figures.filter(({ entity }) => entity === name).map(({ field }) => [field.name, ROLL_UP_RULE] as const), ...ownFields.map(({ definition, rule }) => [definition.name, rule] as const)])])),
      gates: gates === 'configured' ? config.gates : gates,
      sealer: createSealer(() => [Buffer.alloc(32, 1)]),
      deletes: new Map(),
      freeMailDomains: new Set(config.settings.freeMailDomains),
      limits: { leaseMs: 300_000, takeLinks: 200, guardBatch: 20, guardFreshMs: 30_000, guardModes: { psa: 'batch', crm: 'batch' }, guard: { updates: { share: 0.2, atLeast: 20 }, deletes: { share: 0.01, atLeast: 5 } }, absentLooks: 500, retention: { beforeImages: 30, journal: 365, conflicts: 365, billingMoves: 730, accessLog: 730, people: 730 }, turns: 3, cycleMs: 3_600_000 },
      clock,
      newId,
      log: shared.log,
      progress: () => undefined,
      ...(mirrors ? { mirroring: { store: mirrors, timeZone: 'Europe/Helsinki', historyReads: 20 } } : {}),
    };
    return change ? change(engine) : engine;
  };

  const stageFor = (setUp: SetUp): Stage => {
    const engine = engineFor(setUp);
    const { entities = ['account'], gates, notes } = setUp;
    return {
      severa,
      hubspot,
      store: stageStore,
      clock,
      engine,
      cycle: (given) => runOnce(engine, entities, { dryRun: false, approved: true, sweep: false, deep: false, ...given }),
      restart: (anew) => stageFor({ entities, ...(gates ? { gates } : {}), ...(notes === undefined ? {} : { notes }), ...anew }),
      close: async () => {
        await Promise.all(servers.map((server) => server.close()));
      },
    };
  };
  return stageFor(options);
}

/** The rule of notes with a flow everywhere. */
function noted(rules: ReadonlyMap<FieldName, Rule>): readonly (readonly [FieldName, Rule])[] {
  const rule = rules.get('notes');
  return rule === undefined ? [] : [['notes', { ...rule, flow: ['psa>crm', 'psa>local', 'crm>psa', 'crm>local', 'local>psa', 'local>crm'] }]];
}

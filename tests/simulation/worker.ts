// One worker process: the production engine and connectors over its own reach of the world. Invariant: nothing in here is a
// copy of production code; only the edges (transport, store, clock) are the simulation's.
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../../src/config.ts';
import type { Connector, EntityAdapter } from '../../src/connectors/connector.ts';
import { createHubspotConnector } from '../../src/connectors/hubspot/connector.ts';
import type { RegistryCache } from '../../src/connectors/options.ts';
import { unpaced } from '../../src/connectors/pacer.ts';
import type { Pacer } from '../../src/connectors/pacer.ts';
import { createSeveraConnector } from '../../src/connectors/severa/connector.ts';
import type { Rule } from '../../src/core/rule.ts';
import type { FieldName, RemoteSide } from '../../src/core/vocabulary.ts';
import type { ConnectionMode, EngineContext } from '../../src/engine/context.ts';
import { storePacer } from '../../src/engine/pacer.ts';
import type { Quota } from '../../src/engine/pacer.ts';
import { createLog } from '../../src/lib/log.ts';
import type { Random } from '../../src/lib/random.ts';
import type { Store } from '../../src/store/store.ts';
import { openSealer } from '../support/open-sealer.ts';
import type { Network } from './network.ts';
import { overlaid } from './overlaid.ts';
import type { Plan } from './plan.ts';
import type { Process } from './process.ts';
import { APP, CREDENTIALS } from './world.ts';

const config = loadConfig({ env: {}, rootDir: fileURLToPath(new URL('../..', import.meta.url)) });
const log = createLog({ level: 'silent' });
const { settings } = config;

/** Descriptions flow every way, once they are switched on. */
const NOTES: Rule = { flow: ['psa>crm', 'psa>local', 'crm>psa', 'crm>local', 'local>psa', 'local>crm'], onConflict: ['crm', 'local', 'psa'], onFirst: ['psa', 'crm', 'local'] };

export const LEASE_MS = settings.leaseMs;
export const FRESH_MS = settings.guardedWrite.freshMs;

export const QUOTAS: Readonly<Record<string, Quota>> = {
  severa: { calls: 10, windowMs: 1_000 },
  hubspot: { calls: 100, windowMs: 10_000 },
  'hubspot-search': { calls: 5, windowMs: 1_000 },
};

/** A planted bug replaces one of these; production code knows nothing of it. */
export interface Sabotage {
  readonly store?: (store: Store) => Store;
  readonly adapter?: (adapter: EntityAdapter, side: RemoteSide) => EntityAdapter;
  readonly engine?: (engine: EngineContext) => EngineContext;
  readonly pacer?: (pacer: Pacer) => Pacer;
}

export interface WorkerParts {
  readonly process: Process;
  /** Whose calls they are; the engine's when left out. */
  readonly author?: 'engine' | 'officer';
  readonly network: Network;
  /** The store itself, which every worker shares. */
  readonly store: Store;
  readonly random: Random;
  readonly newId: () => string;
  readonly plan: Plan;
  readonly timeoutMs: number;
  readonly watch: (adapter: EntityAdapter, side: RemoteSide) => EntityAdapter;
  readonly sabotage: Sabotage;
}

export function engineOf(parts: WorkerParts): EngineContext {
  const { process, network, random, sabotage } = parts;
  const clock = process.clock();
  const reached = process.store(parts.store);
  const store = sabotage.store?.(reached) ?? reached;
  const paced = parts.plan.armed.has('quota') ? storePacer(store, clock, QUOTAS) : unpaced;
  const pacer = sabotage.pacer?.(paced) ?? paced;
  const cache = (side: RemoteSide): RegistryCache => ({
    load: async (name) => (await store.fact(`registry:${side}:${name}`)) as Awaited<ReturnType<RegistryCache['load']>>,
    save: (name, items, readAt) => store.saveFact(`registry:${side}:${name}`, { items, readAt }),
  });
  const shared = { pacer, clock, log, currency: settings.currency, customFields: [], facts: { portalId: APP.portalId }, scopes: {}, timeoutMs: parts.timeoutMs };
  const psa = createSeveraConnector({ ...shared, baseUrl: 'https://psa.example/rest-api', credentials: CREDENTIALS.psa, random: random.fork('psa'), registryCache: cache('psa'), transport: network.transport(process, 'psa', parts.author) });
  const crm = createHubspotConnector({
    ...shared,
    baseUrl: 'https://crm.example',
    credentials: CREDENTIALS.crm,
    random: random.fork('crm'),
    registryCache: cache('crm'),
    transport: network.transport(process, 'crm', parts.author),
    searchLagMs: settings.searchLagMs,
    businessIdProperties: settings.businessIdProperties,
  });
  const watched = (connector: Connector): Connector => {
    const entities = new Map([...connector.entities].map(([name, adapter]) => {
      const seen = parts.watch(adapter, connector.side);
      return [name, sabotage.adapter?.(seen, connector.side) ?? seen] as const;
    }));
    return overlaid(connector, { entities });
  };
  const engine: EngineContext = {
    workspace: 'main',
    store,
    connectors: new Map([['psa', watched(psa)], ['crm', watched(crm)]]),
    modes: { psa: modeOf(parts.plan, 'psa'), crm: modeOf(parts.plan, 'crm') },
    entities: config.entities,
    policy: policiesOf(parts.plan),
    gates: parts.plan.gates ? config.gates : new Map(),
    deletes: new Map(Object.entries(parts.plan.deletes)),
    freeMailDomains: new Set(settings.freeMailDomains),
    limits: {
      leaseMs: LEASE_MS,
      takeLinks: settings.linksPerBatch,
      guardBatch: settings.guardedWrite.severa.size,
      guardFreshMs: FRESH_MS,
      guardModes: { psa: settings.guardedWrite.severa.mode, crm: settings.guardedWrite.hubspot.mode },
      guard: settings.guard,
      absentLooks: settings.sweepLooks,
      retention: { beforeImages: 30, journal: 365, conflicts: 365, billingMoves: 730, accessLog: 730, people: 730 },
      turns: 3,
      cycleMs: 3_600_000,
    },
    sealer: openSealer,
    clock,
    newId: parts.newId,
    log,
    progress: () => undefined,
  };
  return sabotage.engine?.(engine) ?? engine;
}

function modeOf({ readOnly }: Plan, side: RemoteSide): ConnectionMode {
  return readOnly === side ? 'read-only' : 'read-write';
}

/** As configured, and with the descriptions' own switch. */
export function policiesOf({ notes }: Plan): ReadonlyMap<string, ReadonlyMap<FieldName, Rule>> {
  if (!notes) return config.policy;
  return new Map([...config.policy].map(([entity, rules]) => {
    const all: ReadonlyMap<FieldName, Rule> = new Map([...rules, ['notes', NOTES]]);
    return [entity, all] as const;
  }));
}

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
import type { RemoteSide } from '../../src/core/vocabulary.ts';
import type { EngineContext } from '../../src/engine/context.ts';
import { storePacer } from '../../src/engine/pacer.ts';
import type { Quota } from '../../src/engine/pacer.ts';
import { createLog } from '../../src/lib/log.ts';
import type { Random } from '../../src/lib/random.ts';
import type { Store } from '../../src/store/store.ts';
import type { Network } from './network.ts';
import type { Process } from './process.ts';
import { CREDENTIALS } from './world.ts';

const config = loadConfig({ env: {}, rootDir: fileURLToPath(new URL('../..', import.meta.url)) });
const log = createLog({ level: 'silent' });
const { settings } = config;

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
  readonly network: Network;
  /** The store itself, which every worker shares. */
  readonly store: Store;
  readonly random: Random;
  readonly newId: () => string;
  readonly paced: boolean;
  readonly timeoutMs: number;
  readonly watch: (adapter: EntityAdapter, side: RemoteSide) => EntityAdapter;
  readonly sabotage: Sabotage;
}

export function engineOf(parts: WorkerParts): EngineContext {
  const { process, network, random, sabotage } = parts;
  const clock = process.clock();
  const reached = process.store(parts.store);
  const store = sabotage.store?.(reached) ?? reached;
  const paced = parts.paced ? storePacer(store, clock, QUOTAS) : unpaced;
  const pacer = sabotage.pacer?.(paced) ?? paced;
  const cache = (side: RemoteSide): RegistryCache => ({
    load: async (name) => (await store.fact(`registry:${side}:${name}`)) as Awaited<ReturnType<RegistryCache['load']>>,
    save: (name, items, readAt) => store.saveFact(`registry:${side}:${name}`, { items, readAt }),
  });
  const shared = { pacer, clock, log, currency: settings.currency, customFields: [], facts: {}, scopes: {}, timeoutMs: parts.timeoutMs };
  const psa = createSeveraConnector({ ...shared, baseUrl: 'https://psa.example/rest-api', credentials: CREDENTIALS.psa, random: random.fork('psa'), registryCache: cache('psa'), transport: network.transport(process, 'psa') });
  const crm = createHubspotConnector({
    ...shared,
    baseUrl: 'https://crm.example',
    credentials: CREDENTIALS.crm,
    random: random.fork('crm'),
    registryCache: cache('crm'),
    transport: network.transport(process, 'crm'),
    searchLagMs: settings.searchLagMs,
    businessIdProperties: settings.businessIdProperties,
  });
  const watched = (connector: Connector): Connector => {
    const entities = new Map([...connector.entities].map(([name, adapter]) => {
      const seen = parts.watch(adapter, connector.side);
      return [name, sabotage.adapter?.(seen, connector.side) ?? seen] as const;
    }));
    return { ...connector, entities };
  };
  const engine: EngineContext = {
    workspace: 'main',
    store,
    connectors: new Map([['psa', watched(psa)], ['crm', watched(crm)]]),
    modes: { psa: 'read-write', crm: 'read-write' },
    entities: config.entities,
    policy: config.policy,
    freeMailDomains: new Set(settings.freeMailDomains),
    limits: {
      leaseMs: LEASE_MS,
      takeLinks: settings.linksPerBatch,
      guardBatch: settings.guardedWrite.severa.size,
      guardFreshMs: FRESH_MS,
      guardModes: { psa: settings.guardedWrite.severa.mode, crm: settings.guardedWrite.hubspot.mode },
      updateShare: settings.guard.updates.share,
      updateAtLeast: settings.guard.updates.atLeast,
      turns: 3,
    },
    clock,
    newId: parts.newId,
    log,
    progress: () => undefined,
  };
  return sabotage.engine?.(engine) ?? engine;
}

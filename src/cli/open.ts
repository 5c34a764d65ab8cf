// A workspace opened for work: configuration, database at the code's version, store, connectors and the engine's context.
// Every command that touches data opens it here, so they all see the same thing and close it the same way.
import { systemClock } from '../lib/clock.ts';
import { loadConfig } from '../config.ts';
import type { Config, Environment } from '../config.ts';
import type { RegistryCache } from '../connectors/options.ts';
import { unpaced } from '../connectors/pacer.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import type { EngineContext, ProgressEvent } from '../engine/context.ts';
import { storePacer } from '../engine/pacer.ts';
import type { Quota } from '../engine/pacer.ts';
import { UsageError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { createLog } from '../lib/log.ts';
import { openDatabase } from '../store/postgres/database.ts';
import type { Database } from '../store/postgres/database.ts';
import { migrate } from '../store/postgres/migrate.ts';
import { migrations } from '../store/postgres/migrations/list.ts';
import { createPostgresStore } from '../store/postgres/store.ts';
import type { Tables } from '../store/postgres/tables.ts';
import { listWorkspaces } from '../store/postgres/workspaces.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';

export interface Installation {
  readonly config: Config;
  readonly database: Database<Tables>;
  readonly log: Log;
  /** Migrations that ran now. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

export interface OpenWorkspace extends Installation {
  readonly workspace: string;
  readonly store: Store;
  readonly engine: EngineContext;
}

export interface OpenOptions {
  readonly env?: Environment;
  /** False: the sandboxes count nothing, so nothing waits. */
  readonly pacing?: boolean;
  readonly progress?: ProgressEvent;
  /** Instead of the configured one: a sandbox may index at once. */
  readonly searchLagMs?: number;
}

/** Configuration and database only; starts the embedded server when nobody has. */
export async function openInstallation(context: Context, env: Environment = context.env): Promise<Installation> {
  const config = loadConfig({ env, rootDir: context.rootDir });
  const log = createLog({ level: env['SAUMA_DEBUG'] ? 'debug' : 'warn' });
  const databaseUrl = config.databaseUrl?.reveal() ?? null;
  const database = await openDatabase<Tables>({ databaseUrl, dataDir: config.dataDir, clock: systemClock, log: (message) => log.warn({}, message) });
  try {
    const address = config.migrationUrl ? { url: config.migrationUrl.reveal() } : database.address;
    const key = config.migrationUrl ? 'SAUMA_MIGRATION_URL' : database.key;
    const { applied } = await migrate({ address, key, login: database.login, migrations });
    return { config, database, log, migrated: applied, close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** @throws UsageError for a workspace that does not exist */
export async function openWorkspace(context: Context, workspace: string, options: OpenOptions = {}): Promise<OpenWorkspace> {
  const installation = await openInstallation(context, options.env);
  try {
    const known = await listWorkspaces(installation.database);
    if (!known.includes(workspace)) {
      throw new UsageError('workspace-unknown', `there is no workspace "${workspace}". Known: ${known.join(', ')}. "sauma workspace add ${workspace}" makes it.`);
    }
    const store = createPostgresStore({ database: installation.database, workspace, clock: context.clock, newId: context.newId });
    const engine = await engineContext(context, installation, workspace, store, options);
    return { ...installation, workspace, store, engine };
  } catch (error) {
    await installation.close();
    throw error;
  }
}

async function engineContext(context: Context, installation: Installation, workspace: string, store: Store, options: OpenOptions): Promise<EngineContext> {
  const { config, log } = installation;
  const { settings } = config;
  const facts = new Map<RemoteSide, Readonly<Record<string, string>>>();
  for (const side of ['psa', 'crm'] as const) facts.set(side, ((await store.fact(`facts:${side}`)) ?? {}) as Record<string, string>);
  const connectors = context.connect({
    config,
    log,
    clock: context.clock,
    ...(options.searchLagMs === undefined ? {} : { searchLagMs: options.searchLagMs }),
    pacer: options.pacing === false ? unpaced : storePacer(store, context.clock, quotasOf(config)),
    cacheFor: (side) => registryCache(store, side),
    factsFor: (side) => facts.get(side) ?? {},
  });
  return {
    workspace,
    store,
    connectors,
    modes: { psa: config.severa?.mode ?? 'read-write', crm: config.hubspot?.mode ?? 'read-write' },
    entities: config.entities,
    policy: config.policy,
    freeMailDomains: new Set(settings.freeMailDomains),
    limits: {
      leaseMs: settings.leaseMs,
      takeLinks: settings.linksPerBatch,
      guardBatch: settings.guardedWrite.severa.size,
      guardFreshMs: settings.guardedWrite.freshMs,
      guardModes: { psa: settings.guardedWrite.severa.mode, crm: settings.guardedWrite.hubspot.mode },
      updateShare: settings.guard.updates.share,
      updateAtLeast: settings.guard.updates.atLeast,
      turns: 3,
    },
    clock: context.clock,
    newId: context.newId,
    log,
    progress: options.progress ?? (() => undefined),
  };
}

/** Bucket → the limit it is paced by. */
export function quotasOf(config: Config): Readonly<Record<string, Quota>> {
  return { ...config.severa?.limits, ...config.hubspot?.limits };
}

function registryCache(store: Store, side: RemoteSide): RegistryCache {
  return {
    load: async (name) => (await store.fact(`registry:${side}:${name}`)) as Awaited<ReturnType<RegistryCache['load']>>,
    save: (name, items, readAt) => store.saveFact(`registry:${side}:${name}`, { items, readAt }),
  };
}

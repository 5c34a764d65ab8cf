// A workspace opened for work: configuration, database at the code's version, store, connectors and the engine's context.
// Every command that touches data opens it here, so they all see the same thing and close it the same way.
import type { Setup } from '../api/route.ts';
import { systemClock } from '../lib/clock.ts';
import { loadConfig } from '../config.ts';
import type { Config, Environment } from '../config.ts';
import type { RegistryCache } from '../connectors/options.ts';
import { unpaced } from '../connectors/pacer.ts';
import type { RemoteSide } from '../core/vocabulary.ts';
import type { EngineContext, Mirroring, ProgressEvent } from '../engine/context.ts';
import { storePacer } from '../engine/pacer.ts';
import type { Quota } from '../engine/pacer.ts';
import type { Sealer } from '../lib/crypto.ts';
import { requireReach } from '../erasure/reach.ts';
import { replayLedger } from '../erasure/replay.ts';
import type { Replayed } from '../erasure/replay.ts';
import { prepareQueue } from '../jobs/queue.ts';
import { UsageError } from '../lib/errors.ts';
import type { Log, LogLevel } from '../lib/log.ts';
import { createLog } from '../lib/log.ts';
import { openDatabase } from '../store/postgres/database.ts';
import type { Database } from '../store/postgres/database.ts';
import { migrate } from '../store/postgres/migrate.ts';
import type { MigrateOptions, Migration } from '../store/postgres/migrate.ts';
import { migrations } from '../store/postgres/migrations/list.ts';
import { announcePresence, releaseLeasesOfTheDead } from '../store/postgres/presence.ts';
import { createMirrors } from '../store/postgres/mirrors/mirrors.ts';
import { createRunNotes, endRunsOfTheDead } from '../store/postgres/run-notes.ts';
import { createPersonPorts } from '../store/postgres/persons.ts';
import { createPostgresStore } from '../store/postgres/store.ts';
import type { Tables } from '../store/postgres/tables.ts';
import { createViews } from '../store/postgres/views/views.ts';
import { listWorkspaces } from '../store/postgres/workspaces.ts';
import type { Mirrors } from '../store/mirrors.ts';
import type { PersonPorts } from '../store/persons.ts';
import type { Store } from '../store/store.ts';
import type { Views } from '../store/views.ts';
import { adjustableOf, adjustedBy, setupOf } from './adjusted.ts';
import type { Context } from './context.ts';
import { ensureDataDirectory } from './data-directory.ts';
import { grantVault } from './grant-vault.ts';
import { plainLines } from './log-lines.ts';
import { keptOutside } from './kept-outside.ts';
import type { KeptOutside } from './kept-outside.ts';

export interface Installation {
  readonly config: Config;
  readonly database: Database<Tables>;
  readonly log: Log;
  /** Migrations that ran now. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

export interface OpenWorkspace extends Installation, KeptOutside {
  readonly workspace: string;
  readonly store: Store;
  readonly views: Views;
  readonly engine: EngineContext;
  readonly persons: PersonPorts;
  /** What the suppression ledger had to bring back, as after a restore. */
  readonly replayed: Replayed;
  /** Where the settings in `config` come from. */
  readonly setup: Setup;
  /** Bucket → the limit in force. */
  readonly quotas: Readonly<Record<string, Quota>>;
}

export interface OpenOptions {
  readonly env?: Environment;
  /** The least that is logged; a command of a moment says only what a person should know. */
  readonly logLevel?: LogLevel;
  /** False: the sandboxes count nothing, so nothing waits. */
  readonly pacing?: boolean;
  readonly progress?: ProgressEvent;
  /** Instead of the configured one: a sandbox may index at once. */
  readonly searchLagMs?: number;
}

/** Configuration and database only; starts the embedded server when nobody has. */
export async function openInstallation(context: Context, { env = context.env, logLevel = 'warn', migrations: wanted = migrations }: Pick<OpenOptions, 'env' | 'logLevel'> & { readonly migrations?: readonly Migration[] } = {}): Promise<Installation> {
  const config = loadConfig({ env, rootDir: context.rootDir });
  const debug = Boolean(env['SAUMA_DEBUG']);
  const destination = plainLines(context.stderr, { timeZone: config.settings.schedules.timeZone, debug });
  const log = createLog({ level: debug ? 'debug' : logLevel, ...(destination === null ? {} : { destination }) });
  const databaseUrl = config.databaseUrl?.reveal() ?? null;
  if (databaseUrl === null) ensureDataDirectory(config.dataDir);
  const database = await openDatabase<Tables>({ databaseUrl, dataDir: config.dataDir, clock: systemClock, log: (message) => log.info({}, message) });
  try {
    const { applied } = await migrate({ ...ownerOf({ config, database }), login: database.login, migrations: wanted, libraries: [{ name: 'job-queue', prepare: prepareQueue }] });
    return { config, database, log, migrated: applied, close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Where the login is that has the tables, and the setting that names it. */
export function ownerOf({ config, database }: Pick<Installation, 'config' | 'database'>): Pick<MigrateOptions, 'address' | 'key'> {
  return config.migrationUrl ? { address: { url: config.migrationUrl.reveal() }, key: 'SAUMA_MIGRATION_URL' } : { address: database.address, key: database.key };
}

/** @throws UsageError for a workspace that does not exist */
export async function openWorkspace(context: Context, workspace: string, options: OpenOptions = {}): Promise<OpenWorkspace> {
  const installation = await openInstallation(context, options);
  try {
    const known = await listWorkspaces(installation.database);
    if (!known.includes(workspace)) {
      throw new UsageError('workspace-unknown', `there is no workspace "${workspace}". Known: ${known.join(', ')}. "npx sauma workspace add ${workspace}" makes it.`);
    }
    const presence = await announcePresence(installation.database);
    const close = async (): Promise<void> => {
      await presence.release();
      await installation.close();
    };
    await releaseLeasesOfTheDead(installation.database, workspace);
    await endRunsOfTheDead(installation.database, workspace, context.clock.now());
    const outside = keptOutside(installation.config, context.clock);
    const { hashes, sealer } = outside;
    const parts = { database: installation.database, workspace, clock: context.clock, newId: context.newId, holder: presence.holder, hashes, sealer };
    const store = createPostgresStore(parts);
    const replayed = await replayLedger({ workspace, store, ledgerFile: outside.ledgerFile, hashes, log: installation.log });
    const changes = new Map((await store.settings()).map(({ path, value }) => [path, value]));
    const setup = setupOf(installation.config, changes, { env: options.env ?? context.env, rootDir: context.rootDir, log: installation.log });
    const config = setup.started;
    const money = moneyParts(config);
    const mirroring = mirroringOf(config, createMirrors({ ...parts, ...money }));
    const persons = createPersonPorts(parts);
    const adjusted = adjustedBy(setup, changes, installation.log);
    const { engine, quotas } = await engineContext(context, { ...installation, config }, workspace, { store, sealer, mirroring, adjusted }, options);
    requireReach(engine.connectors.values(), engine.entities);
    return { ...installation, ...outside, config, close, workspace, store, replayed, views: createViews({ ...parts, ...money }), engine: { ...engine, notes: createRunNotes(parts), restrictions: persons.restrictions, personUpkeep: persons.personUpkeep }, persons, setup, quotas };
  } catch (error) {
    await installation.close();
    throw error;
  }
}

/** How money is counted and classed, as the settings say. */
function moneyParts({ settings }: Config): Omit<Parameters<typeof createViews>[0], 'database' | 'workspace'> {
  const { rateDirection, valueClasses, sizeClasses } = settings.billing;
  const size = ({ employees, revenue }: (typeof sizeClasses)['medium']) => ({ employees, revenue: String(revenue) });
  return {
    currency: settings.currency,
    rateDirection,
    classes: { valueClasses: { a: String(valueClasses.a), b: String(valueClasses.b) }, sizeClasses: { medium: size(sizeClasses.medium), large: size(sizeClasses.large) } },
  };
}

function mirroringOf({ settings }: Config, store: Mirrors): Mirroring | null {
  const { money, touches } = settings.features;
  return money || touches ? { store, timeZone: settings.schedules.timeZone, historyReads: settings.billing.historyReadsPerCycle } : null;
}

interface Kept {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly mirroring: Mirroring | null;
  readonly adjusted: NonNullable<EngineContext['adjusted']>;
}

async function engineContext(context: Context, installation: Installation, workspace: string, { store, sealer, mirroring, adjusted }: Kept, options: OpenOptions): Promise<{ engine: EngineContext; quotas: OpenWorkspace['quotas'] }> {
  const { config, log } = installation;
  const facts = new Map<RemoteSide, Readonly<Record<string, string>>>();
  for (const side of ['psa', 'crm'] as const) facts.set(side, ((await store.fact(`facts:${side}`)) ?? {}) as Record<string, string>);
  const quotas = quotasOf(config, facts.get('crm') ?? {});
  const connectors = context.connect({
    config,
    log,
    clock: context.clock,
    ...(options.searchLagMs === undefined ? {} : { searchLagMs: options.searchLagMs }),
    pacer: options.pacing === false ? unpaced : storePacer(store, context.clock, quotas),
    cacheFor: (side) => registryCache(store, side),
    factsFor: (side) => facts.get(side) ?? {},
    vaultFor: (side) => grantVault({ store, sealer, workspace, side }),
  });
  const engine: EngineContext = {
    workspace,
    store,
    connectors,
    entities: config.entities,
    policy: config.policy,
    ...adjustableOf(config, config),
    adjusted,
    ...(mirroring ? { mirroring } : {}),
    sealer,
    clock: context.clock,
    newId: context.newId,
    log,
    progress: options.progress ?? (() => undefined),
  };
  return { engine, quotas };
}

/** Bucket → the limit it is paced by: the configured one, or the lower one that the vendor itself has told (`doctor --probe`). */
function quotasOf(config: Config, hubspotFacts: Readonly<Record<string, string>>): Readonly<Record<string, Quota>> {
  const quotas: Record<string, Quota> = { ...config.severa?.limits, ...config.hubspot?.limits };
  const told = { calls: Number(hubspotFacts['callsPerWindow']), windowMs: Number(hubspotFacts['windowMs']) };
  const configured = quotas['hubspot'];
  if (configured && told.calls > 0 && told.windowMs > 0 && told.calls / told.windowMs < configured.calls / configured.windowMs) quotas['hubspot'] = told;
  return quotas;
}

function registryCache(store: Store, side: RemoteSide): RegistryCache {
  return {
    load: async (name) => (await store.fact(`registry:${side}:${name}`)) as Awaited<ReturnType<RegistryCache['load']>>,
    save: (name, items, readAt) => store.saveFact(`registry:${side}:${name}`, { items, readAt }),
  };
}

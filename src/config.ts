// What this installation is told: its environment, config/ and manifest.json, read once at start into plain data. The only
// reader of process.env and of those files. Nothing starts on a configuration that is not understood to the last key.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  readAddress, readDatabaseUrl, readHubspotCredentials, readKeys, readPort, readPublicUrl, readSecret, readSeveraCredentials, readSignIn, readText,
  type Environment, type HubspotCredentials, type SeveraCredentials, type SignInSettings,
} from './config-environment.ts';
import { changedPolicy, changedSettings, type SettingChanges } from './config-changes.ts';
import { addCustomFields, buildPolicy, deletePoliciesOf, gatesOf, POLICY_FILE, type DeletePolicies, type Gates, type Policy } from './config-policy.ts';
import { checkShape, unknownName, wrongKey } from './config-problem.ts';
import { customFieldName, policySchema, rolesSchema, settingsSchema, type Limit, type Roles, type Settings } from './config-schema.ts';
import type { EntityName, RemoteSide } from './core/vocabulary.ts';
import { entities as declaredEntities } from './entities/index.ts';
import type { Entity, FieldDefinition } from './entities/entity.ts';
import { isRollUp, rollUpProperty, withRollUps } from './entities/roll-ups.ts';
import { cronProblem } from './jobs/cron.ts';
import { EVERY_ENTITY } from './jobs/jobs.ts';
import { ConfigError } from './lib/errors.ts';
import type { Secret } from './lib/secret.ts';
import { MANIFEST_FILE, manifestSchema, type Manifest, type System } from './manifest.ts';

export type { Environment } from './config-environment.ts';

const SETTINGS_FILE = 'config/default.json';
const ROLES_FILE = 'config/roles.json';

export interface ConnectionConfig<System extends 'severa' | 'hubspot', Credentials> {
  readonly system: System;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** Bucket → calls per window. */
  readonly limits: Readonly<Record<string, Limit>>;
  readonly mode: 'read-only' | 'read-write';
  readonly timeoutMs: number;
  /** Enabled feature → the scopes it needs; a read-only connection asks for none that may write. */
  readonly scopes: Readonly<Record<string, readonly string[]>>;
  /** The installation's own fields and figures of ours, with their names in this system. */
  readonly customFields: readonly { readonly entity: EntityName; readonly field: FieldDefinition; readonly name: string }[];
}

export interface Config {
  readonly dataDir: string;
  /** Null: the embedded database in dataDir. */
  readonly databaseUrl: Secret | null;
  readonly migrationUrl: Secret | null;
  readonly port: number;
  readonly publicUrl: string | null;
  /** Keys of 32 bytes in base64 with commas between, the newest last; null: those kept in dataDir (see cli/secret-key.ts). */
  readonly secretKey: Secret | null;
  /** Where suppressions are kept outside of the database (erasure/ledger-file.ts). */
  readonly suppressionFile: string;
  readonly severa: ConnectionConfig<'severa', SeveraCredentials> | null;
  readonly hubspot: (ConnectionConfig<'hubspot', HubspotCredentials> & { readonly webhookSecret: Secret | null }) | null;
  readonly signIn: SignInSettings | null;
  /** config/default.json */
  readonly settings: Settings;
  /** The declared entities that are switched on, with the installation's own fields. */
  readonly entities: ReadonlyMap<EntityName, Entity>;
  /** A rule for every field of every declared entity. */
  readonly policy: Policy;
  readonly gates: Gates;
  readonly deletes: DeletePolicies;
  readonly roles: Roles;
  readonly manifest: Manifest;
}

/** The environment of this process. */
export function environment(): Environment {
  return process.env;
}

/**
 * Reads and checks everything; writes nothing.
 * @param rootDir the installation, which holds config/ and manifest.json; a relative SAUMA_DATA_DIR lies below it
 * @param changes what people have changed of the files; none unless given
 * @throws ConfigError naming the file or variable, the key, the reason and the fix
 */
export function loadConfig(from: { readonly env: Environment; readonly rootDir: string; readonly changes?: SettingChanges }): Config {
  const { env, rootDir, changes = new Map() } = from;
  const dataDir = resolve(rootDir, readText(env, 'SAUMA_DATA_DIR') ?? 'data/main');
  const manifest = checkShape(MANIFEST_FILE, manifestSchema, readJson(rootDir, MANIFEST_FILE));
  const settings = checkShape(SETTINGS_FILE, settingsSchema, changedSettings(readJson(rootDir, SETTINGS_FILE), changes));
  const roles = checkShape(ROLES_FILE, rolesSchema, readJson(rootDir, ROLES_FILE));
  const known = settings.features.money ? withRollUps(declaredEntities, settings.rollUps.amounts) : declaredEntities;
  const declared = addCustomFields(known, settings.customFields);
  const entities = enabledOf(declared, settings);
  const rules = checkShape(POLICY_FILE, policySchema, changedPolicy(readJson(rootDir, POLICY_FILE), changes));
  checkSchedules(settings, entities);
  checkLogin(settings, roles);
  return {
    dataDir,
    databaseUrl: readDatabaseUrl(env, 'DATABASE_URL'),
    migrationUrl: readDatabaseUrl(env, 'SAUMA_MIGRATION_URL'),
    port: readPort(env, 'SAUMA_PORT', 7300),
    publicUrl: readPublicUrl(env, 'SAUMA_PUBLIC_URL'),
    secretKey: readKeys(env, 'SAUMA_SECRET_KEY'),
    suppressionFile: resolve(rootDir, readText(env, 'SAUMA_SUPPRESSION_FILE') ?? join(dataDir, 'suppressions.jsonl')),
    severa: severaConnection(env, settings, manifest, entities),
    hubspot: hubspotConnection(env, settings, manifest, entities),
    signIn: readSignIn(env),
    settings,
    entities,
    policy: buildPolicy(rules, declared, settings.customFields),
    gates: gatesOf(rules, declared),
    deletes: deletePoliciesOf(rules),
    roles,
    manifest,
  };
}

function severaConnection(env: Environment, settings: Settings, manifest: Manifest, entities: Config['entities']): Config['severa'] {
  const baseUrl = readAddress(env, 'SEVERA_BASE_URL');
  const credentials = readSeveraCredentials(env);
  if (!credentials) return null;
  const system = systemOf(manifest, 'severa');
  const limits: readonly NamedLimit[] = [{ bucket: 'severa', key: 'limits.severa', tier: null, limit: settings.limits.severa }];
  return {
    system: 'severa',
    baseUrl: checkedAddress(baseUrl, 'SEVERA_BASE_URL', system, limits),
    credentials,
    limits: byBucket(limits),
    ...settings.connections.severa,
    scopes: scopesFor(system, settings),
    customFields: customFieldsFor('psa', settings, entities),
  };
}

function hubspotConnection(env: Environment, settings: Settings, manifest: Manifest, entities: Config['entities']): Config['hubspot'] {
  const baseUrl = readAddress(env, 'HUBSPOT_BASE_URL');
  const credentials = readHubspotCredentials(env);
  if (!credentials) return null;
  const system = systemOf(manifest, 'hubspot');
  const { tier, tiers, search } = settings.limits.hubspot;
  const limits: readonly NamedLimit[] = [
    { bucket: 'hubspot', key: `limits.hubspot.tiers.${tier}`, tier, limit: tiers[tier] },
    { bucket: 'hubspot-search', key: 'limits.hubspot.search', tier: null, limit: search },
  ];
  return {
    system: 'hubspot',
    baseUrl: checkedAddress(baseUrl, 'HUBSPOT_BASE_URL', system, limits),
    credentials,
    webhookSecret: readSecret(env, 'HUBSPOT_WEBHOOK_SECRET'),
    limits: byBucket(limits),
    ...settings.connections.hubspot,
    scopes: scopesFor(system, settings),
    customFields: [...customFieldsFor('crm', settings, entities), ...rollUpsIn(entities)],
  };
}

interface NamedLimit {
  readonly bucket: string;
  readonly key: string;
  readonly tier: string | null;
  readonly limit: Limit;
}

function byBucket(limits: readonly NamedLimit[]): Readonly<Record<string, Limit>> {
  return Object.fromEntries(limits.map(({ bucket, limit }) => [bucket, { calls: limit.calls, windowMs: limit.windowMs }]));
}

function systemOf(manifest: Manifest, id: 'severa' | 'hubspot'): System {
  const system = manifest.systems.find((each) => each.id === id);
  if (!system) throw wrongKey(MANIFEST_FILE, 'systems', `has no entry for ${id}. Restore the file.`);
  return system;
}

/** At the vendor's own hosts the address must be encrypted, and a limit above the vendor's quota refuses the start. */
function checkedAddress(baseUrl: string | null, variable: string, system: System, limits: readonly NamedLimit[]): string {
  const address = baseUrl ?? system.baseUrl;
  const { hostname, protocol } = new URL(address);
  if (!system.hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`))) return address;
  if (protocol !== 'https:') {
    throw new ConfigError('environment-invalid', variable, `environment: ${variable} must begin with https:// at ${hostname}.`);
  }
  for (const { bucket, key, tier, limit } of limits) {
    const quota = system.quotas.find((each) => each.bucket === bucket && (each.tier === null || each.tier === tier));
    if (quota && exceeds(limit, quota)) {
      const asked = `asks for ${limit.calls} calls in ${limit.windowMs} ms`;
      throw wrongKey(SETTINGS_FILE, key, `${asked}, and ${system.name} allows ${quota.calls} in ${quota.windowMs} ms. Set it to that or less.`);
    }
  }
  return address;
}

function customFieldsFor(side: RemoteSide, settings: Settings, entities: Config['entities']): ConnectionConfig<'severa', null>['customFields'] {
  return settings.customFields.flatMap((custom) => {
    const field = entities.get(custom.entity)?.fields.get(customFieldName(custom));
    return field ? [{ entity: custom.entity, field, name: custom.names[side] }] : [];
  });
}

/** Figures flow to the CRM alone. */
function rollUpsIn(entities: Config['entities']): ConnectionConfig<'hubspot', null>['customFields'] {
  return [...entities].flatMap(([entity, { fields }]) => [...fields.values()].filter(({ name }) => isRollUp(entity, name)).map((field) => ({ entity, field, name: rollUpProperty(field.name) })));
}

/** By its name in the settings, the entity that a feature is about; null: it brings rows of mirrors. */
const FEATURE_ENTITIES: Readonly<Record<keyof Settings['features'], EntityName | null>> = { activities: 'activity', money: null, touches: null };

function offFeatures({ features }: Settings): readonly (keyof Settings['features'])[] {
  return (Object.keys(FEATURE_ENTITIES) as (keyof Settings['features'])[]).filter((feature) => !features[feature]);
}

function enabledOf(declared: ReadonlyMap<EntityName, Entity>, settings: Settings): ReadonlyMap<EntityName, Entity> {
  const off = offFeatures(settings).map((feature) => FEATURE_ENTITIES[feature]);
  return new Map([...declared].filter(([name]) => !off.includes(name)));
}

function scopesFor(system: System, settings: Settings): System['scopes'] {
  const mayWrite = settings.connections[system.id].mode === 'read-write';
  const off = offFeatures(settings).map((feature) => `${feature}.`);
  const wanted = Object.entries(system.scopes).filter(([feature]) => (mayWrite || !feature.endsWith('.write')) && !off.some((prefix) => feature.startsWith(prefix)));
  return Object.fromEntries(wanted);
}

function exceeds(limit: Limit, quota: Limit): boolean {
  const faster = limit.calls * quota.windowMs > quota.calls * limit.windowMs;
  const burstier = limit.windowMs > quota.windowMs && limit.calls > quota.calls;
  return faster || burstier;
}

function checkLogin({ login }: Settings, roles: Roles): void {
  for (const [at, { roles: given }] of login.map.entries()) {
    const wrong = given.find((role) => !Object.hasOwn(roles, role));
    if (wrong !== undefined) throw wrongKey(SETTINGS_FILE, `login.map[${at}].roles`, unknownName(wrong, `a role of ${ROLES_FILE}`, Object.keys(roles)));
  }
}

function checkSchedules(settings: Settings, entities: ReadonlyMap<EntityName, Entity>): void {
  for (const [index, job] of settings.schedules.jobs.entries()) {
    if (job.entity !== EVERY_ENTITY && !entities.has(job.entity)) {
      throw wrongKey(SETTINGS_FILE, `schedules.jobs.${index}.entity`, unknownName(job.entity, 'an entity', [EVERY_ENTITY, ...entities.keys()]));
    }
    const problem = cronProblem(job.cron);
    if (problem !== null) throw wrongKey(SETTINGS_FILE, `schedules.jobs.${index}.cron`, `"${job.cron}" is no cron expression (${problem}). Write five fields, like "*/5 * * * *".`);
  }
}

function readJson(rootDir: string, file: string): unknown {
  let text: string;
  try {
    text = readFileSync(join(rootDir, file), 'utf8');
  } catch (cause) {
    throw new ConfigError('configuration-missing', file, `${file}: the file cannot be read. Restore it, and let this user read it.`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'a mistake';
    throw new ConfigError('configuration-invalid', file, `${file}: the file is not valid JSON: ${reason}. Correct it at that place.`, { cause });
  }
}

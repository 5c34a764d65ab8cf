// Brings the database's shape up to the code's. Invariant: a migration runs once, whole or not at all, one process at a
// time, and never changes after it was released: what ran is recorded with a checksum of its text. A database that is
// newer than the code is left alone.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { ConfigError } from '../../lib/errors.ts';
import { clientConfig, type ServerAddress } from './address.ts';
import { translate } from './failures.ts';
import { APPLICATION_ROLE, ensureRoles } from './roles.ts';

export interface Migration {
  /** `NNNN-what-it-does`, as its file is called; migrations run in this order. */
  readonly name: string;
  readonly statements: string;
}

export interface MigrateOptions {
  /** Where the privileged login is: SAUMA_MIGRATION_URL, else where the program itself works. */
  readonly address: ServerAddress;
  /** The setting that gave the address, for messages. */
  readonly key: string;
  /** The role the program logs in as (Database.login); it becomes a member of the application role. */
  readonly login: string;
  readonly migrations: readonly Migration[];
  /** Tables that a library brings along, prepared after our own under the same lock. */
  readonly libraries?: readonly Library[];
}

export interface Library {
  readonly name: string;
  /** @returns false when there was nothing to do. @param role the application role, which gets to use them */
  readonly prepare: (session: { executeSql(text: string, values?: unknown[]): Promise<pg.QueryResult> }, role: string) => Promise<boolean>;
}

const OLDEST_SERVER = 160_000;
/** Any number that nobody else locks in our own database. */
const MIGRATION_LOCK = 7_300_001;
const LOCK_LIMIT_MS = 60_000;

/**
 * Runs what has not run yet.
 * @returns the names of the migrations that ran now, in order
 * @throws ConfigError `database-newer`, `database-changed`, `database-old`, `role-missing`, `migration-refused`; RetryableError
 */
export async function migrate({ address, key, login, migrations, libraries = [] }: MigrateOptions): Promise<{ applied: string[] }> {
  const client = new pg.Client(clientConfig(address));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await requireVersion(client, key);
    await client.query(`set lock_timeout = ${LOCK_LIMIT_MS}`);
    // Held by this session: it ends with it, whatever happens.
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await ensureRoles(client, login);
    const pending = unapplied(await recorded(client), migrations, key);
    for (const migration of pending) await apply(client, migration);
    const applied = pending.map((migration) => migration.name);
    for (const { name, prepare } of libraries) {
      if (await prepare({ executeSql: (text, values) => client.query(text, values) }, APPLICATION_ROLE)) applied.push(name);
    }
    return { applied };
  } catch (error) {
    throw refusal(error, key);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function requireVersion(client: pg.Client, key: string): Promise<void> {
  const result = await client.query<{ number: number; text: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
  );
  const version = result.rows[0] as { number: number; text: string };
  if (version.number >= OLDEST_SERVER) return;
  throw new ConfigError('database-old', key, `The database server of ${key} is PostgreSQL ${version.text}; Sauma needs version 16 or newer.`);
}

async function recorded(client: pg.Client): Promise<Map<string, string>> {
  const found = await client.query<{ present: boolean }>(`select to_regclass('migration') is not null as present`);
  if (!found.rows[0]?.present) {
    await client.query('create table migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())');
  }
  const result = await client.query<{ name: string; checksum: string }>('select name, checksum from migration order by name');
  return new Map(result.rows.map((row) => [row.name, row.checksum]));
}

function unapplied(done: Map<string, string>, migrations: readonly Migration[], key: string): readonly Migration[] {
  const latest = migrations.at(-1)?.name ?? 'none';
  const unknown = [...done.keys()].filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length > 0) {
    throw new ConfigError(
      'database-newer',
      key,
      `The database is newer than this program: it has ${unknown.join(', ')}, and the program knows up to ${latest}. Upgrade the program; nothing was changed.`,
    );
  }
  const changed = migrations.find((migration) => done.has(migration.name) && done.get(migration.name) !== checksumOf(migration));
  if (changed) {
    throw new ConfigError(
      'database-changed',
      key,
      `Migration ${changed.name} is not the one that made this database. Run the released program that did; nothing was changed.`,
    );
  }
  return migrations.filter((migration) => !done.has(migration.name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.statements);
    await client.query('insert into migration (name, checksum) values ($1, $2)', [migration.name, checksumOf(migration)]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

export function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.statements).digest('hex');
}

function refusal(error: unknown, key: string): unknown {
  const code = (error as { code?: string } | null)?.code;
  if (code === '42501') {
    const message = `The database login of ${key} may not change the database's shape. Set SAUMA_MIGRATION_URL to the database's owner.`;
    return new ConfigError('migration-refused', 'SAUMA_MIGRATION_URL', message, { cause: error });
  }
  if (code === '55P03') {
    return new ConfigError('migration-busy', key, 'Another process has kept this database from being migrated for a minute. Wait for it, then start again.', {
      cause: error,
    });
  }
  return translate(error, key);
}

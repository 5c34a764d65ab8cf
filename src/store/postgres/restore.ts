// A backup put back into a database. Invariant: one transaction: it is all there and as it was, or nothing has changed; row level security
// is in force again, and no trigger was left off, when it is over.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { ConfigError } from '../../lib/errors.ts';
import { clientConfig } from './address.ts';
import { PLAIN_SESSION, type BackupSource } from './backup.ts';
import { damagedBackup, type BackupEnd, type BackupManifest, type Frame, type TableEnd, type TableStart } from './backup-frames.ts';
import { translate } from './failures.ts';
import { ownTables, type OwnTable } from './own-tables.ts';

/** Any number that nobody else locks in our own database: of two that restore at once one waits. */
const RESTORE_LOCK = 7_300_003;

export interface SavedDatabase {
  readonly manifest: Pick<BackupManifest, 'migrations'>;
  readonly frames: AsyncIterator<Frame>;
}

/**
 * @param frames what follows the manifest
 * @param force what is there goes
 * @throws ConfigError `database-not-empty`, `database-in-use`, `database-other-shape`, `backup-damaged`
 */
export async function restoreInto({ address, key }: BackupSource, { manifest, frames }: SavedDatabase, { force }: { readonly force: boolean }): Promise<BackupEnd> {
  const client = new pg.Client(clientConfig(address));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(PLAIN_SESSION);
    await client.query(`begin; set local lock_timeout = '10s'`);
    await client.query('select pg_advisory_xact_lock($1)', [RESTORE_LOCK]);
    await requireNobody(client, key);
    await requireShape(client, manifest, key);
    const tables = await ownTables(client);
    await unguarded(client, tables);
    await requireEmpty(client, tables, force, key);
    await client.query(`truncate ${tables.map(({ name }) => client.escapeIdentifier(name)).join(', ')}`);
    const end = await putIn(client, tables, frames);
    await guarded(client, tables);
    await client.query('commit');
    await client.query('analyze');
    return end;
  } catch (error) {
    // What was not committed goes with the session.
    throw (error as { code?: string }).code === '55P03' ? inUse(key) : translate(error, key);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Sessions and links that were good for one use, which may have been ended or used since. */
export async function endSessions({ address, key }: BackupSource, workspaces: readonly string[], at: string): Promise<void> {
  const client = new pg.Client(clientConfig(address));
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const workspace of workspaces) {
      await client.query('begin');
      await client.query(`select set_config('sauma.workspace', $1, true)`, [workspace]);
      await client.query('update session set ended_at = $2 where workspace = $1 and ended_at is null', [workspace, at]);
      await client.query('delete from ticket where workspace = $1', [workspace]);
      await client.query('commit');
    }
  } catch (error) {
    throw translate(error, key);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function requireNobody(client: pg.Client, key: string): Promise<void> {
  const { rows } = await client.query(`select from pg_stat_activity where datname = current_database() and application_name = 'sauma presence' limit 1`);
  if (rows.length > 0) throw inUse(key);
}

async function requireShape(client: pg.Client, { migrations }: SavedDatabase['manifest'], key: string): Promise<void> {
  const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from migration order by name');
  if (JSON.stringify(rows.map(({ name, checksum }) => [name, checksum])) === JSON.stringify(migrations.map(({ name, checksum }) => [name, checksum]))) return;
  throw new ConfigError('database-other-shape', key, `The database of ${key} has another shape than the backup. Restore into a new, empty one; nothing was changed.`);
}

function inUse(key: string): ConfigError {
  return new ConfigError('database-in-use', key, `The service or another command works on the database of ${key}. End all of them first; nothing was changed.`);
}

/** Until the end of the transaction: its owner may see and write rows of all workspaces, and what follows from rows is in the backup already. */
async function unguarded(client: pg.Client, tables: readonly OwnTable[]): Promise<void> {
  for (const { name, isTenant } of tables) await client.query(`alter table ${client.escapeIdentifier(name)} disable trigger user${isTenant ? ', no force row level security' : ''}`);
}

async function guarded(client: pg.Client, tables: readonly OwnTable[]): Promise<void> {
  for (const { name, isTenant } of tables) await client.query(`alter table ${client.escapeIdentifier(name)} enable trigger user${isTenant ? ', force row level security' : ''}`);
}

async function requireEmpty(client: pg.Client, tables: readonly OwnTable[], force: boolean, key: string): Promise<void> {
  if (force) return;
  for (const { name, isTenant } of tables) {
    // Every database begins with one workspace.
    const { rows } = await client.query(`select from ${client.escapeIdentifier(name)} ${isTenant ? '' : `where name <> 'main'`} limit 1`);
    if (rows.length > 0) throw new ConfigError('database-not-empty', key, `The database of ${key} holds data already (${name}). Restore into an empty one, or say --force to put the backup in the place of all that is there; nothing was changed.`);
  }
}

async function putIn(client: pg.Client, tables: readonly OwnTable[], frames: AsyncIterator<Frame>): Promise<BackupEnd> {
  for (let done = 0, rows = 0; ; done += 1) {
    const { value: frame } = (await frames.next()) as IteratorResult<Frame, undefined>;
    if (frame?.kind === 'end') {
      if (frame.told.tables !== done || frame.told.rows !== rows) throw damagedBackup('tables of it are missing');
      await setSequences(client, frame.told.sequences);
      return frame.told;
    }
    if (frame?.kind !== 'table') throw damagedBackup('its parts are in a wrong order');
    rows += await putTable(client, tables, frame.told, frames);
  }
}

async function putTable(client: pg.Client, tables: readonly OwnTable[], { table, columns }: TableStart, frames: AsyncIterator<Frame>): Promise<number> {
  const known = tables.find(({ name }) => name === table);
  if (!known || known.columns.join() !== columns.join()) throw damagedBackup(`the table ${table} has another shape here`);
  const ended: { told: TableEnd | null } = { told: null };
  const sum = createHash('sha256');
  const into = client.query(copyFrom(`copy ${client.escapeIdentifier(table)} (${columns.map((column) => client.escapeIdentifier(column)).join(', ')}) from stdin`));
  const rows = async function* (): AsyncGenerator<Buffer> {
    for (;;) {
      const { value: frame } = (await frames.next()) as IteratorResult<Frame, undefined>;
      if (frame?.kind === 'tableEnd') return void (ended.told = frame.told);
      if (frame?.kind !== 'rows') throw damagedBackup('its parts are in a wrong order');
      sum.update(frame.bytes);
      yield frame.bytes;
    }
  };
  await pipeline(Readable.from(rows(), { objectMode: false }), into);
  if (ended.told?.rows !== into.rowCount || ended.told.sha256 !== sum.digest('hex')) throw damagedBackup(`the rows of ${table} are not those that were saved`);
  return into.rowCount;
}

async function setSequences(client: pg.Client, sequences: BackupEnd['sequences']): Promise<void> {
  for (const [name, value] of Object.entries(sequences)) {
    // Where it has never been used, the next one is its first.
    await client.query('select setval(c.oid::regclass, coalesce($2::bigint, s.seqstart), $2::bigint is not null) from pg_class c join pg_sequence s on s.seqrelid = c.oid where c.relname = $1 and c.relnamespace = current_schema()::regnamespace', [name, value]);
  }
}

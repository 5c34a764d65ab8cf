// A backup of the whole database: every table of every workspace as it was at one instant, as a stream. Invariant: it holds nobody up and
// takes no more memory for a large database than for a small one; the job queue is left out, for its jobs are made anew.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { clientConfig, type ServerAddress } from './address.ts';
import { frameBytes, type BackupManifest, type Frame } from './backup-frames.ts';
import { translate } from './failures.ts';
import { ownTables, sequenceValues, type OwnTable } from './own-tables.ts';

export interface BackupSource {
  /** Where the login is that has the tables: SAUMA_MIGRATION_URL, else where the program itself works. */
  readonly address: ServerAddress;
  /** The setting that gave the address, for messages. */
  readonly key: string;
}

/** Values as they are told must not depend on what the server is set to; and a slow disk is no reason to end the session. */
export const PLAIN_SESSION = `set client_encoding to 'UTF8'; set datestyle to 'ISO, YMD'; set intervalstyle to 'postgres'; set bytea_output to 'hex'; set extra_float_digits to 3; set timezone to 'UTC';
  set idle_in_transaction_session_timeout to 0; set statement_timeout to 0`;

/** @param told what the manifest says beside what the database tells */
export async function* backupOf({ address, key }: BackupSource, told: Pick<BackupManifest, 'at' | 'version'>): AsyncGenerator<Buffer> {
  const client = new pg.Client(clientConfig(address));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(PLAIN_SESSION);
    await client.query('begin transaction isolation level repeatable read, read only');
    for await (const frame of frames(client, told)) yield frameBytes(frame);
    await client.query('commit');
  } catch (error) {
    throw translate(error, key);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function* frames(client: pg.Client, told: Pick<BackupManifest, 'at' | 'version'>): AsyncGenerator<Frame> {
  const { rows: migrations } = await client.query<BackupManifest['migrations'][number]>('select name, checksum from migration order by name');
  const workspaces = (await client.query<{ name: string }>('select name from workspace order by name')).rows.map(({ name }) => name);
  yield { kind: 'manifest', told: { format: 1, ...told, migrations, workspaces } };
  let [tables, rows] = [0, 0];
  for (const table of await ownTables(client)) {
    // Row level security is in force for its owner too, so a table is read workspace by workspace.
    for (const workspace of table.isTenant ? workspaces : [null]) {
      const counted = { rows: 0 };
      yield* tableFrames(client, table, workspace, counted);
      [tables, rows] = [tables + 1, rows + counted.rows];
    }
  }
  yield { kind: 'end', told: { tables, rows, sequences: await sequenceValues(client) } };
}

async function* tableFrames(client: pg.Client, { name, columns }: OwnTable, workspace: string | null, counted: { rows: number }): AsyncGenerator<Frame> {
  const quoted = columns.map((column) => client.escapeIdentifier(column)).join(', ');
  if (workspace !== null) await client.query(`select set_config('sauma.workspace', $1, true)`, [workspace]);
  yield { kind: 'table', told: { table: name, workspace, columns } };
  const stream = client.query(copyTo(`copy (select ${quoted} from ${client.escapeIdentifier(name)}${workspace === null ? '' : ' where workspace = current_workspace()'}) to stdout`));
  const sum = createHash('sha256');
  for await (const part of stream as AsyncIterable<Buffer>) {
    sum.update(part);
    yield { kind: 'rows', bytes: part };
  }
  counted.rows = stream.rowCount;
  yield { kind: 'tableEnd', told: { rows: stream.rowCount, sha256: sum.digest('hex') } };
}

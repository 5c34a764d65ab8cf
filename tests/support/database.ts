// Databases for tests. One throw-away server per test file, started on first use on a copy of the cluster that database-setup.ts has made;
// every test gets its own clone of the migrated template in it, dropped when the test file ends.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { clientConfig, type SocketAddress } from '../../src/store/postgres/address.ts';
import { openDatabase, type Database } from '../../src/store/postgres/database.ts';
import { startEmbedded, type EmbeddedServer } from '../../src/store/postgres/embedded/start.ts';
import { CARELESS, TEMPLATE } from './careless.ts';

interface Cluster {
  readonly server: EmbeddedServer;
  readonly dataDir: string;
  readonly admin: pg.Client;
}

let cluster: Promise<Cluster> | null = null;
let count = 0;
const opened: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const close of opened.splice(0)) await close();
  if (!cluster) return;
  const { server, dataDir, admin } = await cluster;
  await admin.end();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
  cluster = null;
});

/** An empty database of its own on the test server, not migrated. */
export async function emptyDatabase(): Promise<SocketAddress> {
  const { server, admin } = await startCluster();
  const database = `empty_${++count}`;
  await admin.query(`create database ${database} strategy wal_log`);
  return { ...server.address, database };
}

/** A migrated database of its own: workspace `main` and those named exist. Closed and dropped when the test file ends. */
export async function freshDatabase<Tables>(workspaces: readonly string[] = []): Promise<Database<Tables>> {
  const { server, admin } = await startCluster();
  const name = `test_${++count}`;
  await admin.query(`create database ${name} template ${TEMPLATE} strategy wal_log`);
  const address = { ...server.address, database: name };
  if (workspaces.length > 0) await statement(address, 'insert into workspace (name) select unnest($1::text[])', [workspaces]);
  const database = await openDatabase<Tables>({ databaseUrl: urlOf(address), dataDir: '', clock: systemClock, log: () => undefined });
  opened.push(async () => {
    await database.close();
    await admin.query(`drop database if exists ${name} with (force)`);
  });
  return database;
}

/** Where a database made here is; logs in as the owner. */
export function addressOf(database: Pick<Database<unknown>, 'address'>): SocketAddress {
  if (!('url' in database.address)) return database.address;
  const url = new URL(database.address.url);
  const { searchParams: given, username: user, pathname } = url;
  return { host: given.get('host') as string, port: Number(given.get('port')), user, database: pathname.slice(1) };
}

/** One statement as whoever the address logs in as (the owner, unless another user is given). */
export async function statement(address: SocketAddress, text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(clientConfig(address));
  await client.connect();
  try {
    const result = await client.query(text, [...values]);
    return result.rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

/** The address as DATABASE_URL would give it. */
export function urlOf(address: SocketAddress): string {
  return `postgres://${address.user}@localhost/${address.database}?host=${encodeURIComponent(address.host)}&port=${address.port}`;
}

function startCluster(): Promise<Cluster> {
  cluster ??= (async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'sauma-test-'));
    // The server looks at who owns its files and who else may read them, which Node's own copying does not keep.
    execFileSync('cp', ['-Rp', `${inject('cluster')}/.`, dataDir]);
    const server = await startEmbedded({ dataDir, clock: systemClock, log: () => undefined, settings: CARELESS });
    const admin = new pg.Client(clientConfig(server.address));
    await admin.connect();
    return { server, dataDir, admin };
  })();
  return cluster;
}

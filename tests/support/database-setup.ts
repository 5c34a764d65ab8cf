// Once before all tests that need a database: a cluster with the migrated template in it is made and stopped. Each test file starts a server
// of its own on a copy of it, since making one takes longer than most files do.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { prepareQueue } from '../../src/jobs/queue.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { clientConfig } from '../../src/store/postgres/address.ts';
import { startEmbedded } from '../../src/store/postgres/embedded/start.ts';
import { migrate } from '../../src/store/postgres/migrate.ts';
import { migrations } from '../../src/store/postgres/migrations/list.ts';
import { CARELESS, TEMPLATE } from './careless.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the cluster that is copied. */
    readonly cluster: string;
  }
}

export async function setup(project: TestProject): Promise<() => void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sauma-cluster-'));
  const server = await startEmbedded({ dataDir, clock: systemClock, log: () => undefined, settings: CARELESS });
  const admin = new pg.Client(clientConfig(server.address));
  await admin.connect();
  await admin.query(`create database ${TEMPLATE} strategy wal_log`);
  await admin.end();
  const address = { ...server.address, database: TEMPLATE };
  await migrate({ address, key: 'SAUMA_DATA_DIR', login: address.user, migrations, libraries: [{ name: 'job-queue', prepare: prepareQueue }] });
  await server.stop();
  project.provide('cluster', dataDir);
  return () => rmSync(dataDir, { recursive: true, force: true });
}

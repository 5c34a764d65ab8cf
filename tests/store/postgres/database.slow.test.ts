// The program's own view of the embedded database while the server is killed under it: a pause, not a failure.
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/lib/clock.ts';
import { openDatabase, type Database } from '../../../src/store/postgres/database.ts';
import { readLockFile } from '../../../src/store/postgres/embedded/lock-file.ts';
import { migrate } from '../../../src/store/postgres/migrate.ts';
import { migrations } from '../../../src/store/postgres/migrations/list.ts';
import { acquireServiceLock } from '../../../src/store/postgres/service-lock.ts';
import { dataDirectory } from '../../support/data-directory.ts';
import { startChild } from '../../support/child.ts';

interface Tables {
  readonly workspace: { name: string };
}

async function open(dataDir: string): Promise<Database<Tables>> {
  const database = await openDatabase<Tables>({ databaseUrl: null, dataDir, clock: systemClock, log: () => undefined });
  onTestFinished(() => database.close());
  await migrate({ address: database.address, key: database.key, login: database.login, migrations });
  return database;
}

describe('the embedded database', () => {
  it('comes back by itself when the server is killed, and loses or repeats no unit of work meanwhile', async () => {
    const dataDir = dataDirectory();
    const database = await open(dataDir);
    const postmasters = new Set<number>();
    for (let index = 0; index < 60; index++) {
      const lock = readLockFile(join(dataDir, 'pg'));
      if (index % 20 === 10 && lock?.holder === 'server') {
        postmasters.add(lock.pid);
        process.kill(lock.pid, 'SIGKILL');
      }
      await database.global((tx) => tx.insertInto('workspace').values({ name: `w-${index}` }).execute());
    }
    expect(postmasters.size).toBe(3);
    const result = await database.global((tx) => sql<{ count: string }>`select count(*) as count from workspace where name like 'w-%'`.execute(tx));
    expect(result.rows).toEqual([{ count: '60' }]);
    expect(await database.healthy()).toBe(true);
  });

  it('lets a command work beside the running service, and refuses a second service', async () => {
    const dataDir = dataDirectory();
    const owner = startChild(join(import.meta.dirname, '../../support/embedded-child.ts'), [dataDir, 'hold']);
    await owner.line((line) => line['ready'] === true);
    const service = await open(dataDir);
    const lock = await acquireServiceLock({ address: service.address, key: service.key, clock: systemClock });
    onTestFinished(() => lock.release());
    const command = await open(dataDir);
    expect(await command.global((tx) => tx.selectFrom('workspace').selectAll().execute())).toMatchObject([{ name: 'main' }]);
    await expect(acquireServiceLock({ address: command.address, key: command.key, clock: systemClock })).rejects.toMatchObject({
      code: 'already-running',
      key: 'SAUMA_DATA_DIR',
    });
  });

  it('is not healthy once the server is gone for good', async () => {
    const database = await open(dataDirectory());
    await database.close();
    expect(await database.healthy()).toBe(false);
  });
});

// One service per database, whoever asks, and whatever happens to the session that proves it.
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/lib/clock.ts';
import type { SocketAddress } from '../../../src/store/postgres/address.ts';
import { acquireServiceLock, type ServiceLock } from '../../../src/store/postgres/service-lock.ts';
import { emptyDatabase, statement } from '../../support/database.ts';

const acquire = async (address: SocketAddress): Promise<ServiceLock> => {
  const lock = await acquireServiceLock({ address, key: 'SAUMA_DATA_DIR', clock: systemClock });
  onTestFinished(() => lock.release());
  return lock;
};

const holders = `select pid from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())`;

async function endHolder(address: SocketAddress): Promise<unknown> {
  const [holder] = await statement(address, holders);
  await statement(address, 'select pg_terminate_backend($1)', [holder?.['pid']]);
  return holder?.['pid'];
}

describe('the service lock', () => {
  it('refuses a second service and names the first', async () => {
    const address = await emptyDatabase();
    await acquire(address);
    await expect(acquire(address)).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'already-running',
      message: expect.stringContaining(`process ${process.pid}`) as string,
    });
  });

  it('is free again once released, and separate for each database', async () => {
    const [one, other] = [await emptyDatabase(), await emptyDatabase()];
    const lock = await acquire(one);
    await acquire(other);
    await lock.release();
    const again = await acquire(one);
    expect(again.lost.aborted).toBe(false);
  });

  it('is taken back after its session was lost', async () => {
    const address = await emptyDatabase();
    const lock = await acquire(address);
    const before = await endHolder(address);
    await expect.poll(async () => (await statement(address, holders)).map((row) => row['pid'] !== before), { timeout: 20_000 }).toEqual([true]);
    expect(lock.lost.aborted).toBe(false);
    await expect(acquire(address)).rejects.toMatchObject({ code: 'already-running' });
  });

  it('tells its holder when another service was quicker after the database had been away', async () => {
    const address = await emptyDatabase();
    const lock = await acquire(address);
    // Takes the place the moment it is free, by waiting for it in the server.
    const rival = statement(address, 'select pg_advisory_lock(7300002), pg_sleep(5)');
    await expect.poll(async () => (await statement(address, `select from pg_locks where locktype = 'advisory' and not granted`)).length).toBe(1);
    await endHolder(address);
    await expect.poll(() => lock.lost.aborted, { timeout: 20_000 }).toBe(true);
    expect(lock.lost.reason).toMatchObject({ code: 'already-running' });
    await rival;
  });
});

// Units of work against a real server: what they see, what they keep, and what they say when something is in the way.
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type Transaction } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/lib/clock.ts';
import { ConfigError, RetryableError } from '../../../src/lib/errors.ts';
import { openDatabase, type Database } from '../../../src/store/postgres/database.ts';
import { tenantTable } from '../../../src/store/postgres/migrations/tenant.ts';
import { addressOf, emptyDatabase, freshDatabase, statement, urlOf } from '../../support/database.ts';

interface Tables {
  readonly tally: { id: string; count: number };
}

async function withTally(): Promise<Database<Tables>> {
  const database = await freshDatabase<Tables>(['north']);
  await statement(addressOf(database), tenantTable('tally', 'id text not null, count integer not null, primary key (workspace, id)'));
  return database;
}

async function countOf(tx: Transaction<Tables>, id: string): Promise<number | null> {
  const row = await tx.selectFrom('tally').select('count').where('id', '=', id).executeTakeFirst();
  return row?.count ?? null;
}

const open = (databaseUrl: string): Promise<Database<object>> => openDatabase({ databaseUrl, dataDir: '', clock: systemClock, log: () => undefined });

describe('a unit of work', () => {
  it('runs as the application role in its workspace, and leaves neither behind in the session', async () => {
    const database = await freshDatabase<object>();
    const facts = sql<{ role: string; workspace: string }>`select current_user as role, current_setting('sauma.workspace') as workspace`;
    expect((await database.unit('main', (tx) => facts.execute(tx))).rows).toEqual([{ role: 'sauma_app', workspace: 'main' }]);
    expect((await database.global((tx) => facts.execute(tx))).rows).toEqual([{ role: 'sauma_app', workspace: '' }]);
    expect(database.login).toBe('sauma_owner');
  });

  it('keeps all or nothing', async () => {
    const database = await withTally();
    await database.unit('main', (tx) => tx.insertInto('tally').values({ id: 'kept', count: 1 }).execute());
    const failing = database.unit('main', async (tx) => {
      await tx.insertInto('tally').values({ id: 'dropped', count: 1 }).execute();
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    const rows = await database.unit('main', (tx) => tx.selectFrom('tally').select('id').execute());
    expect(rows).toEqual([{ id: 'kept' }]);
  });

  it('is run again when another unit changed what it read, so that no update is lost', async () => {
    const database = await withTally();
    await database.unit('main', (tx) => tx.insertInto('tally').values({ id: 'sum', count: 0 }).execute());
    let runs = 0;
    const addOne = (): Promise<void> =>
      database.unit('main', async (tx) => {
        runs += 1;
        const count = (await countOf(tx, 'sum')) ?? 0;
        await tx.updateTable('tally').set({ count: count + 1 }).where('id', '=', 'sum').execute();
      });
    await Promise.all([addOne(), addOne(), addOne()]);
    expect(await database.unit('main', (tx) => countOf(tx, 'sum'))).toBe(3);
    expect(runs).toBeGreaterThanOrEqual(3);
  });

  it('gives up with a RetryableError when others never stop getting in its way', async () => {
    const database = await withTally();
    await database.unit('main', (tx) => tx.insertInto('tally').values({ id: 'sum', count: 0 }).execute());
    let runs = 0;
    const unlucky = database.unit('main', async (tx) => {
      runs += 1;
      await countOf(tx, 'sum');
      await database.unit('main', (other) => other.updateTable('tally').set({ count: runs }).execute());
      await tx.updateTable('tally').set({ count: -1 }).execute();
    });
    await expect(unlucky).rejects.toMatchObject({ name: 'RetryableError', code: 'database-contention' });
    expect(runs).toBe(4);
  });

  it('survives the loss of its session before the commit by running again', async () => {
    const database = await withTally();
    let runs = 0;
    await database.unit('main', async (tx) => {
      runs += 1;
      await tx.insertInto('tally').values({ id: 'once', count: runs }).execute();
      const own = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      if (runs === 1) await statement(addressOf(database), 'select pg_terminate_backend($1)', [own.rows[0]?.pid]);
    });
    expect(runs).toBe(2);
    expect(await database.unit('main', (tx) => countOf(tx, 'once'))).toBe(2);
    expect(await database.healthy()).toBe(true);
  });

  it('is neither lost nor done twice when the answer to its commit does not arrive', async () => {
    const direct = await withTally();
    const proxy = await swallowFirstCommit(addressOf(direct).host);
    onTestFinished(() => proxy.close());
    const database = await openDatabase<Tables>({
      databaseUrl: urlOf({ ...addressOf(direct), host: proxy.directory }),
      dataDir: '',
      clock: systemClock,
      log: () => undefined,
    });
    onTestFinished(() => database.close());
    let runs = 0;
    const answer = await database.unit('main', async (tx) => {
      runs += 1;
      await tx.insertInto('tally').values({ id: `run ${runs}`, count: runs }).execute();
      return 'done';
    });
    expect(proxy.swallowed()).toBe(true);
    expect(answer).toBe('done');
    expect(runs).toBe(1);
    expect(await direct.unit('main', (tx) => tx.selectFrom('tally').select('id').execute())).toEqual([{ id: 'run 1' }]);
  });

  it('answers instants as ISO strings, plain dates unshifted, and large and decimal numbers exactly', async () => {
    const database = await freshDatabase<object>();
    const result = await database.unit('main', (tx) =>
      sql`select timestamptz '2026-03-29 03:30:00.123456+03' as instant, date '2026-03-29' as day, 9007199254740993::bigint as large,
        12345678901234567.89::numeric as amount, array[timestamptz '2026-01-01 00:00+02', null] as instants, array[date '2026-12-31'] as days,
        array[0.10::numeric] as amounts, (timestamptz '2026-01-01 01:00+02')::date as utc_day, '{"a": [1]}'::jsonb as body`.execute(tx),
    );
    expect(result.rows).toEqual([
      {
        instant: '2026-03-29T00:30:00.123Z',
        day: '2026-03-29',
        large: '9007199254740993',
        amount: '12345678901234567.89',
        instants: ['2025-12-31T22:00:00.000Z', null],
        days: ['2026-12-31'],
        amounts: ['0.10'],
        utc_day: '2025-12-31',
        body: { a: [1] },
      },
    ]);
  });
});

/** Stands between a program and its server, and cuts the line when the server confirms the first commit of a unit. */
async function swallowFirstCommit(host: string): Promise<{ directory: string; swallowed(): boolean; close(): void }> {
  const directory = mkdtempSync(join(tmpdir(), 'sauma-proxy-'));
  let swallowed = false;
  const server = createServer((client) => {
    const upstream = createConnection(join(host, '.s.PGSQL.5432'));
    upstream.on('data', (data) => {
      if (swallowed || !data.includes('COMMIT')) return client.write(data);
      swallowed = true;
      return client.destroy();
    });
    client.on('data', (data) => upstream.write(data));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(join(directory, '.s.PGSQL.5432'), resolve));
  const close = (): void => {
    server.close();
    rmSync(directory, { recursive: true, force: true });
  };
  return { directory, swallowed: () => swallowed, close };
}

describe('a database that cannot be used', () => {
  it('says what to do when the server does not answer', async () => {
    const error: unknown = await open('postgres://nobody@127.0.0.1:1/sauma').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(RetryableError);
    expect(error).toMatchObject({ code: 'database-unreachable', message: expect.stringMatching(/DATABASE_URL does not answer.*Check/) as string });
  });

  it('says what to do when the database or the login does not exist, without a password in the message', async () => {
    const address = await emptyDatabase();
    const missing: unknown = await open(urlOf({ ...address, database: 'nowhere' })).catch((e: unknown) => e);
    expect(missing).toBeInstanceOf(ConfigError);
    expect(missing).toMatchObject({ code: 'database-missing', key: 'DATABASE_URL' });
    const refused: unknown = await open(urlOf({ ...address, user: 'stranger:hunter2' })).catch((e: unknown) => e);
    expect(refused).toMatchObject({ name: 'ConfigError', code: 'database-refused' });
    expect(String(refused)).not.toContain('hunter2');
  });
});

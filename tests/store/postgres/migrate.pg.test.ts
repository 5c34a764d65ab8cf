// Migrations on a real server: once, whole, in turn; refused with advice when code and database do not belong together,
// or when an outside server's login may not do what is asked of it.
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/lib/clock.ts';
import type { SocketAddress } from '../../../src/store/postgres/address.ts';
import { openDatabase } from '../../../src/store/postgres/database.ts';
import { migrate, type Migration } from '../../../src/store/postgres/migrate.ts';
import { migrations } from '../../../src/store/postgres/migrations/list.ts';
import { emptyDatabase, statement, urlOf } from '../../support/database.ts';

const first: Migration = { name: '0001-first', statements: 'create table first (id text primary key)' };
const second: Migration = { name: '0002-second', statements: 'create table second (id text primary key)' };
const broken: Migration = { name: '0003-broken', statements: 'create table third (id text); select 1 / 0' };

const run = (address: SocketAddress, list: readonly Migration[], login = address.user): Promise<{ applied: string[] }> =>
  migrate({ address, key: 'DATABASE_URL', login, migrations: list });

/** A login without any right of its own. Roles belong to the whole server, so each test takes its own name. */
async function plainLogin(address: SocketAddress, user: string): Promise<SocketAddress> {
  await statement(address, `create role ${user} login`);
  return { ...address, user };
}

describe('migrate', () => {
  it('runs what has not run yet, in order, and nothing twice', async () => {
    const address = await emptyDatabase();
    expect(await run(address, [first])).toEqual({ applied: ['0001-first'] });
    expect(await run(address, [first, second])).toEqual({ applied: ['0002-second'] });
    expect(await run(address, [first, second])).toEqual({ applied: [] });
  });

  it('runs each migration once when several processes start together', async () => {
    const address = await emptyDatabase();
    const results = await Promise.all([run(address, migrations), run(address, migrations), run(address, migrations)]);
    expect(results.flatMap((result) => result.applied).toSorted()).toEqual(migrations.map((migration) => migration.name));
  });

  it('leaves nothing of a migration that fails, and keeps those before it', async () => {
    const address = await emptyDatabase();
    await expect(run(address, [first, second, broken])).rejects.toThrow('division by zero');
    expect(await statement(address, `select to_regclass('second') is null as second, to_regclass('third') is null as third`)).toEqual([
      { second: false, third: true },
    ]);
    expect(await run(address, [first, second])).toEqual({ applied: [] });
  });

  it('refuses a database that a newer program has migrated, and one that another program made', async () => {
    const address = await emptyDatabase();
    await run(address, [first, second]);
    await expect(run(address, [first])).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'database-newer',
      message: expect.stringMatching(/has 0002-second.*knows up to 0001-first.*Upgrade the program/) as string,
    });
    const altered = { ...first, statements: `${first.statements} ` };
    await expect(run(address, [altered, second])).rejects.toMatchObject({ name: 'ConfigError', code: 'database-changed' });
  });

  it('numbers its migrations in the order they run', () => {
    const names = migrations.map((migration) => migration.name);
    expect(names.map((name) => Number(/^(\d{4})-[a-z0-9-]+$/.exec(name)?.[1]))).toEqual(names.map((_, index) => index + 1));
  });
});

describe('an outside server whose login may not make roles', () => {
  it('is refused with the statements to run, and works once an owner migrates on its behalf', async () => {
    const owner = await emptyDatabase();
    const plain = await plainLogin(owner, 'tuula');
    await expect(run(plain, migrations)).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'role-missing',
      key: 'SAUMA_MIGRATION_URL',
      message: expect.stringMatching(/grant sauma_app to tuula/) as string,
    });

    await run(owner, migrations, 'tuula');
    expect(await run(plain, migrations)).toEqual({ applied: [] });
    const database = await openDatabase<object>({ databaseUrl: urlOf(plain), dataDir: '', clock: systemClock, log: () => undefined });
    onTestFinished(() => database.close());
    const result = await database.unit('main', (tx) => sql`select current_user as role, session_user as login, current_workspace() as workspace`.execute(tx));
    expect(result.rows).toEqual([{ role: 'sauma_app', login: 'tuula', workspace: 'main' }]);
    const own = statement(plain, `insert into workspace (name) values ('sneaky'); drop table workspace`);
    await expect(own).rejects.toThrow(/must be owner/);
  });

  it('is told to name the owner when migrations are pending', async () => {
    const owner = await emptyDatabase();
    const plain = await plainLogin(owner, 'sirpa');
    await run(owner, [first], 'sirpa');
    await statement(owner, 'grant select on migration to sauma_app');
    await expect(run(plain, [first, second])).rejects.toMatchObject({ code: 'migration-refused', key: 'SAUMA_MIGRATION_URL' });
  });

  it('is refused while the application role could pass row level security by', async () => {
    const owner = await emptyDatabase();
    await run(owner, [first]);
    await statement(owner, 'alter role sauma_app bypassrls');
    onTestFinished(async () => void (await statement(owner, 'alter role sauma_app nobypassrls')));
    await expect(run(owner, [first])).rejects.toMatchObject({ code: 'role-too-strong' });
  });
});

// A backup and what comes of it: every table of every workspace as it was, to the byte; or nothing at all.
import { randomBytes } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import pg from 'pg';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkBackupFile, readBackupFile, writeBackupFile } from '../../../src/cli/backup-file.ts';
import { prepareQueue } from '../../../src/jobs/queue.ts';
import { clientConfig, type SocketAddress } from '../../../src/store/postgres/address.ts';
import { backupOf } from '../../../src/store/postgres/backup.ts';
import { migrate } from '../../../src/store/postgres/migrate.ts';
import { migrations } from '../../../src/store/postgres/migrations/list.ts';
import { ownTables, sequenceValues } from '../../../src/store/postgres/own-tables.ts';
import { restoreInto } from '../../../src/store/postgres/restore.ts';
import { addressOf, emptyDatabase, freshDatabase, statement } from '../../support/database.ts';

const KEYS = [Buffer.alloc(32, 1)];
const ring = (): readonly Uint8Array[] => KEYS;
const MADE = { at: '2026-03-01T08:00:00.000Z', version: '9.9.9' };
const ROWS = 12;

let source: SocketAddress;
let directory: string;
let file: string;

/** Any value of a type, as text that is cast; the awkward ones of COPY among them. */
const AWKWARD = ['tab\there', 'line\nbreak', 'back\\slash \\N \\.', 'ääkköset 🇫🇮 \u2028', `quote' " and, comma`, ''];
function valueOf(type: string, column: string, at: number): string {
  const texts: Readonly<Record<string, string>> = { text: `${AWKWARD[at % AWKWARD.length]}${column}${at}`, uuid: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`, bytea: `\\x${randomBytes(8).toString('hex')}`, jsonb: JSON.stringify({ [column]: AWKWARD[at % AWKWARD.length], n: [at, null, 1.5] }), boolean: at % 2 === 0 ? 'true' : 'false', date: `2026-01-${String((at % 28) + 1).padStart(2, '0')}`, 'timestamp with time zone': `2026-01-01T00:00:${String(at % 60).padStart(2, '0')}.123456+03`, numeric: `${at}.125`, 'text[]': `{"a ${at}",NULL,"b\\"c"}` };
  // The number of keys before the dot is worked out of it.
  return column === 'hash' ? `1.${at}` : (texts[type] ?? String(at + 1));
}

/** Rows in every table that there is, made from the catalogue, without its rules: what is saved need not make sense. */
async function fill(address: SocketAddress): Promise<void> {
  const client = new pg.Client(clientConfig(address));
  await client.connect();
  await client.query(`set session_replication_role = 'replica'`);
  for (const { name, columns, isTenant } of (await ownTables(client)).filter((table) => table.isTenant)) {
    expect(isTenant).toBe(true);
    const { rows: types } = await client.query<{ column: string; type: string }>(`select attname::text as column, format_type(atttypid, null) as type from pg_attribute where attrelid = $1::regclass and attnum > 0`, [name]);
    const { rows: checks } = await client.query<{ name: string }>(`select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'`, [name]);
    for (const check of checks) await client.query(`alter table ${name} drop constraint "${check.name}"`);
    for (let at = 0; at < ROWS; at += 1) {
      const values = columns.map((column) => (column === 'workspace' ? (at % 2 === 0 ? 'main' : 'north') : valueOf(types.find((each) => each.column === column)?.type ?? 'text', column, at)));
      await client.query(`insert into ${name} (${columns.map((column) => `"${column}"`).join(', ')}) overriding system value select ${columns.map((column, index) => `$${index + 1}::${types.find((each) => each.column === column)?.type}`).join(', ')} on conflict do nothing`, values);
    }
  }
  await client.query(`select setval('turn', 4711)`);
  await client.end();
}

/** Everything of ours, as COPY tells it, in an order of its own. */
async function dump(address: SocketAddress): Promise<Readonly<Record<string, unknown>>> {
  const client = new pg.Client(clientConfig(address));
  await client.connect();
  const told: Record<string, unknown> = { sequences: await sequenceValues(client) };
  for (const { name } of await ownTables(client)) told[name] = (await client.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`)).rows.map(({ row }) => row);
  await client.end();
  return told;
}

async function target(): Promise<SocketAddress> {
  return addressOf(await freshDatabase());
}

/** Constraints that `fill` took away are no matter of a backup. */
async function withoutChecks(address: SocketAddress): Promise<SocketAddress> {
  const checks = await statement(address, `select conrelid::regclass::text as name, conname from pg_constraint where contype in ('c', 'f') and connamespace = 'public'::regnamespace and conrelid <> 0`);
  for (const check of checks) await statement(address, `alter table ${String(check['name'])} drop constraint if exists "${String(check['conname'])}" cascade`);
  return address;
}

const save = (force = false): Promise<unknown> => writeBackupFile(file, backupOf({ address: source, key: 'DATABASE_URL' }, MADE), ring, { at: MADE.at, force });
const putBack = async (address: SocketAddress, force = false): Promise<unknown> => restoreInto({ address, key: 'DATABASE_URL' }, await readBackupFile(file, ring), { force });

beforeAll(async () => {
  source = addressOf(await freshDatabase(['north']));
  await fill(source);
}, 60_000);
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sauma-backup-'));
  file = join(directory, 'backup.sauma');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('a backup', () => {
  it('put back gives every table, every workspace and every sequence as it was', async () => {
    await save();
    const address = await withoutChecks(await target());
    await putBack(address);
    const [before, after] = [await dump(source), await dump(address)];
    expect(after).toEqual(before);
    expect(Object.entries(before).filter(([, rows]) => (rows as unknown[]).length === 0)).toEqual([]);
    const unforced = await statement(address, `select relname from pg_class join pg_policy on polrelid = pg_class.oid where not (relrowsecurity and relforcerowsecurity)`);
    const off = await statement(address, `select tgname from pg_trigger where tgenabled <> 'O'`);
    expect([unforced, off]).toEqual([[], []]);
  }, 60_000);

  it('is as the database was at one instant, whatever is written meanwhile', async () => {
    const before = await dump(source);
    const frames = backupOf({ address: source, key: 'DATABASE_URL' }, MADE);
    const first = await frames.next();
    await statement(source, `insert into remark (workspace, id, about, record, words, author, at) values ('main', 'late', 'account', 'x', 'x', 'x', now())`);
    const rest = async function* (): AsyncGenerator<Buffer> {
      yield first.value as Buffer;
      yield* frames;
    };
    await writeBackupFile(file, rest(), ring, { at: MADE.at, force: false });
    await statement(source, `delete from remark where id = 'late'`);
    const address = await withoutChecks(await target());
    await putBack(address);
    expect((await dump(address))['remark']).toEqual(before['remark']);
  }, 60_000);

  it('is whole when it is checked, tells its beginning, and shows nothing of what is in it', async () => {
    await save();
    const { manifest, end } = await checkBackupFile(file, ring);
    expect(manifest).toMatchObject({ format: 1, ...MADE, workspaces: ['main', 'north'] });
    expect(manifest.migrations.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
    expect(end.rows).toBeGreaterThan(ROWS * 10);
    const bytes = readFileSync(file);
    for (const word of ['remark', 'north', 'ääkköset', '9.9.9']) expect(bytes.includes(word)).toBe(false);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(['backup.sauma']);
  });

  it('does not take the place of a file unless it is told to', async () => {
    writeFileSync(file, 'mine');
    await expect(save()).rejects.toThrow(expect.objectContaining({ code: 'file-exists' }));
    expect(readFileSync(file, 'utf8')).toBe('mine');
    await save(true);
    await checkBackupFile(file, ring);
    expect(readdirSync(directory)).toEqual(['backup.sauma']);
  });

  it('is refused with one bit changed or a part missing, and the database stays as it was', async () => {
    await save();
    const whole = readFileSync(file);
    const address = await withoutChecks(await target());
    const before = await dump(address);
    for (const at of [3, 30, 200, Math.floor(whole.length / 2), whole.length - 1]) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      writeFileSync(file, bytes);
      await expect(checkBackupFile(file, ring), `bit at ${at}`).rejects.toThrow(/damaged|no backup|key/u);
      await expect(putBack(address), `bit at ${at}`).rejects.toThrow(/damaged|no backup|key/u);
    }
    for (const length of [0, 10, 150, whole.length - 1, Math.floor(whole.length / 2)]) {
      writeFileSync(file, whole);
      truncateSync(file, length);
      await expect(checkBackupFile(file, ring), `cut at ${length}`).rejects.toThrow(/damaged|no backup/u);
      await expect(putBack(address), `cut at ${length}`).rejects.toThrow(/damaged|no backup/u);
    }
    writeFileSync(file, Buffer.concat([whole, whole]));
    await expect(checkBackupFile(file, ring)).rejects.toThrow(/damaged/u);
    expect(await dump(address)).toEqual(before);
  }, 60_000);

  it('opens with its key alone, also after a rotation', async () => {
    await save();
    await expect(checkBackupFile(file, () => [Buffer.alloc(32, 2)])).rejects.toThrow(expect.objectContaining({ code: 'sealed-file-key', key: 'SAUMA_SECRET_KEY' }));
    await expect(checkBackupFile(file, () => [...KEYS, Buffer.alloc(32, 2)])).resolves.toMatchObject({ manifest: MADE });
  });

  it('goes into an empty database, and into one with data only when it is told to', async () => {
    await save();
    const address = await withoutChecks(await target());
    await statement(address, `insert into remark (workspace, id, about, record, words, author, at) values ('main', 'mine', 'account', 'x', 'x', 'x', now())`);
    await expect(putBack(address)).rejects.toThrow(expect.objectContaining({ code: 'database-not-empty' }));
    expect((await statement(address, 'select id from remark')).map(({ id }) => id)).toEqual(['mine']);
    await putBack(address, true);
    expect(await dump(address)).toEqual(await dump(source));
  }, 60_000);

  it('of an older version goes in at its shape, and is brought up to this one after that', async () => {
    const older = migrations.slice(0, 19);
    const [from, into] = [await emptyDatabase(), await emptyDatabase()];
    for (const address of [from, into]) await migrate({ address, key: 'DATABASE_URL', login: address.user, migrations: older });
    await statement(from, `insert into remark (workspace, id, about, record, words, author, at) values ('main', 'old', 'account', 'x', 'x', 'x', now())`);
    await writeBackupFile(file, backupOf({ address: from, key: 'DATABASE_URL' }, MADE), ring, { at: MADE.at, force: false });
    await expect(putBack(await target())).rejects.toThrow(expect.objectContaining({ code: 'database-other-shape' }));
    await putBack(into);
    await migrate({ address: into, key: 'DATABASE_URL', login: into.user, migrations });
    expect((await statement(into, 'select id from remark')).map(({ id }) => id)).toEqual(['old']);
  }, 60_000);

  it('does not go into a database that somebody works on', async () => {
    await save();
    const address = await withoutChecks(await target());
    const other = new pg.Client({ ...clientConfig(address), application_name: 'sauma presence' });
    await other.connect();
    await expect(putBack(address, true)).rejects.toThrow(expect.objectContaining({ code: 'database-in-use' }));
    await other.end();
  });

  it('is made and put back by an owner who is no superuser, as on a server of ones own', async () => {
    const address = await emptyDatabase();
    await statement(address, `create role plain_owner login; `).catch(() => undefined);
    await statement(address, `alter database ${address.database} owner to plain_owner`);
    await statement(address, `do $$ begin if not exists (select from pg_roles where rolname = 'sauma_app') then create role sauma_app nologin; end if; end $$`);
    await statement(address, 'grant sauma_app to plain_owner');
    await statement(address, 'alter schema public owner to plain_owner');
    const plain = { ...address, user: 'plain_owner' };
    await migrate({ address: plain, key: 'DATABASE_URL', login: plain.user, migrations, libraries: [{ name: 'job-queue', prepare: prepareQueue }] });
    await withoutChecks(address);
    await save();
    await putBack(plain);
    expect(await dump(address)).toEqual(await dump(source));
    await writeBackupFile(file, backupOf({ address: plain, key: 'DATABASE_URL' }, MADE), ring, { at: MADE.at, force: true });
    const third = await withoutChecks(await target());
    await putBack(third);
    expect(await dump(third)).toEqual(await dump(source));
  }, 60_000);
});

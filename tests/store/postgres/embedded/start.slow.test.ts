// The embedded server among real processes: whatever is killed, left behind or started twice, the data stays and the
// database comes back.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../../src/lib/clock.ts';
import { readLockFile, type LockFile } from '../../../../src/store/postgres/embedded/lock-file.ts';
import { startEmbedded, type EmbeddedOptions, type EmbeddedServer } from '../../../../src/store/postgres/embedded/start.ts';
import { dataDirectory } from '../../../support/data-directory.ts';
import { startChild, type Child } from '../../../support/child.ts';
import { statement } from '../../../support/database.ts';

const CHILD = join(import.meta.dirname, '../../../support/embedded-child.ts');

async function start(dataDir: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, clock: systemClock, log: () => undefined, ...options });
  onTestFinished(() => server.stop());
  return server;
}

const hold = (dataDir: string, ...more: string[]): Child => startChild(CHILD, [dataDir, 'hold', ...more]);
const isReady = (line: Record<string, unknown>): boolean => line['ready'] === true;
const lockOf = (dataDir: string): LockFile => readLockFile(join(dataDir, 'pg')) as LockFile;

async function one(server: EmbeddedServer): Promise<unknown> {
  const rows = await statement(server.address, 'select 1 as one');
  return rows[0]?.['one'];
}

describe('the data', () => {
  it('keeps every confirmed row when its process is killed in the middle of inserting, again and again', async () => {
    const dataDir = dataDirectory();
    let last = 0;
    for (let round = 0; round < 3; round++) {
      const child = startChild(CHILD, [dataDir, 'insert']);
      const goal = last + 40;
      await child.line((line) => Number(line['confirmed']) >= goal);
      await child.end('SIGKILL');
      last = Math.max(...child.lines.map((line) => Number(line['confirmed'] ?? 0)));
    }
    const server = await start(dataDir);
    const [kept] = await statement(server.address, 'select count(*) as count, max(id) as last from row');
    // A row that was committed without its confirmation being read may be there too; none may be missing.
    expect(kept?.['count']).toBe(kept?.['last']);
    expect(Number(kept?.['last'])).toBeGreaterThanOrEqual(last);
  });

  it('survives a killed set-up, whose draft is cleared away', async () => {
    const dataDir = dataDirectory();
    const gone = spawnSync('true').pid;
    mkdirSync(join(dataDir, `pg.init-${gone}/base`), { recursive: true });
    expect(await one(await start(dataDir))).toBe(1);
    expect(existsSync(join(dataDir, `pg.init-${gone}`))).toBe(false);
  });
});

describe('a lock file left behind', () => {
  const left: Record<string, (pid: number) => string | null> = {
    'by a killed server whose process is gone': () => null,
    'with the number of a process that is something else now': (pid) => `${pid}`,
    'empty by a power cut': () => '',
  };
  for (const [name, content] of Object.entries(left)) {
    it(`${name} does not keep the server from starting`, async () => {
      const dataDir = dataDirectory();
      const first = await start(dataDir);
      await statement(first.address, 'create table kept (id int)');
      const lockPath = join(dataDir, 'pg', 'postmaster.pid');
      const old = readFileSync(lockPath, 'utf8');
      await first.stop();
      const stranger = spawn('sleep', ['600'], { cwd: '/' });
      onTestFinished(() => void stranger.kill());
      const pid = content(stranger.pid as number) ?? String(spawnSync('true').pid);
      writeFileSync(lockPath, pid === '' ? '' : old.replace(/^\d+/, pid));
      const second = await start(dataDir);
      expect(second.owned()).toBe(true);
      expect(await statement(second.address, 'select count(*) as count from kept')).toEqual([{ count: '0' }]);
    });
  }
});

describe('two processes on one data directory', () => {
  it('share one server: the second attaches and leaves it running', async () => {
    const dataDir = dataDirectory();
    const owner = hold(dataDir);
    expect(await owner.line(isReady)).toMatchObject({ owned: true });
    const attached = await start(dataDir);
    expect(attached.owned()).toBe(false);
    expect(await one(attached)).toBe(1);
    await attached.stop();
    const again = await start(dataDir);
    expect(again.owned()).toBe(false);
    expect(await one(again)).toBe(1);
  });

  it('agree on one owner when they start at the same moment on an empty directory', async () => {
    const dataDir = dataDirectory();
    const both = [hold(dataDir), hold(dataDir)];
    const ready = await Promise.all(both.map((child) => child.line(isReady)));
    expect(ready.filter((line) => line['owned'])).toHaveLength(1);
  });

  it('hand the server over: when the owner ends, the attached one starts it again', async () => {
    const dataDir = dataDirectory();
    const owner = hold(dataDir);
    await owner.line(isReady);
    const attached = await start(dataDir);
    await statement(attached.address, 'create table kept (id int)');
    expect(await owner.end('SIGTERM')).toBe(0);
    await expect.poll(() => attached.owned(), { timeout: 30_000 }).toBe(true);
    expect(await statement(attached.address, 'select count(*) as count from kept')).toEqual([{ count: '0' }]);
  });
});

describe('the server', () => {
  it('ends with its process, even a killed one, where the system can arrange it, and is adopted where it cannot', async () => {
    const dataDir = dataDirectory();
    chmodSync(dataDir, 0o755);
    const mortal = hold(dataDir);
    await mortal.line(isReady);
    await mortal.end('SIGKILL');
    await expect.poll(() => readLockFile(join(dataDir, 'pg')), { timeout: 20_000 }).toBe(null);

    const bare = hold(dataDir, 'bare');
    await bare.line(isReady);
    const { pid } = lockOf(dataDir);
    await bare.end('SIGKILL');
    const heir = await start(dataDir);
    expect(lockOf(dataDir)).toMatchObject({ pid, holder: 'server' });
    expect(heir.owned()).toBe(true);
    await heir.stop();
    expect(readLockFile(join(dataDir, 'pg'))).toBe(null);
  });

  it('runs as root without any other account, and as root where user namespaces are forbidden, on the same data', async () => {
    const dataDir = dataDirectory();
    chmodSync(dataDir, 0o755);
    for (const probe of [undefined, () => false, undefined]) {
      const server = await start(dataDir, probe ? { probe } : {});
      expect(await one(server)).toBe(1);
      await server.stop();
    }
  });

  // A number with an account (nobody's) and one without, as containers use.
  for (const uid of [65534, 1234]) {
    it(`runs as an ordinary user, here number ${uid}`, async () => {
      const dataDir = dataDirectory();
      const root = process.getuid?.() === 0;
      if (root) chownSync(dataDir, uid, uid);
      const other = ['setpriv', '--reuid', String(uid), '--regid', String(uid), '--clear-groups'];
      // Where that user cannot read this folder, a namespace gives the number without the loss of access.
      const reads = spawnSync('setpriv', [...other.slice(1), 'test', '-r', CHILD]).status === 0;
      const prefix = reads ? other : ['unshare', '-U', `--map-user=${uid}`, `--map-group=${uid}`, '--'];
      const child = startChild(CHILD, [dataDir, 'hold'], root ? prefix : []);
      expect(await child.line(isReady)).toMatchObject({ owned: true, uid: root ? uid : process.getuid?.() });
      expect(await child.end('SIGTERM')).toBe(0);
    });
  }

  it('keeps its socket elsewhere when the data directory has a long path, and away from others', async () => {
    const dataDir = join(dataDirectory(), 'a-rather-long-folder-name-of-forty-letters', 'and-another-one-that-is-just-as-long-again');
    const server = await start(dataDir);
    expect(await one(server)).toBe(1);
    expect(server.address.host.startsWith(dataDir)).toBe(false);
    await server.stop();
    chmodSync(server.address.host, 0o777);
    onTestFinished(() => rmSync(server.address.host, { recursive: true }));
    await expect(start(dataDir)).rejects.toMatchObject({ name: 'ConfigError', code: 'embedded-socket' });
  });

  it('listens on no network address', async () => {
    const server = await start(dataDirectory());
    expect(await statement(server.address, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
    expect(await statement(server.address, `select current_setting('server_encoding') as encoding, datlocale from pg_database where datname = 'postgres'`)).toEqual([
      { encoding: 'UTF8', datlocale: 'C.UTF-8' },
    ]);
  });

  it('that cannot start says why, and that it was another version where it was', async () => {
    const dataDir = dataDirectory();
    await expect(start(dataDir, { settings: { max_connections: 'plenty' } })).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'embedded-failed',
      message: expect.stringContaining('max_connections') as string,
    });
    writeFileSync(join(dataDir, 'pg', 'PG_VERSION'), '17\n');
    await expect(start(dataDir)).rejects.toMatchObject({ name: 'ConfigError', code: 'embedded-version', key: 'SAUMA_DATA_DIR' });
  });
});

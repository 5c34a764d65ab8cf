// The long-running commands: `start` and the live demo as a supervisor, a second terminal and an ordinary user meet them.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/cli/report.ts';
import { readLockFile } from '../../src/store/postgres/embedded/lock-file.ts';
import { installationRoot } from '../support/installation.ts';
import { json, sauma, start, workshop } from './processes.ts';
import { startVendors, type Vendors } from './vendors.ts';

const shop = workshop();
let vendors: Vendors;

beforeAll(async () => {
  vendors = await startVendors(20);
  shop.later(() => vendors.close());
});
afterAll(() => shop.close());

describe('sauma start', () => {
  it('looks at once, refuses a second one, lets other commands in, survives its database, and ends cleanly', async () => {
    const directory = shop.directory();
    const variables = { ...vendors.variables, SAUMA_DATA_DIR: directory };
    const service = start(['start'], variables);
    await service.says(/Sauma runs with Severa and HubSpot/);
    await service.says(/Nothing has been written yet\. .*"npx sauma sync --once --yes" writes them\./);

    const second = await sauma(['start', '--json'], variables);
    expect(second.code).toBe(1);
    expect(json(second)).toMatchObject({ error: { code: 'already-running', message: expect.stringContaining(`process ${service.process.pid}`) } });

    expect(await sauma(['sync', '--once', '--yes'], variables)).toMatchObject({ out: expect.stringMatching(/created: Severa [1-9]/) });
    expect(await sauma(['runs'], variables)).toMatchObject({ code: 0, err: '' });

    const before = readLockFile(join(directory, 'pg'))?.pid as number;
    process.kill(before, 'SIGQUIT');
    await service.says(/the embedded database is up again/);
    expect(await sauma(['conflicts', '--json'], variables)).toMatchObject({ code: 0, out: '{"conflicts":[]}\n' });

    const server = readLockFile(join(directory, 'pg'))?.pid as number;
    service.process.kill('SIGTERM');
    const { code, out, err } = await service.ended;
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).not.toMatch(/\n\s+at .*:\d+/);
    for (const secret of ['SEVERA_CLIENT_SECRET', 'HUBSPOT_TOKEN']) expect(err).not.toContain(vendors.variables[secret]);
    expect(readLockFile(join(directory, 'pg'))).toBeNull();
    expect(() => process.kill(server, 0)).toThrow('ESRCH');
  });
});

describe('sauma demo', () => {
  it('--once --json prints the report: everything done, nothing left to do, hardly a call too many', async () => {
    const variables = { SAUMA_DATA_DIR: shop.directory() };
    const done = await sauma(['demo', '--once', '--json', '--accounts', '200'], variables);
    expect(done.code).toBe(0);
    const report = reportSchema.parse(json(done));
    expect(report.entities['account']).toMatchObject({ failed: 0 });
    expect(report.idle).toEqual({ calls: { severa: 21, hubspot: 7 }, writes: 0 });
    for (const system of ['severa', 'hubspot'] as const) {
      const used = Object.values(report.calls[system]).reduce((sum, count) => sum + count, 0);
      expect(used).toBeLessThanOrEqual((report.callsMinimum?.[system] ?? 0) * 1.1);
    }
    expect(report.self429).toEqual({ severa: 0, hubspot: 0 });
    // The same directory serves the next demo.
    expect(await sauma(['demo', '--once', '--accounts', '5'], variables)).toMatchObject({ code: 0, out: expect.stringContaining('A quiet cycle: Severa 21 calls (at least 21), HubSpot 7 (at least 7), 0 writes.') });
  });

  it('goes on until it is stopped, and tells a script where to connect', async () => {
    const live = start(['demo', '--json', '--accounts', '5'], { SAUMA_DATA_DIR: shop.directory() });
    const { severa, hubspot } = (await live.firstJson()) as { severa: Record<string, string>; hubspot: Record<string, string> };
    const companies = await fetch(`${hubspot['url']}/crm/objects/2026-09/companies`, { headers: { authorization: `Bearer ${hubspot['token']}` } });
    expect(companies.status).toBe(200);
    expect(severa).toMatchObject({ url: expect.stringMatching(/\/rest-api$/), clientId: expect.any(String), clientSecret: expect.any(String) });
    live.process.kill('SIGTERM');
    const { code, out } = await live.ended;
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('any command', () => {
  it('works from another directory by its package command', async () => {
    const variables = { SAUMA_DATA_DIR: shop.directory() };
    const command = [process.execPath, join(installationRoot, 'bin/sauma.mjs')];
    expect(json(await sauma(['workspace', '--json'], variables, { command, cwd: shop.directory() }))).toEqual({ workspaces: ['main'] });
  });

  // Only root can start a process as somebody else.
  it.runIf(process.getuid?.() === 0)('works as a user without an account and with a home that cannot be written', async () => {
    const directory = shop.directory();
    const home = join(directory, 'home');
    mkdirSync(home, { mode: 0o555 });
    chmodSync(directory, 0o777);
    const command = ['setpriv', '--reuid', '1234', '--regid', '1234', '--clear-groups', process.execPath, join(installationRoot, 'src/main.ts')];
    const variables = { ...vendors.variables, SAUMA_DATA_DIR: join(directory, 'data'), HOME: home };
    expect(await sauma(['sync', '--once'], variables, { command })).toMatchObject({ code: 3 });
    const refused = await sauma(['matches', 'accept', 'nothing'], variables, { command });
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('is not waiting any more') });
    writeFileSync(join(directory, 'locked'), '');
    chmodSync(directory, 0o555);
    const unwritable = await sauma(['runs'], { SAUMA_DATA_DIR: join(directory, 'other') }, { command });
    expect(unwritable.code).toBe(1);
    expect(unwritable.err).toContain('this user may not write there');
  });
});

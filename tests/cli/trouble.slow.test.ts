// Bad input and bad days: for each one clear message with what to do, the right exit code, no stack trace and no secret.
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/clock.ts';
import { seededRandom } from '../../src/lib/random.ts';
import { createHubspotModel } from '../../src/sandbox/hubspot/model.ts';
import { serveSandbox } from '../../src/sandbox/http.ts';
import { createSeveraModel } from '../../src/sandbox/severa/model.ts';
import { addressOf, freshDatabase, statement, urlOf } from '../support/database.ts';
import { copyInstallation, installationRoot } from '../support/installation.ts';
import { json, sauma, workshop, type Ended, type Variables } from './processes.ts';

const shop = workshop();
const random = seededRandom(5);
const severaSecrets = { clientId: 'tarkka', clientSecret: 'severa-salaisuus-1' };
const token = 'pat-eu1-hubspot-salaisuus';
let connected: Variables;
let dataDir: string;
let readingOnly: string;

beforeAll(async () => {
  const severa = createSeveraModel({ ...severaSecrets, quota: false, random: random.fork('severa') });
  const narrow = createSeveraModel({ ...severaSecrets, quota: false, random: random.fork('narrow'), grantedScopes: ['customers:read', 'users:read', 'settings:read'] });
  const hubspot = createHubspotModel({ token, appId: '1', portalId: '2', clientId: 'app', clientSecret: 'app-secret', quota: false, random: random.fork('hubspot') });
  const servers = await Promise.all([serveSandbox(severa, { port: 0, clock: systemClock }), serveSandbox(hubspot, { port: 0, clock: systemClock }), serveSandbox(narrow, { port: 0, clock: systemClock })]);
  shop.later(() => Promise.all(servers.map((server) => server.close())));
  dataDir = shop.directory();
  readingOnly = `${servers[2].url}/rest-api`;
  connected = {
    SAUMA_DATA_DIR: dataDir,
    SEVERA_BASE_URL: `${servers[0].url}/rest-api`,
    SEVERA_CLIENT_ID: severaSecrets.clientId,
    SEVERA_CLIENT_SECRET: severaSecrets.clientSecret,
    HUBSPOT_BASE_URL: servers[1].url,
    HUBSPOT_TOKEN: token,
  };
});
afterAll(() => shop.close());

function expectSoberly({ out, err }: Ended): void {
  for (const text of [out, err]) {
    expect(text).not.toMatch(/\n\s+at .*:\d+/);
    expect(text).not.toContain('salaisuus');
  }
}

async function answering(type: string, body: string): Promise<string> {
  const server: Server = createServer((_request, response) => void response.writeHead(200, { 'content-type': type }).end(body));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  shop.later(() => new Promise((resolve) => void server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

describe('a system that refuses or does not answer', () => {
  it.each<[string, Variables, string, RegExp]>([
    ['wrong credentials of Severa', { SEVERA_CLIENT_SECRET: 'väärä' }, 'Severa', /refused the credentials/],
    ['a wrong token of HubSpot', { HUBSPOT_TOKEN: 'väärä' }, 'HubSpot', /refused the credentials/],
    ['an unreachable host', { HUBSPOT_BASE_URL: 'http://127.0.0.1:1' }, 'HubSpot', /Cannot reach 127\.0\.0\.1:1.*HUBSPOT_BASE_URL/],
  ])('%s: both sync and doctor say so, and the other system goes on', async (_, wrong, system, message) => {
    const variables = { ...connected, ...wrong };
    const [synced, checked] = await Promise.all([sauma(['sync', '--once', '--json'], variables), sauma(['doctor'], variables)]);
    expect(synced.code).toBe(1);
    expectSoberly(synced);
    const { errors } = json(synced) as { errors: { system: string; message: string; action: string }[] };
    expect(errors).toMatchObject([{ system, message: expect.stringMatching(message), action: expect.stringMatching(/.{20,}/) }]);
    expect(checked.code).toBe(1);
    expectSoberly(checked);
    expect(checked.out).toMatch(new RegExp(`WRONG {2}${system}: .*${message.source}.*\\n {7}What to do: `));
    expect(checked.out).toMatch(new RegExp(`ok {5}${system === 'Severa' ? 'HubSpot' : 'Severa'}: connected`));
  });

  it('a reply that is no JSON is told without its text', async () => {
    const url = await answering('text/html', '<html>salaisuus</html>');
    const synced = await sauma(['sync', '--once'], { ...connected, SEVERA_BASE_URL: url });
    expect(synced.code).toBe(1);
    expect(synced.out).toMatch(/Severa: The reply of Severa to POST \/v1\/token .* is not JSON\n {4}What to do: /);
    expectSoberly(synced);
  });

  it('a missing scope is named with the feature it stops', async () => {
    const checked = await sauma(['doctor', '--json'], { ...connected, SEVERA_BASE_URL: readingOnly });
    expect(checked.code).toBe(1);
    const { findings } = json(checked) as { findings: { what: string; state: string; detail: string; action: string | null }[] };
    expect(findings).toContainEqual(expect.objectContaining({ state: 'wrong', detail: expect.stringContaining('customers:write'), action: expect.stringContaining('grant the scope') }));
  });
});

describe('configuration', () => {
  it('with an unknown key refuses every command with the file, the key and the likely name', async () => {
    const copy = copyInstallation();
    const { rootDir } = copy;
    for (const name of ['src', 'bin', 'package.json']) cpSync(join(installationRoot, name), join(rootDir, name), { recursive: true });
    symlinkSync(join(installationRoot, 'node_modules'), join(rootDir, 'node_modules'));
    copy.edit('config/default.json', { curency: 'EUR' });
    const command = [process.execPath, join(rootDir, 'src/main.ts')];
    const refused = await sauma(['sync', '--once'], connected, { command });
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/^sauma: config\/default\.json: curency .*currency.*\nWhat to do: correct curency as said above, and run the command again\.\n$/);
    const checked = await sauma(['doctor', '--json'], connected, { command });
    expect(checked.code).toBe(1);
    expect(json(checked)).toMatchObject({ findings: [{ state: 'wrong', detail: expect.stringContaining('curency') }] });
  });

  it.each<[string, Variables, string]>([
    ['half a pair', { SEVERA_CLIENT_ID: 'x' }, 'SEVERA_CLIENT_SECRET is not set although SEVERA_CLIENT_ID is'],
    ['a port that is none', { SAUMA_PORT: 'seitsemän' }, 'SAUMA_PORT must be a port number'],
    ['a database address of another kind', { DATABASE_URL: 'mysql://me:salaisuus@localhost/x' }, 'DATABASE_URL must be the address of a PostgreSQL server'],
    ['no system at all', {}, 'no system is connected'],
    ['a data directory that is a file', { SAUMA_DATA_DIR: join(installationRoot, 'package.json') }, 'cannot be used as data directory: a part of it is a file'],
    ['a data directory that cannot be made', { SAUMA_DATA_DIR: '/proc/sauma/data' }, 'cannot be used as data directory'],
  ])('in the environment: %s is refused with the variable and the fix', async (_, variables, message) => {
    const refused = await sauma(['sync', '--once', '--json'], { SAUMA_DATA_DIR: dataDir, ...variables });
    expect(refused.code).toBe(1);
    expectSoberly(refused);
    expect(json(refused)).toMatchObject({ error: { message: expect.stringContaining(message), action: expect.stringContaining('run the command again') } });
    expect(refused.err.split('\n')).toHaveLength(3);
  });
});

describe('the command line', () => {
  it.each<[string, readonly string[], string]>([
    ['an unknown entity', ['sync', '--once', '--entity', 'bogus'], 'there is no entity "bogus". Known: account, contact, salesCase.'],
    ['an unknown sub-command', ['conflicts', 'lst'], "unknown command 'conflicts lst'. Did you mean list?"],
    ['JSON without an end', ['sync', '--json'], 'add --once'],
    ['a side that is none', ['conflicts', 'resolve', 'x', '--side', 'severa'], 'Use psa, crm or local.'],
    ['the latest of no runs', ['runs', 'show', 'latest', '--workspace', 'main'], 'sauma: '],
  ])('%s is a matter of usage: exit code 2', async (_, argv, message) => {
    const variables = argv[0] === 'runs' ? { SAUMA_DATA_DIR: shop.directory() } : connected;
    const refused = await sauma(argv, variables);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain(message);
    expect(refused.err).toMatch(/\nWhat to do: see "sauma [a-z ]+ --help"\.\n$/);
  });
});

describe('a database', () => {
  it('that does not answer is told at once, without the password', async () => {
    const refused = await sauma(['runs', '--json'], { DATABASE_URL: 'postgres://me:salaisuus@127.0.0.1:1/x' });
    expect(refused.code).toBe(1);
    expectSoberly(refused);
    expect(json(refused)).toMatchObject({ error: { code: 'database-unreachable', message: expect.stringContaining('DATABASE_URL does not answer (ECONNREFUSED)') } });
  });

  it('that is newer than the program is left alone', async () => {
    const database = await freshDatabase();
    const address = addressOf(database);
    await statement(address, `insert into migration (name, checksum) values ('9999-from-the-future', 'x')`);
    const refused = await sauma(['sync', '--once'], { ...connected, DATABASE_URL: urlOf(address) });
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/^sauma: The database is newer than this program: it has 9999-from-the-future.*Upgrade the program; nothing was changed\.\n/);
    const checked = await sauma(['doctor', '--json'], { DATABASE_URL: urlOf(address) });
    expect(json(checked)).toMatchObject({ findings: [{ state: 'wrong', detail: expect.stringContaining('newer') }] });
  });

  it('outside needs no data directory, and doctor does not look at its disk', async () => {
    const database = await freshDatabase();
    const checked = await sauma(['doctor', '--json'], { DATABASE_URL: urlOf(addressOf(database)), SAUMA_DATA_DIR: '/proc/sauma/data' });
    expect(checked.code).toBe(0);
    expect((json(checked) as { findings: { what: string }[] }).findings.map(({ what }) => what)).toEqual(['configuration', 'database', 'clock', 'Severa', 'HubSpot']);
  });
});

describe('a demo', () => {
  it('never wipes a directory that no demo made', async () => {
    const directory = shop.directory();
    mkdirSync(join(directory, 'pg'));
    writeFileSync(join(directory, 'pg', 'kirjanpito'), 'tärkeä');
    const refused = await sauma(['demo', '--once', '--fresh', '--accounts', '2'], { SAUMA_DATA_DIR: directory });
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('holds something that no demo made');
    expect(existsSync(join(directory, 'pg', 'kirjanpito'))).toBe(true);
    expect(readdirSync(directory)).toEqual(['pg']);
  });

  it('ends when the port of its second sandbox is taken', async () => {
    const taken = Number(new URL(await answering('text/plain', '')).port);
    const refused = await sauma(['demo', '--once', '--accounts', '2', '--port', String(taken - 1)], { SAUMA_DATA_DIR: shop.directory() });
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/^sauma: port \d+ is in use/);
  });
});

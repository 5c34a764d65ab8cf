// The command as a process: what a script sees of it.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { installationRoot } from '../support/installation.ts';

const running = new Set<ChildProcessWithoutNullStreams>();

function sauma(...argv: readonly string[]): ChildProcessWithoutNullStreams {
  return start('src/main.ts', argv);
}

function start(script: string, argv: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [join(installationRoot, script), ...argv], { cwd: installationRoot });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<Record<string, string>> {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return JSON.parse(line) as Record<string, string>;
}

/** How many deals a search finds right after one was made. */
async function foundAtOnce(lagMs: string): Promise<number> {
  const { url, token } = await firstLine(sauma('sandbox', 'hubspot', '--accounts', '1', '--quota', 'off', '--search-lag', lagMs));
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const post = (path: string, body: object): Promise<Response> => fetch(`${url}/crm/objects/2026-09/deals${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect((await post('', { properties: { dealname: 'Kartoitus xyz', dealstage: 'contractsent' } })).status).toBe(201);
  return ((await (await post('/search', { query: 'xyz' })).json()) as { total: number }).total;
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<{ readonly code: number | null; readonly err: string }> {
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdout.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, err };
}

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

describe('sauma sandbox', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('severa serves until %s, and its first line is enough to connect', async (signal) => {
    const child = sauma('sandbox', 'severa', '--accounts', '5', '--seed', '7');
    const { url, clientId, clientSecret } = await firstLine(child);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/rest-api$/);
    const token = await fetch(`${url}/v1/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: clientId, client_secret: clientSecret, scope: 'customers:read' }),
    });
    const { access_token } = (await token.json()) as { access_token: string };
    const customers = await fetch(`${url}/v1/customers`, { headers: { authorization: `Bearer ${access_token}`, client_id: clientId ?? '' } });
    expect(customers.status).toBe(200);
    expect(((await customers.json()) as unknown[]).length).toBeGreaterThan(0);
    child.kill(signal);
    expect(await ended(child)).toEqual({ code: 0, err: '' });
  });

  it('severa behaves as it is told where the vendor is silent', async () => {
    const child = sauma('sandbox', 'severa', '--accounts', '1', '--rounding', 'integer', '--approval', 'none');
    const { url, clientId, clientSecret } = await firstLine(child);
    const token = await fetch(`${url}/v1/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ client_id: clientId, client_secret: clientSecret }) });
    const { access_token } = (await token.json()) as { access_token: string };
    const settings = await fetch(`${url}/v1/organizationsettings`, { headers: { authorization: `Bearer ${access_token}` } });
    expect(await settings.json()).toMatchObject({ currencyRoundingType: 'NearestInteger', workHourApprovalMode: 'None' });
  });

  it('hubspot tells its token and the secret of its webhooks', async () => {
    const child = sauma('sandbox', 'hubspot', '--accounts', '5', '--quota', 'off');
    const { url, token, webhookSecret } = await firstLine(child);
    const companies = await fetch(`${url}/crm/objects/2026-09/companies?limit=100`, { headers: { authorization: `Bearer ${token}` } });
    expect(companies.status).toBe(200);
    expect(webhookSecret).toMatch(/.{16,}/);
    child.kill('SIGTERM');
    expect((await ended(child)).code).toBe(0);
  });

  it('hubspot finds a change as late as its search index is said to lag', async () => {
    expect(await Promise.all([foundAtOnce('0'), foundAtOnce('600000')])).toEqual([1, 0]);
  });

  it('gives the same credentials for the same seed', async () => {
    const children = [sauma('sandbox', 'hubspot', '--accounts', '1', '--seed', '3'), sauma('sandbox', 'hubspot', '--accounts', '1', '--seed', '3')];
    const [one, other] = await Promise.all(children.map(firstLine));
    expect(one?.['token']).toBe(other?.['token']);
  });

  it('says which vendors there are when asked for another', async () => {
    const { code, err } = await ended(sauma('sandbox', 'salesforce'));
    expect(code).toBe(2);
    expect(err).toContain('Allowed choices are severa, hubspot.');
  });

  it('says that a port is taken, without a stack trace', async () => {
    const { url } = await firstLine(sauma('sandbox', 'severa', '--accounts', '1'));
    const { code, err } = await ended(sauma('sandbox', 'severa', '--accounts', '1', '--port', new URL(url as string).port));
    expect(code).toBe(1);
    expect(err).toMatch(/^sauma: port \d+ is in use.*\nWhat to do: .*\n$/);
  });
});

describe('the program', () => {
  it('runs by its package command as well as by its file', async () => {
    const child = start('bin/sauma.mjs', ['sandbx']);
    expect(await ended(child)).toEqual({ code: 2, err: expect.stringContaining('Did you mean sandbox?') });
  });

  it('goes on quietly when nobody reads its output any more', async () => {
    const child = sauma('--help');
    child.stdout.destroy();
    expect(await ended(child)).toEqual({ code: 0, err: '' });
  });
});

// The server as a supervisor, an admin with a browser and HubSpot meet it: processes of the real program and the sandbox.
import { createServer } from 'node:net';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, sauma, start, workshop } from './processes.ts';
import type { Variables } from './processes.ts';

const shop = workshop();
let hubspot: Record<string, string>;
beforeAll(async () => {
  const sandbox = start(['sandbox', 'hubspot', '--accounts', '5', '--quota', 'off']);
  hubspot = (await sandbox.firstJson()) as Record<string, string>;
  shop.later(async () => {
    sandbox.process.kill('SIGTERM');
    await sandbox.ended;
  });
});
afterAll(() => shop.close());

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An installation that is to be connected by the app's install page. */
async function installation(): Promise<{ readonly directory: string; readonly url: string; readonly variables: Variables }> {
  const [directory, port] = [shop.directory(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const variables = { SAUMA_DATA_DIR: directory, SAUMA_PORT: String(port), SAUMA_PUBLIC_URL: url, HUBSPOT_BASE_URL: hubspot['url'] as string, HUBSPOT_CLIENT_ID: hubspot['clientId'] as string, HUBSPOT_CLIENT_SECRET: hubspot['webhookSecret'] as string };
  return { directory, url, variables };
}

/** An admin's browser: follows what it is shown and keeps the cookies of each host. Agrees on HubSpot's page. */
async function install(address: string): Promise<{ readonly status: number; readonly text: string }> {
  let [at, cookie] = [address, ''];
  for (let hop = 0; hop < 10; hop++) {
    const reply = await fetch(at, { redirect: 'manual', headers: cookie === '' || !at.startsWith(new URL(address).origin) ? {} : { cookie } });
    cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const text = await reply.text();
    const agree = /id="approve" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
    const next = reply.headers.get('location') ?? agree;
    if (next === undefined) return { status: reply.status, text };
    at = new URL(next, at).href;
  }
  throw new Error('too many hops');
}

describe('sauma web and sauma connect', () => {
  it('connect HubSpot by its install page, once per address, and keep the access sealed for every command', async () => {
    const { directory, url, variables } = await installation();
    const before = await sauma(['doctor'], variables);
    expect(before).toMatchObject({ code: 1, out: expect.stringContaining('npx sauma connect hubspot') });

    const web = start(['web', '--json'], variables);
    shop.later(() => web.process.kill());
    expect(await web.firstJson()).toMatchObject({ url, publicUrl: url, processId: web.process.pid });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);

    const printed = await sauma(['connect', 'hubspot'], variables);
    expect(printed).toMatchObject({ code: 0, err: expect.stringContaining('within 15 minutes') });
    const address = printed.out.trim();
    expect(await install(address)).toMatchObject({ status: 200, text: expect.stringContaining('is now connected') });
    expect(await install(address)).toMatchObject({ status: 403, text: expect.stringContaining('no longer valid') });
    expect(json(await sauma(['connect', 'hubspot', '--json'], variables))).toMatchObject({ url: expect.stringContaining('/oauth/hubspot/install/main?ticket='), expiresAt: expect.any(String) });

    expect(await sauma(['doctor'], variables)).toMatchObject({ out: expect.stringMatching(/ok {5}HubSpot: connected to \d+/) });
    expect(statSync(join(directory, 'secret.key')).mode & 0o777).toBe(0o600);

    web.process.kill('SIGTERM');
    const { code, out, err } = await web.ended;
    expect({ code, lines: out.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 1 });
    for (const secret of [hubspot['webhookSecret'] as string, new URL(address).searchParams.get('ticket') as string]) expect(err).not.toContain(secret);
  });

  it('say what is missing', async () => {
    const directory = shop.directory();
    expect(await sauma(['connect', 'hubspot'], { SAUMA_DATA_DIR: directory, HUBSPOT_TOKEN: 'pat' })).toMatchObject({ code: 1, err: expect.stringContaining('set HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET') });
    const app = { SAUMA_DATA_DIR: directory, HUBSPOT_CLIENT_ID: 'a', HUBSPOT_CLIENT_SECRET: 'b' };
    expect(await sauma(['connect', 'hubspot'], app)).toMatchObject({ code: 1, err: expect.stringContaining('set SAUMA_PUBLIC_URL') });
    expect(await sauma(['connect', 'severa'], app)).toMatchObject({ code: 2 });
    expect(existsSync(join(directory, 'secret.key'))).toBe(false);
  });

  it('refuse a port that is taken, and name the setting', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const refused = await sauma(['web'], { SAUMA_DATA_DIR: shop.directory(), SAUMA_PORT: String(port) });
    taken.close();
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/port \d+ is in use.*\n.*correct SAUMA_PORT/) });
  });
});

// The first admin's way in, as whoever installs the product meets it.
import { createServer } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { json, sauma, start, workshop } from './processes.ts';

const shop = workshop();
afterAll(() => shop.close());

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

/** What a browser is told at an address, and the cookie it gets. */
async function opened(address: string): Promise<{ readonly status: number; readonly to: string | null; readonly cookie: string }> {
  const reply = await fetch(address, { redirect: 'manual' });
  await reply.text();
  return { status: reply.status, to: reply.headers.get('location'), cookie: reply.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

const linkIn = (text: string): string => text.split('\n').find((line) => line.includes('/login/invited?')) ?? '';

describe('the first admin', () => {
  it('enters by the link that the server prints, once; after that it prints none, and a new one is asked for', async () => {
    const variables = { SAUMA_DATA_DIR: shop.directory(), SAUMA_PORT: await freePort() };
    const web = start(['web', '--json'], variables);
    shop.later(() => web.process.kill());
    const { url } = (await web.firstJson()) as { url: string };
    await web.says(/\/api\/v1\/login\/invited\?workspace=main&ticket=[\w-]{43}/u);
    expect(await sauma(['users'], variables)).toMatchObject({ code: 0, out: 'Nobody has signed in yet. "npx sauma users invite-admin" prints a link for the first admin.\n' });

    const asked = await sauma(['users', 'invite-admin'], variables);
    expect(asked).toMatchObject({ code: 0, err: expect.stringContaining('once') });
    const link = asked.out.trim();
    const came = await opened(link);
    expect(came).toMatchObject({ status: 302, to: '/', cookie: expect.stringMatching(/^sauma_session=main\./u) });
    expect(await opened(link)).toMatchObject({ status: 403, cookie: '' });
    const session = (await (await fetch(`${url}/api/v1/session`, { headers: { cookie: came.cookie } })).json()) as object;
    expect(session).toMatchObject({ roles: [{ name: 'admin' }], user: { email: null } });
    // Nobody else can sign in: no identity provider is set.
    expect((await opened(`${url}/api/v1/login`)).status).toBe(503);
    expect(json(await sauma(['users', '--json'], variables))).toMatchObject({ people: [{ name: 'Local admin', local: true, roles: ['admin'], sessions: [{}] }] });

    web.process.kill('SIGTERM');
    const printed = linkIn((await web.ended).err);
    const again = start(['web', '--json'], variables);
    shop.later(() => again.process.kill());
    await again.firstJson();
    // The link of the first start was for as long as nobody had signed in.
    expect((await opened(printed)).status).toBe(403);
    again.process.kill('SIGTERM');
    expect((await again.ended).err).not.toContain('/login/invited?');
  });

  it('is not invited where people sign in elsewhere; and of the links that starts have printed, the last one counts', async () => {
    const variables = { SAUMA_DATA_DIR: shop.directory(), SAUMA_PORT: await freePort() };
    const said = async (more: Readonly<Record<string, string>>): Promise<string> => {
      const web = start(['web', '--json'], { ...variables, ...more });
      shop.later(() => web.process.kill());
      await web.firstJson();
      web.process.kill('SIGTERM');
      return (await web.ended).err;
    };
    const elsewhere = await said({ OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_ID: 'sauma', OIDC_CLIENT_SECRET: 'secret' });
    expect(elsewhere).toContain(`People sign in at http://127.0.0.1:${variables.SAUMA_PORT};`);
    expect(elsewhere).not.toContain('/login/invited?');

    const older = linkIn(await said({}));
    const web = start(['web', '--json'], variables);
    shop.later(() => web.process.kill());
    await web.firstJson();
    expect((await opened(older)).status).toBe(403);
    web.process.kill('SIGTERM');
    const newer = linkIn((await web.ended).err);
    const last = start(['web', '--json'], { ...variables, OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_ID: 'sauma', OIDC_CLIENT_SECRET: 'secret' });
    shop.later(() => last.process.kill());
    await last.firstJson();
    expect((await opened(newer)).status).toBe(302);
  });
});

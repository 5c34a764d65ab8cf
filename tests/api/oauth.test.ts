// The install of the HubSpot app, from the ticket to the access that is kept; and every way in which it ends with nothing kept.
import { beforeEach, describe, expect, it } from 'vitest';
import { INSTALL_TICKET, installUrl } from '../../src/api/routes/oauth.ts';
import { toInstant } from '../../src/lib/clock.ts';
import { tokenHash } from '../../src/lib/crypto.ts';
import { openBench, PUBLIC_URL } from './bench.ts';
import type { Bench } from './bench.ts';

const MINUTE = 60_000;
let bench: Bench;
beforeEach(async () => {
  bench = openBench();
  await ticket('t1');
});

function ticket(token: string): Promise<void> {
  return bench.store.saveTicket({ purpose: INSTALL_TICKET, hash: tokenHash(token), data: {}, expiresAt: toInstant(bench.clock.now() + 15 * MINUTE) });
}

interface Begun {
  readonly page: URL;
  readonly cookie: string;
}

async function begin(token = 't1'): Promise<Begun> {
  const reply = await bench.call('GET', installUrl('', 'main', token));
  expect(reply.status).toBe(302);
  return { page: new URL(reply.headers['location'] ?? ''), cookie: (reply.headers['set-cookie'] ?? '').split(';')[0] ?? '' };
}

/** The admin agrees on the sandbox's page; the address they come back to, as the server sees it. */
function agree({ page }: Begun, denied = false): string {
  if (denied) return `/oauth/hubspot/callback?error=access_denied&state=${encodeURIComponent(page.searchParams.get('state') ?? '')}`;
  const { response } = bench.model.handle({ method: 'GET', path: page.pathname, query: `${page.searchParams.toString()}&approve=true`, headers: {}, body: '' }, bench.clock.now());
  const back = response.headers['location'] ?? '';
  expect(back.startsWith(`${PUBLIC_URL}/oauth/hubspot/callback?`)).toBe(true);
  return back.slice(PUBLIC_URL.length);
}

async function nothingKept(): Promise<void> {
  expect(await bench.store.secret('grant:crm')).toBeNull();
  expect(await bench.store.fact('facts:crm')).toBeNull();
  expect(bench.woken).toEqual([]);
}

describe('the install', () => {
  it('goes from a ticket over HubSpot’s page to access that is kept sealed, and wakes somebody', async () => {
    const begun = await begin();
    const reply = await bench.call('GET', agree(begun), { headers: { cookie: begun.cookie, 'accept-language': 'fi-FI,fi;q=0.9,en;q=0.8' } });
    expect(reply).toMatchObject({ status: 200, headers: { 'content-language': 'fi' }, body: expect.stringContaining('HubSpot-tili 24601 on nyt yhdistetty') });
    expect(await bench.store.secret('grant:crm')).toMatch(/^s1\./);
    expect(await bench.store.fact('facts:crm')).toEqual({ portalId: '24601' });
    expect(bench.woken).toEqual(['main']);
    expect(bench.statusWith(await bench.process().access.authorize(false))).toBe(200);
    for (const secret of bench.given.flatMap((given) => Object.values(given).map(String)).filter((text) => text.length > 20)) expect(bench.logged.join('')).not.toContain(secret);
  });

  it('gives the browser a cookie for this only, that no script reads and that is taken back at the end', async () => {
    const { headers } = await bench.call('GET', installUrl('', 'main', 't1'));
    expect(headers['set-cookie']).toMatch(/^sauma_install=[\w-]{43}; Path=\/oauth\/hubspot; Max-Age=900; HttpOnly; SameSite=Lax; Secure$/);
    const begun = { page: new URL(headers['location'] ?? ''), cookie: headers['set-cookie']?.split(';')[0] ?? '' };
    const reply = await bench.call('GET', agree(begun), { headers: { cookie: `other=1; ${begun.cookie}` } });
    expect(reply).toMatchObject({ status: 200, headers: { 'set-cookie': expect.stringContaining('sauma_install=; ') }, body: expect.stringContaining('is now connected') });
    bench = openBench({ publicUrl: 'http://127.0.0.1:7300' });
    await ticket('t1');
    expect((await bench.call('GET', installUrl('', 'main', 't1'))).headers['set-cookie']).toMatch(/; Path=\/oauth\/hubspot; .*SameSite=Lax$/);
  });

  it('keeps what else is known of the account, and refuses another account', async () => {
    await bench.store.saveFact('facts:crm', { portalId: '24601', timeZone: 'Europe/Helsinki' });
    const begun = await begin();
    expect((await bench.call('GET', agree(begun), { headers: { cookie: begun.cookie } })).status).toBe(200);
    expect(await bench.store.fact('facts:crm')).toEqual({ portalId: '24601', timeZone: 'Europe/Helsinki' });

    bench = openBench();
    await ticket('t1');
    await bench.store.saveFact('facts:crm', { portalId: '1' });
    const other = await begin();
    const reply = await bench.call('GET', agree(other), { headers: { cookie: other.cookie } });
    expect(reply).toMatchObject({ status: 403, body: expect.stringContaining('another HubSpot account') });
    expect(await bench.store.secret('grant:crm')).toBeNull();
    expect(await bench.store.fact('facts:crm')).toEqual({ portalId: '1' });
  });
});

describe('nothing is kept', () => {
  it('when the ticket is unknown, used, too old, or for another workspace', async () => {
    const open = async (url: string): Promise<number> => (await bench.call('GET', url)).status;
    expect(await open(installUrl('', 'main', 't2'))).toBe(403);
    expect(await open('/oauth/hubspot/install/main')).toBe(403);
    expect(await open(installUrl('', 'north', 't1'))).toBe(403);
    expect(await open(installUrl('', 'nowhere', 't1'))).toBe(403);
    expect(await open(installUrl('', 'main', 't1'))).toBe(302);
    expect(await open(installUrl('', 'main', 't1'))).toBe(403);
    await ticket('t3');
    bench.clock.advance(15 * MINUTE);
    expect(await open(installUrl('', 'main', 't3'))).toBe(403);
    await nothingKept();
  });

  it('when the state is made up, used, too old, or comes back in another browser', async () => {
    const first = await begin();
    const back = agree(first);
    for (const [target, cookie] of [[back.replace('state=main.', 'state=main.x'), first.cookie], [back.replace('state=main.', 'state=north.'), first.cookie], [back.replace(/state=[^&]*/, ''), first.cookie], [back, 'sauma_install=another']] as const) {
      const reply = await bench.call('GET', target, { headers: { cookie } });
      expect(reply).toMatchObject({ status: 403, body: expect.stringContaining('npx sauma connect hubspot') });
    }
    // Shown once to the wrong browser, it is over for the right one too.
    expect((await bench.call('GET', back, { headers: { cookie: first.cookie } })).status).toBe(403);
    await ticket('t2');
    const second = await begin('t2');
    const late = agree(second);
    bench.clock.advance(15 * MINUTE);
    expect((await bench.call('GET', late, { headers: { cookie: second.cookie } })).status).toBe(403);
    await nothingKept();
  });

  it('when consent is denied', async () => {
    const begun = await begin();
    const reply = await bench.call('GET', agree(begun, true), { headers: { cookie: begun.cookie } });
    expect(reply).toMatchObject({ status: 403, body: expect.stringContaining('Consent was not given') });
    await nothingKept();
  });

  it('when the code is no good, or HubSpot does not answer', async () => {
    const begun = await begin();
    const bad = agree(begun).replace(/code=[^&]*/, 'code=made-up');
    expect(await bench.call('GET', bad, { headers: { cookie: begun.cookie } })).toMatchObject({ status: 403, body: expect.stringContaining('did not accept the install') });
    await ticket('t2');
    const second = await begin('t2');
    const target = agree(second);
    bench.fault = { status: 503, body: {}, times: 100 };
    expect(await bench.call('GET', target, { headers: { cookie: second.cookie } })).toMatchObject({ status: 503, body: expect.stringContaining('did not answer') });
    await nothingKept();
  });

  it('when HubSpot is connected in another way', async () => {
    const { connectors, ...rest } = bench.api.workspaces.get('main') as NonNullable<ReturnType<Bench['api']['workspaces']['get']>>;
    const connector = connectors.get('crm');
    const { consent: _, ...withoutPage } = connector as NonNullable<typeof connector>;
    (bench.api.workspaces as Map<string, unknown>).set('main', { ...rest, connectors: new Map([['crm', withoutPage]]) });
    expect(await bench.call('GET', installUrl('', 'main', 't1'))).toMatchObject({ status: 404, body: expect.stringContaining('HUBSPOT_CLIENT_ID') });
    await nothingKept();
  });
});
